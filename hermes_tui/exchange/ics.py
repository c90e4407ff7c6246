"""Tasks as an iCalendar file (RFC 5545), which any calendar or to-do program takes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, NamedTuple

from storage.queries.sharing import TaskOut

if TYPE_CHECKING:
    from icalendar import Todo


class IcsTask(NamedTuple):
    """A task to be written. `due_on` is an ISO date, `due_at` and the other moments UTC ms; a moment due beats a date.

    `kind`, `priority` and `status` are the words of the task table; `lead` is what to call the lead it is about.
    `uid` and `lead_uid` are URIs for a calendar of another file's owner, where numbers would be those of other tasks.
    """

    id: int
    title: str
    kind: str = "FOLLOWUP"
    priority: str = "MEDIUM"
    status: str = "PENDING"
    due_on: str | None = None
    due_at: int | None = None
    done_at: int | None = None
    lead_id: int | None = None
    lead: str | None = None
    created_at: int | None = None
    updated_at: int | None = None
    uid: str = ""
    lead_uid: str = ""


# RFC 5545, 3.8.1.9: 1 to 4 are high, 5 is medium, 6 to 9 are low.
_PRIORITY = {"URGENT": 1, "HIGH": 3, "MEDIUM": 5, "LOW": 9}
_STATUS = {"PENDING": "NEEDS-ACTION", "IN_PROGRESS": "IN-PROCESS", "DONE": "COMPLETED", "CANCELLED": "CANCELLED"}


def tasks_text(tasks: Sequence[IcsTask], now: int) -> str:
    """The tasks as one calendar of VTODOs, lines ending with CR LF, to be stored as UTF-8; `now` (UTC ms) stamps them.

    The ids stay a task's own (`urn:hermes:task:12`, or its `uid`), so that a second import into a calendar updates the
    first.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//Hermes//Tasks//EN")
    calendar.add("version", "2.0")
    for task in tasks:
        calendar.add_component(_todo(task, now))
    text: str = calendar.to_ical().decode()
    return text


def ics_task(row: TaskOut) -> IcsTask:
    """A task as the database has it."""
    lead = row.lead_title
    if lead and row.company and row.company.casefold() not in lead.casefold():
        lead = f"{lead} ({row.company})"
    return IcsTask(
        row.id, row.title, row.kind, row.priority, row.status, row.due_on, row.due_at, row.done_at, row.lead_id, lead,
        row.created_at, row.updated_at,
    )  # fmt: skip


def _todo(task: IcsTask, now: int) -> Todo:
    from icalendar import Todo

    todo = Todo()
    todo.add("uid", task.uid or f"urn:hermes:task:{task.id}")
    todo.add("dtstamp", _moment(now))
    todo.add("summary", task.title)
    if task.due_at is not None:
        todo.add("due", _moment(task.due_at))
    elif task.due_on is not None:
        todo.add("due", date.fromisoformat(task.due_on))
    todo.add("priority", _PRIORITY.get(task.priority, 5))
    todo.add("status", _STATUS.get(task.status, "NEEDS-ACTION"))
    todo.add("categories", [task.kind])
    if task.status == "DONE":
        todo.add("percent-complete", 100)
        if task.done_at is not None:
            todo.add("completed", _moment(task.done_at))
    if task.lead_id is not None:
        todo.add("related-to", task.lead_uid or f"urn:hermes:lead:{task.lead_id}")
    if task.lead:
        todo.add("description", task.lead)
    if task.created_at is not None:
        todo.add("created", _moment(task.created_at))
    if task.updated_at is not None:
        todo.add("last-modified", _moment(task.updated_at))
    return todo


def _moment(ms: int) -> datetime:
    """To the second, as iCalendar counts."""
    return datetime.fromtimestamp(ms // 1000, UTC)
