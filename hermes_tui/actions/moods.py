"""A person's mood and its history: each change is a row of `sentiment_event`, and the newest one is the mood."""

from __future__ import annotations

from storage import records
from storage.database import Database

_NEWEST = "SELECT sentiment FROM sentiment_event WHERE contact_id = ? ORDER BY at DESC, id DESC LIMIT 1"
_PERSON = "SELECT lead_id, sentiment, created_at FROM contact WHERE id = ?"
_SAME = "SELECT id FROM sentiment_event WHERE contact_id = ? AND at = ? AND sentiment IS ? ORDER BY id DESC LIMIT 1"


def record_mood(database: Database, contact_id: int, mood: str | None, at: int, now: int) -> None:
    """Write down that this person felt so at `at` (UTC ms), within an action; None: not known any more.

    It becomes the person's mood unless a newer one is known.
    """
    begin_history(database, contact_id)
    lead_id = database.value("SELECT lead_id FROM contact WHERE id = ?", (contact_id,))
    records.insert(database, "sentiment_event", lead_id=lead_id, contact_id=contact_id, sentiment=mood, at=at)
    keep_mood(database, contact_id, now)


def forget_mood(database: Database, contact_id: int, mood: str, at: int, now: int) -> None:
    """Take back what a touch at `at` said of this person's mood; the mood before it holds again."""
    event = database.value(_SAME, (contact_id, at, mood))
    if event is not None:
        records.delete(database, "sentiment_event", event)
        keep_mood(database, contact_id, now)


def begin_history(database: Database, contact_id: int) -> None:
    """Where a mood came without history (an import, an older file), its history begins when the person was added."""
    lead_id, mood, created_at = database.row(_PERSON, (contact_id,)) or (None, None, 0)
    known = database.value("SELECT 1 FROM sentiment_event WHERE contact_id = ? LIMIT 1", (contact_id,))
    if mood is not None and known is None:
        records.insert(
            database, "sentiment_event", lead_id=lead_id, contact_id=contact_id, sentiment=mood, at=created_at
        )


def keep_mood(database: Database, contact_id: int, now: int) -> None:
    """The mood on the person's row is the newest of the history; none where there is no history."""
    mood = database.value(_NEWEST, (contact_id,))
    if database.value("SELECT sentiment FROM contact WHERE id = ?", (contact_id,)) != mood:
        records.update(database, "contact", contact_id, sentiment=mood, updated_at=now)
