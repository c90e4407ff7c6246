"""The stage history of deals that are here already: one action, one undo, every copy as it would be rebuilt."""

from __future__ import annotations

from typing import Any

import pytest

from hermes_tui.actions import stages
from hermes_tui.actions.stage_history import Brought, bring_history
from hermes_tui.exchange.load import Cancelled, ImportResult, load
from hermes_tui.exchange.mapping import ColumnMap, from_options
from hermes_tui.exchange.plan import plan
from hermes_tui.exchange.stage_events import EventFile, read_events
from hermes_tui.exchange.tables import read_bytes
from storage import derived, journal
from storage.database import Database
from storage.errors import UsageError
from storage.queries.inquiries import inquiries

DAY = 86_400_000
DEALS = """Deal ID,Deal Name,Stage,Created,Closed
D-1,ERP,Won,2026-01-02,2026-03-01
D-2,CRM,Open,2026-01-05,
D-3,Web,Open,2026-02-01,
"""
EVENTS = """deal,stage,at
D-1,Qualified,2026-01-03
D-1,Proposal,2026-02-01
D-1,Won,2026-03-01T15:00:00Z
D-2,Contacted,2026-01-10
D-2,Lost,2026-02-10
D-2,Negotiation,2026-03-10
D-2,Negotiation,2026-03-11
"""
STANDS = """SELECT external_id, stage.name, date(stage_entered_at / 1000, 'unixepoch')
    FROM lead JOIN stage ON stage.id = stage_id ORDER BY external_id"""


def deals(database: Database, now: int, text: str = DEALS, events: str = "") -> ImportResult:
    planned = plan(read_bytes(text.encode(), "deals.csv"), from_options([]))
    return load(database, planned, now=now, events=(moves(events, now),) if events else ())


def moves(text: str, now: int, **said: Any) -> EventFile:
    return read_events(read_bytes(text.encode(), "moves.csv"), ColumnMap(**said), now=now)


def bring(database: Database, text: str, now: int, **options: Any) -> Brought:
    return bring_history(database, [moves(text, now)], now, **options)


def told(database: Database) -> list[tuple[Any, ...]]:
    return database.rows(
        """SELECT external_id, was.name, stage.name, at, left_at, cause FROM stage_event JOIN lead ON lead.id = lead_id
           JOIN stage ON stage.id = to_stage_id LEFT JOIN stage AS was ON was.id = from_stage_id
           ORDER BY external_id, at, stage_event.id"""
    )


def copies_are_right(database: Database, now: int) -> bool:
    with database.transaction() as connection:
        return derived.rebuild(connection, now=now) == 0


def test_histories_of_leads_that_are_here_are_filed_and_one_undo_gives_them_back(database: Database, now: int) -> None:
    deals(database, now)
    before = told(database), database.rows("SELECT * FROM lead"), database.rows("SELECT * FROM visit")
    brought = bring(database, EVENTS, now + DAY)
    result = brought.result
    assert (result.read, result.filed, result.repeated, result.leads, result.moved) == (7, 6, 1, 2, 1)
    assert brought.outcome is not None
    assert brought.outcome.words == "imported the stage history of 2 leads from moves.csv"
    assert database.rows(STANDS) == [
        ("D-1", "WON", "2026-03-01"), ("D-2", "NEGOTIATING", "2026-03-10"), ("D-3", "NEW", "2026-02-01"),
    ]  # fmt: skip
    assert copies_are_right(database, now + DAY)
    after = told(database)
    undone = journal.undo(database, now + 2 * DAY)
    assert (told(database), database.rows("SELECT * FROM lead"), database.rows("SELECT * FROM visit")) == before
    assert undone.lead_ids == (1, 2)
    journal.redo(database, now + 2 * DAY)
    assert told(database) == after


def test_beside_their_deals_the_same_events_come_to_the_same_histories(
    database: Database, now: int, begin_file: Any
) -> None:
    deals(database, now)
    bring(database, EVENTS, now)
    other = begin_file()
    result = deals(other, now, events=EVENTS)
    assert result.history is not None
    assert (result.history.filed, result.history.repeated, result.history.moved) == (6, 1, 1)
    assert told(other) == told(database)
    assert other.rows(STANDS) == database.rows(STANDS)
    assert copies_are_right(other, now)
    journal.undo(other, now)
    assert other.value("SELECT COUNT(*) FROM stage_event") == other.value("SELECT COUNT(*) FROM lead") == 0
    other.close()


def test_the_same_file_again_changes_nothing(database: Database, now: int) -> None:
    deals(database, now, events=EVENTS)
    again = deals(database, now + 1, events=EVENTS)
    assert again.import_id is None
    assert again.history is not None
    assert (again.history.filed, again.history.unchanged, again.history.repeated) == (0, 6, 1)
    by_itself = bring(database, EVENTS, now + 1)
    assert (by_itself.outcome, by_itself.import_id, by_itself.result.leads) == (None, None, 0)


def test_an_undo_takes_back_new_deals_and_gives_old_ones_their_history(database: Database, now: int) -> None:
    deals(database, now)
    before = told(database), database.rows("SELECT * FROM lead"), database.rows("SELECT * FROM stage_pace")
    more = deals(database, now + DAY, DEALS + "D-4,App,Open,2026-02-01,\n", EVENTS + "D-4,Proposal,2026-02-03\n")
    assert (more.leads, more.unchanged) == (1, 3)
    assert more.history is not None
    assert (more.history.filed, more.history.leads) == (7, 3)
    assert copies_are_right(database, now + DAY)
    after = told(database), database.rows("SELECT * FROM stage_pace")
    journal.undo(database, now + DAY)
    assert (told(database), database.rows("SELECT * FROM lead"), database.rows("SELECT * FROM stage_pace")) == before
    journal.redo(database, now + DAY)
    assert (told(database), database.rows("SELECT * FROM stage_pace")) == after


def test_deals_that_moved_in_their_own_file_keep_the_history_that_was_told(database: Database, now: int) -> None:
    deals(database, now, events=EVENTS)
    deals(database, now + DAY, DEALS.replace("D-2,CRM,Open,2026-01-05,", "D-2,CRM,Won,2026-01-05,2026-04-02"))
    assert [row[2] for row in told(database) if row[0] == "D-2"] == ["NEW", "CONTACTED", "LOST", "NEGOTIATING", "WON"]
    deals(database, now + 2 * DAY, DEALS.replace("2026-01-02", "2026-01-01"), EVENTS)
    assert [row[2:4] for row in told(database) if row[0] == "D-1"][1] == ("QUALIFIED", 1_767_398_400_000)
    assert copies_are_right(database, now + 2 * DAY)


def test_what_the_rep_did_since_stays_the_last_word(database: Database, now: int) -> None:
    deals(database, now)
    stages.lose(database, [2], "price", now)
    bring(database, EVENTS, now + DAY)
    assert database.rows(STANDS)[1] == ("D-2", "LOST", "2026-06-22")
    assert database.value("SELECT close_reason FROM lead WHERE id = 2") == "price"


def test_rows_of_no_deal_are_rejected_by_file_and_line(database: Database, now: int) -> None:
    found = deals(
        database, now, DEALS + "D-4,Bad,Hmm,2026-01-01,\n", EVENTS + "D-4,New,2026-01-03\nD-9,New,2026-01-03\n"
    )
    assert found.history is not None
    assert [(row.file, row.line, row.reason) for row in found.history.rejected] == [
        ("moves.csv", 9, "its deal was rejected (line 5 of deals.csv)"),
        ("moves.csv", 10, "there is no deal with the id 'D-9'"),
    ]
    assert found.history.sentence() == (
        "9 stage events read: 6 filed, 1 repeated, 2 rejected (line 9: its deal was rejected (line 5 of deals.csv))"
    )


def test_a_deal_that_its_events_call_new_stays_new_whatever_its_words_say(database: Database, now: int) -> None:
    text = "Deal ID,Deal Name,Description\nD-1,Hiring,hiring now; budget 5000; remote\nD-2,Hiring,hiring now; remote\n"
    deals(database, now, text, "deal,stage,at\nD-1,New,2026-01-03\nD-2,Contacted,2026-01-03\n")
    assert [row[2] for row in told(database)] == ["NEW", "CONTACTED"]
    assert [row.may_qualify for row in inquiries(database, [1, 2])] == [0, 0]


def test_an_id_that_two_leads_have_names_neither(database: Database, now: int) -> None:
    deals(database, now)
    database.connection().execute("UPDATE lead SET external_id = 'twice' WHERE id < 3")
    found = bring(database, "deal,stage,at\ntwice,Won,2026-01-03\n", now).result
    assert [row.reason for row in found.rejected] == ["leads #1 and #2 both have the id twice"]


def test_a_dry_run_says_the_same_and_writes_nothing(database: Database, now: int) -> None:
    deals(database, now)
    before = told(database)
    dry = bring(database, EVENTS, now, dry_run=True)
    assert (told(database), dry.outcome) == (before, None)
    assert dry.result == bring(database, EVENTS, now).result


def test_stopped_on_the_way_nothing_is_kept(database: Database, now: int) -> None:
    deals(database, now)
    before = told(database)

    def stop(rows: int, phase: str) -> None:
        raise Cancelled("The import was cancelled; nothing of it was kept.")

    with pytest.raises(Cancelled):
        bring(database, EVENTS, now, tell=stop)
    assert told(database) == before


def test_dates_that_can_be_read_two_ways_are_asked_about(database: Database, now: int) -> None:
    deals(database, now)
    with pytest.raises(UsageError, match="--date at=mdy or --date at=dmy"):
        bring(database, "deal,stage,at\nD-1,Won,02/03/2026\n", now)
