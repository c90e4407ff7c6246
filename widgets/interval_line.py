"""A share and how sure it is, drawn on one line of a common scale, so that those above each other can be compared."""

from __future__ import annotations

from math import ceil

from textual.content import Content

_STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1.0)
_TICK_CELLS = 7
"""The least cells between two ticks: `100 %` and a gap."""


def scale_to(highest: float) -> float:
    """Where a scale ends that has room for `highest` (0 … 1): the next tenth, so that it changes seldom.

    >>> scale_to(0.48), scale_to(0.0), scale_to(1.0)
    (0.5, 0.1, 1.0)
    """
    return min(1.0, max(0.1, ceil(round(highest * 10, 6)) / 10))


def _cell(share: float, top: float, width: int) -> int:
    return max(0, min(width - 1, round(share / top * (width - 1))))


def interval_line(
    low: float, share: float, high: float, *, width: int, top: float = 1.0, style: str = "", faint: str = "dim"
) -> Content:
    """`├──●────┤` from `low` to `high` with the share itself, all 0 … 1, on a scale from 0 to `top`; `width` cells.

    An interval narrower than its signs is drawn by the dot alone.
    """
    if width < 1:
        return Content("")
    first, dot, last = (_cell(each, top, width) for each in (low, share, high))
    cells = [" "] * width
    if first < last:
        cells[first : last + 1] = ["├", *"─" * (last - first - 1), "┤"]
    cells[dot] = "●"
    line = Content("".join(cells)).stylize(faint)
    return line.stylize(style, dot, dot + 1) if style else line


def scale_line(*, width: int, top: float = 1.0, style: str = "") -> Content:
    """The ticks of such a scale: `0 %      20 %      40 %`, as many as have room, each with its middle where it is on
    the scale; `width` cells."""
    if width < 1:
        return Content("")
    step = next((each for each in _STEPS if each / top * (width - 1) >= _TICK_CELLS), top)
    cells = [" "] * width
    for number in range(round(top / step) + 1):
        word = f"{round(number * step * 100)} %"
        start = max(0, min(_cell(number * step, top, width) - len(word) // 2, width - len(word)))
        if len(word) <= width and all(cell == " " for cell in cells[max(0, start - 1) : start + len(word)]):
            cells[start : start + len(word)] = word
    return Content("".join(cells)).stylize(style)
