"""A table of numbers with a cursor on any of them, drawn line by line: names, bars, numbers and their dim notes.

    grid = NumberGrid(id="funnel")
    grid.show([GridColumn("Stage", "left"), GridColumn("Entered")],
              [[GridCell("Qualified"), GridCell("120", value=120, opens=True)]], bar=1)

It tells `NumberGrid.Moved` and `.Opened`, and past its edge asks `grid.go_on(grid, direction, at)`; `grid.cursor` is
the (row, column) in hand, and `other.enter(direction, at)` takes the focus over at the same height.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip
from textual.style import Style

from widgets.bars import bar as drawn_bar
from widgets.bars import share_of
from widgets.drawing import fit, side_by_side
from widgets.grid_layout import Laid, Measure, laid, measured
from widgets.number_view import Direction, GridCell, GridColumn, GridRow, NumberView, Place

__all__ = ["GridCell", "GridColumn", "NumberGrid", "Place"]

_MUTED = "$text-muted"


class NumberGrid(NumberView):
    """The first column names the rows and stays; the others scroll sideways where the pane is narrow."""

    DEFAULT_CSS = """
    NumberGrid {
        height: auto;
        background: $background;
        color: $foreground;
        & > .number-grid--sign { color: $accent; text-style: bold; }
        & > .number-grid--head { color: $text-muted; }
    }
    """
    COMPONENT_CLASSES = {"number-grid--sign", "number-grid--head"}

    def __init__(
        self,
        columns: Sequence[GridColumn] = (),
        rows: Iterable[GridRow] = (),
        *,
        bar: int | None = None,
        empty: str = "",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._bar: int | None = None
        self._needs: tuple[Measure, ...] = ()
        self._laid = Laid((), None, False, False)
        self._greatest = 0.0
        self._top = 0  # the first row in view
        self._first = 1  # the first column in view beside the names
        self.show(columns, rows, bar=bar, empty=empty)

    def show(
        self, columns: Sequence[GridColumn], rows: Iterable[GridRow], *, bar: int | None = None, empty: str = ""
    ) -> None:
        """Show this table, with bars of the values of column `bar`. The cursor stays at its place, or near it."""
        height = self.lines
        rows = tuple(rows)
        self._bar, self._needs = bar, measured(columns, rows)
        barred = () if bar is None else tuple(row[bar].value or 0 for row in rows if bar < len(row))
        self._greatest = max(barred, default=0)
        super().show(columns, rows, empty=empty)
        if self.is_mounted and self.lines != height and self.styles.is_auto_height:
            self.refresh(layout=True)

    @property
    def lines(self) -> int:
        """How many lines it takes to show everything: the head and the rows."""
        return 1 + max(1, len(self.rows))

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """For `height: auto`."""
        return self.lines

    # Where things stand

    def _laid_out(self) -> None:
        width = self.size.width or 80  # before the first layout
        show = self._cursor.column if self._cursor is not None and self._cursor.column else None
        self._laid = laid(self._needs, width, has_bar=bool(self._greatest), first=self._first, show=show)
        beside = [span.column for span in self._laid.spans if span.column]
        self._first = beside[0] if beside else 1

    def _shown(self) -> int:
        return max(1, self.size.height - 1)

    def _spot(self, place: Place) -> Region:
        span, line = self._laid.of(place.column), place.row - self._top
        if span is None or not 0 <= line < self._shown():
            return Region()
        return Region(span.start, 1 + line, span.width, 1)

    def _repaint(self, *places: Place | None) -> None:
        """The signs and the numbers only: whole lines, with their bars and notes, are three times as many bytes."""
        spots = [self._spot(place) for place in places if place is not None]
        parts = [part for spot in spots if spot.height for part in (Region(0, spot.y, 1, 1), spot)]
        if parts:
            self.refresh(*parts)

    def _beside(self, place: Place, direction: Direction) -> Place | None:
        if direction in ("left", "right"):
            by = 1 if direction == "right" else -1
            row = self.rows[place.row]
            columns = range(place.column + by, min(len(row), len(self.columns)) if by > 0 else -1, by)
            return next((Place(place.row, each) for each in columns if row[each].opens), None)
        by = 1 if direction == "down" else -1
        for number in range(place.row + by, len(self.rows) if by > 0 else -1, by):
            opening = [at for at, cell in enumerate(self.rows[number][: len(self.columns)]) if cell.opens]
            if opening:
                return Place(number, min(opening, key=lambda at: abs(at - self._wanted)))
        return None

    def _reveal(self) -> bool:
        old = self._top, self._laid
        last_top = max(0, len(self.rows) - self._shown())
        self._top = min(self._top, last_top)
        if self._cursor is not None:
            row, shown = self._cursor.row, self._shown()
            if not self._top <= row < self._top + shown:
                self._top = max(0, min(last_top, row - shown // 2))
            if self._cursor.column and self._laid.of(self._cursor.column) is None:
                self._laid_out()
        return (self._top, self._laid) != old

    # Paint

    def render_line(self, y: int) -> Strip:
        width, base = self.size.width, self.painter.base()
        if y == 0:
            return self.painter.strip(self._head(width), width, self.painter.base("number-grid--head"))
        number = self._top + y - 1
        if not self.rows and y == 1:
            return self.painter.strip(Content.assemble(" ", (self.empty, _MUTED)), width, base)
        if number >= len(self.rows):
            return self.painter.blank(width, base)
        return self._row(number, y, width)

    def _head(self, width: int) -> Content:
        parts, at = [], 0
        for span in self._laid.spans:
            column, need = self.columns[span.column], self._needs[span.column]
            room = need.text if column.align == "right" and cell_len(column.head) <= need.text else span.width
            parts += [Content(" " * (span.start - at)), fit(Content(column.head), min(room, span.width), column.align)]
            at = span.start + min(room, span.width)
        line = side_by_side(parts)
        if self._laid.more_left and len(self._laid.spans) > 1:
            before = self._laid.spans[1].start - 1
            line = side_by_side((line[:before], Content("‹"), line[before + 1 :]))
        return side_by_side((fit(line, width - 1), Content("›" if self._laid.more_right else " ")))

    def _row(self, number: int, y: int, width: int) -> Strip:
        base, cursor = self.painter.base(), self._cursor
        here = cursor.column if cursor is not None and cursor.row == number and self._lights else None
        strips, at = [self.painter.strip(Content("▌" if here is not None else " "), 1, self._sign())], 1
        for span in self._laid.spans:
            if self._laid.bar and span.start > self._laid.bar[0] >= at:
                at = self._add_bar(strips, number, at)
            strips.append(self.painter.blank(span.start - at, base))
            cell = self.rows[number][span.column] if span.column < len(self.rows[number]) else GridCell("")
            strips.extend(self._cell(cell, span.column, span.width, span.column == here))
            at = span.start + span.width
        if self._laid.bar and at <= self._laid.bar[0]:
            at = self._add_bar(strips, number, at)
        sign = ""
        if y == self.size.height - 1 and self._top + self._shown() < len(self.rows):
            sign = "▼"
        elif y == 1 and self._top:
            sign = "▲"
        strips.append(self.painter.blank(max(0, width - 1 - at), base))
        strips.append(self.painter.strip(Content(sign), 1, self._sign()))
        return Strip.join(strips).crop(0, width)

    def _sign(self) -> Style:
        return self.painter.base("number-grid--sign")

    def _add_bar(self, strips: list[Strip], number: int, at: int) -> int:
        """Draw the row's bar; where it ends."""
        assert self._laid.bar is not None
        start, cells = self._laid.bar
        row, place = self.rows[number], self._bar or 0
        value = row[place].value if place < len(row) else None
        base = self.painter.base()
        strips.append(self.painter.blank(start - at, base))
        drawn = Content.styled(drawn_bar(share_of(value, self._greatest), cells), "$primary")
        strips.append(self.painter.strip(drawn, cells, base))
        return start + cells

    def _cell(self, cell: GridCell, column: int, width: int, in_hand: bool) -> list[Strip]:
        """The text on its side, the note behind it, `width` cells together; the cursor lies on the text."""
        need, right = self._needs[column], self.columns[column].align == "right"
        base = self.painter.base()
        text = fit(Content(cell.text).stylize(cell.style), min(need.text, width), "right" if right else "left")
        note = Content.assemble(" ", (cell.note, _MUTED)) if cell.note else Content("")
        behind = width - text.cell_length
        if not in_hand:
            return [self.painter.strip(text, text.cell_length, base), self.painter.strip(note, behind, base)]
        lit = self.lit
        plain = text.plain.strip() or " "
        pad = self.painter.blank(max(0, text.cell_length - cell_len(plain)), base)
        shown = self.painter.strip(Content(plain), min(cell_len(plain), width), lit)
        return [*([pad, shown] if right else [shown, pad]), self.painter.strip(note, behind, base)]
