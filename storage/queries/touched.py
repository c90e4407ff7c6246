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
_IMPORTED = """
SELECT 1 FROM action WHERE import_id IS NOT NULL AND (id > :action OR id IN (SELECT value FROM json_each(:turned)))
LIMIT 1
"""


def mark(database: Database) -> Mark:
    """Where the journal stands now."""
    action, change = database.rows(_LAST)[0]
    return Mark(action, change, frozenset(row[0] for row in database.rows(_UNDONE)))


def touched(database: Database, since: Mark, now: Mark) -> frozenset[str] | None:
    """What was written between the two: names of tables, of leads by column (`lead.value`) and `lead.*` where one
    came or went. None where that is not known: after an import, which is not journaled row by row, after very many
    changes, or in another file than before.
    """
    turned = json.dumps(sorted(since.undone ^ now.undone))
    params = {"action": since.action, "change": since.change, "turned": turned, "most": MOST}
    if now.change < since.change or now.action < since.action:
        return None
    if database.row(_IMPORTED, params) is not None or database.value(_HOW_MANY, params) > MOST:
        return None
    found = {"lead.*" if table == "lead" else table for table, op in database.rows(_TABLES, params)
             if table != "lead" or op != "update"}  # fmt: skip
    return frozenset(found | {f"lead.{row[0]}" for row in database.rows(_COLUMNS, params)})
