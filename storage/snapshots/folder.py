"""The folder of backups: taking one, what is there, which can be restored, and how many are kept."""

from __future__ import annotations

import datetime
import os
import re
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

from storage import migrations
from storage.database import Database
from storage.errors import DatabaseMissing, DatabaseNewer, DatabaseUnusable, HermesError
from storage.snapshots.copies import first_fault, in_words, make_folder, reading, sync, written

DAY_MS = 86_400_000
REASONS = ("daily", "before-migration", "before-import", "before-restore", "manual")
KEPT_DAYS, KEPT_WEEKS, KEPT_MONTHS = 7, 4, 6
KEPT_BEFORE = 5  # of the newest before an import, and before a migration
KEPT_RESTORE_MS = 30 * DAY_MS  # what a restore put away

_NAME = re.compile(rf"(?P<stem>.+)-(?P<at>\d{{4}}-\d\d-\d\dT\d{{6}}Z)-(?P<reason>{'|'.join(REASONS)})(?:-\d+)?\.db")
_STAMP = "%Y-%m-%dT%H%M%SZ"


class Snapshot(NamedTuple):
    """A backup in a folder: taken at `at` (UTC ms), `size` in bytes, `leads` in it or None where it cannot be read."""

    path: Path
    at: int
    reason: str
    size: int
    leads: int | None


class _Named(NamedTuple):
    """What the name of a backup says."""

    path: Path
    at: int
    reason: str


# -- taking ----------------------------------------------------------------------------------------------


def take(database: Database, folder: Path, reason: str, now: int, between: Callable[[], None] | None = None) -> Path:
    """Write a checked backup into `folder`, readable by its owner only, and drop those past their time.

    To be called between transactions; `between` is called after each step of the copy, and may wait.
    Raises DatabaseBusy, DatabaseUnusable, DiskFull; then no backup was made and every earlier one is still there.
    """
    if reason not in REASONS:
        raise ValueError(f"{reason} is none of {', '.join(REASONS)}")
    make_folder(folder)
    made = copy(database, free_name(folder, Path(database.path), reason, now), between)
    rotate(folder, Path(database.path).stem, now, good=made)
    _sweep(made)
    return made


def daily(database: Database, folder: Path, now: int, between: Callable[[], None] | None = None) -> Path | None:
    """The day's automatic backup, or None where there is one (a day is a UTC day; only names are read)."""
    today = now // DAY_MS
    for named in _named(folder, Path(database.path).stem):
        if named.reason == "daily" and named.at // DAY_MS == today:
            return None
    return take(database, folder, "daily", now, between)


def copy(database: Database, path: Path, between: Callable[[], None] | None = None) -> Path:
    """Write a checked copy of the open file to `path`, which must not exist yet; returns it. Raises as `take`."""
    with database.faults():
        connection = database.connection()
    if connection.in_transaction:
        raise RuntimeError("a backup is made between transactions, not inside one")
    if path.exists():
        raise DatabaseUnusable(f"{path} is there already and was left as it is; name another file for the backup.")
    with in_words(f"No backup of {database.path} was made", path.parent):
        unfinished = written(connection, database.path, path, between)
        os.replace(unfinished, path)
        sync(path.parent)
    return path


def stamp(now: int) -> str:
    """A moment (UTC ms) as names of files carry it."""
    return datetime.datetime.fromtimestamp(now / 1000, datetime.UTC).strftime(_STAMP)


def free_name(folder: Path, database_path: Path, reason: str, now: int) -> Path:
    """What a backup taken now is to be called: `work-2026-06-22T090000Z-daily.db`."""
    name = f"{database_path.stem}-{stamp(now)}-{reason}"
    path, number = folder / f"{name}.db", 2
    while path.exists():
        path, number = folder / f"{name}-{number}.db", number + 1
    return path


# -- what is there ---------------------------------------------------------------------------------------


def listing(folder: Path, stem: str | None = None) -> list[Snapshot]:
    """The backups in a folder, newest first; of one database (`work` for work.db) where `stem` is given."""
    found = []
    for named in _named(folder, stem):
        try:
            size = named.path.stat().st_size
        except OSError:  # rotated away in between
            continue
        found.append(Snapshot(named.path, named.at, named.reason, size, _leads(named.path)))
    return found


def check(path: Path) -> str | None:
    """Why this file cannot be restored, in a sentence; None where it can."""
    fault = fault_of(path)
    return None if fault is None else str(fault)


def fault_of(path: Path) -> HermesError | None:
    """As `check`, the fault itself."""
    try:
        if not path.is_file():
            return DatabaseMissing(f"There is no backup at {path}; nothing was changed.")
        with closing(reading(path)) as connection:
            version = migrations.check_ours(connection, str(path))
            broken = first_fault(connection)
    except DatabaseNewer as error:
        return error
    except DatabaseUnusable as error:
        why = f"damaged or not a database ({error.__cause__})" if error.__cause__ else "another program's file"
        return DatabaseUnusable(f"{path} is {why}; nothing was changed: choose another backup.")
    except (sqlite3.DatabaseError, OSError) as error:
        return DatabaseUnusable(f"{path} cannot be read ({error}); nothing was changed: choose another backup.")
    if version == 0:
        return DatabaseUnusable(f"{path} is empty, not a backup; nothing was changed.")
    if broken is not None:
        return DatabaseUnusable(f"{path} is damaged ({broken}); nothing was changed: choose another backup.")
    return None


def _leads(path: Path) -> int | None:
    try:
        with closing(reading(path)) as connection:
            return int(connection.execute("SELECT COUNT(*) FROM lead").fetchone()[0])
    except sqlite3.Error:
        return None


def _named(folder: Path, stem: str | None) -> list[_Named]:
    """The files of a folder that have a backup's name, newest first."""
    found = []
    for path in folder.iterdir() if folder.is_dir() else ():
        match = _NAME.fullmatch(path.name)
        if match is None or stem not in (None, match["stem"]):
            continue
        with suppress(ValueError):  # a 31 February
            at = datetime.datetime.strptime(match["at"], _STAMP).replace(tzinfo=datetime.UTC)
            found.append(_Named(path, int(at.timestamp()) * 1000, match["reason"]))
    return sorted(found, key=lambda named: (named.at, named.path.name), reverse=True)


# -- keeping ---------------------------------------------------------------------------------------------


def rotate(folder: Path, stem: str, now: int, good: Path | None = None) -> list[Path]:
    """Remove the automatic backups past their time; returns what was removed.

    Kept: one a day of the 7 newest days, one a week of 4, one a month of 6; the 5 newest before an import and
    before a migration; what a restore put away for 30 days; every manual one; and the newest good one whatever
    its age. `good` is one known to be good: without it they are checked until one is found.
    """
    there = _named(folder, stem)
    kept = _kept(there, now)
    if good is None:
        in_order = sorted(there, key=lambda named: named.path not in kept)  # stable: the newest of those kept first
        good = next((named.path for named in in_order if check(named.path) is None), None)
    removed = []
    for named in there:
        if named.path not in kept and named.path != good:
            with suppress(OSError):  # no backup is worth less because an old one could not be removed
                named.path.unlink()
                removed.append(named.path)
    return removed


def _sweep(made: Path) -> None:
    """Remove what copies that were killed left, a day after: it holds people's names as a backup does."""
    for path in made.parent.iterdir():
        if path.name.startswith(".") and path.suffix == ".part" and _NAME.match(path.name[1:]):
            with suppress(OSError):
                if path.stat().st_mtime < made.stat().st_mtime - DAY_MS / 1000:
                    path.unlink()


def _kept(there: list[_Named], now: int) -> set[Path]:
    """Which of them, given newest first, the rules keep."""
    daily = [named for named in there if named.reason == "daily"]
    days = [datetime.datetime.fromtimestamp(named.at / 1000, datetime.UTC).date() for named in daily]
    kept = {named.path for named in there if named.reason == "manual"}
    kept |= {named.path for named in there if named.reason == "before-restore" and now - named.at < KEPT_RESTORE_MS}
    kept |= _newest_of(daily, days, KEPT_DAYS)
    kept |= _newest_of(daily, [day.isocalendar()[:2] for day in days], KEPT_WEEKS)
    kept |= _newest_of(daily, [(day.year, day.month) for day in days], KEPT_MONTHS)
    for reason in ("before-import", "before-migration"):
        kept |= {named.path for named in [named for named in there if named.reason == reason][:KEPT_BEFORE]}
    return kept


def _newest_of(there: list[_Named], periods: Iterable[object], count: int) -> set[Path]:
    """The newest of each of the `count` newest periods; `there` is newest first, a period for each."""
    newest: dict[object, Path] = {}
    for named, period in zip(there, periods, strict=True):
        newest.setdefault(period, named.path)
    return set(list(newest.values())[:count])
