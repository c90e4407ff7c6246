"""Pages of a query for a list or a board: what a widget asks, answered by storage."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, Protocol, TypeVar


class Numbered(Protocol):
    """A row with a lead's or a task's id."""

    @property
    def id(self) -> int: ...


RowT = TypeVar("RowT", bound=Numbered)
RowT_co = TypeVar("RowT_co", bound=Numbered, covariant=True)


class Paged(Protocol[RowT_co]):
    """A query that gives its rows a page at a time."""

    def page(self, offset: int, limit: int) -> Sequence[RowT_co]:
        """Rows from `offset`, at most `limit`."""
        ...


class QuerySource(Generic[RowT]):
    """A query as a widgets.pages.PageSource; the id is the lasting key."""

    def __init__(self, query: Paged[RowT]) -> None:
        self.query = query

    def page(self, offset: int, limit: int) -> Sequence[RowT]:
        """Rows of the query."""
        return self.query.page(offset, limit)

    def key(self, row: RowT) -> int:
        """The lead."""
        return row.id
