"""What every mailbox offers: the messages that are new since it was last read, one by one."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from typing import Any, NamedTuple, Protocol

from hermes_tui.outreach.reading.heads import Head

# What a mailbox remembers between two readings: JSON-able, its keys are its own. It starts as {}.
State = dict[str, Any]
RAW_CAP = 8_000_000  # bytes of a message: its text stands before its attachments


def opener(path: str, flags: int) -> int:
    """Opens a file to be read, for `open`: one that is no file, as a named pipe, is not waited for."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


class Piece(NamedTuple):
    """One message of a mailbox, its head read; `fault` says in a sentence why there is none."""

    key: str  # the same whenever this message is met in this mailbox again
    head: Head | None
    raw: Callable[[], bytes]  # the whole message (at most RAW_CAP bytes); raises Unreadable if it went away meanwhile
    fault: str
    share: float  # how much of this reading is done with it, 0 … 1


class Source(Protocol):
    """A mailbox. Reading changes nothing in it: no flag, no file."""

    name: str

    def pieces(self, state: State, known: AbstractSet[str] = frozenset()) -> Iterator[Piece]:
        """The messages that are not `known`, roughly oldest first.

        `state` is brought forward in place when the next piece is asked for: at any moment it tells what was taken,
        so that a reading stopped in the middle goes on there. Raises MailboxFault, in a sentence, where the mailbox
        is not there, goes away or refuses; what was yielded before holds, and so does `state`.
        """
        ...
