"""Reading a column of dates in the one format that fits all its values; a column that fits two is asked about."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import NamedTuple

from hermes_tui.exchange.month_names import MONTHS


class Reading(NamedTuple):
    """How a column is read: the format's name, and each distinct text's moment (None: no date in that format)."""

    format: str
    values: dict[str, datetime | None]


class Ambiguous(NamedTuple):
    """A column that two formats fit and read differently: an example and what each choice would make of it."""

    example: str
    choices: tuple[tuple[str, str], ...]


# A date without a clock carries this, so that `has_clock` can tell midnight from "no time was written".
_DATE_ONLY = timezone(timedelta(0), "date")

_CLOCK = (
    r"(?:(?:[T,]|\s|,\s)\s*(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,](?P<part>\d{1,9}))?)?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?\s*(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d)?)?"
)
_WEEKDAY = r"(?:[^\W\d]{2,10}\.?,?\s+)?"
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})" + _CLOCK + r"$")
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})([-/. ])(?P<month>\d{1,2})\2(?P<year>\d{4}|\d\d)" + _CLOCK + r"$")
_MONTH_FIRST = re.compile(r"(?P<month>\d{1,2})([-/. ])(?P<day>\d{1,2})\2(?P<year>\d{4}|\d\d)" + _CLOCK + r"$")
_COMPACT = re.compile(
    r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?:T?(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)Z?)?$"
)
_DAY_MONTH_NAME = re.compile(
    _WEEKDAY + r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.|er|º)?[\s-]*(?:of\s+|de\s+)?"
    r"(?P<name>[^\W\d]{3,12})\.?,?[\s-]*(?:de\s+)?(?P<year>\d{4}|'?\d\d)" + _CLOCK + r"$"
)
_MONTH_NAME_DAY = re.compile(
    _WEEKDAY + r"(?P<name>[^\W\d]{3,12})\.?[\s-]*"
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?,?[\s-]+(?P<year>\d{4})" + _CLOCK + r"$"
)
_YEAR_MONTH_NAME = re.compile(r"(?P<year>\d{4})[\s-]+(?P<name>[^\W\d]{3,12})\.?[\s-]+(?P<day>\d{1,2})" + _CLOCK + r"$")
_NUMBER = re.compile(r"\d{5,17}(?:\.\d+)?$")
_EXCEL_DAY_0 = datetime(1899, 12, 30)


def _by(*patterns: re.Pattern[str]) -> Callable[[str], datetime | None]:
    def read(text: str) -> datetime | None:
        for pattern in patterns:
            found = pattern.match(text.strip())
            if found:
                return _built(found.groupdict())
        return None

    return read


def _year_first(text: str) -> datetime | None:
    text = text.strip()
    if text[4:5] == "-" and text[7:8] == "-":
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            pass
        else:
            if not 1900 <= moment.year <= 2200:
                return None
            return moment.replace(tzinfo=_DATE_ONLY) if len(text) == 10 else moment
    return _year_first_by_pattern(text)


def _built(parts: dict[str, str | None]) -> datetime | None:
    """A moment from the named parts of a match, or None where no calendar has it."""
    name = parts.get("name")
    month = MONTHS.get(name.casefold(), 0) if name else int(parts["month"] or 0)
    written = (parts["year"] or "").lstrip("'")
    year = int(written)
    if len(written) == 2:
        # POSIX's pivot: 69-99 are of the last century.
        year += 1900 if year >= 69 else 2000
    if not 1900 <= year <= 2200:
        return None
    try:
        day = datetime(year, month, int(parts["day"] or 0), tzinfo=_DATE_ONLY)
        return day if parts.get("hour") is None else _at_the_clock(day, parts)
    except ValueError:
        return None


def _at_the_clock(day: datetime, parts: dict[str, str | None]) -> datetime | None:
    hour = int(parts["hour"] or 0)
    half = (parts.get("half") or "").replace(".", "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    part = ((parts.get("part") or "") + "000000")[:6]
    clock = day.replace(
        hour=hour,
        minute=int(parts["minute"] or 0),
        second=int(parts.get("second") or 0),
        microsecond=int(part),
        tzinfo=None,
    )
    zone = parts.get("zone")
    if not zone:
        return clock
    if zone in ("Z", "UTC", "GMT"):
        return clock.replace(tzinfo=UTC)
    digits = zone[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return clock.replace(tzinfo=timezone(-offset if zone[0] == "-" else offset))


def _epoch(text: str) -> datetime | None:
    text = text.strip()
    return _from_epoch(float(text)) if _NUMBER.match(text) and 9 <= len(text.split(".")[0]) <= 10 else None


def _epoch_ms(text: str) -> datetime | None:
    text = text.strip()
    return _from_epoch(int(text) / 1000) if text.isdigit() and 12 <= len(text) <= 13 else None


def _from_epoch(seconds: float) -> datetime | None:
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    return moment if moment.year <= 2200 else None


def _excel(text: str) -> datetime | None:
    """Days since 1899-12-30, as spreadsheets store dates; only of the years 1954 to 2119."""
    text = text.strip()
    if not _NUMBER.match(text) or not 20_000 <= float(text) <= 80_000:
        return None
    moment = _EXCEL_DAY_0 + timedelta(seconds=round(float(text) * 86_400))
    return moment if "." in text else moment.replace(tzinfo=_DATE_ONLY)


_year_first_by_pattern = _by(_YEAR_FIRST)

# name → (reader, what the rep calls it). The order is that of a tie where two formats agree on every value.
FORMATS: dict[str, tuple[Callable[[str], datetime | None], str]] = {
    "ymd": (_year_first, "year-month-day"),
    "mdy": (_by(_MONTH_FIRST), "month/day/year"),
    "dmy": (_by(_DAY_FIRST), "day/month/year"),
    "text": (_by(_DAY_MONTH_NAME, _MONTH_NAME_DAY, _YEAR_MONTH_NAME), "a date with the month's name"),
    "compact": (_by(_COMPACT), "yyyymmdd"),
    "epoch": (_epoch, "seconds since 1970"),
    "epoch_ms": (_epoch_ms, "milliseconds since 1970"),
    "excel": (_excel, "a spreadsheet's day number"),
}

# Strays of a column (values only another format can read) are rejected rows as long as they are this few beside
# the values that only the column's format can read; with more of them the column is mixed, and asked about.
_STRAY_SHARE = 0.05
_SAMPLE = 400

_Read = dict[str, datetime | None]


def read_column(texts: Iterable[str], asked: str | None = None) -> Reading | Ambiguous:
    """Decide the one format of a column from its distinct non-blank texts, and read each in it.

    `asked` names the format the rep chose. Values no format knows take no part in the decision; they read as
    None, as do strays of a column that is otherwise of one format. Two formats that fit and disagree, or a
    column of mixed formats, are Ambiguous: no row is ever guessed by itself.
    """
    distinct = list(dict.fromkeys(texts))
    if asked is not None:
        return Reading(asked, _read(distinct, asked))
    sample = distinct[:_SAMPLE]
    whole = [name for name in FORMATS if all(map(FORMATS[name][0], sample))]
    readings = {name: _read(distinct, name) for name in whole}
    if not any(all(values.values()) for values in readings.values()):
        readings = {name: readings.get(name) or _read(distinct, name) for name in FORMATS}
    known = [text for text in distinct if any(values[text] for values in readings.values())]
    return _decided(distinct, known, readings)


def _read(texts: Iterable[str], name: str) -> _Read:
    reader = FORMATS[name][0]
    return {text: reader(text) for text in texts}


def _decided(distinct: list[str], known: list[str], readings: dict[str, _Read]) -> Reading | Ambiguous:
    if not known:
        return Reading("ymd", dict.fromkeys(distinct))
    fits = {name: sum(values[text] is not None for text in known) for name, values in readings.items()}
    best = max(fits, key=lambda name: fits[name])
    chosen = readings[best]
    for name, values in readings.items():
        only_here = sum(values[text] is not None and chosen[text] is None for text in known)
        only_chosen = sum(chosen[text] is not None and values[text] is None for text in known)
        if only_here > _STRAY_SHARE * only_chosen:
            return _mixed(known, readings, fits)
        if not only_chosen:
            for text in known:
                if values[text] != chosen[text]:
                    return Ambiguous(text, tuple((each, _said(readings[each][text])) for each in (best, name)))
    return Reading(best, chosen)


def _mixed(known: list[str], readings: dict[str, _Read], fits: dict[str, int]) -> Ambiguous:
    names = sorted((name for name in fits if fits[name]), key=lambda name: -fits[name])
    odd = next(text for text in known if readings[names[0]][text] is None)
    return Ambiguous(odd, tuple((name, _said(readings[name][odd])) for name in names))


def _said(moment: datetime | None) -> str:
    return "no date" if moment is None else f"{moment.day} {calendar.month_name[moment.month]} {moment.year}"


def to_ms(moment: datetime, zone: tzinfo = UTC) -> int:
    """UTC milliseconds of a moment that was read; a clock without a zone is one of `zone`, a bare date is 00:00 UTC."""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    return round((moment - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(milliseconds=1))


def to_day(moment: datetime) -> date:
    """The calendar day as it was written."""
    return moment.date()


def day_of_ms(moment: int, zone: tzinfo = UTC) -> str:
    """The ISO date of UTC milliseconds, as a calendar in `zone` shows it."""
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=moment)).astimezone(zone).date().isoformat()
