"""Who is sending out of a file just now: a lock beside it that ends with the program that holds it, however that ends.

SQLite's own locks on an empty file, since they are the same on every system. Whoever sends holds it shared; whoever
gets it alone knows that nobody is sending, and that what was taken in hand was left behind by a program that died.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

from storage.errors import DatabaseBusy, HermesError
from storage.faults import in_words

_PATIENCE_S = 10


@contextmanager
def sending(path: str, when_alone: Callable[[], object]) -> Iterator[None]:
    """Be one of those who send out of the file at `path`; `when_alone` is called first where nobody else does.

    What is taken in hand inside is not taken for a dead program's by others. Raises HermesError.
    """
    with closing(_open(path)) as connection:
        _if_alone(connection, when_alone)
        try:
            connection.execute(f"PRAGMA busy_timeout = {_PATIENCE_S * 1000}")
            connection.execute("BEGIN")
            connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
        except sqlite3.OperationalError as error:
            raise DatabaseBusy(f"Another program looks through the outbox of {path}; nothing was sent.") from error
        yield


def if_nobody_sends(path: str, then: Callable[[], object]) -> bool:
    """Call `then` while nobody sends out of this file and nobody can begin to; returns whether that was so."""
    with closing(_open(path)) as connection:
        return _if_alone(connection, then)


def _if_alone(connection: sqlite3.Connection, then: Callable[[], object]) -> bool:
    try:
        connection.execute("PRAGMA busy_timeout = 0")
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError:
        return False
    try:
        then()
    finally:
        connection.execute("ROLLBACK")
    return True


def _open(path: str) -> sqlite3.Connection:
    place = f"{os.path.realpath(path)}-sending"
    try:
        os.close(os.open(place, os.O_CREAT | os.O_RDWR, 0o600))
        connection = sqlite3.connect(place, isolation_level=None)
        connection.execute("PRAGMA journal_mode = MEMORY")  # nothing is ever written, so no journal need be there
        return connection
    except OSError as error:
        raise HermesError(f"{place} cannot be made ({error.strerror}); nothing was sent.") from error
    except sqlite3.Error as error:
        raise (in_words(error, place) or error) from error
