"""Where the sections of each page stand, and how high each is in the room there is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

HEADLINE = "kpis"
"""The section that stands above all others of its page, as tiles."""
CHARTS = frozenset({"weeks", "activity"})
"""Sections that are drawn as columns over time."""
BESIDE: dict[str, tuple[tuple[str, ...], ...]] = {
    "overview": (("funnel", "weeks"), ("stage_times", "sources", "stuck")),
    "activity": (("activity", "outcomes", "response"),),
    "words": (("reasons", "objections", "templates"),),
    "forecast": (("forecast", "velocity", "goals"),),
    "changes": (("changes", "standing"), ("deals",)),
}
"""The columns of each page where there is room for two side by side, each from top to bottom. Where there is one, its
panes have room for all that a section tells.
"""
STAGES = frozenset({"funnel", "stage_times"})
"""Sections with a row a stage: lists of deals and sources give way to them."""
FRAME = 2
"""Lines of a pane that are not its numbers: the rule with its title, and the empty line below."""
_LEAST, _WHOLE = 6, 16  # lines that a pane keeps, frame included, before the page scrolls
_LEAST_CHART, _MOST_CHART = 9, 36


class Wish(NamedTuple):
    """How many lines a pane would like, frame included, and how few and how many it can do with."""

    wanted: int
    least: int
    most: int


def wish(key: str, lines: int) -> Wish:
    """That of a section whose view takes `lines` to show everything."""
    wanted = lines + FRAME
    if key in CHARTS:
        return Wish(max(wanted, _LEAST_CHART), _LEAST_CHART, _MOST_CHART)
    return Wish(wanted, min(wanted, _WHOLE if key in STAGES else _LEAST), wanted)


def heights(wishes: Sequence[Wish], room: int) -> list[int]:
    """The heights of the panes of one column in `room` lines: the highest give way first, down to their least; what
    is left over goes to those that can use it. More than `room` where not even the least has room.

    >>> heights([Wish(12, 6, 12), Wish(9, 9, 20)], 30), heights([Wish(16, 6, 16), Wish(30, 6, 30)], 26)
    ([12, 18], [13, 13])
    """
    found = [each.wanted for each in wishes]
    while sum(found) > room:
        over = [place for place, each in enumerate(wishes) if found[place] > each.least]
        if not over:
            break
        found[max(over, key=lambda place: found[place])] -= 1
    for place, each in enumerate(wishes):
        found[place] += max(0, min(room - sum(found), each.most - found[place]))
    return found
