"""The journal: every action as one transaction with every change it made, to undo, redo and read again.

Triggers (storage/journal_triggers.py) record each changed row under the action named in `journal_now`.
Undo runs the rows backwards, redo forwards, each in one transaction; both refuse, naming it, where a row
has changed since. The history is linear: a new action ends what could be redone.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from storage import derived
from storage.clean import clean
from storage.database import Database
from storage.errors import NothingToUndo, UndoRefused

# Columns kept from other rows: they may differ since without anybody having edited the row.
COPIES: dict[str, frozenset[str]] = {"lead": derived.LEAD_COPIES, "contact": derived.CONTACT_COPIES}


class Recording:
    """The action being recorded; its label may be said once it is known what was done."""

    def __init__(self, action_id: int, label: str) -> None:
        self.action_id = action_id
        self.label = label
        self.import_id: int | None = None
        self.changed = False  # set at the end: whether any row changed


class ActionLine(NamedTuple):
    """One line of the history."""

    id: int
    at: int
    kind: str
    label: str
    undone_at: int | None


class Undone(NamedTuple):
    """What an undo or redo did."""

    action_id: int
    kind: str
    label: str
    lead_ids: tuple[int, ...]


class Change(NamedTuple):
    """One changed row; `before` and `after` hold only the columns that an update changed."""

    id: int
    table: str
    row_id: int
    op: str
    before: dict[str, Any]
    after: dict[str, Any]


@contextmanager
def action(database: Database, kind: str, label: str, now: int) -> Iterator[Recording]:
    """One transaction = one journal entry = one undo. An action that changed no row leaves no entry."""
    with database.transaction() as connection:
        cursor = connection.execute("INSERT INTO action (at, kind, label) VALUES (?, ?, ?)", (now, kind, clean(label)))
        recording = Recording(int(cursor.lastrowid or 0), label)
        connection.execute("UPDATE journal_now SET action_id = ? WHERE id = 1", (recording.action_id,))
        yield recording
        derived.keep(connection, _leads_of(connection, recording.action_id))
        connection.execute("UPDATE journal_now SET action_id = NULL WHERE id = 1")
        recording.changed = recording.import_id is not None or _has_changes(connection, recording.action_id)
        if recording.changed:
            connection.execute(
                "UPDATE action SET label = ?, import_id = ? WHERE id = ?",
                (clean(recording.label), recording.import_id, recording.action_id),
            )
        else:
            connection.execute("DELETE FROM action WHERE id = ?", (recording.action_id,))


def _leads_of(connection: sqlite3.Connection, action_id: int) -> list[int]:
    return [
        row[0]
        for row in connection.execute(
            "SELECT DISTINCT lead_id FROM change WHERE action_id = ? AND lead_id IS NOT NULL", (action_id,)
        )
    ]


def _has_changes(connection: sqlite3.Connection, action_id: int) -> bool:
    return connection.execute("SELECT 1 FROM change WHERE action_id = ? LIMIT 1", (action_id,)).fetchone() is not None


# -- reading ---------------------------------------------------------------------------------------------


def history(database: Database, limit: int = 50, lead_id: int | None = None) -> list[ActionLine]:
    """The latest actions, newest first; of one lead where `lead_id` is given."""
    if lead_id is None:
        sql = "SELECT id, at, kind, label, undone_at FROM action ORDER BY id DESC LIMIT ?"
        params: tuple[int, ...] = (limit,)
    else:
        sql = """SELECT id, at, kind, label, undone_at FROM action
                 WHERE id IN (SELECT action_id FROM change WHERE lead_id = ?)
                    OR import_id = (SELECT import_id FROM lead WHERE id = ?)
                 ORDER BY id DESC LIMIT ?"""
        params = (lead_id, lead_id, limit)
    return [ActionLine(*row) for row in database.rows(sql, params)]


def changes_of(database: Database, action_id: int) -> list[Change]:
    """Every row an action changed, in the order it did."""
    return _changes(database.connection(), action_id)


def _changes(connection: sqlite3.Connection, action_id: int) -> list[Change]:
    rows = connection.execute(
        "SELECT id, table_name, row_id, op, before, after FROM change WHERE action_id = ? ORDER BY id",
        (action_id,),
    )
    return [
        Change(number, table, row_id, op, json.loads(before or "{}"), json.loads(after or "{}"))
        for number, table, row_id, op, before, after in rows
    ]


# -- undo and redo ---------------------------------------------------------------------------------------


def undo(database: Database, now: int, action_id: int | None = None) -> Undone:
    """Take back the latest action not yet undone, or the one named.

    Raises NothingToUndo, or UndoRefused where a row it changed has been changed since.
    """
    with database.transaction() as connection:
        found = connection.execute(
            "SELECT id, kind, label, import_id FROM action WHERE undone_at IS NULL "
            + ("ORDER BY id DESC LIMIT 1" if action_id is None else "AND id = ?"),
            () if action_id is None else (action_id,),
        ).fetchone()
        if found is None:
            raise NothingToUndo(
                "There is nothing to undo." if action_id is None else f"Action {action_id} is not there to undo."
            )
        number, kind, label, import_id = found
        if import_id is not None:
            _write_down_import(connection, number, import_id)
        leads = _replay(connection, number, label, backwards=True)
        connection.execute("UPDATE action SET undone_at = ? WHERE id = ?", (now, number))
        return Undone(number, kind, label, leads)


def redo(database: Database, now: int) -> Undone:
    """Do again what was undone last; nothing can be redone after a new action. Raises NothingToUndo."""
    with database.transaction() as connection:
        found = connection.execute(
            """SELECT id, kind, label FROM action
               WHERE undone_at IS NOT NULL
                 AND id > COALESCE((SELECT MAX(id) FROM action WHERE undone_at IS NULL), 0)
               ORDER BY id LIMIT 1"""
        ).fetchone()
        if found is None:
            raise NothingToUndo("There is nothing to redo.")
        number, kind, label = found
        leads = _replay(connection, number, label, backwards=False)
        connection.execute("UPDATE action SET undone_at = NULL WHERE id = ?", (number,))
        return Undone(number, kind, label, leads)


def _write_down_import(connection: sqlite3.Connection, action_id: int, import_id: int) -> None:
    """Journal the rows a bulk load made, the first time it is undone: journaling the load costs 3.8 × (facts.md)."""
    done = connection.execute(
        "SELECT 1 FROM change WHERE action_id = ? AND table_name = 'import' LIMIT 1", (action_id,)
    ).fetchone()
    if done is not None:
        return
    for table, mine in (
        ("import", "id = :import"),
        ("lead", "import_id = :import"),
        ("contact", "import_id = :import"),
        ("note", "import_id = :import"),
        ("objection", "note_id IN (SELECT id FROM note WHERE import_id = :import)"),
        ("message", "import_id = :import"),
        ("touch", "import_id = :import"),
        ("task", "import_id = :import"),
        ("stage_event", "cause = 'import' AND lead_id IN (SELECT id FROM lead WHERE import_id = :import)"),
        ("lead_tag", "lead_id IN (SELECT id FROM lead WHERE import_id = :import)"),
        ("import_row", "import_id = :import"),
    ):
        columns = _columns(connection, table)
        pairs = ", ".join(f"'{column}', {column}" for column in columns)
        lead = "id" if table == "lead" else ("lead_id" if "lead_id" in columns else "NULL")
        connection.execute(
            f"""INSERT INTO change (action_id, table_name, row_id, lead_id, op, after)
                SELECT :action, '{table}', id, {lead}, 'insert', json_object({pairs}) FROM {table}
                WHERE ({mine}) AND NOT EXISTS (SELECT 1 FROM change WHERE action_id = :action
                    AND table_name = '{table}' AND row_id = {table}.id)""",
            {"action": action_id, "import": import_id},
        )


def _replay(connection: sqlite3.Connection, action_id: int, label: str, *, backwards: bool) -> tuple[int, ...]:
    """Run an action's changes backwards or forwards with nothing recorded; returns the leads it touched."""
    connection.execute("PRAGMA defer_foreign_keys = ON")
    connection.execute("UPDATE journal_now SET action_id = NULL WHERE id = 1")
    leads = _leads_of(connection, action_id)
    changes = _changes(connection, action_id)
    if backwards:
        _refuse_if_built_upon(connection, action_id, label)
    for change in reversed(changes) if backwards else changes:
        before, after = (change.after, change.before) if backwards else (change.before, change.after)
        op = change.op
        if backwards:
            op = {"insert": "delete", "delete": "insert", "update": "update"}[op]
        _apply(connection, change, op, before, after, label)
    derived.keep(connection, leads)
    return tuple(leads)


def _refuse_if_built_upon(connection: sqlite3.Connection, action_id: int, label: str) -> None:
    """A row that this action made must not be taken away from under what later actions hung on it."""
    later = connection.execute(
        """SELECT later.label FROM change AS mine
           JOIN change AS hung ON hung.lead_id = mine.row_id AND hung.action_id > mine.action_id
           JOIN action AS later ON later.id = hung.action_id AND later.undone_at IS NULL
           WHERE mine.action_id = ? AND mine.table_name = 'lead' AND mine.op = 'insert' LIMIT 1""",
        (action_id,),
    ).fetchone()
    if later is not None:
        raise UndoRefused(f"“{label}” was not undone, because “{later[0]}” came after it: undo that first.")


def _apply(
    connection: sqlite3.Connection,
    change: Change,
    op: str,
    expected: dict[str, Any],
    wanted: dict[str, Any],
    label: str,
) -> None:
    """Turn one row from `expected` into `wanted`, refusing where it is no longer as expected."""
    table, row_id = change.table, change.row_id
    copies = COPIES.get(table, frozenset())
    columns = _columns(connection, table)
    current = _current(connection, table, columns, row_id)
    if op == "insert":
        if current is not None:
            raise UndoRefused(f"“{label}” was left as it is, because its {_called(table)} is there again.")
        known = [column for column in wanted if column in columns]
        marks = ", ".join("?" for _ in known)
        connection.execute(
            f"INSERT INTO {table} ({', '.join(known)}) VALUES ({marks})", [wanted[column] for column in known]
        )
        return
    if current is None:
        raise UndoRefused(f"“{label}” was left as it is, because its {_called(table)} is gone since.")
    for column, value in expected.items():
        if column in current and column not in copies and current[column] != value:
            raise UndoRefused(
                f"“{label}” was left as it is, because the {_called(table)}'s {column.replace('_', ' ')} "
                "has changed since: undo the later change first."
            )
    if op == "delete":
        connection.execute(f"DELETE FROM {table} WHERE id = ?", (row_id,))
        return
    known = [column for column in wanted if column in columns]
    if known:
        sets = ", ".join(f"{column} = ?" for column in known)
        connection.execute(f"UPDATE {table} SET {sets} WHERE id = ?", [*(wanted[c] for c in known), row_id])


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]


def _current(connection: sqlite3.Connection, table: str, columns: Sequence[str], row_id: int) -> dict[str, Any] | None:
    row = connection.execute(f"SELECT {', '.join(columns)} FROM {table} WHERE id = ?", (row_id,)).fetchone()
    return None if row is None else dict(zip(columns, row, strict=True))


def _called(table: str) -> str:
    return {"stage_event": "stage history", "lead_tag": "tag", "import_row": "import"}.get(table, table)
