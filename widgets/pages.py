"""Rows read a page at a time from any source, the newest pages kept, so that a million rows cost as much as forty."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from typing import Generic, Protocol, TypeVar

RowT = TypeVar("RowT")

PAGE_ROWS = 64
"""Rows asked for at once: more than a screen shows, few enough for a query of a millisecond."""

_KEPT_PAGES = 16
_BULK_ROWS = 1024


class PageSource(Protocol[RowT]):
    """Where rows come from: a query, a list, a file."""

    def page(self, offset: int, limit: int) -> Sequence[RowT]:
        """The rows from `offset` (0-based), at most `limit` of them; fewer only at the end."""
        ...

    def key(self, row: RowT) -> int:
        """The lasting identity of a row, by which it stays marked when its place changes."""
        ...


class Pages(Generic[RowT]):
    """A page cache over one source.

    `total` is what the owner says there is; it may be an estimate and be corrected at any time. A row that the
    source turns out not to have reads as None.
    """

    __slots__ = ("_pages", "source", "total")

    def __init__(self, source: PageSource[RowT] | None = None, total: int = 0) -> None:
        self.source = source
        self.total = total
        self._pages: OrderedDict[int, Sequence[RowT]] = OrderedDict()

    def row(self, index: int) -> RowT | None:
        """The row at `index`, or None where there is none."""
        if self.source is None or not 0 <= index < self.total:
            return None
        number, place = divmod(index, PAGE_ROWS)
        page = self._pages.get(number)
        if page is None:
            page = self._pages[number] = self.source.page(number * PAGE_ROWS, PAGE_ROWS)
            if len(self._pages) > _KEPT_PAGES:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(number)
        return page[place] if place < len(page) else None

    def key(self, index: int) -> int | None:
        """The key of the row at `index`, or None where there is no row."""
        row = self.row(index)
        return None if row is None or self.source is None else self.source.key(row)

    def keys(self, start: int, stop: int) -> Iterator[int]:
        """Keys of the rows start … stop-1. Long stretches are read past the cache, in bulk."""
        if self.source is None:
            return
        start, stop = max(0, start), min(stop, self.total)
        if stop - start <= PAGE_ROWS:
            for index in range(start, stop):
                key = self.key(index)
                if key is not None:
                    yield key
            return
        for offset in range(start, stop, _BULK_ROWS):
            for row in self.source.page(offset, min(_BULK_ROWS, stop - offset)):
                yield self.source.key(row)

    def drop(self) -> None:
        """Forget every page: the next look reads again."""
        self._pages.clear()
