"""Taking back what an action did long ago, row by row: what has been changed since stays as it is, and is told.

The undo of storage/replay.py is all or nothing and refuses where a row has changed; this never does. A column is put
back only where it still holds what the action wrote; a row deleted since stays deleted; a row the action deleted
comes back, under another id where its own is taken. It runs inside an action, so that it is journaled and undone
like any other.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from storage.journal_triggers import JOURNALED
from storage.replay import COPIES, Change, changes_of, columns_of


class TakenBack(NamedTuple):
    """What became of each row, counted by table.

    `restored`: deleted by the action, there again. `reverted`: changed by it, and changed back in part or whole.
    `removed`: made by it, gone again. `gone`: deleted since. `kept`: (table, row) → columns changed since, left alone.
    """

    restored: Counter[str]
    reverted: Counter[str]
    removed: Counter[str]
    gone: Counter[str]
    kept: dict[tuple[str, int], tuple[str, ...]]


def take_back(connection: sqlite3.Connection, action_id: int) -> TakenBack:
    """Take an action back as far as nobody has changed since what it did. Call it inside an action."""
    connection.execute("PRAGMA defer_foreign_keys = ON")
    return _Taking(connection).all(net(changes_of(connection, action_id)))


def net(changes: Iterable[Change]) -> list[Change]:
    """One change a row: from what it was before the action to what it was after it; none where that is the same."""
    found: dict[tuple[str, int], Change] = {}
    for change in changes:
        key = (change.table, change.row_id)
        earlier = found.pop(key, None)
        joined = change if earlier is None else _joined(earlier, change)
        if joined is not None:
            found[key] = joined
    return list(found.values())


def _joined(first: Change, then: Change) -> Change | None:
    before, after = {**then.before, **first.before}, {**first.after, **then.after}
    if first.op == "insert":
        return None if then.op == "delete" else first._replace(after=after)
    if then.op == "delete":
        return then._replace(before=before)
    told = [column for column in before if column not in after or before[column] != after[column]]
    if not told:
        return None
    return then._replace(
        op="update", before={c: before[c] for c in told}, after={c: after[c] for c in told if c in after}
    )


class _Reference(NamedTuple):
    table: str
    may_be_empty: bool


# A row that would break a rule of the schema gives way in this column: (table, column named by SQLite) → column, value.
_GIVES_WAY: dict[tuple[str, str], tuple[str, Any]] = {
    ("contact", "lead_id"): ("is_primary", 0),  # a lead has one champion
    ("lead", "source_url"): ("source_url", None),
}
_COMES_BACK = frozenset(column for column, _ in _GIVES_WAY.values())


class _Taking:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._columns: dict[str, list[str]] = {}
        self._references: dict[str, dict[str, _Reference]] = {}
        self._renumbered: dict[tuple[str, int], int] = {}
        # What had to give way until everything else is back; None then: what stands in the way now does so for good.
        self._waiting: list[tuple[str, int, str, Any]] | None = []
        self.told = TakenBack(Counter(), Counter(), Counter(), Counter(), {})

    def all(self, changes: list[Change]) -> TakenBack:
        """Parents come back before their children, and go after them."""
        changes = sorted(changes, key=lambda change: JOURNALED.index(change.table))
        for change in changes:
            if change.op == "delete":
                self._restore(change)
        for change in changes:
            if change.op == "update":
                self._revert(change)
        waiting, self._waiting = self._waiting, None
        for table, row_id, column, value in waiting or []:
            self._write(table, row_id, {column: value})
        made = {(change.table, change.row_id) for change in changes if change.op == "insert"}
        for change in reversed(changes):
            if change.op == "insert":
                self._remove(change, made)
        return self.told

    # -- the three ways ------------------------------------------------------------------------------------

    def _restore(self, change: Change) -> None:
        table = change.table
        wanted = {column: value for column, value in change.before.items() if column in self._columns_of(table)}
        if not self._point_anew(table, wanted):
            self.told.gone[table] += 1
            return
        if self._row(table, change.row_id) is not None:
            del wanted["id"]
        number = self._write(table, None, wanted)
        if number is None:
            self.told.gone[table] += 1
            return
        if number != change.row_id:
            self._renumbered[table, change.row_id] = number
        self.told.restored[table] += 1

    def _revert(self, change: Change) -> None:
        table, row_id = change.table, change.row_id
        current = self._row(table, row_id)
        if current is None:
            self.told.gone[table] += 1
            return
        told = [c for c in change.before if c in current and c not in COPIES.get(table, frozenset())]
        same = [c for c in told if self._is_as_written(table, c, current[c], change.after.get(c))]
        stay = [c for c in told if c not in same and current[c] != change.before[c]]
        wanted = {column: change.before[column] for column in same}
        if not self._point_anew(table, wanted):
            stay, wanted = told, {}
        if wanted and self._write(table, row_id, wanted) is not None:
            self.told.reverted[table] += 1
        if stay:
            self.told.kept[table, row_id] = tuple(stay)

    def _remove(self, change: Change, made: set[tuple[str, int]]) -> None:
        table, row_id = change.table, change.row_id
        current = self._row(table, row_id)
        if current is None:
            return
        copies = COPIES.get(table, frozenset())
        edited = [
            column
            for column, value in change.after.items()
            if column in current
            and column not in copies
            and not self._is_as_written(table, column, current[column], value)
        ]
        if edited or self._is_leant_on(table, row_id, made):
            self.told.kept[table, row_id] = tuple(edited)
            return
        self._connection.execute(f"DELETE FROM {table} WHERE id = ?", (row_id,))
        self.told.removed[table] += 1

    # -- rows ----------------------------------------------------------------------------------------------

    def _columns_of(self, table: str) -> list[str]:
        if table not in self._columns:
            self._columns[table] = columns_of(self._connection, table)
        return self._columns[table]

    def _row(self, table: str, row_id: int) -> dict[str, Any] | None:
        columns = self._columns_of(table)
        sql = f"SELECT {', '.join(columns)} FROM {table} WHERE id = ?"
        row = self._connection.execute(sql, (row_id,)).fetchone()
        return None if row is None else dict(zip(columns, row, strict=True))

    def _is_as_written(self, table: str, column: str, current: Any, written: Any) -> bool:
        """Whether nobody changed it since: a reference also where the row it led to went into another, or away."""
        if current == written:
            return True
        reference = self._references_of(table).get(column)
        return reference is not None and written is not None and self._row(reference.table, written) is None

    def _references_of(self, table: str) -> dict[str, _Reference]:
        if table not in self._references:
            required = {row[1] for row in self._connection.execute(f"PRAGMA table_info({table})") if row[3]}
            self._references[table] = {
                row[3]: _Reference(row[2], row[3] not in required)
                for row in self._connection.execute(f"PRAGMA foreign_key_list({table})")
            }
        return self._references[table]

    def _point_anew(self, table: str, values: dict[str, Any]) -> bool:
        """Lead references to where their rows are now; False where one that must be is gone."""
        for column, reference in self._references_of(table).items():
            value = values.get(column)
            if value is None:
                continue
            value = self._renumbered.get((reference.table, value), value)
            if self._row(reference.table, value) is None:
                if not reference.may_be_empty:
                    return False
                value = None
            values[column] = value
        return True

    def _is_leant_on(self, table: str, row_id: int, made: set[tuple[str, int]]) -> bool:
        """Whether rows that the action did not make point to this one."""
        for child in JOURNALED:
            for column, reference in self._references_of(child).items():
                if reference.table != table:
                    continue
                rows = self._connection.execute(f"SELECT id FROM {child} WHERE {column} = ?", (row_id,))
                if any((child, number) not in made for (number,) in rows):
                    return True
        return False

    def _write(self, table: str, row_id: int | None, values: dict[str, Any]) -> int | None:
        """Insert or update a row, giving way where the schema allows a thing once; the id, None where it cannot be."""
        gave_way: dict[str, Any] = {}
        for _ in range(3):
            self._connection.execute("SAVEPOINT one_row")
            try:
                if row_id is None:
                    marks = ", ".join("?" for _ in values)
                    sql = f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})"
                    number = self._connection.execute(sql, list(values.values())).lastrowid
                else:
                    sets = ", ".join(f"{column} = ?" for column in values)
                    self._connection.execute(f"UPDATE {table} SET {sets} WHERE id = ?", [*values.values(), row_id])
                    number = row_id
            except sqlite3.IntegrityError as error:
                self._connection.execute("ROLLBACK TO one_row")
                self._connection.execute("RELEASE one_row")
                wanted = dict(values)
                if not self._give_way(table, row_id, values, str(error)):
                    return None
                gave_way |= {
                    column: wanted[column] for column in _COMES_BACK & wanted.keys() if values[column] != wanted[column]
                }
            else:
                self._connection.execute("RELEASE one_row")
                if self._waiting is not None:
                    self._waiting += [(table, int(number or 0), column, value) for column, value in gave_way.items()]
                return number
        return None

    def _give_way(self, table: str, row_id: int | None, values: dict[str, Any], error: str) -> bool:
        """Change the values so that the rule which they broke holds; False where nothing helps."""
        columns = [name.strip().partition(".")[2] for name in error.partition(": ")[2].split(",")]
        if table == "proposal" and "version" in columns:
            number = values.get("id", row_id)
            lead, title = values.get("lead_id"), values.get("title")
            sql = """SELECT 1 + MAX(version) FROM proposal WHERE lead_id = ?
                     AND title = COALESCE(?, (SELECT title FROM proposal WHERE id = ?))"""
            values["version"] = self._connection.execute(sql, (lead, title, number)).fetchone()[0]
            return True
        column, value = _GIVES_WAY.get((table, columns[0]), ("", None))
        if not column or self._waiting is None or values.get(column, -1) == value:
            return False
        values[column] = value
        return True
