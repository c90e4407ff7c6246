"""What keys do to a task, in the list of tasks and on a lead's page alike."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from textual.content import Content

from hermes_tui.formats import one_line
from storage.errors import HermesError
from widgets.strip_prompt import Choice

if TYPE_CHECKING:
    from hermes_tui.actions.due import Due
    from hermes_tui.actions.outcome import Outcome
    from hermes_tui.screens.base import HermesScreen
    from storage.queries.tasks import TaskRow

TaskDeed = Callable[[int], "Outcome"]
"""the task's id → what was done"""

_TITLE_SHOWN = 28  # cells of a task's words in the strip


class TaskKeys:
    """An heir says which task is meant, on whose strip to ask, and how what was done is shown."""

    def task_here(self) -> TaskRow | None:
        """The task under the cursor."""
        raise NotImplementedError

    def task_host(self) -> HermesScreen:
        """The screen on whose strip is asked."""
        raise NotImplementedError

    def do_to_task(self, deed: TaskDeed, *, goes_on: bool = False) -> None:
        """Do one thing to the task under the cursor, and show it; or go on to the next one, where it is dealt with."""
        raise NotImplementedError

    def _named(self, verb: str) -> Content | None:
        """The question's label; where there is no task that is said instead."""
        row = self.task_here()
        if row is None:
            self.task_host().say(" No task here")
            return None
        return Content.assemble((f" {verb} ", "bold"), one_line(row.title, _TITLE_SHOWN), (":", "bold"))

    def action_start_task(self) -> None:
        """Begin it."""
        from hermes_tui.actions.tasks import start

        session = self.task_host().session
        if self._named("") is not None:
            self.do_to_task(lambda number: start(session.database, number, session.now()))

    def action_reopen_task(self) -> None:
        """Take up again what was done, dropped or begun."""
        from hermes_tui.actions.tasks import reopen

        session = self.task_host().session
        if self._named("") is not None:
            self.do_to_task(lambda number: reopen(session.database, number, session.now()))

    def action_drop_task(self) -> None:
        """Drop it without doing it."""
        from hermes_tui.actions.tasks import cancel

        session = self.task_host().session
        if self._named("") is not None:
            self.do_to_task(lambda number: cancel(session.database, number, session.now()), goes_on=True)

    def action_prioritise(self) -> None:
        """How pressing it is, by a letter."""
        from hermes_tui.actions.tasks import PRIORITIES, prioritise

        session, label = self.task_host().session, self._named("priority of")
        if label is None:
            return
        choices = [Choice(each[0].lower(), each.lower()[1:], each) for each in reversed(PRIORITIES)]
        self.task_host().strip.ask_choice(
            label,
            choices,
            lambda chosen: self.do_to_task(lambda number: prioritise(session.database, number, chosen, session.now())),
        )

    def action_postpone_task(self) -> None:
        """Put it off: a digit is days, `w` a week, `m` a month, `/` a date with or without an hour."""
        label, host = self._named("put off"), self.task_host()
        if label is None:
            return
        usual = host.session.settings.snooze_days
        digits = [Choice(str(n), {0: "today", 9: "days"}.get(n, ""), str(n)) for n in range(10)]
        more = [Choice("w", "week", "7"), Choice("m", "month", "next month"), Choice("/", "date", "/")]
        choices = [Choice("s", f"{usual}d", str(usual)), *digits, *more]
        host.strip.ask_choice(label, choices, self._put_off)

    def _put_off(self, answer: str) -> None:
        from hermes_tui.actions.due import Due, parse_due

        host = self.task_host()
        today = host.session.today()
        if answer == "/":
            label = Content.styled(" put off until:", "bold")
            host.strip.ask_text(
                label, "", lambda text: self._until(parse_due(text, host.session.today())), validate=self._wrong_due
            )
        elif answer.isdigit():
            self._until(Due(today + timedelta(days=int(answer))))
        else:
            self._until(parse_due(answer, today))

    def _until(self, due: Due) -> None:
        from hermes_tui.actions.tasks import postpone

        session = self.task_host().session
        self.do_to_task(
            lambda number: postpone(session.database, number, due, session.now(), session.zone), goes_on=True
        )

    def _wrong_due(self, text: str) -> str | None:
        from hermes_tui.actions.due import parse_due

        today = self.task_host().session.today()
        try:
            due = parse_due(text, today)
        except HermesError as error:
            return str(error)
        return None if due.on >= today else "that day is past"
