"""Taking a message in hand to send it: one transaction that only one program can win, before anything leaves.

A claim is no action and is not journaled; what became of it is, as one that cannot be taken back. It sets the row's
`updated_at` on, so that nothing done to the message before can be undone under the hands of whoever sends it.
"""

from __future__ import annotations

import os

from storage import journal
from storage.database import Database
from storage.queries.messages import MessageRow, message

_CLAIM = """
UPDATE message SET claimed_at = :now, way = :way, updated_at = MAX(:now, updated_at + 1), failure = NULL,
    rfc_message_id = COALESCE(rfc_message_id, :mark), thread = COALESCE(thread, rfc_message_id, :mark)
WHERE id = :message AND status = 'SCHEDULED' AND claimed_at IS NULL AND send_at <= :now
"""
_RELEASE = """
UPDATE message SET claimed_at = NULL, way = :way, updated_at = :updated, failure = :failure, rfc_message_id = :mark,
    thread = :thread
WHERE id = :message AND status = 'SCHEDULED' AND claimed_at IS NOT NULL AND failure IS NULL
"""


def claim(database: Database, message_id: int, way: str, new_mark: str, now: int) -> MessageRow | None:
    """Take a message that is due in hand for this way out; None where it is not to be had (any more).

    What has no Message-ID and thread gets `new_mark` for both. It is on disk when this returns.
    """
    with database.transaction() as connection:
        asked = {"message": message_id, "way": way, "mark": new_mark, "now": now}
        if connection.execute(_CLAIM, asked).rowcount != 1:
            return None
        return message(database, message_id)


def release(database: Database, before: MessageRow) -> None:
    """Give back what was taken in hand and certainly did not leave: the row is as it was `before`."""
    with database.transaction() as connection:
        connection.execute(
            _RELEASE,
            {
                "message": before.id, "way": before.way, "updated": before.updated_at, "failure": before.failure,
                "mark": before.rfc_message_id, "thread": before.thread,
            },
        )  # fmt: skip


# -- files that may be copies --------------------------------------------------------------------------------

_FILE = "outbox_file"
_WAITING = "direction = 'out' AND channel = 'email' AND status = 'SCHEDULED' AND claimed_at IS NULL"
_HOLD_BACK = f"""
UPDATE message SET claimed_at = :now, failure = :why, updated_at = MAX(:now, updated_at + 1) WHERE {_WAITING}
"""


def hold_back(database: Database, why: str, now: int) -> int:
    """Whatever waits in the outbox may have left already, for this reason: it is in doubt. Returns how many."""
    with database.transaction() as connection:
        found = int(connection.execute(f"SELECT COUNT(*) FROM message WHERE {_WAITING}").fetchone()[0])
        if found:
            what = "1 mail is" if found == 1 else f"{found} mails are"
            with journal.action(database, "message", f"{what} held back in the outbox", now, final=True):
                connection.execute(_HOLD_BACK, {"now": now, "why": why})
        return found


def hold_back_in_a_copy(database: Database, now: int) -> int:
    """Where this file is a copy of the one whose outbox this was, hold back what waits in it. Returns how many.

    A file is known by its number on the disk, which a move keeps and a copy does not.
    """
    own = str(os.stat(database.path).st_ino)
    kept = database.value("SELECT value FROM setting WHERE key = ?", (_FILE,))
    if kept == own:
        return 0
    with database.transaction() as connection:
        connection.execute(
            "INSERT INTO setting VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", (_FILE, own)
        )
        if kept is None:
            return 0
        return hold_back(
            database, "This file is a copy of another one, from which the mail may have left already.", now
        )


# -- a way out that fails ------------------------------------------------------------------------------------


def rest(database: Database, way: str, until: int, why: str) -> None:
    """Leave a way out alone until then: it is at fault itself, and every other mail would be refused as well."""
    import json

    with database.transaction() as connection:
        connection.execute(
            "INSERT INTO setting VALUES ('outbox_rest', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (json.dumps([way, until, why]),),
        )


def end_rest(database: Database) -> None:
    """The way out works."""
    with database.transaction() as connection:
        connection.execute("DELETE FROM setting WHERE key = 'outbox_rest'")
