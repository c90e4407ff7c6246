"""Nobody answers: the next follow-up is planned by itself, twice at most, until they speak or the deal is over."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hermes_tui.actions import history
from hermes_tui.actions.cadence import Cadence
from hermes_tui.actions.outbox import mark
from hermes_tui.actions.stages import lose, move
from hermes_tui.actions.tasks import Plan, add_task
from hermes_tui.actions.touches import log_touch
from storage import records
from storage.database import Database
from storage.queries.queue import Queue
from tests.actions.mailroom import DAY, NOW, Mailroom


@pytest.fixture
def room(database: Database) -> Mailroom:
    return Mailroom(database)


def test_the_next_follow_up_is_planned_after_each_mail_and_then_no_more(room: Mailroom) -> None:
    room.sent()
    assert room.tasks() == [("Follow-up 1: Ann Lee", "PENDING", "2026-06-24")]
    room.now = NOW + 2 * DAY
    room.sent()
    assert room.tasks() == [
        ("Follow-up 1: Ann Lee", "DONE", "2026-06-24"), ("Follow-up 2: Ann Lee", "PENDING", "2026-06-29"),
    ]  # fmt: skip
    room.now = NOW + 7 * DAY
    room.sent()
    assert [status for _, status, _ in room.tasks()] == ["DONE", "DONE"]
    room.now = NOW + 20 * DAY
    room.sent()
    assert len(room.tasks()) == 2


def test_the_task_is_with_the_person_and_is_what_the_lead_waits_for(room: Mailroom) -> None:
    room.sent()
    row = room.database.row("SELECT kind, contact_id, origin, done_at FROM task")
    assert row == ("FOLLOWUP", room.ann, "cadence", None)
    assert room.one("SELECT next_task_on FROM lead WHERE id = ?", room.lead) == "2026-06-24"


def test_the_queue_shows_it_on_its_day(room: Mailroom) -> None:
    room.sent()
    queue = Queue(room.database, now=NOW + 2 * DAY, today="2026-06-24")
    assert [row.task_title for row in queue.page(0, 5)] == ["Follow-up 1: Ann Lee"]


def test_the_settings_say_when_and_how_often(room: Mailroom) -> None:
    room.schedule()
    room.send(cadence=Cadence((3,), 5))
    assert room.tasks() == [("Follow-up 1: Ann Lee", "PENDING", "2026-06-25")]
    room.schedule()
    room.send(cadence=Cadence((3,), 5))
    assert [status for _, status, _ in room.tasks()] == ["DONE"], "no third day is set"


def test_no_follow_ups_are_no_follow_ups(room: Mailroom) -> None:
    room.schedule()
    room.send(cadence=Cadence(at_most=0))
    assert room.tasks() == []


def test_the_day_is_the_reps_own(room: Mailroom) -> None:
    room.now = NOW + 15 * 3_600_000  # 24:00 UTC on Monday, Tuesday morning in Auckland
    room.schedule()
    room.send(zone=ZoneInfo("Pacific/Auckland"))
    assert room.tasks()[0][2] == "2026-06-25"


def test_a_task_of_the_reps_own_is_plan_enough(room: Mailroom) -> None:
    add_task(room.database, [room.lead], Plan("call Ann", date(2026, 6, 30)), NOW)
    room.sent()
    assert [title for title, _, _ in room.tasks()] == ["call Ann"]


@pytest.mark.parametrize("how", ["email", "linkedin", "call", "meeting"])
def test_whatever_they_say_ends_it_and_undo_brings_it_back(room: Mailroom, how: str) -> None:
    room.sent()
    log_touch(room.database, [room.lead], how, room.now, inbound=True, text="Yes")
    assert [status for _, status, _ in room.tasks()] == ["CANCELLED"]
    history.undo(room.database, room.now)
    assert [status for _, status, _ in room.tasks()] == ["PENDING"]


def test_what_we_say_ourselves_does_not_end_it(room: Mailroom) -> None:
    room.sent()
    log_touch(room.database, [room.lead], "voicemail", room.now)
    assert [status for _, status, _ in room.tasks()] == ["PENDING"]


def test_an_answer_marked_by_key_ends_it(room: Mailroom) -> None:
    mark(room.database, [room.sent()], "REPLIED", room.now)
    assert [status for _, status, _ in room.tasks()] == ["CANCELLED"]


def test_a_deal_that_is_over_or_talking_is_not_chased(room: Mailroom) -> None:
    room.sent()
    lose(room.database, [room.lead], "price", room.now)
    assert [status for _, status, _ in room.tasks()] == ["CANCELLED"]
    history.undo(room.database, room.now)
    move(room.database, [room.lead], "CALL_SCHEDULED", room.now)
    assert [status for _, status, _ in room.tasks()] == ["CANCELLED"]


def test_a_mail_in_the_middle_of_a_conversation_plans_nothing(room: Mailroom) -> None:
    move(room.database, [room.lead], "NEGOTIATING", NOW)
    room.sent()
    assert room.tasks() == []


def test_a_proposal_is_not_chased_by_the_cadence(room: Mailroom) -> None:
    room.sent(room.compose(room.template("Offer", kind="PROPOSAL")))
    assert room.tasks() == []


def test_an_answer_begins_the_count_anew(room: Mailroom) -> None:
    room.sent()
    log_touch(room.database, [room.lead], "email", room.now, inbound=True, text="Not now")
    move(room.database, [room.lead], "CONTACTED", room.now)
    room.now += DAY
    room.sent(room.compose(room.template("Again", kind="FOLLOWUP_1")))
    assert room.tasks()[-1] == ("Follow-up 1: Ann Lee", "PENDING", "2026-06-25")


def test_an_out_of_office_is_no_answer(room: Mailroom) -> None:
    room.sent()
    records.insert(
        room.database, "message", lead_id=room.lead, direction="in", status="READ", automatic="out_of_office",
        body="Away", at=room.now, created_at=room.now, updated_at=room.now,
    )  # fmt: skip
    room.now += DAY
    room.sent()
    assert room.tasks()[-1][0] == "Follow-up 2: Ann Lee"


@given(
    days=st.lists(st.integers(1, 60), min_size=1, max_size=5, unique=True).map(sorted),
    at_most=st.integers(0, 6),
    late=st.integers(0, 90),
    number=st.integers(1, 6),
)
def test_a_follow_up_is_never_planned_for_a_day_that_is_past(
    days: list[int], at_most: int, late: int, number: int
) -> None:
    first = date(2026, 6, 22)
    last = date.fromordinal(first.toordinal() + late)
    due = Cadence(days, at_most).due(number, first, last)
    if number > min(at_most, len(days)):
        assert due is None
    else:
        assert due is not None
        assert due > last
        assert (due - first).days >= days[number - 1]
