"""The tab of a lead's tasks, and the form of a task."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from hermes_tui import formats
from hermes_tui.scoring.place import day_name
from hermes_tui.screens.forms import DAYS_HELP, Typed, ask, show_done, wanted, what_is_wrong
from hermes_tui.screens.lead.pane import RowsPane
from hermes_tui.screens.lead.reading import PENDING, LeadPage
from hermes_tui.session import Session
from storage.queries.lead import TaskRow
from widgets.columns import Column, ColumnLayout
from widgets.form import Field

if TYPE_CHECKING:
    from hermes_tui.actions.outcome import Outcome
    from hermes_tui.actions.tasks import Plan
    from hermes_tui.screens.base import HermesScreen

_COLUMNS = ColumnLayout(
    (
        Column("due", 12, priority=9), Column("task", None, min_width=14, priority=9), Column("kind", 9, priority=4),
        Column("priority", 8, priority=3), Column("state", 9, priority=6),
    )
)  # fmt: skip


class TasksPane(RowsPane[TaskRow]):
    """Tasks: those to be done by their day, then those that are over."""

    called = "tasks"
    below = True
    keys = (("Enter", "edit"), ("Del", "drop"))
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
        over = row.status not in PENDING
        due, style = ("some day", "dim") if row.due_on is None else (day_name(row.due_on), "")
        if row.due_on is not None and not over:
            late = (scene.today - date.fromisoformat(row.due_on)).days
            if late >= 0:
                due, style = ("today" if late == 0 else f"{late}d overdue"), "bold $text-warning"
        done = formats.day(row.done_at, scene.session.zone, scene.now).strip() if row.done_at is not None else ""
        state = {"DONE": f"✓ {done}", "CANCELLED": "dropped", "IN_PROGRESS": "begun"}.get(row.status, "")
        urgent = row.priority in ("HIGH", "URGENT") and not over
        cells = [
            Content.styled(due, "dim" if over else style),
            Content.styled(row.title, "dim" if over else ""),
            Content.styled(row.kind.lower(), "dim" if over else "$text-muted"),
            Content.styled(row.priority.lower() if row.priority != "MEDIUM" else "", "bold" if urgent else "dim"),
            Content.styled(state, "dim"),
        ]
        return _COLUMNS.line(cells, width)

    def edit_row(self, row: TaskRow) -> bool:
        """What, when, kind, priority."""
        task_form(self.host, self.host.lead_id, row)
        return True

    def remove_row(self, row: TaskRow) -> bool:
        """A task that is not over is dropped."""
        from hermes_tui.actions.tasks import cancel

        if row.status not in PENDING:
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
        if verb != "task_done" or row is None or row.status not in PENDING:
            return False
        label = Content.assemble((" done: ", "bold"), (row.title, ""), (" · then (Enter: nothing):", "bold"))
        self.host.ask_what_follows(label, lambda plan: self._done(row.id, plan))
        return True

    def _done(self, task_id: int, following: Plan | None) -> None:
        from hermes_tui.actions.tasks import done

        session = self.scene.session
        self.do(lambda: done(session.database, task_id, session.now(), following))


def task_form(screen: HermesScreen, lead_id: int | None, task: TaskRow | None = None) -> None:
    """Plan a task (of a lead, or of none), or edit one."""
    from hermes_tui.actions.tasks import KINDS, PRIORITIES
    from hermes_tui.actions.when import parse_day

    session = screen.session
    was = {"title": "", "due": "", "kind": "FOLLOWUP", "priority": "MEDIUM"}
    if task is not None:
        was = {"title": task.title, "due": task.due_on or "", "kind": task.kind, "priority": task.priority}

    def wrong_day(text: str) -> str | None:
        return what_is_wrong(lambda day: parse_day(day, session.today()), text) if text.strip() else None

    fields = [
        Field("title", "what", was["title"], check=wanted("what is to be done?")),
        Field("due", "when", was["due"], check=wrong_day, help=DAYS_HELP),
        Field("kind", "kind", was["kind"], "choice", choices=[(kind, kind.lower()) for kind in KINDS]),
        Field("priority", "priority", was["priority"], "choice", choices=[(each, each.lower()) for each in PRIORITIES]),
    ]
    title = "New task" if task is None else "Task"
    ids = [] if lead_id is None else [lead_id]
    ask(screen, title, fields, partial(_save, session, ids, task, was), partial(show_done, screen, ids))


def _save(session: Session, lead_ids: list[int], task: TaskRow | None, was: Typed, typed: Typed) -> Outcome:
    from hermes_tui.actions.tasks import Plan, add_task, edit_task
    from hermes_tui.actions.when import parse_day

    text = {**was, **typed}
    due_on = parse_day(text["due"], session.today()) if text["due"].strip() else None
    plan = Plan(text["title"], due_on, text["kind"], text["priority"])
    if task is None:
        return add_task(session.database, lead_ids, plan, session.now())
    return edit_task(session.database, task.id, plan, session.now())
