"""A rep writes days the way they are spoken, and is told in one sentence where one makes no sense."""

from __future__ import annotations

import contextlib
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hermes_tui.actions.due import Due, due_from, due_words, parse_due
from hermes_tui.actions.when import day_words, parse_day, parse_moment
from storage.errors import UsageError

TODAY = date(2026, 6, 22)  # a Monday

days = st.dates(date(1900, 1, 1), date(2300, 12, 31))
_WORDS = ("in", "2", "3rd", "fri", "at", "14:00", "9am", "end", "of", "next", "month", "week", "dec", "29", "2027", "a")
clocks = st.none() | st.times().map(lambda moment: moment.replace(second=0, microsecond=0))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("fri", "2026-06-26"),
        ("mon", "2026-06-29"),
        ("next fri", "2026-07-03"),
        ("tues", "2026-06-23"),
        ("3d", "2026-06-25"),
        ("2w", "2026-07-06"),
        ("in 2 weeks", "2026-07-06"),
        ("in two weeks", "2026-07-06"),
        ("in a month", "2026-07-22"),
        ("next month", "2026-07-22"),
        ("end of month", "2026-06-30"),
        ("eom", "2026-06-30"),
        ("end of next month", "2026-07-31"),
        ("end of quarter", "2026-06-30"),
        ("end of the week", "2026-06-26"),
        ("start of next month", "2026-07-01"),
        ("3 dec", "2026-12-03"),
        ("dec 3rd", "2026-12-03"),
        ("Thu 3 Dec", "2026-12-03"),
        ("3 december 2027", "2027-12-03"),
        ("2026-12-03", "2026-12-03"),
        ("29 feb", "2028-02-29"),
        ("the 5th", "2026-07-05"),
        ("day after tomorrow", "2026-06-24"),
    ],
)
def test_days_as_they_are_spoken(typed: str, meant: str) -> None:
    assert parse_day(typed, TODAY).isoformat() == meant


@pytest.mark.parametrize(
    ("typed", "day", "clock"),
    [
        ("fri 14:00", "2026-06-26", time(14)),
        ("tomorrow 9:30", "2026-06-23", time(9, 30)),
        ("fri at 2pm", "2026-06-26", time(14)),
        ("9am tomorrow", "2026-06-23", time(9)),
        ("in 2 days at 8:15", "2026-06-24", time(8, 15)),
        ("2026-12-03T14:00", "2026-12-03", time(14)),
        ("16:45", "2026-06-22", time(16, 45)),
        ("fri noon", "2026-06-26", time(12)),
        ("12am", "2026-06-22", time(0)),
        ("3 dec", "2026-12-03", None),
    ],
)
def test_a_day_may_have_an_hour(typed: str, day: str, clock: time | None) -> None:
    assert parse_due(typed, TODAY) == Due(date.fromisoformat(day), clock)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("someday soon", "no day I know"),
        ("3 decks", "no day I know"),
        ("market 3", "no day I know"),
        ("", "no day I know"),
        ("9999y", "no day I know"),
        ("31 feb", "has no 31 Feb"),
        ("30 feb 2027", "has no 30 Feb 2027"),
        ("2026-02-30", "no day I know"),
        ("fri 3 dec", "is a Thursday"),
        ("fri 25:00", "`25:00` is no time of day"),
        ("fri 9:75", "`9:75` is no time of day"),
        ("13pm", "`13pm` is no time of day"),
        ("0am", "`0am` is no time of day"),
    ],
)
def test_a_wrong_day_is_said_in_one_sentence(typed: str, said: str) -> None:
    with pytest.raises(UsageError) as found:
        parse_due(typed, TODAY)
    assert said in str(found.value)
    assert "\n" not in str(found.value)


def test_a_wrong_hour_of_what_happened_is_a_sentence_too(now: int) -> None:
    with pytest.raises(UsageError, match="no time of day"):
        parse_moment("today 25:00", now, UTC)


@given(due=st.builds(Due, days, clocks), today=days)
def test_what_hermes_writes_it_reads_back(due: Due, today: date) -> None:
    assert parse_due(due_words(due, today), today) == due


@given(today=days, ahead=st.integers(0, 364))
def test_a_day_of_the_coming_year_needs_no_year(today: date, ahead: int) -> None:
    day = today + timedelta(days=ahead)
    assert parse_day(day_words(day), today) == day
    assert due_words(Due(day), today) == day_words(day)


@given(text=st.text(max_size=30), today=days)
def test_any_text_is_a_day_or_a_sentence(text: str, today: date) -> None:
    with contextlib.suppress(UsageError):
        assert parse_due(text, today).on


@given(words=st.lists(st.sampled_from(_WORDS)))
def test_any_words_of_days_are_a_day_or_a_sentence(words: list[str]) -> None:
    with contextlib.suppress(UsageError):
        assert parse_due(" ".join(words), TODAY).on


@given(day=st.dates(date(1980, 1, 1), date(2090, 12, 31)), clock=clocks, hours=st.integers(-12, 14))
def test_an_hour_is_kept_as_a_moment_and_comes_back_on_the_same_clock(
    day: date, clock: time | None, hours: int
) -> None:
    zone = timezone(timedelta(hours=hours))
    due = Due(day, clock)
    assert due_from(due.on.isoformat(), due.at(zone), zone) == due


def test_in_another_zone_the_hour_moves_and_a_day_without_one_stays() -> None:
    berlin, denver = ZoneInfo("Europe/Berlin"), ZoneInfo("America/Denver")
    meeting = Due(date(2026, 12, 3), time(2))
    assert due_from("2026-12-03", meeting.at(berlin), denver) == Due(date(2026, 12, 2), time(18))
    assert due_from("2026-12-03", None, denver) == Due(date(2026, 12, 3))


@pytest.mark.parametrize(
    ("today", "typed", "leaves"),
    [
        ("2026-12-31", "1d", "2027-01-01T08:00:00+01:00"), ("2026-12-30", "fri 14:00", "2027-01-01T14:00:00+01:00"),
        ("2026-03-28", "tomorrow", "2026-03-29T08:00:00+02:00"), ("2026-10-24", "1d", "2026-10-25T08:00:00+01:00"),
        ("2026-03-28", "tomorrow 2:30", "2026-03-29T03:30:00+02:00"),  # an hour that there is not
        ("2027-01-31", "1m", "2027-02-28T08:00:00+01:00"),
    ],
)  # fmt: skip
def test_a_message_put_off_leaves_in_the_reps_own_morning_at_the_turn_of_the_year_and_of_the_clock(
    today: str, typed: str, leaves: str
) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    moment = parse_due(typed, date.fromisoformat(today)).leaving(berlin)
    assert datetime.fromtimestamp(moment / 1000, berlin).isoformat() == leaves
