"""A board of columns, each a run of rows of any length: one widget that draws them all, line by line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from widgets import row_messages
from widgets.board import Board, KanbanColumn
from widgets.board_layout import slot_at
from widgets.card_drag import CardDrag
from widgets.kanban_paint import HEAD_LINES
from widgets.pages import RowT
from widgets.rows_view import DrawRow

__all__ = ["Kanban", "KanbanColumn"]

_WHEEL_CELLS = 12
_WHEEL_CARDS = 2
_EDGE_CELLS = 4


class Kanban(Board[RowT]):
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
        Binding("escape", "cancel_drag", "Cancel", id="board.cancel", show=False, tooltip="Let the card go"),
    ]

    class CursorMoved(row_messages.CursorMoved):
        """The cursor is on another card; `column` is the key of its column."""

        def __init__(self, view: Widget, index: int, row: Any, column: int | None = None) -> None:
            super().__init__(view, index, row)
            self.column = column

        @property
        def kanban(self) -> Kanban[Any]:
            assert isinstance(self.view, Kanban)
            return self.view

    class Opened(row_messages.Opened):
        """Enter or a double click on a card."""

        @property
        def kanban(self) -> Kanban[Any]:
            assert isinstance(self.view, Kanban)
            return self.view

    class MarksChanged(row_messages.MarksChanged):
        """So many cards are marked now."""

        @property
        def kanban(self) -> Kanban[Any]:
            assert isinstance(self.view, Kanban)
            return self.view

    class CardDropped(Message):
        """The mouse let cards go over another column: the one dragged, or all marked if it is one of them."""

        def __init__(self, kanban: Kanban[Any], keys: list[int], to_column: int) -> None:
            super().__init__()
            self.kanban = kanban
            self.keys = keys
            self.to_column = to_column

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
        super().__init__(
            draw_card, card_height, column_width, gap=gap, empty=empty, folded=folded, id=id, classes=classes
        )
        self._drag = CardDrag()

    def _tell_cursor(self) -> None:
        self.post_message(self.CursorMoved(self, self._cursor.index, self.current, self.column))

    def _under(self, event: events.MouseEvent) -> tuple[int | None, int | None]:
        """(place of the column, index of the card) under the mouse; None where there is none."""
        x, y = event.get_content_offset_capture(self)
        place = slot_at(self._slots, x + self._left)
        if place is None or self._slots[place].folded or y < HEAD_LINES:
            return place, None
        cursor = self._cursors[place]
        index = cursor.top + (y - HEAD_LINES) // self._step
        return place, index if cursor.pages.row(index) is not None else None

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self._drag.done = False
        place, index = self._under(event)
        if event.button == 1 and place is not None and index is not None:
            key = self._cursors[place].pages.key(index)
            marks = self.marks
            keys = sorted(marks) if key in marks else [key] if key is not None else []
            self._drag.press(event.screen_x, event.screen_y, self._columns[place].key, keys)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if self._drag.starts(event.screen_x, event.screen_y):
            self.capture_mouse()
        if self._drag.active:
            if not 0 < event.x < self.size.width - 1:  # at the edge: the board comes along
                self._scroll_sideways(-_EDGE_CELLS if event.x <= 0 else _EDGE_CELLS)
            place, _ = self._under(event)
            self._light(place if place is not None and self._columns[place].key != self._drag.column else None)

    def on_mouse_up(self, _event: events.MouseUp) -> None:
        target = self._target
        if not self._drag.active:
            self._drag.end()
            return
        self._let_go()
        if target is not None and self._drag.keys:
            self.post_message(self.CardDropped(self, list(self._drag.keys), self._columns[target].key))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self._drag.active if action == "cancel_drag" else super().check_action(action, parameters)

    def action_cancel_drag(self) -> None:
        """Let the dragged card go where it came from."""
        self._let_go()

    def _let_go(self) -> None:
        self._drag.end()
        self._light(None)
        self.capture_mouse(False)

    def _light(self, place: int | None) -> None:
        if place != self._target:
            self._target = place
            self.refresh()

    def show(
        self,
        columns: Sequence[KanbanColumn[RowT]],
        focus_column: int | None = None,
        cursor: int | None = None,
        *,
        keep_drawn: bool = False,
    ) -> None:
        if self._drag.active:  # the columns under the mouse are no longer those it saw
            self._let_go()
        super().show(columns, focus_column, cursor, keep_drawn=keep_drawn)

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
            self._scroll_sideways(side * _WHEEL_CELLS)
            return
        place, _ = self._under(event)
        if place is not None:
            cursor = self._cursors[place]
            last_top = cursor.pages.total - self._rows_shown()
            cursor.top = max(0, min(cursor.top + side * _WHEEL_CARDS, last_top))
            self.refresh()
