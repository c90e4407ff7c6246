"""How what they wrote feels, as the rep reads it: it counts for the template that earned it, and for the person."""

from __future__ import annotations

from hermes_tui.actions.fields import mood_named
from hermes_tui.actions.moods import forget_mood, record_mood
from hermes_tui.actions.outcome import Outcome, acting
from storage import records
from storage.database import Database
from storage.errors import UsageError
from storage.queries import messages as queries


def feel(database: Database, message_id: int, mood: str, now: int) -> Outcome:
    """Say that a message of theirs is positive, neutral or negative; nothing takes that back.

    It is also how the person feels, unless something newer is known. Raises UsageError for a message of ours or a
    machine's, NotFound.
    """
    row = queries.message(database, message_id)
    felt = mood_named(mood) if mood.strip() else None
    with acting(database, "message", [row.lead_id], now) as doing:
        row = queries.message(database, message_id)
        if row.direction == "out" or row.automatic is not None:
            raise UsageError(f"Message {row.id} is no word of theirs; only what a person wrote to us has a mood.")
        doing.made = row.id
        who = row.to_name or row.address or "them"
        if row.sentiment != felt:
            if row.contact_id is not None and row.sentiment is not None:
                forget_mood(database, row.contact_id, row.sentiment, row.at, now)
            records.update(database, "message", row.id, sentiment=felt, updated_at=now)
            if row.contact_id is not None and felt is not None:
                record_mood(database, row.contact_id, felt, row.at, now)
        doing.say(f"what {who} wrote is {felt or 'of no known mood'}")
    return doing.outcome
