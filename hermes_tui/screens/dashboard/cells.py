"""A section's table as the cells of a pane, and as text for the clipboard."""

from __future__ import annotations

import re
from datetime import date

from hermes_tui.formats import day_words
from hermes_tui.metrics.tables import Cell, Number, Table
from hermes_tui.screens.figure_cells import Cells, cells_of

_TOTALS = ("All", "Any", "In all")  # a bar of a total would dwarf those of its parts
_CURRENCY = re.compile(", [A-Z]{3}")


def pane_cells(table: Table) -> Cells:
    """Its columns and rows for a grid or a chart. Only rates keep a note, a short one: what else must stand beside a
    number is said on the line about the number in hand.
    """
    found = cells_of(table)
    shared = _shared_currency(table)
    rows = []
    for row, cells in zip(table.rows, found.rows, strict=True):
        total = _is_total(row[0])
        name = cells[0] if total else cells[0]._replace(text=cells[0].text.removesuffix(shared))
        numbers = (
            shown._replace(note=beside(cell), value=None if total else shown.value)
            for cell, shown in zip(row[1:], cells[1:], strict=True)
        )
        rows.append((name, *numbers))
    return Cells(found.columns, tuple(rows))


def _is_total(name: Cell) -> bool:
    return str(name).startswith(_TOTALS)


def _shared_currency(table: Table) -> str:
    """`, USD` where every row that is no total ends in it: its amounts say it too, and the totals."""
    ends = {str(row[0])[-5:] for row in table.rows if not _is_total(row[0])}
    return next(iter(ends)) if len(ends) == 1 and all(_CURRENCY.fullmatch(end) for end in ends) else ""


def chart_cells(table: Table) -> Cells:
    """The same for a chart, whose axis has room for `22 Jun`."""
    found = pane_cells(table)
    return Cells(found.columns, tuple((row[0]._replace(text=_axis(row[0].text)), *row[1:]) for row in found.rows))


def _axis(day: str) -> str:
    try:
        return " ".join(day_words(date.fromisoformat(day)).split()[1:])
    except ValueError:  # it names a week or a day otherwise
        return day


def beside(cell: Cell) -> str:
    """Of how many a rate is and how sure it is: `33–50, n 123`."""
    rate = cell.rate if isinstance(cell, Number) else None
    if rate is None or rate.low is None or rate.high is None:
        return ""
    if rate.is_early:
        return f"early, n {rate.n:,}"
    return f"{100 * rate.low:.0f}–{100 * rate.high:.0f}, n {rate.n:,}"


def tsv_of(table: Table) -> str:
    """Its head and rows with tabs between, as a spreadsheet takes them; numbers as they are shown, a rate with its
    interval behind it.
    """
    lines = ["\t".join(column.head for column in table.columns)]
    lines += ["\t".join(_plain(cell) for cell in row) for row in table.rows]
    return "\n".join(lines) + "\n"


def _plain(cell: Cell) -> str:
    if isinstance(cell, str):
        return " ".join(cell.split())
    more = beside(cell)
    return f"{cell.shown} ({more})" if more else cell.shown


def with_changes_of(table: Table, old: Table) -> Table:
    """`table` with the changes of the same numbers of `old`: what was before stays what it was when a lead changes
    now, and until it has been read again no word of it flickers.
    """
    if [column.name for column in table.columns] != [column.name for column in old.columns]:
        return table
    then = {str(row[0]): row for row in old.rows}
    return table._replace(rows=tuple(_as_before(row, then.get(str(row[0]), ())) for row in table.rows))


def _as_before(row: tuple[Cell, ...], old: tuple[Cell, ...]) -> tuple[Cell, ...]:
    if len(row) != len(old):
        return row
    return tuple(
        cell._replace(change=was.change) if isinstance(cell, Number) and isinstance(was, Number) else cell
        for cell, was in zip(row, old, strict=True)
    )
