"""What is to be done: planning it, doing it, and the next one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from hermes_tui.actions.outcome import Outcome, acting
from hermes_tui.actions.when import parse_day
from hermes_tui.formats import day_words
from storage import records
from storage.clean import clean
from storage.database import Database
from storage.errors import NotFound, UsageError

KINDS: tuple[str, ...] = ("FOLLOWUP", "CALL", "EMAIL", "RESEARCH", "PROPOSAL", "OTHER")
PRIORITIES: tuple[str, ...] = ("LOW", "MEDIUM", "HIGH", "URGENT")
_FIRST_WORDS = {"call": "CALL", "phone": "CALL", "ring": "CALL", "email": "EMAIL", "mail": "EMAIL", "send": "EMAIL",
                "write": "EMAIL", "research": "RESEARCH", "proposal": "PROPOSAL", "follow": "FOLLOWUP"}  # fmt: skip


class Plan(NamedTuple):
    """A task to be: its words, when (a date, or None for some day), its kind and priority."""

    title: str
    due_on: date | None
    kind: str = "FOLLOWUP"
    priority: str = "MEDIUM"


def add_task(database: Database, lead_ids: Sequence[int], plan: Plan, now: int) -> Outcome:
    """Plan a task for each lead (for none where `lead_ids` is empty). Raises UsageError, NotFound."""
    _check(plan)
    with acting(database, "task", lead_ids, now) as doing:
        for lead_id in lead_ids or (None,):
            doing.made = _insert(database, lead_id, plan, now)
        doing.say(f"{plan.title} {_when(plan)}".strip())
    return doing.outcome


def done(
    database: Database, task_id: int, now: int, following: Plan | None = None, *, at: int | None = None
) -> Outcome:
    """Mark a task done and, in the same action, plan the one that follows; one that is done keeps its moment.

    `at` (UTC ms) says when it was done. Raises NotFound, UsageError for a moment still to come.
    """
    if following is not None:
        _check(following)
    row = database.row("SELECT lead_id, title, status FROM task WHERE id = ?", (task_id,))
    if row is None:
        raise NotFound(f"There is no task {task_id}; nothing was changed.")
    lead_id, title, status = row
    moment = now if at is None else at
    if moment > now:
        raise UsageError("A task cannot have been done in the future; nothing was changed.")
    with acting(database, "task", [lead_id] if lead_id is not None else [], now) as doing:
        said = f"done already: {title}"
        if status != "DONE":
            records.update(database, "task", task_id, status="DONE", done_at=moment, updated_at=now)
            said = f"done: {title}"
        if following is not None:
            doing.made = _insert(database, lead_id, following, now)
            said += f"; next: {following.title} {_when(following)}"
        doing.say(said.strip())
    return doing.outcome


def next_done(database: Database, lead_ids: Sequence[int], now: int, following: Plan | None = None) -> Outcome:
    """Mark each lead's next task done and plan the one that follows. Raises UsageError where none has a task."""
    if following is not None:
        _check(following)
    with acting(database, "task", lead_ids, now) as doing:
        finished = []
        for lead_id in lead_ids:
            task = database.row(
                "SELECT id, title FROM task WHERE lead_id = ? AND status IN ('PENDING', 'IN_PROGRESS') "
                "ORDER BY due_on IS NULL, due_on, id LIMIT 1",
                (lead_id,),
            )
            if task is not None:
                records.update(database, "task", task[0], status="DONE", done_at=now, updated_at=now)
                finished.append(task[1])
            if following is not None:
                doing.made = _insert(database, lead_id, following, now)
        if not finished and following is None:
            raise UsageError(f"{doing.who} has no task to be done; `f` plans one.")
        said = [f"done: {finished[0]}" if len(finished) == 1 else f"{len(finished)} tasks done"] if finished else []
        said += [f"next: {following.title} {_when(following)}".strip()] if following is not None else []
        doing.say("; ".join(said))
    return doing.outcome


def edit_task(database: Database, task_id: int, plan: Plan, now: int) -> Outcome:
    """Change a task's words, date, kind or priority."""
    _check(plan)
    row = database.row("SELECT lead_id FROM task WHERE id = ?", (task_id,))
    if row is None:
        raise NotFound(f"There is no task {task_id}; nothing was changed.")
    with acting(database, "task", [row[0]] if row[0] is not None else [], now) as doing:
        records.update(
            database, "task", task_id, title=plan.title, kind=plan.kind, priority=plan.priority,
            due_on=plan.due_on.isoformat() if plan.due_on else None, updated_at=now,
        )  # fmt: skip
        doing.say(f"task is now: {plan.title} {_when(plan)}".strip())
    return doing.outcome


def cancel(database: Database, task_id: int, now: int) -> Outcome:
    """Drop a task without doing it."""
    row = database.row("SELECT lead_id, title FROM task WHERE id = ?", (task_id,))
    if row is None:
        raise NotFound(f"There is no task {task_id}; nothing was changed.")
    with acting(database, "task", [row[0]] if row[0] is not None else [], now) as doing:
        records.update(database, "task", task_id, status="CANCELLED", updated_at=now)
        doing.say(f"dropped: {row[1]}")
    return doing.outcome


def plan_from(text: str, today: date) -> Plan:
    """A task from one line: a day in front or behind, and what to do: `fri call Ann`, `send deck 3d`, `2w`.

    `!` or `!!` at the end makes it HIGH or URGENT. Raises UsageError for a line without words.
    """
    words = clean(text).split()
    priority = "MEDIUM"
    if words and set(words[-1]) == {"!"}:
        priority = "HIGH" if len(words.pop()) == 1 else "URGENT"
    if not words:
        raise UsageError("The task has no words; nothing was planned.")
    due_on, rest = _day_in(words, today)
    title = " ".join(rest) or "Follow up"
    return Plan(title, due_on, kind_of(title), priority)


def _day_in(words: list[str], today: date) -> tuple[date | None, list[str]]:
    """The longest day (up to three words) that the line begins or ends with, and the words left."""
    for size in range(min(3, len(words)), 0, -1):
        for day_part, rest in ((words[:size], words[size:]), (words[-size:], words[:-size])):
            # A bare number is an amount of something ("call 3"), never a day of the month here.
            if size == 1 and day_part[0].isdigit():
                continue
            try:
                found = parse_day(" ".join(day_part), today)
            except UsageError:
                continue
            if found >= today:
                return found, rest
    return None, words


def kind_of(title: str) -> str:
    """The kind of task its first word tells, FOLLOWUP where it tells none: `call Ann` is a CALL."""
    first = title.split(maxsplit=1)[0].casefold().rstrip(":") if title.strip() else ""
    return _FIRST_WORDS.get(first, "FOLLOWUP")


def _insert(database: Database, lead_id: int | None, plan: Plan, now: int) -> int:
    return records.insert(
        database, "task", lead_id=lead_id, kind=plan.kind, title=plan.title, priority=plan.priority,
        due_on=plan.due_on.isoformat() if plan.due_on else None, created_at=now, updated_at=now,
    )  # fmt: skip


def _check(plan: Plan) -> None:
    if not clean(plan.title):
        raise UsageError("The task has no words; nothing was planned.")
    if plan.kind not in KINDS:
        raise UsageError(f"There is no kind of task `{plan.kind}`; the kinds are {', '.join(KINDS)}.")
    if plan.priority not in PRIORITIES:
        raise UsageError(f"There is no priority `{plan.priority}`; there are {', '.join(PRIORITIES)}.")


def _when(plan: Plan) -> str:
    return f"on {day_words(plan.due_on)}" if plan.due_on else ""
