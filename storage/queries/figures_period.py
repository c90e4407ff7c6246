"""The period that the rep looks at figures of: a setting of the file, and no action of the journal."""

from __future__ import annotations

from storage.database import Database

_KEY = "figures_period"
_READ = "SELECT value FROM setting WHERE key = ?"
_KEEP = "INSERT INTO setting VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"


def kept_period(database: Database) -> str | None:
    """The period as the rep last chose it, in their own words; None where they never did."""
    found = database.value(_READ, (_KEY,))
    return None if found is None else str(found)


def keep_period(database: Database, period: str) -> None:
    """Remember it. Raises HermesError where the file cannot be written."""
    with database.transaction() as connection:
        connection.execute(_KEEP, (_KEY, period))
