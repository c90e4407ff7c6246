"""Many rows at once, in and out: triggers out of the way, then one pass over what came or went."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from storage import derived, visits
from storage.migrations.m0001_first import FULL_TEXT

# The few rows that neither belong to a lead nor carry the import's id are journaled here and now.
_NEW_TAGS = """
INSERT INTO change (action_id, table_name, row_id, op, after)
SELECT action_id, 'tag', tag.id, 'insert', json_object('id', tag.id, 'name', tag.name)
FROM tag, journal_now WHERE tag.id > ? AND action_id IS NOT NULL ORDER BY tag.id
"""
# Whoever was never heard and never offered anything has no heat.
_WARM = """
SELECT id FROM lead WHERE id > {last} AND (last_in_at IS NOT NULL
    OR EXISTS (SELECT 1 FROM signal WHERE lead_id = lead.id) OR EXISTS (SELECT 1 FROM proposal WHERE lead_id = lead.id))
"""


def next_id(connection: sqlite3.Connection, table: str) -> int:
    """The id to give the next new row; never one that a deleted lead had."""
    (newest,) = connection.execute(
        f"SELECT MAX((SELECT COALESCE(MAX(id), 0) FROM {table}), "
        "COALESCE((SELECT seq FROM sqlite_sequence WHERE name = ?), 0))", (table,)
    ).fetchone()  # fmt: skip
    return int(newest) + 1


@contextmanager
def bulk_load(connection: sqlite3.Connection, now: int | None = None) -> Iterator[None]:
    """Inside a transaction: rows *inserted* here fire no trigger; at the end they are searchable and counted, and
    visits, what risk is made of, which messages were answered and heat as it is at `now` (UTC ms) are kept.

    Only insert in it (an update or delete would leave the full-text tables behind), and only rows that the
    undo of an import finds again: tags, new leads with what hangs on them, rows that carry the import's id.
    Change existing rows before or after. Dropping and making triggers is transactional, so a rollback or a
    kill restores them. A row trigger for full text costs 3.5 times what one `INSERT … SELECT` after the
    load does (facts.md).
    """
    last = {
        table: connection.execute(f"SELECT COALESCE(MAX(id), 0) FROM {table}").fetchone()[0]
        for table in (*FULL_TEXT, "tag")
    }
    with _without_triggers(connection):
        yield
        for table, columns in FULL_TEXT.items():
            _index(connection, table, columns, "id > ?", last[table])
        connection.execute(_NEW_TAGS, (last["tag"],))
        visits.fill(connection, last["lead"])
        derived.rebuild_risk(connection, f"SELECT id FROM lead WHERE id > {last['lead']}")
        derived.rebuild_answers(connection, f"SELECT DISTINCT lead_id FROM message WHERE id > {last['message']}")
        derived.rebuild_heat(connection, _WARM.format(last=last["lead"]), now)
    derived.rebuild_totals(connection)


def insert_rows(connection: sqlite3.Connection, table: str, columns: Sequence[str], rows: list[list[object]]) -> None:
    """Insert rows whose first column is the id, searchable but neither journaled nor counted on the board."""
    ids = json.dumps([row[0] for row in rows])
    with _without_triggers(connection, table):
        marks = ", ".join("?" for _ in columns)
        connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)
        if table in FULL_TEXT:
            _index(connection, table, FULL_TEXT[table], _AMONG, ids)


def delete_rows(connection: sqlite3.Connection, table: str, row_ids: Sequence[int]) -> None:
    """Delete rows, neither journaled nor counted on the board; what hangs on them follows by the schema's cascades."""
    ids = json.dumps(row_ids)
    with _without_triggers(connection, table):
        if table in FULL_TEXT:
            names = ", ".join(FULL_TEXT[table])
            connection.execute(
                f"INSERT INTO {table}_fts ({table}_fts, rowid, {names}) SELECT 'delete', id, {names} FROM {table} "
                f"WHERE {_AMONG}",
                (ids,),
            )
        connection.execute(f"DELETE FROM {table} WHERE {_AMONG}", (ids,))


_AMONG = "id IN (SELECT value FROM json_each(?))"


def _index(connection: sqlite3.Connection, table: str, columns: Sequence[str], which: str, asked: object) -> None:
    names = ", ".join(columns)
    connection.execute(
        f"INSERT INTO {table}_fts (rowid, {names}) SELECT id, {names} FROM {table} WHERE {which}", (asked,)
    )


@contextmanager
def _without_triggers(connection: sqlite3.Connection, table: str | None = None) -> Iterator[None]:
    """Drop the triggers of a table, or of all, and make them again; an exception leaves that to the rollback."""
    triggers = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND (?1 IS NULL OR tbl_name = ?1)", (table,)
    ).fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    yield
    for _, sql in triggers:
        connection.execute(sql)
