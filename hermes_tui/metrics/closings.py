"""Deals won and lost in a window, what the won ones were worth, and how long both took (definitions.md, "Win rate")."""

from __future__ import annotations

from typing import NamedTuple

from hermes_tui.metrics import deals
from hermes_tui.metrics.asked import DAY_MS, Asked
from hermes_tui.metrics.intervals import Rate, rate
from hermes_tui.metrics.money import Money, of_sums
from storage.database import Database


class Days(NamedTuple):
    """Lengths of time in days; None where there are none."""

    n: int
    mean: float | None
    median: float | None


class Closings(NamedTuple):
    """Deals that stand in WON or LOST and came there in the window; `win` is won ÷ (won + lost).

    `won_values` are per currency, that of most deals first; the cycles from engaged (or created) to closed.
    """

    won: int
    lost: int
    win: Rate
    won_values: tuple[Money, ...]
    cycle_won: Days
    cycle_lost: Days


# By index lead_standing, which has all of it in this order; in the past by visit_entered.
_CLOSED = """
SELECT deal.stage_id IN {won}, deal.currency, COUNT(*), COUNT(deal.value), SUM(deal.value), SUM({cycle})
FROM {deals} GROUP BY 1, 2
"""
_MIDDLE = "SELECT {cycle} FROM {deals} ORDER BY 1 LIMIT :take OFFSET :skip"


def closings(database: Database, asked: Asked) -> Closings:
    """What was won and lost after `asked.since` and still is at `asked.at`."""
    sql = _CLOSED.format(won=deals.WON, cycle=deals.CYCLE, deals=deals.closed(asked))
    rows = database.rows(sql, asked.given())
    won, lost = (sum(row[2] for row in rows if row[0] == is_won) for is_won in (1, 0))
    return Closings(
        won, lost, rate(won, won + lost),
        of_sums((row[1], row[3], row[4]) for row in rows if row[0]),
        _days(database, asked, deals.WON, won, sum(row[5] for row in rows if row[0])),
        _days(database, asked, deals.LOST, lost, sum(row[5] for row in rows if not row[0])),
    )  # fmt: skip


def _days(database: Database, asked: Asked, stages: str, n: int, total: int) -> Days:
    if not n:
        return Days(0, None, None)
    sql = _MIDDLE.format(cycle=deals.CYCLE, deals=deals.closed(asked, stages))
    middle = [row[0] for row in database.rows(sql, asked.given(take=2 - n % 2, skip=(n - 1) // 2))]
    return Days(n, total / n / DAY_MS, sum(middle) / len(middle) / DAY_MS)
