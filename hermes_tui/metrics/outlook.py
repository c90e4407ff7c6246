"""The forecast as numbers: by stage and in all, each with the open deals that make it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from hermes_tui.formats import count, money_with
from hermes_tui.metrics import deals
from hermes_tui.metrics.asked import Asked
from hermes_tui.metrics.forecast import ENTRY, Forecast, Outlook, StageOutlook, forecast, groups_of, looked_back
from hermes_tui.metrics.money import IN_CURRENCY, Money, at_rates, money_number, money_numbers, rate_inputs
from hermes_tui.metrics.tables import DASH, Behind, Cell, Column, Number, Table
from hermes_tui.metrics.written import certainty, counted, percent, shared

if TYPE_CHECKING:
    from storage.database import Database

_End = Literal["expected", "low", "high"]

_OPEN_IS = "Deals that are open in this stage, with a value or without, in {currency}."
_NONE_IS = "Deals that are open in this stage without a value: they count for nothing in the forecast."
_VALUE_IS = "The value of the deals that are open in this stage."
_RATE_IS = (
    "Of the deals that entered this stage's funnel group {window} (one passed over counts as entered) and stand in WON "
    "or LOST: won ÷ (won + lost); the interval is Wilson's, 95 %."
)
_ENDS_ARE: dict[_End, str] = {
    "expected": "The value of each open deal × the win rate of its stage",
    "low": "The value of each open deal × the lower end of its stage's win rate (Wilson, 95 %)",
    "high": "The value of each open deal × the upper end of its stage's win rate (Wilson, 95 %)",
}
_TOTAL_IS = (
    "added up over all open stages; a stage that fewer than ten closed deals went through counts with the win rate of "
    "all closed deals."
)
_ALL_OPEN = "Deals that are open, with a value or without."
_ALL_WITHOUT = "Deals that are open without a value."
_IN_STAGE = "deal.stage_id = :stage"
_ORDER = "ORDER BY 2 DESC, 1"


def forecast_table(database: Database, asked: Asked) -> Table:
    """A row a stage and currency, then one in all a currency, and all currencies together where the rep set rates."""
    found = forecast(database, asked)
    columns = (
        Column("Stage", "stage", is_number=False), Column("Open", "open"), Column("No value", "without_value"),
        Column("Value", "value"), Column("Win rate", "win_rate"), Column("Expected", "expected"),
        Column("Low", "low"), Column("High", "high"),
    )  # fmt: skip
    several = len(found.totals) > 1
    groups = groups_of(database)
    rows: list[tuple[Cell, ...]] = [_stage(row, asked, groups[row.stage_id], several) for row in found.stages]
    rows += [_total(total, found, asked, several) for total in found.totals]
    whole = expected_together(found, asked)
    if whole:
        rows.append(("In all, at your rates", *_standing_together(found, asked), "", *whole))
    note = "Deals without a value bring nothing here; they are counted apart."
    return Table(
        "forecast", "Forecast", columns, tuple(rows), bar=5, empty="No deal is open.", note=note if rows else "",
    )  # fmt: skip


def _stage(row: StageOutlook, asked: Asked, group: int, several: bool) -> tuple[Cell, ...]:
    such = f"FROM {deals.open_deals(asked)} WHERE {IN_CURRENCY} AND {_IN_STAGE}"
    given = asked.given(own=asked.currency, currency=row.currency, stage=row.stage_id)
    value = Money(row.currency, row.value, row.valued, 0.0)
    return (
        f"{row.label}, {row.currency}" if several else row.label,
        counted(
            row.n, _OPEN_IS.format(currency=row.currency), f"SELECT deal.lead_id, 1 {such} ORDER BY deal.at, 1", given
        ),
        counted(
            row.n - row.valued, _NONE_IS,
            f"SELECT deal.lead_id, 1 {such} AND deal.value IS NULL ORDER BY deal.at, 1", given,
        ),
        money_number(value, asked, deals.open_deals(asked), _VALUE_IS, such=_IN_STAGE, stage=row.stage_id),
        _rate(row, asked, group),
        *(_stage_end(row, asked, end) for end in _ENDS_ARE),
    )  # fmt: skip


def _rate(row: StageOutlook, asked: Asked, group: int) -> Number:
    won = f"SELECT deal.lead_id, deal.stage_id IN {deals.WON} FROM {deals.closed(asked)}"
    window = "in the period" if asked.chosen else "ever"
    definition = _RATE_IS.format(window=window)
    if row.is_own:
        return shared(row.rate, definition, f"{won} {ENTRY} ORDER BY deal.at DESC, 1", looked_back(asked, group=group))
    definition = "Won ÷ (won + lost) of all deals that came to WON or LOST" + (" in the period" if asked.chosen else "")
    definition += " and stand there: fewer than ten of them went through this stage, too few for a rate of its own."
    given = asked.given(since=looked_back(asked)["from"])
    number = shared(row.rate, definition, f"{won} ORDER BY deal.at DESC, 1", given)
    return number._replace(note=f"that of all: {number.note}")


def _stage_end(row: StageOutlook, asked: Asked, end: _End) -> Number:
    of = {"expected": row.rate.rate, "low": row.rate.low, "high": row.rate.high}[end]
    value: float | None = getattr(row, end)
    behind = Behind(
        f"SELECT deal.lead_id, deal.value * :rate FROM {deals.open_deals(asked)} "
        f"WHERE deal.value IS NOT NULL AND {IN_CURRENCY} AND {_IN_STAGE} {_ORDER}",
        asked.given(own=asked.currency, currency=row.currency, stage=row.stage_id, rate=of or 0.0),
        "sum", "money", row.currency,
    )  # fmt: skip
    rate = "win rate" if row.is_own else "win rate of all closed deals, as too few went through this stage"
    inputs = (("value", money_with(row.value, row.currency)), (rate, f"{percent(of)}, {certainty(row.rate)}"))
    return Number(value, _shown(value, row.currency), f"{_ENDS_ARE[end]}.", behind, "", inputs)


def _total(total: Outlook, found: Forecast, asked: Asked, several: bool) -> tuple[Cell, ...]:
    such = f"FROM {deals.open_deals(asked)} WHERE {IN_CURRENCY}"
    given = asked.given(own=asked.currency, currency=total.currency)
    value = Money(total.currency, total.value, total.valued, 0.0)
    return (
        f"In all, {total.currency}" if several else "In all",
        counted(
            total.n, _ALL_OPEN,
            f"SELECT deal.lead_id, 1 {such} ORDER BY deal.at, 1", given,
        ),
        counted(
            total.n - total.valued, _ALL_WITHOUT,
            f"SELECT deal.lead_id, 1 {such} AND deal.value IS NULL ORDER BY deal.at, 1", given,
        ),
        money_number(value, asked, deals.open_deals(asked), "The value of all open deals."),
        "",
        *(expected_number(total, found, asked, end) for end in _ENDS_ARE),
    )  # fmt: skip


def _standing_together(found: Forecast, asked: Asked) -> tuple[Cell, ...]:
    """What is open in all currencies: deals, those without a value, and the value at the rates set."""
    every = deals.open_deals(asked)
    open_now, valued = (sum(getattr(total, name) for total in found.totals) for name in ("n", "valued"))
    none = f"SELECT deal.lead_id, 1 FROM {every} WHERE deal.value IS NULL ORDER BY deal.at, 1"
    value = money_numbers(found.values, asked, every, "The value of all open deals.")[0]
    return (
        counted(open_now, _ALL_OPEN, f"SELECT deal.lead_id, 1 FROM {every} ORDER BY deal.at, 1", asked.given()),
        counted(open_now - valued, _ALL_WITHOUT, none, asked.given()),
        value if value.behind is not None and value.behind.currency == asked.currency else "",
    )


def expected_number(total: Outlook, found: Forecast, asked: Asked, end: _End = "expected") -> Number:
    """What all open deals in one currency bring, at the rates of their stages or at one end of them."""
    amount, rates = _at_stage_rates(found, end)
    behind = Behind(
        f"SELECT deal.lead_id, {amount} FROM {deals.open_deals(asked)} "
        f"WHERE deal.value IS NOT NULL AND {IN_CURRENCY} {_ORDER}",
        asked.given(own=asked.currency, currency=total.currency, **rates), "sum", "money", total.currency,
    )  # fmt: skip
    return _whole(total, found, behind, end)


def expected_together(found: Forecast, asked: Asked) -> tuple[Number, ...]:
    """The same of all currencies: expected, at least, at most; nothing without a rate or where only the own is open."""
    others = {total.currency for total in found.totals} - {asked.currency}
    if not others or others - set(asked.rates) or any(total.expected is None for total in found.totals):
        return ()
    ends = {
        end: sum(float(getattr(total, end)) * _rate_of(total, asked) for total in found.totals) for end in _ENDS_ARE
    }
    value = round(sum(total.value * _rate_of(total, asked) for total in found.totals))
    total = Outlook(
        asked.currency, sum(each.n for each in found.totals), sum(each.valued for each in found.totals), value,
        ends["expected"], ends["low"], ends["high"],
    )  # fmt: skip
    numbers = []
    for end in _ENDS_ARE:
        amount, rates = _at_stage_rates(found, end)
        own, more = at_rates(asked, amount)
        behind = Behind(
            f"SELECT deal.lead_id, {own} FROM {deals.open_deals(asked)} WHERE deal.value IS NOT NULL {_ORDER}",
            asked.given(**rates, **more), "sum", "money", asked.currency,
        )  # fmt: skip
        number = _whole(total, found, behind, end)
        note, inputs = _joined(number.note, "at your rates"), (*number.inputs, *rate_inputs(asked))
        numbers.append(number._replace(note=note, inputs=inputs, together=True))
    return tuple(numbers)


def _rate_of(total: Outlook, asked: Asked) -> float:
    return 1.0 if total.currency == asked.currency else float(asked.rates[total.currency])


def _whole(total: Outlook, found: Forecast, behind: Behind, end: _End) -> Number:
    value: float | None = getattr(total, end)
    inputs = (
        ("value of open deals", money_with(total.value, total.currency)),
        ("deals with a value", f"{total.valued:,} of {total.n:,}"),
        ("win rate of all closed deals", f"{percent(found.overall.rate)}, {certainty(found.overall)}"),
    )
    between = f"{_shown(total.low, None)} to {_shown(total.high, total.currency)}"
    note = between if end == "expected" and value is not None else ""
    if total.n > total.valued:
        note = _joined(note, f"{count(total.n - total.valued, 'deal')} without a value")
    if found.overall.is_early and value is not None:
        note = _joined(note, "too early")
    return Number(value, _shown(value, total.currency), f"{_ENDS_ARE[end]}, {_TOTAL_IS}", behind, note, inputs)


def _at_stage_rates(found: Forecast, end: _End) -> tuple[str, dict[str, Any]]:
    """SQL for the value of an open deal × the rate of its stage, and the rates; 0 where nothing was closed yet."""
    whens, given = [], {}
    for stage_id, (of, _) in found.rates.items():
        given[f"stage_{stage_id}"] = {"expected": of.rate, "low": of.low, "high": of.high}[end] or 0.0
        whens.append(f"WHEN {stage_id} THEN :stage_{stage_id}")
    return f"deal.value * (CASE deal.stage_id {' '.join(whens)} END)", given


def _shown(value: float | None, currency: str | None) -> str:
    return DASH if value is None else money_with(round(value), currency)


def _joined(*notes: str) -> str:
    return ", ".join(filter(None, notes))
