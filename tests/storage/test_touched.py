"""What was written since the rep last looked is told by table and by a lead's column, also where it was undone."""

from __future__ import annotations

from datetime import date

import pytest

from hermes_tui.actions.history import redo, undo
from hermes_tui.actions.leads import add_lead, delete_leads, edit_lead
from hermes_tui.actions.notes import add_note
from hermes_tui.actions.stages import move
from hermes_tui.actions.touches import log_touch
from storage import journal, records
from storage.database import Database
from storage.queries import touched as queries
from storage.queries.figures_period import keep_period, kept_period
from storage.queries.touched import Mark, mark, touched

TODAY = date(2026, 6, 22)
DAY = 86_400_000


@pytest.fixture
def lead(database: Database, now: int) -> int:
    made = add_lead(database, {"title": "ERP rollout", "company": "Acme"}, now, TODAY).made
    assert made is not None
    return made


def since(database: Database, before: Mark) -> frozenset[str] | None:
    return touched(database, before, mark(database))


def test_nothing_was_written(database: Database, lead: int) -> None:
    before = mark(database)
    assert since(database, before) == frozenset()


def test_a_call_touches_touches_and_no_deal(database: Database, lead: int, now: int) -> None:
    before = mark(database)
    log_touch(database, [lead], "call", now)
    found = since(database, before)
    assert found is not None
    assert "touch" in found
    assert not found & {"stage_event", "lead.value", "lead.stage_id", "lead.*", "message"}


def test_of_an_edited_lead_only_its_columns_are_named(database: Database, lead: int, now: int) -> None:
    before = mark(database)
    edit_lead(database, [lead], {"value": "5000"}, now, TODAY)
    found = since(database, before)
    assert found is not None
    assert "lead.value" in found
    assert not found & {"lead.title", "lead.stage_id", "lead.*", "touch"}


def test_a_lead_that_came_or_went_touches_all_of_them(database: Database, lead: int, now: int) -> None:
    before = mark(database)
    add_lead(database, {"title": "Another"}, now, TODAY)
    assert "lead.*" in (since(database, before) or ())
    before = mark(database)
    delete_leads(database, [lead], now)
    assert "lead.*" in (since(database, before) or ())


def test_what_is_undone_and_done_again_was_touched_again(database: Database, lead: int, now: int) -> None:
    log_touch(database, [lead], "call", now)
    before = mark(database)
    undo(database, now)
    undone = mark(database)
    assert "touch" in (touched(database, before, undone) or ())
    redo(database, now)
    assert "touch" in (since(database, undone) or ())
    assert since(database, before) == frozenset()  # it is as it was


def test_an_undone_touch_is_told_also_after_another_action(database: Database, lead: int, now: int) -> None:
    log_touch(database, [lead], "call", now)
    before = mark(database)
    undo(database, now)
    add_note(database, [lead], "They moved to June", now)
    assert {"touch", "note"} <= (since(database, before) or frozenset())


def test_after_an_import_everything_may_be_another(database: Database, lead: int, now: int) -> None:
    before = mark(database)
    with journal.action(database, "import", "imported deals.csv", now) as doing:
        doing.import_id = records.insert(database, "import", name="deals.csv", at=now)
    assert since(database, before) is None


def test_of_very_many_changes_none_is_looked_at(
    database: Database, lead: int, now: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = mark(database)
    for number in range(3):
        add_note(database, [lead], f"Note {number}", now)
    monkeypatch.setattr(queries, "MOST", 2)
    assert since(database, before) is None


def test_in_another_file_everything_is_another(database: Database, lead: int) -> None:
    assert touched(database, Mark(900, 9_000), mark(database)) is None


def test_the_period_is_remembered_in_the_file_and_is_no_action(database: Database) -> None:
    assert kept_period(database) is None
    keep_period(database, "90d")
    keep_period(database, "2026-01-01..2026-03-31")
    assert kept_period(database) == "2026-01-01..2026-03-31"
    assert not journal.history(database)


def test_up_to_a_moment_only_what_is_about_it_or_earlier_was_touched(database: Database, lead: int, now: int) -> None:
    before = mark(database)
    log_touch(database, [lead], "call", now)
    move(database, [lead], "CONTACTED", now)
    undo(database, now)
    today = mark(database)
    assert not {"touch", "stage_event"} & (touched(database, before, today, now - 1) or set())
    assert {"touch", "stage_event"} <= (touched(database, before, today, now) or set())
    log_touch(database, [lead], "call", now, at=now - 9 * DAY)
    assert "touch" in (touched(database, today, mark(database), now - DAY) or ())
    assert "touch" not in (touched(database, today, mark(database), now - 10 * DAY) or ())
