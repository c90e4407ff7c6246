"""Loading many new rows at once: triggers out of the way, then one pass over what came in."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from storage import derived
from storage.migrations.m0001_first import FULL_TEXT

# The few rows that neither belong to a lead nor carry the import's id are journaled here and now.
_NEW_TAGS = """
INSERT INTO change (action_id, table_name, row_id, op, after)
SELECT action_id, 'tag', tag.id, 'insert', json_object('id', tag.id, 'name', tag.name)
FROM tag, journal_now WHERE tag.id > ? AND action_id IS NOT NULL ORDER BY tag.id
"""


def next_id(connection: sqlite3.Connection, table: str) -> int:
    """The id to give the next new row; never one that a deleted lead had."""
    (newest,) = connection.execute(
        f"SELECT MAX((SELECT COALESCE(MAX(id), 0) FROM {table}), "
        "COALESCE((SELECT seq FROM sqlite_sequence WHERE name = ?), 0))", (table,)
    ).fetchone()  # fmt: skip
    return int(newest) + 1


@contextmanager
def bulk_load(connection: sqlite3.Connection) -> Iterator[None]:
    """Inside a transaction: rows *inserted* here fire no trigger; at the end they are searchable and counted.

    Only insert in it (an update or delete would leave the full-text tables behind), and only rows that the
    undo of an import finds again: tags, new leads with what hangs on them, rows that carry the import's id.
    Change existing rows before or after. Dropping and making triggers is transactional, so a rollback or a
    kill restores them. A row trigger for full text costs 3.5 times what one `INSERT … SELECT` after the
    load does (facts.md).
    """
    triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    last = {
        table: connection.execute(f"SELECT COALESCE(MAX(id), 0) FROM {table}").fetchone()[0]
        for table in (*FULL_TEXT, "tag")
    }
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    yield
    for table, columns in FULL_TEXT.items():
        names = ", ".join(columns)
        connection.execute(
            f"INSERT INTO {table}_fts (rowid, {names}) SELECT id, {names} FROM {table} WHERE id > ?", (last[table],)
        )
    connection.execute(_NEW_TAGS, (last["tag"],))
    for _, sql in triggers:
        connection.execute(sql)
    derived.rebuild_totals(connection)
