"""Changes of scores alone, of which one action makes 100,000: no copy follows from them, they are replayed at once."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Any, Protocol

SCORES = ("score", "score_reasons", "score_key")
COLUMNS = ("id", *SCORES)

_ALONE = f"""(table_name = 'lead' AND op = 'update' AND NOT EXISTS
    (SELECT 1 FROM json_each(after) WHERE key NOT IN {SCORES}))"""
# As replay.leads_of, but for leads of which nothing else was changed.
_OTHERWISE = f"""
SELECT lead_id FROM change WHERE action_id = :action AND lead_id IS NOT NULL AND NOT {_ALONE}
UNION
SELECT json_extract(before, '$.lead_id') FROM change
WHERE action_id = :action AND op = 'update' AND json_type(before, '$.lead_id') = 'integer'
"""


def leads_changed_otherwise(connection: sqlite3.Connection, action_id: int) -> list[int]:
    """The leads whose copies may be others after this action: it changed more of them than their score."""
    return [row[0] for row in connection.execute(_OTHERWISE, {"action": action_id})]


class Replayed(Protocol):
    """An update of a lead: which, and its columns after it."""

    @property
    def row_id(self) -> int: ...
    @property
    def after(self) -> dict[str, Any]: ...


def are_scores(changes: Sequence[Replayed]) -> bool:
    """Whether these updates change scores alone, of each lead once."""
    alone = all(change.after.keys() <= set(SCORES) for change in changes)
    return alone and len({change.row_id for change in changes}) == len(changes)


def read(connection: sqlite3.Connection, lead_ids: Sequence[int]) -> dict[int, tuple[Any, ...]]:
    """COLUMNS of these leads, by id."""
    sql = f"SELECT {', '.join(COLUMNS)} FROM lead WHERE id IN (SELECT value FROM json_each(?))"
    return {row[0]: row for row in connection.execute(sql, (json.dumps(list(lead_ids)),))}


def write(connection: sqlite3.Connection, changes: Sequence[Replayed], held: dict[int, tuple[Any, ...]]) -> None:
    """Set the columns as these changes have them; `held` is what `read` found."""
    rows = []
    for change in changes:
        kept = zip(SCORES, held[change.row_id][1:], strict=True)
        rows.append((*(change.after.get(name, value) for name, value in kept), change.row_id))
    connection.executemany("UPDATE lead SET score = ?, score_reasons = ?, score_key = ? WHERE id = ?", rows)
