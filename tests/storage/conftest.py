"""A rep's hands on a bare file: rows as the actions write them, and whole-file comparisons."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from storage import journal, records
from storage.database import Database

DAY = 86_400_000
# The journal's own tables: all others must be row for row what they were after an undo.
JOURNAL = ("action", "change", "journal_now", "sqlite_sequence")

Rows = dict[str, list[tuple[Any, ...]]]


class Rep:
    """Writes rows on one open file; every call happens at `self.now`, which the caller may move."""

    def __init__(self, database: Database, now: int) -> None:
        self.database = database
        self.now = now

    def insert(self, table: str, **values: Any) -> int:
        """A row with what its table cannot do without."""
        needed = {
            "lead": {"title": "A deal", "stage_entered_at": self.now, "silent_since": self.now},
            "contact": {"name": "Ann Lee"},
            "note": {"text": "a note", "at": self.now},
            "objection": {"kind": "BUDGET", "raised_at": self.now},
            "touch": {"kind": "call", "direction": "out", "at": self.now},
            "message": {"direction": "out", "status": "SENT", "at": self.now},
            "task": {"title": "Call Ann", "due_on": "2026-07-01"},
            "stage_event": {"at": self.now},
        }.get(table, {})
        from storage.models import BY_TABLE

        columns = BY_TABLE[table]._meta.columns
        clock = {name: self.now for name in ("created_at", "updated_at") if name in columns}
        return records.insert(self.database, table, **{**needed, **clock, **values})

    def lead(self, **values: Any) -> int:
        """A lead with its first visit to a stage, as one action."""
        with journal.action(self.database, "add", "lead added", self.now):
            lead_id = self.insert("lead", **values)
            self.insert("stage_event", lead_id=lead_id, to_stage_id=values.get("stage_id", 1))
        return lead_id

    def add(self, table: str, **values: Any) -> int:
        """One row as one action."""
        with journal.action(self.database, table, f"{table} added", self.now):
            return self.insert(table, **values)

    def edit(self, table: str, row_id: int, **values: Any) -> journal.Recording:
        """One row changed as one action."""
        with journal.action(self.database, "edit", f"{table} edited", self.now) as recording:
            records.update(self.database, table, row_id, **values)
        return recording

    def remove(self, table: str, row_id: int) -> None:
        """One row, and what hangs on it, deleted as one action."""
        with journal.action(self.database, "delete", f"{table} deleted", self.now):
            records.delete(self.database, table, row_id)

    def move(self, lead_id: int, stage_id: int) -> None:
        """A lead moved to another stage: one visit ends, one begins."""
        with journal.action(self.database, "stage", "moved", self.now):
            here, visit = self.database.row(
                "SELECT stage_id, (SELECT id FROM stage_event WHERE lead_id = lead.id AND left_at IS NULL "
                "ORDER BY at DESC, id DESC) FROM lead WHERE id = ?", (lead_id,)
            )  # fmt: skip
            if visit is not None:
                records.update(self.database, "stage_event", visit, left_at=self.now)
            self.insert("stage_event", lead_id=lead_id, from_stage_id=here, to_stage_id=stage_id)
            records.update(self.database, "lead", lead_id, stage_id=stage_id, updated_at=self.now)

    def one(self, sql: str, *params: Any) -> Any:
        """The first column of the first row."""
        return self.database.value(sql, params)

    def everything(self) -> Rows:
        """Every row of every table but the journal's and the full-text tables' own storage."""
        return everything(self.database)


def everything(database: Database) -> Rows:
    """Every row of every table but the journal's and the full-text tables' own storage."""
    names = [row[0] for row in database.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    mine = [name for name in names if name not in JOURNAL and "_fts" not in name]
    found = {name: database.rows(f"SELECT * FROM {name} ORDER BY 1, 2") for name in mine}
    assert len(found) > 20
    return found


def check_kept(database: Database) -> None:
    """Full text, totals, copies and references are what the rows say, on a connection of their own transaction."""
    from storage import derived

    with database.transaction() as connection:
        for table in ("lead", "contact", "note", "message"):
            connection.execute(f"INSERT INTO {table}_fts ({table}_fts) VALUES ('integrity-check')")
        assert not derived.rebuild_totals(connection)
        assert derived.rebuild(connection) == 0
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("SELECT action_id FROM journal_now").fetchall() == [(None,)]


@pytest.fixture
def database(tmp_path: Path, empty_file: bytes) -> Iterator[Database]:
    """A new, empty Hermes file that does not wait for the disk (test_opening.py tests the pragmas as they are)."""
    path = tmp_path / "work.db"
    path.write_bytes(empty_file)
    found = Database.open(path)
    found.connection().execute("PRAGMA synchronous = OFF")
    yield found
    found.close()


@pytest.fixture
def rep(database: Database, now: int) -> Rep:
    """A rep with a new, empty file."""
    return Rep(database, now)


@pytest.fixture
def check() -> Callable[[Database], None]:
    """Asserts that everything kept beside the rows agrees with them."""
    return check_kept


@pytest.fixture
def all_rows() -> Callable[[Database], Rows]:
    """Reads every row but the journal's."""
    return everything


@pytest.fixture
def new_rep(tmp_path: Path, empty_file: bytes, now: int) -> Iterator[Callable[[], Rep]]:
    """Makes reps, each with a new file that does not wait for the disk (these tests cut no power)."""
    opened: list[Database] = []
    numbers = itertools.count()

    def make() -> Rep:
        path = tmp_path / f"rep{next(numbers)}.db"
        path.write_bytes(empty_file)
        opened.append(Database.open(path))
        opened[-1].connection().execute("PRAGMA synchronous = OFF")
        return Rep(opened[-1], now)

    yield make
    for database in opened:
        database.close()
