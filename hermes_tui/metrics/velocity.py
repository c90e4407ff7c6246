"""Sales velocity: what the open pipeline wins a day, with every input (definitions.md, "Sales velocity")."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from hermes_tui.formats import count, day_with_year, money_with
from hermes_tui.metrics import deals
from hermes_tui.metrics.asked import Asked
from hermes_tui.metrics.closings import Tally, tally
from hermes_tui.metrics.intervals import Rate
from hermes_tui.metrics.money import IN_CURRENCY, Money, money_number, named, rate_inputs
from hermes_tui.metrics.open_totals import open_totals
from hermes_tui.metrics.tables import DASH, Behind, Cell, Column, Number, Table
from hermes_tui.metrics.written import counted, days, lasted, percent, shared
from storage.queries.stages import stages

if TYPE_CHECKING:
    from storage.database import Database


class Velocity(NamedTuple):
    """Velocity of the deals in one currency; `per_day` and `mean_won` in minor units of it.

    It is `open` leads at or past QUALIFIED × `win` × `mean_won` ÷ `cycle_days`; win rate and cycle are of the deals in
    all currencies, looked back on for `window_days` (None: on all of them). `per_day` is None where nothing in that
    currency was won with a value, or the cycle is 0.
    """

    currency: str | None
    per_day: float | None
    open: int
    win: Rate
    mean_won: float | None
    cycle_days: float | None
    window_days: float | None


# What definitions.md calls open leads at or past QUALIFIED.
_QUALIFIED = "deal.stage_id >= (SELECT stage.id FROM stage WHERE stage.name = 'QUALIFIED')"


def velocity(database: Database, asked: Asked) -> tuple[Velocity, ...]:
    """Velocity per currency, the rep's own first; of a file without deals one row, of nothing."""
    return velocity_of(database, asked, tally(database, asked.trailing))


def velocity_of(database: Database, asked: Asked, looked_back: Tally) -> tuple[Velocity, ...]:
    """The same by deals that were counted before, those of `asked.trailing`."""
    here = _open(database, asked)
    means = {str(money.currency): money.mean for money in named(looked_back.won_values, asked)}
    order = sorted({*here, *means}, key=lambda code: (code != asked.currency, -here.get(code, 0), code))
    win, cycle, window = looked_back.win, looked_back.won_days, asked.trailing.days
    return tuple(
        Velocity(
            code, _per_day(here.get(code, 0), win, means.get(code), cycle), here.get(code, 0), win, means.get(code),
            cycle, window,
        )
        for code in order or [asked.currency]
    )  # fmt: skip


def _open(database: Database, asked: Asked) -> dict[str, int]:
    (first,) = (stage.id for stage in stages(database) if stage.name == "QUALIFIED")
    found: dict[str, int] = {}
    for row in open_totals(database, asked):
        if row.stage_id >= first:
            found[row.currency] = found.get(row.currency, 0) + row.n
    return found


def _per_day(n: int, win: Rate, mean_won: float | None, cycle: float | None) -> float | None:
    if mean_won is None or win.rate is None or not cycle:
        return None
    return n * win.rate * mean_won / cycle


# -- as a table --------------------------------------------------------------------------------------------

_PER_DAY_IS = (
    "Open leads at or past Qualified × win rate × average won value ÷ mean won cycle, of deals in {currency}; the last "
    "three of {window}. Opened, it lists the open leads, each with an equal share."
)
_AT_RATES = "Currencies together, by the rates you set."
_OPEN_IS = "Leads in an open stage at or past Qualified, with a value or without, in {currency}."
_WIN_IS = "Won ÷ (won + lost), of all deals closed in {window} that are closed still; the interval is Wilson's, 95 %."
_MEAN_IS = "The average value of the deals won in {window}, of those with a value in this currency."
_CYCLE_IS = "The mean number of days from engaged, else created, to won, of all deals won in {window}."


def velocity_table(database: Database, asked: Asked) -> Table:
    """The inputs as rows and a column for each currency."""
    looked_back = tally(database, asked.trailing)
    found = velocity_of(database, asked, looked_back)
    won = {money.currency: money for money in named(looked_back.won_values, asked)}
    rows: list[tuple[Cell, ...]] = [
        ("Sales velocity a day", *(per_day_number(row, asked) for row in found)),
        ("Open leads at or past Qualified", *(_open_number(row, asked) for row in found)),
        ("× win rate", *(_win_number(row, asked) for row in found)),
        (
            "× average won value",
            *(_mean_number(won.get(row.currency, Money(row.currency, 0, 0, 0.0)), asked) for row in found),
        ),
        ("÷ mean won cycle, days", *(_cycle_number(row, asked) for row in found)),
    ]
    columns = (Column(f"of {window_words(asked)}", "input", is_number=False),
               *(Column(str(row.currency), str(row.currency).casefold()) for row in found))  # fmt: skip
    return Table("velocity", "Sales velocity", columns, tuple(rows), note=_why_none(found))


def window_words(asked: Asked) -> str:
    """The window that velocity looks back on: `the last 365 days`, `the 90 days to 31 Mar 2026`."""
    length = asked.trailing.days
    if length is None:
        return "all time"
    long = count(round(length), "day") if length >= 1 else count(max(1, round(24 * length)), "hour")
    if asked.is_now:
        return f"the last {long}"
    return f"the {long} to {day_with_year(datetime.fromtimestamp(asked.at / 1000, asked.zone).date())}"


def _why_none(found: tuple[Velocity, ...]) -> str:
    dashes = [str(row.currency) for row in found if row.per_day is None]
    if not dashes:
        return ""
    if not found[0].cycle_days:
        return "No velocity: nothing was won in the window, or it was won on the day it began."
    return f"No velocity in {' and '.join(dashes)}: nothing was won there that has a value."


def per_day_numbers(found: tuple[Velocity, ...], asked: Asked) -> list[Number]:
    """A number a currency, those that there are first; before them all together in the rep's own, where there are
    others too and the rep set their rates."""
    numbers = [per_day_number(row, asked) for row in found]
    won = [row for row in found if row.per_day is not None]
    own_only = all(row.currency == asked.currency for row in won)
    if own_only or any(row.currency not in (asked.currency, *asked.rates) for row in won):
        return sorted(numbers, key=lambda number: number.value is None)
    one = {row.currency: float(asked.rates.get(str(row.currency), 1)) for row in won}
    total = sum((row.per_day or 0.0) * one[row.currency] for row in won)
    whens, given = [], asked.given(own=asked.currency)
    for place, row in enumerate(won):
        given |= {f"of_{place}": row.currency, f"share_{place}": _share(row) * one[row.currency]}
        whens.append(f"WHEN :of_{place} THEN :share_{place}")
    behind = Behind(
        f"SELECT deal.lead_id, CASE COALESCE(deal.currency, :own) {' '.join(whens)} ELSE 0 END "
        f"FROM {deals.open_deals(asked)} WHERE {_QUALIFIED} ORDER BY 2 DESC, 1",
        given, "sum", "money", asked.currency,
    )  # fmt: skip
    definition = f"{_PER_DAY_IS.format(currency='each currency', window=window_words(asked))} {_AT_RATES}"
    inputs = tuple((f"in {row.currency}", number.shown) for row, number in zip(found, numbers, strict=True))
    note = "too early, at your rates" if won[0].win.is_early else "at your rates"
    whole = Number(
        total, money_with(round(total), asked.currency), definition, behind, note,
        (*inputs, *rate_inputs(asked)), together=True,
    )  # fmt: skip
    return [whole, *numbers]


def _share(row: Velocity) -> float:
    """What one open lead brings a day."""
    return row.per_day / row.open if row.per_day and row.open else 0.0


def per_day_number(row: Velocity, asked: Asked) -> Number:
    """What is won a day in one currency; opened, every open lead with its share."""
    behind = Behind(
        f"SELECT deal.lead_id, :share FROM {deals.open_deals(asked)} WHERE {_QUALIFIED} AND {IN_CURRENCY} "
        "ORDER BY deal.value DESC, deal.lead_id",
        asked.given(own=asked.currency, currency=row.currency, share=_share(row)), "sum", "money", row.currency,
    )  # fmt: skip
    inputs = (
        ("open leads at or past Qualified", f"{row.open:,}"), ("win rate", f"{percent(row.win.rate)} of {row.win.n:,}"),
        ("average won value", money_with(None if row.mean_won is None else round(row.mean_won), row.currency)),
        ("mean won cycle", f"{days(row.cycle_days)} days"), ("looking back on", window_words(asked)),
    )  # fmt: skip
    note = "too early" if row.per_day is not None and row.win.is_early else ""
    shown = DASH if row.per_day is None else money_with(round(row.per_day), row.currency)
    definition = _PER_DAY_IS.format(currency=row.currency, window=window_words(asked))
    return Number(row.per_day, shown, definition, behind, note, inputs)


def _open_number(row: Velocity, asked: Asked) -> Number:
    sql = (
        f"SELECT deal.lead_id, 1 FROM {deals.open_deals(asked)} WHERE {_QUALIFIED} AND {IN_CURRENCY} "
        "ORDER BY deal.stage_id DESC, deal.lead_id"
    )
    given = asked.given(own=asked.currency, currency=row.currency)
    return counted(row.open, _OPEN_IS.format(currency=row.currency), sql, given)


def _win_number(row: Velocity, asked: Asked) -> Number:
    sql = f"SELECT deal.lead_id, deal.stage_id IN {deals.WON} FROM {deals.closed(asked)} ORDER BY deal.at DESC, 1"
    return shared(row.win, _WIN_IS.format(window=window_words(asked)), sql, asked.trailing.given())


def _mean_number(won: Money, asked: Asked) -> Number:
    definition = _MEAN_IS.format(window=window_words(asked))
    return money_number(won, asked.trailing, deals.closed(asked.trailing, deals.WON), definition, "mean")


def _cycle_number(row: Velocity, asked: Asked) -> Number:
    sql = f"SELECT deal.lead_id, {deals.CYCLE} / 86400000.0 FROM {deals.closed(asked, deals.WON)} ORDER BY 2 DESC, 1"
    return lasted(row.cycle_days, _CYCLE_IS.format(window=window_words(asked)), sql, asked.trailing.given(), "mean")
