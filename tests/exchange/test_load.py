"""A file is loaded as one action: accounted for, undone as one, stopped as one, and never half-done."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hermes_tui.exchange.load import Cancelled, ImportResult, load
from hermes_tui.exchange.mapping import from_options
from hermes_tui.exchange.plan import plan
from hermes_tui.exchange.tables import read_bytes
from storage import derived, journal
from storage.database import Database
from storage.errors import UsageError

DAY = 86_400_000
TABLES = (
    "import",
    "lead",
    "contact",
    "note",
    "touch",
    "task",
    "tag",
    "lead_tag",
    "stage_event",
    "import_row",
    "stage_total",
)
DEALS = (
    "Deal ID,Deal Name,Company,Contact Name,Email,Amount,Stage,Created,Closed,Tags,Notes,Next step,Last contacted\n"
    '1,ERP,Acme,Ann Lee,ann@acme.com,$500,Won,2025-01-01,2025-02-01,"price, erp",likes it,,2025-01-20\n'
    "2,CRM,Dune,Bob Ray,bob@dune.com,$700,Proposal,2025-03-01,,,,send offer,\n"
    "2,CRM,Dune,Cy Poe,cy@dune.com,,Proposal,,,,,,\n"
    "3,Web,Elm,,,x,Won,,,,,,\n"
)


def bring(database: Database, text: str, now: int, *maps: str, **options: Any) -> ImportResult:
    return load(database, plan(read_bytes(text.encode(), "deals.csv"), from_options(maps)), now=now, **options)


def everything(database: Database) -> dict[str, list[Any]]:
    order = {"stage_total": "1, 2"}
    return {table: database.rows(f"SELECT * FROM {table} ORDER BY {order.get(table, 'id')}") for table in TABLES}


def accounted(result: ImportResult) -> bool:
    total = result.created + result.updated + result.unchanged + result.duplicates + len(result.rejected)
    return total == result.read


def test_a_file_becomes_leads_people_and_history(database: Database, now: int) -> None:
    result = bring(database, DEALS, now)
    assert (result.read, result.created, result.leads, result.contacts) == (4, 3, 2, 3)
    assert [(row.file, row.line) for row in result.rejected] == [("deals.csv", 5)]
    assert result.sentence() == "4 rows read: 3 created, 1 rejected (line 5: 'x' in 'Amount' is no amount)"
    assert accounted(result)
    assert database.rows("SELECT title, company, value, currency FROM lead ORDER BY id") == [
        ("ERP", "Acme", 50_000, "USD"),
        ("CRM", "Dune", 70_000, "USD"),
    ]
    assert database.rows("SELECT lead_id, name, is_primary FROM contact ORDER BY id") == [
        (1, "Ann Lee", 1), (2, "Bob Ray", 1), (2, "Cy Poe", 0),
    ]  # fmt: skip
    assert database.rows("SELECT name FROM tag JOIN lead_tag ON tag.id = tag_id ORDER BY 1") == [("erp",), ("price",)]
    assert database.rows("SELECT kind, text FROM note") == [("SYSTEM", "likes it")]
    assert database.rows("SELECT lead_id, title, due_on FROM task") == [(2, "send offer", None)]
    assert database.value("SELECT label FROM action") == "imported deals.csv: 2 leads"


def test_a_closed_deal_keeps_its_dates_in_the_stage_history(database: Database, now: int) -> None:
    bring(database, DEALS, now)
    january, february = 1_735_689_600_000, 1_738_368_000_000
    assert database.rows(
        "SELECT stage.name, at, left_at, cause FROM stage_event JOIN stage ON stage.id = to_stage_id WHERE lead_id = 1"
    ) == [("NEW", january, february, "import"), ("WON", february, None, "import")]


def test_the_copies_are_those_that_a_repair_would_make(database: Database, now: int) -> None:
    bring(database, DEALS + "4,Due,Fir,,,5,Engaging,,,,,call them,\n", now, "next_task_on=Created")
    with database.transaction() as connection:
        assert derived.rebuild(connection) == 0
        assert not derived.rebuild_totals(connection)


def test_what_came_in_is_found_by_its_words(database: Database, now: int) -> None:
    bring(database, DEALS, now)
    assert database.rows("SELECT rowid FROM lead_fts WHERE lead_fts MATCH 'dune'") == [(2,)]
    assert database.rows("SELECT rowid FROM contact_fts WHERE contact_fts MATCH 'poe'") == [(3,)]


def test_the_same_file_again_changes_nothing(database: Database, now: int) -> None:
    bring(database, DEALS, now)
    before = everything(database)
    again = bring(database, DEALS, now + DAY)
    assert (again.unchanged, again.created, again.updated, again.import_id) == (3, 0, 0, None)
    assert accounted(again)
    assert everything(database) == before
    assert database.value("SELECT COUNT(*) FROM action") == 1


def test_a_dry_run_says_the_same_and_writes_nothing(database: Database, now: int) -> None:
    before = everything(database)
    tried = bring(database, DEALS, now, dry_run=True)
    assert everything(database) == before
    done = bring(database, DEALS, now)
    assert tried._replace(seconds=0, import_id=None) == done._replace(seconds=0, import_id=None)


def test_an_import_is_undone_and_redone_whole(database: Database, now: int) -> None:
    empty = everything(database)
    bring(database, DEALS, now)
    full = everything(database)
    journal.undo(database, now + 1)
    undone = everything(database)
    assert {**undone, "tag": []} == empty
    journal.redo(database, now + 2)
    assert everything(database) == full
    assert database.rows("SELECT rowid FROM lead_fts WHERE lead_fts MATCH 'dune'") == [(2,)]


def test_cancelling_leaves_nothing(database: Database, now: int) -> None:
    before = everything(database)
    phases: list[str] = []
    with pytest.raises(Cancelled, match="nothing of it was kept"):
        bring(
            database, DEALS, now,
            progress=lambda done, total, phase: phases.append(phase),
            cancelled=lambda: "writing contacts" in phases,
        )  # fmt: skip
    assert everything(database) == before
    assert database.value("SELECT COUNT(*) FROM sqlite_master WHERE type = 'trigger'") > 20
    assert bring(database, DEALS, now).created == 3


def test_progress_never_passes_the_total(database: Database, now: int) -> None:
    seen: list[tuple[int, int]] = []
    bring(database, DEALS, now, progress=lambda done, total, phase: seen.append((done, total)))
    assert seen
    assert all(0 <= done <= total for done, total in seen)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


_KILLED = """
import os, sys
from hermes_tui.exchange.load import load
from hermes_tui.exchange.mapping import ColumnMap
from hermes_tui.exchange.plan import plan
from hermes_tui.exchange.tables import read_bytes
from storage.database import Database
rows = "".join(f"{n},Deal {n},Company {n}\\n" for n in range(20000))
found = plan(read_bytes(("id,Deal,Company\\n" + rows).encode()), ColumnMap())
def wait(done, total, phase):
    if phase == sys.argv[2]:
        print("here", flush=True)
        sys.stdin.read()
load(Database.open(sys.argv[1]), found, now=1, progress=wait)
"""


@pytest.mark.parametrize("phase", ["writing leads", "making searchable"])
def test_a_kill_in_the_middle_leaves_nothing(database: Database, now: int, phase: str) -> None:
    bring(database, DEALS, now)
    before = everything(database)
    database.close()
    running = subprocess.Popen(
        [sys.executable, "-c", _KILLED, database.path, phase],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path(__file__).resolve().parents[2],
    )  # fmt: skip
    assert running.stdout is not None
    assert running.stdout.readline() == b"here\n"
    os.kill(running.pid, signal.SIGKILL)
    running.communicate()
    again = Database.open(database.path)
    assert everything(again) == before
    assert again.value("PRAGMA quick_check") == "ok"
    assert bring(again, DEALS, now).unchanged == 3
    again.close()


def test_a_plan_with_a_question_is_refused_with_it(database: Database, now: int) -> None:
    with pytest.raises(UsageError, match="--date closed_at=mdy"):
        bring(database, "Deal,Close Date\nA,01/02/2021\n", now)
    assert database.value("SELECT COUNT(*) FROM import") == 0


def test_a_lead_the_rep_entered_is_a_duplicate_and_left_alone(database: Database, now: int) -> None:
    with journal.action(database, "add", "by hand", now), database.transaction() as connection:
        connection.execute(
            """INSERT INTO lead (id, title, company, email, created_at, updated_at, stage_entered_at, silent_since)
               VALUES (9, 'ERP for Acme', 'ACME', 'Ann@acme.com', 1, 1, 1, 1)"""
        )
    before = database.row("SELECT * FROM lead WHERE id = 9")
    result = bring(database, "Deal,Company,Email\nERP,Acme,ann@acme.com\nCRM,Acme,bob@acme.com\n", now)
    assert (result.created, result.duplicates) == (1, 1)
    assert database.row("SELECT * FROM lead WHERE id = 9") == before


def test_amounts_without_a_currency_get_the_reps_own(database: Database, now: int) -> None:
    bring(database, "Deal,Amount\nA,5\nB,€7\nC,\n", now, currency="CHF")
    assert database.rows("SELECT currency FROM lead ORDER BY id") == [("CHF",), ("EUR",), (None,)]


def test_the_owner_and_fields_of_the_reps_own_are_kept_on_the_lead(database: Database, now: int) -> None:
    bring(database, "Deal,Owner,Region\nA,Moses,nørth\n", now, "custom.Region=Region")
    assert database.value("SELECT custom FROM lead") == '{"Region": "nørth", "owner": "Moses"}'


def test_an_import_touches_nobody(database: Database, now: int) -> None:
    bring(database, "Deal,Created,Notes\nA,2021-01-01,said much\n", now)
    assert database.row("SELECT last_touch_at, silent_since FROM lead") == (None, 1_609_459_200_000)


ROW = st.tuples(
    st.sampled_from(["1", "2", "3", ""]), st.sampled_from(["A", "B", ""]), st.sampled_from(["Acme", "Dune", ""]),
    st.sampled_from(["a@b.co", "c@d.co", ""]), st.sampled_from(["5", "7", "x", ""]),
    st.sampled_from(["Won", "New", "Odd", ""]), st.sampled_from(["https://x.org/1", "https://x.org/2", "", ""]),
)  # fmt: skip


@settings(max_examples=20, deadline=None)
@given(st.lists(st.lists(ROW, min_size=1, max_size=8), min_size=1, max_size=3))
def test_dirty_files_one_after_another_are_accounted_for_and_settle(
    begin_file: Callable[[], Database], files: list[list[tuple[str, ...]]]
) -> None:
    database = begin_file()
    maps = (
        "external_id=id",
        "title=Deal",
        "company=Company",
        "email=Email",
        "value=Amount",
        "stage=Stage",
        "source_url=URL",
    )
    for number, rows in enumerate(files):
        text = "id,Deal,Company,Email,Amount,Stage,URL\n" + "".join(",".join(row) + "\n" for row in rows)
        if not text.split("\n", 1)[1].replace(",", "").strip():
            continue
        try:
            first = bring(database, text, number, *maps)
        except UsageError:
            continue
        # A URL that a deal gives up is free for another deal of the file from the next time on.
        second = bring(database, text, number, *maps)
        third = bring(database, text, number, *maps)
        assert all(map(accounted, (first, second, third)))
        assert second.import_id is None or number
        assert (third.created, third.updated, third.import_id) == (0, 0, None)
        with database.transaction() as connection:
            assert derived.rebuild(connection) == 0
    database.close()
