"""What SQLite says, in our words."""

from __future__ import annotations

import sqlite3

from storage.errors import DatabaseBusy, DatabaseUnusable, DiskFull, HermesError


def in_words(error: sqlite3.Error, path: str) -> HermesError | None:
    """The sentence for what a person can cause or meet; None for a bug, which keeps its traceback."""
    code = _code(error)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return DatabaseBusy(
            f"Another program is writing to {path} and did not finish within 5 seconds; nothing was changed: try again."
        )
    if code == sqlite3.SQLITE_FULL:
        return DiskFull(f"The disk of {path} is full; nothing was changed: make room and try again.")
    if code == sqlite3.SQLITE_READONLY:
        return DatabaseUnusable(
            f"{path} or its folder cannot be written; nothing was changed: "
            "mend the permissions or name another file with --db."
        )
    if code == sqlite3.SQLITE_CANTOPEN:
        return cannot_open(path)
    if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
        return DatabaseUnusable(
            f"{path} is damaged or not a Hermes database ({error}); it was left as it is: "
            "`hermes restore` brings back the latest good backup."
        )
    if code == sqlite3.SQLITE_IOERR:
        return DatabaseUnusable(
            f"The disk failed while reading or writing {path} ({error}); the transaction was undone: "
            "check the disk and the free space, then try again."
        )
    return None


def cannot_open(path: str, why: str = "") -> DatabaseUnusable:
    """The sentence for a file that SQLite or the system will not open."""
    return DatabaseUnusable(
        f"{path} cannot be opened{f' ({why})' if why else ''}; nothing was changed: look at the folder and its "
        "permissions, or name another file with --db."
    )


def _code(error: sqlite3.Error) -> int:
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF  # without the extended part; 0: Python's own
