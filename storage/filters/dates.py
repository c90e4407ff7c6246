"""Days as a rep says them: ISO days, months and years, today, monday, 7d, 2w; moments with a clock; local midnights."""

from __future__ import annotations

import datetime
import re
from typing import NamedTuple

from storage.errors import UsageError

DAY_MS = 86_400_000
_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_ONE = datetime.timedelta(days=1)
_DURATION = r"([+-]?)([0-9]{1,5})([dwmy])"
_ISO = r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?"
_MOMENT = r"([0-9]{4}-[0-9]{2}-[0-9]{2})[tT]([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NEAR = {"yesterday": -1, "today": 0, "tomorrow": 1}
# Years outside it are slips, and local midnights near datetime's own ends cannot be told in UTC.
_YEARS = range(1900, 3000)


class Period(NamedTuple):
    """Days from `start` up to, not with, `end`. `relative`: it was given as a length of time (7d)."""

    start: datetime.date
    end: datetime.date
    relative: bool = False


def period(text: str, today: datetime.date, *, future: bool) -> Period:
    """The day, month or year that `text` names.

    A length of time counts back from today, ahead where `future`; `+` and `-` before it choose. A weekday is
    the last one, today included, or the next one where `future`. Raises UsageError.
    """
    word = text.casefold()
    try:
        found = _named(word, today, future) or _counted(word, today, future) or _iso(word)
    except (ValueError, OverflowError):
        found = None
    if found is None or found.start.year not in _YEARS:
        raise UsageError(f"`{text}` is no date; write 2026-06-22, 2026-06, today, monday, 14d or 2w.")
    return found


def _day(day: datetime.date, *, relative: bool = False) -> Period:
    return Period(day, day + _ONE, relative)


def _named(word: str, today: datetime.date, future: bool) -> Period | None:
    if word in _NEAR:
        return _day(today + _NEAR[word] * _ONE)
    matches = [number for number, name in enumerate(WEEKDAYS) if len(word) >= 3 and name.startswith(word)]
    if not matches:
        return None
    away = (matches[0] - today.weekday()) % 7 if future else -((today.weekday() - matches[0]) % 7)
    return _day(today + away * _ONE)


def _counted(word: str, today: datetime.date, future: bool) -> Period | None:
    match = re.fullmatch(_DURATION, word)
    if match is None:
        return None
    sign, digits, unit = match.groups()
    ahead = future if not sign else sign == "+"
    return _day(shifted(today, int(digits) * (1 if ahead else -1), unit), relative=True)


def shifted(day: datetime.date, count: int, unit: str) -> datetime.date:
    """`day` moved by `count` units (d, w, m, y); the 31st becomes the last of a shorter month."""
    if unit in "dw":
        return day + count * (7 if unit == "w" else 1) * _ONE
    months = day.year * 12 + day.month - 1 + count * (12 if unit == "y" else 1)
    first = datetime.date(months // 12, months % 12 + 1, 1)
    return min(first + (day.day - 1) * _ONE, _next_month(first) - _ONE)


def _next_month(first: datetime.date) -> datetime.date:
    return (first + 31 * _ONE).replace(day=1)


def _iso(word: str) -> Period | None:
    match = re.fullmatch(_ISO, word)
    if match is None:
        return None
    year, month, day = match.groups()
    if month is None:
        return Period(datetime.date(int(year), 1, 1), datetime.date(int(year) + 1, 1, 1))
    first = datetime.date(int(year), int(month), int(day or 1))
    return _day(first) if day else Period(first, _next_month(first))


def days(text: str, today: datetime.date) -> int | None:
    """A length of time in whole days (`14`, `14d`, `2w`, `3m` back from today), or None."""
    if re.fullmatch(r"[0-9]{1,6}", text):
        return int(text)
    match = re.fullmatch(_DURATION, text)
    if match is None or match.group(1):
        return None
    try:
        return (today - shifted(today, -int(match.group(2)), match.group(3))).days
    except (ValueError, OverflowError):
        return None


def midnight(day: datetime.date, timezone: datetime.tzinfo) -> int:
    """The moment `day` begins in `timezone`, UTC milliseconds."""
    return _ms(datetime.datetime(day.year, day.month, day.day, tzinfo=timezone))


def moment(text: str, timezone: datetime.tzinfo) -> tuple[int, int] | None:
    """The minute or second that `2026-06-22T17:40:30` names in `timezone`: from, and up to but not with (UTC ms).

    None where the text is written otherwise, or there is no such moment.
    """
    match = re.fullmatch(_MOMENT, text)
    if match is None:
        return None
    day, hour, minute, second = match.groups()
    try:
        found = datetime.datetime.fromisoformat(f"{day}T{hour}:{minute}:{second or '00'}").replace(tzinfo=timezone)
    except ValueError:
        return None
    if found.year not in _YEARS:
        return None
    begins = _ms(found)
    return begins, begins + (1_000 if second else 60_000)


def _ms(local: datetime.datetime) -> int:
    return (local - _EPOCH) // datetime.timedelta(milliseconds=1)
