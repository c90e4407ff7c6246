"""The generated file: whole, the same every time, every copy right, and no address of anybody real."""

from __future__ import annotations

import re
import sqlite3
import stat
from itertools import pairwise
from pathlib import Path

import pytest

from hermes_tui.demo import DEMO_NOW, generate
from hermes_tui.demo.sheets import COLUMNS
from hermes_tui.outreach.templates.starters import STARTERS
from storage import derived
from storage.database import Database
from storage.errors import UsageError

ADDRESS = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)*)")
URL_HOST = re.compile(r"https?://([^/\s\"]+)")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of 2,000 leads."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    generate(path, leads=2_000)
    return path


def tables_of(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table that is not derived by SQLite itself."""
    connection = sqlite3.connect(path)
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    found = {n: connection.execute(f"SELECT * FROM {n} ORDER BY 1").fetchall() for n in names if "_fts" not in n}
    connection.close()
    return found


def test_the_same_size_moment_and_seed_give_the_same_rows(tmp_path: Path) -> None:
    for name, seed in (("one", 7), ("two", 7), ("three", 8)):
        generate(tmp_path / name, leads=120, now=DEMO_NOW, seed=seed)
    assert tables_of(tmp_path / "one") == tables_of(tmp_path / "two")
    assert tables_of(tmp_path / "one")["lead"] != tables_of(tmp_path / "three")["lead"]


def test_the_rows_do_not_depend_on_the_process(tmp_path: Path) -> None:
    import os
    import subprocess
    import sys

    code = "import sys; from pathlib import Path; from hermes_tui.demo import generate; generate(Path(sys.argv[1]), 60)"
    for name in ("1", "2"):
        subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / name)],
            check=True, cwd=Path(__file__).parents[2], env={**os.environ, "PYTHONHASHSEED": name},
        )  # fmt: skip
    assert tables_of(tmp_path / "1") == tables_of(tmp_path / "2")


@pytest.mark.parametrize("leads", [0, 1, 50])
def test_any_size_makes_a_whole_file(tmp_path: Path, leads: int) -> None:
    path = tmp_path / "demo.db"
    generate(path, leads=leads)
    database = Database.open(path)
    assert database.value("SELECT COUNT(*) FROM lead") == leads
    assert database.rows("PRAGMA foreign_key_check") == []
    assert database.value("PRAGMA integrity_check") == "ok"
    assert database.value("SELECT COUNT(*) FROM template") == len(STARTERS)
    database.close()


def test_a_large_file_is_whole_and_searchable(made: Path) -> None:
    database = Database.open(made)
    assert database.rows("PRAGMA foreign_key_check") == []
    assert database.value("PRAGMA integrity_check") == "ok"
    assert database.value("SELECT COUNT(*) FROM message_fts WHERE message_fts MATCH 'proposal'") > 100
    assert database.value("SELECT COUNT(*) FROM lead_fts WHERE lead_fts MATCH 'rollout'") > 10
    database.close()


def test_indexes_and_triggers_are_those_of_a_new_file(made: Path, database: Database) -> None:
    sql = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
    demo = Database.open(made)
    assert demo.rows(sql) == database.rows(sql)
    demo.close()


def test_every_copy_is_what_a_rebuild_finds(tmp_path: Path) -> None:
    path = tmp_path / "demo.db"
    generate(path, leads=600, seed=3)
    database = Database.open(path)
    with database.transaction() as connection:
        assert derived.rebuild(connection) == 0
        assert derived.rebuild_totals(connection) is False
        kept = connection.execute("SELECT * FROM stage_pace ORDER BY 1").fetchall()
        derived.refresh_pace(connection)
        assert connection.execute("SELECT * FROM stage_pace ORDER BY 1").fetchall() == kept
    database.close()


def test_what_waits_is_what_the_buyers_words_give_away(tmp_path: Path) -> None:
    from hermes_tui.actions.signals import find_signals

    generate(tmp_path / "demo.db", leads=400)
    database = Database.open(tmp_path / "demo.db")
    assert database.value("SELECT COUNT(*) FROM signal WHERE state = 'suggested'") > 10
    assert find_signals(database, DEMO_NOW)[1:] == (0, 0, 0)
    database.close()


def test_visits_follow_each_other_without_a_gap_and_the_last_is_not_over(made: Path) -> None:
    database = Database.open(made)
    visits: dict[int, list[tuple[int | None, int, int, int | None]]] = {}
    sql = "SELECT lead_id, from_stage_id, to_stage_id, at, left_at FROM stage_event ORDER BY id"
    for lead, *visit in database.rows(sql):
        visits.setdefault(lead, []).append(tuple(visit))
    leads = database.rows("SELECT id, stage_id, created_at FROM lead")
    for lead, stage_id, created_at in leads:
        history = visits[lead]
        assert history[0][0] is None
        assert history[0][2] == created_at
        for before, after in pairwise(history):
            assert (before[1], before[3]) == (after[0], after[2])
            assert before[2] < after[2]
        assert history[-1][1] == stage_id
        assert history[-1][3] is None
    database.close()


def test_nothing_has_happened_that_is_still_to_come(made: Path) -> None:
    database = Database.open(made)
    for table, columns in COLUMNS.items():
        for column in columns:
            if column.endswith("_at") or column == "at":
                if (table, column) in {("message", "send_at"), ("task", "due_at")}:
                    continue
                assert (database.value(f"SELECT MAX({column}) FROM {table}") or 0) <= DEMO_NOW, (table, column)
    database.close()


def test_no_address_number_or_link_leads_to_anybody_real(made: Path) -> None:
    rows = tables_of(made)
    for name in COLUMNS:
        for row in rows[name]:
            for cell in row:
                if isinstance(cell, str):
                    for host in ADDRESS.findall(cell) + URL_HOST.findall(cell):
                        assert host.endswith(".example"), cell
    database = Database.open(made)
    for (phone,) in database.rows("SELECT phone FROM contact WHERE phone IS NOT NULL UNION SELECT phone FROM lead"):
        assert phone is None or re.fullmatch(r"\+1 \d{3} 555 01\d\d|\+44 1632 960\d{3}", phone), phone
    database.close()


def test_every_text_is_as_the_gateway_would_store_it(made: Path) -> None:
    from storage.clean import clean

    database = Database.open(made)
    for table, column, multiline in (
        ("lead", "title", False), ("lead", "company", False), ("lead", "description", True), ("contact", "name", False),
        ("message", "subject", False), ("message", "body", True), ("note", "text", True), ("touch", "text", True),
        ("task", "title", False), ("proposal", "title", False),
    ):  # fmt: skip
        for (text,) in database.rows(f"SELECT DISTINCT {column} FROM {table}"):
            assert clean(text, multiline=multiline) == text
            assert "{" not in text
    database.close()


def test_only_the_owner_may_read_the_file(made: Path) -> None:
    assert stat.S_IMODE(made.stat().st_mode) == 0o600


def test_an_existing_file_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "work.db"
    path.write_bytes(b"mine")
    with pytest.raises(UsageError, match="it was left as it is"):
        generate(path, leads=5)
    assert path.read_bytes() == b"mine"


def test_a_generator_that_is_stopped_leaves_no_file(tmp_path: Path) -> None:
    path = tmp_path / "demo.db"

    def stop(done: int, leads: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        generate(path, leads=10, progress=stop)
    assert list(tmp_path.iterdir()) == []


def test_progress_is_told_and_ends_at_the_number_asked_for(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    generate(tmp_path / "demo.db", leads=2_500, progress=lambda done, leads: told.append((done, leads)))
    assert told == [(2_000, 2_500), (2_500, 2_500)]
