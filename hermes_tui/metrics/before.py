"""Figures beside those of the window before: what each number was then, in words."""

from __future__ import annotations

from hermes_tui.metrics.comparison import compare
from hermes_tui.metrics.intervals import Rate
from hermes_tui.metrics.tables import Cell, Number, Table

NOT_COMPARED = frozenset({"weeks", "activity", "stuck", "goals", "changes"})
"""Sections that are a course of time themselves, or about deals by name, or about a month of its own."""


def with_before(table: Table, before: Table) -> Table:
    """`table` with the `change` of its numbers against the same ones of `before`.

    The same number is that of the row of the same name, in the column of the same name; a number that was none then,
    or is none now, has no change.
    """
    then = {_name(row): dict(zip((column.name for column in before.columns), row, strict=True)) for row in before.rows}
    rows = []
    for row in table.rows:
        old = then.get(_name(row), {})
        cells = zip(table.columns, row, strict=True)
        rows.append(tuple(_compared(cell, old.get(column.name)) for column, cell in cells))
    return table._replace(rows=tuple(rows))


def _name(row: tuple[Cell, ...]) -> str:
    first = row[0]
    return first.shown if isinstance(first, Number) else first


def _compared(cell: Cell, old: Cell | None) -> Cell:
    if not isinstance(cell, Number) or not isinstance(old, Number) or cell.value is None or old.value is None:
        return cell
    units = [number.behind and (number.behind.unit, number.behind.currency) for number in (cell, old)]
    return cell if units[0] != units[1] else cell._replace(change=change(cell, old))


def change(number: Number, old: Number) -> str:
    """What a number was in the window before: `up from 12`, `down from 41 %`, `as before`; of two rates that chance
    alone may tell apart `38 % before`. Empty where there is none of either.
    """
    if number.value is None or old.value is None:
        return ""
    if number.shown == old.shown:
        return "as before"
    if number.rate is not None and old.rate is not None and not _tells(number.rate, old.rate):
        return f"{old.shown} before"
    return f"{'up' if number.value > old.value else 'down'} from {old.shown}"


def _tells(one: Rate, other: Rate) -> bool:
    """Whether the interval of their difference leaves zero out."""
    hits = [0 if each.rate is None else round(each.rate * each.n) for each in (one, other)]
    return compare(hits[0], one.n, hits[1], other.n).words.startswith("clearly")
