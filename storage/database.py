"""The open file: one connection a thread, pragmas read back, transactions, and SQLite's faults in our words.

Reads on hot paths are standard SQL run here; Peewee (storage/models) builds every write and is imported
only when the first one happens, because importing it costs more than a start-up read.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from storage.errors import DatabaseMissing, DatabaseUnusable, HermesError
from storage.faults import cannot_open, in_words
from storage.roles import can_buy

if TYPE_CHECKING:
    from peewee import Query

Params = Sequence[Any] | dict[str, Any]

BUSY_TIMEOUT_MS = 5_000
# Chosen by 1,000 simulated power cuts: none lost a word (design.md, decision 1).
PRAGMAS: tuple[tuple[str, str, object], ...] = (
    ("busy_timeout", str(BUSY_TIMEOUT_MS), BUSY_TIMEOUT_MS),
    ("journal_mode", "TRUNCATE", "truncate"),
    ("synchronous", "FULL", 2),
    ("foreign_keys", "ON", 1),
    ("secure_delete", "ON", 1),
    ("temp_store", "MEMORY", 2),
    ("cache_size", "-16000", -16_000),
)
# How a transaction and one inside it begin, end and are taken back.
_BRACKETS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("BEGIN IMMEDIATE", "COMMIT", ("ROLLBACK",)),
    ("SAVEPOINT inner", "RELEASE inner", ("ROLLBACK TO inner", "RELEASE inner")),
)


class _Local(threading.local):
    connection: sqlite3.Connection
    depth: int


class Database:
    """A Hermes file. Safe to share between threads: each thread has its own connection."""

    def __init__(self, path: str | Path) -> None:
        self.path = str(path)
        self._local = _Local()
        self._connections: dict[int, sqlite3.Connection] = {}
        self._lock = threading.Lock()
        self.last_change = 0  # data_version when this program last looked

    # -- opening ---------------------------------------------------------------------------------------

    @classmethod
    def open(
        cls,
        path: str | Path,
        *,
        create: bool = False,
        before_migration: Callable[[Database], None] | None = None,
    ) -> Database:
        """Open `path`, migrating it if an older Hermes made it.

        Without `create` a missing file is DatabaseMissing, never a new empty one. `before_migration` is
        called (to take a snapshot) before an existing file's schema changes.
        """
        from storage import migrations

        file = Path(path)
        try:
            there = file.exists()
        except OSError as error:  # a folder that may not be entered, a name too long
            raise cannot_open(str(file), error.strerror or "") from error
        if not there:
            if not create:
                raise DatabaseMissing(
                    f"There is no database at {file}; nothing was created: "
                    f"`hermes --db {file} import FILE.csv` or `hermes add title=…` starts one there, "
                    "`hermes restore` brings back a backup."
                )
            _make_private(file)
        elif file.is_dir():
            raise DatabaseUnusable(f"{file} is a folder, not a database; name a file with --db.")
        database = cls(file)
        try:
            with database.faults():
                version = database._look()
                if version == 0 and not create:
                    raise DatabaseMissing(
                        f"{file} is an empty file, not a database; it was left as it is: "
                        "`hermes restore` brings back a backup, removing the file starts afresh."
                    )
                if version < migrations.LATEST:
                    if version and before_migration is not None:
                        before_migration(database)
                    migrations.migrate(database.connection(), database.path)
        except BaseException:
            database.close()
            raise
        return database

    def _look(self) -> int:
        """The schema version; 0 for an empty file.

        On a connection without our pragmas: journal_mode would turn another program's WAL file.
        """
        from storage import migrations

        with closing(_connect(self.path)) as looking:
            return migrations.check_ours(looking, self.path)

    def connection(self) -> sqlite3.Connection:
        """This thread's connection, opened on first use."""
        try:
            return self._local.connection
        except AttributeError:
            found = connect(self.path)
        self._local.connection = found
        self._local.depth = 0
        with self._lock:
            self._connections[threading.get_ident()] = found
        return found

    def keep_little(self) -> None:
        """Have this thread's connection remember 1 MB of the file in place of 16: who reads it through once gains
        nothing by more, and the program would keep the memory."""
        self.connection().execute("PRAGMA cache_size = -1000")

    def close_thread(self) -> None:
        """Close this thread's connection: connections leak when a worker thread ends without it."""
        found: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if found is not None:
            del self._local.connection
            with self._lock:
                self._connections.pop(threading.get_ident(), None)
            found.close()

    def close(self) -> None:
        """Close every thread's connection."""
        with self._lock:
            found = list(self._connections.values())
            self._connections.clear()
        self._local = _Local()
        for connection in found:
            connection.close()

    # -- reading ---------------------------------------------------------------------------------------

    def rows(self, sql: str, params: Params = ()) -> list[Any]:
        """All rows of a query, as tuples."""
        try:  # not `with self.faults()`: a generator is a tenth of a short read
            return self.connection().execute(sql, params).fetchall()
        except sqlite3.Error as error:
            self._raise(error)

    def row(self, sql: str, params: Params = ()) -> Any | None:
        """The first row of a query, or None."""
        try:
            return self.connection().execute(sql, params).fetchone()
        except sqlite3.Error as error:
            self._raise(error)

    def value(self, sql: str, params: Params = ()) -> Any:
        """The first column of the first row, or None."""
        found = self.row(sql, params)
        return None if found is None else found[0]

    def data_version(self) -> int:
        """A number that moves when another connection (the CLI beside the app) has committed."""
        return int(self.value("PRAGMA data_version"))

    def interrupt(self, thread: int) -> None:
        """Stop the query that the thread with this ident is running, if any."""
        with self._lock:
            found = self._connections.get(thread)
        if found is not None:
            found.interrupt()

    # -- writing ---------------------------------------------------------------------------------------

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """BEGIN IMMEDIATE … COMMIT; any exception rolls back everything that was written in it.

        A nested call is a part of the outer one: its exception, caught there, takes back that part alone.
        IMMEDIATE, because a deferred transaction that reads before it writes fails at once when another
        process wrote in between, whatever the busy timeout (facts.md).
        """
        with self.faults():
            connection = self.connection()
            depth = self._local.depth
            begin, commit, rollback = _BRACKETS[depth > 0]
            connection.execute(begin)
            self._local.depth = depth + 1
            try:
                yield connection
                connection.execute(commit)
            except BaseException:
                if connection.in_transaction:  # a full disk has rolled back by itself
                    for statement in rollback:
                        connection.execute(statement)
                raise
            finally:
                self._local.depth = depth

    def run(self, query: Query) -> sqlite3.Cursor:
        """Run a query that Peewee built, on this thread's connection and in its transaction."""
        sql, params = query.sql()
        with self.faults():
            return self.connection().execute(sql, params)

    @contextmanager
    def faults(self) -> Iterator[None]:
        """Turn what SQLite says into one of our sentences."""
        try:
            yield
        except sqlite3.Error as error:
            self._raise(error)

    def _raise(self, error: sqlite3.Error) -> NoReturn:
        words = in_words(error, self.path)
        if words is None:
            raise error
        raise words from error


def connect(path: str) -> sqlite3.Connection:
    """A connection with our pragmas, each read back: SQLite ignores a misspelt pragma in silence."""
    connection = _connect(path)
    try:
        for name, value, expected in PRAGMAS:
            connection.execute(f"PRAGMA {name} = {value}").fetchall()
            found = connection.execute(f"PRAGMA {name}").fetchone()
            if found is None or found[0] != expected:
                says = "nothing" if found is None else found[0]
                raise HermesError(f"SQLite refused the setting {name} = {value} (it says {says}); nothing was opened.")
        connection.create_function("can_buy", 1, can_buy, deterministic=True)  # for the copies of derived.py
    except BaseException:
        connection.close()
        raise
    return connection


def _connect(path: str) -> sqlite3.Connection:
    place = os.path.abspath(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    try:
        return sqlite3.connect(
            f"file://{place}?mode=rw", uri=True, isolation_level=None, check_same_thread=False,
            timeout=BUSY_TIMEOUT_MS / 1000, cached_statements=256,
        )  # fmt: skip
    except sqlite3.OperationalError as error:
        raise cannot_open(path) from error


def _make_private(file: Path) -> None:
    """Create the file for the owner's eyes only, before SQLite would create it for everybody's."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        return
    except OSError as error:
        raise DatabaseUnusable(
            f"{file} cannot be created ({error.strerror}); nothing was written: name another place with --db."
        ) from error
