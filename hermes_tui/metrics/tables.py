"""Figures as tables of numbers, each with what it means and the leads behind it: what all ways out of Hermes show.

A metric's module counts (SQL in, frozen rows out) and lays its rows out as a Table; nothing else says what a number is
called, how it is written, or how it came about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from hermes_tui.metrics.intervals import Rate

if TYPE_CHECKING:
    from storage.database import Database

Unit = Literal["leads", "days", "hours", "money", "touches", "messages", "share"]
How = Literal["sum", "mean", "median", "p75", "max"]


class Behind(NamedTuple):
    """The leads behind a number: `sql` gives (lead_id, amount), one row a lead or a happening, in the order to show.

    `how` the amounts make the number: their sum (each 1 where leads are counted), mean (a rate is the mean of 0 and 1),
    median, 75th percentile (linear between the two nearest, as Excel's PERCENTILE.INC) or the largest. `unit` is that
    of the amounts: days and hours as such, money in minor units of `currency`, a share 0 … 1.
    """

    sql: str
    params: Mapping[str, Any]
    how: How = "sum"
    unit: Unit = "leads"
    currency: str | None = None


class Number(NamedTuple):
    """A number that can be opened.

    `value` is in the unit of `behind` (None: there is none, `shown` is a dash then); `shown` is for people;
    `definition` one or two plain sentences: what it is and how it is worked out; `inputs` what went in, as (name, as
    shown); `note` what must stand beside it (n, interval, "too early"); `rate` its interval where it is a rate;
    `change` in words against the window before, filled by `with_before`; `currency` where `value` is money, in minor
    units, that nobody is behind: what was set, what is expected; `together` for an amount over several currencies, by
    the rates that the rep set.
    """

    value: float | int | None
    shown: str
    definition: str = ""
    behind: Behind | None = None
    note: str = ""
    inputs: tuple[tuple[str, str], ...] = ()
    rate: Rate | None = None
    change: str = ""
    currency: str | None = None
    together: bool = False


Cell = Number | str


class Column(NamedTuple):
    """A column: its head, the name it has in CSV and JSON, and whether its cells are numbers (on the right)."""

    head: str
    name: str
    is_number: bool = True


class Table(NamedTuple):
    """A section of figures. The first cell of a row names it.

    `bar` is the place of the column that bars are drawn of, None for no bars; `empty` says in a sentence why there are
    no rows; `note` what must be known to read it.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    bar: int | None = None
    empty: str = ""
    note: str = ""


DASH = "–"


def behind_rows(database: Database, behind: Behind) -> list[tuple[int, float]]:
    """(lead id, amount) of what is behind a number, in the order to show."""
    return [(row[0], row[1]) for row in database.rows(behind.sql, dict(behind.params))]


def made_of(amounts: Sequence[float], how: How) -> float | None:
    """The number that these amounts make; None of none, but a sum, which is 0."""
    from statistics import fmean, median

    if how == "sum":
        return sum(amounts)
    if not amounts:
        return None
    if how == "mean":
        return fmean(amounts)
    if how == "median":
        return median(amounts)
    if how == "max":
        return max(amounts)
    ordered = sorted(amounts)
    place = 0.75 * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)
