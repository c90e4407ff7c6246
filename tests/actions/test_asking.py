"""A period, a day that was and a filter, as a rep types them, ask for the window that they say."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import TypedDict, Unpack
from zoneinfo import ZoneInfo

import pytest

from hermes_tui.actions.asking import Reckoning, asked_of
from hermes_tui.metrics.asked import ALL, Asked
from storage.database import Database
from storage.errors import UsageError

NOON = datetime(2026, 6, 22, 12, tzinfo=UTC)  # a Monday


class Words(TypedDict, total=False):
    """What a rep may type."""

    period: str
    as_of: str


def asked(database: Database, *, now: datetime = NOON, zone: tzinfo = UTC, **more: Unpack[Words]) -> Asked:
    today = now.astimezone(zone).date()
    return asked_of(database, Reckoning(int(now.timestamp() * 1000), today, zone, 7, "USD", {}), **more)


def first_moment(found: Asked, zone: tzinfo = UTC) -> datetime:
    """The first moment that counts: a window begins after its `since`."""
    return datetime.fromtimestamp((found.since + 1) / 1000, zone)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("monday", "2026-06-22"), ("on friday", "2026-06-19"), ("Since Tue", "2026-06-16"), ("today", "2026-06-22"),
        ("yesterday", "2026-06-21"), ("week", "2026-06-22"), ("this month", "2026-06-01"), ("quarter", "2026-04-01"),
        ("year", "2026-01-01"), ("2w", "2026-06-08"), ("two weeks", "2026-06-08"), ("3 months ago", "2026-03-22"),
        ("1y", "2025-06-22"), ("7d..", "2026-06-15"), ("2026-01-31", "2026-01-31"), ("3 dec", "2025-12-03"),
        ("the 15th", "2026-06-15"), ("the 23rd", "2026-05-23"), ("the 31st", "2026-05-31"), ("22 jun", "2026-06-22"),
        ("29 feb", "2024-02-29"), ("3 dec 2024", "2024-12-03"), ("Wed 3 Dec", "2025-12-03"),
    ],
)  # fmt: skip
def test_a_day_is_the_last_one_that_is_called_so(database: Database, words: str, day: str) -> None:
    found = asked(database, period=words)
    assert first_moment(found) == datetime.fromisoformat(day).replace(tzinfo=UTC)
    assert (found.chosen, found.is_now) == (True, True)


@pytest.mark.parametrize("words", ["3d", "yesterday", "tuesday", "the 20th", "start of month", "1 mar"])
def test_the_pipeline_is_looked_at_at_the_end_of_a_day(database: Database, words: str) -> None:
    days = {"3d": 19, "yesterday": 21, "tuesday": 16, "the 20th": 20}
    day = date(2026, 6, days[words]) if words in days else date(2026, 6 if words == "start of month" else 3, 1)
    found = asked(database, as_of=words)
    end = datetime.fromtimestamp((found.at + 1) / 1000, UTC)
    assert end == datetime.combine(day + timedelta(days=1), time(0), UTC)
    assert not found.is_now


@pytest.mark.parametrize(
    "words",
    ["tomorrow", "next monday", "next week", "w", "in 3 days", "in 2 weeks", "+3d", "eom", "end of quarter",
     "3 dec 2027", "2026-06-23", "9999-12-31"],
)  # fmt: skip
def test_a_day_to_come_is_refused_and_said_to_be_one(database: Database, words: str) -> None:
    for refused in (Words(period=words), Words(as_of=words), Words(period=f"..{words}")):
        with pytest.raises(UsageError, match="is in the future"):
            asked(database, **refused)


@pytest.mark.parametrize(
    ("words", "day"),
    [("monday", "2026-05-11"), ("this month", "2026-05-01"), ("yesterday", "2026-05-12"), ("2w", "2026-04-29"),
     ("12 may", "2026-05-12"), ("14 may", "2025-05-14"), ("monday..tuesday", "2026-05-11")],
)  # fmt: skip
def test_on_a_past_day_monday_is_the_one_before_that_day(database: Database, words: str, day: str) -> None:
    found = asked(database, period=words, as_of="2026-05-13")
    assert first_moment(found) == datetime.fromisoformat(day).replace(tzinfo=UTC)


def test_a_day_before_anybody_dealt_is_refused(database: Database) -> None:
    for words in ("0001-01-01", "1899-12-31", "9000 months ago"):
        with pytest.raises(UsageError, match=r"is (before 1900|no day)"):
            asked(database, period=words)
    assert asked(database, period="99999d").days == 99999


@pytest.mark.parametrize("words", ["", "all", "ALL", ".."])
def test_all_has_no_beginning_and_is_no_choice_of_a_window(database: Database, words: str) -> None:
    found = asked(database, period=words)
    assert (found.since, found.chosen, found.before, found.days) == (ALL, False, None, None)


def test_two_days_are_both_in_the_period(database: Database) -> None:
    found = asked(database, period="2026-01-01..2026-03-31")
    assert first_moment(found).isoformat() == "2026-01-01T00:00:00+00:00"
    assert datetime.fromtimestamp((found.at + 1) / 1000, UTC).isoformat() == "2026-04-01T00:00:00+00:00"
    before = found.before
    assert before is not None
    assert (before.at, before.days, found.days) == (found.since, 90, 90)


def test_a_period_that_ends_before_it_begins_is_refused(database: Database) -> None:
    for refused in (Words(period="2026-06-02..2026-06-01"), Words(period="2026-06-02", as_of="2026-06-01")):
        with pytest.raises(UsageError, match="begins after it ends"):
            asked(database, **refused)


def test_days_are_those_of_the_reps_zone_also_where_the_clock_was_changed(database: Database) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    found = asked(database, zone=berlin, period="2026-03-29..2026-03-29")  # a day of 23 hours
    assert first_moment(found, berlin).isoformat() == "2026-03-29T00:00:00+01:00"
    assert found.at - found.since == 23 * 3_600_000
    early = datetime(2026, 6, 21, 23, 30, tzinfo=UTC)  # Monday in Berlin already
    assert first_moment(asked(database, now=early, zone=berlin, period="today"), berlin).day == 22
