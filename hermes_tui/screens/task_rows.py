"""The rows of the list of tasks: sections with a heading each, read a page at a time, and how a task is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, tzinfo
from typing import NamedTuple

from textual.content import Content

from hermes_tui import formats
from hermes_tui.actions.due import due_from, due_words
from hermes_tui.screens.styles import DIM
from storage.database import Database
from storage.queries import tasks as task_queries
from storage.queries.tasks import Section, TaskRow
from widgets.columns import Column, ColumnLayout
from widgets.paged_list import PagedList

PRIORITY_SIGNS = {"URGENT": "!!", "HIGH": "!", "LOW": "↓"}  # as they are typed: `call Ann !`
_HEADINGS = {
    Section.OVERDUE: "Overdue", Section.TODAY: "Today", Section.COMING: "Coming", Section.SOMEDAY: "Some day",
    Section.OVER: "Done or dropped",
}  # fmt: skip
_COLUMNS = ColumnLayout(
    (
        Column("due", 16, priority=9),
        Column("", 2, align="right", priority=9),
        Column("task", None, min_width=20, priority=9),
        Column("lead", 22, priority=8),
        Column("with", 14, priority=3),
        Column("kind", 8, priority=4),
        Column("", 12, priority=6),
    )
)
header = _COLUMNS.header


class TaskLine(NamedTuple):
    """A line of the list: a task, or (`task` None) the heading of a section."""

    task: TaskRow | None
    section: Section
    n: int = 0


class TaskSource:
    """Pages of the sections that have tasks, each after its heading, as of `today` (ISO)."""

    def __init__(self, database: Database, today: str, *, over: bool) -> None:
        self._database = database
        self._today = today
        self.counts = task_queries.section_counts(database, today)
        shown = {section: n for section, n in self.counts.items() if n}
        if over and (n := task_queries.over_count(database)):
            shown[Section.OVER] = n
        self._starts: dict[Section, int] = {}
        self.total = 0
        for section, n in shown.items():
            self._starts[section] = self.total
            self.total += n + 1
        self._shown = shown

    @property
    def has_over(self) -> bool:
        """Whether what is done or dropped is among them."""
        return Section.OVER in self._shown

    @property
    def headings(self) -> frozenset[int]:
        """Where the headings stand."""
        return frozenset(self._starts.values())

    def page(self, offset: int, limit: int) -> Sequence[TaskLine]:
        """Lines `offset` … `offset + limit`."""
        found: list[TaskLine] = []
        for section, start in self._starts.items():
            n = self._shown[section]
            first, last = max(offset, start), min(offset + limit, start + n + 1)
            if first >= last:
                continue
            if first == start:
                found.append(TaskLine(None, section, n))
                first += 1
            rows = task_queries.in_section(self._database, section, self._today, last - first, first - start - 1)
            found += [TaskLine(row, section) for row in rows]
        return found

    def key(self, row: TaskLine) -> int:
        """The task; a heading has a number that no task has."""
        return row.task.id if row.task is not None else -1 - row.section

    def place_of(self, task_id: int) -> int | None:
        """Where a task stands; None where it is in no section that is shown."""
        row = task_queries.found(self._database, task_id)
        section = None if row is None else task_queries.section_of(row, self._today)
        if row is None or section not in self._starts:
            return None
        before = task_queries.place_in_section(self._database, row, self._today)
        return self._starts[section] + 1 + before if before < self._shown[section] else None


class TaskList(PagedList[TaskLine]):
    """The list of tasks; the cursor steps over headings, and nothing is marked: verbs act on one task."""

    headings: frozenset[int] = frozenset()

    def show_tasks(self, source: TaskSource, cursor: int) -> None:
        """Show these sections, the cursor on the task at or next to `cursor`."""
        self.headings = source.headings
        self.show(source, source.total, cursor)

    def _place(self, index: int) -> int:
        place = super()._place(index)
        if place not in self.headings:
            return place
        return place - 1 if place and place < self.index else place + 1

    @property
    def chosen(self) -> TaskRow | None:
        """The task under the cursor."""
        return None if self.current is None else self.current.task

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing is marked here."""
        return action not in ("mark", "range") and super().check_action(action, parameters)


# -- drawing -----------------------------------------------------------------------------------------------


def draw_line(line: TaskLine, width: int, now: int, today: date, zone: tzinfo) -> list[Content]:
    """A task in columns, or a section's heading with its number."""
    row = line.task
    if row is None:
        style = "bold $text-warning" if line.section is Section.OVERDUE else "bold"
        return [Content.assemble((_HEADINGS[line.section], style), (f"  {line.n:,}", DIM))]
    over = not row.is_pending
    due, style = due_cell(row, now, today, zone)
    cells = [
        Content.styled(due, style),
        Content.styled(PRIORITY_SIGNS.get(row.priority, ""), DIM if over or row.priority == "LOW" else "bold"),
        Content.styled(row.title, DIM if over else ""),
        Content.styled(row.company or row.lead_title or "–", DIM if over else ""),
        Content.styled(row.contact or "", DIM),
        Content.styled(row.kind.lower(), DIM),
        Content.styled(state_word(row, now, zone), DIM if over else ""),
    ]
    return [_COLUMNS.line(cells, width)]


def due_cell(row: TaskRow, now: int, today: date, zone: tzinfo) -> tuple[str, str]:
    """When a task is due in one short phrase, and its style: `3d overdue`, `today 14:00`, `Fri 26 Jun`."""
    due = due_from(row.due_on, row.due_at, zone)
    if due is None:
        return "some day", DIM
    if not row.is_pending:  # on which day it was meant to be says enough
        year = "" if due.on.year == today.year else f" {due.on.year}"
        return f"{formats.day_words(due.on)}{year}", DIM
    late = (today - due.on).days
    if late > 0:
        return f"{late}d overdue", "bold $text-warning"
    if late < 0:
        return due_words(due, today), ""
    clock = "" if due.clock is None else f" {due.clock.hour}:{due.clock.minute:02}"
    passed = row.due_at is not None and row.due_at < now
    return f"today{clock}{', late' if passed else ''}", "bold $text-warning" if passed else "bold"


def state_word(row: TaskRow, now: int, zone: tzinfo) -> str:
    """`begun`, `✓ 19 Jun`, `dropped`; nothing for what waits."""
    if row.status == "DONE" and row.done_at is not None:
        return f"✓ {formats.day(row.done_at, zone, now).strip()}"
    return {"IN_PROGRESS": "begun", "CANCELLED": "dropped", "DONE": "✓"}.get(row.status, "")
