"""When the rep was last here: a setting of the file, and no action of the journal."""

from __future__ import annotations

from storage.database import BUSY_TIMEOUT_MS, Database

_KEY = "seen_at"
_KEEP = "INSERT INTO setting VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"


def seen_at(database: Database) -> int | None:
    """The end of the last session (UTC ms); None where there was none yet."""
    found = database.value("SELECT CAST(value AS INTEGER) FROM setting WHERE key = ?", (_KEY,))
    return None if found is None else int(found)


def keep_seen(database: Database, at: int) -> None:
    """Remember that the rep was here until this moment. Raises DatabaseBusy at once where another program writes.

    It waits for nobody: it is written when the rep leaves, and nothing is worth more than that.
    """
    with database.faults():
        connection = database.connection()
        connection.execute("PRAGMA busy_timeout = 0")
        try:
            with database.transaction():
                connection.execute(_KEEP, (_KEY, str(at)))
        finally:
            connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
