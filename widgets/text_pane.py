"""A pane of text to read beside a list: it follows a moving cursor without a layout pass, and scrolls by request."""

from __future__ import annotations

import re

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip

from widgets.drawing import one_line
from widgets.painted import Painted

_LABEL = re.compile(r"^(\s*\S.*?\s{2,})\S")
_WIDEST_LABEL = 0.4  # of the pane; a label beyond that is no label, and its text would stand in a chimney
_WHEEL_LINES = 3


def hanging_lines(line: Content, width: int) -> list[Content]:
    """One logical line wrapped to `width` cells. Its continuation stands under the text after its label ("19 Nov  …":
    what is left of the first two spaces) or under its own indent."""
    line = one_line(line)
    if line.cell_length <= width:
        return [line]
    label = _LABEL.match(line.plain)
    indent = cell_len(label[1]) if label else 0
    if not 0 < indent <= width * _WIDEST_LABEL:
        indent = len(line.plain) - len(line.plain.lstrip())
        indent = indent if indent <= width * _WIDEST_LABEL else 0
    first = line.wrap(width)[0]
    rest = line[len(first.plain) :]
    skipped = len(rest.plain) - len(rest.plain.lstrip())
    following = rest[skipped:].wrap(max(1, width - indent)) if skipped < len(rest.plain) else []
    return [first, *(each.pad_left(indent) for each in following)]


class TextPane(Painted):
    """Read-only text, wrapped; ▲ and ▼ at its right edge say that there is more."""

    DEFAULT_CSS = """
    TextPane {
        height: 1fr;
        background: $background;
        color: $foreground;
        & > .text-pane--more { color: $accent; }
    }
    """

    COMPONENT_CLASSES = {"text-pane--more"}

    def __init__(self, content: Content | None = None, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._content = content or Content("")
        self._lines: list[Content] = []
        self._wrapped_to = 0
        self._top = 0

    def show(self, content: Content, *, keep_place: bool = False) -> None:
        """Show this text from its top, or from the line where one was. Only lines that differ are painted."""
        old_lines, old_top = self._lines, self._top
        self._content, self._wrapped_to = content, 0
        self._wrap()
        self._top = min(old_top, self._last_top()) if keep_place else 0
        if self._top != old_top:
            self.refresh()
            return
        width, height = self.size
        old, new = (lines[old_top : old_top + height] for lines in (old_lines, self._lines))
        blank = Content("")
        for y in range(height):
            was, now = (part[y] if y < len(part) else blank for part in (old, new))
            if not was.is_same(now) or y in (0, height - 1):
                self.refresh(Region(0, y, width, 1))

    @property
    def top(self) -> int:
        """The first line in view, counted after wrapping."""
        return self._top

    def scroll_lines(self, lines: int) -> None:
        """Scroll down by so many lines, up if negative; stops at the ends."""
        top = max(0, min(self._top + lines, self._last_top()))
        if top != self._top:
            self._top = top
            self.refresh()

    def _last_top(self) -> int:
        return max(0, len(self._lines) - self.size.height)

    def _wrap(self) -> None:
        width = max(1, self.size.width - 1)  # the last cell is for ▲ and ▼
        if width != self._wrapped_to:
            self._wrapped_to = width
            self._lines = [
                wrapped
                for line in self._content.split("\n", allow_blank=True)
                for wrapped in hanging_lines(line, width)
            ]

    def on_resize(self, _event: events.Resize) -> None:
        self._wrap()
        top = min(self._top, self._last_top())
        if top != self._top:
            self._top = top
            self.refresh()
        self.refresh()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.scroll_lines(_WHEEL_LINES)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.scroll_lines(-_WHEEL_LINES)

    def render_line(self, y: int) -> Strip:
        width, height = self.size
        self._wrap()  # a new size is painted before its Resize comes, and not again after it
        base = self.painter.base()
        number = self._top + y
        line = self._lines[number] if number < len(self._lines) else Content("")
        strip = self.painter.strip(line, max(0, width - 1), base)
        sign = " "
        if y == 0 and self._top:
            sign = "▲"
        elif y == height - 1 and self._top < self._last_top():
            sign = "▼"
        return Strip.join([strip, self.painter.strip(Content(sign), 1, self.painter.base("text-pane--more"))])
