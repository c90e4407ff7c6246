"""Whole, checked copies through SQLite's backup API, and what can go wrong with files said in a sentence.

Reading the live file with Python's open() would drop its locks (facts.md).
"""

from __future__ import annotations

import errno
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from storage.database import BUSY_TIMEOUT_MS
from storage.errors import DatabaseBusy, DatabaseUnusable, DiskFull

STEP_PAGES = 4_096


def written(source: sqlite3.Connection, called: str, path: Path, between: Callable[[], None] | None = None) -> Path:
    """A whole, checked and synced copy of `source` beside `path`, under a name of its own, for its owner only.

    `between` is called after each step of the copy; it may wait.
    """
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    os.close(os.open(unfinished, os.O_CREAT | os.O_TRUNC | os.O_RDWR, 0o600))
    try:
        with closing(sqlite3.connect(uri(unfinished, "rw"), uri=True, isolation_level=None)) as target:
            target.execute("PRAGMA synchronous = OFF")  # synced once, below
            target.execute("PRAGMA journal_mode = MEMORY").fetchall()
            # In steps, so that a rep's commit waits for one at most; a change by another connection starts it over.
            source.backup(target, pages=STEP_PAGES, progress=patience(called, between), sleep=0.005)
            broken = first_fault(target)
        if broken is not None:
            raise DatabaseUnusable(
                f"{called} is damaged ({broken}); it was not copied and every earlier backup was kept: "
                "`hermes restore` brings back the latest good one."
            )
        sync(unfinished)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    return unfinished


def patience(path: str, between: Callable[[], None] | None = None) -> Callable[[int, int, int], None]:
    """A progress callback that ends a copy which waits too long for another program; Python's would wait forever."""
    waits_until: float | None = None

    def progress(status: int, remaining: int, total: int) -> None:
        nonlocal waits_until
        if not is_busy(status):
            waits_until = None
            if between is not None:
                between()
        elif waits_until is None:
            waits_until = time.monotonic() + BUSY_TIMEOUT_MS / 1000
        elif time.monotonic() > waits_until:
            raise DatabaseBusy(
                f"Another program is using {path} and did not finish within 5 seconds; nothing was changed: try again."
            )

    return progress


def first_fault(connection: sqlite3.Connection) -> str | None:
    """The first thing SQLite's quick check finds wrong, or None."""
    try:
        found = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        return str(error)
    return None if found == "ok" else found.splitlines()[-1]


def reading(path: Path) -> sqlite3.Connection:
    """A connection that cannot write."""
    return sqlite3.connect(uri(path, "ro"), uri=True, isolation_level=None, timeout=BUSY_TIMEOUT_MS / 1000)


def uri(path: Path, mode: str) -> str:
    """How SQLite is told the path, and that it must exist."""
    return f"{path.absolute().as_uri()}?mode={mode}"


def make_folder(folder: Path) -> None:
    """Make the folder, for its owner only, if it is not there."""
    with in_words("No backup was made", folder):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)


def sync(path: Path) -> None:
    """Bring a file or folder to the disk itself; a system that cannot sync folders does without."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except OSError:
        if path.is_dir():
            return
        raise
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def code(error: sqlite3.Error) -> int:
    """SQLite's result code without its extended part; 0 for a fault of Python's own."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def is_busy(result: int) -> bool:
    """Whether another program, or another connection of this one, holds the file."""
    return result in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def is_damage(error: sqlite3.Error) -> bool:
    """Whether the file itself is wrong, and not the disk, the lock or the query."""
    return code(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


@contextmanager
def in_words(what: str, place: Path) -> Iterator[None]:
    """Say in one sentence that `what`, and why."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        kept = "everything else is as it was"
        if isinstance(error, OSError):
            full, busy, why = error.errno in (errno.ENOSPC, errno.EDQUOT), False, error.strerror
        else:
            full, busy, why = code(error) == sqlite3.SQLITE_FULL, is_busy(code(error)), str(error)
            if is_damage(error):
                raise DatabaseUnusable(f"{what}: the file is damaged ({why}); {kept}.") from error
        if full:
            raise DiskFull(f"{what}: the disk of {place} is full; {kept}. Make room and try again.") from error
        if busy:
            raise DatabaseBusy(f"{what}: another program is using the file; {kept}. Try again.") from error
        raise DatabaseUnusable(
            f"{what}: {place} could not be written ({why}); {kept}. Mend the permissions or the disk, "
            "or name another folder."
        ) from error
