"""What every view of a table of numbers shares: its cells, a cursor on any number that opens, its keys and messages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar, Literal, NamedTuple

from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.style import Style

from widgets.drawing import Align
from widgets.painted import Painted

Direction = Literal["left", "right", "up", "down"]
GoOn = Callable[["NumberView", Direction, int], object]
"""`(view, direction, at)`: `at` is where on the screen the cursor stands, its y where it goes left or right, its x
where it goes up or down, for the `enter` of the view beside."""


class GridColumn(NamedTuple):
    """A column: its head, and the side its cells stand on."""

    head: str
    align: Align = "right"


class GridCell(NamedTuple):
    """A cell: its text, a dim note behind it, the value that bars and charts draw, and whether the cursor stops there.

    `style` is of the text; `change`, how it was before, in words, has room in a NumberStrip only. Nothing is read as
    markup.
    """

    text: str
    note: str = ""
    value: float | None = None
    opens: bool = False
    style: str = ""
    change: str = ""


GridRow = Sequence[GridCell]


class Place(NamedTuple):
    """A cell: its row and column, 0-based."""

    row: int
    column: int


class _OfNumbers(Message):
    def __init__(self, view: NumberView) -> None:
        super().__init__()
        self.view = view

    @property
    def control(self) -> NumberView:
        """The view that tells it."""
        return self.view


class NumberView(Painted, can_focus=True, inherit_bindings=False):
    """The common floor of NumberGrid, NumberStrip and WeekChart; not shown by itself.

    An heir says where a cell is painted (`_spot`), which cell lies beside one (`_beside`) and scrolls (`_reveal`).
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("h,left", "go('left')", "Left", id="numbers.left", show=False, tooltip="The number to the left"),
        Binding("l,right", "go('right')", "Right", id="numbers.right", show=False, tooltip="The number to the right"),
        Binding("j,down", "go('down')", "Down", id="numbers.down", show=False, tooltip="The number below"),
        Binding("k,up", "go('up')", "Up", id="numbers.up", show=False, tooltip="The number above"),
        Binding("g,home", "end(-1)", "First", id="numbers.first", show=False, tooltip="The first row of numbers"),
        Binding("G,end", "end(1)", "Last", id="numbers.last", show=False, tooltip="The last row of numbers"),
        Binding("enter", "open", "Open", id="numbers.open", show=False, tooltip="Open this number"),
    ]

    class Moved(_OfNumbers):
        """The cursor is on another number, or this one reads differently. Of a flood only the last arrives."""

        def can_replace(self, message: Message) -> bool:
            return type(message) is type(self) and message.control is self.view

    class Opened(_OfNumbers):
        """Enter, or a double click, on the number at `view.cursor`."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.columns: tuple[GridColumn, ...] = ()
        self.rows: tuple[GridRow, ...] = ()
        self.empty = ""
        self._cursor: Place | None = None
        self._wanted = 0  # the column that up and down keep to
        self._lights = False  # whether the number in hand is shown as such
        self.go_on: GoOn | None = None
        """Asked where a key goes on past the edge. No message: the next key must find the focus where it went."""
        self.moved: Callable[[NumberView], object] | None = None
        """Called in place of the message Moved: what it changes elsewhere is painted in the same frame."""

    # What an heir fills in

    def _spot(self, place: Place) -> Region:
        """Where this cell is painted, in cells of the content; empty where it is scrolled away."""
        raise NotImplementedError

    def _beside(self, place: Place, direction: Direction) -> Place | None:
        """The next cell that opens in that direction; None at the edge."""
        raise NotImplementedError

    def _reveal(self) -> bool:
        """Scroll so that the cursor is in view; whether anything had to move."""
        return False

    def _laid_out(self) -> None:
        """Other cells are shown: work the layout out anew."""

    # What is shown

    def show(self, columns: Sequence[GridColumn], rows: Iterable[GridRow], *, empty: str = "") -> None:
        """Show this table; `empty` stands where it has no rows. The cursor stays at its place, or near it."""
        before = self.cell
        self.columns, self.rows, self.empty = tuple(columns), tuple(rows), empty
        self._laid_out()
        old = self._cursor
        self._cursor = self._nearest(old or Place(0, self._wanted))
        self._reveal()
        self.refresh()
        if self.is_attached and (self._cursor != old or self.cell != before):
            self._has_moved()

    @property
    def cursor(self) -> Place | None:
        """The number in hand; None where none opens."""
        return self._cursor

    @property
    def cell(self) -> GridCell | None:
        """The cell in hand."""
        return self._at(self._cursor)

    def move_to(self, row: int, column: int) -> None:
        """Put the cursor on this cell, or the nearest that opens."""
        self._go(self._nearest(Place(row, column)))

    def enter(self, direction: Direction, at: int | None = None) -> bool:
        """Take the focus, coming in that direction from `at` (as `GoOn` says it); whether there is a number here."""
        area = self.content_region
        places = [place for place in self._opening() if self._spot(place).size.area] or self._opening()
        if not places:
            return False

        def nearness(place: Place) -> tuple[int, int]:
            spot = self._spot(place)
            if direction in ("left", "right"):
                away = 0 if at is None else abs(area.y + spot.y - at)
                return away, spot.x if direction == "right" else -spot.right
            away = 0 if at is None else abs(area.x + spot.x + spot.width // 2 - at)
            return spot.y if direction == "down" else -spot.y, away

        before = self.screen.focused
        self.screen.set_focus(self, scroll_visible=False)  # at once: `focus` alone would wait for its turn
        if isinstance(before, NumberView) and before is not self:
            before.light(False)
        here, there = self._cursor, min(places, key=nearness)
        self._go(there)
        self.light(True)
        if here == there:
            self._has_moved()  # from another view: what is told about the number in hand is another, in this frame too
        return True

    def light(self, on: bool) -> None:
        """Show the number in hand as such, or no longer: in the frame of the key, not when the focus has come."""
        if on != self._lights:
            self._lights = on
            self._repaint(self._cursor)

    # The cursor

    def _at(self, place: Place | None) -> GridCell | None:
        if place is None or place.row >= len(self.rows) or place.column >= len(self.rows[place.row]):
            return None
        return self.rows[place.row][place.column]

    def _opening(self) -> list[Place]:
        """Every cell that opens, by rows."""
        return [
            Place(number, column)
            for number, row in enumerate(self.rows)
            for column, cell in enumerate(row)
            if cell.opens and column < len(self.columns)
        ]

    def _nearest(self, place: Place) -> Place | None:
        return min(
            self._opening(),
            key=lambda each: (abs(each.row - place.row), abs(each.column - place.column)),
            default=None,
        )

    def _go(self, place: Place | None) -> None:
        old = self._cursor
        if place is None or place == old:
            return
        self._cursor = place
        if self._reveal():
            self.refresh()
        else:
            self._repaint(old, place)
        self._has_moved()

    def _has_moved(self) -> None:
        if self.moved is None:
            self.post_message(self.Moved(self))
        else:
            self.moved(self)

    def _repaint(self, *places: Place | None) -> None:
        """Repaint the lines of these cells."""
        width, height = self.size
        for place in places:
            if place is not None and (spot := self._spot(place)).height:
                self.refresh(Region(0, spot.y, width, spot.height).intersection(Region(0, 0, width, height)))

    @property
    def lit(self) -> Style:
        """How the number in hand is painted: turned round, which terminals without colours do too."""
        return self.painter.base() + Style(bold=True, reverse=True)

    # Keys and mouse

    def action_go(self, direction: Direction) -> None:
        if self._cursor is None:
            self._past_the_edge(direction, self.content_region.y)
            return
        there = self._beside(self._cursor, direction)
        if there is not None:
            if direction in ("left", "right"):
                self._wanted = there.column
            self._go(there)
            return
        spot, area = self._spot(self._cursor), self.content_region
        at = area.y + spot.y if direction in ("left", "right") else area.x + spot.x + spot.width // 2
        self._past_the_edge(direction, at)

    def _past_the_edge(self, direction: Direction, at: int) -> None:
        if self.go_on is not None:
            self.go_on(self, direction, at)

    def action_end(self, side: int) -> None:
        self._go(self._nearest(Place(0 if side < 0 else len(self.rows), self._wanted)))

    def action_open(self) -> None:
        if self._cursor is not None:
            self.post_message(self.Opened(self))

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None:
            return
        found = next((place for place in self._opening() if self._spot(place).contains_point(offset)), None)
        if found is not None:
            self._wanted = found.column
            self._go(found)
            if event.chain == 2:
                self.action_open()

    def on_focus(self, event: events.Focus) -> None:
        self._has_keys(event, True)

    def on_blur(self, event: events.Blur) -> None:
        self._has_keys(event, False)

    def _has_keys(self, event: events.Focus | events.Blur, has_focus: bool) -> None:
        """In place of what Textual does, which paints all of the view anew, 5 KB: only the number in hand."""
        event.prevent_default()
        self.has_focus = has_focus
        if has_focus == (self.screen.focused is self):  # else a later key has gone on: that is what shows
            self.light(has_focus)
        if self.parent is not None:
            self.parent.post_message((events.DescendantFocus if has_focus else events.DescendantBlur)(self))

    def on_resize(self, _event: events.Resize) -> None:
        self._laid_out()
        self._reveal()
        self.refresh()
