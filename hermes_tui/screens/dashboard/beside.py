"""Which pane lies beside another, for a cursor that goes on past an edge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from textual.geometry import Region

from widgets.number_view import Direction, NumberView


def beside(view: NumberView, direction: Direction, among: Iterable[NumberView]) -> Iterator[NumberView]:
    """The views that lie in that direction, the nearest first; up and down also those that share no column with it."""
    found = []
    for each in among:
        gap, apart = away(view.region, each.region, direction)
        if each is not view and each.display and gap >= 0 and not (apart and direction in ("left", "right")):
            found.append((apart, gap, each))
    return (each for _, _, each in sorted(found, key=lambda one: one[:2]))


def away(here: Region, there: Region, direction: Direction) -> tuple[int, bool]:
    """How far it lies beyond the edge on that side (below 0: not on that side), and whether they share no row (or
    column, where it goes up or down).
    """
    if direction in ("left", "right"):
        gap = here.x - there.right if direction == "left" else there.x - here.right
        return gap, not (here.y < there.bottom and there.y < here.bottom)
    gap = here.y - there.bottom if direction == "up" else there.y - here.bottom
    return gap, not (here.x < there.right and there.x < here.right)
