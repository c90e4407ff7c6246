"""The schema's history: a list of steps, applied under one exclusive lock, all or nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence

from storage import derived, journal_triggers
from storage.errors import DatabaseNewer, DatabaseUnusable

APPLICATION_ID = 0x4845524D  # "HERM"

Step = Callable[[sqlite3.Connection], None]


def _first(connection: sqlite3.Connection) -> None:
    from storage.migrations import m0001_first

    for statement in m0001_first.statements():
        connection.execute(statement)


def _people(connection: sqlite3.Connection) -> None:
    from storage.migrations import m0002_people

    for statement in m0002_people.statements():
        connection.execute(statement)


def _outreach(connection: sqlite3.Connection) -> None:
    from storage.migrations import m0003_outreach

    for statement in m0003_outreach.statements():
        connection.execute(statement)


def _scores(connection: sqlite3.Connection) -> None:
    from storage.migrations import m0004_scores

    for statement in m0004_scores.statements():
        connection.execute(statement)


def _numbers(connection: sqlite3.Connection) -> None:
    from storage.migrations import m0005_numbers

    for statement in m0005_numbers.statements():
        connection.execute(statement)


STEPS: tuple[Step, ...] = (_first, _people, _outreach, _scores, _numbers)
LATEST = len(STEPS)


def check_ours(connection: sqlite3.Connection, path: str) -> int:
    """Return the schema version of an open file; 0 for an empty one.

    Raises DatabaseNewer where a later Hermes made it, DatabaseUnusable where another program did.
    """
    alone = not connection.in_transaction
    if alone:  # what is read is of one moment, though another program may just be making the file
        connection.execute("BEGIN")
    try:
        # Plain pragmas read the file's header; a SELECT would first parse the whole schema, at every start.
        application, version = (
            connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
        )
        if application == APPLICATION_ID:
            if version > LATEST:
                raise DatabaseNewer(
                    f"{path} was written by a newer Hermes (schema {version}, this one knows {LATEST}); "
                    "nothing was touched: upgrade Hermes to open it."
                )
            return int(version)
        if connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0] == 0 and not application:
            return 0
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_NOTADB:
            raise  # locked, or ours and damaged: a restore may help
        raise DatabaseUnusable(
            f"{path} is not a Hermes database ({error}); nothing was touched: name another file with --db."
        ) from error
    finally:
        if alone and connection.in_transaction:
            connection.execute("ROLLBACK")
    raise DatabaseUnusable(f"{path} belongs to another program; nothing was touched: name another file with --db.")


def migrate(connection: sqlite3.Connection, path: str, steps: Sequence[Step] = STEPS) -> int:
    """Bring the open file to the latest schema; returns the version it had before.

    The version is read again under the lock, since another process may have migrated in between. Foreign
    keys are off while tables are rebuilt (a rebuild with them on deletes the children of every row) and
    checked before the commit. Any failure leaves the file as it was.
    """
    connection.execute("PRAGMA foreign_keys = OFF")
    try:
        connection.execute("BEGIN EXCLUSIVE")
        try:
            before = check_ours(connection, path)
            for step in steps[before:]:
                step(connection)
            if before < len(steps):
                if before:  # copies that a step added are filled by the rule of today
                    derived.rebuild(connection)
                journal_triggers.install(connection)
                broken = connection.execute("PRAGMA foreign_key_check").fetchone()
                if broken is not None:
                    raise DatabaseUnusable(
                        f"{path} could not be upgraded: a row of {broken[0]} would lose its {broken[2]}; "
                        "the file was left as it was."
                    )
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                connection.execute(f"PRAGMA user_version = {len(steps)}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    finally:
        connection.execute("PRAGMA foreign_keys = ON")
    return before
