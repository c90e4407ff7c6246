"""The values of the rep's own fields as texts and back: numbers, dates and choices, each read by its kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from storage.clean import clean

Value = str | int | float

# As JSON writes numbers, and no longer than a number is kept exactly; `007` and `1e5` are words.
_PLAIN = re.compile(r"-?(?:0|[1-9]\d{0,14})(\.\d{1,6})?")
_WHOLE_DIGITS = 15  # a float holds so many exactly
_BLANK = r"\s\u00a0\u202f"
_SIGNED = re.compile(rf"([+\-−–]?)[{_BLANK}]*(\d[\d.,'’_{_BLANK}]*|[.,]\d+)(e[+-]?\d{{1,2}})?$", re.I | re.A)
_GROUPED = {
    # Indian grouping (12,34,567) beside the usual one; another mark than the decimal one parts thousands.
    "dot": re.compile(
        rf"(\d{{1,3}}(?:([,'’_{_BLANK}])\d{{3}})(?:\2\d{{3}})*|\d{{1,2}}(?:,\d{{2}})+,\d{{3}}|\d*)(?:\.(\d*))?$"
    ),
    "comma": re.compile(rf"(\d{{1,3}}(?:([.'’_{_BLANK}])\d{{3}})(?:\2\d{{3}})*|\d*)(?:,(\d*))?$"),
}
_DATED = ("ymd", "mdy", "dmy", "text")  # formats of exchange/dates.py that nobody takes for a number


def untyped(text: str) -> Value | None:
    """What a text means in a field without a kind: a number where it is one, else words; None where it is empty."""
    plain = clean(text)
    match = _PLAIN.fullmatch(plain)
    if match is None:
        return plain or None
    return float(plain) if match[1] else int(plain)


def number(text: str, convention: str) -> int | float | None:
    """A number whose decimals follow a `dot` (1,234.50) or a `comma` (1.234,50); None where it is none so.

    Its whole part has at most 15 digits: so many are kept exactly. What has no decimals is an int.

    >>> number("1,234.50", "dot"), number("1.234,50", "comma"), number("1.234,50", "dot"), number("7.00", "dot")
    (1234.5, 1234.5, None, 7)
    """
    signed = _SIGNED.match(text.strip())
    if signed is None:
        return None
    sign, digits, power = signed.groups()
    parts = _GROUPED[convention].match(digits.strip())
    if parts is None:
        return None
    whole, decimals = re.sub(r"\D", "", parts[1]).lstrip("0"), (parts[3] or "").rstrip("0")
    if len(whole) > _WHOLE_DIGITS:
        return None
    found = float(f"{whole or '0'}.{decimals or '0'}{power or ''}")
    if abs(found) >= 10**_WHOLE_DIGITS:
        return None
    if sign in ("-", "−", "–"):
        found = -found
    return int(found) if found == int(found) else found


def one_number(text: str) -> int | float | None:
    """A number typed by itself: as JSON writes it (1.234 is less than two), else the one way in which it is one.

    Where both ways fit, three digits after a single comma are thousands: `1,234` is 1234.
    """
    for convention in ("dot", "comma"):
        found = number(text, convention)
        if found is not None:
            return found
    return None


def one_day(text: str) -> list[date]:
    """The days that a written date can mean, in no program's numbers: none, one, or the two of `03/04/2026`."""
    from hermes_tui.exchange import dates

    read = (dates.FORMATS[name][0](text) for name in _DATED)
    return list(dict.fromkeys(dates.to_day(moment) for moment in read if moment is not None))


def choice_named(choices: Iterable[str], text: str) -> str | None:
    """The choice that is spelt so, however its letters are cased."""
    return by_fold(choices).get(clean(text).casefold())


def by_fold(choices: Iterable[str]) -> Mapping[str, str]:
    """Choices by their letters without case; of two that differ in nothing else the first."""
    found: dict[str, str] = {}
    for choice in choices:
        found.setdefault(choice.casefold(), choice)
    return found


def as_text(value: Any) -> str:
    """A value as it is typed and exported; the inverse of reading it by its kind. Nothing is an empty text."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        said = repr(value)
        if "e" in said:  # `1e-07` is no number to a rep
            from decimal import Decimal

            said = format(Decimal(said), "f")
        return said
    import json

    return json.dumps(value, ensure_ascii=False)


def slug(name: str) -> str:
    """A name as filters and templates can write it: `Total Time Spent (min)` → `total_time_spent_min`."""
    from hermes_tui.exchange.columns import words_of

    return words_of(name).replace(" ", "_")
