"""People and tasks on their way out of the house: as rows to be made into cards and calendars."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

from storage.database import Database


class PersonOut(NamedTuple):
    """A contact with the lead it belongs to."""

    id: int
    name: str
    email: str | None
    phone: str | None
    role: str | None
    company: str | None
    lead_title: str


class TaskOut(NamedTuple):
    """A task with the lead it is about, if any. Moments UTC ms, `due_on` an ISO date."""

    id: int
    title: str
    kind: str
    priority: str
    status: str
    due_on: str | None
    due_at: int | None
    done_at: int | None
    lead_id: int | None
    lead_title: str | None
    company: str | None
    created_at: int
    updated_at: int


# By the index contact_lead; each lead's people stand together, the champion first.
_PEOPLE = """
SELECT contact.id, contact.name, contact.email, contact.phone, contact.role, lead.company, lead.title
FROM contact JOIN lead ON lead.id = contact.lead_id {only}
ORDER BY contact.lead_id, contact.is_primary DESC, contact.id
"""
_TASKS = """
SELECT task.id, task.title, task.kind, task.priority, task.status, task.due_on, task.due_at, task.done_at,
       task.lead_id, lead.title, lead.company, task.created_at, task.updated_at
FROM task LEFT JOIN lead ON lead.id = task.lead_id
WHERE (:every OR task.status IN ('PENDING', 'IN_PROGRESS')) {only}
ORDER BY task.due_on IS NULL, task.due_on, task.due_at, task.id
"""


def people_out(database: Database, lead_ids: Sequence[int] | None = None) -> list[PersonOut]:
    """The contacts of these leads, of all where `lead_ids` is None."""
    only = "" if lead_ids is None else "WHERE contact.lead_id IN (SELECT value FROM json_each(:leads))"
    rows = database.rows(_PEOPLE.format(only=only), {"leads": json.dumps(lead_ids)})
    return [PersonOut._make(row) for row in rows]


def tasks_out(database: Database, lead_ids: Sequence[int] | None = None, *, every: bool = False) -> list[TaskOut]:
    """The tasks of these leads by due date; where `lead_ids` is None of all, and of none. `every`: done ones too."""
    only = "" if lead_ids is None else "AND task.lead_id IN (SELECT value FROM json_each(:leads))"
    rows = database.rows(_TASKS.format(only=only), {"leads": json.dumps(lead_ids), "every": every})
    return [TaskOut._make(row) for row in rows]
