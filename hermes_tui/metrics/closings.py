"""Deals won and lost in a window, what the won ones were worth, and how long both took (definitions.md, "Win rate")."""

from __future__ import annotations

from typing import NamedTuple

from hermes_tui.metrics import deals
from hermes_tui.metrics.asked import DAY_MS, Asked
from hermes_tui.metrics.intervals import Rate, rate
from hermes_tui.metrics.money import Money, of_sums
from hermes_tui.metrics.once import once
from storage.database import Database


class Days(NamedTuple):
    """Lengths of time in days; None where there are none."""

    n: int
    mean: float | None
    median: float | None


class Tally(NamedTuple):
    """Deals that stand in WON or LOST and came there in the window; `win` is won ÷ (won + lost).

    `won_values` are per currency, that of most deals first; `won_ms` and `lost_ms` what their cycles come to together.
    """

    won: int
    lost: int
    win: Rate
    won_values: tuple[Money, ...]
    won_ms: int
    lost_ms: int

    @property
    def won_days(self) -> float | None:
        """The mean won cycle."""
        return self.won_ms / self.won / DAY_MS if self.won else None


class Closings(NamedTuple):
    """The same with the cycles, from engaged (or created) to closed."""

    won: int
    lost: int
    win: Rate
    won_values: tuple[Money, ...]
    cycle_won: Days
    cycle_lost: Days


# By index lead_standing, which covers it; in the past by visit_entered.
_CLOSED = """
SELECT deal.stage_id IN {won}, deal.currency, COUNT(*), COUNT(deal.value), SUM(deal.value), SUM({cycle})
FROM {deals} GROUP BY 1, 2
"""
_MIDDLE = "SELECT {cycle} FROM {deals} ORDER BY 1 LIMIT :take OFFSET :skip"


@once
def tally(database: Database, asked: Asked) -> Tally:
    """What was won and lost after `asked.since` and still is at `asked.at`, without what must be sorted for."""
    sql = _CLOSED.format(won=deals.WON, cycle=deals.CYCLE, deals=deals.closed(asked))
    rows = database.rows(sql, asked.given())
    won, lost = (sum(row[2] for row in rows if row[0] == is_won) for is_won in (1, 0))
    return Tally(
        won, lost, rate(won, won + lost),
        of_sums((row[1], row[3], row[4]) for row in rows if row[0]),
        sum(row[5] for row in rows if row[0]), sum(row[5] for row in rows if not row[0]),
    )  # fmt: skip


def closings(database: Database, asked: Asked) -> Closings:
    """What was won and lost after `asked.since` and still is at `asked.at`."""
    found = tally(database, asked)
    return Closings(
        found.won, found.lost, found.win, found.won_values,
        _days(database, asked, deals.WON, found.won, found.won_ms),
        _days(database, asked, deals.LOST, found.lost, found.lost_ms),
    )  # fmt: skip


def _days(database: Database, asked: Asked, stages: str, n: int, total: int) -> Days:
    if not n:
        return Days(0, None, None)
    sql = _MIDDLE.format(cycle=deals.CYCLE, deals=deals.closed(asked, stages))
    middle = [row[0] for row in database.rows(sql, asked.given(take=2 - n % 2, skip=(n - 1) // 2))]
    return Days(n, total / n / DAY_MS, sum(middle) / len(middle) / DAY_MS)
