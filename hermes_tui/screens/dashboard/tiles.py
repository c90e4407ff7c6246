"""The figures at the top as tiles, short enough to stand side by side; in full on the line about the one in hand."""

from __future__ import annotations

import re

from hermes_tui.formats import short_money
from hermes_tui.metrics.tables import Number, Table
from hermes_tui.screens.dashboard.cells import beside
from hermes_tui.screens.figure_cells import Cells
from widgets.number_view import GridCell, GridColumn

_NAMES = {"Sales velocity a day": "Velocity/day", "Won cycle, days": "Cycle, days"}
_AMOUNT = re.compile(r"\d{1,3}(?:,\d{3})+")
_CURRENCY = re.compile(r" [A-Z]{3}\b")
_LONG = 10_000


def one_currency(table: Table) -> Table:
    """Each figure once, in the first of its currencies, or in all together; its note names the others."""
    first: dict[str, int] = {}
    rows: list[tuple[str, Number]] = []
    others: dict[str, list[str]] = {}
    for row in table.rows:
        name, number = str(row[0]), row[1]
        assert isinstance(number, Number)
        currency = number.behind.currency if number.behind is not None else None
        base = name.removesuffix(f", {currency}")
        if base in first and currency is not None:
            if number.value is not None:
                others.setdefault(base, []).append(number.shown)
        else:
            first[base] = len(rows)
            rows.append((name, number))
    for base, shown in others.items():
        name, number = rows[first[base]]
        more = f"{'of' if number.together else 'also'} {', '.join(shown)}"
        rows[first[base]] = name, number._replace(note=f"{number.note}; {more}" if number.note else more)
    return table._replace(rows=tuple(rows))


def tile_cells(table: Table) -> Cells:
    """Name, number, note and change of each figure, all of them short."""
    rows = []
    for name, number in table.rows:
        assert isinstance(number, Number)
        # A space where there is no change: the tiles keep their height when the window before has been read.
        change = _change(number.change) or " "
        cell = GridCell(_short(number.shown), _note(number), number.value, opens=True, change=change)
        rows.append((GridCell(_NAMES.get(str(name), str(name))), cell))
    return Cells(tuple(GridColumn(column.head) for column in table.columns), tuple(rows))


def _short(text: str) -> str:
    """Long amounts as one says them: `2.5M USD` for `2,502,200 USD`."""

    def said(found: re.Match[str]) -> str:
        amount = int(found[0].replace(",", ""))
        return short_money(100 * amount) if amount >= _LONG else found[0]

    return _AMOUNT.sub(said, text)


def _note(number: Number) -> str:
    if number.rate is not None:
        return beside(number)
    note, _, more = number.note.partition("also ")
    if number.together and " to " not in note and not note.startswith("too early"):
        return "your rates"
    if more:
        codes = [code.strip() for code in _CURRENCY.findall(more)]
        return f"+ {', '.join(codes)}" if len(codes) <= 2 else f"+ {len(codes)} others"
    return _CURRENCY.sub("", _short(note.partition(", ")[0])).replace(" to ", "–").removeprefix("of ")


def _change(change: str) -> str:
    """What it was before, with a sign for its direction: `▲ was 42k`."""
    short = _CURRENCY.sub("", _short(change))
    for words, sign in (("up from ", "▲ was "), ("down from ", "▼ was ")):
        if short.startswith(words):
            return sign + short.removeprefix(words)
    return f"was {short.removesuffix(' before')}" if short.endswith("% before") else short
