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
    then = _by_name(before)
    rows = []
    for (name, which), row in zip(_names(table), table.rows, strict=True):
        cells = zip(table.columns, row, strict=True)
        rows.append(tuple(_compared(cell, then, name, which, column.name) for column, cell in cells))
    return table._replace(rows=tuple(rows))


def number_before(table: Table, row: int, column: int, before: Table) -> Number | None:
    """The same number as the one in this place, of the table of the window before; None where none was there."""
    cell = table.rows[row][column]
    name, which = _names(table)[row]
    return _same(cell, _by_name(before), name, which, table.columns[column].name)


_Then = dict[str, list[dict[str, Cell]]]  # by the name of a row: the rows of it, by the names of their columns


def _by_name(table: Table) -> _Then:
    found: _Then = {}
    for (name, _), row in zip(_names(table), table.rows, strict=True):
        found.setdefault(name, []).append(dict(zip((column.name for column in table.columns), row, strict=True)))
    return found


def _names(table: Table) -> list[tuple[str, int]]:
    """What each row is called, and how many were called so before it."""
    seen: dict[str, int] = {}
    found = []
    for row in table.rows:
        name = row[0].shown if isinstance(row[0], Number) else row[0]
        found.append((name, seen.get(name, 0)))
        seen[name] = seen.get(name, 0) + 1
    return found


def _compared(cell: Cell, then: _Then, name: str, which: int, column: str) -> Cell:
    old = _same(cell, then, name, which, column)
    return cell if old is None or not isinstance(cell, Number) else cell._replace(change=change(cell, old))


def _same(cell: Cell, then: _Then, name: str, which: int, column: str) -> Number | None:
    rows = then.get(name, [])
    old = rows[which].get(column) if which < len(rows) else None
    if not isinstance(cell, Number) or not isinstance(old, Number):
        return None
    if old.together and not cell.together:  # now a currency lacks its rate, or it is the only one
        alone = then.get(f"{name}, {cell.behind and cell.behind.currency}", [{}])[0].get(column)
        old = alone if isinstance(alone, Number) else old
    if old.together is not cell.together and any(other.startswith(f"{name}, ") for other in then):
        return None  # one is of all currencies, the other of one among several
    units = [number.behind and (number.behind.unit, number.behind.currency) for number in (cell, old)]
    return old if units[0] == units[1] else None


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
