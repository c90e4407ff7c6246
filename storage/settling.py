"""What becomes of a lead's unanswered objections with its deal: lost with it, or open as long as it is not lost."""

from __future__ import annotations

import sqlite3

_SETTLE = """
UPDATE objection SET state = :state WHERE lead_id = :lead AND state IN ('open', 'lost_with') AND state <> :state
"""
_IS_LOST = "SELECT stage.kind = 'lost' FROM lead JOIN stage ON stage.id = lead.stage_id WHERE lead.id = ?"


def unanswered(connection: sqlite3.Connection, lead_id: int) -> str:
    """The state of an objection of this lead that nothing has resolved."""
    row = connection.execute(_IS_LOST, (lead_id,)).fetchone()
    return "lost_with" if row is not None and row[0] else "open"


def settle_objections(connection: sqlite3.Connection, lead_id: int) -> None:
    """Whatever gave the lead its stage or its objections (a key, a file, a merge, its undoing), make them fit.

    In the transaction and action that are open.
    """
    connection.execute(_SETTLE, {"lead": lead_id, "state": unanswered(connection, lead_id)})
