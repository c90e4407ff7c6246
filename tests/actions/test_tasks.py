"""A rep plans, does, puts off and drops tasks; each is one action that one undo takes back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hermes_tui.actions import history, tasks
from hermes_tui.actions.contacts import add_contact
from hermes_tui.actions.due import Due, due_words
from hermes_tui.actions.leads import add_lead
from hermes_tui.actions.task_text import edit_typed_task, plan_from, typed_task
from hermes_tui.actions.tasks import KINDS, NOBODY, PRIORITIES, Plan, add_task, done, next_done, postpone
from hermes_tui.scoring.phrase import Section as QueueSection
from storage.database import Database
from storage.errors import NotFound, UsageError
from storage.queries import tasks as task_queries
from storage.queries.queue import Queue
from storage.queries.tasks import Section, TaskRow

PARKED = QueueSection.PARKED
TODAY = date(2026, 6, 22)  # a Monday
FRIDAY = date(2026, 6, 26)
EAST = timezone(timedelta(hours=9))


@pytest.fixture
def acme(database: Database, now: int) -> int:
    """A lead silent for a month, with Ann Lee and Bob O'Hara."""
    lead = add_lead(database, {"title": "ERP", "company": "Acme"}, now, TODAY, at=now - 30 * 86_400_000).made
    for name in ("Ann Lee", "Bob O'Hara"):
        add_contact(database, lead, {"name": name}, now, TODAY)
    return lead


def planned(database: Database, lead: int | None, plan: Plan, now: int) -> TaskRow:
    return task_queries.task(database, add_task(database, [] if lead is None else [lead], plan, now).made)


# -- from a line -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "title", "due", "clock", "kind", "priority"),
    [
        ("fri 14:00 call Ann", "call Ann", "2026-06-26", time(14), "CALL", "MEDIUM"),
        ("call Ann tomorrow 9:30 !", "call Ann", "2026-06-23", time(9, 30), "CALL", "HIGH"),
        ("send deck 3d !!", "send deck", "2026-06-25", None, "EMAIL", "URGENT"),
        ("2w", "Follow up", "2026-07-06", None, "FOLLOWUP", "MEDIUM"),
        ("in two weeks at 2pm research it", "research it", "2026-07-06", time(14), "RESEARCH", "MEDIUM"),
        ("proposal end of month", "proposal", "2026-06-30", None, "PROPOSAL", "MEDIUM"),
        ("send 3 decks", "send 3 decks", None, None, "EMAIL", "MEDIUM"),
        ("call 3", "call 3", None, None, "CALL", "MEDIUM"),
        ("tidy up one day", "tidy up one day", None, None, "FOLLOWUP", "MEDIUM"),
        ("call Mr W", "call Mr W", None, None, "CALL", "MEDIUM"),
    ],
)  # fmt: skip
def test_a_line_says_what_when_and_how_pressing(
    line: str, title: str, due: str | None, clock: time | None, kind: str, priority: str
) -> None:
    plan = plan_from(line, TODAY, UTC)
    assert (plan.title, plan.due_on and plan.due_on.isoformat(), plan.clock) == (title, due, clock)
    assert (plan.kind, plan.priority) == (kind, priority)


days = st.dates(TODAY, TODAY + timedelta(days=3000))
clocks = st.none() | st.times().map(lambda moment: moment.replace(second=0, microsecond=0))


@given(due=st.builds(Due, days, clocks), ahead=st.booleans())
def test_a_line_with_any_day_hermes_writes_keeps_that_day(due: Due, ahead: bool) -> None:
    words = due_words(due, TODAY)
    plan = plan_from(f"{words} ring them" if ahead else f"ring them {words}", TODAY, UTC)
    assert (plan.title, plan.due) == ("ring them", due)


# -- planning ----------------------------------------------------------------------------------------------


def test_a_day_stays_a_day_and_an_hour_is_a_moment_in_the_reps_zone(database: Database, acme: int, now: int) -> None:
    whole = planned(database, acme, plan_from("fri send deck", TODAY, EAST), now)
    exact = planned(database, acme, plan_from("fri 14:00 send deck", TODAY, EAST), now)
    assert (whole.due_on, whole.due_at) == ("2026-06-26", None)
    assert (exact.due_on, exact.due_at) == ("2026-06-26", 1_782_450_000_000)  # 05:00 UTC


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("call Ann", "Ann Lee"),
        ("send Bob O'Hara the deck", "Bob O'Hara"),
        ("call anna", None),
        ("call Ann and Bob", None),
    ],
)
def test_a_task_is_with_the_person_its_words_name(
    database: Database, acme: int, now: int, words: str, who: str | None
) -> None:
    assert planned(database, acme, Plan(words, None), now).contact == who


def test_nobody_is_nobody_and_a_contact_of_another_lead_is_refused(database: Database, acme: int, now: int) -> None:
    assert planned(database, acme, Plan("call Ann", None, contact_id=NOBODY), now).contact is None
    other = add_lead(database, {"title": "Other"}, now, TODAY).made
    with pytest.raises(UsageError, match=f"Contact 1 is not one of lead #{other}; nothing was planned"):
        add_task(database, [other], Plan("call", None, contact_id=1), now)
    with pytest.raises(UsageError, match="about no lead"):
        add_task(database, [], Plan("call", None, contact_id=1), now)
    assert task_queries.tasks(database, other) == []


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (Plan(" \x00 ", None), "no words"),
        (Plan("x", None, kind="LUNCH"), "no kind of task `lunch`"),
        (Plan("x", None, priority="NEVER"), "no priority `never`"),
    ],
)
def test_a_plan_that_makes_no_sense_plans_nothing(
    database: Database, acme: int, now: int, plan: Plan, said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        add_task(database, [acme], plan, now)
    assert task_queries.pending_tasks(database) == []


# -- doing -------------------------------------------------------------------------------------------------


def test_done_and_next_are_one_action_and_one_undo(database: Database, acme: int, now: int) -> None:
    first = planned(database, acme, plan_from("fri call Ann", TODAY, UTC), now)
    outcome = done(database, first.id, now, plan_from("3 jul 9:00 send deck !", TODAY, UTC))
    assert outcome.words == "Acme: done: call Ann; next: send deck on Fri 3 Jul 9:00"
    assert [(row.title, row.status) for row in task_queries.tasks(database, acme)] == [
        ("send deck", "PENDING"),
        ("call Ann", "DONE"),
    ]
    history.undo(database, now)
    assert [(row.title, row.status) for row in task_queries.tasks(database, acme)] == [("call Ann", "PENDING")]


def test_of_two_tasks_on_one_day_d_does_the_one_the_queue_shows(database: Database, acme: int, now: int) -> None:
    planned(database, acme, plan_from("fri 16:00 late call", TODAY, UTC), now)
    planned(database, acme, plan_from("fri 9:00 early call", TODAY, UTC), now)
    shown = database.value(
        "SELECT task.title FROM task JOIN lead ON lead.next_task_id = task.id WHERE lead.id = ?", (acme,)
    )
    assert next_done(database, [acme], now).words == f"Acme: done: {shown}" == "Acme: done: early call"


def test_a_task_for_some_day_is_the_next_where_none_has_a_date(database: Database, acme: int, now: int) -> None:
    planned(database, acme, Plan("one day", None), now)
    assert task_queries.next_task(database, acme) == (1, "one day")
    assert next_done(database, [acme], now).words == "Acme: done: one day"
    with pytest.raises(UsageError, match="no task to be done"):
        next_done(database, [acme], now)


def test_a_lead_with_a_task_to_come_is_parked_and_one_done_returns(database: Database, acme: int, now: int) -> None:
    def queue() -> list[tuple[int, bool]]:
        found = Queue(database, now=now, today=TODAY.isoformat(), stale_days=7).page(0, 10)
        return [(row.id, row.section == PARKED) for row in found]

    before = queue()
    task = planned(database, acme, plan_from("fri call Ann", TODAY, UTC), now)
    assert (before, queue()) == ([(acme, False)], [(acme, True)])
    next_done(database, [acme], now)
    assert queue() == before
    tasks.reopen(database, task.id, now)
    assert queue() == [(acme, True)]
    tasks.cancel(database, task.id, now)
    assert queue() == before


def test_every_status_can_be_come_by_and_none_twice(database: Database, acme: int, now: int) -> None:
    task = planned(database, acme, Plan("call", FRIDAY), now)

    def status() -> str:
        return task_queries.task(database, task.id).status

    assert tasks.start(database, task.id, now).words == "Acme: started: call"
    assert status() == "IN_PROGRESS"
    assert tasks.start(database, task.id, now).action_id == 0
    done(database, task.id, now)
    assert (status(), task_queries.task(database, task.id).done_at) == ("DONE", now)
    with pytest.raises(UsageError, match="is done; take it up again first"):
        tasks.cancel(database, task.id, now)
    with pytest.raises(UsageError, match="is done"):
        tasks.start(database, task.id, now)
    tasks.reopen(database, task.id, now)
    assert (status(), task_queries.task(database, task.id).done_at) == ("PENDING", None)
    assert tasks.reopen(database, task.id, now).words == "Acme: to be done already: call"
    tasks.cancel(database, task.id, now)
    assert status() == "CANCELLED"
    with pytest.raises(UsageError, match="is dropped"):
        tasks.start(database, task.id, now)
    with pytest.raises(NotFound):
        tasks.start(database, 99, now)


# -- when, and how pressing ----------------------------------------------------------------------------------


def test_a_task_put_off_keeps_its_hour(database: Database, acme: int, now: int) -> None:
    task = planned(database, acme, plan_from("today 14:00 call", TODAY, EAST), now)
    said = postpone(database, task.id, Due(FRIDAY), now, EAST).words
    assert said == "Acme: call: put off to Fri 26 Jun 14:00"
    assert typed_task(task_queries.task(database, task.id), TODAY, EAST)["due"] == "Fri 26 Jun 14:00"
    postpone(database, task.id, Due(FRIDAY, time(9)), now, EAST)
    assert typed_task(task_queries.task(database, task.id), TODAY, EAST)["due"] == "Fri 26 Jun 9:00"
    with pytest.raises(UsageError, match="Sun 21 Jun is past"):
        postpone(database, task.id, Due(date(2026, 6, 21)), now, UTC)


def test_the_list_is_by_due_date_then_by_hour_then_by_priority(database: Database, acme: int, now: int) -> None:
    lines = ["fri b", "fri 9:00 d", "fri a !!", "19 jun late", "today c", "x one day", "3 jul e !", "fri 8:00 c2"]
    plans = [plan_from(line, TODAY, UTC) for line in lines]
    plans[3] = Plan("late", date(2026, 6, 19))
    for plan in plans:
        add_task(database, [acme], plan, now)
    counts = task_queries.section_counts(database, TODAY.isoformat())
    found = {
        section: [row.title for row in task_queries.in_section(database, section, TODAY.isoformat(), 50)]
        for section in Section
    }
    assert found == {
        Section.OVERDUE: ["late"],
        Section.TODAY: ["c"],
        Section.COMING: ["a", "b", "c2", "d", "e"],
        Section.SOMEDAY: ["x one day"],
        Section.OVER: [],
    }
    assert counts == {section: len(found[section]) for section in counts}
    for number in (1, 5, 8):
        done(database, number, now + number)
    for section in Section:
        rows = task_queries.in_section(database, section, TODAY.isoformat(), 50)
        assert [task_queries.place_in_section(database, row, TODAY.isoformat()) for row in rows] == list(
            range(len(rows))
        )


def test_priority_is_changed_and_taken_back(database: Database, acme: int, now: int) -> None:
    task = planned(database, acme, Plan("call", FRIDAY), now)
    tasks.prioritise(database, task.id, "URGENT", now)
    assert task_queries.task(database, task.id).priority == "URGENT"
    assert tasks.prioritise(database, task.id, "URGENT", now).action_id == 0
    history.undo(database, now)
    assert task_queries.task(database, task.id).priority == "MEDIUM"


# -- fields ------------------------------------------------------------------------------------------------


def test_typed_fields_change_what_they_name_and_nothing_else(database: Database, acme: int, now: int) -> None:
    task = planned(database, acme, plan_from("fri 14:00 call Ann !", TODAY, UTC), now)

    def edit(**given: str) -> TaskRow:
        edit_typed_task(database, task.id, given, now, TODAY, UTC)
        return task_queries.task(database, task.id)

    assert edit(kind="email")[:-2] == task._replace(kind="EMAIL")[:-2]
    assert edit(due="3 jul").due_on == "2026-07-03"
    assert edit(due="").due_on is None
    assert edit(contact="bob").contact == "Bob O'Hara"
    assert edit(contact="").contact is None
    other = add_lead(database, {"title": "Other"}, now, TODAY).made
    edit(**{"with": "Ann Lee"})
    moved = edit(lead=f"#{other}")
    assert (moved.lead_id, moved.contact) == (other, None)
    assert database.value("SELECT next_task_id FROM lead WHERE id = ?", (acme,)) is None
    assert edit(lead="").lead_id is None


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"dew": "fri"}, "did you mean `due`"),
        ({"due": "someday soon"}, "no day I know"),
        ({"contact": "Carl"}, "`Carl` is none of the lead's people"),
        ({"contact": "99"}, "Contact 99 is not one of lead #1"),
        ({"lead": "99"}, "There is no lead #99"),
        ({"status": "DONE"}, "commands of its own"),
        ({"title": ""}, "no words"),
    ],
)
def test_a_wrong_field_changes_nothing(
    database: Database, acme: int, now: int, given: dict[str, str], said: str
) -> None:
    task = planned(database, acme, Plan("call", FRIDAY), now)
    with pytest.raises((UsageError, NotFound), match=said):
        edit_typed_task(database, task.id, given, now, TODAY, UTC)
    assert task_queries.task(database, task.id) == task


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A file without leads, for what hypothesis tries on many tasks."""
    found = Database.open(tmp_path_factory.mktemp("tasks") / "empty.db", create=True)
    yield found
    found.close()


@given(
    title=st.text(st.characters(categories=("L", "Nd")), min_size=1, max_size=20),
    due=st.none() | st.builds(Due, st.dates(date(2000, 1, 1), date(2100, 1, 1)), clocks),
    kind=st.sampled_from(KINDS),
    priority=st.sampled_from(PRIORITIES),
)
def test_saving_a_task_as_the_form_shows_it_changes_nothing(
    empty: Database, title: str, due: Due | None, kind: str, priority: str
) -> None:
    due_on = due.on.isoformat() if due else None
    row = TaskRow(1, None, None, None, kind, title, priority, "PENDING", due_on, due and due.at(EAST), None, None, None)
    from hermes_tui.actions.task_text import plan_typed
    from hermes_tui.actions.tasks import plan_of

    was = plan_of(row, EAST)
    plan, lead = plan_typed(empty, typed_task(row, TODAY, EAST), was, None, TODAY, EAST)
    assert (plan._replace(title=was.title), lead) == (was, None)
