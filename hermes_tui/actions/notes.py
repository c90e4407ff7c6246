"""Notes: what the rep wrote down; hashtags in them tag objections (actions/objections.py)."""

from __future__ import annotations

from collections.abc import Sequence

from hermes_tui.actions import objections as raised
from hermes_tui.actions.outcome import Outcome, acting
from hermes_tui.actions.whom import one_of
from storage import records
from storage.clean import clean
from storage.database import Database
from storage.errors import NotFound, UsageError


def add_note(
    database: Database, lead_ids: Sequence[int], text: str, now: int, *,
    objections: Sequence[str] = (), contact_id: int | None = None, at: int | None = None,
) -> Outcome:  # fmt: skip
    """Add a note to each lead; hashtags and `objections` tag what it raises. A manual note is a touch.

    Raises UsageError for an empty note, an unknown objection or somebody else's contact, NotFound.
    """
    if not clean(text, multiline=True):
        raise UsageError("The note is empty; nothing was added.")
    named = (raised.objection_named(kind) for kind in objections)
    kinds = tuple(dict.fromkeys((*named, *raised.objections_in(text))))
    moment = _past(at, now)
    with acting(database, "note", lead_ids, now) as doing:
        for lead_id in lead_ids:
            if contact_id is not None:
                one_of(database, lead_id, contact_id)
            doing.made = records.insert(
                database, "note", lead_id=lead_id, contact_id=contact_id, text=text, at=moment,
                created_at=now, updated_at=now,
            )  # fmt: skip
            for kind in kinds:
                raised.tag(database, lead_id, doing.made, kind, moment)
        doing.say("note added" + (f", {raised.listed(kinds)} objection" if kinds else ""))
    return doing.outcome


def edit_note(database: Database, note_id: int, text: str, now: int) -> Outcome:
    """Change a note's words; its tags follow the hashtags put in and taken out (`follow_words` says which stay)."""
    if not clean(text, multiline=True):
        raise UsageError("The note would be empty; it was left as it is.")
    lead_id, was = _known(database, note_id)
    with acting(database, "note", [lead_id], now) as doing:
        records.update(database, "note", note_id, text=text, updated_at=now)
        raised.follow_words(database, doing, lead_id, note_id, was, text, now)
    return doing.outcome


def remove_note(database: Database, note_id: int, now: int) -> Outcome:
    """Delete a note with the objections it raised."""
    lead_id, _ = _known(database, note_id)
    with acting(database, "note", [lead_id], now) as doing:
        records.delete(database, "note", note_id)
        doing.say("note removed")
    return doing.outcome


def _known(database: Database, note_id: int) -> tuple[int, str]:
    """Whose note it is, and its words."""
    row = database.row("SELECT lead_id, text FROM note WHERE id = ?", (note_id,))
    if row is None:
        raise NotFound(f"There is no note {note_id}; nothing was changed.")
    return int(row[0]), str(row[1])


def _past(at: int | None, now: int) -> int:
    if at is not None and at > now:
        raise UsageError("A note cannot be of the future; plan a task instead.")
    return now if at is None else at
