"""A card under the mouse, from the press to the drop: only the state, no events and no paint."""

from __future__ import annotations

from dataclasses import dataclass

_STEADY_CELLS = 2
"""A hand is not steady: a press that moves less than this is a click."""


@dataclass(slots=True)
class CardDrag:
    """`pressed` while a button is down over a card, `active` once the card moves, `done` until the next press."""

    x: int = 0
    y: int = 0
    column: int = 0
    index: int = 0
    pressed: bool = False
    active: bool = False
    done: bool = False
    target: int | None = None

    def press(self, x: int, y: int, column: int, index: int) -> None:
        """The button went down over the card at `index` of the column at place `column`."""
        self.x, self.y, self.column, self.index = x, y, column, index
        self.pressed, self.active, self.done, self.target = True, False, False, None

    def starts(self, x: int, y: int) -> bool:
        """Has the pressed card moved far enough to be dragged, for the first time?"""
        if not self.pressed or self.active or abs(x - self.x) + abs(y - self.y) < _STEADY_CELLS:
            return False
        self.active = True
        return True

    def end(self) -> int | None:
        """Let go; returns the place of the column to drop on, or None where there is nothing to move."""
        target = self.target if self.active and self.target != self.column else None
        self.done = self.active
        self.pressed, self.active, self.target = False, False, None
        return target
