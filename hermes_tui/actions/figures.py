"""Sections of figures read one after another, beside the period before, and handed on as plain sheets."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from hermes_tui.exchange.sheets import Figure, Head, Share, Sheet
from hermes_tui.metrics.tables import Cell, Number, Table

if TYPE_CHECKING:
    from hermes_tui.metrics.asked import Asked
    from hermes_tui.metrics.sections import Section
    from storage.database import Database


def tables_of(
    database: Database, asked: Asked, sections: Iterable[Section], *, compare: Collection[str] | None = None,
    whole: bool = False,
) -> Iterator[Table]:  # fmt: skip
    """The tables of these sections; each number says how it was in the period before, where there is one.

    `compare`: only those of these sections do. `whole`: with every row.
    """
    from hermes_tui.metrics.before import NOT_COMPARED, with_before

    before = asked.before
    for section in sections:
        table = section.read(database, asked, whole=whole)
        wanted = section.key not in NOT_COMPARED and (compare is None or section.key in compare)
        if before is not None and wanted:
            table = with_before(table, section.read(database, before))
        yield table


def sheet_of(table: Table) -> Sheet:
    """A table as plain values: without the leads behind its numbers."""
    heads = tuple(Head(column.head, column.name, column.is_number) for column in table.columns)
    rows = tuple(tuple(_figure(cell) for cell in row) for row in table.rows)
    return Sheet(table.key, table.title, heads, rows, table.bar, table.empty, table.note)


def _figure(cell: Cell) -> Figure | str:
    if not isinstance(cell, Number):
        return cell
    behind, rate = cell.behind, cell.rate
    currency = behind.currency if behind else cell.currency
    unit = behind.unit if behind else "money" if currency else "share" if rate else ""
    share = Share(rate.n, rate.low, rate.high, rate.is_early) if rate else None
    return Figure(
        cell.value, cell.shown, unit, currency, share, cell.note, cell.change, cell.definition, cell.inputs
    )  # fmt: skip
