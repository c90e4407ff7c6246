"""A form over a screen: what was typed stays until it is saved or dropped, and saving is shown as any verb is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from hermes_tui.screens.verbs import LeadVerbs
from storage.errors import HermesError
from widgets.form import Check, Field, FormScreen

if TYPE_CHECKING:
    from hermes_tui.actions.outcome import Outcome
    from hermes_tui.screens.base import HermesScreen

Typed = dict[str, str]
Save = Callable[[Typed], "Outcome"]
Then = Callable[["Outcome"], None]

DAYS_HELP = "3d, fri, 3 dec or 2026-12-03"


def ask(screen: HermesScreen, title: str, fields: Sequence[Field], save: Save, then: Then) -> None:
    """Show a form; where saving fails the form comes back with what was typed, and the reason is said."""
    _ask(screen, title, fields, save, then, {})


def _ask(screen: HermesScreen, title: str, fields: Sequence[Field], save: Save, then: Then, kept: Typed) -> None:
    def answered(changes: Typed | None) -> None:
        if changes is None:
            return
        typed = {**kept, **changes}
        failures: list[HermesError] = []
        outcome = screen.attempt(partial(_saved, save, typed, failures))
        if outcome is not None:
            then(outcome)
            return
        screen.hermes.say_error(failures[-1])
        again = [field._replace(value=typed.get(field.name, field.value)) for field in fields]
        _ask(screen, title, again, save, then, typed)

    screen.app.push_screen(FormScreen(title, fields), answered)


def _saved(save: Save, typed: Typed, failures: list[HermesError]) -> Outcome:
    try:
        return save(typed)
    except HermesError as error:
        failures.append(error)
        raise


def show_done(screen: HermesScreen, lead_ids: Sequence[int], outcome: Outcome) -> None:
    """Show what was done as after any verb."""
    if isinstance(screen, LeadVerbs):
        screen.acted(outcome, lead_ids)
    else:
        screen.reload()
    screen.say_done(outcome)


def what_is_wrong(read: Callable[[str], object], text: str) -> str | None:
    """The sentence of the error that reading this text raises, or None."""
    try:
        read(text)
    except HermesError as error:
        return str(error).removesuffix("; nothing was changed.")
    return None


def wanted(what: str) -> Check:
    """A check that refuses an empty text with these words."""
    return lambda text: None if text.strip() else what
