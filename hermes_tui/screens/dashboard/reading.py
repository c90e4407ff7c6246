"""One thread reads the figures with its own connection, what is in sight first; it talks back by messages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from threading import Lock

from textual.message import Message

from hermes_tui.metrics.asked import Asked
from hermes_tui.metrics.before import NOT_COMPARED, with_before
from hermes_tui.metrics.sections import BY_KEY, SECTIONS
from hermes_tui.metrics.tables import Table
from hermes_tui.session import Session
from storage.database import Database
from storage.errors import HermesError
from storage.queries.touched import Mark, mark, touched

Post = Callable[[Message], object]
Stopped = Callable[[], bool]


@dataclass
class Begun(Message):
    """Run `run` reads these sections anew, from the file as it stood at `mark`."""

    run: int
    keys: frozenset[str]
    mark: Mark


@dataclass
class Arrived(Message):
    """A section has been read; `compared`: once more, each number with what it was in the window before. `table` is
    None where `fault` says why there is none."""

    run: int
    key: str
    table: Table | None
    fault: str = ""
    compared: bool = False


class Wanted:
    """The sections still to be read; the screen says which page is in sight, the thread takes one after the other."""

    def __init__(self, keys: Iterable[str], page: str) -> None:
        self._keys = set(keys)
        self._lock = Lock()
        self.page = page

    def add(self, keys: Iterable[str]) -> None:
        """These too."""
        with self._lock:
            self._keys.update(keys)

    def take(self) -> str | None:
        """The next: of the page in sight, in the order it stands there, then of the others."""
        with self._lock:
            left = [section for section in SECTIONS if section.key in self._keys]
            left.sort(key=lambda section: section.page != self.page)
            if not left:
                return None
            self._keys.discard(left[0].key)
            return left[0].key


def affected(written: frozenset[str] | None) -> frozenset[str]:
    """The sections that may be others after this was written; None and nothing: all of them (a new day, another
    program's work on the file)."""
    if not written:
        return frozenset(BY_KEY)
    leads = "lead.*" in written
    return frozenset(
        section.key
        for section in SECTIONS
        if section.reads & written or (leads and any(name.startswith("lead.") for name in section.reads))
    )


def read_figures(
    session: Session, run: int, asked: Asked, wanted: Wanted, since: Mark | None, post: Post, stopped: Stopped
) -> None:
    """Read what is `wanted` and, where the file was read before (`since`), what was touched in it meanwhile; posts
    Begun, then Arrived for each section, then Arrived again for those that the window before is compared with."""
    database = session.database
    try:
        database.keep_little()
        now = mark(database)
        again = affected(None if asked.where else touched(database, since, now)) if since else frozenset()
        wanted.add(again)
        post(Begun(run, again, now))
        read = {key: found for key in _taken(wanted, stopped) if (found := _read(database, run, key, asked, post))}
        if asked.before is not None:
            later = Wanted(set(read) - NOT_COMPARED, wanted.page)
            for key in _taken(later, stopped):
                _compare(database, run, key, read[key], asked.before, post)
                later.page = wanted.page
    except Exception:
        if not stopped():  # whoever leaves closes the file under a query that runs
            raise
    finally:
        database.close_thread()


def _taken(wanted: Wanted, stopped: Stopped) -> Iterator[str]:
    while not stopped() and (key := wanted.take()) is not None:
        yield key


def _read(database: Database, run: int, key: str, asked: Asked, post: Post) -> Table | None:
    try:
        found = BY_KEY[key].read(database, asked)
    except HermesError as error:
        post(Arrived(run, key, None, str(error)))
        return None
    post(Arrived(run, key, found))
    return found


def _compare(database: Database, run: int, key: str, found: Table, before: Asked, post: Post) -> None:
    try:
        post(Arrived(run, key, with_before(found, BY_KEY[key].read(database, before)), compared=True))
    except HermesError as error:
        post(Arrived(run, key, None, str(error), compared=True))
