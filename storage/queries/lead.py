"""One lead's page: its facts, people, stage visits, notes, objections, signals and tags."""

from __future__ import annotations

import json
from typing import NamedTuple

from storage.database import Database
from storage.errors import NotFound


class LeadDetail(NamedTuple):
    """Every fact of a lead. Moments UTC ms, dates ISO, money minor units."""

    id: int
    title: str
    company: str | None
    description: str | None
    source: str | None
    source_url: str | None
    external_id: str | None
    author: str | None
    author_url: str | None
    email: str | None
    email_source: str | None
    phone: str | None
    website: str | None
    budget_min: int | None
    budget_max: int | None
    value: int | None
    currency: str | None
    deadline_on: str | None
    stage_id: int
    score: int | None
    score_reasons: str
    score_manual: int
    close_reason: str | None
    snoozed_until: int | None
    dismissed_at: int | None
    engaged_at: int | None
    custom: str
    import_id: int | None
    created_at: int
    updated_at: int
    is_open: int
    in_play: int
    stage_entered_at: int
    last_touch_at: int | None
    last_in_at: int | None
    last_out_at: int | None
    silent_since: int
    unanswered_out: int
    owed_since: int | None
    owed_quote: str | None
    next_task_id: int | None
    next_task_on: str | None
    heat: int


class ContactRow(NamedTuple):
    """A person of the buying committee."""

    id: int
    name: str
    email: str | None
    phone: str | None
    role: str | None
    channel: str | None
    sentiment: str | None
    is_primary: int
    touch_count: int
    last_touch_at: int | None
    last_in_at: int | None
    last_out_at: int | None
    buys: int
    bounced_at: int | None  # mail to the address came back then, and nobody wrote from it since


class VisitRow(NamedTuple):
    """A visit to a stage; `left_at` None: there now."""

    stage_id: int
    entered_at: int
    left_at: int | None
    cause: str
    reason: str | None


class ObjectionRow(NamedTuple):
    """What stands in the way."""

    id: int
    kind: str
    state: str
    raised_at: int
    resolved_at: int | None
    resolution: str | None
    note: str


class SignalRow(NamedTuple):
    """A buying signal."""

    id: int
    kind: str
    state: str
    evidence: str
    at: int


class NoteRow(NamedTuple):
    """A note with the kinds of objection it raised."""

    id: int
    kind: str
    text: str
    at: int
    contact_id: int | None


_DETAIL = f"SELECT {', '.join(LeadDetail._fields)} FROM lead WHERE id = ?"
_CONTACTS = f"""
SELECT {", ".join(ContactRow._fields)} FROM contact WHERE lead_id = ?
ORDER BY is_primary DESC, last_in_at IS NULL, last_in_at DESC, id
"""


def detail(database: Database, lead_id: int) -> LeadDetail:
    """The facts of a lead. Raises NotFound."""
    row = database.row(_DETAIL, (lead_id,))
    if row is None:
        raise NotFound(f"There is no lead #{lead_id}; `hermes list` shows those there are.")
    return LeadDetail._make(row)


def is_there(database: Database, lead_id: int) -> bool:
    """Whether there is such a lead."""
    return database.value("SELECT 1 FROM lead WHERE id = ?", (lead_id,)) is not None


def contacts(database: Database, lead_id: int) -> list[ContactRow]:
    """Its people: the champion first, then those heard from most lately."""
    return [ContactRow._make(row) for row in database.rows(_CONTACTS, (lead_id,))]


def visits(database: Database, lead_id: int) -> list[VisitRow]:
    """Its visits to stages, oldest first."""
    sql = "SELECT to_stage_id, at, left_at, cause, reason FROM stage_event WHERE lead_id = ? ORDER BY at, id"
    return [VisitRow._make(row) for row in database.rows(sql, (lead_id,))]


def objections(database: Database, lead_id: int) -> list[ObjectionRow]:
    """Its objections, open ones first."""
    sql = """SELECT objection.id, objection.kind, objection.state, objection.raised_at, objection.resolved_at,
                    objection.resolution, note.text
             FROM objection JOIN note ON note.id = objection.note_id WHERE objection.lead_id = ?
             ORDER BY objection.state <> 'open', objection.raised_at DESC, objection.id"""
    return [ObjectionRow._make(row) for row in database.rows(sql, (lead_id,))]


def signals(database: Database, lead_id: int) -> list[SignalRow]:
    """Its buying signals, newest first."""
    sql = "SELECT id, kind, state, evidence, at FROM signal WHERE lead_id = ? ORDER BY at DESC, id DESC"
    return [SignalRow._make(row) for row in database.rows(sql, (lead_id,))]


def notes(database: Database, lead_id: int) -> list[NoteRow]:
    """Its notes, newest first."""
    sql = "SELECT id, kind, text, at, contact_id FROM note WHERE lead_id = ? ORDER BY at DESC, id DESC"
    return [NoteRow._make(row) for row in database.rows(sql, (lead_id,))]


def tags(database: Database, lead_id: int) -> list[str]:
    """Its tags, in alphabetical order."""
    sql = "SELECT name FROM tag JOIN lead_tag ON lead_tag.tag_id = tag.id WHERE lead_id = ? ORDER BY name"
    return [row[0] for row in database.rows(sql, (lead_id,))]


def titles(database: Database, lead_ids: list[int]) -> dict[int, str]:
    """What to call these leads: the company, else the title."""
    sql = "SELECT id, COALESCE(company, title) FROM lead WHERE id IN (SELECT value FROM json_each(?))"
    return dict(database.rows(sql, (json.dumps(lead_ids),)))
