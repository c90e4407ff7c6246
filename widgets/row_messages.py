"""What a list or a board tells its owner; each widget has its own heirs of these, named after itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from textual.message import Message
from textual.widget import Widget


@dataclass
class _OfView(Message):
    view: Widget

    @property
    def control(self) -> Widget:
        """The list or board that tells it."""
        return self.view


@dataclass
class CursorMoved(_OfView):
    """The cursor is on another row (None: there is no row), or its row reads differently after a reload.

    Of a flood of these only the last arrives.
    """

    index: int
    row: Any

    def can_replace(self, message: Message) -> bool:
        return type(message) is type(self) and message.control is self.view


@dataclass
class Opened(_OfView):
    """Enter, or a double click, on a row."""

    row: Any


@dataclass
class MarksChanged(_OfView):
    """So many rows are marked now. Of a flood of these only the last arrives."""

    count: int

    def can_replace(self, message: Message) -> bool:
        return type(message) is type(self) and message.control is self.view
