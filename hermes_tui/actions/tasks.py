"""What is to be done: planning it, beginning it, doing it and the next one, putting it off, dropping it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, time, tzinfo
from typing import NamedTuple

from hermes_tui.actions.due import Due, due_from
from hermes_tui.actions.outcome import Doing, Outcome, acting
from hermes_tui.formats import day_words
from storage import records
from storage.clean import clean
from storage.database import Database
from storage.errors import UsageError
from storage.queries import lead as lead_queries
from storage.queries import tasks as task_queries
from storage.queries.tasks import TaskRow

KINDS: tuple[str, ...] = ("FOLLOWUP", "CALL", "EMAIL", "RESEARCH", "PROPOSAL", "OTHER")
PRIORITIES: tuple[str, ...] = ("LOW", "MEDIUM", "HIGH", "URGENT")
NOBODY = 0
_WORD = re.compile(r"[^\W_]+")


class Plan(NamedTuple):
    """A task to be: its words, when (a day, or None for some day), its kind and priority, and who it is with.

    `clock` is the hour in `zone`. `contact_id` None takes the person whom the words name, NOBODY none.
    """

    title: str
    due_on: date | None
    kind: str = "FOLLOWUP"
    priority: str = "MEDIUM"
    clock: time | None = None
    zone: tzinfo = UTC
    contact_id: int | None = None

    @property
    def due(self) -> Due | None:
        """When it is due."""
        return None if self.due_on is None else Due(self.due_on, self.clock)


# -- planning --------------------------------------------------------------------------------------------


def add_task(database: Database, lead_ids: Sequence[int], plan: Plan, now: int) -> Outcome:
    """Plan a task for each lead (for none where `lead_ids` is empty). Raises UsageError, NotFound."""
    check(plan)
    with acting(database, "task", lead_ids, now) as doing:
        for lead_id in lead_ids or (None,):
            doing.made = _insert(database, lead_id, plan, now)
        doing.say(_planned(plan, now))
    return doing.outcome


def edit_task(database: Database, task_id: int, plan: Plan, now: int) -> Outcome:
    """Change a task's words, date, kind, priority and whom it is with. Raises NotFound, UsageError."""
    check(plan)
    row = task_queries.task(database, task_id)
    with _acting_on(database, row, now) as doing:
        columns = _columns(database, row.lead_id, plan)
        if (row.title, row.kind) != (clean(plan.title), plan.kind):
            columns["origin"] = None  # what the cadence planned is the rep's own once they said what it is
        records.update(database, "task", task_id, **columns, updated_at=now)
        doing.say(f"task is now: {_planned(plan, now)}")
    return doing.outcome


def plan_of(row: TaskRow, zone: tzinfo) -> Plan:
    """A task as the plan it was made of, its hour on the rep's clock."""
    due = due_from(row.due_on, row.due_at, zone)
    return Plan(
        row.title, due.on if due else None, row.kind, row.priority, due.clock if due else None, zone,
        row.contact_id or NOBODY,
    )  # fmt: skip


# -- its state -------------------------------------------------------------------------------------------


def done(
    database: Database, task_id: int, now: int, following: Plan | None = None, *, at: int | None = None
) -> Outcome:
    """Mark a task done and, in the same action, plan the one that follows; one that is done keeps its moment.

    `at` (UTC ms) says when it was done. Raises NotFound, UsageError for a moment still to come.
    """
    if following is not None:
        check(following)
    row = task_queries.task(database, task_id)
    moment = now if at is None else at
    if moment > now:
        raise UsageError("A task cannot have been done in the future; nothing was changed.")
    with _acting_on(database, row, now) as doing:
        said = f"done already: {row.title}"
        if row.status != "DONE":
            records.update(database, "task", task_id, status="DONE", done_at=moment, updated_at=now)
            said = f"done: {row.title}"
        if following is not None:
            doing.made = _insert(database, row.lead_id, following, now)
            said += f"; next: {_planned(following, now)}"
        doing.say(said)
    return doing.outcome


def next_done(database: Database, lead_ids: Sequence[int], now: int, following: Plan | None = None) -> Outcome:
    """Mark each lead's next task done and plan the one that follows. Raises UsageError where none has a task."""
    if following is not None:
        check(following)
    with acting(database, "task", lead_ids, now) as doing:
        finished = []
        for lead_id in lead_ids:
            found = task_queries.next_task(database, lead_id)
            if found is not None:
                records.update(database, "task", found[0], status="DONE", done_at=now, updated_at=now)
                finished.append(found[1])
            if following is not None:
                doing.made = _insert(database, lead_id, following, now)
        if not finished and following is None:
            raise UsageError(f"{doing.who} has no task to be done; `f` plans one.")
        said = [f"done: {finished[0]}" if len(finished) == 1 else f"{len(finished)} tasks done"] if finished else []
        said += [f"next: {_planned(following, now)}"] if following is not None else []
        doing.say("; ".join(said))
    return doing.outcome


def start(database: Database, task_id: int, now: int) -> Outcome:
    """Begin a task. Raises NotFound, UsageError for one that is over."""
    return _turn(database, task_id, "IN_PROGRESS", "started", now)


def cancel(database: Database, task_id: int, now: int) -> Outcome:
    """Drop a task without doing it. Raises NotFound, UsageError for one that is done."""
    return _turn(database, task_id, "CANCELLED", "dropped", now)


def reopen(database: Database, task_id: int, now: int) -> Outcome:
    """Take up again a task that was done, dropped or begun: it is to be done as before. Raises NotFound."""
    row = task_queries.task(database, task_id)
    with _acting_on(database, row, now) as doing:
        if row.status != "PENDING":
            records.update(database, "task", task_id, status="PENDING", done_at=None, updated_at=now)
        doing.say(f"to be done {'again' if row.status != 'PENDING' else 'already'}: {row.title}")
    return doing.outcome


def _turn(database: Database, task_id: int, status: str, word: str, now: int) -> Outcome:
    row = task_queries.task(database, task_id)
    if row.status != status and not row.is_pending:
        over = "done" if row.status == "DONE" else "dropped"
        raise UsageError(f"“{row.title}” is {over}; take it up again first, nothing was changed.")
    with _acting_on(database, row, now) as doing:
        if row.status != status:
            records.update(database, "task", task_id, status=status, updated_at=now)
        doing.say(f"{word}{' already' if row.status == status else ''}: {row.title}")
    return doing.outcome


# -- when, and how pressing ------------------------------------------------------------------------------


def postpone(database: Database, task_id: int, due: Due, now: int, zone: tzinfo) -> Outcome:
    """Put a task off to another day; without an hour it keeps the one it had. Raises NotFound, UsageError."""
    row = task_queries.task(database, task_id)
    _refuse_over(row)
    if due.on < datetime.fromtimestamp(now / 1000, zone).date():
        raise UsageError(f"{day_words(due.on)} is past; the task stays as it was.")
    plan = plan_of(row, zone)
    plan = plan._replace(due_on=due.on, clock=due.clock or plan.clock)
    with _acting_on(database, row, now) as doing:
        records.update(database, "task", task_id, **_when(plan), updated_at=now)
        doing.say(f"{row.title}: put off to {_day(plan, now)}")
    return doing.outcome


def prioritise(database: Database, task_id: int, priority: str, now: int) -> Outcome:
    """Say how pressing a task is: a word of PRIORITIES. Raises NotFound, UsageError."""
    row = task_queries.task(database, task_id)
    _check_priority(priority)
    _refuse_over(row)
    with _acting_on(database, row, now) as doing:
        if row.priority != priority:
            records.update(database, "task", task_id, priority=priority, updated_at=now)
        doing.say(f"{row.title}: priority {priority.lower()}")
    return doing.outcome


def _refuse_over(row: TaskRow) -> None:
    if not row.is_pending:
        over = "done" if row.status == "DONE" else "dropped"
        raise UsageError(f"“{row.title}” is {over}; take it up again first, nothing was changed.")


# -- rows ------------------------------------------------------------------------------------------------


def check(plan: Plan) -> None:
    """Raises UsageError where the plan has no words, or a kind or priority that there is not."""
    if not clean(plan.title):
        raise UsageError("The task has no words; nothing was planned.")
    if plan.kind not in KINDS:
        kinds = ", ".join(KINDS).lower()
        raise UsageError(f"There is no kind of task `{plan.kind.lower()}`; the kinds are {kinds}.")
    _check_priority(plan.priority)


def _check_priority(priority: str) -> None:
    if priority not in PRIORITIES:
        raise UsageError(f"There is no priority `{priority.lower()}`; there are {', '.join(PRIORITIES).lower()}.")


def _acting_on(database: Database, row: TaskRow, now: int) -> AbstractContextManager[Doing]:
    return acting(database, "task", [row.lead_id] if row.lead_id is not None else [], now)


def _insert(database: Database, lead_id: int | None, plan: Plan, now: int) -> int:
    return records.insert(
        database, "task", lead_id=lead_id, **_columns(database, lead_id, plan), created_at=now, updated_at=now
    )


def _columns(database: Database, lead_id: int | None, plan: Plan) -> dict[str, object]:
    return {
        "title": plan.title, "kind": plan.kind, "priority": plan.priority, **_when(plan),
        "contact_id": _person(database, lead_id, plan),
    }  # fmt: skip


def _when(plan: Plan) -> dict[str, object]:
    return {
        "due_on": plan.due_on.isoformat() if plan.due_on else None,
        "due_at": plan.due.at(plan.zone) if plan.due else None,
    }


def _person(database: Database, lead_id: int | None, plan: Plan) -> int | None:
    """Who the task is with: the person given, else the one whom its words name: `call Ann`."""
    if plan.contact_id == NOBODY or (lead_id is None and plan.contact_id is None):
        return None
    people = lead_queries.contacts(database, lead_id) if lead_id is not None else []
    if plan.contact_id is not None:
        if all(person.id != plan.contact_id for person in people):
            of = f"one of lead #{lead_id}" if lead_id is not None else "with a task that is about no lead"
            raise UsageError(f"Contact {plan.contact_id} is not {of}; nothing was planned.")
        return plan.contact_id
    words = f" {_plain(plan.title)} "
    named = [person.id for person in people if f" {_plain(person.name)} " in words]
    named = named or [person.id for person in people if f" {_plain(person.name).split(' ')[0]} " in words]
    return named[0] if len(named) == 1 else None


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def _planned(plan: Plan, now: int) -> str:
    """What will be done and when, for the strip and the log."""
    return f"{clean(plan.title)} on {_day(plan, now)}" if plan.due_on else clean(plan.title)


def _day(plan: Plan, now: int) -> str:
    """`Fri 26 Jun 14:00`, with the year where it is another one than now."""
    assert plan.due_on is not None
    year = "" if plan.due_on.year == datetime.fromtimestamp(now / 1000, plan.zone).year else f" {plan.due_on.year}"
    clock = "" if plan.clock is None else f" {plan.clock.hour}:{plan.clock.minute:02}"
    return f"{day_words(plan.due_on)}{year}{clock}"
