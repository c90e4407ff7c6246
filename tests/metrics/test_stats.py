"""The figures a rep is judged by, from the stage history, at any moment."""

from __future__ import annotations

from datetime import date

import pytest

from hermes_tui.actions.leads import add_lead
from hermes_tui.actions.stages import lose, move
from hermes_tui.metrics.stats import StageStats, Stats, stats
from storage.database import Database

DAY = 86_400_000
TODAY = date(2026, 6, 22)


def _lead(database: Database, now: int, begun_days_ago: float, **fields: str) -> int:
    at = now - int(begun_days_ago * DAY)
    return add_lead(database, {"title": "Deal", **fields}, now, TODAY, at=at).made


def _won(database: Database, now: int, begun: float, closed: float, **fields: str) -> int:
    lead = _lead(database, now, begun, **fields)
    move(database, [lead], "WON", now, at=now - int(closed * DAY))
    return lead


def _stage(found: Stats, name: str) -> StageStats:
    return next(stage for stage in found.stages if stage.stage == name)


def test_an_empty_file_has_figures_too(database: Database, now: int) -> None:
    found = stats(database, now)
    assert (found.win.won, found.win.of.rate, found.won_values, found.cycle.mean, found.sources) == (
        0,
        None,
        (),
        None,
        (),
    )
    assert len(found.stages) == 13


def test_win_rate_and_cycle_are_of_closed_deals_only(database: Database, now: int) -> None:
    _won(database, now, 30, 10)
    _won(database, now, 50, 10)
    lose(database, [_lead(database, now, 5)], "price", now)
    _lead(database, now, 90)
    found = stats(database, now)
    assert (found.win.won, found.win.lost, found.win.of.rate) == (2, 1, pytest.approx(2 / 3))
    assert (found.cycle.n, found.cycle.mean, found.cycle.median) == (2, 30, 30)


def test_an_archived_lead_is_neither_won_nor_lost(database: Database, now: int) -> None:
    move(database, [_lead(database, now, 5)], "ARCHIVED", now)
    assert stats(database, now).win.of.n == 0


def test_currencies_are_never_added_up(database: Database, now: int) -> None:
    _won(database, now, 9, 1, value="100", currency="EUR")
    _won(database, now, 9, 1, value="300", currency="EUR")
    _won(database, now, 9, 1, value="7000", currency="JPY")
    _won(database, now, 9, 1)
    assert [money[:3] for money in stats(database, now).won_values] == [("EUR", 40_000, 2), ("JPY", 700_000, 1)]


def test_a_day_in_the_past_is_told_as_it_stood(database: Database, now: int) -> None:
    lead = _lead(database, now, 40, value="500")
    move(database, [lead], "CONTACTED", now, at=now - 30 * DAY)
    move(database, [lead], "WON", now, at=now - 10 * DAY)
    then = stats(database, now - 20 * DAY)
    assert (then.win.won, _stage(then, "CONTACTED").now, _stage(then, "WON").now) == (0, 1, 0)
    assert _stage(then, "NEW").completed == (1, 10, 10)
    assert stats(database, now).win.won == 1
    before = stats(database, now - 50 * DAY)
    assert sum(stage.now for stage in before.stages) == 0


def test_a_window_counts_what_happened_in_it(database: Database, now: int) -> None:
    _won(database, now, 300, 200)
    _won(database, now, 50, 20)
    found = stats(database, now, window_days=90)
    assert (found.win.won, found.cycle.mean, _stage(found, "WON").now, _stage(found, "WON").entered) == (1, 30, 2, 1)


def test_a_stage_only_passed_through_is_no_visit(database: Database, now: int) -> None:
    lead = _lead(database, now, 10)
    for minute, stage in enumerate(("QUALIFIED", "CONTACTED", "RESPONDED")):
        move(database, [lead], stage, now, at=now - 5 * DAY + minute * 60_000)
    found = stats(database, now)
    assert _stage(found, "NEW").completed == (1, 5, 5)
    assert _stage(found, "QUALIFIED").completed.n == _stage(found, "CONTACTED").completed.n == 0
    assert _stage(found, "RESPONDED").now == 1


def test_sources_are_told_apart_the_largest_first(database: Database, now: int) -> None:
    _won(database, now, 9, 1, source="fair", value="200")
    lose(database, [_lead(database, now, 9, source="fair")], "price", now)
    _lead(database, now, 9)
    found = stats(database, now).sources
    assert [(row.source, row.leads, row.win.won, row.win.lost) for row in found] == [("fair", 2, 1, 1), (None, 1, 0, 0)]
    assert found[0].won_values[0].mean == 20_000
