"""Whose mail is about to leave: read with each page of the queue, so by one index and without another import."""

from __future__ import annotations

from storage.database import Database

# By index message_scheduled, which holds only what has not left; grouped by lead SQLite would walk all messages.
_DEPARTURES = """
SELECT lead_id, send_at FROM message
WHERE status = 'SCHEDULED' AND direction = 'out' AND channel = 'email' AND claimed_at IS NULL ORDER BY send_at DESC
"""


def departures(database: Database) -> dict[int, int]:
    """When the next mail of each lead that has one in the outbox is to leave: lead → moment (UTC ms)."""
    return dict(database.rows(_DEPARTURES))
