"""What happened with one lead, in the order it happened: its timeline by pages, and what of it counts as said."""

from __future__ import annotations

from typing import NamedTuple

from storage.answers import WENT_OUT
from storage.database import Database


class TimelineRow(NamedTuple):
    """What happened. `kind`: touch, message, note, stage, proposal, task, mood, signal; `detail` its own kind.

    A message's `detail` is its channel and its fate: a status, of one that has not left DRAFT, HANDED_OVER, SCHEDULED,
    IN_DOUBT or FAILED, of one that a machine wrote OUT_OF_OFFICE, AUTO_REPLY or BOUNCE; a touch has only those.
    """

    at: int
    kind: str
    detail: str
    direction: str | None
    contact_id: int | None
    contact: str | None
    text: str
    quote: str | None
    sentiment: str | None
    row_id: int


# A mood said again is no news: only where it differs from the one before it.
_MOODS = """(
    SELECT id, at, contact_id, sentiment, LAG(sentiment) OVER (PARTITION BY contact_id ORDER BY at, id) AS earlier
    FROM sentiment_event WHERE lead_id = :lead
) WHERE sentiment IS NOT earlier"""
_GIVEN = """signal
    WHERE lead_id = :lead AND state = 'confirmed' AND (origin IS NULL OR origin LIKE 'import:%')"""
_FATE = """CASE WHEN automatic IS NOT NULL THEN UPPER(automatic)
    WHEN status = 'SCHEDULED' AND claimed_at IS NOT NULL AND failure IS NOT NULL THEN 'IN_DOUBT'
    WHEN status = 'DRAFT' AND direction = 'out' AND way IS NOT NULL THEN 'HANDED_OVER' ELSE status END"""
# Each branch walks the (lead_id, at) index of its table from the newest, and no further than the page reaches.
_BRANCHES: dict[str, str] = {
    "touch": """SELECT id, at, 'touch' AS kind,
               COALESCE(channel, kind) || COALESCE(' ' || UPPER(automatic), '') AS detail, direction, contact_id, text,
               quote, sentiment FROM touch WHERE lead_id = :lead""",
    "message": f"""SELECT id, at, 'message', channel || ' ' || {_FATE}, direction, contact_id,
               CASE WHEN subject <> '' AND direction = 'out' THEN subject || char(10) || body ELSE body END,
               quote, sentiment FROM message WHERE lead_id = :lead""",
    "note": "SELECT id, at, 'note', kind, NULL, contact_id, text, NULL, NULL FROM note WHERE lead_id = :lead",
    "stage": """SELECT id, at, 'stage', CAST(to_stage_id AS TEXT), NULL, NULL, COALESCE(reason, ''), NULL, NULL
               FROM stage_event WHERE lead_id = :lead""",
    "task": """SELECT id, done_at AS at, 'task', kind, NULL, contact_id, title, NULL, NULL
               FROM task WHERE lead_id = :lead AND done_at IS NOT NULL""",
    "proposal": """SELECT id, sent_at AS at, 'proposal', status, NULL, NULL, title || ' v' || version, NULL, NULL
               FROM proposal WHERE lead_id = :lead AND sent_at IS NOT NULL""",
    # What was read from a text is told with the text.
    "signal": f"""SELECT id, at, 'signal', kind, NULL, contact_id, evidence, NULL, NULL FROM {_GIVEN}""",
    "mood": f"""SELECT id, at, 'mood', COALESCE(sentiment, ''), NULL, contact_id,
               COALESCE(earlier || ' → ', '') || COALESCE(sentiment, 'not known'), NULL, sentiment FROM {_MOODS}""",
}
_TIMELINE = """
SELECT s.at, s.kind, s.detail, s.direction, s.contact_id, contact.name, s.text, s.quote, s.sentiment, s.id
FROM ({branches}) AS s LEFT JOIN contact ON contact.id = s.contact_id
ORDER BY s.at DESC, s.kind, s.id DESC LIMIT :limit OFFSET :offset
"""
_BRANCH = "SELECT * FROM ({branch} ORDER BY at DESC, id DESC LIMIT :limit + :offset)"


def _chosen(kinds: str) -> list[str]:
    wanted = kinds.split() or list(_BRANCHES)
    # The columns take their names from the first branch.
    return [branch for kind, branch in _BRANCHES.items() if kind in wanted or kind == "touch"]


def timeline(database: Database, lead_id: int, limit: int = 200, offset: int = 0, kinds: str = "") -> list[TimelineRow]:
    """What happened, newest first; `kinds` is a space-separated choice of them, empty for all."""
    chosen = _chosen(kinds)
    if kinds and "touch" not in kinds.split():
        chosen[0] += " AND 0"
    branches = " UNION ALL ".join(_BRANCH.format(branch=branch) for branch in chosen)
    params = {"lead": lead_id, "limit": limit, "offset": offset}
    return [TimelineRow._make(row) for row in database.rows(_TIMELINE.format(branches=branches), params)]


_COUNTS: dict[str, str] = {
    "touch": "FROM touch WHERE lead_id = :lead",
    "message": "FROM message WHERE lead_id = :lead",
    "note": "FROM note WHERE lead_id = :lead",
    "stage": "FROM stage_event WHERE lead_id = :lead",
    "task": "FROM task WHERE lead_id = :lead AND done_at IS NOT NULL",
    "proposal": "FROM proposal WHERE lead_id = :lead AND sent_at IS NOT NULL",
    "signal": f"FROM {_GIVEN}",
    "mood": f"FROM {_MOODS}",
}


def timeline_count(database: Database, lead_id: int, kinds: str = "") -> int:
    """How many rows `timeline` has, from the indexes."""
    wanted = kinds.split() or list(_COUNTS)
    parts = " + ".join(f"(SELECT COUNT(*) {_COUNTS[kind]})" for kind in _COUNTS if kind in wanted)
    return int(database.value(f"SELECT {parts or '0'}", {"lead": lead_id}))


_SAID = f"""
SELECT at, kind, direction, contact_id, sentiment, text FROM (
    SELECT id, 0 AS place, at, kind, direction, contact_id, sentiment, text FROM touch
        WHERE lead_id = :lead AND automatic IS NULL
    UNION ALL
    SELECT id, 1, at, 'message', direction, contact_id, sentiment, body FROM message
        WHERE lead_id = :lead AND automatic IS NULL
          AND (direction = 'in' OR {WENT_OUT})
    UNION ALL
    SELECT id, 2, at, 'note', 'none', contact_id, NULL, text FROM note WHERE lead_id = :lead AND kind = 'MANUAL'
) ORDER BY at, id, place
"""


def said(database: Database, lead_id: int) -> list[tuple[int, str, str, int | None, str | None, str]]:
    """What counts as a touch, oldest first: (at, kind, direction, contact id, sentiment, text); no machine's answer."""
    return [tuple(row) for row in database.rows(_SAID, {"lead": lead_id})]
