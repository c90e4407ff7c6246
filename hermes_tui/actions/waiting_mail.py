"""Mail that has not left, when the person or the deal that it is for changes: it follows, or it is not sent."""

from __future__ import annotations

from storage import records
from storage.answers import WENT_OUT
from storage.database import Database
from storage.errors import UsageError
from storage.queries.messages import MessageRow

CHASING = frozenset({"INITIAL_OUTREACH", "FOLLOWUP_1", "FOLLOWUP_2", "FOLLOWUP_3"})
"""The kinds of template that ask somebody who has not answered."""

_OURS = "direction = 'out' AND channel = 'email' AND contact_id = ? AND claimed_at IS NULL"
_WAITING = f"SELECT id, updated_at FROM message WHERE {_OURS} AND status = 'SCHEDULED'"
_UNSENT = f"""
SELECT id, updated_at FROM message
WHERE {_OURS} AND lower(address) = lower(?)
  AND (status IN ('SCHEDULED', 'FAILED') OR (status = 'DRAFT' AND way IS NULL))
"""
# `put` is when the mail was put into the outbox. What was read since and said before our last word then is history.
_SINCE = f"""
SELECT stage.kind, stage.label, lead.stage_entered_at > :put, (
    SELECT MAX(at) FROM (
        SELECT at FROM message WHERE lead_id = :lead AND direction = 'in' AND automatic IS NULL AND created_at > :put
        UNION ALL SELECT at FROM touch WHERE lead_id = :lead AND direction <> 'out' AND created_at > :put)
) > COALESCE((
    SELECT MAX(at) FROM message WHERE lead_id = :lead AND direction = 'out' AND {WENT_OUT} AND at <= :put), -1)
FROM lead JOIN stage ON stage.id = lead.stage_id WHERE lead.id = :lead
"""
_KIND = "SELECT kind FROM template WHERE id = ?"


def readdress(database: Database, contact_id: int, old: str | None, new: str | None, now: int) -> int:
    """Inside an action: what has not left for a person's old address is for their new one. Returns how many."""
    if old is None:
        return 0
    found = database.rows(_UNSENT, (contact_id, old))
    for message_id, changed in found:
        records.update(database, "message", message_id, address=new, updated_at=max(now, changed + 1))
    return len(found)


def take_out(database: Database, contact_id: int, now: int) -> int:
    """Inside an action: what waits in the outbox for a person is a draft again. Returns how many."""
    found = database.rows(_WAITING, (contact_id,))
    for message_id, changed in found:
        records.update(database, "message", message_id, status="DRAFT", send_at=None, updated_at=max(now, changed + 1))
    return len(found)


def refuse_overtaken(database: Database, row: MessageRow) -> None:
    """Raises UsageError for mail of the outbox that asks for an answer which came since it was put there, or is moot.

    Only what chases is held back: an answer, a proposal, a farewell leave as they are.
    """
    if row.template_id is None or database.value(_KIND, (row.template_id,)) not in CHASING:
        return
    kind, stage, entered_since, heard_since = database.row(_SINCE, {"lead": row.lead_id, "put": row.at}) or ("",) * 4
    if heard_since:
        raise UsageError(f"{row.lead} answered since this was put into the outbox; not sent, its text is kept.")
    if kind != "open" and entered_since:
        raise UsageError(f"{row.lead} is {stage.lower()} since; not sent, its text is kept.")
