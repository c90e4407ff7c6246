"""Running an action's recorded changes backwards or forwards, refusing where a row is not as it was left."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from itertools import chain, groupby
from typing import Any, NamedTuple

from storage import bulk, derived, score_changes
from storage.errors import UndoRefused

# Columns kept from other rows: they may differ since without anybody having edited the row.
COPIES: dict[str, frozenset[str]] = {
    "lead": derived.LEAD_COPIES,
    "contact": derived.CONTACT_COPIES,
    "message": derived.MESSAGE_COPIES,
}

_OPPOSITE = {"insert": "delete", "delete": "insert", "update": "update"}


class Change(NamedTuple):
    """One changed row; `before` and `after` hold only the columns that an update changed."""

    id: int
    table: str
    row_id: int
    op: str
    before: dict[str, Any]
    after: dict[str, Any]


# Changes are read so many at a time, and those of one kind that come together are applied at once from _MANY on:
# an import of 100,000 leads is 400,000 changes.
_PAGE = 10_000
_MANY = 500


def changes_of(connection: sqlite3.Connection, action_id: int) -> list[Change]:
    """Every row an action changed, in the order it did."""
    return list(chain.from_iterable(_pages(connection, action_id)))


def _pages(connection: sqlite3.Connection, action_id: int, *, backwards: bool = False) -> Iterator[list[Change]]:
    beyond, order = ("<", "DESC") if backwards else (">", "ASC")
    last = 2**63 - 1 if backwards else -1
    while True:
        rows = connection.execute(
            f"SELECT id, table_name, row_id, op, before, after FROM change WHERE action_id = ? AND id {beyond} ? "
            f"ORDER BY id {order} LIMIT ?",
            (action_id, last, _PAGE),
        ).fetchall()
        if not rows:
            return
        last = rows[-1][0]
        yield [
            Change(number, table, row_id, op, json.loads(before) if before else {}, json.loads(after) if after else {})
            for number, table, row_id, op, before, after in rows
        ]


# A row moved from one lead to another (a merge) belongs to both.
_LEADS = """
SELECT lead_id FROM change WHERE action_id = :action AND lead_id IS NOT NULL
UNION
SELECT json_extract(before, '$.lead_id') FROM change
WHERE action_id = :action AND op = 'update' AND json_type(before, '$.lead_id') = 'integer'
"""


def leads_of(connection: sqlite3.Connection, action_id: int) -> list[int]:
    """The ids of the leads that an action's changes belong to."""
    return [row[0] for row in connection.execute(_LEADS, {"action": action_id})]


def backwards(connection: sqlite3.Connection, action_id: int, label: str, now: int) -> tuple[int, ...]:
    """Take an action's changes back, nothing being recorded; returns the leads it touched."""
    _refuse_if_built_upon(connection, action_id, label)
    return _run(connection, action_id, label, now, backwards=True)


def forwards(connection: sqlite3.Connection, action_id: int, label: str, now: int) -> tuple[int, ...]:
    """Make an action's changes again, nothing being recorded; returns the leads it touched."""
    return _run(connection, action_id, label, now, backwards=False)


def _run(connection: sqlite3.Connection, action_id: int, label: str, now: int, *, backwards: bool) -> tuple[int, ...]:
    connection.execute("PRAGMA defer_foreign_keys = ON")
    connection.execute("UPDATE journal_now SET action_id = NULL WHERE id = 1")
    _refuse_if_leant_on(connection, action_id, label, "insert" if backwards else "delete")
    columns: dict[str, list[str]] = {}
    uncounted = False
    for page in _pages(connection, action_id, backwards=backwards):
        changes = [_opposite(change) for change in page] if backwards else page
        for (table, op), group in groupby(changes, key=lambda change: (change.table, change.op)):
            if table not in columns:
                columns[table] = columns_of(connection, table)
            together = list(group)
            if op != "update" and len(together) >= _MANY:
                _apply_many(connection, together, columns[table], label)
                uncounted = uncounted or table == "lead"
            elif table == "lead" and len(together) >= _MANY and score_changes.are_scores(together):
                _apply_scores(connection, together, label)
            else:
                for change in together:
                    _apply(connection, change, columns[table], label)
    if uncounted:
        derived.rebuild_totals(connection)
    derived.keep(connection, score_changes.leads_changed_otherwise(connection, action_id), now)
    return tuple(leads_of(connection, action_id))


def _opposite(change: Change) -> Change:
    return Change(change.id, change.table, change.row_id, _OPPOSITE[change.op], change.after, change.before)


def _refuse_if_built_upon(connection: sqlite3.Connection, action_id: int, label: str) -> None:
    """A lead that this action made must not be taken away from under what later actions did to it."""
    later = connection.execute(
        """SELECT later.label FROM change AS mine
           JOIN change AS hung ON hung.lead_id = mine.row_id AND hung.action_id > mine.action_id
           JOIN action AS later ON later.id = hung.action_id AND later.undone_at IS NULL
           WHERE mine.action_id = ? AND mine.table_name = 'lead' AND mine.op = 'insert' LIMIT 1""",
        (action_id,),
    ).fetchone()
    if later is not None:
        raise UndoRefused(f"“{label}” was not undone, because “{later[0]}” came after it: undo that first.")


_REFERENCES = """
SELECT child.name, reference."from", reference."table"
FROM sqlite_master AS child JOIN pragma_foreign_key_list(child.name) AS reference
WHERE child.type = 'table' AND child.name NOT IN ('change', 'visit') AND reference."table" IN
    (SELECT table_name FROM change WHERE action_id = :action AND op = :op)
"""
# Rows that point to one which would go, and of which the action itself knows nothing.
_LEANING = """
SELECT 1 FROM change AS gone JOIN {child} ON {child}.{column} = gone.row_id
WHERE gone.action_id = :action AND gone.table_name = '{parent}' AND gone.op = :op AND NOT EXISTS (
    SELECT 1 FROM change AS mine WHERE mine.action_id = :action AND mine.table_name = '{child}'
        AND mine.row_id = {child}.id AND (mine.op = :op OR
            json_extract(CASE :op WHEN 'insert' THEN mine.after ELSE mine.before END, '$.{column}') = gone.row_id)
) LIMIT 1
"""


def _refuse_if_leant_on(connection: sqlite3.Connection, action_id: int, label: str, op: str) -> None:
    """Deleting a row takes its children along; those that came since must not go with it unseen."""
    asked = {"action": action_id, "op": op}
    for child, column, parent in connection.execute(_REFERENCES, asked).fetchall():
        sql = _LEANING.format(child=child, column=column, parent=parent)
        if connection.execute(sql, asked).fetchone() is not None:
            raise UndoRefused(
                f"“{label}” was left as it is, because its {called(parent)} {_leaning(child, parent)} since: "
                "undo the later change first."
            )


def _leaning(child: str, parent: str) -> str:
    if parent == "tag":
        return "is on another lead"
    return f"has {'an' if called(child)[0] in 'aeiou' else 'a'} {called(child)}"


def _apply(connection: sqlite3.Connection, change: Change, columns: list[str], label: str) -> None:
    """Turn one row from `change.before` into `change.after`, refusing where it is no longer as expected."""
    table, row_id, wanted = change.table, change.row_id, change.after
    row = connection.execute(f"SELECT {', '.join(columns)} FROM {table} WHERE id = ?", (row_id,)).fetchone()
    _refuse_if_not_expected(change, row, columns, label)
    known = [column for column in wanted if column in columns]
    if change.op == "insert":
        marks = ", ".join("?" for _ in known)
        connection.execute(
            f"INSERT INTO {table} ({', '.join(known)}) VALUES ({marks})", [wanted[column] for column in known]
        )
    elif change.op == "delete":
        connection.execute(f"DELETE FROM {table} WHERE id = ?", (row_id,))
    elif known:
        sets = ", ".join(f"{column} = ?" for column in known)
        connection.execute(f"UPDATE {table} SET {sets} WHERE id = ?", [*(wanted[c] for c in known), row_id])


def _apply_many(connection: sqlite3.Connection, changes: list[Change], columns: list[str], label: str) -> None:
    """As `_apply`, for inserts or deletes of one table."""
    table, op = changes[0].table, changes[0].op
    ids = [change.row_id for change in changes]
    rows = connection.execute(
        f"SELECT {', '.join(columns)} FROM {table} WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(ids),)
    )
    there = {row[0]: row for row in rows}
    for change in changes:
        _refuse_if_not_expected(change, there.get(change.row_id), columns, label)
    if op == "delete":
        bulk.delete_rows(connection, table, ids)
        return
    known = [column for column in columns if column in changes[0].after]
    bulk.insert_rows(connection, table, known, [[change.after[column] for column in known] for change in changes])


def _apply_scores(connection: sqlite3.Connection, changes: list[Change], label: str) -> None:
    """As `_apply`, for updates of scores alone."""
    there = score_changes.read(connection, [change.row_id for change in changes])
    for change in changes:
        _refuse_if_not_expected(change, there.get(change.row_id), list(score_changes.COLUMNS), label)
    score_changes.write(connection, changes, there)


def _refuse_if_not_expected(change: Change, row: tuple[Any, ...] | None, columns: list[str], label: str) -> None:
    table = change.table
    if change.op == "insert":
        if row is not None:
            raise UndoRefused(f"“{label}” was left as it is, because its {called(table)} is there again.")
        return
    if row is None:
        raise UndoRefused(f"“{label}” was left as it is, because its {called(table)} is gone since.")
    current = dict(zip(columns, row, strict=True))
    if current != change.before:
        _refuse_if_changed(table, current, change.before, label)


def _refuse_if_changed(table: str, current: dict[str, Any], expected: dict[str, Any], label: str) -> None:
    copies = COPIES.get(table, frozenset()) | {"score_key"}  # other rules may have given the same score since
    for column, value in expected.items():
        if column in current and column not in copies and current[column] != value:
            raise UndoRefused(
                f"“{label}” was left as it is, because the {called(table)}'s {column.replace('_', ' ')} "
                "has changed since: undo the later change first."
            )


def columns_of(connection: sqlite3.Connection, table: str) -> list[str]:
    """The names of a table's columns, in order."""
    return [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]


def called(table: str) -> str:
    """What a rep calls a row of this table."""
    return {"stage_event": "stage history", "lead_tag": "tag", "import_row": "import"}.get(table, table)


# -- imports ---------------------------------------------------------------------------------------------

# A lead that was there before, and which the import only took over, has the change of its number journaled.
_NUMBERED = """import_id = :import AND NOT EXISTS (
    SELECT 1 FROM change WHERE action_id = :action AND table_name = '{table}' AND row_id = {table}.id
        AND (op = 'insert' OR json_type(before, '$.import_id') IS NOT NULL))"""
_OF_A_NEW_LEAD = (
    "lead_id IN (SELECT row_id FROM change WHERE action_id = :action AND table_name = 'lead' AND op = 'insert')"
)
_EITHER = f"{_OF_A_NEW_LEAD} OR {_NUMBERED}"
# What an import loaded, parents first: its new leads with all that hangs on them, and what carries its number.
_LOADED: dict[str, str] = {
    "import": "id = :import",
    "lead": _NUMBERED,
    "contact": _EITHER,
    "note": _EITHER,
    "objection": _OF_A_NEW_LEAD,
    "message": _EITHER,
    "touch": _EITHER,
    "task": _EITHER,
    "proposal": _OF_A_NEW_LEAD,
    "signal": _OF_A_NEW_LEAD,
    "stage_event": _OF_A_NEW_LEAD,
    "lead_tag": _OF_A_NEW_LEAD,
    "import_row": _EITHER,
}


def write_down_import(connection: sqlite3.Connection, action_id: int, import_id: int) -> None:
    """Journal the rows a bulk load made, the first time it is undone: journaling the load costs 3.8 × (facts.md)."""
    asked = {"action": action_id, "import": import_id}
    for table, condition in _LOADED.items():
        done = "SELECT 1 FROM change WHERE action_id = :action AND table_name = :table AND op = 'insert' LIMIT 1"
        if table in ("import", "lead") and connection.execute(done, {**asked, "table": table}).fetchone():
            if table == "import":
                continue
            return
        _write_down(connection, table, condition.format(table=table), asked)


def _write_down(connection: sqlite3.Connection, table: str, condition: str, asked: dict[str, int]) -> None:
    """Journal rows as they are now, in place of what the same action wrote down of them before."""
    columns = columns_of(connection, table)
    pairs = ", ".join(f"'{column}', {column}" for column in columns)
    lead = "id" if table == "lead" else ("lead_id" if "lead_id" in columns else "NULL")
    connection.execute(
        f"""DELETE FROM change WHERE action_id = :action AND table_name = '{table}' AND op <> 'delete'
            AND row_id IN (SELECT id FROM {table} WHERE {condition})""",
        asked,
    )
    connection.execute(
        f"""INSERT INTO change (action_id, table_name, row_id, lead_id, op, after)
            SELECT :action, '{table}', id, {lead}, 'insert', json_object({pairs}) FROM {table} WHERE {condition}""",
        asked,
    )
