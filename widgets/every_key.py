"""Catching each key in the order it was typed, also those already under way to another widget when a question opens.

A key travels: app → focused widget → its parents → app, where bindings are looked up; each step is a turn of the event
loop. So a key typed fast after the verb that opens a question is already on its way through the widget that had the
focus before. Two things keep the order: a bindings map that answers for every key, so that such late keys come to
the asker after all; and a fence, sent the same way behind them, until whose arrival newer keys wait.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any
from unicodedata import name

from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import REPLACED_KEYS, key_to_character
from textual.message_pump import MessagePump

Wants = Callable[[str], tuple[bool, bool]]
"""key → (catch it as it arrives from the terminal?, catch it when no other widget wanted it?)"""


class EveryKey(dict[str, list[Binding]]):
    """Stands in for `BindingsMap.key_to_bindings`: empty to look at, yet it has a binding for every key wanted."""

    def __init__(self, wants: Wants) -> None:
        super().__init__()
        self._wants = wants

    def get(self, key: str, default: Any = None) -> Any:
        """Bindings to `take` (on arrival) and `take_late` (after the long way round), as wanted."""
        at_once, late = self._wants(key)
        found = []
        if at_once:
            found.append(Binding(key, f"take({key!r})", show=False, priority=True))
        if late:
            found.append(Binding(key, f"take_late({key!r})", show=False))
        return found or default

    def copy(self) -> EveryKey:
        """Textual copies the map for each key it looks up."""
        return EveryKey(self._wants)


def character_of(key: str) -> str | None:
    """The character a key types, from its name ("slash" → "/"), or None for keys like f5 or ctrl+a."""
    return key_to_character(REPLACED_KEYS.get(key, key)) or _signs_with_hyphens().get(key)


@cache
def _signs_with_hyphens() -> dict[str, str]:
    """Signs that Textual cannot name back, as it writes the hyphens of their Unicode names as underscores: « » „ ≤ …"""
    names = ((name(chr(code), ""), chr(code)) for code in range(0x80, 0x3000))
    return {sign.lower().replace("-", "_").replace(" ", "_"): char for sign, char in names if "-" in sign}


def send_fence(start: DOMNode, arrived: Callable[[], None]) -> None:
    """Call `arrived` once all keys now under way through `start` and its parents have been dealt with."""
    path: list[MessagePump] = [*start.ancestors_with_self]

    def step() -> None:
        while path:
            if path.pop(0).call_later(step):
                return
        arrived()

    step()
