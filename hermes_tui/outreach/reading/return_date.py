"""The day on which an out-of-office says its writer is back; None where it is not sure."""

from __future__ import annotations

import re
from datetime import date, timedelta

from hermes_tui.outreach.reading.day_words import (
    BACK,
    BACK_AFTER,
    DAY,
    FROM,
    LAST_AWAY,
    LAST_AWAY_AFTER,
    MONTHS,
    RANGE,
    TOMORROW,
    UNTIL,
    WEEKDAYS,
)

_READ_CAP = 4_000
_BEFORE = 90  # characters before a day in which the word that introduces it stands
_FURTHEST = timedelta(days=400)
_LIKELY = timedelta(days=60)  # of two readings of 12/03, the one nobody is away for that long is not meant
_AWAY = re.compile(
    r"\b(?:out|away|leave|vacation|holiday|absen|urlaub|abwesend|congé|vacances|vacaciones|ferie|afwezig|férias)", re.I
)

_AND_THE_DATE = re.compile(r"[\s,.]*(?:the |den |dem |le |el |o |il )?")


def return_date(subject: str, text: str, said_on: date) -> date | None:
    """The first day back that an out-of-office written on `said_on` tells; never before that day.

    A day "back on" counts before one "until", that before the end of a span. "Until" a day is that day, and the next
    weekday where the day is said to be included ("through", "bis einschließlich"). Years are filled in. 12/03 is
    read by the order of other dates in it, else by which of both is near; None where both could be, where two days
    are told, or the day is past.

    >>> return_date("", "I am away and will be back on 3 December.", date(2026, 11, 20))
    datetime.date(2026, 12, 3)
    """
    told = f"{subject}\n{text}"[:_READ_CAP].replace("’", "'")
    told = re.sub(r"\s*\n\s*", " ", told)
    found: dict[str, list[date]] = {"back": [], "until": [], "span": []}
    unsure: set[str] = set()
    for match in DAY.finditer(told):
        sort, included = _sort(told, match.start(), match.end())
        if sort is None:
            continue
        day = _day(match, told, said_on)
        if day is None:
            unsure.add(sort)
            continue
        found[sort].append(_next_weekday(day) if included else day)
    for sort, days in found.items():
        if sort in unsure and not days:
            return None
        ahead = {day for day in days if said_on <= day <= said_on + _FURTHEST}
        if len(ahead) == 1:
            return ahead.pop()
        if days:
            return None
    return None


def _sort(told: str, start: int, end: int) -> tuple[str | None, bool]:
    """Whether a day is told as the first back, as the end of being away, or of a span; and if it is still away then."""
    before = _sentence_end(told[max(0, start - _BEFORE) : start])
    after = told[end : end + 60]
    if BACK.search(before):
        return "back", False
    if FROM.search(before) and BACK_AFTER.match(after):
        return "back", False
    until = UNTIL.search(before)
    if until:
        return "until", LAST_AWAY.search(until[0]) is not None or LAST_AWAY_AFTER.match(after) is not None
    span = RANGE.search(before)
    if span and DAY.search(before) and _AWAY.search(told):
        return "span", True
    return None, False


def _sentence_end(before: str) -> str:
    """What stands before a day in its own sentence."""
    return re.split(r"(?<=[^\d\W]{2})[.!?;]\s|(?<=\d{4})[.!?;]\s", before)[-1]


def _day(match: re.Match[str], told: str, said_on: date) -> date | None:
    if match["iso"]:
        return _date(int(match["iso"][:4]), int(match["iso"][5:7]), int(match["iso"][8:]))
    if match["dm"]:
        return _with_year(match["y1"], MONTHS[match["m1"].lower()], int(match["d1"]), said_on)
    if match["md"]:
        return _with_year(match["y2"], MONTHS[match["m2"].lower()], int(match["d2"]), said_on)
    if match["wd"]:
        return _weekday(match, told, said_on)
    if match["tom"]:
        return said_on + timedelta(days=1) if match["tom"].lower() in TOMORROW else None
    return _figures(match, told, said_on)


def _figures(match: re.Match[str], told: str, said_on: date) -> date | None:
    first, second, year = int(match["a"]), int(match["b"]), match["y3"]
    if match["sep"] == ".":
        return _with_year(year, second, first, said_on)
    if match["sep"] == "-" and not year:
        return None  # 3-12 may be a span
    order = _order(told)
    day_first = _with_year(year, second, first, said_on) if order != "md" else None
    month_first = _with_year(year, first, second, said_on) if order != "dm" else None
    if first == second or not (day_first and month_first):
        return day_first or month_first
    near = [day for day in (day_first, month_first) if said_on <= day <= said_on + _LIKELY]
    return near[0] if len(near) == 1 else None


def _order(told: str) -> str:
    """dm or md, where a date of the text can only be read so; "" where none tells."""
    for match in DAY.finditer(told):
        if match["num"] and match["sep"] != ".":
            if int(match["a"]) > 12:
                return "dm"
            if int(match["b"]) > 12:
                return "md"
    return ""


def _weekday(match: re.Match[str], told: str, said_on: date) -> date | None:
    """The first such day after the mail's; None for a "next Friday" that may be this week's."""
    followed = _AND_THE_DATE.match(told, match.end())
    if followed and DAY.match(told, followed.end()):
        return None  # "Monday, 3 December": the date says it
    ahead = (WEEKDAYS[match["wd"].lower()] - said_on.weekday() - 1) % 7 + 1
    day = said_on + timedelta(days=ahead)
    named_next = re.search(
        r"\b(?:next|nächste[nr]?|kommende[nr]?|próxim[oa]|prossim[oa]|volgende)\s*\Z", told[: match.start()], re.I
    )
    return None if named_next and day.isocalendar()[1] == said_on.isocalendar()[1] else day


def _with_year(year: str | None, month: int, day: int, said_on: date) -> date | None:
    if year:
        return _date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    near = (_date(said_on.year + step, month, day) for step in (-1, 0, 1))
    return min((one for one in near if one), key=lambda one: abs(one - said_on - timedelta(days=120)), default=None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _next_weekday(day: date) -> date:
    day += timedelta(days=1)
    return day + timedelta(days=7 - day.weekday()) if day.weekday() >= 5 else day
