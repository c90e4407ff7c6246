"""What several sections are made of is worked out once for a state of the file, and anew once it is another."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary

from hermes_tui.metrics.asked import Asked

if TYPE_CHECKING:
    from storage.database import Database

_Found = TypeVar("_Found")
# Of each open file the state it was last read in, and what was found then. The connection is part of the state, as
# SQLite numbers the changes of others for each connection, and keeping it keeps another from passing for it.
_KNOWN: WeakKeyDictionary[Database, tuple[tuple[Any, ...], dict[str, Any]]] = WeakKeyDictionary()


_AT_MOST = 50  # answers: each is small, and a moment that goes on makes every question another


def once(read: Callable[[Database, Asked], _Found]) -> Callable[[Database, Asked], _Found]:
    """A reading of `(database, asked)` whose last answers are given again while nobody wrote to the file."""

    @wraps(read)
    def remembered(database: Database, asked: Asked) -> _Found:
        connection = database.connection()
        if connection.in_transaction:  # what it writes may be taken back, and nothing would tell
            return read(database, asked)
        state = (connection, database.data_version(), connection.total_changes)
        known = _KNOWN.get(database)
        if known is None or known[0] != state or len(known[1]) > _AT_MOST:
            known = _KNOWN[database] = (state, {})
        key = f"{read.__module__}.{read.__qualname__} {asked!r}"
        if key not in known[1]:
            known[1][key] = read(database, asked)
        found: _Found = known[1][key]
        return found

    return remembered


def forget() -> None:
    """Let the next reading be one of the file, for who measures it."""
    _KNOWN.clear()
