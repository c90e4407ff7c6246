"""How many things have which number, before and after a change, a line a step: what stays, what comes, what goes.

It reads without colour: what stays is solid, what comes is half dark, what goes is faint, and the numbers stand beside.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from textual.content import Content
from textual.strip import Strip

from widgets.painted import Painted

STAYS, COMES, GOES = "█", "▓", "░"
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)
_COUNT_CELLS = 9  # `1,000,000`
_CHANGE_CELLS = 8  # `+100,000`


class Bin(NamedTuple):
    """The numbers from `low` to `high`, both included, and how many things had and have one of them."""

    low: int
    high: int
    before: int
    after: int


def bins(before: Mapping[int, int], after: Mapping[int, int], *, mark: int, most: int) -> tuple[Bin, ...]:
    """The counts by number put together into at most `most` steps (two at least), the highest first.

    A step is as narrow as that allows and round (1, 2, 5, 10 …); one of them begins at `mark`. Empty ones between
    others stay, so that a gap is seen. Nothing to count gives none.

    >>> bins({0: 3, 15: 1}, {0: 2, 20: 2}, mark=15, most=2)
    (Bin(low=15, high=34, before=1, after=2), Bin(low=-5, high=14, before=3, after=2))
    """
    numbers = [number for counts in (before, after) for number, count in counts.items() if count]
    if not numbers:
        return ()
    least, greatest, most = min(numbers), max(numbers), max(2, most)
    step = next(each for each in _wider() if (greatest - mark) // each - (least - mark) // each < most)
    first, last = (least - mark) // step, (greatest - mark) // step
    found = {place: [0, 0] for place in range(first, last + 1)}
    for side, counts in enumerate((before, after)):
        for number, count in counts.items():
            if count:
                found[(number - mark) // step][side] += count
    return tuple(
        Bin(mark + place * step, mark + (place + 1) * step - 1, *found[place]) for place in range(last, first - 1, -1)
    )


def _wider() -> Iterable[int]:
    yield from _STEPS
    step = _STEPS[-1]
    while True:
        step *= 10
        yield step


def bar(each: Bin, greatest: int, width: int, *, comes: str = "", goes: str = "") -> Content:
    """The bar of one step on a scale that ends at `greatest`; what is there at all has a cell at least."""

    def cells(count: int) -> int:
        return max(1, round(count / greatest * width)) if count and greatest else 0

    before, after = cells(each.before), cells(each.after)
    kept = min(before, after)
    return Content.assemble(STAYS * kept, (COMES * (after - kept), comes), (GOES * (before - kept), goes))


class Histogram(Painted):
    """Bars of `show`, as many steps as it is high; the line where `mark` begins stands between the steps."""

    DEFAULT_CSS = """
    Histogram { height: 9; background: $background; color: $foreground; }
    """

    def __init__(self, *, marked: str, id: str | None = None) -> None:
        super().__init__(id=id)
        self._marked = marked  # what the line says behind the number: `15 ─ qualified`
        self._before: Mapping[int, int] = {}
        self._after: Mapping[int, int] = {}
        self._mark: int | None = None
        self._lines: list[Content] = []
        self._drawn_to = (0, 0)

    def show(self, before: Mapping[int, int], after: Mapping[int, int], mark: int) -> None:
        """Counts by number, before and after; nothing of both shows an empty pane."""
        self._before, self._after, self._mark = before, after, mark
        self._drawn_to = (0, 0)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width, height = self.size
        if self._drawn_to != (width, height):
            self._drawn_to = (width, height)
            self._lines = self._draw(width, height)
        base = self.painter.base()
        return self.painter.strip(self._lines[y] if y < len(self._lines) else Content(""), width, base)

    def _draw(self, width: int, height: int) -> list[Content]:
        if self._mark is None or height < 3:
            return []
        found = bins(self._before, self._after, mark=self._mark, most=height - 1)
        if not found:
            return []
        greatest = max(max(each.before, each.after) for each in found)
        names = [_name(each) for each in found]
        left = max(map(len, names))
        room = max(1, width - left - 2 - _COUNT_CELLS - _CHANGE_CELLS)
        lines = []
        for each, name in zip(found, names, strict=True):
            faint = "" if each.low >= self._mark else "$text-muted"
            drawn = bar(each, greatest, room, comes="$success", goes="$text-muted")
            change = each.after - each.before
            lines.append(
                Content.assemble(
                    (name.rjust(left), faint or "bold"), " ", drawn.stylize_before(faint or "$primary"),
                    " " * (room - drawn.cell_length), (f"{each.after:,}".rjust(_COUNT_CELLS), faint),
                    ((f"{change:+,}".replace("-", "−") if change else "").rjust(_CHANGE_CELLS), "bold"),
                )
            )  # fmt: skip
            if each.low == self._mark:
                lines.append(_rule(self._mark, self._marked, left, width))
        if not any(each.low == self._mark for each in found):  # all of them on one side of it
            lines.insert(0 if found[0].high < self._mark else len(lines), _rule(self._mark, self._marked, left, width))
        return lines


def _name(each: Bin) -> str:
    low, high = (str(number).replace("-", "−") for number in (each.low, each.high))
    return low if each.low == each.high else f"{low}…{high}"


def _rule(mark: int, words: str, left: int, width: int) -> Content:
    said = f"{str(mark).replace('-', '−').rjust(left)} ─ {words} "
    return Content.styled(said + "─" * max(0, width - len(said)), "$accent")
