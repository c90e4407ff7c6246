"""Restoring: the leads come back, what was there is kept, and nothing is touched where it cannot be done."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from storage import database as database_module
from storage import migrations, snapshots
from storage.database import Database
from storage.errors import DatabaseBusy, DatabaseMissing, DatabaseNewer, DatabaseUnusable, DiskFull
from storage.snapshots import copies

DAY = 86_400_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


@pytest.fixture
def live(tmp_path: Path) -> Path:
    return tmp_path / "work.db"


@pytest.fixture
def backup(database: Database, folder: Path, now: int) -> Path:
    """Monday's backup of two leads; since then one was deleted and two were added."""
    add(database, "Acme", now)
    add(database, "Borealis", now)
    made = snapshots.take(database, folder, "daily", now)
    database.connection().execute("DELETE FROM lead WHERE title = 'Acme'")
    add(database, "Cobalt", now)
    add(database, "Dune", now)
    return made


def add(database: Database, title: str, now: int) -> None:
    database.connection().execute(
        "INSERT INTO lead (title, created_at, updated_at, stage_entered_at, silent_since) VALUES (?, ?, ?, ?, ?)",
        (title, now, now, now, now),
    )


def titles(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("SELECT title FROM lead ORDER BY title")]


def found(database: Database, word: str) -> int:
    return len(database.rows("SELECT rowid FROM lead_fts WHERE lead_fts MATCH ?", (word,)))


def test_the_leads_of_monday_come_back_and_today_s_are_kept(database, backup, live, folder, now):
    done = snapshots.restore(backup, live, folder, now + DAY)
    assert titles(live) == ["Acme", "Borealis"]
    assert done.leads == 2
    assert done.saved_as is not None
    assert done.saved_as.name == "work-2026-06-23T090000Z-before-restore.db"
    assert titles(done.saved_as) == ["Borealis", "Cobalt", "Dune"]
    assert titles(backup) == ["Acme", "Borealis"]


def test_a_restore_can_be_taken_back_by_restoring_what_it_kept(database, backup, live, folder, now):
    first = snapshots.restore(backup, live, folder, now)
    assert first.saved_as is not None
    snapshots.restore(first.saved_as, live, folder, now)
    assert titles(live) == ["Borealis", "Cobalt", "Dune"]


def test_a_program_that_has_the_file_open_sees_it_change_and_goes_on(database, backup, live, folder, now):
    version = database.data_version()
    snapshots.restore(backup, live, folder, now)
    assert database.data_version() != version
    assert found(database, "Acme") == 1
    assert found(database, "Cobalt") == 0
    add(database, "Elm", now)
    assert titles(live) == ["Acme", "Borealis", "Elm"]


def test_another_process_that_has_it_open_sees_it_too(database, backup, live, folder, now):
    watcher = subprocess.Popen(
        [sys.executable, "-c", WATCHES, str(live)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        cwd=Path(__file__).resolve().parents[2],
    )  # fmt: skip
    assert watcher.stdout is not None
    assert watcher.stdout.readline() == "3\n"
    snapshots.restore(backup, live, folder, now)
    said, _ = watcher.communicate("\n", timeout=30)
    assert said == "True 2\n"


WATCHES = """
import sys
from storage.database import Database
database = Database.open(sys.argv[1])
version = database.data_version()
print(database.value("SELECT COUNT(*) FROM lead"), flush=True)
sys.stdin.readline()
print(database.data_version() != version, database.value("SELECT COUNT(*) FROM lead"), flush=True)
"""


def test_a_lost_file_comes_back_for_its_owner_only(database, backup, live, folder, now):
    database.close()
    live.unlink()
    done = snapshots.restore(backup, live, folder, now)
    assert done == snapshots.Restored(live, None, 2)
    assert titles(live) == ["Acme", "Borealis"]
    assert stat.S_IMODE(live.stat().st_mode) == 0o600


def test_a_lost_folder_comes_back_too(database, backup, tmp_path, folder, now):
    live = tmp_path / "new" / "home" / "work.db"
    assert snapshots.restore(backup, live, folder, now).leads == 2


@pytest.mark.parametrize("start", [0, 8_192, 60_000])
def test_a_damaged_file_is_moved_aside_and_not_deleted(database, backup, live, folder, now, start):
    database.close()
    rotten = live.read_bytes()[:start] + b"\xa5" * (live.stat().st_size - start)
    live.write_bytes(rotten)
    done = snapshots.restore(backup, live, folder, now)
    assert titles(live) == ["Acme", "Borealis"]
    assert done.saved_as == live.with_name("work-damaged-2026-06-22T090000Z.db")
    assert done.saved_as.read_bytes() == rotten


def test_the_journal_of_a_damaged_file_is_not_played_into_the_restored_one(database, backup, live, folder, now):
    database.close()
    live.unlink()
    journal = live.with_name("work.db-journal")
    journal.write_bytes(half_written_journal(live.with_name("other.db")))
    done = snapshots.restore(backup, live, folder, now)
    assert done.leads == 2
    assert titles(live) == ["Acme", "Borealis"]
    assert snapshots.check(live) is None


def half_written_journal(path: Path) -> bytes:
    """The journal that a program killed inside a transaction leaves."""
    Database.open(path, create=True).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(
            "INSERT INTO lead (title, created_at, updated_at, stage_entered_at, silent_since) VALUES (?, 1, 1, 1, 1)",
            [("x" * 500,)] * 200,
        )
        found = path.with_name(path.name + "-journal").read_bytes()
        connection.execute("ROLLBACK")
    assert found
    return found


def test_what_died_inside_a_transaction_is_rolled_back_before_it_is_kept(database, backup, live, folder, now):
    database.close()
    with closing(sqlite3.connect(live, isolation_level=None)) as connection:
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE lead SET title = 'half done'")
        connection.executemany(
            "INSERT INTO lead (title, created_at, updated_at, stage_entered_at, silent_since) VALUES (?, 1, 1, 1, 1)",
            [("x" * 500,)] * 200,
        )
        torn = live.read_bytes(), live.with_name("work.db-journal").read_bytes()
        connection.execute("ROLLBACK")
    live.write_bytes(torn[0])
    live.with_name("work.db-journal").write_bytes(torn[1])
    done = snapshots.restore(backup, live, folder, now)
    assert done.saved_as is not None
    assert titles(done.saved_as) == ["Borealis", "Cobalt", "Dune"]
    assert titles(live) == ["Acme", "Borealis"]


def test_an_empty_file_is_filled_and_nothing_is_kept_of_it(database, backup, tmp_path, folder, now):
    empty = tmp_path / "empty.db"
    empty.touch()
    assert snapshots.restore(backup, empty, folder, now) == snapshots.Restored(empty, None, 2)


def test_a_link_to_the_file_stays_a_link(database, backup, live, tmp_path, folder, now):
    database.close()
    link = tmp_path / "link.db"
    link.symlink_to(live)
    live.write_bytes(b"rotten" * 2_000)
    snapshots.restore(backup, link, folder, now)
    assert link.is_symlink()
    assert titles(live) == ["Acme", "Borealis"]


# -- what is refused -------------------------------------------------------------------------------------


def unchanged(live: Path, folder: Path) -> None:
    assert titles(live) == ["Borealis", "Cobalt", "Dune"]
    assert [line.reason for line in snapshots.listing(folder)] == ["daily"]
    assert sorted(path.name for path in live.parent.iterdir() if path.name.startswith("work")) in (
        ["work.db"],
        ["work.db", "work.db-journal"],
    )


def refused(backup: Path, live: Path, folder: Path, now: int, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        snapshots.restore(backup, live, folder, now)
    assert snapshots.check(backup) is not None
    unchanged(live, folder)


def test_a_missing_backup_is_refused(database, backup, live, folder, now):
    refused(folder / "none.db", live, folder, now, DatabaseMissing, "no backup at")


def test_a_folder_is_no_backup(database, backup, live, folder, now):
    refused(folder, live, folder, now, DatabaseMissing, "no backup at")


def test_an_empty_backup_is_refused(database, backup, live, folder, tmp_path, now):
    (tmp_path / "empty.db").touch()
    refused(tmp_path / "empty.db", live, folder, now, DatabaseUnusable, "is empty")


def test_a_text_file_is_refused(database, backup, live, folder, tmp_path, now):
    (tmp_path / "notes.txt").write_text("call Ann\n" * 1000)
    refused(tmp_path / "notes.txt", live, folder, now, DatabaseUnusable, "not a database")


def test_a_damaged_backup_is_refused(database, backup, live, folder, tmp_path, now):
    whole = backup.read_bytes()
    (tmp_path / "half.db").write_bytes(whole[: len(whole) // 2])
    refused(tmp_path / "half.db", live, folder, now, DatabaseUnusable, "damaged")


def test_a_newer_hermes_s_backup_is_refused(database, backup, live, folder, tmp_path, now):
    newer = tmp_path / "newer.db"
    newer.write_bytes(backup.read_bytes())
    with closing(sqlite3.connect(newer)) as connection:
        connection.execute(f"PRAGMA user_version = {migrations.LATEST + 1}")
    refused(newer, live, folder, now, DatabaseNewer, "newer Hermes")


def test_another_program_s_database_is_refused(database, backup, live, folder, tmp_path, now):
    other = tmp_path / "browser.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE history (url TEXT)")
    refused(other, live, folder, now, DatabaseUnusable, "another program's")
    with pytest.raises(DatabaseUnusable, match="another program"):
        snapshots.restore(backup, other, folder, now)
    with closing(sqlite3.connect(other)) as connection:
        assert connection.execute("SELECT COUNT(*) FROM history").fetchone() == (0,)


def test_the_file_in_use_is_not_restored_over_itself(database, backup, live, folder, now):
    with pytest.raises(DatabaseUnusable, match="file in use itself"):
        snapshots.restore(live, live, folder, now)
    unchanged(live, folder)


def test_a_file_that_another_program_holds_is_left_alone(database, backup, live, folder, now, monkeypatch):
    monkeypatch.setattr(database_module, "PRAGMAS", [("busy_timeout", "20", 20), *database_module.PRAGMAS[1:]])
    monkeypatch.setattr(copies, "BUSY_TIMEOUT_MS", 100)
    with closing(sqlite3.connect(live, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")  # lets it be read, and so kept, but not written
        with pytest.raises(DatabaseBusy):
            snapshots.restore(backup, live, folder, now)
        other.execute("ROLLBACK")
    assert titles(live) == ["Borealis", "Cobalt", "Dune"]


def test_a_full_disk_leaves_the_file_as_it_was(database, backup, live, folder, now, monkeypatch):
    def full(path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(copies, "sync", full)
    with pytest.raises(DiskFull):
        snapshots.restore(backup, live, folder, now)
    unchanged(live, folder)


def test_an_older_backup_is_brought_to_this_schema(database, backup, live, folder, now, monkeypatch):
    def next_step(connection: sqlite3.Connection) -> None:
        connection.execute("ALTER TABLE lead ADD COLUMN mood TEXT")

    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, next_step))
    monkeypatch.setattr(migrations, "LATEST", migrations.LATEST + 1)
    monkeypatch.setattr(migrations.migrate, "__defaults__", (migrations.STEPS,))
    assert snapshots.restore(backup, live, folder, now).leads == 2
    with closing(Database.open(live)) as restored:
        assert restored.rows("SELECT title, mood FROM lead ORDER BY title") == [("Acme", None), ("Borealis", None)]
