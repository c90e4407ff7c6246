"""Doing one thing to many leads: at once where that is not felt, else in a thread with a count of those done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from hermes_tui.screens.styles import DIM
from hermes_tui.screens.waiting import Waiting
from storage.database import Database
from storage.errors import HermesError

if TYPE_CHECKING:
    from hermes_tui.actions.outcome import Outcome
    from hermes_tui.screens.errands import Errands

Progress = Callable[[int], None]
ManyDeed = Callable[[Sequence[int], "Progress | None"], "Outcome"]
"""(leads, whom to tell how many are done) → what was done"""

AT_ONCE = 2_000  # leads up to which it is done before the next frame


class Counting(Waiting):
    """Waits for a deed that tells how many leads it has dealt with."""

    def __init__(self, total: int, deed: Callable[[Progress], Outcome], database: Database) -> None:
        self._told = 0
        self._total = total
        super().__init__(f"Writing {total:,} leads…", lambda: deed(self._tell), database)

    def _tell(self, done: int) -> None:
        self._told = done

    def _line(self) -> Content:
        return Content.assemble(super()._line(), (f"  {self._told:,} of {self._total:,}", DIM))


def perform_many(screen: Errands, lead_ids: Sequence[int], deed: ManyDeed, *, repeatable: bool = True) -> None:
    """Do one thing to these leads, and show it as after any verb."""
    ids = list(lead_ids)
    if len(ids) <= AT_ONCE:
        screen.perform(lambda targets: deed(targets, None), lead_ids=ids, repeatable=repeatable)
        return

    def ended(result: Outcome | HermesError | None) -> None:
        if isinstance(result, HermesError):
            screen.say(Content.styled(str(result), "$text-error"))
        elif result is not None:
            screen.perform(lambda _targets: result, lead_ids=ids, repeatable=False)

    screen.app.push_screen(Counting(len(ids), lambda tell: deed(ids, tell), screen.session.database), ended)
