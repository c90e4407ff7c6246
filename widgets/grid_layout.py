"""Where the columns of a number grid stand: as wide as what they hold, a bar in what is left, the rest scrolled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len

from widgets.number_view import GridColumn, GridRow

GAP = 2
MARGIN = 1
"""Cells left for the cursor's sign, and right for the signs that there is more."""
_LEAST_NAME = 12
_LEAST_BAR, _MOST_BAR = 6, 40


class Measure(NamedTuple):
    """What a column needs: its texts (its head too), its notes behind them."""

    text: int
    note: int

    @property
    def width(self) -> int:
        """Both, with the space between."""
        return self.text + (1 + self.note if self.note else 0)


class Span(NamedTuple):
    """A column in its place."""

    column: int
    start: int
    width: int


class Laid(NamedTuple):
    """The columns that are seen, the first (the names) always among them; `bar` (start, width) or None; whether more
    columns lie to the left and to the right."""

    spans: tuple[Span, ...]
    bar: tuple[int, int] | None
    more_left: bool
    more_right: bool

    def of(self, column: int) -> Span | None:
        """Where this column stands; None where it is scrolled away."""
        return next((span for span in self.spans if span.column == column), None)


def measured(columns: Sequence[GridColumn], rows: Sequence[GridRow]) -> tuple[Measure, ...]:
    """What each column needs."""
    found = []
    for place, column in enumerate(columns):
        cells = [row[place] for row in rows if place < len(row)]
        text = max((cell_len(cell.text) for cell in cells), default=0)
        note = max((cell_len(cell.note) for cell in cells), default=0)
        head = cell_len(column.head)
        behind = 1 + note if note else 0
        found.append(Measure(max(text, head - behind, 1), note))
    return tuple(found)


def laid(needs: Sequence[Measure], width: int, *, has_bar: bool, first: int, show: int | None) -> Laid:
    """The layout in `width` cells: the bar gives way first, then the names; what has no room then is scrolled, from
    column `first` on, further where column `show` would not be seen."""
    if not needs:
        return Laid((), None, False, False)
    room = max(1, width - 2 * MARGIN)
    numbers = [need.width for need in needs[1:]]
    wide = sum(number + GAP for number in numbers)
    name = min(needs[0].width, max(room - wide, min(_LEAST_NAME, room)))
    bar = 0
    if has_bar and needs[0].width + wide + GAP + _LEAST_BAR <= room:
        bar = min(_MOST_BAR, room - needs[0].width - wide - GAP)
    spans = [Span(0, MARGIN, name)]
    at = MARGIN + name + (GAP + bar if bar else 0)
    left = room + MARGIN - at
    if wide <= left:
        first, last = 1, len(needs)
    else:
        first, last = _window(numbers, left, max(1, first), show)
    for place in range(first, last):
        spans.append(Span(place, at + GAP, min(needs[place].width, max(1, width - MARGIN - at - GAP))))
        at += GAP + needs[place].width
    return Laid(tuple(spans), (MARGIN + name + GAP, bar) if bar else None, first > 1, last < len(needs))


def _window(numbers: Sequence[int], room: int, first: int, show: int | None) -> tuple[int, int]:
    """Which columns (1-based, the last exclusive) have room from `first` on, `show` among them."""
    first = min(first, len(numbers), show or first) if show else min(first, len(numbers))

    def last_of(start: int) -> int:
        used, place = 0, start
        while place <= len(numbers) and used + GAP + numbers[place - 1] <= room:
            used += GAP + numbers[place - 1]
            place += 1
        return max(place, start + 1)

    while show is not None and last_of(first) <= show:
        first += 1
    while first > 1 and last_of(first - 1) > len(numbers):  # no empty room behind the last
        first -= 1
    return first, last_of(first)
