"""A file becomes ours whole or not at all, whoever is in the way and wherever the power goes."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from storage import journal, migrations
from storage.database import Database, connect
from storage.errors import DatabaseNewer, DatabaseUnusable

ROOT = Path(__file__).resolve().parents[2]


class Killed(BaseException):
    """The power went."""


class Dying:
    """A connection that dies at its statement number `at`, rolling nothing back."""

    def __init__(self, connection: sqlite3.Connection, at: int) -> None:
        self.connection, self.left, self.dead = connection, at, False

    def execute(self, sql: str, *params: object) -> sqlite3.Cursor:
        if self.left == 0 or self.dead:
            self.dead = True
            raise Killed
        self.left -= 1
        return self.connection.execute(sql, *params)

    @property
    def in_transaction(self) -> bool:
        return self.connection.in_transaction and not self.dead


def small(path: Path) -> sqlite3.Connection:
    """A connection whose pages reach the file long before the commit."""
    connection = connect(str(path))
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA cache_size = 5")
    return connection


def die_at(path: Path, at: int) -> tuple[Path, bool]:
    """Migrate a new file at `path`, dying at statement `at`; what the disk then holds, and whether it was finished."""
    path.write_bytes(b"")
    left = path.with_name("left.db")
    connection = small(path)
    dying = Dying(connection, at)
    try:
        migrations.migrate(dying, str(path))  # type: ignore[arg-type]
    except Killed:
        pass
    left.write_bytes(path.read_bytes())
    journal = path.with_name("work.db-journal")
    left.with_name("left.db-journal").write_bytes(journal.read_bytes() if journal.exists() else b"")
    connection.close()
    return left, not dying.dead


class Watched(Dying):
    """A connection of which is looked at, before each statement, what the disk holds: as the power may leave it."""

    def __init__(self, path: Path) -> None:
        super().__init__(small(path), -1)
        self.path, self.copy = path, path.with_name("left.db")
        self.statements = self.spilled = 0
        self.shapes: list[list[tuple[str, str]]] = []
        self._last = (b"?", b"?")

    def execute(self, sql: str, *params: object) -> sqlite3.Cursor:
        self.look()
        return super().execute(sql, *params)

    def look(self) -> None:
        """What a program finds that opens the file now; a disk that a statement left as it was is looked at once."""
        rollback = self.path.with_name(f"{self.path.name}-journal")
        disk = (self.path.read_bytes(), rollback.read_bytes() if rollback.exists() else b"")
        self.statements += 1
        self.spilled += len(disk[0]) > 0
        if disk == self._last:
            return
        self._last = disk
        self.copy.write_bytes(disk[0])
        self.copy.with_name("left.db-journal").write_bytes(disk[1])
        with sqlite3.connect(self.copy) as survivor:
            tables = survivor.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
            (version,) = survivor.execute("PRAGMA user_version").fetchone()
            (mark,) = survivor.execute("PRAGMA application_id").fetchone()
        survivor.close()
        assert (version, mark) == ((migrations.LATEST, migrations.APPLICATION_ID) if tables else (0, 0))
        self.shapes.append(tables)


def test_a_first_migration_killed_at_any_statement_leaves_an_empty_file_or_a_whole_one(tmp_path: Path) -> None:
    path = tmp_path / "work.db"
    path.write_bytes(b"")
    watched = Watched(path)
    migrations.migrate(watched, str(path))  # type: ignore[arg-type]
    watched.look()
    watched.connection.close()
    whole = watched.shapes[-1]
    assert whole
    assert all(shape in ([], whole) for shape in watched.shapes)
    assert watched.spilled > 100, "the file was half written when the power went"
    assert watched.statements > 200, "every statement was a place to die"
    assert len(watched.shapes) > 50


def test_what_a_killed_migration_left_is_opened_as_a_new_file(tmp_path: Path) -> None:
    left, finished = die_at(tmp_path / "work.db", 150)
    assert not finished
    assert left.stat().st_size > 0
    database = Database.open(left, create=True)
    assert database.value("SELECT COUNT(*) FROM stage") == 13
    assert database.value("PRAGMA integrity_check") == "ok"
    database.close()


def test_a_step_that_fails_leaves_the_file_as_it_was(database: Database) -> None:
    def fails(connection: sqlite3.Connection) -> None:
        connection.execute("ALTER TABLE tag ADD COLUMN colour TEXT")
        connection.execute("INSERT INTO nowhere VALUES (1)")

    before = Path(database.path).read_bytes()
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        migrations.migrate(database.connection(), database.path, (*migrations.STEPS, fails))
    assert Path(database.path).read_bytes() == before
    assert database.value("PRAGMA foreign_keys") == 1
    assert not database.connection().in_transaction


def test_a_step_that_would_lose_a_row_its_parent_is_refused(rep) -> None:
    rep.add("contact", lead_id=rep.lead())

    def loses(connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM lead")

    with pytest.raises(DatabaseUnusable, match=r"a row of .* would lose its lead; the file was left as it was"):
        migrations.migrate(rep.database.connection(), rep.database.path, (*migrations.STEPS, loses))
    assert rep.one("SELECT COUNT(*) FROM lead") == 1
    assert rep.one("PRAGMA user_version") == migrations.LATEST


def test_a_later_step_keeps_children_of_a_rebuilt_table_and_journals_its_new_column(rep, check) -> None:
    rep.lead()
    rep.add("lead_tag", lead_id=1, tag_id=rep.add("tag", name="price"))

    def colours(connection: sqlite3.Connection) -> None:
        connection.execute(
            "CREATE TABLE new_tag (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, colour TEXT) STRICT"
        )
        connection.execute("INSERT INTO new_tag SELECT id, name, 'red' FROM tag")
        connection.execute("DROP TABLE tag")
        connection.execute("ALTER TABLE new_tag RENAME TO tag")

    assert (
        migrations.migrate(rep.database.connection(), rep.database.path, (*migrations.STEPS, colours))
        == migrations.LATEST
    )
    assert rep.one("SELECT COUNT(*) FROM lead_tag") == 1
    with journal.action(rep.database, "tag", "painted", rep.now) as painted:
        rep.database.connection().execute("UPDATE tag SET colour = 'blue'")
    assert journal.changes_of(rep.database, painted.action_id)[0].before == {"colour": "red"}
    check(rep.database)
    # What was journaled before the step can still be undone after it.
    for _ in range(4):
        journal.undo(rep.database, rep.now)
    assert rep.one("SELECT COUNT(*) FROM lead") == 0


def test_the_version_is_read_again_under_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "work.db"
    path.touch()
    late = connect(str(path))
    assert migrations.check_ours(late, str(path)) == 0
    Database.open(path, create=True).close()
    assert migrations.migrate(late, str(path)) == migrations.LATEST, "somebody else did it in between"
    late.execute(f"PRAGMA user_version = {migrations.LATEST + 1}")
    with pytest.raises(DatabaseNewer):
        migrations.migrate(late, str(path))
    assert not late.in_transaction
    late.close()


def test_two_programs_may_make_the_same_file_at_once(tmp_path: Path) -> None:
    path = tmp_path / "work.db"
    program = (
        "import sys, time\nfrom storage.database import Database\nprint('ready', flush=True)\nsys.stdin.readline()\n"
        "database = Database.open(sys.argv[1], create=True)\nprint(database.value('SELECT COUNT(*) FROM stage'))\n"
    )
    both = [
        subprocess.Popen([sys.executable, "-c", program, str(path)], cwd=ROOT, text=True,
                         stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for _ in range(2)
    ]  # fmt: skip
    for each in both:
        assert each.stdout is not None
        assert each.stdout.readline() == "ready\n"
    for each in both:
        assert each.stdin is not None
        each.stdin.write("go\n")
        each.stdin.flush()
    assert [each.communicate(timeout=30)[0] for each in both] == ["13\n", "13\n"]


def test_a_snapshot_is_asked_for_before_an_existing_file_changes_and_not_for_a_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, asked = tmp_path / "work.db", []
    Database.open(path, create=True, before_migration=lambda database: asked.append("new")).close()
    Database.open(path, before_migration=lambda database: asked.append("same")).close()
    assert asked == []
    steps = (*migrations.STEPS, lambda connection: connection.execute("CREATE TABLE later (id INTEGER) STRICT"))
    monkeypatch.setattr(migrations, "STEPS", steps)
    monkeypatch.setattr(migrations, "LATEST", len(steps))
    monkeypatch.setattr(migrations.migrate, "__defaults__", (steps,))

    def before(database: Database) -> None:
        asked.append(database.value("SELECT COUNT(*) FROM sqlite_master WHERE name = 'later'"))

    Database.open(path, before_migration=before).close()
    assert asked == [0]
    database = Database.open(path)
    assert database.value("PRAGMA user_version") == len(steps)
    database.close()
