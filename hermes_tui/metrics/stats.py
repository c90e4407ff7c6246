"""Won and lost, what was won, how long it took, where the deals stand (definitions.md, "Pipeline velocity").

Everything is read from the stage history, so that any day in the past can be asked about.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import fmean, median
from typing import Any, NamedTuple

from hermes_tui.metrics.intervals import Rate, rate
from storage.database import Database
from storage.queries.stages import stages

DAY_MS = 86_400_000
# A stage a rep only passed through, or a move taken back at once, is no visit (definitions.md).
VOID_MS = 120_000


class WinRate(NamedTuple):
    """Deals won and lost, and won ÷ (won + lost) with its interval."""

    won: int
    lost: int
    of: Rate


class Money(NamedTuple):
    """Amounts in one currency (None: none was named): `sum` and `mean` in minor units, over `n` deals with a value."""

    currency: str | None
    sum: int
    n: int
    mean: float


class Days(NamedTuple):
    """Lengths of time in days; None where there are none."""

    n: int
    mean: float | None
    median: float | None


class StageStats(NamedTuple):
    """A stage: leads in it, their value by currency, leads that entered it, and its completed visits."""

    stage: str
    label: str
    now: int
    values: tuple[Money, ...]
    entered: int
    completed: Days


class SourceStats(NamedTuple):
    """A source (None: not known): its leads, how they ended, and what the won ones were worth, by currency."""

    source: str | None
    leads: int
    win: WinRate
    won_values: tuple[Money, ...]


class Stats(NamedTuple):
    """The figures at one moment. Values come by currency, that of most deals first: currencies are never added up."""

    win: WinRate
    won_values: tuple[Money, ...]
    cycle: Days
    stages: tuple[StageStats, ...]
    sources: tuple[SourceStats, ...]


class _Deal(NamedTuple):
    """Where a lead stood at the moment asked about."""

    stage_id: int
    kind: str
    entered_at: int
    began_at: int
    value: int | None
    currency: str | None
    source: str | None


# Each lead's visit at :at, by index stage_event_visit.
_STANDING = """
SELECT visit.to_stage_id, stage.kind, visit.at, COALESCE(lead.engaged_at, lead.created_at), lead.value, lead.currency,
       lead.source
FROM stage_event AS visit JOIN stage ON stage.id = visit.to_stage_id JOIN lead ON lead.id = visit.lead_id
WHERE visit.at <= :at AND (visit.left_at IS NULL OR visit.left_at > :at)
"""
_ENTERED = """
SELECT to_stage_id, COUNT(DISTINCT lead_id) FROM stage_event WHERE at > :since AND at <= :at GROUP BY to_stage_id
"""
_COMPLETED = """
SELECT to_stage_id, left_at - at FROM stage_event
WHERE left_at > :since AND left_at <= :at AND left_at >= at AND NOT (cause = 'rep' AND left_at - at < :void)
"""


def stats(database: Database, at: int, window_days: int | None = None) -> Stats:
    """The figures as they stood at `at` (UTC ms).

    With `window_days` only deals closed, stages entered and visits completed in so many days before `at` count;
    where leads stand now, and how many a source brought, has no window.
    """
    since = -1 if window_days is None else at - window_days * DAY_MS
    window = {"at": at, "since": since, "void": VOID_MS}
    deals = [_Deal._make(row) for row in database.rows(_STANDING, {"at": at})]
    closed = [deal for deal in deals if deal.entered_at > since]
    won = [deal for deal in closed if deal.kind == "won"]
    return Stats(
        win=_win(closed),
        won_values=_by_currency(won),
        cycle=days_of([max(0, deal.entered_at - deal.began_at) for deal in won]),
        stages=_stages(database, deals, window),
        sources=_sources(deals, closed),
    )


def _win(deals: Iterable[_Deal]) -> WinRate:
    kinds = [deal.kind for deal in deals]
    won, lost = kinds.count("won"), kinds.count("lost")
    return WinRate(won, lost, rate(won, won + lost))


def _by_currency(deals: Iterable[_Deal]) -> tuple[Money, ...]:
    amounts: dict[str | None, list[int]] = {}
    for deal in deals:
        if deal.value is not None:
            amounts.setdefault(deal.currency, []).append(deal.value)
    found = [Money(currency, sum(values), len(values), fmean(values)) for currency, values in amounts.items()]
    return tuple(sorted(found, key=lambda money: (-money.n, money.currency or "")))


def days_of(lengths: Sequence[int]) -> Days:
    """The days that lengths in ms are, how many, on average and in the middle."""
    if not lengths:
        return Days(0, None, None)
    return Days(len(lengths), fmean(lengths) / DAY_MS, median(lengths) / DAY_MS)


def _stages(database: Database, deals: list[_Deal], window: dict[str, Any]) -> tuple[StageStats, ...]:
    here: dict[int, list[_Deal]] = {}
    for deal in deals:
        here.setdefault(deal.stage_id, []).append(deal)
    entered = dict(database.rows(_ENTERED, window))
    lengths: dict[int, list[int]] = {}
    for stage_id, length in database.rows(_COMPLETED, window):
        lengths.setdefault(stage_id, []).append(length)
    return tuple(
        StageStats(
            stage.name,
            stage.label,
            len(here.get(stage.id, ())),
            _by_currency(here.get(stage.id, ())),
            entered.get(stage.id, 0),
            days_of(lengths.get(stage.id, ())),
        )
        for stage in stages(database)
    )


def _sources(deals: list[_Deal], closed: list[_Deal]) -> tuple[SourceStats, ...]:
    """By source, that of most leads first."""
    brought: dict[str | None, int] = {}
    ended: dict[str | None, list[_Deal]] = {}
    for deal in deals:
        brought[deal.source] = brought.get(deal.source, 0) + 1
    for deal in closed:
        ended.setdefault(deal.source, []).append(deal)
    order = sorted(brought, key=lambda source: (-brought[source], source or ""))
    return tuple(
        SourceStats(
            source,
            brought[source],
            _win(ended.get(source, ())),
            _by_currency(deal for deal in ended.get(source, ()) if deal.kind == "won"),
        )
        for source in order
    )
