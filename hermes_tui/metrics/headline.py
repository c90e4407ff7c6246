"""The numbers at the top of the dashboard: how fast deals move, how many are won, what is open, what needs a hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hermes_tui.metrics import deals
from hermes_tui.metrics.asked import Asked
from hermes_tui.metrics.closings import Closings, closings
from hermes_tui.metrics.forecast import forecast
from hermes_tui.metrics.money import money_numbers
from hermes_tui.metrics.outlook import expected_number, expected_together
from hermes_tui.metrics.tables import DASH, Cell, Column, Number, Table
from hermes_tui.metrics.velocity import per_day_numbers, velocity
from hermes_tui.metrics.written import counted, days, lasted, shared

if TYPE_CHECKING:
    from storage.database import Database

_COLUMNS = (Column("", "figure", is_number=False), Column("", "value"))
_WIN_IS = (
    "Won ÷ (won + lost), of the deals that came to WON or LOST in the period and still stand there; archived ones are "
    "neither. The interval is Wilson's, 95 %."
)
_CYCLE_IS = "The mean number of days from engaged, else created, to won, of the deals won in the period."
_WON_IS = "The value of the deals that came to WON in the period and still stand there, of those that have one."
_OPEN_IS = "The value of all open deals, of those that have one."
_STALE_IS = (
    "Open deals, not snoozed, without a touch for {days} days or more; one never touched counts from its creation."
)
_RISK_IS = (
    "Open deals with a reason for risk: from Responded on fewer than two people heard of in 30 days, a champion silent "
    "for more than 14 days, from Proposal sent on nobody with a role that buys, or bad moods only. The settings may "
    "say other days; a lead's page names its reasons."
)
_ONLY_NOW = "It is known of today only: neither snoozes nor risks of a past day are told."


def kpis(database: Database, asked: Asked) -> Table:
    """A row a figure: each once, in the rep's own currency or all of them together; then those in other currencies."""
    found = closings(database, asked)
    money = {
        "Sales velocity a day": per_day_numbers(velocity(database, asked), asked),
        "Won value": money_numbers(found.won_values, asked, deals.closed(asked, deals.WON), _WON_IS),
        **_open_and_expected(database, asked),
    }
    rows: list[tuple[Cell, ...]] = [
        ("Sales velocity a day", money["Sales velocity a day"][0]),
        ("Win rate", _win(found, asked)),
        ("Won cycle, days", _cycle(found, asked)),
        *((name, money[name][0]) for name in ("Won value", "Open value", "Forecast")),
        # What is true of every lead lets index lead_stale answer alone, which begins with it; risk has lead_risk.
        (
            "Stale",
            _flagged(database, asked, "stale", _STALE_IS.format(days=asked.stale_days), "lead.in_play IN (0, 1)"),
        ),
        ("At risk", _flagged(database, asked, "risk", _RISK_IS, "1")),
    ]
    for name, numbers in money.items():
        rows += [(f"{name}, {number.behind and number.behind.currency}", number) for number in numbers[1:]]
    return Table("kpis", "At a glance", _COLUMNS, tuple(rows))


def _open_and_expected(database: Database, asked: Asked) -> dict[str, list[Number]]:
    found = forecast(database, asked)
    expected = [expected_number(total, found, asked) for total in found.totals]
    none = Number(None, DASH, "The value of each open deal × the win rate of its stage; no deal is open.")
    return {
        "Open value": money_numbers(found.values, asked, deals.open_deals(asked), _OPEN_IS),
        "Forecast": [*expected_together(found, asked)[:1], *expected] or [none],
    }


def _win(found: Closings, asked: Asked) -> Number:
    sql = f"SELECT deal.lead_id, deal.stage_id IN {deals.WON} FROM {deals.closed(asked)} ORDER BY deal.at DESC, 1"
    return shared(found.win, _WIN_IS, sql, asked.given(), (("won", f"{found.won:,}"), ("lost", f"{found.lost:,}")))


def _cycle(found: Closings, asked: Asked) -> Number:
    sql = f"SELECT deal.lead_id, {deals.CYCLE} / 86400000.0 FROM {deals.closed(asked, deals.WON)} ORDER BY 2 DESC, 1"
    won, lost = found.cycle_won, found.cycle_lost
    note = f"median {days(won.median)}, of {won.n:,}" if won.n else ""
    number = lasted(won.mean, _CYCLE_IS, sql, asked.given(), "mean", note=note)
    ended = (("won", won), ("lost", lost))
    return number._replace(
        inputs=tuple((f"{name}: deals, mean, median", f"{each.n:,}, {days(each.mean)}, {days(each.median)}")
                     for name, each in ended)
    )  # fmt: skip


def _flagged(database: Database, asked: Asked, flag: str, definition: str, narrowed: str) -> Number:
    """How many of the leads in the filter a flag of the filter language holds for, so that it lists the same ones."""
    if not asked.is_now:
        return Number(None, DASH, f"{definition} {_ONLY_NOW}", note="of today only")
    from storage.filters import Stage, compile_filter
    from storage.queries.custom_fields import FieldsOf
    from storage.queries.stages import stages

    compiled = compile_filter(
        f"{asked.text} +{flag}", now=asked.at, today=asked.today, stale_days=asked.stale_days, timezone=asked.zone,
        stages=[Stage(stage.id, stage.name, stage.label, stage.kind) for stage in stages(database)],
        customs=FieldsOf(database),
    )  # fmt: skip
    such = f"FROM lead WHERE {compiled.where} AND {narrowed}"
    n = database.value(f"SELECT COUNT(*) {such}", compiled.params)
    sql = f"SELECT lead.id, 1 {such} ORDER BY lead.silent_since, lead.id"
    return counted(n, definition, sql, compiled.params)
