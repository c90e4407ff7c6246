"""A card under the mouse, from the press to the drop: only the state, no events and no paint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_STEADY_CELLS = 2
"""A hand is not steady: a press that moves less than this is a click."""


@dataclass(slots=True)
class CardDrag:
    """`pressed` while a button is down over a card, `active` once it moves, `done` from the drop to the next press."""

    x: int = 0
    y: int = 0
    column: int = 0
    keys: Sequence[int] = ()
    pressed: bool = False
    active: bool = False
    done: bool = False

    def press(self, x: int, y: int, column: int, keys: Sequence[int]) -> None:
        """The button went down at a place of the screen, over cards of the column with this key."""
        self.x, self.y, self.column, self.keys = x, y, column, keys
        self.pressed, self.active, self.done = True, False, False

    def starts(self, x: int, y: int) -> bool:
        """Has the pressed card moved far enough to be dragged, for the first time?"""
        if not self.pressed or self.active or abs(x - self.x) + abs(y - self.y) < _STEADY_CELLS:
            return False
        self.active = True
        return True

    def end(self) -> None:
        """The button is up again, or the drag was called off."""
        self.done = self.done or self.active
        self.pressed = self.active = False
