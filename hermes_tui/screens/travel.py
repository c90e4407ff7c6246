"""Undo and redo from any main screen; one that would be felt, as of a large import, goes on in a thread."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from hermes_tui.actions import history
from hermes_tui.screens.base import HermesScreen
from storage.errors import HermesError
from storage.journal import next_weight

if TYPE_CHECKING:
    from hermes_tui.actions.outcome import Outcome

AT_ONCE = 2_000  # rows up to which it is done before the next frame


def travel(here: HermesScreen, *, redo: bool) -> None:
    """Take back the last action, or do again what was taken back; the screen shows the leads it touched."""
    session = here.session
    deed = partial(history.redo if redo else history.undo, session.database, session.now())
    if next_weight(session.database, redo=redo) <= AT_ONCE:
        outcome = here.attempt(deed)
        if outcome is not None:
            here.take_back(outcome)
        return
    from hermes_tui.screens.waiting import Waiting

    def ended(result: Outcome | HermesError | None) -> None:
        if isinstance(result, HermesError):
            here.say(Content.styled(str(result), "$text-error"))
        elif result is not None:
            here.hermes.changed()
            here.take_back(result)

    here.app.push_screen(Waiting("Doing it again…" if redo else "Taking it back…", deed, session.database), ended)
