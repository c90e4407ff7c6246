"""What a list or a board tells its owner; each widget has its own heirs of these, named after itself.

Plain classes, no dataclasses: a dataclass runs generated code at import, and these stand on the way to the first frame.
"""

from __future__ import annotations

from typing import Any

from textual.message import Message
from textual.widget import Widget


class _OfView(Message):
    def __init__(self, view: Widget) -> None:
        super().__init__()
        self.view = view

    @property
    def control(self) -> Widget:
        """The list or board that tells it."""
        return self.view


class CursorMoved(_OfView):
    """The cursor is on another row (None: there is no row), or its row reads differently after a reload.

    Of a flood of these only the last arrives.
    """

    def __init__(self, view: Widget, index: int, row: Any) -> None:
        super().__init__(view)
        self.index = index
        self.row = row

    def can_replace(self, message: Message) -> bool:
        return type(message) is type(self) and message.control is self.view


class Opened(_OfView):
    """Enter, or a double click, on a row."""

    def __init__(self, view: Widget, row: Any) -> None:
        super().__init__(view)
        self.row = row


class MarksChanged(_OfView):
    """So many rows are marked now. Of a flood of these only the last arrives."""

    def __init__(self, view: Widget, count: int) -> None:
        super().__init__(view)
        self.count = count

    def can_replace(self, message: Message) -> bool:
        return type(message) is type(self) and message.control is self.view
