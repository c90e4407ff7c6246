"""Backups: what a rep finds in the folder, how long it stays there, and what is said when none can be made."""

from __future__ import annotations

import datetime
import errno
import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from storage import database as database_module
from storage import snapshots
from storage.database import Database
from storage.errors import DatabaseBusy, DatabaseUnusable, DiskFull
from storage.snapshots import copies

DAY = 86_400_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


@pytest.fixture
def filled(database: Database, now: int) -> Database:
    """The rep's file with three leads."""
    for number in range(3):
        database.connection().execute(
            "INSERT INTO lead (title, created_at, updated_at, stage_entered_at, silent_since) VALUES (?, ?, ?, ?, ?)",
            (f"Deal {number}", now, now, now, now),
        )
    return database


def titles(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("SELECT title FROM lead ORDER BY id")]


def test_a_backup_holds_every_lead_under_a_name_that_says_when_and_why(filled, folder, now):
    made = snapshots.take(filled, folder, "manual", now)
    assert made.name == "work-2026-06-22T090000Z-manual.db"
    assert titles(made) == ["Deal 0", "Deal 1", "Deal 2"]
    assert snapshots.check(made) is None
    assert [path.name for path in folder.iterdir()] == [made.name]


def test_a_backup_is_for_its_owner_only_whatever_the_umask(filled, folder, now):
    before = os.umask(0)
    try:
        made = snapshots.take(filled, folder, "daily", now)
    finally:
        os.umask(before)
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_two_backups_in_the_same_second_are_both_there(filled, folder, now):
    assert snapshots.take(filled, folder, "manual", now) != snapshots.take(filled, folder, "manual", now)
    assert len(snapshots.listing(folder)) == 2


def test_there_is_one_automatic_backup_a_day(filled, folder, now):
    assert snapshots.daily(filled, folder, now) is not None
    assert snapshots.daily(filled, folder, now + 3_600_000) is None
    assert snapshots.daily(filled, folder, now + DAY) is not None


def test_a_manual_backup_does_not_stand_for_the_day_s(filled, folder, now):
    snapshots.take(filled, folder, "manual", now)
    assert snapshots.daily(filled, folder, now) is not None


def test_a_backup_inside_an_action_is_a_bug_of_ours(filled, folder, now):
    with filled.transaction(), pytest.raises(RuntimeError):
        snapshots.take(filled, folder, "manual", now)


def test_the_rep_sees_the_backups_newest_first_with_their_leads(filled, folder, now):
    snapshots.take(filled, folder, "manual", now)
    filled.connection().execute("DELETE FROM lead WHERE id = 1")
    newer = snapshots.take(filled, folder, "before-import", now + DAY)
    (folder / "holiday.db").write_bytes(b"")
    found = snapshots.listing(folder)
    assert [(line.reason, line.leads, line.at) for line in found] == [
        ("before-import", 2, now + DAY),
        ("manual", 3, now),
    ]
    assert found[0].path == newer
    assert found[0].size == newer.stat().st_size
    assert snapshots.listing(folder, "other") == []
    assert snapshots.listing(folder / "nowhere") == []


def test_a_copy_never_replaces_a_file(filled, tmp_path):
    mine = tmp_path / "mine.db"
    mine.write_text("precious")
    with pytest.raises(DatabaseUnusable, match="left as it is"):
        snapshots.copy(filled, mine)
    assert mine.read_text() == "precious"


# -- how long they are kept ------------------------------------------------------------------------------


def kept(folder: Path, reason: str) -> list[str]:
    return sorted(line.path.name[5:15] for line in snapshots.listing(folder) if line.reason == reason)


def a_year_of(folder: Path, reason: str, now: int, days: int) -> None:
    """Copies of one good backup, as if taken on each of the last days."""
    good = next(folder.iterdir()).read_bytes()
    for ago in range(days):
        at = datetime.datetime.fromtimestamp((now - ago * DAY) / 1000, datetime.UTC)
        (folder / f"work-{at:%Y-%m-%dT%H%M%SZ}-{reason}.db").write_bytes(good)


def test_seven_days_four_weeks_and_six_months_are_kept(filled, folder, now):
    snapshots.take(filled, folder, "daily", now)
    a_year_of(folder, "daily", now, 300)
    snapshots.rotate(folder, "work", now)
    days = [f"2026-06-{day:02}" for day in (16, 17, 18, 19, 20, 21, 22)]
    weeks = ["2026-06-07", "2026-06-14"]  # Sundays; those of the two newest weeks are among the days
    months = ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"]
    assert kept(folder, "daily") == [*months, *weeks, *days]


def test_the_newest_five_before_imports_are_kept_and_every_manual_one(filled, folder, now):
    snapshots.take(filled, folder, "manual", now - 400 * DAY)
    a_year_of(folder, "before-import", now, 8)
    a_year_of(folder, "manual", now, 12)
    snapshots.rotate(folder, "work", now)
    assert kept(folder, "before-import") == [f"2026-06-{day}" for day in (18, 19, 20, 21, 22)]
    assert len(kept(folder, "manual")) == 13


def test_what_a_restore_put_away_stays_for_thirty_days(filled, folder, now):
    snapshots.take(filled, folder, "daily", now)
    a_year_of(folder, "before-restore", now, 40)
    snapshots.rotate(folder, "work", now)
    assert len(kept(folder, "before-restore")) == 30


def test_another_file_s_backups_are_none_of_ours(filled, folder, now):
    snapshots.take(filled, folder, "daily", now)
    good = next(folder.iterdir()).read_bytes()
    others = [folder / f"work-home-2026-06-{day:02}T090000Z-before-import.db" for day in range(1, 20)]
    for other in others:
        other.write_bytes(good)
    snapshots.rotate(folder, "work", now)
    assert all(other.exists() for other in others)


def test_the_last_good_one_is_never_rotated_away(filled, folder, now):
    good = snapshots.take(filled, folder, "before-import", now - 50 * DAY)
    a_year_of(folder, "before-import", now, 10)
    for line in snapshots.listing(folder):
        if line.path != good:
            line.path.write_bytes(b"rotten" * 1000)
    snapshots.rotate(folder, "work", now)
    assert good.exists()
    assert snapshots.check(good) is None


def test_what_a_killed_backup_left_is_swept_away_the_day_after(filled, folder, now):
    folder.mkdir()
    left, running = (folder / f".work-2026-06-2{day}T090000Z-daily.db.{day}.part" for day in (1, 2))
    left.write_bytes(b"half")
    running.write_bytes(b"half")
    os.utime(left, (0, 0))
    snapshots.take(filled, folder, "daily", now)
    assert not left.exists()
    assert running.exists()


# -- what cannot be copied -------------------------------------------------------------------------------


def test_a_full_disk_leaves_no_half_backup(filled, folder, now, monkeypatch):
    def full(path: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(copies, "sync", full)
    with pytest.raises(DiskFull, match="is full"):
        snapshots.take(filled, folder, "manual", now)
    assert list(folder.iterdir()) == []


WRITES_NO_MORE = """
import resource, signal, sys
from pathlib import Path
from storage import snapshots
from storage.database import Database
from storage.errors import HermesError
database = Database.open(sys.argv[1])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
try:
    snapshots.take(database, Path(sys.argv[2]), "manual", 0)
except HermesError as error:
    print(error)
"""


def test_a_disk_that_takes_no_more_is_said_in_a_sentence(filled, folder):
    done = subprocess.run(
        [sys.executable, "-c", WRITES_NO_MORE, filled.path, str(folder)],
        capture_output=True, text=True, timeout=60, check=True, cwd=Path(__file__).resolve().parents[2],
    )  # fmt: skip
    assert done.stdout.startswith(f"No backup of {filled.path} was made: ")
    assert list(folder.iterdir()) == []


def test_a_file_where_the_folder_should_be_is_said(filled, tmp_path, now):
    (tmp_path / "backups").write_text("a note")
    with pytest.raises(DatabaseUnusable, match="could not be written"):
        snapshots.take(filled, tmp_path / "backups", "manual", now)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_said(filled, folder, now):
    folder.mkdir(mode=0o500)
    with pytest.raises(DatabaseUnusable, match="could not be written"):
        snapshots.take(filled, folder, "manual", now)


@pytest.mark.parametrize("start", [8_192, 100_000])
def test_a_damaged_file_is_not_backed_up_over_good_ones(filled, folder, now, start):
    good = snapshots.take(filled, folder, "daily", now)
    filled.close()
    spoil(Path(filled.path), start)
    with closing(Database(filled.path)) as database, pytest.raises(DatabaseUnusable, match="damaged"):
        snapshots.take(database, folder, "daily", now + DAY)
    assert list(folder.iterdir()) == [good]


def test_another_program_that_holds_the_file_is_waited_for_and_then_named(filled, folder, now, monkeypatch):
    impatient = [("busy_timeout", "20", 20), *database_module.PRAGMAS[1:]]
    monkeypatch.setattr(database_module, "PRAGMAS", impatient)
    monkeypatch.setattr(copies, "BUSY_TIMEOUT_MS", 100)
    with closing(sqlite3.connect(filled.path, isolation_level=None)) as other, closing(Database(filled.path)) as mine:
        mine.connection()
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(DatabaseBusy, match="Another program"):
            snapshots.take(mine, folder, "manual", now)
    assert list(folder.iterdir()) == []


def spoil(path: Path, start: int) -> None:
    """Overwrite the rest of a closed file, as a bad disk does."""
    with path.open("r+b") as file:
        file.seek(start)
        file.write(b"\xa5" * (path.stat().st_size - start))
