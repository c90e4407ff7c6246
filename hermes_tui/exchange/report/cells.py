"""Small pictures inside the cells of a table: a bar for a size, a dot in its interval for a rate."""

from __future__ import annotations

from hermes_tui.exchange.report.svg import block, element, line, picture
from hermes_tui.exchange.sheets import Figure, Share

_WIDE, _HIGH = 84.0, 12.0


def bar(figure: Figure, largest: float) -> str:
    """How large a number is beside the largest of its column; nothing where it is none."""
    if not figure.value or figure.value < 0 or largest <= 0:
        return ""
    return picture(
        [block(0, 2, max(1.0, _WIDE * figure.value / largest), _HIGH - 4, "solid")], _WIDE, _HIGH, figure.shown, "bar"
    )


def whisker(value: float, share: Share, shown: str) -> str:
    """A rate on a line from 0 to 100 %: a dot, hollow where it is too early, and its interval as a line through it."""
    if share.low is None or share.high is None:
        return ""
    inner = _WIDE - 8
    low, high, at = (4 + inner * each for each in (share.low, share.high, value))
    middle = _HIGH / 2
    return picture(
        [
            line(4, middle, _WIDE - 4, middle, "rule"),
            *(line(x, middle - 2, x, middle + 2, "rule") for x in (4, _WIDE / 2, _WIDE - 4)),
            line(low, middle, high, middle, "interval"),
            element("circle", cx=at, cy=middle, r=3.2, class_="early dot" if share.early else "dot"),
        ],
        _WIDE, _HIGH, f"{shown}, 95 %: {share.low:.0%} to {share.high:.0%}", "whisker",
    )  # fmt: skip
