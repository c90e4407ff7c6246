"""Objections of many leads: the list of them, how each kind fares, and the answers that ended them.

An objection is open while it is not resolved and its lead is open; once the lead is closed, however that went,
it is unresolved at close (definitions.md, "Objections").
"""

from __future__ import annotations

from typing import Any, NamedTuple

from storage.database import Database
from storage.errors import NotFound

# In the order of the digits that answer `O`.
KINDS: tuple[str, ...] = ("BUDGET", "TIMING", "COMPETITION", "INTERNAL", "TRUST", "SCOPE")

# Over `objection` and its `lead`. The kinds are named so that index objection_kind (kind, state) serves.
_KINDS = ", ".join(f"'{kind}'" for kind in KINDS)
_OPEN = f"objection.kind IN ({_KINDS}) AND objection.state IN ('open', 'lost_with') AND lead.is_open = 1"


def standing(state: str, lead_is_open: int | bool) -> str:
    """How an objection stands, in words: open, resolved, lost with, or unresolved where its deal closed in another way.

    >>> standing("open", False)
    'unresolved'
    """
    if state == "resolved" or (state == "lost_with" and not lead_is_open):
        return state.replace("_", " ")
    return "open" if lead_is_open else "unresolved"


class ObjectionItem(NamedTuple):
    """An objection beside its lead. Moments UTC ms; `ending` is the kind of the lead's stage, `open` if it goes on."""

    id: int
    lead_id: int
    company: str | None
    title: str
    ending: str
    kind: str
    state: str
    raised_at: int
    resolved_at: int | None
    resolution: str | None
    note_id: int
    note: str
    contact: str | None


class KindCounts(NamedTuple):
    """How the objections of a kind (None: of any) stand, and how many leads raised it, won and lost ones apart."""

    kind: str | None
    raised: int
    resolved: int
    open: int
    unresolved: int
    leads: int
    won: int
    lost: int


class AnswerRow(NamedTuple):
    """What resolved an objection of another deal, and how that deal ended."""

    words: str
    lead_id: int
    lead: str
    contact: str | None
    resolved_at: int | None
    ending: str


_ITEMS = """
SELECT objection.id, objection.lead_id, lead.company, lead.title, stage.kind, objection.kind, objection.state,
       objection.raised_at, objection.resolved_at, objection.resolution, note.id, note.text, contact.name
FROM {chosen} JOIN lead ON lead.id = objection.lead_id JOIN stage ON stage.id = lead.stage_id
    JOIN note ON note.id = objection.note_id LEFT JOIN contact ON contact.id = note.contact_id
"""
_LONGEST_FIRST = "objection.raised_at, objection.id"
# What is open comes first, the longest at the top; then what is over, the newest at the top.
_OPEN_FIRST = (
    f"""NOT ({_OPEN}), CASE WHEN {_OPEN} THEN objection.raised_at ELSE -objection.raised_at END, objection.id"""
)
# The order is found on narrow rows; only those of the page are looked up.
_CHOSEN = """(SELECT objection.id FROM objection JOIN lead ON lead.id = objection.lead_id
    WHERE {where} ORDER BY {order} LIMIT :limit OFFSET :offset) AS picked JOIN objection ON objection.id = picked.id"""


class Objections:
    """Objections of a lead, a kind, a state; all where nothing is named. `only_open` leaves out what is behind us."""

    def __init__(
        self, database: Database, *, lead_id: int | None = None, kind: str | None = None, only_open: bool = False
    ) -> None:
        self._database = database
        conditions = [
            *(["objection.lead_id = :lead"] if lead_id is not None else []),
            *(["objection.kind = :kind"] if kind is not None else []),
            *([_OPEN] if only_open else []),
        ]
        self._where = " AND ".join(conditions) or "1"
        self._order = _LONGEST_FIRST if only_open else _OPEN_FIRST
        self._params: dict[str, Any] = {"lead": lead_id, "kind": kind}

    def total(self) -> int:
        """How many there are."""
        sql = f"SELECT COUNT(*) FROM objection JOIN lead ON lead.id = objection.lead_id WHERE {self._where}"
        return int(self._database.value(sql, self._params))

    def page(self, offset: int, limit: int) -> list[ObjectionItem]:
        """Rows `offset` … `offset + limit`: the longest open first, those that are over last."""
        chosen = _CHOSEN.format(where=self._where, order=self._order)
        sql = f"{_ITEMS.format(chosen=chosen)} ORDER BY {self._order}"
        rows = self._database.rows(sql, {**self._params, "limit": limit, "offset": offset})
        return [ObjectionItem._make(row) for row in rows]

    def key(self, row: ObjectionItem) -> int:
        """The objection."""
        return row.id


def how_many(database: Database) -> int:
    """How many objections there are, from an index."""
    return int(database.value("SELECT COUNT(*) FROM objection"))


def objection(database: Database, objection_id: int) -> ObjectionItem:
    """One objection. Raises NotFound."""
    row = database.row(f"{_ITEMS.format(chosen='objection')} WHERE objection.id = ?", (objection_id,))
    if row is None:
        raise NotFound(f"There is no objection {objection_id}; `hermes objection list` shows those that are open.")
    return ObjectionItem._make(row)


def kinds_of_note(database: Database, note_id: int) -> dict[str, int]:
    """The kinds that a note is tagged with → the objection's id, in the order they were added."""
    rows = database.rows("SELECT kind, id FROM objection WHERE note_id = ? ORDER BY id", (note_id,))
    return {row[0]: row[1] for row in rows}


def kinds_of_notes(database: Database, lead_id: int) -> dict[int, tuple[str, ...]]:
    """The kinds that each note of a lead is tagged with, by note; notes without any are left out."""
    found: dict[int, tuple[str, ...]] = {}
    for note_id, kind in database.rows(
        "SELECT note_id, kind FROM objection WHERE lead_id = ? ORDER BY note_id, id", (lead_id,)
    ):
        found[note_id] = (*found.get(note_id, ()), kind)
    return found


# -- how each kind fares ---------------------------------------------------------------------------------

# Each objection raised in the window, and where its lead stood at :at, by index stage_event_lead. `where` is a filter.
RAISED = """
SELECT objection.kind, objection.lead_id, objection.raised_at, objection.resolved_at,
    CASE WHEN objection.state = 'resolved' AND COALESCE(objection.resolved_at, objection.raised_at) <= :at
         THEN 1 ELSE 0 END AS is_resolved,
    (SELECT stage.kind FROM stage WHERE stage.id = COALESCE(
        (SELECT visit.to_stage_id FROM stage_event AS visit
         WHERE visit.lead_id = objection.lead_id AND visit.at <= :at ORDER BY visit.at DESC, visit.id DESC LIMIT 1),
        lead.stage_id)) AS standing
FROM objection JOIN lead ON lead.id = objection.lead_id
WHERE objection.raised_at > :since AND objection.raised_at <= :at AND ({where})
"""
_COUNTED = """
    COUNT(*), COUNT(CASE WHEN is_resolved = 1 THEN 1 END),
    COUNT(CASE WHEN is_resolved = 0 AND standing = 'open' THEN 1 END),
    COUNT(CASE WHEN is_resolved = 0 AND standing <> 'open' THEN 1 END), COUNT(DISTINCT lead_id),
    COUNT(DISTINCT CASE WHEN standing = 'won' THEN lead_id END),
    COUNT(DISTINCT CASE WHEN standing = 'lost' THEN lead_id END)
"""
_COUNTS = f"""
WITH said AS MATERIALIZED ({RAISED})
SELECT kind, {_COUNTED} FROM said GROUP BY kind UNION ALL SELECT NULL, {_COUNTED} FROM said
"""
_LENGTHS = """
SELECT objection.kind, objection.resolved_at - objection.raised_at
FROM objection JOIN lead ON lead.id = objection.lead_id
WHERE objection.state = 'resolved' AND objection.resolved_at <= :at
    AND objection.raised_at > :since AND objection.raised_at <= :at AND ({where})
"""


def counts(
    database: Database, at: int, since: int = -1, where: str = "1", params: dict[str, Any] | None = None
) -> list[KindCounts]:
    """The kinds raised after `since` up to `at` (UTC ms) as they stood at `at`; last a row for any kind (None).

    `where` is a filter's condition over `lead`. Kinds that nobody raised are left out.
    """
    given = {**(params or {}), "at": at, "since": since}
    return [KindCounts._make(row) for row in database.rows(_COUNTS.format(where=where), given)]


def lengths(
    database: Database, at: int, since: int = -1, where: str = "1", params: dict[str, Any] | None = None
) -> dict[str, list[int]]:
    """How long (ms) each of the same objections took to be resolved, by kind."""
    found: dict[str, list[int]] = {}
    given = {**(params or {}), "at": at, "since": since}
    for kind, length in database.rows(_LENGTHS.format(where=where), given):
        found.setdefault(kind, []).append(length)
    return found


# -- what answered it before -----------------------------------------------------------------------------

# By index objection_kind (kind, state); the newest are found on narrow rows, only those are looked up.
_ANSWERS = """
SELECT objection.resolution, objection.lead_id, COALESCE(lead.company, lead.title), contact.name,
       objection.resolved_at, stage.kind
FROM (SELECT id FROM objection WHERE kind = :kind AND state = 'resolved' AND resolution IS NOT NULL
      AND lead_id <> :but ORDER BY resolved_at DESC, id DESC LIMIT :limit) AS newest
    JOIN objection ON objection.id = newest.id
    JOIN lead ON lead.id = objection.lead_id JOIN stage ON stage.id = lead.stage_id
    JOIN note ON note.id = objection.note_id LEFT JOIN contact ON contact.id = note.contact_id
ORDER BY stage.kind <> 'won', objection.resolved_at DESC, objection.id DESC
"""
NEWEST_ANSWERS = 1_000


def answers(database: Database, kind: str, but_lead: int = 0, limit: int = NEWEST_ANSWERS) -> list[AnswerRow]:
    """What resolved the newest objections of this kind in leads other than `but_lead`: those of won deals first."""
    given = {"kind": kind, "but": but_lead, "limit": limit}
    return [AnswerRow._make(row) for row in database.rows(_ANSWERS, given)]
