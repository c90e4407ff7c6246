"""Columns over weeks, each series in a band of its own with its own scale, a cursor on any week of any of them.

It reads without colour: what is in hand is told by the signs at its name and under its column, and in words on top.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Region
from textual.strip import Strip

from widgets.bars import column as standing
from widgets.bars import share_of
from widgets.drawing import fit, side_by_side
from widgets.number_view import Direction, GridCell, GridColumn, GridRow, NumberView, Place

_WIDEST = 6  # cells of a week, the gap among them
_TALLEST = 8  # lines of a band
_MUTED = "$text-muted"
_NOTHING = "·"  # a week in which there was none: the axis is seen to go on


class _Band(NamedTuple):
    """A series: its column in the table, the greatest value, that as it is written, its columns as they stand."""

    column: int
    greatest: float
    top: str


class WeekChart(NumberView):
    """`show(columns, rows, series=…)`: a row a week, oldest first, its first cell what the axis calls it."""

    DEFAULT_CSS = """
    WeekChart {
        height: 1fr;
        background: $background;
        color: $foreground;
        & > .week-chart--sign { color: $accent; text-style: bold; }
        & > .week-chart--axis { color: $text-muted; }
    }
    """
    COMPONENT_CLASSES = {"week-chart--sign", "week-chart--axis"}

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._series: tuple[int, ...] = ()
        self._bands: tuple[_Band, ...] = ()
        self._names = 0  # cells of the longest name of a series
        self._tops = 0  # and of the longest number at the top of a scale
        self._step = 1  # cells of a week
        self._from = 0  # the first week in view

    def show(
        self,
        columns: Sequence[GridColumn],
        rows: Iterable[GridRow],
        *,
        series: Sequence[int] | None = None,
        empty: str = "",
    ) -> None:
        """Show these weeks; `series` are the columns drawn, all that hold values where it is None.

        The cursor stays on its week and series; the first time it is on the newest.
        """
        rows = tuple(rows)
        held = [at for at in range(1, len(columns)) if any(row[at].value is not None for row in rows if at < len(row))]
        self._series = tuple(held if series is None else series)
        cells = {at: [row[at] for row in rows if at < len(row)] for at in self._series}
        self._bands = tuple(_band(at, cells[at]) for at in self._series)
        self._names = max((cell_len(columns[at].head) for at in self._series), default=0)
        self._tops = max((cell_len(band.top) for band in self._bands), default=0)
        if self._cursor is None and rows:
            self._cursor = Place(len(rows) - 1, self._series[0] if self._series else 1)
        super().show(columns, rows, empty=empty)

    # Where things stand

    @property
    def _left(self) -> int:
        """Cells left of the first column: sign, name, the top of the scale, the axis."""
        return 1 + self._names + 1 + self._tops + 1

    @property
    def _band_lines(self) -> int:
        """Lines of a band; the first line says what is in hand, the last names the weeks."""
        return max(1, min(_TALLEST, (self.size.height - 2) // max(1, len(self._bands))))

    @property
    def _weeks_shown(self) -> int:
        return max(1, (self.size.width - self._left - 1) // self._step)

    def _laid_out(self) -> None:
        room = max(1, (self.size.width or 80) - self._left - 1)
        self._step = max(1, min(_WIDEST, room // max(1, len(self.rows))))
        self._from = max(0, min(self._from, len(self.rows) - self._weeks_shown))

    def _reveal(self) -> bool:
        before, shown = self._from, self._weeks_shown
        if self._cursor is not None and self.size.width:
            week = self._cursor.row
            if not self._from <= week < self._from + shown:
                self._from = max(0, min(len(self.rows) - shown, week - shown // 2))
        return self._from != before

    def _opening(self) -> list[Place]:
        return [place for place in super()._opening() if place.column in self._series]

    def _spot(self, place: Place) -> Region:
        week = place.row - self._from
        if place.column not in self._series or not 0 <= week < self._weeks_shown:
            return Region()
        top = 1 + self._series.index(place.column) * self._band_lines
        return Region(self._left + week * self._step, top, self._step, self._band_lines)

    def _beside(self, place: Place, direction: Direction) -> Place | None:
        if direction in ("left", "right"):
            by = 1 if direction == "right" else -1
            weeks = range(place.row + by, len(self.rows) if by > 0 else -1, by)
            return next((at for week in weeks if self._opens(at := Place(week, place.column))), None)
        by = 1 if direction == "down" else -1
        band = self._series.index(place.column) + by if place.column in self._series else 0
        bands = range(band, len(self._series) if by > 0 else -1, by)
        return next((at for each in bands if self._opens(at := Place(place.row, self._series[each]))), None)

    def _opens(self, place: Place) -> bool:
        cell = self._at(place)
        return cell is not None and cell.opens

    def action_end(self, side: int) -> None:
        """The oldest and the newest week."""
        column = self._cursor.column if self._cursor else 1
        weeks = [place for place in self._opening() if place.column == column]
        if weeks:
            self._go(weeks[0 if side < 0 else -1])

    def _repaint(self, *places: Place | None) -> None:
        """The words on top, the axis, and the columns left and come to; with the names of their bands where those are
        others, or the focus came or went."""
        there = [place for place in places if place is not None and place.column in self._series]
        width, lines = self.size.width, self._band_lines
        found = [Region(0, 0, width, 1), Region(0, 1 + len(self._bands) * lines, width, 1)]
        found += [spot for place in there if (spot := self._spot(place)).height]
        columns = {place.column for place in there}
        if len(columns) == 2 or len(there) == 1:
            found += [Region(0, 1 + self._series.index(column) * lines, self._left, lines) for column in columns]
        self.refresh(*found)

    # Paint

    def render_line(self, y: int) -> Strip:
        width, base = self.size.width, self.painter.base()
        if not self.rows or not self._bands:
            said = Content.assemble(" ", (self.empty, _MUTED)) if y == 0 else Content("")
            return self.painter.strip(said, width, base)
        if y == 0:
            return self._in_words(width)
        band, line = divmod(y - 1, self._band_lines)
        if band < len(self._bands):
            return self._band_line(self._bands[band], line, width)
        if band == len(self._bands) and line == 0:
            return self._axis(width)
        return self.painter.blank(width, base)

    def _in_words(self, width: int) -> Strip:
        """The week in hand, all of its series, the one in hand lit."""
        base, lit = self.painter.base(), self.lit
        place = self._cursor or Place(len(self.rows) - 1, 0)
        row = self.rows[place.row]
        strips = [self.painter.strip(Content(f" {row[0].text}"), 1 + cell_len(row[0].text), base)]
        order = sorted(self._series, key=lambda at: at != place.column) if self._too_long(row, width) else self._series
        for at in order:
            head, text = f"   {self.columns[at].head} ", row[at].text
            strips.append(self.painter.strip(Content.styled(head, _MUTED), cell_len(head), base))
            here = at == place.column and self._lights
            strips.append(self.painter.strip(Content(text), cell_len(text), lit if here else base))
            if row[at].note:
                strips.append(
                    self.painter.strip(Content.styled(f" {row[at].note}", _MUTED), cell_len(row[at].note) + 1, base)
                )
        drawn = sum(strip.cell_length for strip in strips)
        return Strip.join([*strips, self.painter.blank(max(0, width - drawn), base)]).crop(0, width)

    def _too_long(self, row: GridRow, width: int) -> bool:
        words = (
            cell_len(self.columns[at].head) + cell_len(row[at].text) + cell_len(row[at].note) + 5 for at in self._series
        )
        return 1 + cell_len(row[0].text) + sum(words) > width

    def _band_line(self, band: _Band, line: int, width: int) -> Strip:
        lines, place = self._band_lines, self._cursor
        in_hand = place is not None and place.column == band.column and self._lights
        base, axis = self.painter.base(), self.painter.base("week-chart--axis")
        sign = self.painter.strip(Content("▌" if in_hand else " "), 1, self.painter.base("week-chart--sign"))
        head = self.columns[band.column].head if line == 0 else ""
        scale = band.top if line == 0 else "0" if line == lines - 1 else ""
        named = fit(Content.styled(head, "bold" if in_hand else ""), self._names)
        before = [
            sign, self.painter.strip(named, self._names, base),
            self.painter.strip(fit(Content(scale), self._tops + 1, "right"), self._tops + 1, axis),
            self.painter.strip(Content("┤" if line in (0, lines - 1) else "│"), 1, axis),
        ]  # fmt: skip
        parts = [self._week(band, number, line, in_hand) for number in self._in_view()]
        room = max(0, width - self._left)
        return Strip.join([*before, self.painter.strip(side_by_side(parts), room, base)])

    def _in_view(self) -> range:
        return range(self._from, min(len(self.rows), self._from + self._weeks_shown))

    def _week(self, band: _Band, number: int, line: int, in_hand: bool) -> Content:
        """One line of one week's column, a gap behind it where there is room."""
        row = self.rows[number]
        value = row[band.column].value if band.column < len(row) else None
        share, lines = share_of(value, band.greatest), self._band_lines
        # An eighth stays free on top, so that two bands above each other are seen to be two.
        sign = standing(None if share is None else share * (1 - 1 / (8 * lines)), lines)[line]
        wide = max(1, self._step - 1)
        here = in_hand and self._cursor is not None and self._cursor.row == number
        if sign == " " and line == lines - 1:
            drawn = Content.styled(_NOTHING + " " * (wide - 1), "bold $accent" if here else _MUTED)
        else:
            drawn = Content.styled(sign * wide, "bold $accent" if here else "$primary")
        return side_by_side((drawn, Content(" " * (self._step - wide))))

    def _axis(self, width: int) -> Strip:
        """The name of the week in hand with its sign, and those of as many others as have room."""
        cells = [" "] * max(1, width - self._left)
        hand = self._cursor.row if self._cursor is not None and self._lights else -1
        for number in sorted(self._in_view(), key=lambda each: (each != hand, each)):
            name = ("▲" if number == hand else "") + self.rows[number][0].text
            start = (number - self._from) * self._step
            room = cells[max(0, start - 1) : start + len(name) + 1]
            if start + cell_len(name) <= len(cells) and all(cell == " " for cell in room):
                cells[start : start + len(name)] = name
            elif number == hand:
                cells[start] = "▲"
        axis, sign = self.painter.base("week-chart--axis"), self.painter.base("week-chart--sign")
        before = self.painter.strip(Content("‹" if self._from else ""), self._left, axis)
        line = Content("".join(cells))
        at = line.plain.find("▲")
        if at < 0:
            return Strip.join([before, self.painter.strip(line, width - self._left, axis)])
        end = at + len(self.rows[hand][0].text) + 1
        parts = (line[:at], axis), (line[at:end], sign), (line[end:], axis)
        return Strip.join([before, *(self.painter.strip(part, part.cell_length, style) for part, style in parts)])


def _band(column: int, cells: Sequence[GridCell]) -> _Band:
    greatest = max(cells, key=lambda cell: cell.value or 0, default=GridCell(""))
    top = greatest.value or 0
    return _Band(column, top, greatest.text if top else "0")
