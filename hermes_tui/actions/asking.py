"""From what a rep types, a period, a filter, a day in the past, to what figures are asked of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta, tzinfo
from typing import NamedTuple

from hermes_tui.actions.when import parse_day, start_of
from hermes_tui.metrics.asked import ALL, DAY_MS, Asked
from storage.database import Database
from storage.errors import UsageError
from storage.filters import Stage, compile_filter
from storage.queries.custom_fields import FieldsOf
from storage.queries.stages import stages

_DAYS = re.compile(r"([1-9]\d{0,4}) ?(?:d|days?)?$")


class Reckoning(NamedTuple):
    """What of the session and its settings figures depend on."""

    now: int
    today: date
    zone: tzinfo
    stale_days: int
    currency: str
    rates: Mapping[str, str]


def asked_of(
    database: Database, by: Reckoning, *, period: str = "all", filter_text: str = "", as_of: str | None = None,
    chosen: bool = True,
) -> Asked:  # fmt: skip
    """What figures are asked of.

    `period`: so many days (`90`, `90d`), `all`, a day since when (`monday`, `2026-01-01`), or two with `..` between,
    both included; days are called as on the day of `as_of`. `as_of`: a day, at whose end the pipeline is looked at.
    `chosen`: the rep named the period. Raises UsageError for what is no period, no filter or no day that was.
    """
    seen = by.today if as_of is None else _day_that_was(as_of, by, _AS_OF, by.today)
    at = by.now if as_of is None else _end_of(seen, by)
    first, last = _window(period, at, by, seen)
    if last is not None:
        at = min(at, _end_of(last, by))
    if first >= at:
        raise UsageError(f"`{period}` begins after it ends; a period is 90d, all, monday or 2026-01-01..2026-03-31.")
    from decimal import Decimal

    compiled = compile_filter(
        filter_text, now=by.now, today=by.today, stale_days=by.stale_days, timezone=by.zone,
        stages=[Stage(stage.id, stage.name, stage.label, stage.kind) for stage in stages(database)],
        customs=FieldsOf(database),
    )  # fmt: skip
    where = "" if compiled.where == "1" else compiled.where
    return Asked(
        at, by.today, first, at >= by.now, chosen and first != ALL, where, compiled.params, compiled.text, by.zone,
        by.currency, {code: Decimal(rate) for code, rate in by.rates.items()}, by.stale_days,
    )  # fmt: skip


def _window(period: str, at: int, by: Reckoning, seen: date) -> tuple[int, date | None]:
    """After which moment the period begins, and its last day where it names one; `monday` is that before `seen`."""
    words = " ".join(period.casefold().split())
    if words in ("", "all"):
        return ALL, None
    days = _DAYS.match(words)
    if days:
        return at - int(days[1]) * DAY_MS, None
    first, between, last = words.partition("..")
    begins = start_of(_day_that_was(first, by, _PERIODS, seen), by.zone) - 1 if first.strip() else ALL
    return begins, _day_that_was(last, by, _PERIODS, seen) if between and last.strip() else None


_PERIODS = "a period is so many days (90d), all, monday, month, or two days such as 2026-01-01..2026-03-31"
_AS_OF = "a day that was is meant, such as 2026-03-31 or yesterday"
_WHOLE = ("week", "month", "quarter", "year")  # this one, from its first day
_FIRST_YEAR = 1900  # long before it the calendar ends, and with it what a moment can be written as
_WEEKDAY = re.compile(r"(?:on )?((?:mon|tue|wed|thu|fri|sat|sun)[a-z]*)$")
_NO_YEAR = re.compile(r"(?!.*\d{4})(?!.* ago$)(?!in |next |[+-]).*\d")


def _day_that_was(text: str, by: Reckoning, wants: str, seen: date) -> date:
    """The day that these words name, seen from `seen`: a weekday or a date without a year is the last such one."""
    words = " ".join(text.casefold().split()).removeprefix("since ")
    try:
        day = _looked_back(words, seen)
    except UsageError:
        raise UsageError(f"`{text.strip()}` is no day; {wants}.") from None
    if day > by.today:
        raise UsageError(f"`{text.strip()}` is in the future; {wants}.")
    if day.year < _FIRST_YEAR:
        raise UsageError(f"`{text.strip()}` is before {_FIRST_YEAR}, and nobody dealt then; {wants}.")
    return day


def _looked_back(words: str, today: date) -> date:
    """The same, in the future only where the words can mean nothing else. Raises UsageError."""
    whole = words.removeprefix("this ")
    if whole in _WHOLE:
        return parse_day(f"start of {whole}", today)
    if words[:1].isalnum() and not words.startswith("in "):
        try:
            return parse_day(f"{words} ago", today)  # an amount: 3d, two weeks
        except UsageError:
            pass
    named = _last_such(words, today) if _NO_YEAR.match(words) else None
    if named is not None:
        return named
    weekday = _WEEKDAY.match(words)
    day = parse_day(weekday[1] if weekday else words, today)
    return day - timedelta(days=7) if weekday and day > today else day


_LEAP_GAP = 97  # months in which every day of the calendar came


def _last_such(words: str, today: date) -> date | None:
    """The newest day up to today that is called so, as `3 dec` or `the 15th`."""
    for months in range(_LEAP_GAP):
        years, month = divmod(today.month - 1 - months, 12)
        try:
            day = parse_day(words, date(today.year + years, month + 1, 1) - timedelta(days=1))
        except UsageError:  # a date beside a weekday that it is not in that year
            continue
        if day <= today:
            return day
    return None


def _end_of(day: date, by: Reckoning) -> int:
    return min(start_of(day + timedelta(days=1), by.zone) - 1, by.now)
