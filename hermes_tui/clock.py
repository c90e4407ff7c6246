"""The edge where time is read: only app and cli call it; everything below takes `now`."""

from __future__ import annotations

import os
import time
from datetime import UTC, date, datetime, tzinfo

from storage.errors import UsageError


def local_zone() -> tzinfo:
    """The rep's time zone; UTC where HERMES_NOW freezes the clock, so that screenshots are the same everywhere."""
    if os.environ.get("HERMES_NOW"):
        return UTC
    zone = datetime.now().astimezone().tzinfo
    return zone if zone is not None else UTC


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
