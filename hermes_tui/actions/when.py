"""Days and moments as a rep types them: `3d`, `2w`, `fri`, `next month`, `3 dec`, `2026-12-03 14:00`."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, time, timedelta, tzinfo

from hermes_tui.formats import day_words as day_words
from storage.errors import UsageError

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_AMOUNT = re.compile(r"(?:in )?([+-]?\d{1,4}) ?(d|w|m|y|days?|weeks?|months?|years?)(?: ago)?$")
_DAY_MONTH = re.compile(r"(\d{1,2})\.? ([a-z]{3})[a-z]*(?: (\d{4}))?$")
_MONTH_DAY = re.compile(r"([a-z]{3})[a-z]* (\d{1,2})(?:,? (\d{4}))?$")
_CLOCK = re.compile(r"(.*?)[ T](\d{1,2}):(\d{2})(?::\d{2})?$")
_AGO = re.compile(r"(\d{1,5}) ?(min|h)(?: ago)?$")


def parse_day(text: str, today: date) -> date:
    """The day that `text` names, seen from `today`: a weekday is the next one, a bare month day the next such.

    Raises UsageError with examples where it names none.
    """
    words = " ".join(text.casefold().split())
    try:
        found = _named(words, today) or _amount(words, today) or _dated(words, today)
    except (ValueError, OverflowError):
        found = None
    if found is None:
        raise UsageError(f"`{text}` is no day I know; try 3d, 2w, fri, next month, 3 dec or 2026-12-03.")
    return found


def parse_moment(text: str, now: int, zone: tzinfo) -> int:
    """The moment (UTC ms) that `text` names: a day, a day with a clock, an ISO moment, `2h`, `90min ago`.

    For what happened: a weekday is the last one, amounts (`3d`) go back. Raises UsageError.
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
    clock = time(12)
    match = _CLOCK.match(words)
    if match:
        words, clock = match[1], time(int(match[2]), int(match[3]))
    if re.match(r"\d", words) and _AMOUNT.match(words) and not words.startswith("in "):
        words = f"-{words}"
    day = parse_day(words or "today", here.date())
    if words[:3] in _WEEKDAYS and day > here.date():
        day -= timedelta(days=7)
    moment = _ms(datetime.combine(day, clock, zone))
    return min(moment, now) if day == here.date() and not match else moment


def start_of(day: date, zone: tzinfo) -> int:
    """Local midnight of a day, as UTC milliseconds."""
    return _ms(datetime.combine(day, time(0), zone))


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def _named(words: str, today: date) -> date | None:
    simple = {"today": 0, "tod": 0, "tomorrow": 1, "tom": 1, "yesterday": -1}
    if words in simple:
        return today + timedelta(days=simple[words])
    if words in ("week", "w", "next week"):
        return today + timedelta(days=7)
    if words in ("month", "m", "next month"):
        return _add_months(today, 1)
    if words in ("next year", "y"):
        return _add_months(today, 12)
    last = words.removeprefix("next ").removeprefix("on ")
    if last[:3] in _WEEKDAYS and calendar.day_name[_WEEKDAYS.index(last[:3])].casefold().startswith(last):
        ahead = (_WEEKDAYS.index(last[:3]) - today.weekday() - 1) % 7 + 1
        return today + timedelta(days=ahead + (7 if words.startswith("next ") and ahead < 7 else 0))
    return None


def _amount(words: str, today: date) -> date | None:
    match = _AMOUNT.match(words)
    if match is None:
        return None
    count = -abs(int(match[1])) if words.endswith(" ago") else int(match[1])
    unit = match[2][0]
    if unit in "dw":
        return today + timedelta(days=count * (7 if unit == "w" else 1))
    return _add_months(today, count * (12 if unit == "y" else 1))


def _dated(words: str, today: date) -> date | None:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", words):
        return date.fromisoformat(words)
    match = _DAY_MONTH.match(words)
    if match and match[2] in _MONTHS:
        return _next_such(int(match[1]), _MONTHS.index(match[2]) + 1, match[3], today)
    match = _MONTH_DAY.match(words)
    if match and match[1] in _MONTHS:
        return _next_such(int(match[2]), _MONTHS.index(match[1]) + 1, match[3], today)
    if re.fullmatch(r"\d{1,2}(?:st|nd|rd|th)?", words):
        day = int(re.sub(r"\D", "", words))
        here = today.replace(day=1)
        for months in range(12):
            there = _add_months(here, months)
            if day <= calendar.monthrange(there.year, there.month)[1] and there.replace(day=day) > today:
                return there.replace(day=day)
    return None


def _next_such(day: int, month: int, year: str | None, today: date) -> date:
    if year:
        return date(int(year), month, day)
    found = date(today.year, month, day)
    return found if found >= today else date(today.year + 1, month, day)


def _add_months(day: date, months: int) -> date:
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
