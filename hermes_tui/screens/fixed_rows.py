"""A paged list over rows that are all in memory, as the help's and the import's are: no marks, no queries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from textual.content import Content

from widgets.paged_list import PagedList

Row = TypeVar("Row")


class _Numbered(Generic[Row]):
    """Rows with their places, which are their keys."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows

    def page(self, offset: int, limit: int) -> Sequence[tuple[int, Row]]:
        return list(enumerate(self._rows[offset : offset + limit], offset))

    def key(self, row: tuple[int, Row]) -> int:
        return row[0]


class FixedList(PagedList[tuple[int, Row]], Generic[Row]):
    """Shows a sequence; `draw(row, width)` gives a row's only line."""

    def __init__(
        self,
        draw: Callable[[Row, int], Content],
        *,
        header: Callable[[int], Content] | None = None,
        empty: Content,
        id: str | None = None,
    ) -> None:
        def line(numbered: tuple[int, Row], width: int) -> list[Content]:
            return [draw(numbered[1], width)]

        super().__init__(line, header=header, empty=empty, id=id)

    def show_rows(self, rows: Sequence[Row], cursor: int = 0) -> None:
        """Show these rows, the cursor at `cursor` (or the last row)."""
        self.show(_Numbered(rows), len(rows), cursor)

    @property
    def chosen(self) -> Row | None:
        """The row under the cursor."""
        return None if self.current is None else self.current[1]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing is marked here."""
        return action not in ("mark", "range") and super().check_action(action, parameters)
