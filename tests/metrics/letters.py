"""Templates, leads and messages to count: what a rep wrote, and what came back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hermes_tui.actions.leads import add_lead
from hermes_tui.actions.outcome import acting
from storage import records
from storage.database import Database

HOUR = 3_600_000
DAY = 24 * HOUR
NOW = 1_782_118_800_000
# Of a message of ours: it left.
LEFT = ("SENT", "DELIVERED", "READ", "REPLIED", "BOUNCED")


def a_template(database: Database, name: str) -> int:
    """A template, no matter what it says."""
    with acting(database, "template", [], NOW):
        return records.insert(database, "template", name=name, created_at=NOW, updated_at=NOW)


def a_lead(database: Database, people: int = 1, days: float = 300) -> tuple[int, list[int]]:
    """A lead made long ago, with so many people."""
    at = NOW - int(days * DAY)
    lead = add_lead(database, {"title": "Deal"}, NOW, datetime.fromtimestamp(NOW / 1000, UTC).date(), at=at).made
    with acting(database, "contact", [lead], NOW):
        contacts = [
            records.insert(database, "contact", lead_id=lead, name=f"P{number}", created_at=at, updated_at=at)
            for number in range(people)
        ]
    return lead, contacts


def write(database: Database, lead: int, days_ago: float, direction: str = "out", **values: Any) -> int:
    """One message, so many days ago; ours went out unless its status says otherwise."""
    at = NOW - int(days_ago * DAY)
    usual = {"status": "SENT" if direction == "out" else "READ", "channel": "email", "created_at": at, "updated_at": at}
    with acting(database, "message", [lead], NOW):
        return records.insert(database, "message", lead_id=lead, direction=direction, at=at, **usual | values)
