"""A task in a line of text (`fri 14:00 call Ann !`), and its fields as typed in a form or after `task edit`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, tzinfo

from hermes_tui.actions.due import Due, due_words, parse_due
from hermes_tui.actions.fields import nearest
from hermes_tui.actions.outcome import Outcome, acting
from hermes_tui.actions.tasks import NOBODY, Plan, add_task, edit_task, plan_of
from hermes_tui.actions.when import SPELT
from storage import records
from storage.clean import clean
from storage.database import Database
from storage.errors import NotFound, UsageError
from storage.queries import lead as lead_queries
from storage.queries import tasks as task_queries
from storage.queries.tasks import TaskRow

TASK_FIELDS: tuple[str, ...] = ("title", "due", "kind", "priority", "contact", "lead")
_ALIASES = {"what": "title", "task": "title", "when": "due", "due_on": "due", "with": "contact", "person": "contact"}

_FIRST_WORDS = {
    "call": "CALL", "phone": "CALL", "ring": "CALL", "email": "EMAIL", "e-mail": "EMAIL", "mail": "EMAIL",
    "send": "EMAIL", "write": "EMAIL", "research": "RESEARCH", "proposal": "PROPOSAL", "follow": "FOLLOWUP",
}  # fmt: skip
_MOST_WORDS = 6  # of a day with its hour: `in two weeks at 2 pm`
# In a sentence these are words like any other: `call Mr W`, `plan the week`, `tidy up one day`.
_NO_DAYS_HERE = frozenset({"d", "w", "m", "y", "week", "month", *SPELT})


def plan_from(text: str, today: date, zone: tzinfo) -> Plan:
    """A task from one line: a day (with an hour) in front or behind, and what to do: `fri 14:00 call Ann`, `2w`.

    `!` or `!!` at the end makes it HIGH or URGENT. Raises UsageError for a line without words.
    """
    words = clean(text).split()
    priority = "MEDIUM"
    if words and set(words[-1]) == {"!"}:
        priority = "HIGH" if len(words.pop()) == 1 else "URGENT"
    if not words:
        raise UsageError("The task has no words; nothing was planned.")
    due, rest = _due_in(words, today)
    title = " ".join(rest) or "Follow up"
    return Plan(title, due.on if due else None, kind_of(title), priority, due.clock if due else None, zone)


def kind_of(title: str) -> str:
    """The kind of task its first word tells, FOLLOWUP where it tells none: `call Ann` is a CALL."""
    first = title.split(maxsplit=1)[0].casefold().rstrip(":") if title.strip() else ""
    return _FIRST_WORDS.get(first, "FOLLOWUP")


def _due_in(words: list[str], today: date) -> tuple[Due | None, list[str]]:
    """The longest day that the line begins or ends with, and the words left."""
    for size in range(min(_MOST_WORDS, len(words)), 0, -1):
        for part, rest in ((words[:size], words[size:]), (words[-size:], words[:-size])):
            # A bare number is an amount of something ("call 3"), never a day of the month here.
            if part[0].casefold() in _NO_DAYS_HERE or (size == 1 and part[0].isdigit()):
                continue
            try:
                found = parse_due(" ".join(part), today)
            except UsageError:
                continue
            if found.on >= today:
                return found, rest
    return None, words


# -- fields ----------------------------------------------------------------------------------------------


def typed_task(row: TaskRow, today: date, zone: tzinfo) -> dict[str, str]:
    """A task's fields as a rep would type them, by the names of TASK_FIELDS; people and leads by their ids."""
    due = plan_of(row, zone).due
    return {
        "title": row.title, "due": due_words(due, today) if due else "", "kind": row.kind, "priority": row.priority,
        "contact": str(row.contact_id or ""), "lead": str(row.lead_id or ""),
    }  # fmt: skip


def plan_typed(
    database: Database, given: Mapping[str, str], was: Plan, lead_id: int | None, today: date, zone: tzinfo
) -> tuple[Plan, int | None]:
    """The plan that typed fields make of the one that was, and the lead it is about.

    `contact` is an id or a name of the lead's people, `lead` an id; both may be emptied. Raises UsageError.
    """
    typed = {_field(name): clean(text) for name, text in given.items()}
    lead_id, moved = _lead(database, typed.get("lead"), lead_id)
    plan = was._replace(zone=zone)
    if moved:
        plan = plan._replace(contact_id=None)
    if "title" in typed:
        plan = plan._replace(title=typed["title"])
    if "due" in typed:
        due = parse_due(typed["due"], today) if typed["due"] else None
        plan = plan._replace(due_on=due.on if due else None, clock=due.clock if due else None)
    if "kind" in typed:
        plan = plan._replace(kind=typed["kind"].upper())
    if "priority" in typed:
        plan = plan._replace(priority=typed["priority"].upper())
    if "contact" in typed:
        plan = plan._replace(contact_id=_contact(database, typed["contact"], lead_id))
    return plan, lead_id


def add_typed_task(
    database: Database, given: Mapping[str, str], now: int, today: date, zone: tzinfo, lead_id: int | None = None
) -> Outcome:
    """Plan a task from typed fields (`title` needed). Raises UsageError, NotFound."""
    named = kind_of(given.get("title", "")) if not given.get("kind") else ""
    plan, lead_id = plan_typed(database, given, Plan("", None, named or "FOLLOWUP"), lead_id, today, zone)
    return add_task(database, [] if lead_id is None else [lead_id], plan, now)


def edit_typed_task(
    database: Database, task_id: int, given: Mapping[str, str], now: int, today: date, zone: tzinfo
) -> Outcome:
    """Set typed fields of a task, the others stay. Raises UsageError, NotFound."""
    row = task_queries.task(database, task_id)
    was = plan_of(row, zone)
    plan, lead_id = plan_typed(database, given, was, row.lead_id, today, zone)
    about = [each for each in dict.fromkeys((row.lead_id, lead_id)) if each is not None]
    with acting(database, "task", about[-1:], now) as doing:
        if (plan, lead_id) == (was, row.lead_id):
            doing.say(f"nothing changed: {row.title}")
        else:
            if lead_id != row.lead_id:
                records.update(database, "task", task_id, lead_id=lead_id, contact_id=None, updated_at=now)
            words = edit_task(database, task_id, plan, now).words
            doing.say(words.removeprefix(f"{doing.who}: ") if doing.who else words)
    return doing.outcome


def _field(typed: str) -> str:
    name = typed.casefold().strip()
    name = _ALIASES.get(name, name)
    if name == "status":
        raise UsageError("A task's status has commands of its own: task start, done, cancel and reopen.")
    if name not in TASK_FIELDS:
        raise nearest(typed, dict.fromkeys((*TASK_FIELDS, *_ALIASES), ""), "task")
    return name


def _lead(database: Database, typed: str | None, was: int | None) -> tuple[int | None, bool]:
    """The lead meant, and whether it is another one than before."""
    if typed is None:
        return was, False
    number = typed.removeprefix("#")
    if not number:
        return None, was is not None
    if not re.fullmatch(r"\d{1,15}", number):
        raise UsageError(f"`{typed}` is no id of a lead; ids are numbers, such as 142.")
    if not lead_queries.is_there(database, int(number)):
        raise NotFound(f"There is no lead #{number}; nothing was changed.")
    return int(number), int(number) != was


def _contact(database: Database, typed: str, lead_id: int | None) -> int:
    """The person meant: an id, a name, or the beginning of just one; NOBODY where nothing is typed."""
    if not typed:
        return NOBODY
    if re.fullmatch(r"#?\d{1,15}", typed):
        return int(typed.removeprefix("#"))
    people = lead_queries.contacts(database, lead_id) if lead_id is not None else []
    folded = typed.casefold()
    found = [person for person in people if person.name.casefold() == folded]
    found = found or [person for person in people if person.name.casefold().startswith(folded)]
    if len(found) != 1:
        names = ", ".join(person.name for person in people) or "nobody"
        raise UsageError(f"`{typed}` is {'more than one' if found else 'none'} of the lead's people ({names}).")
    return found[0].id
