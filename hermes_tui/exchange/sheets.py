"""Sheets: tables of figures as plain values, the same for CSV, JSON and the report, and the first two of these."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, TextIO

from hermes_tui.formats import major

_DAYS_TO, _SHARE_TO = 3, 4  # places that days and shares are written with outside of Hermes
Plain = str | int | float | None


class Share(NamedTuple):
    """A rate of `n` and the ends of its 95 % interval, each 0 … 1; `early`: of too few to conclude anything."""

    n: int
    low: float | None
    high: float | None
    early: bool = False


class Figure(NamedTuple):
    """A number of a sheet.

    `value` is in its `unit` (leads, touches, messages, days, hours, a share 0 … 1, or money in minor units of
    `currency`), None where there is none; `shown`, `note` and `change` are for people, and so are `definition` and
    the `inputs`, (name, as shown).
    """

    value: float | int | None
    shown: str
    unit: str = ""
    currency: str | None = None
    share: Share | None = None
    note: str = ""
    change: str = ""
    definition: str = ""
    inputs: tuple[tuple[str, str], ...] = ()


class Head(NamedTuple):
    """A column: its head for people, its name in CSV and JSON, and whether numbers stand in it."""

    head: str
    name: str
    is_number: bool


class Sheet(NamedTuple):
    """A table of figures; cells that are no figures are words. `bar` is the place of the column bars are drawn of."""

    key: str
    title: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[Figure | str, ...], ...]
    bar: int | None = None
    empty: str = ""
    note: str = ""


def flat(sheet: Sheet) -> tuple[list[str], list[list[Plain]]]:
    """The names of the columns, and a row each of plain values: money in major units, shares 0 … 1 to four places.

    What a number cannot be read without stands in columns behind it: of a rate `…_n`, `…_low` and `…_high`, of money
    `…_currency`; where the rows of a column are of several units, `…_unit`.
    """
    names: list[str] = []
    columns: list[list[Plain]] = []
    for place, head in enumerate(sheet.heads):
        for suffix, cells in _parts([row[place] for row in sheet.rows]):
            names.append(head.name + suffix)
            columns.append(cells)
    return names, [list(row) for row in zip(*columns, strict=True)]


def _parts(cells: Sequence[Figure | str]) -> list[tuple[str, list[Plain]]]:
    """A column's own values and what stands behind them, each with what its name gets."""
    figures = [cell if isinstance(cell, Figure) else None for cell in cells]
    found: list[tuple[str, list[Plain]]] = [("", [_plain(cell) for cell in cells])]
    if any(figure and figure.share for figure in figures):
        shares = [figure.share if figure else None for figure in figures]
        found += [
            ("_n", [share.n if share else None for share in shares]),
            ("_low", [_rounded(share.low if share else None, _SHARE_TO) for share in shares]),
            ("_high", [_rounded(share.high if share else None, _SHARE_TO) for share in shares]),
        ]
    if any(figure and figure.unit == "money" for figure in figures):
        found.append(("_currency", [figure.currency if figure else None for figure in figures]))
    if len({figure.unit for figure in figures if figure}) > 1:
        found.append(("_unit", [figure.unit if figure else None for figure in figures]))
    return found


def _plain(cell: Figure | str) -> Plain:
    if isinstance(cell, str):
        return cell or None
    if cell.value is None:
        return None
    if cell.unit == "money":
        return major(round(cell.value))
    if cell.unit == "share" or cell.share:
        return round(cell.value, _SHARE_TO)
    return cell.value if isinstance(cell.value, int) else round(cell.value, _DAYS_TO)


def _rounded(value: float | None, places: int) -> float | None:
    return None if value is None else round(value, places)


def records(sheet: Sheet) -> list[dict[str, Any]]:
    """The rows for JSON, by the names of `flat`."""
    names, rows = flat(sheet)
    return [dict(zip(names, row, strict=True)) for row in rows]


def write_sheet(out: TextIO, sheet: Sheet) -> int:
    """Write a sheet as CSV (RFC 4180), the names of `flat` first; returns how many rows there were.

    A text that a spreadsheet would run as a formula gets a `'` before it.
    """
    import csv

    from hermes_tui.exchange.export import harmless

    names, rows = flat(sheet)
    writer = csv.writer(out)
    writer.writerow(names)
    writer.writerows([harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return len(rows)
