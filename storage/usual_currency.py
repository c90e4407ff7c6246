"""The rep's own currency, which the built-in rules are in: the file has it as the settings last said."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.database import Database

FIRST = "USD"
_READ = "SELECT value FROM setting WHERE key = 'currency'"


def usual_currency(database: Database) -> str:
    """Its three letters; that of a file which nobody told is FIRST."""
    return str(database.value(_READ) or FIRST)


def keep_usual_currency(database: Database, code: str) -> None:
    """Keep another, so that every program at this file scores by the same. A setting of the file, which undo leaves."""
    if usual_currency(database) == code:
        return
    with database.transaction() as connection:
        connection.execute(
            "INSERT INTO setting VALUES ('currency', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", (code,)
        )
