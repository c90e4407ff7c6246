"""Putting a backup back: into the live file, which other programs may have open, or in place of a lost one."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

from storage import claims, migrations
from storage.database import Database, connect
from storage.errors import DatabaseNewer, DatabaseUnusable, HermesError
from storage.snapshots.copies import (
    code,
    first_fault,
    in_words,
    is_damage,
    make_folder,
    patience,
    reading,
    sync,
    written,
)
from storage.snapshots.folder import copy, fault_of, free_name, stamp

_MAY_HAVE_LEFT = "A backup was put back: the mail may have left since that was made. Say whether it went."


class Restored(NamedTuple):
    """A restore: where the file it replaced was kept (None: there was none), and how many leads came back."""

    path: Path
    saved_as: Path | None
    leads: int


def restore(path: Path, database_path: Path, folder: Path, now: int) -> Restored:
    """Make the file at `database_path` hold what the backup at `path` holds, and bring it to this schema.

    The backup is checked first; the present file is kept in `folder` as a before-restore backup, or, where it is
    damaged, moved aside in its own folder. Mail that the backup still has in its outbox may have left since, and is in
    doubt. Raises DatabaseMissing, DatabaseNewer or DatabaseUnusable for a backup
    that cannot be restored, DatabaseBusy, DiskFull: the present file is then as it was, under its own name.
    """
    fault = fault_of(path)
    if fault is not None:
        raise fault
    if database_path.exists() and path.samefile(database_path):
        raise DatabaseUnusable(f"{path} is the file in use itself, not a backup; nothing was changed.")
    saved_as: Path | None = None
    with in_words("Nothing was restored", database_path.parent), closing(reading(path)) as source:
        state = _state(database_path)
        if state in ("missing", "damaged"):
            saved_as = _put_in_place(source, path, database_path, now)
        else:
            with closing(Database(database_path)) as present:
                if state == "good":
                    make_folder(folder)
                    saved_as = copy(present, free_name(folder, database_path, "before-restore", now))
                source.backup(present.connection(), progress=patience(str(database_path)), sleep=0.05)
    with closing(Database.open(database_path)) as database:
        claims.hold_back(database, _MAY_HAVE_LEFT, now)
        return Restored(database_path, saved_as, int(database.value("SELECT COUNT(*) FROM lead")))


def _state(path: Path) -> str:
    """What stands where the restored file will be: missing, empty, good or damaged; raises where it is not ours."""
    if not path.exists():
        return "missing"
    if path.is_dir():
        raise DatabaseUnusable(f"{path} is a folder, not a database; nothing was changed: name a file with --db.")
    try:
        with closing(reading(path)) as connection:
            connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
    except sqlite3.DatabaseError as error:
        if code(error) != sqlite3.SQLITE_READONLY:
            return _damaged(error)
        # A transaction that died with its program is rolled back first, which a reader may not do.
        with suppress(sqlite3.DatabaseError, HermesError), closing(connect(str(path))) as connection:
            connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
    try:
        with closing(reading(path)) as connection:
            version = migrations.check_ours(connection, str(path))
            return "damaged" if first_fault(connection) else "good" if version else "empty"
    except DatabaseNewer:
        return "good"
    except sqlite3.DatabaseError as error:
        return _damaged(error)


def _damaged(error: sqlite3.DatabaseError) -> str:
    if not is_damage(error):
        raise error
    return "damaged"


def _put_in_place(source: sqlite3.Connection, called: Path, path: Path, now: int) -> Path | None:
    """Write the copy where no good file is; what is there, journals too, is moved aside. Returns where to.

    A journal left behind would be played back into the restored file.
    """
    path = Path(os.path.realpath(path))  # what a link names, so that the link stays
    make_folder(path.parent)
    unfinished = written(source, str(called), path)
    moved = path.exists()
    aside, number = path.with_name(f"{path.stem}-damaged-{stamp(now)}{path.suffix}"), 2
    while aside.exists():
        aside, number = path.with_name(f"{path.stem}-damaged-{stamp(now)}-{number}{path.suffix}"), number + 1
    for ending in ("", "-journal", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            os.replace(f"{path}{ending}", f"{aside}{ending}")
    os.replace(unfinished, path)
    sync(path.parent)
    return aside if moved else None
