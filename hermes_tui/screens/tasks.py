"""What is to be done: overdue, today, coming, some day; done with one key, and the next planned in one breath."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from hermes_tui.screens.bindings import bindings
from hermes_tui.screens.styles import DIM
from hermes_tui.screens.task_keys import TaskDeed, TaskKeys
from hermes_tui.screens.task_rows import TaskLine, TaskList, TaskSource, draw_line, header
from hermes_tui.screens.verbs import LeadVerbs
from hermes_tui.session import Session
from storage.queries.tasks import Section

if TYPE_CHECKING:
    from hermes_tui.actions.outcome import Outcome
    from hermes_tui.actions.tasks import Plan
    from hermes_tui.screens.base import HermesScreen
    from storage.queries.tasks import TaskRow

_WIDE = 120  # cells in half of which a question has room for a second example
_EMPTY = Content.assemble(
    ("Nothing to do\n\n", "bold"), ("F plans a task   f on a lead plans one for it   D shows what was done", DIM)
)
# The keys of the footer: those of the task before those of its lead.
_HINT = (
    ("verb.done", "done, next"), ("verb.snooze", "put off"), ("task.priority", "priority"), ("task.start", "begin"),
    ("verb.edit", "edit"), ("task.new", "new"), ("verb.task", "next for the lead"), ("task.over", "done ones"),
    ("undo", "undo"), ("help", "help"),
)  # fmt: skip


class TasksScreen(TaskKeys, LeadVerbs):
    """All tasks by section and due date; `d`, `s` and `e` mean the task, the other verbs its lead."""

    place = "tasks"
    scopes = ("task", "tasks", "verbs", "list")
    BINDINGS = bindings("task", "tasks")

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._over = False  # whether what is done or dropped is shown too
        self._source: TaskSource | None = None
        self._again: TaskDeed | None = None  # what `.` does to another task
        self._goes_on = False
        self._acted_on: int | None = None

    def body(self) -> Iterable[Widget]:
        """A line that counts, and the list."""
        yield Static(id="progress")
        yield TaskList(self._draw, header=header, empty=_EMPTY, id="tasks")

    def on_mount(self) -> None:
        """Show the tasks."""
        self._show(0)

    @property
    def rows(self) -> TaskList:
        """The list."""
        return self.query_one("#tasks", TaskList)

    def _draw(self, line: TaskLine, width: int) -> list[Content]:
        return draw_line(line, width, self._now, self._today, self.session.zone)

    def _show(self, cursor: int) -> None:
        self._now, self._today = self.session.now(), self.session.today()
        self._source = TaskSource(self.session.database, self._today.isoformat(), over=self._over)
        self.rows.show_tasks(self._source, cursor)
        self._show_counts(self._source)
        self.title_bar.show_counts()

    def _show_counts(self, source: TaskSource) -> None:
        n = source.counts
        late, today, rest = n[Section.OVERDUE], n[Section.TODAY], n[Section.COMING] + n[Section.SOMEDAY]
        left = Content.assemble(
            (f" {late:,} overdue", "bold $text-warning" if late else DIM),
            (" · ", DIM), (f"{today:,} today", "bold"), (f" · {rest:,} later", DIM),
        )  # fmt: skip
        self.query_one("#progress", Static).update(left, layout=False)

    def hint_keys(self) -> list[tuple[str, str]]:
        """What the keys do to a task."""
        return [(self.keys_of(name), label) for name, label in _HINT]

    # -- after a deed ------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read again; the cursor stays."""
        self._show(self.rows.index)

    def targets(self) -> list[int]:
        """The lead of the task under the cursor."""
        row = self.rows.chosen
        return [row.lead_id] if row is not None and row.lead_id is not None else []

    def acted(self, outcome: Outcome, lead_ids: Sequence[int]) -> None:
        """Read again; the next task comes under the cursor when this one is done."""
        self.reload()

    def undone(self, outcome: Outcome) -> None:
        """Read again, the cursor on the task that it was about."""
        self.reload()
        if outcome.kind == "task":
            self._move_to(self._acted_on)

    def perform(
        self,
        deed: Callable[[Sequence[int]], Outcome],
        *,
        lead_ids: Sequence[int] | None = None,
        repeatable: bool = True,
    ) -> None:
        """Do one thing to the task's lead; `.` then means leads again."""
        if not self.targets() and lead_ids is None:
            self.say(" This task is about no lead; e gives it one")
            return
        self._again = None
        super().perform(deed, lead_ids=lead_ids, repeatable=repeatable)

    # -- the task under the cursor -------------------------------------------------------------------------

    def task_here(self) -> TaskRow | None:
        """The task under the cursor."""
        return self.rows.chosen

    def task_host(self) -> HermesScreen:
        """This screen."""
        return self

    def do_to_task(self, deed: TaskDeed, *, goes_on: bool = False) -> None:
        """Do it and read again; the cursor stays with the task, or goes on to the one that followed."""
        row = self.rows.chosen
        if row is None:
            return
        following = self.rows.row(self.rows.index + 1), self.rows.row(self.rows.index + 2)  # one may be a heading
        outcome = self.attempt(lambda: deed(row.id))
        if outcome is None:
            return
        self._again, self._goes_on, self._acted_on = deed, goes_on, row.id
        self._show(self.rows.index)
        after = next((line.task.id for line in following if line is not None and line.task is not None), None)
        self._move_to(after if goes_on and outcome.action_id else row.id)
        self.say_done(outcome)

    def _move_to(self, task_id: int | None) -> None:
        place = self._source.place_of(task_id) if self._source is not None and task_id is not None else None
        if place is not None:
            self.rows.move_to(place)

    def action_task_done(self) -> None:
        """This task is done; the line asks for the one that follows."""
        row = self.rows.chosen
        if row is None:
            self.say(" No task here")
            return
        self.ask_what_follows(row.title, self._finished)

    def _finished(self, following: Plan | None) -> None:
        from hermes_tui.actions.tasks import done

        self.do_to_task(lambda number: done(self.session.database, number, self.session.now(), following), goes_on=True)
        # A task that follows is of one lead and one day: `.` means only "done".
        self._again = lambda number: done(self.session.database, number, self.session.now())

    def action_snooze(self) -> None:
        """Put the task off, as a lead is put off elsewhere."""
        self.action_postpone_task()

    def action_edit(self) -> None:
        """The task's form."""
        row = self.rows.chosen
        if row is None:
            self.say(" No task here; F plans one")
            return
        from hermes_tui.screens.task_form import task_form

        self._acted_on = row.id
        task_form(self, row.lead_id, row, asks_lead=True)

    def action_next_task(self, asks: str = "next task (fri 14:00 call Ann)") -> None:
        """Plan a task for the lead of this one; where it has none, for none."""
        if self.targets():
            super().action_next_task(asks)
        else:
            self.action_new_task()

    def action_new_task(self) -> None:
        """Plan a task: in a line, about no lead, or `#12 …` about that one; Enter alone opens the form."""
        of_a_lead = " or #12 fri call Ann;" if self.size.width >= _WIDE else ""
        label = Content.styled(f" new task (fri call Ann;{of_a_lead} Enter: form):", "bold")
        self.strip.ask_text(label, "", self._new_task, validate=self._wrong_plan)

    def _new_task(self, text: str) -> None:
        from hermes_tui.actions.tasks import add_task

        if not text.strip():
            from hermes_tui.screens.task_form import task_form

            task_form(self, None, asks_lead=True)
            return
        first, _, rest = text.strip().partition(" ")
        about = [int(first[1:])] if first.startswith("#") and first[1:].isdecimal() and len(first) < 16 else []
        plan = self._plan(rest if about else text)
        if plan is None:
            self.say(" The task has no words; nothing was planned")
            return
        outcome = self.attempt(lambda: add_task(self.session.database, about, plan, self.session.now()))
        if outcome is not None:
            self._acted_on = outcome.made
            self.undone(outcome)  # the cursor goes to the new task
            self.say_done(outcome)

    def action_over(self) -> None:
        """Show what was done or dropped too, or no longer."""
        self._over = not self._over
        here = self.rows.chosen
        self._acted_on = None if here is None else here.id
        self._show(self.rows.index)
        if self._over and self._source is not None and not self._source.has_over:
            self.say(" Nothing was done or dropped yet")

    def action_repeat(self) -> None:
        """The last thing done to a task, to this one too."""
        if self._again is not None and self.rows.chosen is not None:
            self.do_to_task(self._again, goes_on=self._goes_on)
        else:
            super().action_repeat()

    def on_paged_list_opened(self) -> None:
        """Enter: the page of the task's lead."""
        row = self.rows.chosen
        if row is None:
            return
        if row.lead_id is None:
            self.action_edit()
        else:
            self.hermes.open_lead(row.lead_id, [row.lead_id])
