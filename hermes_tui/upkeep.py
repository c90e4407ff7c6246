"""What is kept up beside the rep's own work: the stages' own pace, the day's backup, and what only the clock changes.

The first two belong to the start, as do the imports for the first verb.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from time import sleep
from typing import TYPE_CHECKING

from storage import derived, heat
from storage.errors import HermesError
from storage.queries.counts import lead_count

if TYPE_CHECKING:
    from hermes_tui.session import Session

PACE_AT_ONCE = 20_000  # leads up to which the stages' pace is worked out before the first key, else in a thread
_LOOK_AGAIN_SECONDS = 0.1


def at_start(session: Session) -> None:
    """What is quick and must be done before the first key: a verb then finds the pace as the day began with it."""
    cool(session)
    if lead_count(session.database) <= PACE_AT_ONCE:
        keep_pace(session)


def behind_the_screen(session: Session, resting: Callable[[], bool]) -> None:
    """The rest, in a thread of its own, whose connection it closes; the backup goes on while `resting` says so.

    Raises HermesError where the backup cannot be made.
    """
    # What the first verb needs, off the way to the first frame.
    import storage.models  # noqa: F401

    def wait() -> None:
        while not resting():
            sleep(_LOOK_AGAIN_SECONDS)

    try:
        session.database.keep_little()
        leads = lead_count(session.database)
        if leads > PACE_AT_ONCE:
            keep_pace(session, wait)
        if leads:
            back_up(session, wait)
    finally:
        session.database.close_thread()


def keep_pace(session: Session, wait: Callable[[], None] | None = None) -> None:
    """Work out the stages' median days anew; writes nothing where they are as kept (2 ms at 10,000 leads).

    No transaction around it: nobody else may commit while one reads, and a million leads take seconds to read.
    """
    with suppress(HermesError), session.database.faults():  # a busy file keeps the pace it has
        derived.refresh_pace(session.database.connection(), wait)


def cool(session: Session) -> bool:
    """Count interest as gone cold whose hour has come; returns whether any did. 20 µs where none has.

    A file that is locked or can only be read stays as it is: the next time will do.
    """
    with suppress(HermesError):
        return heat.refresh_cold(session.database, session.now()) > 0
    return False


def back_up(session: Session, wait: Callable[[], None]) -> None:
    """Take the day's backup, if there is none yet; between its steps it waits while keys come."""
    from pathlib import Path

    from hermes_tui.config import backup_folder
    from storage import snapshots

    folder = backup_folder(session.settings, Path(session.database.path))
    snapshots.daily(session.database, folder, session.now(), wait)
