"""Loading many new rows at once: triggers out of the way, then one pass over what came in."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from storage import derived
from storage.migrations.m0001_first import FULL_TEXT


@contextmanager
def bulk_load(connection: sqlite3.Connection) -> Iterator[None]:
    """Inside a transaction: rows *inserted* here fire no trigger; at the end they are searchable and counted.

    Only insert in it (an update or delete would leave the full-text tables behind): change existing rows
    before or after. Dropping and making triggers is transactional, so a rollback or a kill restores them.
    A row trigger for full text costs 3.5 times what one `INSERT … SELECT` after the load does (facts.md).
    """
    triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    last = {table: connection.execute(f"SELECT COALESCE(MAX(id), 0) FROM {table}").fetchone()[0] for table in FULL_TEXT}
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    yield
    for table, columns in FULL_TEXT.items():
        names = ", ".join(columns)
        connection.execute(
            f"INSERT INTO {table}_fts (rowid, {names}) SELECT id, {names} FROM {table} WHERE id > ?", (last[table],)
        )
    for _, sql in triggers:
        connection.execute(sql)
    derived.rebuild_totals(connection)
