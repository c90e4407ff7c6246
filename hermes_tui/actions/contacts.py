"""The people of a lead: adding, editing, removing, and who is the champion."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from hermes_tui.actions.fields import contact_values
from hermes_tui.actions.outcome import Outcome, acting
from storage import records
from storage.database import Database
from storage.errors import NotFound, UsageError


def add_contact(database: Database, lead_id: int, given: Mapping[str, str], now: int, today: date) -> Outcome:
    """Add a person to a lead from typed fields (`name` needed). Raises UsageError, NotFound."""
    values = contact_values(given, today)
    if not values.get("name"):
        raise UsageError("A contact needs a name; nothing was added.")
    with acting(database, "contact", [lead_id], now) as doing:
        _one_champion(database, lead_id, values, now)
        doing.made = records.insert(
            database, "contact", lead_id=lead_id, **values, **_typed(given), created_at=now, updated_at=now
        )
        doing.say(f"{values['name']} added")
    return doing.outcome


def edit_contact(database: Database, contact_id: int, given: Mapping[str, str], now: int, today: date) -> Outcome:
    """Set typed fields of a contact; a new champion takes the place of the old. Raises UsageError, NotFound."""
    lead_id, name = _known(database, contact_id)
    values = contact_values(given, today)
    with acting(database, "contact", [lead_id], now) as doing:
        _one_champion(database, lead_id, values, now)
        records.update(database, "contact", contact_id, **values, **_typed(given), updated_at=now)
        doing.made = contact_id
        doing.say(f"{values.get('name') or name} edited")
    return doing.outcome


def remove_contact(database: Database, contact_id: int, now: int) -> Outcome:
    """Remove a person; touches and messages stay with the lead."""
    lead_id, name = _known(database, contact_id)
    with acting(database, "contact", [lead_id], now) as doing:
        records.delete(database, "contact", contact_id)
        doing.say(f"{name} removed")
    return doing.outcome


def _known(database: Database, contact_id: int) -> tuple[int, str]:
    row = database.row("SELECT lead_id, name FROM contact WHERE id = ?", (contact_id,))
    if row is None:
        raise NotFound(f"There is no contact {contact_id}; `hermes contact list LEAD` shows a lead's.")
    return int(row[0]), str(row[1])


def _one_champion(database: Database, lead_id: int, values: Mapping[str, Any], now: int) -> None:
    if values.get("is_primary"):
        for (other,) in database.rows("SELECT id FROM contact WHERE lead_id = ? AND is_primary = 1", (lead_id,)):
            records.update(database, "contact", other, is_primary=0, updated_at=now)


def _typed(given: Mapping[str, str]) -> dict[str, str]:
    return {f"{name}_typed": given[name] for name in ("email", "phone") if name in given}
