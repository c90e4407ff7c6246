"""What risk, follow-ups and hot leads are told by: the file has it as it is in force, the settings as it is to be."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from storage.database import Database

DAY_MS = 86_400_000


class Thresholds(NamedTuple):
    """Days of silence (definitions.md, "Committee and risk"), and the heat from which an open lead is hot.

    A person is engaged for `engaged_days` after speaking; a champion silent for more than `champion_silent_days`
    is a risk. After `followup_after` days of silence a follow-up is urged, while fewer than `followups_at_most` went
    unanswered.
    """

    engaged_days: int = 30
    champion_silent_days: int = 14
    followup_after: int = 2
    followups_at_most: int = 2
    hot_from: int = 30


_OF_RISK = 2  # of the fields, the first ones


def setting(key: str) -> str:
    """SQL for the threshold of this name; SQLite works it out once a statement."""
    usual = getattr(Thresholds(), key)
    return f"COALESCE((SELECT CAST(value AS INTEGER) FROM setting WHERE key = '{key}'), {usual})"


ENGAGED_SINCE = f"(:now - {DAY_MS} * {setting('engaged_days')})"
"""SQL for the moment since which whoever spoke is engaged; takes `:now`, UTC ms."""

CHAMPION_SILENT_SINCE = f"(:now - {DAY_MS} * ({setting('champion_silent_days')} + 1))"
"""SQL for the moment up to which a champion's last word is a silence (whole days above the threshold)."""

_READ = f"SELECT {', '.join(map(setting, Thresholds._fields))}"


def thresholds(database: Database) -> Thresholds:
    """Those in force in this file."""
    return Thresholds._make(database.row(_READ) or ())


def keep_thresholds(database: Database, wanted: Thresholds) -> bool:
    """Put others in force; where risk is another, every lead's is worked out anew. Returns whether they were others.

    They are a setting of the file and no action: undo leaves them.
    """
    before = thresholds(database)
    if before == wanted:
        return False
    from storage import derived

    with database.transaction() as connection:
        connection.executemany(
            "INSERT INTO setting VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            [(key, str(number)) for key, number in wanted._asdict().items()],
        )
        if before[:_OF_RISK] != wanted[:_OF_RISK]:
            derived.rebuild_risk(connection)
    return True
