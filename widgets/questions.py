"""What a strip can ask: a choice by one key, or a line of text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from rich.cells import cell_len
from textual.content import Content

Validate = Callable[[str], "str | None"]
"""text → what is wrong with it in one short phrase, or None."""


class Choice(NamedTuple):
    """One answer: the key that gives it ("c", "/", "enter"), its label, and the value the callback gets.

    `said` False: the key answers, and nothing tells of it where there is no room.
    """

    key: str
    label: str
    value: Any = None
    said: bool = True


class ChoiceQuestion(NamedTuple):
    """One key decides."""

    label: Content
    choices: Sequence[Choice]
    callback: Callable[[Any], object]
    on_cancel: Callable[[], object] | None

    def chosen(self, key: str, character: str | None) -> Choice | None:
        """The choice that this key gives."""
        return next((choice for choice in self.choices if choice.key in (key, character)), None)

    def content(self, say: str = "", width: int = 0) -> Content:
        """`touch: c call  e mail`, and after it what is to be said about the last key. Keys without a label
        stand closer together: `1 2 3 days`. Where lines are `width` cells wide, none ends between a key and its label.
        """
        parts: list[Content | tuple[str, str]] = [self.label, ("  ", "")]
        at = self.label.cell_length + 2
        for choice in (each for each in self.choices if each.said):
            label = f" {choice.label}" if choice.label else ""
            cells = cell_len(choice.key + label)
            if 0 < width < at + cells:
                parts.append(
                    (" " * max(0, width - at), "")
                )  # up to the end of the line, so that it goes on with the key
                at = 0
            parts += [(choice.key, "bold $accent"), (f"{label}  " if label else " ", "")]
            at += cells + (2 if label else 1)
        parts.append((say, "$text-warning"))
        return Content.assemble(*parts)


class TextQuestion(NamedTuple):
    """A line is typed; Enter gives it."""

    label: Content
    callback: Callable[[str], object]
    on_cancel: Callable[[], object] | None
    validate: Validate | None
