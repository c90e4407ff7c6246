"""How numbers, ages and days are written, on screen and in plain output alike."""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo

DAY_MS = 86_400_000
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def age(since: int, now: int) -> str:
    """Time passed in one short word: `now`, `5h`, `31d`, `14w`, `3y` (days up to 99, so that weeks never mislead)."""
    passed = max(0, now - since)
    hours = passed // 3_600_000
    if hours < 1:
        return "now"
    if hours < 24:
        return f"{hours}h"
    days = passed // DAY_MS
    if days < 100:
        return f"{days}d"
    return f"{days // 7}w" if days < 730 else f"{days // 365}y"


def money(minor: int | None) -> str:
    """Minor units as whole major units with thousands: `24,000`; `–` where there is none."""
    if minor is None:
        return "–"
    whole = round(minor / 100)
    return f"{whole:,}"


def money_with(minor: int | None, currency: str | None) -> str:
    """An amount beside its currency: `24,000 USD`."""
    return f"{money(minor)} {currency}" if minor is not None and currency else money(minor)


def major(minor: int | None) -> int | float | None:
    """Money as a number in major units, whole where it is whole; past 2⁵³ minor units no longer exact. None stays."""
    if minor is None:
        return None
    return minor // 100 if minor % 100 == 0 else minor / 100


def short_money(minor: int) -> str:
    """An amount for a narrow place: `940`, `8.5k`, `61k`, `1.2M`."""
    major = minor / 100
    if abs(major) < 999.5:
        return f"{major:.0f}"
    if abs(major) < 9_950:
        return f"{major / 1_000:.1f}k".replace(".0k", "k")
    if abs(major) < 999_500:
        return f"{major / 1_000:.0f}k"
    return f"{major / 1_000_000:.1f}M".replace(".0M", "M")


def day(moment: int, zone: tzinfo, now: int) -> str:
    """A moment's day: `12 Nov`, with the year where it is another: `12 Nov 2024`."""
    there, here = (datetime.fromtimestamp(value / 1000, zone) for value in (moment, now))
    year = "" if there.year == here.year else f" {there.year}"
    return f"{there.day:>2} {_MONTHS[there.month - 1]}{year}"


def weekday(moment: int, zone: tzinfo) -> str:
    """`Mon 22 Nov`."""
    return day_words(datetime.fromtimestamp(moment / 1000, zone))


def day_with_year(day: date) -> str:
    """A day that is read in another year: `22 Jun 2026`."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def day_words(day: date) -> str:
    """A day as Hermes writes it, the same in every locale: `Thu 3 Dec`."""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"


def moment_words(moment: int, zone: tzinfo, now: int) -> str:
    """A moment with its clock: `17:40` of today, `Fri 19 Jun 17:40`, with the year where it is another."""
    there, here = (datetime.fromtimestamp(value / 1000, zone) for value in (moment, now))
    if there.date() == here.date():
        return f"{there:%H:%M}"
    return f"{day_words(there)}{'' if there.year == here.year else f' {there.year}'} {there:%H:%M}"


def iso(moment: int | None) -> str | None:
    """A moment as ISO 8601 with `Z`, seconds precision; None stays None."""
    if moment is None:
        return None
    return datetime.fromtimestamp(moment / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def exact_iso(moment: int | None) -> str | None:
    """ISO 8601 with `Z`, with milliseconds only where there are any, so that it is the same moment again when read."""
    if moment is None:
        return None
    text = datetime.fromtimestamp(moment // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    return f"{text}.{moment % 1000:03}Z" if moment % 1000 else f"{text}Z"


def count(n: int, one: str, many: str = "") -> str:
    """A number with its word: `1 task`, `2,400 tasks`."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def one_line(text: str, limit: int = 0) -> str:
    """Text on one line, cut at `limit` characters where that is given."""
    line = " ".join(text.split())
    return line if not limit or len(line) <= limit else line[: limit - 1].rstrip() + "…"
