"""The edge where time is read: only app and cli call it; everything below takes `now`."""

from __future__ import annotations

import os
import time
from datetime import UTC, date, datetime, timedelta, tzinfo

from storage.errors import UsageError


def local_zone() -> tzinfo:
    """The rep's time zone; UTC where HERMES_NOW freezes the clock, so that screenshots are the same everywhere."""
    if os.environ.get("HERMES_NOW"):
        return UTC
    return LocalZone()


class LocalZone(tzinfo):
    """The machine's own time zone, by the rules of each day: an hour planned in June for December stays that hour.

    `datetime.astimezone()` gives the offset of now, for good; zoneinfo would have to find the zone's name.
    """

    def utcoffset(self, moment: datetime | None) -> timedelta:
        """How far local time is from UTC at a local moment; of an hour that comes twice the one `fold` says."""
        return timedelta(seconds=_local(moment).tm_gmtoff)

    def dst(self, moment: datetime | None) -> timedelta | None:
        """How much of it is summer time: not known, only whether it is; nothing here asks for more."""
        return None

    def tzname(self, moment: datetime | None) -> str:
        """The zone's short name at that moment."""
        return _local(moment).tm_zone

    def fromutc(self, moment: datetime) -> datetime:
        """The local time of a UTC moment that is labelled with this zone."""
        seconds = (moment.replace(tzinfo=UTC) - _EPOCH).total_seconds()
        there = time.localtime(seconds)
        local = (moment + timedelta(seconds=there.tm_gmtoff)).replace(fold=0)
        return local if _local(local).tm_gmtoff == there.tm_gmtoff else local.replace(fold=1)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _local(moment: datetime | None) -> time.struct_time:
    if moment is None:
        return time.localtime()
    fields = (moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second, 0, 0)
    try:
        sides = [time.localtime(time.mktime((*fields, summer))) for summer in (0, 1)]
    except (OverflowError, ValueError, OSError):  # a year that the system's clock does not know
        return time.localtime()
    # An hour that comes twice is the earlier one first; one left out counts on from before the change (PEP 495), so
    # that a day whose midnight is left out does not begin on the day before.
    fitting = [side for side in sides if side[3:5] == (moment.hour, moment.minute)]
    wanted = max if bool(fitting) == (moment.fold == 0) else min
    return wanted(fitting or sides, key=lambda side: side.tm_gmtoff)


def now_ms() -> int:
    """Now in UTC milliseconds, or what HERMES_NOW says. Raises UsageError where that is no ISO moment."""
    frozen = os.environ.get("HERMES_NOW")
    if not frozen:
        return time.time_ns() // 1_000_000
    try:
        moment = datetime.fromisoformat(frozen)
    except ValueError:
        raise UsageError(f"HERMES_NOW={frozen} is no moment; write it like 2026-06-22T09:00:00Z.") from None
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000)


def day_of(moment: int, zone: tzinfo) -> date:
    """The rep's own date at a moment (UTC ms)."""
    return datetime.fromtimestamp(moment / 1000, zone).date()
