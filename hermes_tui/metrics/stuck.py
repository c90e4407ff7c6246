"""Open deals that stand in their stage longer than its threshold, and the value at stake (definitions.md, "Stuck")."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from hermes_tui.formats import count, money_with
from hermes_tui.metrics import deals
from hermes_tui.metrics.asked import DAY_MS, Asked
from hermes_tui.metrics.money import Money, money_numbers, of_sums
from hermes_tui.metrics.tables import DASH, Behind, Cell, Column, Number, Table
from hermes_tui.metrics.written import counted, days, lasted
from storage.queries.stages import MEDIAN_FACTOR, MIN_VISITS, StageRow, stages

if TYPE_CHECKING:
    from storage.database import Database


class Stuck(NamedTuple):
    """A stuck deal: `days` in its stage, of which more than `threshold` are too many; `value` in minor units."""

    lead_id: int
    company: str | None
    title: str
    stage: str
    label: str
    days: float
    threshold: float
    value: int | None
    currency: str | None


class AtStake(NamedTuple):
    """How many deals are stuck, the longest in days, and their value per currency."""

    n: int
    longest: float | None
    values: tuple[Money, ...]


# By index lead_standing, which covers both; only the rows that are shown are looked up.
_LONGEST = """
SELECT deal.lead_id, lead.company, lead.title, deal.stage_id, deal.at, deal.value, deal.currency
FROM (SELECT * FROM {deals} WHERE {late} ORDER BY deal.at + {allowed}, deal.lead_id LIMIT :limit) AS deal
JOIN lead ON lead.id = deal.lead_id ORDER BY deal.at + {allowed}, deal.lead_id
"""
_TOTALS = """
SELECT deal.currency, COUNT(*), COUNT(deal.value), SUM(deal.value), MIN(deal.at)
FROM {deals} WHERE {late} GROUP BY deal.currency
"""


def stuck(database: Database, asked: Asked, limit: int | None = None) -> tuple[Stuck, ...]:
    """The stuck deals at `asked.at`, the longest over its threshold first; by the thresholds of today."""
    pipeline = {stage.id: stage for stage in stages(database)}
    allowed, late = _rule(list(pipeline.values()))
    sql = _LONGEST.format(deals=deals.open_deals(asked), late=late, allowed=allowed)
    return tuple(
        Stuck(
            row[0], row[1], row[2], pipeline[row[3]].name, pipeline[row[3]].label, (asked.at - row[4]) / DAY_MS,
            pipeline[row[3]].threshold_days or 0, row[5], row[6],
        )
        for row in database.rows(sql, asked.given(limit=-1 if limit is None else limit))
    )  # fmt: skip


def at_stake(database: Database, asked: Asked) -> AtStake:
    """How many they are, and their value."""
    _, late = _rule(stages(database))
    rows = database.rows(_TOTALS.format(deals=deals.open_deals(asked), late=late), asked.given())
    since = min((row[4] for row in rows), default=None)
    return AtStake(
        sum(row[1] for row in rows), None if since is None else (asked.at - since) / DAY_MS,
        of_sums((row[0], row[2], row[3]) for row in rows),
    )  # fmt: skip


def _rule(pipeline: list[StageRow]) -> tuple[str, str]:
    """SQL for the ms that a deal may stand in its stage, and for being over it: as +stuck, by whole days."""
    limits = {stage.id: int(stage.threshold_days) + 1 for stage in pipeline if stage.threshold_days is not None}
    if not limits:
        return "0", "0"
    whens = " ".join(f"WHEN {number} THEN {limit * DAY_MS}" for number, limit in limits.items())
    allowed = f"(CASE deal.stage_id {whens} END)"
    return allowed, f"deal.at <= :at - {min(limits.values()) * DAY_MS} AND deal.at <= :at - {allowed}"


# -- as a table --------------------------------------------------------------------------------------------

SHOWN = 50  # deals by name; all of them open behind the number of all

_STUCK_ARE = (
    "Open deals that stand in their stage for more whole days than its threshold: the days set for the stage, or "
    f"{MEDIAN_FACTOR} × its own median where that is more and {MIN_VISITS} visits or more were completed."
)
_LONGEST_IS = "The stuck deal that has been in its stage the longest."
_AT_STAKE_IS = "The value of the stuck deals, of those that have one."
_DAYS_ARE = "Days since it came to {label}; more than {threshold} whole days there are stuck ({why})."
_OVER_IS = "How many days more than the threshold of {label}, {threshold} days, it has stood there."
_VALUE_IS = "The value of this deal."


def stuck_table(database: Database, asked: Asked, limit: int | None = SHOWN) -> Table:
    """All of them first, a row a currency, then the longest by name, no more than `limit`."""
    columns = (
        Column("Deal", "deal", is_number=False), Column("Stage", "stage", is_number=False), Column("Days", "days"),
        Column("Over by", "days_over"), Column("Value", "value"),
    )  # fmt: skip
    found = at_stake(database, asked)
    if not found.n:
        return Table("stuck", "Stuck deals", columns, (), empty="No open deal is stuck.")
    pipeline = {stage.name: stage for stage in stages(database)}
    rows = _totals(found, asked, list(pipeline.values()))
    rows += [_row(deal, pipeline[deal.stage]) for deal in stuck(database, asked, limit)]
    ends = limit is not None and found.n > limit
    said = f"The {limit} that are longest over, of {found.n:,}." if ends else f"{count(found.n, 'deal')} in all."
    past = "" if asked.is_now else "By the thresholds of today."
    return Table("stuck", "Stuck deals", columns, tuple(rows), note=f"{said} {past}".rstrip())


def every_stuck_deal(database: Database, asked: Asked) -> Table:
    """The same with each of them by name."""
    return stuck_table(database, asked, None)


def _totals(found: AtStake, asked: Asked, pipeline: list[StageRow]) -> list[tuple[Cell, ...]]:
    _, late = _rule(pipeline)
    such = f"(SELECT * FROM {deals.open_deals(asked)} WHERE {late}) AS deal"
    number, longest = all_stuck(found, asked, pipeline), "ORDER BY 2 DESC, 1"
    oldest = f"SELECT deal.lead_id, (:at - deal.at) / 86400000.0 FROM {such} {longest}"
    values = money_numbers(found.values, asked, such, _AT_STAKE_IS)
    first = ("All stuck deals", number, lasted(found.longest, _LONGEST_IS, oldest, asked.given(), "max"), "", values[0])
    return [first, *((f"… in {value.behind and value.behind.currency}", "", "", "", value) for value in values[1:])]


def all_stuck(found: AtStake, asked: Asked, pipeline: list[StageRow]) -> Number:
    """How many are stuck, the longest over first where it is opened."""
    allowed, late = _rule(pipeline)
    sql = f"SELECT deal.lead_id, 1 FROM {deals.open_deals(asked)} WHERE {late} ORDER BY deal.at + {allowed}, 1"
    return counted(found.n, _STUCK_ARE, sql, asked.given())


def _row(deal: Stuck, stage: StageRow) -> tuple[Cell, ...]:
    by_pace = stage.median_days is not None and deal.threshold == MEDIAN_FACTOR * stage.median_days
    why = f"{MEDIAN_FACTOR} × its median of {days(stage.median_days)}" if by_pace else "as set for the stage"
    threshold = f"{deal.threshold:.4g}"
    over = deal.days - deal.threshold
    name = f"{deal.company}: {deal.title}" if deal.company else deal.title
    given: dict[str, Any] = {"lead": deal.lead_id}
    return (
        name, deal.label,
        lasted(
            deal.days, _DAYS_ARE.format(label=deal.label, threshold=threshold, why=why), _ONE,
            given | {"amount": deal.days}, "sum",
        ),
        lasted(
            over, _OVER_IS.format(label=deal.label, threshold=threshold), _ONE, given | {"amount": over}, "sum",
        ),
        DASH if deal.value is None else Number(
            deal.value, money_with(deal.value, deal.currency), _VALUE_IS,
            Behind(_ONE, given | {"amount": deal.value}, "sum", "money", deal.currency),
        ),
    )  # fmt: skip


_ONE = "SELECT :lead, :amount"
