"""The limits that keep a template harmless, the budget a rendering spends, and the fault of one that asks too much."""

from __future__ import annotations

MOST_SOURCE = 32_000
"""Characters of a template's part."""
MOST_TOKENS = 3_000
MOST_DEPTH = 24
"""Of an expression or of blocks within blocks."""
MOST_LOOPS = 2
"""Loops within loops."""
MOST_ITEMS = 1_000
"""Of a list that is looped over."""
MOST_STEPS = 20_000
"""Nodes of the template that one rendering visits in loops, and filters' work in units of 100 characters."""
MOST_VALUE = 10_000
"""Characters of one value, whether it came in or was worked out."""
MOST_OUTPUT = 100_000
"""Characters of a rendered part."""
MOST_NUMBER = 10**15
"""Up to here a number is exact whether it is whole or not."""


class Refused(Exception):
    """A rendering that asks for what templates may not do; its text says so in plain words, to follow a place."""


class Budget:
    """The steps one rendering may still take."""

    __slots__ = ("left",)

    def __init__(self, steps: int = MOST_STEPS) -> None:
        self.left = steps

    def spend(self, steps: int) -> None:
        """Raises Refused where nothing is left."""
        self.left -= steps
        if self.left < 0:
            raise Refused("filling this in takes far more work than any letter needs")


def bounded(value: object) -> object:
    """A worked-out value, as it is. Raises Refused where it grew beyond the limits."""
    kind = type(value)
    if kind is str:
        if len(value) > MOST_VALUE:  # type: ignore[arg-type]
            raise Refused(f"a text grows beyond {MOST_VALUE:,} characters")
    elif (kind is int or kind is float) and not -MOST_NUMBER <= value <= MOST_NUMBER:  # type: ignore[operator]
        raise Refused("a number grows beyond all measure")
    return value
