"""What was said, by us and by them: touches, messages that went out or came in, manual notes (definitions.md, "Touch").

Counted by the indexes touch_at, message_at and note_at, each of which covers all that is asked of it. What a machine
answered is nobody's word; a message that bounced, or has not left, was not said. The same rule as storage/derived.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from storage.answers import WENT_OUT
from storage.database import Database

KINDS: tuple[str, ...] = ("call", "email", "meeting", "message", "voicemail", "note")

ANSWER_MS = 14 * 86_400_000
"""What was not answered within so long counts as unanswered; younger, it is maturing."""
FORWARD_MS = 7 * 86_400_000
"""A move forward no later than this after a touch is one that it led to."""

_OF_TOUCH = "touch.automatic IS NULL"
_OF_MESSAGE = f"message.automatic IS NULL AND (message.direction = 'in' OR message.{WENT_OUT})"
_MESSAGE_KIND = "CASE message.channel WHEN 'email' THEN 'email' ELSE 'message' END"


def said(of: str = "", until: str = ":at", since: str = ":since") -> str:
    """SQL for (lead_id, at, kind, direction) of all that was said after `since` up to `until`.

    A direction is in, out, both (we talked with each other) or, of a note, empty. `of` narrows the leads (`{lead}` in
    it is the column of the lead's id).
    """
    window = f"{{table}}.at > {since} AND {{table}}.at <= {until}"
    return f"""
    SELECT touch.lead_id, touch.at, touch.kind, touch.direction FROM touch
        WHERE {window.format(table="touch")} AND {_OF_TOUCH}{of.format(lead="touch.lead_id")}
    UNION ALL
    SELECT message.lead_id, message.at, {_MESSAGE_KIND}, message.direction FROM message
        WHERE {window.format(table="message")} AND {_OF_MESSAGE}{of.format(lead="message.lead_id")}
    UNION ALL
    SELECT note.lead_id, note.at, 'note', '' FROM note
        WHERE {window.format(table="note")} AND note.kind = 'MANUAL'{of.format(lead="note.lead_id")}
    """


def first_at(database: Database) -> int | None:
    """When the first thing was said, by whomever, from the ends of the three indexes; None where nothing was."""
    found = [database.value(f"SELECT MIN(at) FROM {table}") for table in ("touch", "message")]
    found.append(database.value("SELECT MIN(at) FROM note WHERE kind = 'MANUAL'"))
    return min((int(at) for at in found if at is not None), default=None)


# -- what came of it, and how long an answer took --------------------------------------------------------

_KINDS = " ".join(f"WHEN '{kind}' THEN {place}" for place, kind in enumerate(KINDS))
# What is sorted by the hundred thousand is numbers alone: for what we said one way the place of its kind, then these.
_THEIRS, _TALK, _MOVE = 16, 17, 18
_SPOKEN = f"""
    SELECT touch.lead_id, touch.at,
        CASE direction WHEN 'in' THEN {_THEIRS} WHEN 'both' THEN {_TALK} ELSE CASE kind {_KINDS} END END AS code
        FROM touch WHERE touch.at > :since AND touch.at <= :at AND {_OF_TOUCH}{{touch}}
    UNION ALL
    SELECT message.lead_id, message.at,
        CASE message.direction WHEN 'in' THEN {_THEIRS} ELSE CASE channel WHEN 'email' THEN 1 ELSE 3 END END
        FROM message WHERE message.at > :since AND message.at <= :at AND {_OF_MESSAGE}{{message}}
"""
# A deal that advanced went forward just then, whatever it had entered before (storage/visits.py). By one walk through
# index visit_entered, which covers it; the skipped groups that were filled in tell of the same moves again.
_ADVANCED = "visit.group_id IS NOT NULL AND visit.outcome = 'advanced' AND visit.passed = 0"
_MOVES = f"""
    SELECT visit.lead_id, visit.outcome_at, {_MOVE} FROM visit
        WHERE {_ADVANCED} AND visit.outcome_at > :since AND visit.outcome_at <= :at{{visit}}
"""


def _narrowed(sql: str, of: str) -> str:
    return sql.format(**{table: of.format(lead=f"{table}.lead_id") for table in ("touch", "message", "visit")})


def asks(of: str) -> str:
    """SQL for (lead_id, at, code, answered, matured, moved, moved_matured) of each of our touches in the window.

    Of what went one way, out; `code` is the place of its kind in KINDS. `answered`: they wrote or spoke within
    ANSWER_MS and up to `:at`; `moved`: the deal went forward within FORWARD_MS; both only by what came later than the
    touch. One walk back in time through each lead keeps the next word of theirs and the next move in hand; of things
    at one moment ours come first in it.
    """
    return f"""
    SELECT lead_id, at, code, next_in IS NOT NULL AND next_in - at <= {ANSWER_MS} AS answered,
        :at - at > {ANSWER_MS} AS matured, next_move IS NOT NULL AND next_move - at <= {FORWARD_MS} AS moved,
        :at - at > {FORWARD_MS} AS moved_matured
    FROM (
        SELECT lead_id, at, code, MIN(CASE WHEN code IN ({_THEIRS}, {_TALK}) THEN at END) OVER back AS next_in,
            MIN(CASE WHEN code = {_MOVE} THEN at END) OVER back AS next_move
        FROM ({_narrowed(_SPOKEN, of)} UNION ALL {_narrowed(_MOVES, of)}) AS told
        WINDOW back AS (PARTITION BY lead_id ORDER BY at DESC, code ROWS UNBOUNDED PRECEDING)
    ) AS happened WHERE code < {_THEIRS}
    """


def turns(of: str, open_then: str) -> str:
    """SQL for (lead_id, at, ours, length, waits): each last word of a side before the other's next one, or before none.

    Of what was said in the window, one way: `ours`, which they answer, or theirs (0), which we do. `length` ms to the
    next word of the other side or with it, NULL where there was none up to `:at`; `waits`: there was none, and the
    lead is one of `open_then`, a query for ids.
    """
    return f"""
    SELECT lead_id, at, code < {_THEIRS} AS ours, next_at - at AS length,
        next_at IS NULL AND lead_id IN ({open_then}) AS waits
    FROM (
        SELECT lead_id, at, code, LEAD(at) OVER turn AS next_at, LEAD(code) OVER turn AS next_code
        FROM ({_narrowed(_SPOKEN, of)}) AS spoken
        WINDOW turn AS (PARTITION BY lead_id ORDER BY at, code DESC)
    ) AS following
    WHERE code <> {_TALK}
        AND (next_code IS NULL OR next_code = {_TALK} OR (next_code < {_THEIRS}) <> (code < {_THEIRS}))
    """


OPEN_NOW = "SELECT lead.id AS lead_id FROM lead WHERE lead.is_open = 1"
OPEN_THEN = """
SELECT visit.lead_id FROM visit JOIN stage ON stage.id = visit.stage_id AND stage.kind = 'open'
WHERE visit.at <= :at AND (visit.left_at IS NULL OR visit.left_at > :at) AND visit.passed = 0
"""


# -- the same as columns of numbers, for metrics/spoken.py -------------------------------------------------

TALK, THEIRS, OURS, NOTE = range(4)
"""Sides: at one moment a talk comes first, ours last; a note is nobody's."""

_SIDE = f"CASE direction WHEN 'both' THEN {8 * TALK} WHEN 'in' THEN {8 * THEIRS} ELSE {8 * OURS} END"
# Of each table what its rows are coded as, and which of them count.
_CODED = (
    ("touch", f"{_SIDE} + CASE kind {_KINDS} END", _OF_TOUCH),
    ("message", f"{_SIDE} + CASE channel WHEN 'email' THEN 1 ELSE 3 END", _OF_MESSAGE),
    ("note", f"{8 * NOTE + 5}", "note.kind = 'MANUAL'"),
)
_TOLD = "SELECT {what} FROM {table} WHERE {table}.at >= :base AND {table}.at <= :at AND {such}{of}"
_MOMENT = "{table}.lead_id * :span + {table}.at - :base"
_FORWARD_MOVES = f"""
SELECT GROUP_CONCAT(visit.lead_id * :span + visit.outcome_at - :base) FROM visit
WHERE {_ADVANCED} AND visit.outcome_at >= :base AND visit.outcome_at <= :at{{of}}
"""


def packed(database: Database, of: str, given: Mapping[str, Any]) -> list[str]:
    """One number for each thing said from `:base` to `:at`, unordered, as texts with commas between.

    `32 * (lead id * :span + moment - :base) + 8 * side + place of the kind in KINDS`. Handed over as a text, numbers
    by the hundred thousand take half the time that they take as rows.
    """
    found = _told(database, of, given, f"GROUP_CONCAT(({_MOMENT}) * 32 + {{code}})")
    return [text for (text,) in found if text is not None]


def unpacked(database: Database, of: str, given: Mapping[str, Any]) -> list[tuple[int, int]]:
    """The same in two: the moment of the lead, and the code."""
    return _told(database, of, given, f"{_MOMENT}, {{code}}")


def _told(database: Database, of: str, given: Mapping[str, Any], what: str) -> list[Any]:
    found = []
    for table, code, such in _CODED:
        asked, narrowed = what.format(table=table, code=code), of.format(lead=f"{table}.lead_id")
        found += database.rows(_TOLD.format(what=asked, table=table, such=such, of=narrowed), dict(given))
    return found


def moves(database: Database, of: str, given: Mapping[str, Any]) -> str:
    """Each move forward from `:base` to `:at`, unordered: `lead id * :span + moment - :base`, with commas between.

    By one walk through index visit_entered, as `asks`.
    """
    sql = _FORWARD_MOVES.format(of=of.format(lead="visit.lead_id"))
    return str(database.value(sql, dict(given)) or "")


def open_leads(database: Database, is_now: bool, at: int) -> str:
    """The ids of the leads that were open at `at` (UTC ms), unordered, with commas between."""
    of = OPEN_NOW if is_now else OPEN_THEN
    return str(database.value(f"SELECT GROUP_CONCAT(lead_id) FROM ({of}) AS standing", {"at": at}) or "")


def last_lead(database: Database) -> int:
    """The highest id of a lead, 0 where there is none."""
    return int(database.value("SELECT COALESCE(MAX(id), 0) FROM lead"))
