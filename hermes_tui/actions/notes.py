"""Notes, and the objections they raise."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hermes_tui.actions.outcome import Outcome, acting
from storage import records
from storage.clean import clean
from storage.database import Database
from storage.errors import NotFound, UsageError

# In the order of the digits that answer `O`.
OBJECTIONS: tuple[str, ...] = ("BUDGET", "TIMING", "COMPETITION", "INTERNAL", "TRUST", "SCOPE")
_HASHTAG = re.compile(r"(?<![\w#])#(\w+)")


def objections_in(text: str) -> tuple[str, ...]:
    """The kinds of objection that a note's hashtags name: `#budget` anywhere in it."""
    kinds = (word.upper() for word in _HASHTAG.findall(text))
    return tuple(dict.fromkeys(kind for kind in kinds if kind in OBJECTIONS))


def add_note(
    database: Database, lead_ids: Sequence[int], text: str, now: int, *,
    objections: Sequence[str] = (), contact_id: int | None = None, at: int | None = None,
) -> Outcome:  # fmt: skip
    """Add a note to each lead; hashtags and `objections` tag what it raises. A manual note is a touch.

    Raises UsageError for an empty note or an unknown objection, NotFound.
    """
    if not clean(text, multiline=True):
        raise UsageError("The note is empty; nothing was added.")
    kinds = tuple(dict.fromkeys((*(objection_named(kind) for kind in objections), *objections_in(text))))
    moment = _past(at, now)
    with acting(database, "note", lead_ids, now) as doing:
        for lead_id in lead_ids:
            doing.made = records.insert(
                database, "note", lead_id=lead_id, contact_id=contact_id, text=text, at=moment,
                created_at=now, updated_at=now,
            )  # fmt: skip
            for kind in kinds:
                _raise(database, lead_id, doing.made, kind, moment)
        doing.say("note added" + (f", {_listed(kinds)} objection" if kinds else ""))
    return doing.outcome


def raise_objection(database: Database, lead_ids: Sequence[int], kind: str, now: int, text: str = "") -> Outcome:
    """Note an objection of this kind; the note says so where the rep gave no words."""
    known = objection_named(kind)
    with acting(database, "objection", lead_ids, now) as doing:
        for lead_id in lead_ids:
            note = records.insert(
                database, "note", lead_id=lead_id, text=text or f"Objection: {known.lower()}", at=now,
                created_at=now, updated_at=now,
            )  # fmt: skip
            doing.made = _raise(database, lead_id, note, known, now)
        doing.say(f"{known.lower()} objection noted")
    return doing.outcome


def resolve_objection(database: Database, objection_id: int, how: str, now: int) -> Outcome:
    """Mark an objection answered, with what answered it."""
    lead_id = _owner(database, "objection", objection_id)
    with acting(database, "objection", [lead_id], now) as doing:
        records.update(database, "objection", objection_id, state="resolved", resolved_at=now, resolution=how)
        doing.say("objection resolved")
    return doing.outcome


def edit_note(database: Database, note_id: int, text: str, now: int) -> Outcome:
    """Change a note's words; new hashtags raise new objections, those raised stay."""
    if not clean(text, multiline=True):
        raise UsageError("The note would be empty; it was left as it is.")
    lead_id = _owner(database, "note", note_id)
    with acting(database, "note", [lead_id], now) as doing:
        records.update(database, "note", note_id, text=text, updated_at=now)
        known = {row[0] for row in database.rows("SELECT kind FROM objection WHERE note_id = ?", (note_id,))}
        for kind in objections_in(text):
            if kind not in known:
                _raise(database, lead_id, note_id, kind, now)
        doing.say("note edited")
    return doing.outcome


def remove_note(database: Database, note_id: int, now: int) -> Outcome:
    """Delete a note with the objections it raised."""
    lead_id = _owner(database, "note", note_id)
    with acting(database, "note", [lead_id], now) as doing:
        records.delete(database, "note", note_id)
        doing.say("note removed")
    return doing.outcome


def objection_named(kind: str) -> str:
    """The kind of objection of this name. Raises UsageError naming those there are."""
    found = kind.strip().lstrip("#").upper()
    if found not in OBJECTIONS:
        raise UsageError(f"There is no objection `{kind}`; the kinds are {', '.join(OBJECTIONS).lower()}.")
    return found


def _raise(database: Database, lead_id: int, note_id: int, kind: str, at: int) -> int:
    return records.insert(database, "objection", lead_id=lead_id, note_id=note_id, kind=kind, raised_at=at)


def _owner(database: Database, table: str, row_id: int) -> int:
    found = database.value(f"SELECT lead_id FROM {table} WHERE id = ?", (row_id,))
    if found is None:
        raise NotFound(f"There is no {table} {row_id}; nothing was changed.")
    return int(found)


def _past(at: int | None, now: int) -> int:
    if at is not None and at > now:
        raise UsageError("A note cannot be of the future; plan a task instead.")
    return now if at is None else at


def _listed(kinds: Sequence[str]) -> str:
    return " and ".join(kind.lower() for kind in kinds)
