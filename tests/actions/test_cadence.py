"""Nobody answers: the next follow-up is planned by itself, twice at most, until they speak or the deal is over."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hermes_tui.actions import history
from hermes_tui.actions.cadence import Cadence
from hermes_tui.actions.outbox import mark
from hermes_tui.actions.stages import lose, move
from hermes_tui.actions.tasks import Plan, add_task, edit_task, plan_of
from hermes_tui.actions.touches import log_touch
from hermes_tui.metrics.lead_facts import lead_facts
from hermes_tui.metrics.next_template import next_template
from hermes_tui.metrics.suggestion import suggestion
from storage import records
from storage.database import Database
from storage.queries.queue import Queue
from storage.queries.tasks import task
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


@pytest.mark.parametrize("how", ["email", "linkedin"])
def test_a_follow_up_written_elsewhere_and_logged_is_the_one_that_was_planned(room: Mailroom, how: str) -> None:
    room.sent()
    room.now = NOW + 2 * DAY
    said = log_touch(room.database, [room.lead], how, room.now)
    planned = [
        ("Follow-up 1: Ann Lee", "DONE", "2026-06-24"), ("Follow-up 2: Ann Lee", "PENDING", "2026-06-29"),
    ]  # fmt: skip
    assert room.tasks() == planned
    assert said.words == f"Acme: {how} logged; follow-up 2 on Mon 29 Jun"
    suggested = next_template(room.database, room.lead, None, NOW + 7 * DAY)
    assert suggested is None or suggested.because.startswith("follow-up 2")
    history.undo(room.database, room.now)
    assert room.tasks() == [("Follow-up 1: Ann Lee", "PENDING", "2026-06-24")]


def test_mail_logged_where_nothing_was_planned_plans_nothing(room: Mailroom) -> None:
    log_touch(room.database, [room.lead], "email", room.now)
    assert room.tasks() == []


def test_calls_are_no_follow_ups_that_there_could_be_enough_of(room: Mailroom) -> None:
    room.template("Nudge", kind="FOLLOWUP_1")
    room.sent()
    for _ in range(2):
        log_touch(room.database, [room.lead], "voicemail", room.now)
    room.now = NOW + 2 * DAY
    found = next_template(room.database, room.lead, None, room.now)
    assert found is not None
    assert found.name == "Nudge", "the task of that day says to send it"
    suggested = suggestion(room.database, lead_facts(room.database, room.lead), room.now, date(2026, 6, 24), 7)
    assert suggested is not None
    assert suggested.label == "Do the task: Follow-up 1: Ann Lee"


def test_what_the_rep_made_of_a_planned_follow_up_is_theirs(room: Mailroom) -> None:
    room.sent()
    (task_id,) = room.database.row("SELECT id FROM task") or (0,)
    row = task(room.database, task_id)
    edit_task(room.database, task_id, plan_of(row, UTC)._replace(due_on=date(2026, 6, 26)), room.now)
    assert room.one("SELECT origin FROM task") == "cadence", "put off, it still is the follow-up"
    edit_task(room.database, task_id, plan_of(row, UTC)._replace(title="Ask Ann for the budget"), room.now)
    room.now = NOW + 2 * DAY
    room.sent()
    assert room.tasks() == [("Ask Ann for the budget", "PENDING", "2026-06-24")]
    log_touch(room.database, [room.lead], "email", room.now, inbound=True, text="Yes")
    assert [status for _, status, _ in room.tasks()] == ["PENDING"]


def test_what_came_back_is_not_followed_up(room: Mailroom) -> None:
    bob = room.person("Bob Ray", "bob@acme.example")
    to_ann = room.sent()
    mark(room.database, [to_ann], "BOUNCED", room.now)
    assert room.tasks() == [("Follow-up 1: Ann Lee", "CANCELLED", "2026-06-24")]
    history.undo(room.database, room.now)
    assert room.tasks() == [("Follow-up 1: Ann Lee", "PENDING", "2026-06-24")]
    room.sent(room.letter(contact_id=bob))
    mark(room.database, [to_ann], "BOUNCED", room.now)
    assert room.tasks()[-1][:2] == ("Follow-up 2: Bob Ray", "PENDING"), "Bob's mail arrived"


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


@pytest.mark.parametrize(
    ("sent", "zone", "days"),
    [
        ("2026-12-30T23:30", "Europe/Berlin", ["2027-01-01", "2027-01-06"]),
        ("2026-10-24T23:30", "Europe/Berlin", ["2026-10-26", "2026-10-31"]),  # a day of 25 hours between
        ("2027-03-27T23:30", "Europe/Berlin", ["2027-03-29", "2027-04-03"]),
        ("2028-02-27T00:10", "America/New_York", ["2028-02-29", "2028-03-05"]),
    ],
)
def test_follow_ups_fall_on_the_reps_days_at_the_turn_of_the_year_and_of_the_clock(
    room: Mailroom, sent: str, zone: str, days: list[str]
) -> None:
    there = ZoneInfo(zone)
    first = datetime.fromisoformat(sent).replace(tzinfo=there)
    for gap in (0, 2):
        room.now = int((first + timedelta(days=gap)).timestamp() * 1000)
        room.schedule(delay=0)
        room.send(later=0, zone=there)
    assert [due for _, _, due in room.tasks()] == days
