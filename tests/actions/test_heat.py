"""Heat is kept in the action that changes its evidence; what only the clock cools is brought up to date beside it."""

from __future__ import annotations

from datetime import UTC, datetime

from hermes_tui.actions.history import redo, undo
from hermes_tui.actions.leads import add_lead
from hermes_tui.actions.touches import log_touch
from storage import derived, heat, journal
from storage.database import Database

DAY_MS = 86_400_000


def heats(database: Database) -> list[int]:
    return [row[0] for row in database.rows("SELECT heat FROM lead ORDER BY id")]


def interested(database: Database, now: int) -> int:
    """A lead that liked what it heard, wrote twice, and was written to 18 days before `now`."""
    today = datetime.fromtimestamp(now / 1000, UTC).date()
    lead = add_lead(database, {"title": "ERP", "stage": "responded"}, now - 30 * DAY_MS, today).made
    for days, inbound in ((20, True), (19, True), (18, False)):
        log_touch(
            database, [lead], "email", now - days * DAY_MS, inbound=inbound, text="Sounds good!",
            sentiment="positive" if inbound else None,
        )  # fmt: skip
    return lead


def test_interest_goes_cold_while_nobody_does_anything(database: Database, now: int) -> None:
    interested(database, now)
    actions = len(journal.history(database))
    assert heats(database) == [10]
    turns = now - 5 * DAY_MS
    assert heat.refresh_cold(database, turns - 1) == 0
    assert heats(database) == [10]
    assert heat.refresh_cold(database, turns) == 1
    assert heats(database) == [-5]
    assert heat.refresh_cold(database, now) == 0
    with database.transaction() as connection:
        assert derived.rebuild(connection, now=now) == 0
    # A copy brought up to date is no action, and stands in nobody's way.
    assert len(journal.history(database)) == actions
    assert undo(database, now).words == "Undone: ERP: email logged"
    assert heats(database) == [10]


def test_a_clock_set_back_warms_what_is_not_cold_yet(database: Database, now: int) -> None:
    interested(database, now)
    assert heat.refresh_cold(database, now + DAY_MS) == 1
    assert heat.refresh_cold(database, now - 10 * DAY_MS) == 1
    assert heats(database) == [10]


def test_what_is_undone_and_done_again_is_as_warm_as_it_is_then(database: Database, now: int) -> None:
    lead = interested(database, now)
    log_touch(database, [lead], "email", now, inbound=True, text="Here again")
    undo(database, now)
    assert heats(database) == [-5]
    redo(database, now)
    assert heats(database) == [10]
    undo(database, now - 10 * DAY_MS)
    assert heats(database) == [10]


def test_a_heat_written_by_another_program_is_put_right(database: Database, now: int) -> None:
    interested(database, now)
    with database.transaction() as connection:
        connection.execute("UPDATE lead SET heat = 99, people_at = 5")
    with database.transaction() as connection:
        assert derived.rebuild(connection, now=now - 10 * DAY_MS) == 1
    assert heats(database) == [10]


def test_one_lead_is_read_by_indexes_alone(database: Database, now: int) -> None:
    plan = f"EXPLAIN QUERY PLAN {heat.LEAD_HEAT.format(leads='= :leads')}"
    lines = [row[3] for row in database.rows(plan, {"leads": "1", "now": now})]
    assert len(lines) > 10
    tables = ("lead", "picked", "touch", "message", "signal", "proposal", "said", "contact")
    assert [line for line in lines if line.startswith(tuple(f"SCAN {table}" for table in tables))] == []


def test_what_is_due_is_found_by_indexes_alone(database: Database, now: int) -> None:
    for due, index in ((heat._DUE, "lead_cooling"), (heat._TOO_EARLY, "lead_cold")):
        [line] = database.rows(f"EXPLAIN QUERY PLAN SELECT 1 FROM lead WHERE {due}", {"now": now})
        assert index in line[3]


def test_what_a_machine_answered_warms_nothing(database: Database, now: int) -> None:
    lead = interested(database, now)
    away = "Automatic reply: I am out of office until Monday."
    assert heat.refresh_cold(database, now) == 1
    outcome = log_touch(database, [lead], "email", now, inbound=True, text=away)
    assert outcome.words == "ERP: email from them logged, a machine's answer"
    assert heats(database) == [-5]
    assert database.row("SELECT last_in_at, unanswered_out FROM lead") == (now - 19 * DAY_MS, 1)
