"""Files that earlier releases wrote: upgraded to today's schema they are what a new file would be, and lose nothing."""

from __future__ import annotations

import gzip
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from storage import derived, journal, migrations
from storage.database import Database
from storage.queries.leads import Leads

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
NOW = 1_782_118_800_000
RELEASED = range(1, migrations.LATEST)


@pytest.fixture(params=RELEASED)
def old_file(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A small file of demo leads as that release wrote it."""
    path = tmp_path / "work.db"
    path.write_bytes(gzip.decompress((FIXTURES / f"schema_{request.param}.db.gz").read_bytes()))
    return path


def shape(database: Database) -> dict[str, object]:
    """Tables by their columns, everything else by its SQL."""
    rows = database.rows("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    columns = 'SELECT name, type, "notnull", dflt_value, pk FROM pragma_table_info(?) ORDER BY name'
    tables = {name: database.rows(columns, (name,)) for kind, name, _, _ in rows if kind == "table"}
    return {**tables, **{name: re.sub(r"\s+", " ", sql) for kind, name, _, sql in rows if kind != "table"}}


def test_an_upgraded_file_has_the_shape_of_a_new_one(old_file: Path, tmp_path: Path) -> None:
    upgraded, new = Database.open(old_file), Database.open(tmp_path / "new.db", create=True)
    assert upgraded.value("PRAGMA user_version") == migrations.LATEST
    assert shape(upgraded) == shape(new)
    upgraded.close()
    new.close()


def test_no_row_is_lost_and_every_copy_is_right(old_file: Path) -> None:
    with sqlite3.connect(old_file) as before:
        names = [row[0] for row in before.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        counted = {name: before.execute(f"SELECT COUNT(*) FROM {name}").fetchone()[0] for name in names}
    before.close()
    database = Database.open(old_file)
    assert {name: database.value(f"SELECT COUNT(*) FROM {name}") for name in names} == counted
    assert counted["lead"] >= 10
    with database.transaction() as connection:
        assert derived.rebuild(connection) == 0
        assert not derived.rebuild_totals(connection)
    assert {row.risk for row in Leads(database, now=NOW).page(0, 100)} > {None}, "risk is told of old leads too"
    assert database.value("PRAGMA integrity_check") == "ok"
    database.close()


def test_an_action_of_the_new_release_is_undone_in_an_upgraded_file(
    old_file: Path, all_rows: Callable[[Database], object]
) -> None:
    from storage import records

    database = Database.open(old_file)
    before = all_rows(database)
    with journal.action(database, "contact", "Ann added", NOW):
        records.insert(database, "contact", lead_id=1, name="Ann", role="CEO", created_at=NOW, updated_at=NOW)
    assert database.value("SELECT buyers FROM lead WHERE id = 1") >= 1
    journal.undo(database, NOW)
    assert all_rows(database) == before
    database.close()


@pytest.mark.parametrize("old_file", range(1, 4), indirect=True)
def test_what_a_machine_answered_before_is_nobodys_word_after_the_upgrade(old_file: Path) -> None:
    said = {
        "Automatic reply: I am away until Monday": (None, "auto_reply"),
        "Hello, I'm currently out of the office with limited access to my mail.": (None, "auto_reply"),
        "We have received your message and will get back to you.": (None, "auto_reply"),
        "Thanks a lot!": (None, None),
        "I'm on vacation, could you send the quote?": ("I'm on vacation, could you send the quote?", None),
    }
    with sqlite3.connect(old_file) as before:
        for table in ("touch", "message", "signal", "proposal"):
            before.execute(f"DELETE FROM {table}")
        before.executemany(
            """INSERT INTO touch (lead_id, kind, direction, text, quote, at, created_at)
               VALUES (?, 'email', ?, ?, ?, 1, 1)""",
            [
                *((1, "in", text, quote) for text, (quote, _) in said.items()),
                (2, "out", "Automatic reply: hello", None),
                (3, "in", "Automatic reply: hello", None),
                (3, "in", "Automatic reply: hello again", None),
            ],
        )
    before.close()
    database = Database.open(old_file)
    kept = dict(database.rows("SELECT text, automatic FROM touch WHERE lead_id = 1"))
    assert kept == {text: automatic for text, (_, automatic) in said.items()}
    assert database.value("SELECT automatic FROM touch WHERE lead_id = 2") is None
    assert [row[0] for row in database.rows("SELECT heat FROM lead WHERE id IN (1, 3) ORDER BY id")] == [10, 0]
    with database.transaction() as connection:
        assert derived.rebuild(connection) == 0
    database.close()
