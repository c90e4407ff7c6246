"""A board of columns, each a run of rows of any length: one widget that draws them all, line by line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, NamedTuple

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from widgets.board_layout import GAP, Slot, lay_out, scrolled, slot_at
from widgets.card_drag import CardDrag
from widgets.kanban_paint import HEAD_LINES, folded_line, head_line, lit, with_arrows
from widgets.pages import Pages, PageSource, RowT
from widgets.rows_view import Cursor, DrawRow, RowsView

_WHEEL_CELLS = 12
_WHEEL_CARDS = 2


class KanbanColumn(NamedTuple, Generic[RowT]):
    """One column: its lasting key, title, a note beside it ("4 · 61k"), how many rows, and where they come from."""

    key: int
    title: str
    note: str
    total: int
    source: PageSource[RowT]


class Kanban(RowsView[RowT], can_focus=True):
    """Columns of cards, a cursor in one of them, marks across all.

    `draw_card(row, width)` gives one Content for each of a card's `card_height` lines. Columns without rows, and those
    whose keys are in `folded`, shrink to a strip of three cells until the cursor stands in them.
    """

    DEFAULT_CSS = """
    Kanban {
        height: 1fr;
        background: $background;
        color: $foreground;
        & > .kanban--cursor { background: $foreground 12%; }
        & > .kanban--cursor-unfocused { background: $foreground 5%; }
        & > .kanban--sign { color: $accent; text-style: bold; }
        & > .kanban--mark { text-style: bold; }
        & > .kanban--header { color: $text-muted; }
        & > .kanban--header-focused { color: $foreground; text-style: bold; }
        & > .kanban--rule { color: $foreground 25%; }
        & > .kanban--rule-focused { color: $accent; }
        & > .kanban--target { background: $accent 20%; }
        & > .kanban--empty { color: $text-muted; }
    }
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "kanban--cursor",
        "kanban--cursor-unfocused",
        "kanban--sign",
        "kanban--mark",
        "kanban--header",
        "kanban--header-focused",
        "kanban--rule",
        "kanban--rule-focused",
        "kanban--target",
        "kanban--empty",
    }
    CLASS_PREFIX = "kanban"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("h,left", "column(-1)", "Left", id="board.left", show=False, tooltip="The column to the left"),
        Binding("l,right", "column(1)", "Right", id="board.right", show=False, tooltip="The column to the right"),
        Binding("0", "edge(-1)", "First column", id="board.first", show=False, tooltip="The first column"),
        Binding("dollar_sign", "edge(1)", "Last column", id="board.last", show=False, tooltip="The last column"),
        Binding("escape", "cancel_drag", "Cancel", id="board.cancel", show=False, tooltip="Let the card go"),
    ]

    @dataclass
    class CursorMoved(RowsView.CursorMoved):
        """The cursor is on another card; `column` is the key of its column."""

        column: int | None = None

        @property
        def kanban(self) -> Kanban[Any]:
            assert isinstance(self.view, Kanban)
            return self.view

    @dataclass
    class Opened(RowsView.Opened):
        """Enter or a double click on a card."""

        @property
        def kanban(self) -> Kanban[Any]:
            assert isinstance(self.view, Kanban)
            return self.view

    @dataclass
    class MarksChanged(RowsView.MarksChanged):
        """So many cards are marked now."""

        @property
        def kanban(self) -> Kanban[Any]:
            assert isinstance(self.view, Kanban)
            return self.view

    @dataclass
    class CardDropped(Message):
        """The mouse let cards go over another column: the one dragged, or all marked if it is one of them."""

        kanban: Kanban[Any]
        keys: list[int]
        to_column: int

        @property
        def control(self) -> Kanban[Any]:
            return self.kanban

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
        self._drag = CardDrag()

    # What is shown

    def show(
        self,
        columns: Sequence[KanbanColumn[RowT]],
        focus_column: int | None = None,
        cursor: int | None = None,
    ) -> None:
        """Show these columns. Without `focus_column` (a key) and `cursor` each column's cursor stays where it was, by
        the column's key, and the focused column stays focused."""
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

    def _tell_cursor(self) -> None:
        self.post_message(self.CursorMoved(self, self._cursor.index, self.current, self.column))

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

    # Mouse

    def _under(self, event: events.MouseEvent) -> tuple[int | None, int | None]:
        """(place of the column, index of the card) under the mouse; None where there is none."""
        place = slot_at(self._slots, event.x + self._left)
        if place is None or self._slots[place].folded or event.y < HEAD_LINES:
            return place, None
        cursor = self._cursors[place]
        index = cursor.top + (event.y - HEAD_LINES) // self._step
        return place, index if cursor.pages.row(index) is not None else None

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self._drag.done = False
        place, index = self._under(event)
        if event.button == 1 and place is not None and index is not None:
            self._drag.press(event.x, event.y, place, index)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._drag.starts(event.x, event.y):
            self.capture_mouse()
            self.refresh()
        if self._drag.active:
            target = slot_at(self._slots, event.x + self._left)
            if target != self._drag.target:
                self._drag.target = target
                self.refresh()

    def on_mouse_up(self, _event: events.MouseUp) -> None:
        keys, target = self._dragged_keys(), self._drag.end()
        if self._drag.done:
            self.capture_mouse(False)
            self.refresh()
        if target is not None and keys:
            self.post_message(self.CardDropped(self, keys, self._columns[target].key))

    def _dragged_keys(self) -> list[int]:
        key = self._cursors[self._drag.column].pages.key(self._drag.index) if self._drag.active else None
        if key is None:
            return []
        marks = self.marks
        return sorted(marks) if key in marks else [key]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self._drag.active if action == "cancel_drag" else super().check_action(action, parameters)

    def action_cancel_drag(self) -> None:
        """Let the dragged card go where it came from."""
        self._drag.target = None
        self._drag.end()
        self.capture_mouse(False)
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        place, index = self._under(event)
        if self._drag.done or place is None:
            return
        self._focus_column(place)
        if index is not None:
            self._go(index)
            if event.chain == 2:
                self.action_open()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self._wheel(event, 1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self._wheel(event, -1)

    def _wheel(self, event: events.MouseEvent, side: int) -> None:
        event.stop()
        if event.shift or event.ctrl:
            self._left = max(0, min(self._left + side * _WHEEL_CELLS, self._slots[-1].right - self.size.width))
        else:
            place, _ = self._under(event)
            if place is None:
                return
            cursor = self._cursors[place]
            last_top = cursor.pages.total - self._rows_shown()
            cursor.top = max(0, min(cursor.top + side * _WHEEL_CARDS, last_top))
        self.refresh()

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
        is_target = self._drag.active and place == self._drag.target != self._drag.column
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
        if not cursor.pages.total and y == 0:
            return self.painter.strip(self.empty, width, self.painter.base("kanban--empty"))
        if line >= self.row_height or index >= cursor.pages.total:
            return self.painter.blank(width, self.painter.base())
        on_cursor = place == self._at and index == cursor.index
        return self._row_strips(cursor.pages, place, index, width, on_cursor)[line]
