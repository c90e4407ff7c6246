"""A table of figures as the cells of a view of numbers: which the cursor stops at, and what stands behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from widgets.number_view import GridCell, GridColumn, GridRow

if TYPE_CHECKING:
    from hermes_tui.metrics.tables import Cell, Number, Table
    from widgets.number_view import NumberView


class Cells(NamedTuple):
    """What `NumberView.show` takes."""

    columns: tuple[GridColumn, ...]
    rows: tuple[GridRow, ...]


def cells_of(table: Table) -> Cells:
    """The columns and rows of a table; the cursor stops at every number, where it opens nothing it is still defined."""
    columns = tuple(GridColumn(column.head, "right" if column.is_number else "left") for column in table.columns)
    return Cells(columns, tuple(tuple(_cell(cell) for cell in row) for row in table.rows))


def _cell(cell: Cell) -> GridCell:
    if isinstance(cell, str):
        return GridCell(cell)
    return GridCell(cell.shown, cell.note, cell.value, opens=True, change=cell.change)


def number_in_hand(table: Table, view: NumberView) -> Number | None:
    """The number under the cursor of a view that shows this table."""
    place = view.cursor
    if place is None or place.row >= len(table.rows):
        return None
    cell = table.rows[place.row][place.column]
    return None if isinstance(cell, str) else cell


def name_of(table: Table, view: NumberView) -> str:
    """What the number in hand is called: its row and its column, `Qualified · Went on`."""
    place = view.cursor
    if place is None or place.row >= len(table.rows):
        return table.title
    row = table.rows[place.row][0]
    words = (row if isinstance(row, str) else row.shown, table.columns[place.column].head if place.column else "")
    return " · ".join(word for word in words if word)
