"""Who is out of office, as their own mail said, and on which day they are back."""

from __future__ import annotations

from storage.database import Database

# By index message_return (lead_id, return_on).
_BACK_ON = "SELECT MAX(return_on) FROM message WHERE lead_id = ? AND return_on IS NOT NULL AND return_on > ?"


def back_on(database: Database, lead_id: int, today: str) -> str | None:
    """The last day (ISO) after `today` on which somebody of a lead is back; None where nobody is known to be away."""
    found = database.value(_BACK_ON, (lead_id, today))
    return None if found is None else str(found)
