"""The rep's own time: hours stay hours when the clocks change, at home and anywhere."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hermes_tui.clock import LocalZone, local_zone

ZONES = [
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "UTC",
    "America/Sao_Paulo",
    "America/Santiago",
    "Africa/Cairo",
]


@pytest.fixture(params=ZONES)
def home(request: pytest.FixtureRequest) -> Iterator[ZoneInfo]:
    """The machine stands in that zone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", request.param)
        time.tzset()
        yield ZoneInfo(request.param)
    time.tzset()


def test_an_hour_planned_in_june_for_december_stays_that_hour(home: ZoneInfo) -> None:
    for month in (1, 6, 12):
        theirs, ours = datetime(2026, month, 18, 14, tzinfo=home), datetime(2026, month, 18, 14, tzinfo=LocalZone())
        assert ours.timestamp() == theirs.timestamp()
        assert datetime.fromtimestamp(ours.timestamp(), LocalZone()).hour == 14


@given(minutes=st.integers(0, 60 * 24 * 366 * 3))
def test_every_moment_has_the_local_time_that_the_zone_has(home_zone: ZoneInfo, minutes: int) -> None:
    moment = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    ours, theirs = moment.astimezone(LocalZone()), moment.astimezone(home_zone)
    assert ours.replace(tzinfo=None) == theirs.replace(tzinfo=None)
    assert (ours.fold, ours.utcoffset()) == (theirs.fold, theirs.utcoffset())
    assert ours.timestamp() == moment.timestamp()


def test_an_hour_left_out_or_twice_there_is_the_moment_that_the_zone_makes_of_it(home: ZoneInfo) -> None:
    """All clocks are changed before five in the morning."""
    for quarter in (q for day in range(365) for q in range(day * 96, day * 96 + 20, 2)):
        for fold in (0, 1):
            written = (datetime(2026, 1, 1) + timedelta(minutes=15 * quarter)).replace(fold=fold)
            assert written.replace(tzinfo=LocalZone()).timestamp() == written.replace(tzinfo=home).timestamp()


def test_a_day_whose_midnight_is_left_out_begins_on_that_day(home: ZoneInfo) -> None:
    for month in range(1, 13):
        for day in range(1, 29):
            begins = datetime(2026, month, day, tzinfo=LocalZone()).timestamp()
            assert datetime.fromtimestamp(begins, home).day == day


@pytest.fixture(scope="module", params=ZONES)
def home_zone(request: pytest.FixtureRequest) -> Iterator[ZoneInfo]:
    """The same for a whole module's worth of examples."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", request.param)
        time.tzset()
        yield ZoneInfo(request.param)
    time.tzset()


def test_the_ends_of_the_calendar_have_an_hour_too() -> None:
    for year in (1, 9999):
        assert abs(datetime(year, 6, 1, tzinfo=LocalZone()).utcoffset() or timedelta(0)) < timedelta(days=1)


def test_a_frozen_clock_stands_in_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HERMES_NOW", "2026-06-22T09:00:00Z")
    assert local_zone() is UTC
    monkeypatch.delenv("HERMES_NOW")
    assert isinstance(local_zone(), LocalZone)
