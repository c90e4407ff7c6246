"""Columns of rows side by side, without the mouse: what stands where, the cursor among them, and how it is painted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, Generic, NamedTuple

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip

from widgets.board_layout import GAP, Slot, lay_out, scrolled
from widgets.kanban_paint import HEAD_LINES, folded_line, head_line, lit, with_arrows
from widgets.pages import Pages, PageSource, RowT
from widgets.rows_view import Cursor, DrawRow, RowsView


class KanbanColumn(NamedTuple, Generic[RowT]):
    """One column: its lasting key, title, a note beside it ("4 · 61k"), how many rows, and where they come from."""

    key: int
    title: str
    note: str
    total: int
    source: PageSource[RowT]


class Board(RowsView[RowT]):
    """The quiet half of Kanban, not used by itself: everything but its messages and the mouse."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("h,left", "column(-1)", "Left", id="board.left", show=False, tooltip="The column to the left"),
        Binding("l,right", "column(1)", "Right", id="board.right", show=False, tooltip="The column to the right"),
        Binding("0", "edge(-1)", "First column", id="board.first", show=False, tooltip="The first column"),
        Binding("dollar_sign", "edge(1)", "Last column", id="board.last", show=False, tooltip="The last column"),
    ]

    def __init__(
        self,
        draw_card: DrawRow[RowT],
        card_height: int = 2,
        column_width: tuple[int, int] = (24, 32),
        *,
        gap: int = 1,
        empty: Content | None = None,
        folded: Iterable[int] = (),
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(draw_card, card_height, id=id, classes=classes)
        self.empty = empty or Content("nothing here")
        self.folded = set(folded)
        self._widths = column_width
        self._step = card_height + gap
        self._columns: list[KanbanColumn[RowT]] = []
        self._cursors: list[Cursor[RowT]] = []
        self._at = 0
        self._left = 0
        self._slots: list[Slot] = []
        self._target: int | None = None  # place of the column that cards would be dropped on

    # What is shown

    def show(
        self,
        columns: Sequence[KanbanColumn[RowT]],
        focus_column: int | None = None,
        cursor: int | None = None,
        *,
        keep_drawn: bool = False,
    ) -> None:
        """Show these columns. Without `focus_column` (a key) and `cursor` each column's cursor stays where it was, by
        the column's key, and the focused column stays focused. `keep_drawn` as in PagedList."""
        before, was_in = self.current, self.column
        places = {column.key: at for column, at in zip(self._columns, self._cursors, strict=True)}
        self._marks.keep_range()
        self._columns = list(columns)
        self._cursors = []
        for column in columns:
            at, old = Cursor(Pages(column.source, column.total)), places.get(column.key)
            if old is not None:
                at.index, at.top = max(0, min(old.index, column.total - 1)), old.top
            self._cursors.append(at)
        keys = [column.key for column in columns]
        wanted = was_in if focus_column is None else focus_column
        self._at = keys.index(wanted) if wanted in keys else self._first_filled()
        self._cursor = self._cursors[self._at] if columns else Cursor(Pages())
        self._cursor.index = self._place(self._cursor.index if cursor is None else cursor)
        if not keep_drawn:
            self._drawn.clear()
        self._lay_out()
        if self.column != was_in or self.current != before or cursor is not None:
            self._tell_cursor()

    def reload(self) -> None:
        """Forget the rows read so far and read the visible ones again; cursors and marks stay."""
        before, place = self.current, self._cursor.index
        self._marks.keep_range()
        for cursor in self._cursors:
            cursor.pages.drop()
        self._cursor.index = self._place(place)
        self._drawn.clear()
        self._reveal()
        self.refresh()
        if self._cursor.index != place or self.current != before:
            self._tell_cursor()

    @property
    def columns(self) -> tuple[KanbanColumn[RowT], ...]:
        """The columns as last shown."""
        return tuple(self._columns)

    @property
    def column(self) -> int | None:
        """The key of the focused column."""
        return self._columns[self._at].key if self._columns else None

    def move_to(self, column_key: int, index: int) -> None:
        """Put the cursor on a card of a column; KeyError where there is no such column."""
        for place, column in enumerate(self._columns):
            if column.key == column_key:
                self._focus_column(place)
                self._go(index)
                return
        raise KeyError(column_key)

    def fold(self, column_key: int, folded: bool = True) -> None:
        """Fold a column to a strip, or open it."""
        (self.folded.add if folded else self.folded.discard)(column_key)
        self._lay_out()

    def _first_filled(self) -> int:
        return next((place for place, column in enumerate(self._columns) if column.total), 0)

    # Keys

    def action_column(self, side: int) -> None:
        """To the next column on that side that has cards."""
        place = self._at + side
        while 0 <= place < len(self._columns):
            if self._columns[place].total:
                self._focus_column(place)
                return
            place += side

    def action_edge(self, side: int) -> None:
        """To the first or the last column that has cards."""
        filled = [place for place, column in enumerate(self._columns) if column.total]
        if filled:
            self._focus_column(filled[0] if side < 0 else filled[-1])

    def _focus_column(self, place: int) -> None:
        if place == self._at:
            return
        old = self._at
        self._marks.keep_range()
        self._repaint((self._cursor.index,))
        self._at, self._cursor = place, self._cursors[place]
        self._cursor.index = self._place(self._cursor.index)
        if self._is_folded(old) or self._slots[place].folded:
            self._lay_out()
        elif not self._reveal():
            self._repaint((self._cursor.index,))
            heads = (self._on_screen(self._slots[at], 0, HEAD_LINES) for at in (old, place))
            self.refresh(*heads)
        self._tell_cursor()

    # Layout and scrolling

    def _is_folded(self, place: int) -> bool:
        column = self._columns[place]
        return place != self._at and (column.total == 0 or column.key in self.folded)

    def _lay_out(self) -> None:
        for cursor in self._cursors:
            cursor.top = max(0, min(cursor.top, cursor.pages.total - self._rows_shown()))
        folded = [self._is_folded(place) for place in range(len(self._columns))]
        self._slots = lay_out(folded, self.size.width, self._widths)
        self._reveal()
        self.refresh()

    def on_resize(self, _event: events.Resize) -> None:
        self._lay_out()

    def _rows_shown(self) -> int:
        gap = self._step - self.row_height
        return max(1, (self.size.height - HEAD_LINES + gap) // self._step)

    def _reveal(self) -> bool:
        if not self._slots or not self.size.width:
            return False
        cursor, shown = self._cursor, self._rows_shown()
        moved = False
        if not cursor.top <= cursor.index < cursor.top + shown:
            cursor.top = max(0, min(cursor.index - shown // 2, cursor.pages.total - shown))
            moved = True
            self.refresh(self._on_screen(self._slots[self._at], HEAD_LINES, self.size.height))
        left = scrolled(self._slots, self._at, self._left, self.size.width)
        if left != self._left:
            self._left = left
            moved = True
            self.refresh()
        return moved

    def _scroll_sideways(self, cells: int) -> None:
        """Show more of the board on one side; the next move of the cursor brings its column back."""
        if self._slots:
            self._left = max(0, min(self._left + cells, self._slots[-1].right - self.size.width))
            self.refresh()

    def _on_screen(self, slot: Slot, y: int, lines: int) -> Region:
        return Region(slot.x - self._left, y, slot.width, lines).intersection(self.size.region)

    def _repaint(self, indexes: Iterable[int]) -> None:
        if not self._slots:
            return
        slot, top = self._slots[self._at], self._cursor.top
        shown = range(top, top + self._rows_shown() + 1)
        regions = [
            self._on_screen(slot, HEAD_LINES + (index - top) * self._step, self.row_height)
            for index in indexes
            if index in shown
        ]
        if regions:
            self.refresh(*regions)

    # Paint

    def render_line(self, y: int) -> Strip:
        width, left = self.size.width, self._left
        self._check_styles()
        blank = self.painter.base()
        parts: list[Strip] = []
        start = left
        for place, slot in enumerate(self._slots):
            if slot.right + GAP <= left or slot.x >= left + width:
                continue
            if not parts:
                start = slot.x
            parts.append(self._column_line(place, slot, y))
            parts.append(self.painter.blank(GAP, blank))
        if not parts:
            return self.painter.blank(width, blank)
        line = Strip.join(parts).crop_extend(left - start, left - start + width, blank.rich_style)
        if y != 1:
            return line
        more_right = bool(self._slots) and self._slots[-1].right > left + width
        return with_arrows(line, width, left > 0, more_right, self.painter.base("kanban--rule-focused"))

    def _column_line(self, place: int, slot: Slot, y: int) -> Strip:
        column, focused = self._columns[place], place == self._at
        is_target = place == self._target
        if slot.folded:
            line = folded_line(self.painter, column.title, column.total, y)
        elif y < HEAD_LINES:
            note = "▼ drop here" if is_target else column.note
            line = head_line(self.painter, column.title, note, slot.width, y, focused)
        else:
            line = self._card_line(place, slot.width, y - HEAD_LINES)
        if is_target:
            return Strip(lit(line, self.painter.base("kanban--target")), slot.width)
        return line

    def _card_line(self, place: int, width: int, y: int) -> Strip:
        cursor = self._cursors[place]
        number, line = divmod(y, self._step)
        index = cursor.top + number
        if not cursor.pages.total:
            words = self.empty.wrap(width)
            said = words[y] if y < len(words) else Content("")
            return self.painter.strip(said, width, self.painter.base("kanban--empty"))
        if line >= self.row_height or index >= cursor.pages.total:
            return self.painter.blank(width, self.painter.base())
        on_cursor = place == self._at and index == cursor.index
        return self._row_strips(cursor.pages, place, index, width, on_cursor)[line]
