"""What a list and a board share: a cursor over paged rows, marks, keys and messages, and rows drawn once per state."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar, Generic

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget

from widgets import row_messages
from widgets.drawing import Painter
from widgets.marks import Marks
from widgets.pages import Pages, RowT

DrawRow = Callable[[RowT, int], Sequence[Content]]
"""(row, width in cells) → one Content for each line of the row."""

GUTTER = 2
"""Cells left of each row: the cursor's sign, the mark's sign."""

_KEPT_DRAWINGS = 2000
_CURSOR_SIGNS = {"": " ", "cursor": "▌", "cursor-unfocused": "▏"}


class Cursor(Generic[RowT]):
    """A place in one run of rows: the pages, the row the cursor is on, the first row shown."""

    __slots__ = ("index", "pages", "top")

    def __init__(self, pages: Pages[RowT], index: int = 0) -> None:
        self.pages = pages
        self.index = index
        self.top = 0


class RowsView(Widget, Generic[RowT], can_focus=True, inherit_bindings=False):
    """The common floor of PagedList and Kanban; not shown by itself.

    A heir says how many rows a page shows (`_rows_shown`), scrolls the cursor into view (`_reveal`) and repaints rows
    (`_repaint`). Everything else, from keys to messages, is here.
    """

    ALLOW_SELECT = False

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "step(1)", "Down", id="list.down", show=False, tooltip="One row down"),
        Binding("k,up", "step(-1)", "Up", id="list.up", show=False, tooltip="One row up"),
        Binding("g,home", "end(-1)", "First", id="list.first", show=False, tooltip="The first row"),
        Binding("G,end", "end(1)", "Last", id="list.last", show=False, tooltip="The last row"),
        Binding("ctrl+d", "half(1)", "Half page down", id="list.half_down", show=False, tooltip="Half a page down"),
        Binding("ctrl+u", "half(-1)", "Half page up", id="list.half_up", show=False, tooltip="Half a page up"),
        Binding("pagedown", "page(1)", "Page down", id="list.page_down", show=False, tooltip="One page down"),
        Binding("pageup", "page(-1)", "Page up", id="list.page_up", show=False, tooltip="One page up"),
        Binding("enter", "open", "Open", id="list.open", show=False, tooltip="Open this row"),
        Binding("space", "mark", "Mark", id="list.mark", show=False, tooltip="Mark this row, go to the next"),
        Binding("v", "range", "Range", id="list.range", show=False, tooltip="Mark from here on; again to end"),
    ]

    CLASS_PREFIX: ClassVar[str] = "rows-view"
    """First part of the component classes: --cursor, --cursor-unfocused, --sign, --mark, --empty."""

    # Each heir has its own, so that @on(PagedList.CursorMoved) says which kind of view is meant.
    CursorMoved: ClassVar[type[row_messages.CursorMoved]] = row_messages.CursorMoved
    Opened: ClassVar[type[row_messages.Opened]] = row_messages.Opened
    MarksChanged: ClassVar[type[row_messages.MarksChanged]] = row_messages.MarksChanged

    def __init__(self, draw: DrawRow[RowT], row_height: int, *, id: str | None, classes: str | None) -> None:
        super().__init__(id=id, classes=classes)
        self.painter = Painter(self)
        self.row_height = row_height
        self._draw = draw
        self._cursor: Cursor[RowT] = Cursor(Pages())
        self._marks = Marks()
        self._drawn: dict[tuple[int, int, int, str, bool], tuple[RowT, list[Strip]]] = {}
        self._styles_stale = True
        self._style_signature: list[Style] = []

    # What an heir fills in

    def _rows_shown(self) -> int:
        """How many whole rows fit."""
        raise NotImplementedError

    def _reveal(self) -> bool:
        """Scroll so that the cursor's row is whole in view; returns whether anything had to move."""
        raise NotImplementedError

    def _repaint(self, indexes: Iterable[int]) -> None:
        """Repaint just these rows of the cursor's run."""
        raise NotImplementedError

    # The cursor

    @property
    def index(self) -> int:
        """The cursor's row, 0-based."""
        return self._cursor.index

    @property
    def current(self) -> RowT | None:
        """The row under the cursor, or None in an empty run."""
        return self._cursor.pages.row(self._cursor.index)

    @property
    def current_key(self) -> int | None:
        """The key of the row under the cursor."""
        return self._cursor.pages.key(self._cursor.index)

    def _place(self, index: int) -> int:
        """The nearest row there is to `index`, where the total may have been guessed too high."""
        pages = self._cursor.pages
        index = max(0, min(index, pages.total - 1))
        if index and pages.row(index) is None:
            low, high = 0, index  # a row exists at low (or nowhere), none at high
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if pages.row(middle) is not None else (low, middle)
            index = low
        return index

    def _go(self, index: int) -> None:
        """Put the cursor on a row of its run, repaint what changed, and say so."""
        cursor, old = self._cursor, self._cursor.index
        index = self._place(index)
        if index == old:
            return
        cursor.index = index
        ranging = self._marks.in_range
        if ranging:
            self._marks.stretch(index, cursor.pages.keys)
        if not self._reveal():
            far = ranging and abs(index - old) > 1
            self._repaint(range(min(old, index), max(old, index) + 1) if far else (old, index))
        self._tell_cursor()
        if ranging:
            self._tell_marks()

    def _tell_cursor(self) -> None:
        self.post_message(self.CursorMoved(self, self._cursor.index, self.current))

    # Marks

    @property
    def marks(self) -> set[int]:
        """Keys of the marked rows, an open range included (a copy)."""
        return self._marks.keys

    @property
    def mark_count(self) -> int:
        """How many rows are marked; cheaper than to copy their keys."""
        return self._marks.count

    def toggle_mark(self) -> None:
        """Mark the current row or take its mark away; with a range open, close it and keep its rows."""
        key = self.current_key
        if self._marks.in_range:
            self._marks.keep_range()
        elif key is not None:
            self._marks.toggle(key)
        self._repaint((self._cursor.index,))
        self._tell_marks()

    def start_range(self) -> None:
        """Open a range at the cursor; it follows until `end_range()`."""
        key = self.current_key
        if key is not None:
            self._marks.start(self._cursor.index, key)
            self._repaint((self._cursor.index,))
            self._tell_marks()

    def end_range(self) -> None:
        """Close the range; its rows stay marked."""
        self._marks.keep_range()

    def mark_keys(self, keys: Iterable[int]) -> None:
        """Mark these rows too, wherever they are."""
        self._marks.add(keys)
        self.refresh()
        self._tell_marks()

    def clear_marks(self) -> None:
        """Take all marks away."""
        if self._marks or self._marks.in_range:
            self._marks.clear()
            self.refresh()
            self._tell_marks()

    def _tell_marks(self) -> None:
        self.post_message(self.MarksChanged(self, self._marks.count))

    # Keys

    def action_step(self, by: int) -> None:
        self._go(self._cursor.index + by)

    def action_end(self, side: int) -> None:
        self._go(0 if side < 0 else self._cursor.pages.total - 1)

    def action_half(self, side: int) -> None:
        self._go(self._cursor.index + side * max(1, self._rows_shown() // 2))

    def action_page(self, side: int) -> None:
        self._go(self._cursor.index + side * max(1, self._rows_shown()))

    def action_open(self) -> None:
        row = self.current
        if row is not None:
            self.post_message(self.Opened(self, row))

    def action_mark(self) -> None:
        self.toggle_mark()
        self.action_step(1)

    def action_range(self) -> None:
        if self._marks.in_range:
            self.end_range()
        else:
            self.start_range()

    # Drawing

    def on_mount(self) -> None:
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self._restyle())

    def on_focus(self, _event: events.Focus) -> None:
        self._repaint((self._cursor.index,))

    def on_blur(self, _event: events.Blur) -> None:
        self._repaint((self._cursor.index,))

    def notify_style_update(self) -> None:
        self._styles_stale = True
        super().notify_style_update()

    def _restyle(self) -> None:
        self.painter.forget()
        self._drawn.clear()
        self.refresh()

    def _class(self, part: str) -> str:
        return f"{self.CLASS_PREFIX}--{part}"

    def _check_styles(self) -> None:
        """Drop what was drawn, if the styles it was drawn in changed since (a change of focus alone changes none)."""
        if not self._styles_stale:
            return
        self._styles_stale = False
        self.painter.forget()
        parts = ("cursor", "cursor-unfocused", "sign", "mark")
        signature = [self.painter.base(), *(self.painter.base(self._class(part)) for part in parts)]
        if signature != self._style_signature:
            self._style_signature = signature
            self._drawn.clear()

    def _row_strips(self, pages: Pages[RowT], run: int, index: int, width: int, on_cursor: bool) -> list[Strip]:
        """The lines of one row, `width` cells each; `run` tells apart the rows of several columns."""
        row = pages.row(index)
        if row is None or pages.source is None:
            return [self.painter.blank(width, self.painter.base())] * self.row_height
        in_cursors_run = pages is self._cursor.pages  # an open range reaches over rows of that run only
        marked = self._marks.holds(index if in_cursors_run else -1, pages.source.key(row))
        look = ("cursor" if self.has_focus else "cursor-unfocused") if on_cursor else ""
        state = (run, pages.source.key(row), width, look, marked)
        drawn = self._drawn.get(state)
        if drawn is None or drawn[0] != row:
            if len(self._drawn) > _KEPT_DRAWINGS:
                self._drawn.clear()
            drawn = self._drawn[state] = (row, self._draw_row(row, width, look, marked))
        return drawn[1]

    def _draw_row(self, row: RowT, width: int, look: str, marked: bool) -> list[Strip]:
        painter = self.painter
        components = [self._class(part) for part in ("mark" if marked else "", look) if part]
        base, signed = painter.base(*components), painter.base(*components, self._class("sign"))
        lines = self._draw(row, max(1, width - GUTTER))
        cursor_sign = _CURSOR_SIGNS[look]
        strips = []
        for number in range(self.row_height):
            signs = cursor_sign + ("●" if marked and number == 0 else " ")
            body = lines[number] if number < len(lines) else Content("")
            before = [(signs, signed if signs.strip() else base)]
            segments = painter.segments(body, max(0, width - GUTTER), base, before)
            strips.append(Strip(segments, max(width, GUTTER)))
        return strips
