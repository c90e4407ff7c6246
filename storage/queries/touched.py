"""Which tables and columns of a lead were written since a look before, by the journal: done, undone and done again."""

from __future__ import annotations

import json
from typing import NamedTuple

from storage.database import Database

MOST = 5_000
"""Changes that are looked through; of more it is not worth saying what they did not touch."""


class Mark(NamedTuple):
    """How far the journal had got: its last action and change, and which actions were undone then."""

    action: int = 0
    change: int = 0
    undone: frozenset[int] = frozenset()


# Both by the end of their primary key; those undone by one walk over the actions, which are short.
_LAST = "SELECT (SELECT COALESCE(MAX(id), 0) FROM action), (SELECT COALESCE(MAX(id), 0) FROM change)"
_UNDONE = "SELECT id FROM action WHERE undone_at IS NOT NULL"

# By the primary key, and by change_action for what was undone or done again.
_WHOSE = "(change.id > :change OR change.action_id IN (SELECT value FROM json_each(:turned)))"
_HOW_MANY = f"SELECT COUNT(*) FROM (SELECT 1 FROM change WHERE {_WHOSE} LIMIT :most + 1)"
_TABLES = f"SELECT DISTINCT table_name, op FROM change WHERE {_WHOSE}"
_COLUMNS = f"""
SELECT DISTINCT field.key FROM change, json_each(change.after) AS field
WHERE change.table_name = 'lead' AND change.op = 'update' AND {_WHOSE}
"""
# What is about no moment up to :until: rows that stand at a later one, and an event that only ended after it.
_LATER = """
CASE WHEN change.table_name IN ('touch', 'message', 'note', 'stage_event') AND change.op <> 'update'
     THEN COALESCE(change.after, change.before) ->> '$.at' > :until
     WHEN change.table_name = 'stage_event'
     THEN NOT EXISTS (SELECT 1 FROM json_each(change.after) AS field WHERE field.key <> 'left_at')
          AND MIN(COALESCE(change.before ->> '$.left_at', :until + 1),
                  COALESCE(change.after ->> '$.left_at', :until + 1)) > :until
     ELSE 0 END
"""
_IMPORTED = """
SELECT 1 FROM action WHERE import_id IS NOT NULL AND (id > :action OR id IN (SELECT value FROM json_each(:turned)))
LIMIT 1
"""


def mark(database: Database) -> Mark:
    """Where the journal stands now."""
    action, change = database.rows(_LAST)[0]
    return Mark(action, change, frozenset(row[0] for row in database.rows(_UNDONE)))


def touched(database: Database, since: Mark, now: Mark, until: int | None = None) -> frozenset[str] | None:
    """What was written between the two: names of tables, of leads by column (`lead.value`) and `lead.*` where one
    came or went. None where that is not known: after an import, which is not journaled row by row, after very many
    changes, or in another file than before.

    With `until` (UTC ms) without the touches, messages, notes and events of later moments: they change nothing of how
    things stood then.
    """
    turned = json.dumps(sorted(since.undone ^ now.undone))
    params = {"action": since.action, "change": since.change, "turned": turned, "most": MOST, "until": until}
    if now.change < since.change or now.action < since.action:
        return None
    if database.row(_IMPORTED, params) is not None or database.value(_HOW_MANY, params) > MOST:
        return None
    tables = _TABLES if until is None else f"{_TABLES} AND NOT {_LATER}"
    found = {"lead.*" if table == "lead" else table for table, op in database.rows(tables, params)
             if table != "lead" or op != "update"}  # fmt: skip
    return frozenset(found | {f"lead.{row[0]}" for row in database.rows(_COLUMNS, params)})
