"""The tab of a lead's tasks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from hermes_tui.screens.bindings import bindings
from hermes_tui.screens.lead.pane import RowsPane
from hermes_tui.screens.lead.reading import LeadPage
from hermes_tui.screens.styles import DIM
from hermes_tui.screens.task_form import task_form
from hermes_tui.screens.task_keys import TaskDeed, TaskKeys
from hermes_tui.screens.task_rows import due_cell, state_word
from storage.queries.tasks import TaskRow
from widgets.columns import Column, ColumnLayout

if TYPE_CHECKING:
    from hermes_tui.actions.tasks import Plan
    from hermes_tui.screens.base import HermesScreen

_COLUMNS = ColumnLayout(
    (
        Column("due", 16, priority=9), Column("task", None, min_width=14, priority=9), Column("with", 14, priority=2),
        Column("kind", 8, priority=4), Column("priority", 8, priority=3), Column("state", 9, priority=6),
    )
)  # fmt: skip


class TasksPane(TaskKeys, RowsPane[TaskRow]):
    """Tasks: those to be done by their day, then those that are over."""

    called = "tasks"
    below = True
    scope = "task"
    BINDINGS = bindings("task")
    keys = (("list.open", "edit"), ("verb.done", "done"))
    nothing = Content("No task; f plans one")

    def rows(self, page: LeadPage) -> Sequence[TaskRow]:
        """Its tasks."""
        return page.tasks

    def count(self, page: LeadPage) -> int:
        """Those to be done."""
        return page.pending

    def draw(self, row: TaskRow, width: int) -> Content:
        """A task; what is over is dim."""
        scene = self.scene
        over = not row.is_pending
        due, style = due_cell(row, scene.now, scene.today, scene.session.zone)
        urgent = row.priority in ("HIGH", "URGENT") and not over
        cells = [
            Content.styled(due, style),
            Content.styled(row.title, DIM if over else ""),
            Content.styled(row.contact or "", DIM),
            Content.styled(row.kind.lower(), DIM),
            Content.styled(row.priority.lower() if row.priority != "MEDIUM" else "", "bold" if urgent else DIM),
            Content.styled(state_word(row, scene.now, scene.session.zone), DIM),
        ]
        return _COLUMNS.line(cells, width)

    # -- keys --------------------------------------------------------------------------------------------

    def task_here(self) -> TaskRow | None:
        """The task under the cursor."""
        return self.chosen

    def task_host(self) -> HermesScreen:
        """The page."""
        return self.host

    def do_to_task(self, deed: TaskDeed, *, goes_on: bool = False) -> None:
        """Do one thing to it, and show the page as it is then."""
        row = self.chosen
        if row is not None:
            self.do(lambda: deed(row.id))

    def edit_row(self, row: TaskRow) -> bool:
        """What, when, kind, priority."""
        task_form(self.host, self.host.lead_id, row)
        return True

    def remove_row(self, row: TaskRow) -> bool:
        """A task that is not over is dropped."""
        from hermes_tui.actions.tasks import cancel

        if not row.is_pending:
            return False
        session = self.scene.session
        self.do(lambda: cancel(session.database, row.id, session.now()))
        return True

    def add_row(self) -> bool:
        """A new one, in the form."""
        if self.scene.page is not None:
            task_form(self.host, self.host.lead_id)
        return True

    def takes(self, verb: str, row: TaskRow | None) -> bool:
        """`d`: the task under the cursor is done; then the one that follows."""
        if verb != "task_done" or row is None or not row.is_pending:
            return False
        self.host.ask_what_follows(row.title, lambda plan: self._done(row.id, plan))
        return True

    def _done(self, task_id: int, following: Plan | None) -> None:
        from hermes_tui.actions.tasks import done

        session = self.scene.session
        self.do(lambda: done(session.database, task_id, session.now(), following))
