"""The journal: every action as one transaction with every change it made, to undo, redo and read again.

Triggers (storage/journal_triggers.py) record each changed row under the action named in `journal_now`.
Undo runs the rows backwards, redo forwards (storage/replay.py), each in one transaction; both refuse, naming
it, where a row has changed since. What was undone last is redone first; a new action ends what could be redone.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from storage import derived, replay, score_changes
from storage.clean import clean
from storage.database import Database
from storage.errors import NothingToUndo, UndoRefused
from storage.replay import Change
from storage.second_departure import wait_anew


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
    final: int  # 1: it cannot be taken back


class Undone(NamedTuple):
    """What an undo or redo did."""

    action_id: int
    kind: str
    label: str
    lead_ids: tuple[int, ...]


@contextmanager
def action(database: Database, kind: str, label: str, now: int, *, final: bool = False) -> Iterator[Recording]:
    """One transaction = one journal entry = one undo. An action that changed no row leaves no entry.

    An action inside an action is part of it: one entry, one undo, under the outer one's label. A `final` one, such
    as mail that left, cannot be taken back: undo passes over it, and what was undone before it can still be redone.
    """
    with database.transaction() as connection:
        (outer,) = connection.execute("SELECT action_id FROM journal_now WHERE id = 1").fetchone()
        if outer is None:
            cursor = connection.execute(
                "INSERT INTO action (at, kind, label, final) VALUES (?, ?, ?, ?)", (now, kind, clean(label), int(final))
            )
            recording = Recording(int(cursor.lastrowid or 0), label)
            connection.execute("UPDATE journal_now SET action_id = ? WHERE id = 1", (recording.action_id,))
            yield recording
            _finish(connection, recording, now, final=final)
        else:
            (last,) = connection.execute("SELECT COALESCE(MAX(id), 0) FROM change").fetchone()
            recording = Recording(outer, label)
            yield recording
            if recording.import_id is not None:
                connection.execute("UPDATE action SET import_id = ? WHERE id = ?", (recording.import_id, outer))
            recording.changed = recording.import_id is not None or _has_changes(connection, outer, last)


def _finish(connection: sqlite3.Connection, recording: Recording, now: int, *, final: bool) -> None:
    number = recording.action_id
    derived.keep(connection, score_changes.leads_changed_otherwise(connection, number), now)
    connection.execute("UPDATE journal_now SET action_id = NULL WHERE id = 1")
    connection.execute(
        "UPDATE action SET label = ?, import_id = COALESCE(?, import_id) WHERE id = ?",
        (clean(recording.label), recording.import_id, number),
    )
    (import_id,) = connection.execute("SELECT import_id FROM action WHERE id = ?", (number,)).fetchone()
    recording.changed = import_id is not None or _has_changes(connection, number)
    if recording.changed:
        if not final:
            connection.execute("UPDATE action SET redo_order = NULL WHERE redo_order IS NOT NULL")
    else:
        connection.execute("DELETE FROM action WHERE id = ?", (number,))


def _has_changes(connection: sqlite3.Connection, action_id: int, after: int = 0) -> bool:
    found = connection.execute("SELECT 1 FROM change WHERE action_id = ? AND id > ? LIMIT 1", (action_id, after))
    return found.fetchone() is not None


# -- reading ---------------------------------------------------------------------------------------------


def history(database: Database, limit: int = 50, lead_id: int | None = None) -> list[ActionLine]:
    """The latest actions, newest first; of one lead where `lead_id` is given."""
    if lead_id is None:
        sql = "SELECT id, at, kind, label, undone_at, final FROM action ORDER BY id DESC LIMIT ?"
        params: tuple[int, ...] = (limit,)
    else:
        sql = """SELECT id, at, kind, label, undone_at, final FROM action
                 WHERE id IN (SELECT action_id FROM change WHERE lead_id = ?)
                    OR import_id = (SELECT import_id FROM lead WHERE id = ?)
                 ORDER BY id DESC LIMIT ?"""
        params = (lead_id, lead_id, limit)
    return [ActionLine(*row) for row in database.rows(sql, params)]


def changes_of(database: Database, action_id: int) -> list[Change]:
    """Every row an action changed, in the order it did."""
    with database.faults():
        return replay.changes_of(database.connection(), action_id)


def next_weight(database: Database, *, redo: bool = False) -> int:
    """How many rows the next undo (or redo) has to change, near enough to know whether it will be felt."""
    order = "redo_order IS NOT NULL ORDER BY redo_order DESC" if redo else f"{_CAN_BE_UNDONE} ORDER BY id DESC"
    return int(
        database.value(
            f"""SELECT (SELECT COUNT(*) FROM change WHERE action_id = latest.id)
                     + COALESCE((SELECT created FROM import WHERE id = latest.import_id), 0)
                FROM (SELECT id, import_id FROM action WHERE {order} LIMIT 1) AS latest"""
        )
        or 0
    )


# -- undo and redo ---------------------------------------------------------------------------------------


_CAN_BE_UNDONE = "undone_at IS NULL AND final = 0"


def undo(database: Database, now: int, action_id: int | None = None) -> Undone:
    """Take back the latest action not yet undone, or the one named.

    Raises NothingToUndo, or UndoRefused where a row it changed has been changed since. Where what changed it cannot
    be taken back either (mail left), this action is settled: the next undo goes on with the one before it.
    """
    try:
        return _undo(database, now, action_id)
    except UndoRefused as refused:
        if action_id is None and (left := _settle_latest(database)):
            raise UndoRefused(
                f"“{left.label}” stays as it is: {left.after} came after it and cannot be taken back. "
                "The next undo takes back what was done before."
            ) from refused
        raise


class _Settled(NamedTuple):
    """An action that can no longer be undone, and what stands in its way."""

    label: str
    after: str


# A later final action changed a row of this one: no undo will ever bring that row back to what this one left.
_OVERTAKEN = """
SELECT mine.id, mine.label, later.label FROM action AS mine
JOIN change AS its ON its.action_id = mine.id
JOIN change AS since ON since.table_name = its.table_name AND since.row_id = its.row_id AND since.action_id > mine.id
JOIN action AS later ON later.id = since.action_id AND later.final = 1
WHERE mine.id = (SELECT id FROM action WHERE undone_at IS NULL AND final = 0 ORDER BY id DESC LIMIT 1) LIMIT 1
"""


def _settle_latest(database: Database) -> _Settled | None:
    with database.transaction() as connection:
        found = connection.execute(_OVERTAKEN).fetchone()
        if found is None:
            return None
        connection.execute("UPDATE action SET final = 1 WHERE id = ?", (found[0],))
        return _Settled(found[1], f"“{found[2]}”")


def _undo(database: Database, now: int, action_id: int | None) -> Undone:
    with _replaying(database) as (connection, labels):
        found = connection.execute(
            f"SELECT id, kind, label, import_id FROM action WHERE {_CAN_BE_UNDONE} "
            + ("ORDER BY id DESC LIMIT 1" if action_id is None else "AND id = ?"),
            () if action_id is None else (action_id,),
        ).fetchone()
        if found is None:
            raise NothingToUndo(
                "There is nothing to undo." if action_id is None else f"Action {action_id} is not there to undo."
            )
        number, kind, label, import_id = found
        labels.append(label)
        if import_id is not None:
            replay.write_down_import(connection, number, import_id)
        leads = replay.backwards(connection, number, label, now)
        wait_anew(connection, number, now)
        if import_id is not None:
            derived.refresh_pace(connection)
        connection.execute(
            "UPDATE action SET undone_at = ?, redo_order = 1 + (SELECT COALESCE(MAX(redo_order), 0) FROM action) "
            "WHERE id = ?",
            (now, number),
        )
        return Undone(number, kind, label, leads)


def redo(database: Database, now: int) -> Undone:
    """Do again what was undone last; nothing can be redone after a new action.

    Raises NothingToUndo, or UndoRefused where a row has been changed since.
    """
    with _replaying(database) as (connection, labels):
        found = connection.execute(
            "SELECT id, kind, label, import_id FROM action WHERE redo_order IS NOT NULL "
            "ORDER BY redo_order DESC LIMIT 1"
        ).fetchone()
        if found is None:
            raise NothingToUndo("There is nothing to redo.")
        number, kind, label, import_id = found
        labels.append(label)
        leads = replay.forwards(connection, number, label, now)
        wait_anew(connection, number, now)
        if import_id is not None:
            derived.refresh_pace(connection)
        connection.execute("UPDATE action SET undone_at = NULL, redo_order = NULL WHERE id = ?", (number,))
        return Undone(number, kind, label, leads)


@contextmanager
def _replaying(database: Database) -> Iterator[tuple[sqlite3.Connection, list[str]]]:
    """A transaction, and a list for the label of what is replayed in it, should the schema refuse it."""
    labels: list[str] = []
    try:
        with database.transaction() as connection:
            yield connection, labels
    except sqlite3.IntegrityError as error:  # a name taken again since, or what a row belongs to gone
        raise UndoRefused(
            f"“{labels[0]}” was left as it is, because what has been changed since stands in its way: "
            "undo the later change first."
        ) from error
