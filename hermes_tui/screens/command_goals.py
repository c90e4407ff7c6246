"""The `:goal` command: what the rep wants of this month and those after it, set or taken away without leaving."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from hermes_tui.screens.command_shape import Line, Run, wanted

if TYPE_CHECKING:
    from hermes_tui.actions.outcome import Outcome
    from hermes_tui.screens.base import HermesScreen

_NONE = frozenset({"none", "off", "0"})


def _goal(here: HermesScreen, rest: str) -> Run:
    from hermes_tui.actions.goals import kind_named, month_named, parse_goal, remove_goal, set_goal

    session = here.session
    word, _, typed = wanted(rest, "which goal and how much: touches 400, meetings 8, won 30k").partition(" ")
    kind, month = kind_named(word), month_named("", session.today())
    if wanted(typed.strip(), "how much of it a month; `none` takes the goal away").casefold() in _NONE:
        return lambda: _do(here, lambda: remove_goal(session.database, kind, month, session.now()))
    amount, currency = parse_goal(kind, typed, session.settings.currency)
    return lambda: _do(here, lambda: set_goal(session.database, kind, amount, month, session.now(), currency))


def _do(here: HermesScreen, deed: Callable[[], Outcome]) -> None:
    outcome = here.attempt(deed)
    if outcome is not None:
        here.reload()
        here.say_done(outcome)


def _kinds(_here: HermesScreen, _rest: str) -> Iterable[str]:
    return ("touches ", "meetings ", "won_value ")


GOAL_LINE = Line("goal", "KIND AMOUNT", "Set a goal of the month: touches, meetings, won_value", _goal, _kinds)
