"""A few numbers side by side, each a tile: its name, the number, its note, and how it was before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip

from widgets.drawing import fit
from widgets.number_view import Direction, GridCell, GridColumn, GridRow, NumberView, Place

_GAP = 2
_SIGN = 1
_LEAST = 12
_MUTED = "$text-muted"


class NumberStrip(NumberView):
    """Each row of the table is a tile: its first cell the name, its first cell that opens (else its second) the number.

    As many tiles stand in a line as have room, as evenly as may be; the height follows.
    """

    DEFAULT_CSS = """
    NumberStrip {
        height: auto;
        background: $background;
        color: $foreground;
        & > .number-strip--number { text-style: bold; }
        & > .number-strip--sign { color: $accent; text-style: bold; }
    }
    """
    COMPONENT_CLASSES = {"number-strip--number", "number-strip--sign"}

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._across = 1  # tiles in a line
        self._note_beside = True
        self._has_note = False
        self._has_change = False

    def show(self, columns: Sequence[GridColumn], rows: Iterable[GridRow], *, empty: str = "") -> None:
        """Show these tiles. The cursor stays at its place, or near it."""
        height = self.lines_in(self.size.width)
        super().show(columns, rows, empty=empty)
        if self.is_mounted and self.lines_in(self.size.width) != height and self.styles.is_auto_height:
            self.refresh(layout=True)

    def lines_in(self, width: int) -> int:
        """How many lines it takes in so many cells."""
        across = self._tiles_across(width)
        return max(1, ceil(len(self.rows) / across)) * self._tile_lines(width, across)

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """For `height: auto`."""
        return self.lines_in(width)

    # Where things stand

    def _number(self, row: GridRow) -> int:
        return next((at for at, cell in enumerate(row) if cell.opens), min(1, len(row) - 1))

    def _tiles_across(self, width: int) -> int:
        if not self.rows:
            return 1
        names = (cell_len(row[0].text) for row in self.rows if row)
        numbers = (cell_len(row[self._number(row)].text) for row in self.rows if row)
        need = max(_LEAST, *names, *numbers) + _SIGN + _GAP
        most = max(1, min(len(self.rows), width // need))
        return ceil(len(self.rows) / ceil(len(self.rows) / most))

    def _beside_fits(self, width: int, across: int) -> bool:
        room = width // across - _SIGN - _GAP
        shown = (row[self._number(row)] for row in self.rows if row)
        return all(cell_len(cell.text) + 1 + cell_len(cell.note) <= room for cell in shown if cell.note)

    def _tile_lines(self, width: int, across: int) -> int:
        cells = [row[self._number(row)] for row in self.rows if row]
        apart = any(cell.note for cell in cells) and not self._beside_fits(width, across)
        return 2 + apart + any(cell.change for cell in cells)

    def _laid_out(self) -> None:
        width = self.size.width or 80  # before the first layout
        self._across = self._tiles_across(width)
        self._note_beside = self._beside_fits(width, self._across)
        cells = [row[self._number(row)] for row in self.rows if row]
        self._has_note, self._has_change = any(cell.note for cell in cells), any(cell.change for cell in cells)

    @property
    def _tile_width(self) -> int:
        return max(1, self.size.width // self._across)

    @property
    def _tile_height(self) -> int:
        return 2 + (self._has_note and not self._note_beside) + self._has_change

    def _spot(self, place: Place) -> Region:
        line, tile = divmod(place.row, self._across)
        height, width = self._tile_height, self._tile_width
        return Region(tile * width, line * height, width, height)

    def _beside(self, place: Place, direction: Direction) -> Place | None:
        line, tile = divmod(place.row, self._across)
        opening = {each.row: each for each in reversed(self._opening())}
        if direction in ("left", "right"):
            by = 1 if direction == "right" else -1
            along = range(place.row + by, (line + 1) * self._across if by > 0 else line * self._across - 1, by)
            return next((opening[row] for row in along if row in opening), None)
        there = line + (1 if direction == "down" else -1)
        near = [row for row in opening if row // self._across == there]
        return opening[min(near, key=lambda row: abs(row % self._across - tile))] if near else None

    # Paint

    def _repaint(self, *places: Place | None) -> None:
        """Only the tiles: whole lines would cost four times as many bytes a key."""
        spots = [self._spot(place) for place in places if place is not None]
        if spots:
            self.refresh(*spots)

    def render_line(self, y: int) -> Strip:
        width, base = self.size.width, self.painter.base()
        if not self.rows:
            said = Content.assemble(" ", (self.empty, _MUTED)) if y == 0 else Content("")
            return self.painter.strip(said, width, base)
        line_of_tiles, line = divmod(y, self._tile_height)
        strips = []
        for number in range(line_of_tiles * self._across, (line_of_tiles + 1) * self._across):
            if number < len(self.rows) and self.rows[number]:
                strips += self._tile(number, line)
        drawn = sum(strip.cell_length for strip in strips)
        return Strip.join([*strips, self.painter.blank(max(0, width - drawn), base)]).crop(0, width)

    def _tile(self, number: int, line: int) -> list[Strip]:
        base, row = self.painter.base(), self.rows[number]
        cell = row[self._number(row)]
        here = self._lights and self._cursor is not None and self._cursor.row == number
        room = max(1, self._tile_width - _SIGN - _GAP)
        sign = self.painter.strip(Content("▌" if here else " "), _SIGN, self.painter.base("number-strip--sign"))
        gap = self.painter.blank(self._tile_width - _SIGN - room, base)
        if line != 1:
            return [sign, self.painter.strip(fit(self._words(row[0], cell, line), room), room, base), gap]
        lit = self.lit if here else self.painter.base("number-strip--number")
        text = Content(cell.text).stylize(cell.style)
        cells = min(room, cell_len(cell.text))
        behind = Content.assemble(" ", (cell.note, _MUTED)) if cell.note and self._note_beside else Content("")
        return [sign, self.painter.strip(text, cells, lit), self.painter.strip(behind, room - cells, base), gap]

    def _words(self, name: GridCell, cell: GridCell, line: int) -> Content:
        """The line of a tile that is not the number's."""
        if line == 0:
            return Content.styled(name.text, _MUTED)
        if line == 2 and self._has_note and not self._note_beside:
            return Content.styled(cell.note, _MUTED)
        return Content.styled(cell.change, _MUTED)
