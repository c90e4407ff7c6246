"""The Date of a mail as UTC milliseconds; None where it says none that can be true."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_OF = {name: number for number, name in enumerate(_MONTHS, 1)} | {"mär": 3, "mai": 5, "okt": 10, "dez": 12}
_USUAL = re.compile(
    r"(?<!\d)(\d{1,2})[ -]+([^\W\d_]{3})[^\W\d_]*\.?[ -]+(\d{4}|\d\d)[ ,]+(\d{1,2})[:.](\d\d)(?:[:.](\d\d))?"
    r"\s*([+-]\d{4}|[A-Z]{1,5}\b)?"
)
_OF_C = re.compile(r"([A-Z][a-z]{2})\s+(\d{1,2})\s+(\d{1,2}):(\d\d):(\d\d)\s+(?:([A-Z]{2,5}|[+-]\d{4})\s+)?(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d))?(?:\.\d+)?\s*(Z|[+-]\d\d:?\d\d)?")
# RFC 5322, 4.3; an unknown zone says nothing and is read as UTC.
_ZONES = {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "CET": 1, "CEST": 2,
          "MET": 1, "MEST": 2, "BST": 1, "EET": 2, "EEST": 3, "JST": 9, "IST": 5.5, "AEST": 10}  # fmt: skip
_FIRST, _LAST = 1990, 2100


def moment(value: str) -> int | None:
    """UTC milliseconds of a Date header's value (RFC 5322, its old forms, C's, ISO 8601); None where it is none.

    Years before 1990 and from 2100 on are a clock's that was never set.

    >>> moment("Tue, 17 Nov 2009 18:21:38 -0500")
    1258500098000
    """
    value = value[:200]
    usual = _USUAL.search(value)
    if usual:
        day, month, year, hour, minute, second, zone = usual.groups()
    elif iso := _ISO.search(value):
        year, number, day, hour, minute, second, zone = iso.groups()
        month = _MONTHS[int(number) - 1] if 1 <= int(number) <= 12 else ""
    elif of_c := _OF_C.search(value):
        month, day, hour, minute, second, zone, year = of_c.groups()
    else:
        return None
    return _milliseconds(year, month, day, hour, minute, second, zone)


def _milliseconds(
    year: str, month: str, day: str, hour: str, minute: str, second: str | None, zone: str | None
) -> int | None:
    full = int(year) + (0 if len(year) == 4 else 2000 if int(year) < 70 else 1900)
    if not _FIRST <= full < _LAST:
        return None
    try:
        offset = timezone(timedelta(hours=_hours(zone or "")))
        number = _MONTH_OF[month.lower()]
        at = datetime(full, number, int(day), int(hour), int(minute), min(int(second or 0), 59), tzinfo=offset)
        return int(at.astimezone(UTC).timestamp()) * 1000
    except (KeyError, ValueError, OverflowError):
        return None


def _hours(zone: str) -> float:
    if zone[:1] in ("+", "-"):
        written = zone[1:].replace(":", "")
        hours = int(written[:2]) + int(written[2:]) / 60
        return -hours if zone[0] == "-" else hours
    return _ZONES.get(zone, 0)
