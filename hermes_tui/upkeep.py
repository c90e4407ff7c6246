"""What a day's first start does behind the screen: the automatic backup, and the stages' own pace."""

from __future__ import annotations

from pathlib import Path

from hermes_tui.config import backup_folder
from hermes_tui.session import Session
from storage import derived, snapshots
from storage.records import get_setting, put_setting


def daily(session: Session) -> None:
    """Take the day's backup and work out the stages' median days anew, once a day; runs in a thread of its own.

    Raises HermesError where the backup cannot be made. Closes this thread's connection.
    """
    database, today = session.database, session.today().isoformat()
    try:
        if not database.value("SELECT EXISTS (SELECT 1 FROM lead)"):
            return
        if get_setting(database, "pace_on") != today:
            with database.transaction() as connection:
                derived.refresh_pace(connection)
                put_setting(database, "pace_on", today)
        snapshots.daily(database, folder_of(session), session.now())
    finally:
        database.close_thread()


def folder_of(session: Session) -> Path:
    """Where this file's backups are kept."""
    return backup_folder(session.settings, Path(session.database.path))
