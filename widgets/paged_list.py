"""A list of any length that reads only the rows it shows: one widget, one line of paint at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from textual import events
from textual.content import Content
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from widgets import row_messages
from widgets.drawing import fit, side_by_side
from widgets.pages import Pages, PageSource, RowT
from widgets.rows_view import GUTTER, Cursor, DrawRow, RowsView


class PagedList(RowsView[RowT], ScrollView, can_focus=True):
    """Rows of a source, a cursor, marks, and a header line that stays.

    `draw(row, width)` gives one Content for each of the row's `row_height` lines; `header(width)` the pinned first
    line, as wide as a row beside the gutter; `empty` stands in the middle when there is no row at all and should say
    what to press.
    """

    DEFAULT_CSS = """
    PagedList {
        height: 1fr;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        background: $background;
        color: $foreground;
        & > .paged-list--cursor { background: $foreground 12%; }
        & > .paged-list--cursor-unfocused { background: $foreground 5%; }
        & > .paged-list--sign { color: $accent; text-style: bold; }
        & > .paged-list--mark { text-style: bold; }
        & > .paged-list--header { color: $text-muted; }
        & > .paged-list--empty { color: $text-muted; }
    }
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "paged-list--cursor",
        "paged-list--cursor-unfocused",
        "paged-list--sign",
        "paged-list--mark",
        "paged-list--header",
        "paged-list--empty",
    }
    CLASS_PREFIX = "paged-list"

    class CursorMoved(row_messages.CursorMoved):
        """The cursor is on another row."""

        @property
        def list(self) -> PagedList[Any]:
            assert isinstance(self.view, PagedList)
            return self.view

    class Opened(row_messages.Opened):
        """Enter or a double click on a row."""

        @property
        def list(self) -> PagedList[Any]:
            assert isinstance(self.view, PagedList)
            return self.view

    class MarksChanged(row_messages.MarksChanged):
        """So many rows are marked now."""

        @property
        def list(self) -> PagedList[Any]:
            assert isinstance(self.view, PagedList)
            return self.view

    def __init__(
        self,
        draw: DrawRow[RowT],
        *,
        header: Callable[[int], Content] | None = None,
        row_height: int = 1,
        empty: Content,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(draw, row_height, id=id, classes=classes)
        self._header = header
        self._header_height = 0 if header is None else 1
        self.empty = empty

    # What is shown

    def show(
        self,
        source: PageSource[RowT],
        total: int,
        cursor: int = 0,
        *,
        keep_marks: bool = False,
        keep_drawn: bool = False,
    ) -> None:
        """Show the rows of a source, `total` of them (it may be a guess, see `set_total`), the cursor at `cursor`.

        Marks belong to what was shown before and are dropped, unless `keep_marks`. With `keep_drawn` a row equal to
        one drawn before is not drawn again: the owner says that nothing else its drawing depends on has changed.
        """
        had_marks = self._marks.count
        self._cursor = Cursor(Pages(source, total))
        if keep_marks:
            self._marks.keep_range()
        else:
            self._marks.clear()
        self._cursor.index = self._place(cursor)
        self._read_again(keep_drawn=keep_drawn)
        self._tell_cursor()
        if self._marks.count != had_marks:
            self._tell_marks()

    @property
    def total(self) -> int:
        """How many rows there are, as far as was said."""
        return self._cursor.pages.total

    def set_total(self, total: int) -> None:
        """Correct the total; the cursor stays, or goes to the last row there is."""
        if total == self.total:
            return
        before = self._cursor.index
        self._cursor.pages.total = total
        self._cursor.index = self._place(before)
        self._fit_scrollbar()
        if self._cursor.index != before:
            self._reveal()
            self._tell_cursor()
        self.refresh()

    def reload(self, cursor: int | None = None) -> None:
        """Forget the rows read so far and read the visible page again; the cursor stays at its place, or goes to
        `cursor`. Marks stay. Says CursorMoved where the row under the cursor is another or reads differently."""
        before = self.current
        place = self._cursor.index
        self._marks.keep_range()
        self._cursor.pages.drop()
        self._cursor.index = self._place(place if cursor is None else cursor)
        self._read_again()
        if self._cursor.index != place or self.current != before:
            self._tell_cursor()

    def _read_again(self, *, keep_drawn: bool = False) -> None:
        if not keep_drawn:
            self._drawn.clear()
        self._fit_scrollbar()
        self._reveal()
        self.refresh()

    def row(self, index: int) -> RowT | None:
        """The row at `index`, or None."""
        return self._cursor.pages.row(index)

    def rows_around(self, index: int, n: int) -> list[RowT]:
        """The rows from `index - n` to `index + n`, those that there are."""
        rows = (self._cursor.pages.row(at) for at in range(max(0, index - n), index + n + 1))
        return [row for row in rows if row is not None]

    def move_to(self, index: int) -> None:
        """Put the cursor on a row; out of bounds means the nearest end."""
        self._go(index)

    # Scrolling

    def _fit_scrollbar(self) -> None:
        """Tell the scrollbar how much there is; a layout pass (a third of a verb's time) only where it comes."""
        size = Size(0, self.total * self.row_height + self._header_height)
        if self.show_vertical_scrollbar and size.height > self.size.height > 0:
            self.set_reactive(PagedList.virtual_size, size)
            self.vertical_scrollbar.window_virtual_size = size.height
            if self.scroll_y > self.max_scroll_y:
                self.scroll_to(y=self.max_scroll_y, animate=False, force=True)
        else:
            self.virtual_size = size

    def _view_lines(self) -> int:
        return max(1, self.size.height - self._header_height)

    def _rows_shown(self) -> int:
        return max(1, self._view_lines() // self.row_height)

    def _reveal(self) -> bool:
        if not self.size.height:
            return False
        first = self._cursor.index * self.row_height
        top, lines = round(self.scroll_y), self._view_lines()
        if top <= first and first + self.row_height <= top + lines:
            return False
        # Half a page ahead: the rows to come are in sight, and a held key rarely repaints the whole list.
        rows_above = self._rows_shown() // 2
        self.scroll_to(y=max(0, first - rows_above * self.row_height), animate=False, force=True)
        return True

    def on_resize(self, _event: events.Resize) -> None:
        """The cursor stays in sight; one on the first screenful shows it from its first row."""
        if self.scroll_y and (self._cursor.index + 1) * self.row_height <= self._view_lines():
            self.scroll_to(y=0, animate=False, force=True)
        else:
            self._reveal()

    def _repaint(self, indexes: Iterable[int]) -> None:
        top, width = round(self.scroll_y), self.size.width
        shown = Region(0, self._header_height, width, self._view_lines())
        places = (
            Region(0, self._header_height + index * self.row_height - top, width, self.row_height) for index in indexes
        )
        regions = [region.intersection(shown) for region in places if region.overlaps(shown)]
        if regions:
            self.refresh(*regions)

    # Mouse

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None or offset.y < self._header_height:
            return
        index = (offset.y - self._header_height + round(self.scroll_y)) // self.row_height
        if self.row(index) is None:
            return
        self._go(index)
        if event.chain == 2:
            self.action_open()

    # Paint

    def render_line(self, y: int) -> Strip:
        width = self.size.width - self.scrollbar_size_vertical  # its scrollbar is painted over the last cells
        self._check_styles()
        if y < self._header_height and self._header is not None:
            titles = side_by_side((Content(" " * GUTTER), self._header(max(1, width - GUTTER))))
            return self.painter.strip(titles, width, self.painter.base("paged-list--header"))
        if not self.total:
            return self._empty_line(y, width)
        index, line = divmod(y - self._header_height + round(self.scroll_y), self.row_height)
        if index >= self.total:
            return self.painter.blank(width, self.painter.base())
        return self._row_strips(self._cursor.pages, 0, index, width, index == self._cursor.index)[line]

    def _empty_line(self, y: int, width: int) -> Strip:
        lines = self.empty.split("\n")
        number = y - max(self._header_height, (self.size.height - len(lines)) // 2)
        if not 0 <= number < len(lines):
            return self.painter.blank(width, self.painter.base())
        return self.painter.strip(fit(lines[number], width, "center"), width, self.painter.base("paged-list--empty"))
