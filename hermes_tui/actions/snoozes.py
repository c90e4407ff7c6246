"""Putting a lead away until a day, and bringing it back."""

from __future__ import annotations

from collections.abc import Sequence

from hermes_tui.actions.outcome import Outcome, acting
from storage import records
from storage.database import Database
from storage.errors import UsageError


def snooze(database: Database, lead_ids: Sequence[int], until: int, now: int, words: str) -> Outcome:
    """Hide leads from the queue until that moment (UTC ms); `words` names it for the rep (`Thu 3 Dec`)."""
    if until <= now:
        raise UsageError(f"{words} is not in the future; nothing was snoozed.")
    with acting(database, "snooze", lead_ids, now) as doing:
        for lead_id in lead_ids:
            records.update(database, "lead", lead_id, snoozed_until=until, updated_at=now)
        doing.say(f"snoozed until {words}")
    return doing.outcome


_UNTIL = "SELECT snoozed_until FROM lead WHERE id = ?"


def wake(database: Database, lead_ids: Sequence[int], now: int) -> Outcome:
    """Bring snoozed leads back into the queue."""
    with acting(database, "wake", lead_ids, now) as doing:
        asleep = [lead_id for lead_id in lead_ids if (database.value(_UNTIL, (lead_id,)) or 0) > now]
        for lead_id in asleep:
            records.update(database, "lead", lead_id, snoozed_until=None, updated_at=now)
        doing.say("back from snooze" if asleep else "not snoozed")
    return doing.outcome
