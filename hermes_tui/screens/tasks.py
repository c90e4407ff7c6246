"""What is to be done: overdue, today, coming; done with one key, and the next one planned in the same breath."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from hermes_tui import formats
from hermes_tui.scoring.phrase import day_name
from hermes_tui.screens.bindings import bindings
from hermes_tui.screens.styles import DIM
from hermes_tui.screens.verbs import LeadVerbs
from storage.database import Database
from storage.queries import lead as lead_queries
from storage.queries.counts import due_task_count
from storage.queries.lead import TaskRow
from widgets.columns import Column, ColumnLayout
from widgets.paged_list import PagedList

if TYPE_CHECKING:
    from hermes_tui.actions.outcome import Outcome

_COLUMNS = ColumnLayout(
    (
        Column("due", 12, priority=9),
        Column("task", None, min_width=20, priority=9),
        Column("lead", 26, priority=8),
        Column("kind", 9, priority=4),
        Column("priority", 8, priority=5),
    )
)


class TaskSource:
    """Pages of pending tasks for the list."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def page(self, offset: int, limit: int) -> Sequence[TaskRow]:
        """Tasks by due date."""
        return lead_queries.pending_tasks(self._database, limit, offset)

    def key(self, row: TaskRow) -> int:
        """The task."""
        return row.id


class TaskList(PagedList[TaskRow]):
    """The list of tasks."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing is marked here: verbs act on the lead of one task."""
        return action not in ("mark", "range") and super().check_action(action, parameters)


class TasksScreen(LeadVerbs):
    """All pending tasks by due date; verbs act on the task's lead, `d` on the task itself."""

    place = "tasks"
    scopes = ("verbs", "list")
    BINDINGS = bindings("tasks")

    def body(self) -> Iterable[Widget]:
        """A line that counts, and the list."""
        yield Static(id="progress")
        yield TaskList(
            self._draw,
            header=_COLUMNS.header,
            empty=Content.assemble(("Nothing to do\n\n", "bold"), ("f on a lead plans a task", DIM)),
            id="tasks",
        )

    def on_mount(self) -> None:
        """Show the tasks."""
        self._show(0)

    @property
    def rows(self) -> TaskList:
        """The list."""
        return self.query_one("#tasks", TaskList)

    def _draw(self, row: TaskRow, width: int) -> list[Content]:
        today = self.session.today().isoformat()
        due, style = "someday", DIM
        if row.due_on is not None:
            due, style = day_name(row.due_on), ""
            if row.due_on < today:
                late = (self.session.today() - date.fromisoformat(row.due_on)).days
                due, style = f"{late}d overdue", "bold $text-warning"
            elif row.due_on == today:
                due, style = "today", "bold"
        urgent = "bold" if row.priority in ("HIGH", "URGENT") else DIM
        cells = [
            Content.styled(due, style),
            Content(row.title),
            Content.styled(row.company or row.lead_title or "–", ""),
            Content.styled(row.kind.lower(), DIM),
            Content.styled(row.priority.lower(), urgent),
        ]
        return [_COLUMNS.line(cells, width)]

    def _show(self, cursor: int) -> None:
        database = self.session.database
        total = lead_queries.pending_task_count(database)
        due = due_task_count(database, self.session.today().isoformat())
        self.rows.show(TaskSource(database), total, cursor)
        left = Content.assemble((f" {due:,} due", "bold"), (f" · {formats.count(total, 'task')} in all", DIM))
        self.query_one("#progress", Static).update(left, layout=False)
        self.title_bar.show_counts()

    def reload(self) -> None:
        """Read again; the cursor stays."""
        self._show(self.rows.index)

    def targets(self) -> list[int]:
        """The lead of the task under the cursor."""
        row = self.rows.current
        return [row.lead_id] if row is not None and row.lead_id is not None else []

    def acted(self, outcome: Outcome, lead_ids: Sequence[int]) -> None:
        """Read again; the next task comes under the cursor when this one is done."""
        self.reload()

    def undone(self, outcome: Outcome) -> None:
        """Read again."""
        self.reload()

    def action_task_done(self) -> None:
        """This task is done; the line asks for the one that follows."""
        row = self.rows.current
        if row is None:
            self.say(" No task here")
            return
        self.strip.ask_text(
            Content.styled(" done · then (3d call Ann; Enter: nothing):", "bold"),
            "",
            lambda text: self._finished(row.id, text),
            validate=self._wrong_plan,
        )

    def _finished(self, task_id: int, text: str) -> None:
        from hermes_tui.actions.tasks import done

        following = self._plan(text)
        outcome = self.attempt(lambda: done(self.session.database, task_id, self.session.now(), following))
        if outcome is not None:
            self.reload()
            self.say_done(outcome)

    def on_paged_list_opened(self, event: PagedList.Opened) -> None:
        """Enter: the page of the task's lead."""
        row = event.row
        if row is not None and row.lead_id is not None:
            self.hermes.open_lead(row.lead_id, [row.lead_id])
