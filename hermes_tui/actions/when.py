"""Days and moments as a rep types them: `3d`, `2w`, `fri`, `next month`, `3 dec`, `2026-12-03 14:00`."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, time, timedelta, tzinfo

from hermes_tui.formats import day_words as day_words
from storage.errors import UsageError

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
SPELT = ("a", "an", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {word: max(1, number) for number, word in enumerate(SPELT, -1)}
_AMOUNT = re.compile(r"(?:in )?([+-]?\d{1,4}|an?|[a-z]+) ?(d|w|m|y|days?|weeks?|months?|years?)(?: ago)?$")
_ORDINAL = r"(\d{1,2})(?:st|nd|rd|th|\.)?"
_DAY_MONTH = re.compile(rf"{_ORDINAL} ([a-z]{{3,9}})\.?(?:,? (\d{{4}}))?$")
_MONTH_DAY = re.compile(rf"([a-z]{{3,9}})\.? {_ORDINAL}(?:,? (\d{{4}}))?$")
_WEEKDAY_DATE = re.compile(r"([a-z]{3,9}),? (.*\d.*)$")
_CLOCK = re.compile(r"(.*?)[ T](\d{1,2}):(\d{2})(?::\d{2})?$")
_AGO = re.compile(r"(\d{1,5}) ?(min|h)(?: ago)?$")
_LEAP_GAP = 8  # years between two leap days, at most


def parse_day(text: str, today: date) -> date:
    """The day that `text` names, seen from `today`: a weekday is the next one, a bare month day the next such.

    Raises UsageError with examples where it names none, or says why there is no such day.
    """
    words = " ".join(text.casefold().split())
    try:
        found = _named(words, today) or _amount(words, today) or _dated(words, today) or _weekday_dated(words, today)
    except (ValueError, OverflowError):
        found = None
    if found is None:
        raise UsageError(f"`{text}` is no day I know; try 3d, 2w, fri, next month, 3 dec or 2026-12-03.")
    return found


def parse_moment(text: str, now: int, zone: tzinfo, clock: time = time(12)) -> int:
    """The moment (UTC ms) that `text` names: a day, a day with a clock, an ISO moment, `2h`, `90min ago`.

    For what happened: a weekday is the last one, amounts (`3d`) go back; a day alone is its `clock`. Raises UsageError.
    """
    here = datetime.fromtimestamp(now / 1000, zone)
    words = " ".join(text.casefold().split())
    if words in ("now", ""):
        return now
    ago = _AGO.match(words)
    if ago:
        return now - int(ago[1]) * (60_000 if ago[2] == "min" else 3_600_000)
    try:
        exact = datetime.fromisoformat(text.strip())
    except ValueError:
        exact = None
    if exact is not None and len(text.strip()) > 10:
        return _ms(exact if exact.tzinfo else exact.replace(tzinfo=zone))
    match = _CLOCK.match(words)
    if match:
        words, clock = match[1], clock_of(match[2], match[3])
    if re.match(r"\d", words) and _AMOUNT.match(words) and not words.startswith("in "):
        words = f"-{words}"
    day = parse_day(words or "today", here.date())
    if _weekday_of(words) is not None and day > here.date():
        day -= timedelta(days=7)
    moment = _ms(datetime.combine(day, clock, zone))
    return min(moment, now) if day == here.date() and not match else moment


def start_of(day: date, zone: tzinfo) -> int:
    """Local midnight of a day, as UTC milliseconds."""
    return _ms(datetime.combine(day, time(0), zone))


def clock_of(hours: str, minutes: str, half: str = "") -> time:
    """A time of day from its digits; `half` is `am`, `pm` or nothing. Raises UsageError."""
    hour, minute = int(hours), int(minutes or 0)
    if hour > (12 if half else 23) or minute > 59 or (half and not hour):
        written = f"{hours}:{minutes}" if minutes else hours
        raise UsageError(f"`{written}{half}` is no time of day; write it like 9:30, 14:00 or 2pm.")
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute)


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


_SIMPLE = {"today": 0, "tod": 0, "tomorrow": 1, "tom": 1, "tmr": 1, "day after tomorrow": 2, "yesterday": -1}


def _named(words: str, today: date) -> date | None:
    if words in _SIMPLE:
        return today + timedelta(days=_SIMPLE[words])
    if words in ("week", "w", "next week"):
        return today + timedelta(days=7)
    if words in ("month", "m", "next month"):
        return _add_months(today, 1)
    if words in ("next year", "y"):
        return _add_months(today, 12)
    weekday = _weekday_of(words.removeprefix("next ").removeprefix("this ").removeprefix("on "))
    if weekday is not None:
        ahead = (weekday - today.weekday() - 1) % 7 + 1
        return today + timedelta(days=ahead + (7 if words.startswith("next ") and ahead < 7 else 0))
    return _edge(words, today)


def _edge(words: str, today: date) -> date | None:
    """`end of month`, `eom`, `end of next quarter`, `start of next month`; the end of a week is its Friday."""
    short = {"eow": "end of week", "eom": "end of month", "eoq": "end of quarter", "eoy": "end of year"}
    match = re.fullmatch(r"(end|start) of (?:the |this )?(next )?(week|month|quarter|year)", short.get(words, words))
    if match is None:
        return None
    side, following, unit = match.groups()
    if unit == "week":
        monday = today - timedelta(days=today.weekday()) + timedelta(days=7 if following else 0)
        if side == "end" and not following and today.weekday() > 4:  # at the weekend the week is over
            monday += timedelta(days=7)
        found = monday + timedelta(days=4 if side == "end" else 0)
    else:
        months = {"month": 1, "quarter": 3, "year": 12}[unit]
        first = today.replace(day=1, month=(today.month - 1) // months * months + 1)
        first = _add_months(first, months) if following else first
        found = _add_months(first, months) - timedelta(days=1) if side == "end" else first
    return found


def _amount(words: str, today: date) -> date | None:
    match = _AMOUNT.match(words)
    if match is None:
        return None
    number = int(match[1]) if match[1][-1].isdigit() else _NUMBERS.get(match[1])
    if number is None:
        return None
    count = -abs(number) if words.endswith(" ago") else number
    unit = match[2][0]
    if unit in "dw":
        return today + timedelta(days=count * (7 if unit == "w" else 1))
    return _add_months(today, count * (12 if unit == "y" else 1))


def _dated(words: str, today: date) -> date | None:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", words):
        return date.fromisoformat(words)
    for pattern, day_at, month_at in ((_DAY_MONTH, 1, 2), (_MONTH_DAY, 2, 1)):
        match = pattern.match(words)
        if match and _month_of(match[month_at]):
            return _next_such(int(match[day_at]), _month_of(match[month_at]), match[3], today)
    if re.fullmatch(r"(?:the )?\d{1,2}(?:st|nd|rd|th)?", words):
        day = int(re.sub(r"\D", "", words))
        here = today.replace(day=1)
        for months in range(12):
            there = _add_months(here, months)
            if day <= calendar.monthrange(there.year, there.month)[1] and there.replace(day=day) > today:
                return there.replace(day=day)
    return None


def _weekday_dated(words: str, today: date) -> date | None:
    """`Thu 3 Dec`, as Hermes itself writes a day. Raises UsageError where that is another weekday."""
    match = _WEEKDAY_DATE.match(words)
    weekday = _weekday_of(match[1]) if match else None
    found = _dated(match[2], today) if match and weekday is not None else None
    if found is not None and found.weekday() != weekday:
        raise UsageError(f"{found.isoformat()} is a {_WEEKDAYS[found.weekday()].title()}; which of the two is meant?")
    return found


def _weekday_of(word: str) -> int | None:
    """Monday is 0; a day may be cut short from its third letter on, as `tues`."""
    return next((n for n, name in enumerate(_WEEKDAYS) if len(word) > 2 and name.startswith(word)), None)


def _month_of(word: str) -> int:
    """January is 1; 0 for a word that is no month, as in `3 decks`."""
    return next((n for n, name in enumerate(_MONTHS, 1) if name.startswith(word)), 0)


def _next_such(day: int, month: int, year: str | None, today: date) -> date:
    for there in (int(year),) if year else range(today.year, today.year + _LEAP_GAP + 1):
        # A day short of its month's end is there in no year, 29 Feb in some.
        if 1 <= day <= calendar.monthrange(there, month)[1] and (year or date(there, month, day) >= today):
            return date(there, month, day)
    written = f"{day} {_MONTHS[month - 1][:3].title()}{f' {year}' if year else ''}"
    raise UsageError(f"The calendar has no {written}; which day is meant?")


def _add_months(day: date, months: int) -> date:
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
