"""Which rows are marked: single keys, and a range that follows the cursor until it is closed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

KeysBetween = Callable[[int, int], Iterator[int]]
"""(start, stop) → the keys of the rows start … stop-1, in order."""


class Marks:
    """A set of keys, plus at most one open range from an anchor to the cursor.

    Moving the end of the range reads only the rows between its old and its new place.
    """

    __slots__ = ("_anchor", "_end", "_keys", "_run")

    def __init__(self) -> None:
        self._keys: set[int] = set()
        self._anchor: int | None = None
        self._end = 0
        self._run: list[int] = []  # keys of the rows from the anchor towards the end, the anchor first

    @property
    def keys(self) -> set[int]:
        """Every marked key, those of the open range included (a copy)."""
        return self._keys.union(self._run)

    @property
    def count(self) -> int:
        """How many rows are marked."""
        return len(self._keys) + sum(key not in self._keys for key in self._run)

    @property
    def in_range(self) -> bool:
        """Is a range open?"""
        return self._anchor is not None

    def __bool__(self) -> bool:
        return bool(self._keys or self._run)

    def holds(self, index: int, key: int | None) -> bool:
        """Is the row at `index`, with this key, marked?"""
        if key in self._keys:
            return True
        if self._anchor is None:
            return False
        return min(self._anchor, self._end) <= index <= max(self._anchor, self._end)

    def toggle(self, key: int) -> bool:
        """Mark the key, or take its mark away; returns whether it is marked now."""
        self._keys ^= {key}
        return key in self._keys

    def add(self, keys: Iterable[int]) -> None:
        """Mark these keys too."""
        self._keys.update(keys)

    def clear(self) -> None:
        """Take every mark away and close the range without keeping it."""
        self._keys.clear()
        self._close()

    def start(self, index: int, key: int) -> None:
        """Open a range at this row."""
        self._anchor = self._end = index
        self._run = [key]

    def stretch(self, index: int, keys_between: KeysBetween) -> None:
        """Move the open end of the range to `index`."""
        anchor = self._anchor
        if anchor is None or index == self._end:
            return
        if (index - anchor) * (self._end - anchor) < 0:  # the other side of the anchor
            del self._run[1:]
            self._end = anchor
        reached, wanted = abs(self._end - anchor), abs(index - anchor)
        if wanted <= reached:
            del self._run[wanted + 1 :]
        elif index > anchor:
            self._run.extend(keys_between(anchor + reached + 1, index + 1))
        else:
            self._run.extend(reversed(list(keys_between(index, anchor - reached))))
        self._end = index

    def keep_range(self) -> None:
        """Close the range; its rows stay marked, wherever they move."""
        self._keys.update(self._run)
        self._close()

    def _close(self) -> None:
        self._anchor = None
        self._run = []
