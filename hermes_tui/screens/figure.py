"""A number of a table of figures as a rep opens it: what it is called, and how it is asked anew after a change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from hermes_tui import formats
from hermes_tui.metrics.sections import BY_KEY
from hermes_tui.metrics.tables import Behind, Number, Table

if TYPE_CHECKING:
    from hermes_tui.metrics.asked import Asked
    from storage.database import Database

Ask = Callable[[], "Asked"]
"""What is asked of figures at this moment. Raises UsageError where a filter names what is gone meanwhile."""

_UNITS: Mapping[str, tuple[str, str]] = {
    "leads": ("lead", "leads"), "touches": ("touch", "touches"), "messages": ("message", "messages"),
    "days": ("day", "days"), "hours": ("hour", "hours"),
}  # fmt: skip


class Figure(NamedTuple):
    """The number at (row, column) of a table; `ask` is None where it cannot be asked again."""

    table: Table
    row: int
    column: int
    ask: Ask | None = None

    @classmethod
    def of(cls, table: Table, number: Number, ask: Ask | None = None) -> Figure:
        """The figure of this very number. Raises ValueError where the table does not hold it."""
        for at, row in enumerate(table.rows):
            for column, cell in enumerate(row):
                if cell is number:
                    return cls(table, at, column, ask)
        raise ValueError(f"{table.title} does not hold {number.shown}")

    @property
    def number(self) -> Number:
        """The number itself."""
        cell = self.table.rows[self.row][self.column]
        assert isinstance(cell, Number)
        return cell

    @property
    def called(self) -> str:
        """Its row and its column: `Qualified · Went on`."""
        head = self.table.columns[self.column].head
        name = _name(self.table.rows[self.row][0]) if self.column else ""
        return " · ".join(dict.fromkeys(word for word in (name, head) if word))

    def again(self, database: Database, asked: Asked) -> Figure | None:
        """The same number as it is when this is asked: that of the row of this name (the nth of them), in the column
        of this name; None where there is none any more."""
        return self._in(BY_KEY[self.table.key].read(database, asked))

    def before(self, database: Database) -> Number | None:
        """What it was in the window before; None where there is no such window, or none of it was there."""
        from hermes_tui.metrics.before import NOT_COMPARED, number_before

        asked = self.ask() if self.ask is not None and self.table.key not in NOT_COMPARED else None
        earlier = None if asked is None else asked.before
        if earlier is None:
            return None
        return number_before(self.table, self.row, self.column, BY_KEY[self.table.key].read(database, earlier))

    def _in(self, table: Table) -> Figure | None:
        name, column = _name(self.table.rows[self.row][0]), self.table.columns[self.column].name
        which = sum(_name(row[0]) == name for row in self.table.rows[: self.row])
        rows = [at for at, row in enumerate(table.rows) if _name(row[0]) == name]
        columns = [at for at, each in enumerate(table.columns) if each.name == column]
        if which >= len(rows) or not columns or not isinstance(table.rows[rows[which]][columns[0]], Number):
            return None
        return Figure(table, rows[which], columns[0], self.ask)


def _name(cell: object) -> str:
    return cell.shown if isinstance(cell, Number) else str(cell)


def written(amount: float | None, behind: Behind) -> str:
    """An amount in its unit, without the unit's name: `12.5`, `4,000 USD`, `yes`; a share that is neither as `40 %`."""
    if amount is None:
        return "–"
    if behind.unit == "money":
        return formats.money_with(round(amount), behind.currency)
    if behind.unit == "share":
        return "no" if amount == 0 else "yes" if amount == 1 else f"{100 * amount:.1f} %".replace(".0 %", " %")
    return f"{amount:,.0f}" if amount == round(amount) else f"{amount:,.1f}"


def unit_of(behind: Behind, amount: float | None = None) -> str:
    """What the amounts are, in a word: `days`; of one, `day`. Nothing for money and shares, which say it themselves."""
    one, many = _UNITS.get(behind.unit, ("", ""))
    return one if amount == 1 else many
