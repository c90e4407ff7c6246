"""Saved views: a filter under a name."""

from __future__ import annotations

from typing import NamedTuple

from hermes_tui.actions.outcome import Outcome, acting
from storage import records
from storage.clean import clean
from storage.database import Database
from storage.errors import NotFound, UsageError


class ViewRow(NamedTuple):
    """A saved filter."""

    id: int
    name: str
    filter: str


def views(database: Database) -> list[ViewRow]:
    """All saved views in their order."""
    rows = database.rows("SELECT id, name, filter FROM view ORDER BY position, id")
    return [ViewRow._make(row) for row in rows]


def save_view(database: Database, name: str, text: str, now: int) -> Outcome:
    """Save a filter under a name, replacing the one that had it."""
    known = clean(name)
    if not known:
        raise UsageError("A view needs a name; nothing was saved.")
    with acting(database, "view", [], now) as doing:
        row = database.row("SELECT id FROM view WHERE name = ?", (known,))
        if row is None:
            place = database.value("SELECT COALESCE(MAX(position), 0) + 1 FROM view")
            doing.made = records.insert(database, "view", name=known, filter=text, position=place)
        else:
            doing.made = int(row[0])
            records.update(database, "view", row[0], filter=text)
        doing.say(f"view “{known}” saved")
    return doing.outcome


def remove_view(database: Database, name: str, now: int) -> Outcome:
    """Forget a saved view."""
    row = database.row("SELECT id FROM view WHERE name = ?", (clean(name),))
    if row is None:
        raise NotFound(f"There is no view “{clean(name)}”; `hermes view list` shows those there are.")
    with acting(database, "view", [], now) as doing:
        records.delete(database, "view", row[0])
        doing.say(f"view “{clean(name)}” removed")
    return doing.outcome
