"""What is to be done: overdue, today, coming, some day; of one lead or of all."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from storage.database import Database
from storage.errors import NotFound

PENDING = ("PENDING", "IN_PROGRESS")  # still to be done


class TaskRow(NamedTuple):
    """A task, of a lead or of none. `due_at` (UTC ms) only where an hour was named; `contact` is who it is with."""

    id: int
    lead_id: int | None
    lead_title: str | None
    company: str | None
    kind: str
    title: str
    priority: str
    status: str
    due_on: str | None
    due_at: int | None
    done_at: int | None
    contact_id: int | None
    contact: str | None

    @property
    def is_pending(self) -> bool:
        """Whether it is still to be done."""
        return self.status in PENDING


class Section(IntEnum):
    """The parts of the list of tasks, in its order."""

    OVERDUE = 0
    TODAY = 1
    COMING = 2
    SOMEDAY = 3
    OVER = 4  # done or dropped, the latest first


_PENDING = f"task.status IN {PENDING}"
_RANK = "CASE task.priority WHEN 'URGENT' THEN 0 WHEN 'HIGH' THEN 1 WHEN 'MEDIUM' THEN 2 ELSE 3 END"
# By due date, by the hour where there is one, the pressing first. The dated sections walk index task_due.
_BY_DUE = f"task.due_on, task.due_at, {_RANK}, task.id"
_OVER_FIRST = "task.updated_at DESC, task.id DESC"
_TASKS = """
SELECT task.id, task.lead_id, lead.title, lead.company, task.kind, task.title, task.priority, task.status,
       task.due_on, task.due_at, task.done_at, task.contact_id, contact.name
FROM task LEFT JOIN lead ON lead.id = task.lead_id LEFT JOIN contact ON contact.id = task.contact_id
WHERE {where} ORDER BY {order} LIMIT :limit OFFSET :offset
"""
_WHERE: dict[Section, str] = {
    Section.OVERDUE: f"{_PENDING} AND task.due_on < :today",
    Section.TODAY: f"{_PENDING} AND task.due_on = :today",
    Section.COMING: f"{_PENDING} AND task.due_on > :today",
    Section.SOMEDAY: f"{_PENDING} AND task.due_on IS NULL",
    Section.OVER: f"NOT ({_PENDING})",
}
MOST_OVER = 200  # what is over is looked at to take it up again, not to be read through


def found(database: Database, task_id: int) -> TaskRow | None:
    """One task, if it is there."""
    rows = _rows(database, "task.id = :task", "task.id", {"task": task_id}, 1, 0)
    return rows[0] if rows else None


def task(database: Database, task_id: int) -> TaskRow:
    """One task. Raises NotFound."""
    row = found(database, task_id)
    if row is None:
        raise NotFound(f"There is no task {task_id}; `hermes task list` shows those there are.")
    return row


def tasks(database: Database, lead_id: int) -> list[TaskRow]:
    """A lead's tasks: pending ones by due date, then those done."""
    order = f"task.status IN ('DONE', 'CANCELLED'), task.due_on IS NULL, {_BY_DUE}"
    return _rows(database, "task.lead_id = :lead", order, {"lead": lead_id}, 500, 0)


def pending_tasks(database: Database, limit: int = 64, offset: int = 0) -> list[TaskRow]:
    """All pending tasks by due date, of all leads, those without a date last; a page of them."""
    return _rows(database, _PENDING, f"task.due_on IS NULL, {_BY_DUE}", {}, limit, offset)


def in_section(database: Database, section: Section, today: str, limit: int, offset: int = 0) -> list[TaskRow]:
    """A page of one section, as of `today` (ISO)."""
    order = _OVER_FIRST if section is Section.OVER else _BY_DUE
    return _rows(database, _WHERE[section], order, {"today": today}, limit, offset)


# As _BY_DUE sorts: what has no hour comes first.
_KEY = f"COALESCE(task.due_on, ''), COALESCE(task.due_at, -9223372036854775807), {_RANK}, task.id"


def place_in_section(database: Database, row: TaskRow, today: str) -> int:
    """How many tasks of its section stand before a task."""
    section = section_of(row, today)
    if section is Section.OVER:
        own, sign = "task.updated_at, task.id", ">"
    else:
        own, sign = _KEY, "<"
    mine = own.replace("task.", "one.")
    sql = f"""SELECT COUNT(*) FROM task
              WHERE {_WHERE[section]} AND ({own}) {sign} (SELECT {mine} FROM task AS one WHERE one.id = :task)"""
    return int(database.value(sql, {"today": today, "task": row.id}))


def section_counts(database: Database, today: str) -> dict[Section, int]:
    """How many tasks each section has that is still to be done, by index task_due."""
    wanted = [section for section in Section if section is not Section.OVER]
    counts = ", ".join(f"(SELECT COUNT(*) FROM task WHERE {_WHERE[section]})" for section in wanted)
    return dict(zip(wanted, database.row(f"SELECT {counts}", {"today": today}) or (), strict=True))


def section_of(row: TaskRow, today: str) -> Section:
    """The section that a task stands in."""
    if not row.is_pending:
        return Section.OVER
    if row.due_on is None:
        return Section.SOMEDAY
    return Section.OVERDUE if row.due_on < today else Section.TODAY if row.due_on == today else Section.COMING


def over_count(database: Database) -> int:
    """How many tasks of the section OVER are shown."""
    return min(MOST_OVER, int(database.value(f"SELECT COUNT(*) FROM task WHERE NOT ({_PENDING})")))


# The same order in which storage/derived.py keeps a lead's next task; one for some day comes after those with a date.
_NEXT = f"""
SELECT id, title FROM task WHERE lead_id = ? AND {_PENDING} ORDER BY due_on IS NULL, due_on, due_at, id LIMIT 1
"""


def next_task(database: Database, lead_id: int) -> tuple[int, str] | None:
    """Id and words of the task to be done next on a lead."""
    row = database.row(_NEXT, (lead_id,))
    return None if row is None else (row[0], row[1])


def _rows(
    database: Database, where: str, order: str, params: dict[str, object], limit: int, offset: int
) -> list[TaskRow]:
    sql = _TASKS.format(where=where, order=order)
    return [TaskRow._make(row) for row in database.rows(sql, {**params, "limit": limit, "offset": offset})]
