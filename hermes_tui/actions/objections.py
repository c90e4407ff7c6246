"""Objections: tagging a note with them, resolving and reopening them, and what becomes of them with their lead."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hermes_tui.actions.outcome import Doing, Outcome, acting
from hermes_tui.formats import one_line
from storage import records
from storage.clean import clean
from storage.database import Database
from storage.errors import NotFound, UsageError
from storage.queries import objections as queries
from storage.settling import unanswered

# In the order of the digits that answer `O`.
OBJECTIONS = queries.KINDS
_WORDS_SAID = 40  # of an answer, in the line that tells what was done
_HASHTAG = re.compile(r"(?<![\w#])#(\w+)")


def objections_in(text: str) -> tuple[str, ...]:
    """The kinds of objections that a note's hashtags name: `#budget` anywhere in it."""
    kinds = (word.upper() for word in _HASHTAG.findall(text))
    return tuple(dict.fromkeys(kind for kind in kinds if kind in OBJECTIONS))


def objection_named(kind: str) -> str:
    """The kind of objection of this name. Raises UsageError naming those there are."""
    found = kind.strip().lstrip("#").upper()
    if found not in OBJECTIONS:
        raise UsageError(f"There is no objection `{kind}`; the kinds are {', '.join(OBJECTIONS).lower()}.")
    return found


def bare_words(note: str) -> str:
    """A note on one line without the hashtags that it begins with: its kind stands beside it."""
    words = note.split()
    while len(words) > 1 and words[0].startswith("#") and objections_in(words[0]):
        del words[0]
    return " ".join(words)


def listed(kinds: Sequence[str]) -> str:
    """Kinds in a sentence: `budget and trust`."""
    return " and ".join(kind.lower() for kind in kinds)


# -- raising -----------------------------------------------------------------------------------------------


def raise_objection(database: Database, lead_ids: Sequence[int], kind: str, now: int, text: str = "") -> Outcome:
    """Note an objection of this kind; the note says so where the rep gave no words."""
    known = objection_named(kind)
    with acting(database, "objection", lead_ids, now) as doing:
        for lead_id in lead_ids:
            note = records.insert(
                database, "note", lead_id=lead_id, text=text or _bare(known), at=now, created_at=now, updated_at=now
            )
            doing.made = tag(database, lead_id, note, known, now)
        doing.say(f"{known.lower()} objection noted")
    return doing.outcome


def tag_note(database: Database, note_id: int, kind: str, now: int) -> Outcome:
    """Say that a note raises an objection of this kind, from the note's own day on. Raises UsageError, NotFound.

    A note already tagged so is left as it is.
    """
    known = objection_named(kind)
    row = database.row("SELECT lead_id, at FROM note WHERE id = ?", (note_id,))
    if row is None:
        raise NotFound(f"There is no note {note_id}; nothing was tagged.")
    lead_id, at = row
    with acting(database, "objection", [lead_id], now) as doing:
        if known in queries.kinds_of_note(database, note_id):
            doing.say(f"the note raises {known.lower()} already")
        else:
            doing.made = tag(database, lead_id, note_id, known, min(at, now))
            doing.say(f"{known.lower()} objection noted")
    return doing.outcome


def remove_objection(database: Database, objection_id: int, now: int) -> Outcome:
    """Take a wrongly set tag off its note; the note stays, unless it only said `Objection: budget`."""
    known = queries.objection(database, objection_id)
    with acting(database, "objection", [known.lead_id], now) as doing:
        records.delete(database, "objection", objection_id)
        if known.note == _bare(known.kind) and not queries.kinds_of_note(database, known.note_id):
            records.delete(database, "note", known.note_id)
        doing.say(f"{known.kind.lower()} objection removed")
    return doing.outcome


def tag(database: Database, lead_id: int, note_id: int, kind: str, at: int) -> int:
    """Inside an action: the objection itself; one heard of after the deal was lost is what it was lost with."""
    return records.insert(
        database, "objection", lead_id=lead_id, note_id=note_id, kind=kind,
        state=unanswered(database.connection(), lead_id), raised_at=at,
    )  # fmt: skip


def _bare(kind: str) -> str:
    return f"Objection: {kind.lower()}"


# -- resolving ---------------------------------------------------------------------------------------------


def resolve_objection(database: Database, objection_id: int, how: str, now: int, *, at: int | None = None) -> Outcome:
    """Mark an objection answered, with what answered it; of one resolved before, the words are set right.

    `at` (UTC ms) is when it was, not after `now` and not before it was raised. Raises UsageError, NotFound.
    """
    known = queries.objection(database, objection_id)
    again = known.state == "resolved"
    moment = at if at is not None else known.resolved_at if again and known.resolved_at is not None else now
    if moment > now:
        raise UsageError("An objection cannot have been resolved in the future; it was left as it is.")
    if moment < known.raised_at:
        raise UsageError("The objection was raised after that moment; it was left as it is.")
    with acting(database, "objection", [known.lead_id], now) as doing:
        records.update(database, "objection", objection_id, state="resolved", resolved_at=moment, resolution=how)
        words = one_line(clean(how, multiline=True), _WORDS_SAID)
        doing.say(f"{known.kind.lower()} objection resolved" + (f": {words}" if words else ""))
    return doing.outcome


def reopen_objection(database: Database, objection_id: int, now: int) -> Outcome:
    """Say that an answer did not hold: the objection stands again, as if it had never been resolved."""
    known = queries.objection(database, objection_id)
    with acting(database, "objection", [known.lead_id], now) as doing:
        if known.state == "resolved":
            state = unanswered(database.connection(), known.lead_id)
            records.update(database, "objection", objection_id, state=state, resolved_at=None, resolution=None)
            doing.say(f"{known.kind.lower()} objection reopened")
        else:
            doing.say(f"the {known.kind.lower()} objection is not resolved")
    return doing.outcome


# -- with the note -----------------------------------------------------------------------------------------


def follow_words(database: Database, doing: Doing, lead_id: int, note_id: int, was: str, text: str, now: int) -> None:
    """Inside an action that edits a note: a new hashtag tags it, one taken out takes its tag off again.

    What was resolved or lost with stays: it took place, whatever the note says now. A tag set by a key and never
    written in the note stays too.
    """
    before, after = objections_in(was), objections_in(text)
    known = queries.kinds_of_note(database, note_id)
    new = [kind for kind in after if kind not in before and kind not in known]
    for kind in new:
        tag(database, lead_id, note_id, kind, now)
    out = [kind for kind in before if kind not in after and kind in known]
    gone = [kind for kind in out if queries.objection(database, known[kind]).state == "open"]
    kept = [kind for kind in out if kind not in gone]
    for kind in gone:
        records.delete(database, "objection", known[kind])
    said = [
        *([f"{listed(new)} objection noted"] if new else []),
        *([f"{listed(gone)} objection removed"] if gone else []),
        *([f"{listed(kept)} objection kept, it is settled"] if kept else []),
    ]
    doing.say(", ".join(["note edited", *said]))
