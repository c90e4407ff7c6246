"""Changes of scores alone, of which one action makes 100,000: no copy follows from them, they are replayed at once."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

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


def are_scores(changes: Iterable[tuple[int, Mapping[str, Any]]]) -> bool:
    """Whether these updates of leads, (row, columns after), change scores alone, of each lead once."""
    rows = set()
    number = 0
    for row_id, after in changes:
        rows.add(row_id)
        number += 1
        if not after.keys() <= {*SCORES}:
            return False
    return len(rows) == number


def read(connection: sqlite3.Connection, lead_ids: Sequence[int]) -> dict[int, tuple[Any, ...]]:
    """COLUMNS of these leads, by id."""
    sql = f"SELECT {', '.join(COLUMNS)} FROM lead WHERE id IN (SELECT value FROM json_each(?))"
    return {row[0]: row for row in connection.execute(sql, (json.dumps(list(lead_ids)),))}


def write(
    connection: sqlite3.Connection, changes: Iterable[tuple[int, Mapping[str, Any]]], now: Mapping[int, tuple[Any, ...]]
) -> None:
    """Set these columns, where `now` is what `read` found."""
    connection.executemany(
        "UPDATE lead SET score = ?, score_reasons = ?, score_key = ? WHERE id = ?",
        [
            (*(after.get(name, held) for name, held in zip(SCORES, now[row_id][1:], strict=True)), row_id)
            for row_id, after in changes
        ],
    )
