"""Where the columns of a board stand: widths, folded strips, and how far the board is scrolled sideways."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

FOLDED_WIDTH = 3
GAP = 1


class Slot(NamedTuple):
    """One column's place on the whole board, in cells from the board's left edge."""

    x: int
    width: int
    folded: bool

    @property
    def right(self) -> int:
        return self.x + self.width


def lay_out(folded: Sequence[bool], view: int, widths: tuple[int, int]) -> list[Slot]:
    """Slots for columns that are folded or not, seen through `view` cells.

    Open columns share the view, between the two `widths` each; where they do not fit at the smaller one, they
    get the width at which a whole number of them fills the view, and the board scrolls.
    """
    narrowest, widest = widths
    opened = sum(not fold for fold in folded)
    strips = (len(folded) - opened) * (FOLDED_WIDTH + GAP)
    width = (view - strips + GAP) // max(1, opened) - GAP
    if width < narrowest:
        in_view = max(1, (view + GAP) // (narrowest + GAP))
        width = (view + GAP) // in_view - GAP
    width = max(1, min(width, widest, view))
    slots: list[Slot] = []
    x = 0
    for fold in folded:
        slots.append(Slot(x, FOLDED_WIDTH if fold else width, fold))
        x = slots[-1].right + GAP
    return slots


def scrolled(slots: Sequence[Slot], focused: int, left: int, view: int) -> int:
    """The left edge nearest to `left` at which the focused slot is whole in view and nothing is wasted."""
    if not slots:
        return 0
    slot = slots[focused]
    if slot.x < left:
        left = slot.x
    elif slot.right > left + view:
        left = slot.right - view
    return max(0, min(left, slots[-1].right - view))


def slot_at(slots: Sequence[Slot], x: int) -> int | None:
    """Which slot covers the cell `x` of the board (the gap right of a slot is its own), or None."""
    for number, slot in enumerate(slots):
        if slot.x <= x < slot.right + GAP:
            return number
    return None
