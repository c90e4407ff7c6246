"""What the duplicates screen does in a thread with its own connection: searching the file for likely pairs."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from textual.message import Message

from hermes_tui.metrics.duplicates.pairs import Found, find
from hermes_tui.session import Session
from storage.errors import HermesError

_TELL_SECONDS = 0.05


@dataclass
class Searching(Message):
    """So many leads are compared."""

    done: int
    total: int

    def can_replace(self, message: Message) -> bool:
        return isinstance(message, Searching)


@dataclass
class Searched(Message):
    """The search has ended: with the pairs, or with a sentence."""

    found: Found | None
    fault: str


def search(session: Session, post: Callable[[Message], object], stopped: Callable[[], bool]) -> None:
    """Find the likely pairs and post Searched; Searching on the way."""
    told = 0.0

    def progress(done: int, total: int) -> None:
        nonlocal told
        if time.monotonic() - told > _TELL_SECONDS:
            told = time.monotonic()
            post(Searching(done, total))

    try:
        post(Searched(find(session.database, progress=progress, stopped=stopped), ""))
    except HermesError as error:
        post(Searched(None, str(error)))
    finally:
        session.database.close_thread()
