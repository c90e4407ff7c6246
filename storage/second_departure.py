"""Mail that undo or redo puts back into the outbox after its time: it waits anew, to be taken back once more."""

from __future__ import annotations

import sqlite3

_LONGEST_MS = 60_000  # what had been put off for days waits no longer than this

# By index message_scheduled, which holds only what has not left.
_LATE = """
SELECT id, send_at, MIN(MAX(send_at - at, 0), :longest) FROM message
WHERE status = 'SCHEDULED' AND claimed_at IS NULL AND send_at <= :now AND EXISTS (
    SELECT 1 FROM change WHERE table_name = 'message' AND row_id = message.id AND action_id = :action
    AND (op <> 'update' OR json_type(after, '$.status') IS NOT NULL OR json_type(after, '$.send_at') IS NOT NULL))
"""
# The journal says the same as the row, or the next undo would find it changed behind its back. By index change_row.
_WRITTEN_DOWN = """
UPDATE change SET {side} = json_set({side}, '$.send_at', :send_at)
WHERE table_name = 'message' AND row_id = :id AND json_extract({side}, '$.send_at') = :was
"""


def wait_anew(connection: sqlite3.Connection, action_id: int, now: int) -> None:
    """Give what an action just replayed has put back as long to wait as it had when it was put there (UTC ms).

    Inside the transaction of the replay, nothing being recorded.
    """
    late = connection.execute(_LATE, {"action": action_id, "now": now, "longest": _LONGEST_MS}).fetchall()
    for message_id, was, waits in late:
        row = {"id": message_id, "was": was, "send_at": now + waits}
        connection.execute("UPDATE message SET send_at = :send_at WHERE id = :id", row)
        for side in ("before", "after"):
            connection.execute(_WRITTEN_DOWN.format(side=side), row)
