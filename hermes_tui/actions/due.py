"""When something is due: a day, or a moment of it; read from what a rep types and written as the rep reads it."""

from __future__ import annotations

import re
from datetime import date, datetime, time, tzinfo
from typing import NamedTuple

from hermes_tui.actions.when import clock_of, day_words, parse_day
from storage.errors import UsageError

MORNING = time(8)  # when a message that was put off to a day goes out


class Due(NamedTuple):
    """A day, and the hour on the rep's own clock where one was named."""

    on: date
    clock: time | None = None

    def at(self, zone: tzinfo) -> int | None:
        """The moment (UTC ms) in the rep's zone; None where only the day is meant, which is the same everywhere."""
        return None if self.clock is None else _moment(self.on, self.clock, zone)

    def leaving(self, zone: tzinfo) -> int:
        """The moment (UTC ms) at which a message leaves that is put off until then: in the morning, of a mere day."""
        return _moment(self.on, self.clock or MORNING, zone)


def _moment(on: date, clock: time, zone: tzinfo) -> int:
    return int(datetime.combine(on, clock, zone).timestamp() * 1000)


_HOUR = r"(?P<hour>\d{1,2})(?::(?P<minute>\d{2})(?::\d{2})?(?: ?(?P<half>am|pm))?| ?(?P<only_half>am|pm))"
_BEHIND = re.compile(rf"(?:(?P<day>.+?)(?:,? at|,)? ?(?:(?<=\d)t| ))?(?:at )?(?:{_HOUR}|(?P<noon>noon))$")
_AHEAD = re.compile(rf"(?:at )?(?:{_HOUR}|(?P<noon>noon)),? (?:on )?(?P<day>.+)$")


def parse_due(text: str, today: date) -> Due:
    """A day as `parse_day` knows it, with an hour where one stands beside it: `fri 14:00`, `tomorrow 9:30`, `2pm fri`.

    An hour alone is today's. Raises UsageError with examples, or naming the hour that there is not.
    """
    words = " ".join(text.casefold().split())
    match = _BEHIND.match(words) or _AHEAD.match(words)
    if match is None:
        return Due(parse_day(text, today))
    clock = time(12)
    if not match["noon"]:
        clock = clock_of(match["hour"], match["minute"] or "", match["half"] or match["only_half"] or "")
    return Due(parse_day(match["day"] or "today", today), clock)


def due_words(due: Due, today: date) -> str:
    """How a due date is written: `Fri 26 Jun 14:00`; the year too where it is not the next such day.

    `parse_due` reads it back on the same day.
    """
    words = day_words(due.on)
    if not _is_next_such(due.on, today):
        words += f" {due.on.year:04}"
    return words if due.clock is None else f"{words} {due.clock.hour}:{due.clock.minute:02}"


def _is_next_such(day: date, today: date) -> bool:
    try:
        return parse_day(f"{day.day} {day_words(day)[-3:]}", today) == day
    except UsageError:
        return False


def due_from(due_on: str | None, due_at: int | None, zone: tzinfo) -> Due | None:
    """A due date as it is kept (an ISO date, and a moment in UTC ms where an hour was named) on the rep's clock."""
    if due_at is not None:
        local = datetime.fromtimestamp(due_at / 1000, zone)
        return Due(local.date(), local.time().replace(second=0, microsecond=0))
    return None if due_on is None else Due(date.fromisoformat(due_on))
