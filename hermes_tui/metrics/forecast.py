"""What the open pipeline is likely to bring: the value in each stage × the stage's own win rate, with a range."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from hermes_tui.metrics import deals
from hermes_tui.metrics.asked import ALL, Asked
from hermes_tui.metrics.intervals import Rate, rate
from hermes_tui.metrics.money import Money, of_sums
from hermes_tui.metrics.once import once
from hermes_tui.metrics.open_totals import Open, open_totals
from storage.queries.stages import stages

if TYPE_CHECKING:
    from storage.database import Database


class StageOutlook(NamedTuple):
    """A stage's open deals in one currency, of which `valued` have a value; `value` and what it brings in minor units.

    `rate` is the stage's own win rate, or, where fewer than ten deals tell of that (`is_own` False), that of all closed
    deals. `expected` is value × rate, `low` and `high` value × the ends of its interval; None where nothing was closed.
    """

    stage_id: int
    stage: str
    label: str
    currency: str
    n: int
    valued: int
    value: int
    rate: Rate
    is_own: bool
    expected: float | None
    low: float | None
    high: float | None


class Outlook(NamedTuple):
    """The same of all stages in one currency; the ends are those of the stages added up."""

    currency: str
    n: int
    valued: int
    value: int
    expected: float | None
    low: float | None
    high: float | None


class Forecast(NamedTuple):
    """By stage and currency, in pipeline order, the rep's own currency first; the totals; the rates used."""

    stages: tuple[StageOutlook, ...]
    totals: tuple[Outlook, ...]
    rates: dict[int, tuple[Rate, bool]]
    """By stage: its win rate, and whether it is its own."""
    overall: Rate

    @property
    def values(self) -> tuple[Money, ...]:
        """What stands in open stages, per currency."""
        return of_sums((total.currency, total.valued, total.value) for total in self.totals)


# One step through the visits of the closed deals, in the order they are kept in. A group is entered at most once for
# the first time in a window, so that adding its bit sets it. The limits keep SQLite from undoing the order.
_ENTERED = """
SELECT is_won, entered, COUNT(*) FROM (
    SELECT closed.is_won, (
        SELECT SUM(1 << visit.group_id) FROM visit
        WHERE visit.lead_id = closed.lead_id AND visit.group_id IS NOT NULL AND visit.at > :from AND visit.at <= :at
            AND (visit.entered_before IS NULL OR visit.entered_before <= :from)
    ) AS entered
    FROM (
        SELECT deal.lead_id, deal.stage_id IN {won} AS is_won FROM {deals} ORDER BY deal.lead_id LIMIT -1
    ) AS closed LIMIT -1
) GROUP BY 1, 2
"""
ENTRY = """
    JOIN visit AS entry ON entry.lead_id = deal.lead_id AND entry.group_id = :group AND entry.at > :from
    AND entry.at <= :at AND (entry.entered_before IS NULL OR entry.entered_before <= :from)
"""
"""SQL to go on with after the closed deals: those of them that entered the group."""


def forecast(database: Database, asked: Asked) -> Forecast:
    """What the deals that are open at `asked.at` bring, if each stage goes on winning as it did.

    A stage's own win rate: of the leads that entered its funnel group, in the window where the rep named one, else
    ever, and are won or lost at `asked.at`, those that are won.
    """
    pipeline = [stage for stage in stages(database) if stage.kind == "open"]
    groups = groups_of(database)
    ended, overall = _ended(database, asked)
    rates = {}
    for stage in pipeline:
        own = ended[groups[stage.id]]
        rates[stage.id] = (overall, False) if own.is_early else (own, True)
    labels = {stage.id: (stage.name, stage.label) for stage in pipeline}
    found = tuple(_stage(row, labels[row.stage_id], *rates[row.stage_id]) for row in open_totals(database, asked))
    return Forecast(found, _totals(found, asked), rates, overall)


def groups_of(database: Database) -> dict[int, int]:
    """The first stage of each open stage's funnel group."""
    first: dict[str, int] = {}
    return {
        stage.id: first.setdefault(stage.funnel_group, stage.id) for stage in stages(database) if stage.kind == "open"
    }


def looked_back(asked: Asked, **more: Any) -> dict[str, Any]:
    """The parameters of what the rates are of: deals closed whenever, that entered after `:from`."""
    return asked.given(**{"since": ALL, "from": asked.since if asked.chosen else ALL, **more})


@once
def _ended(database: Database, asked: Asked) -> tuple[dict[int, Rate], Rate]:
    """The win rate of each open group, and that of all deals that came to WON or LOST."""
    sql = _ENTERED.format(won=deals.WON, deals=deals.closed_only(asked))
    rows = [row for row in database.rows(sql, looked_back(asked)) if row[1] is not None]

    def of(bits: int) -> Rate:
        won, lost = (sum(n for is_won, entered, n in rows if is_won == wanted and entered & bits) for wanted in (1, 0))
        return rate(won, won + lost)

    closing = sum(1 << stage.id for stage in stages(database) if stage.kind in ("won", "lost"))
    return {group: of(1 << group) for group in set(groups_of(database).values())}, of(closing)


def _stage(row: Open, names: tuple[str, str], of: Rate, is_own: bool) -> StageOutlook:
    ends = (None if end is None else row.value * end for end in (of.rate, of.low, of.high))
    return StageOutlook(row.stage_id, *names, row.currency, row.n, row.valued, row.value, of, is_own, *ends)


def _totals(rows: tuple[StageOutlook, ...], asked: Asked) -> tuple[Outlook, ...]:
    by_currency: dict[str, list[StageOutlook]] = {}
    for row in rows:
        by_currency.setdefault(row.currency, []).append(row)
    found = [
        Outlook(
            currency, sum(row.n for row in mine), sum(row.valued for row in mine), sum(row.value for row in mine),
            *(_sum([getattr(row, end) for row in mine]) for end in ("expected", "low", "high")),
        )
        for currency, mine in by_currency.items()
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda total: (total.currency != asked.currency, -total.n, total.currency)))


def _sum(parts: list[float | None]) -> float | None:
    """Of all or none: the rate of a stage that nobody left is that of all deals."""
    return None if None in parts else sum(part for part in parts if part is not None)
