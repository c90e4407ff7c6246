"""Asking on which day a message is to go out, as snooze asks until when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from textual.content import Content

from hermes_tui.actions.due import Due
from hermes_tui.actions.when import parse_day
from storage.errors import HermesError
from widgets.strip_prompt import Choice

if TYPE_CHECKING:
    from hermes_tui.screens.base import HermesScreen

_WORDS = {"w": "week", "m": "month"}

Then = Callable[[int], None]
"""the moment, UTC ms"""


def ask_later(screen: HermesScreen, what: str, then: Then) -> None:
    """Ask for a day to come by one key: a digit is so many days, `w` a week, `m` a month, `/` asks for a date."""
    session = screen.session

    def answered(answer: str) -> None:
        if answer == "/":
            screen.strip.ask_text(
                Content.styled(f" {what} (fri, 3 dec):", "bold"),
                "",
                answered,
                validate=lambda text: _wrong(screen, text),
            )
            return
        today = session.today()
        day = today + timedelta(days=int(answer)) if answer.isdecimal() else parse_day(answer, today)
        then(Due(day).leaving(session.zone))

    usual = session.settings.snooze_days
    choices = [
        Choice("p", f"{usual}d", str(usual)),
        *(Choice(str(n), "" if n < 9 else "days", str(n)) for n in range(1, 10)),
        *(Choice(key, word, word) for key, word in _WORDS.items()), Choice("/", "date", "/"),
    ]  # fmt: skip
    screen.strip.ask_choice(Content.styled(f" {what}:", "bold"), choices, answered)


def _wrong(screen: HermesScreen, text: str) -> str | None:
    today = screen.session.today()
    try:
        day = parse_day(text, today)
    except HermesError as error:
        return str(error)
    return None if day > today else "that day is not to come"
