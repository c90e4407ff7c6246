"""Cells laid out in columns to a width: fixed and flexible ones, the least important dropped when it is narrow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual.content import Content

from widgets.drawing import Align, fit, side_by_side

_GAP = Content("  ")


class Column(NamedTuple):
    """One column: its title, its width in cells (None: takes what is left, at least `min_width`), its priority.

    Where the width is too small for all, the column of the lowest priority drops out first; among equals the last.
    """

    title: str
    width: int | None
    align: Align = "left"
    min_width: int = 8
    priority: int = 0


class _Place(NamedTuple):
    cell: int
    width: int
    align: Align


class ColumnLayout:
    """Lays cells out in columns two cells apart; what a width means is worked out once."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self.columns = tuple(columns)
        self._places: dict[int, tuple[_Place, ...]] = {}

    def shown(self, width: int) -> tuple[Column, ...]:
        """The columns that have room at this width."""
        return tuple(self.columns[place.cell] for place in self._at(width))

    def header(self, width: int) -> Content:
        """The titles as one line of exactly `width` cells."""
        return self.line([Content(column.title) for column in self.columns], width)

    def line(self, cells: Sequence[Content], width: int) -> Content:
        """One cell for each column (dropped ones included) → one line of exactly `width` cells."""
        parts: list[Content] = []
        for place in self._at(width):
            if parts:
                parts.append(_GAP)
            parts.append(fit(cells[place.cell], place.width, place.align))
        return fit(side_by_side(parts), width)

    def _at(self, width: int) -> tuple[_Place, ...]:
        places = self._places.get(width)
        if places is None:
            places = self._places[width] = self._lay_out(width)
        return places

    def _lay_out(self, width: int) -> tuple[_Place, ...]:
        kept = list(range(len(self.columns)))
        while len(kept) > 1 and self._needed(kept) > width:
            kept.remove(min(kept, key=lambda cell: (self.columns[cell].priority, -cell)))
        flexible = [cell for cell in kept if self.columns[cell].width is None]
        spare = max(0, width - self._needed(kept))
        places = []
        for cell in kept:
            column = self.columns[cell]
            size = column.min_width if column.width is None else column.width
            if cell in flexible:
                share, rest = divmod(spare, len(flexible))
                size += share + (flexible.index(cell) < rest)
            places.append(_Place(cell, min(size, width), column.align))
        return tuple(places)

    def _needed(self, cells: Sequence[int]) -> int:
        sizes = (self.columns[cell] for cell in cells)
        wide = sum(column.min_width if column.width is None else column.width for column in sizes)
        return wide + 2 * max(0, len(cells) - 1)
