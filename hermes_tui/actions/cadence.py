"""The follow-up cadence: after each message that nobody answered, the next one is planned as a task; an answer ends it.

A run is what we wrote since they last spoke: its first message and its follow-ups.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import NamedTuple

from storage import records
from storage.answers import WENT_OUT
from storage.database import Database
from storage.queries.messages import MessageRow

ORIGIN = "cadence"
RESPONDED = 6  # the stage from which on the lead is in conversation, and nothing is chased


class Cadence(NamedTuple):
    """When to write again: `days` after the first message of a run (rising), at most so many times."""

    days: Sequence[int] = (2, 7)
    at_most: int = 2

    def due(self, number: int, first: date, last: date) -> date | None:
        """The day of follow-up `number` (from 1) of a run begun on `first`; None where there is to be none.

        Where the one before it (on `last`) came late, the days between the two are kept.
        """
        if not 1 <= number <= min(self.at_most, len(self.days)):
            return None
        before = self.days[number - 2] if number > 1 else 0
        wanted = first + timedelta(days=self.days[number - 1])
        return wanted if wanted > last else last + timedelta(days=max(1, self.days[number - 1] - before))


_CHASED = frozenset({"INITIAL_OUTREACH", "FOLLOWUP_1", "FOLLOWUP_2", "FOLLOWUP_3"})
_PENDING = "status IN ('PENDING', 'IN_PROGRESS')"
_OURS = f"SELECT id FROM task WHERE lead_id = ? AND origin = '{ORIGIN}' AND {_PENDING}"
_OTHERS = f"SELECT 1 FROM task WHERE lead_id = ? AND origin IS NOT '{ORIGIN}' AND {_PENDING} LIMIT 1"
_STANDING = """
SELECT lead.stage_id, stage.kind, template.kind FROM lead JOIN stage ON stage.id = lead.stage_id
    LEFT JOIN template ON template.id = ? WHERE lead.id = ?
"""
# A meeting or a call of theirs ends a run as a mail does; a machine's answer does not.
_RUN = f"""
SELECT MIN(at), COUNT(*) FROM message WHERE lead_id = :lead AND direction = 'out' AND {WENT_OUT} AND at > COALESCE(
    (SELECT MAX(at) FROM (
        SELECT at FROM message WHERE lead_id = :lead AND direction = 'in' AND automatic IS NULL
        UNION ALL SELECT at FROM touch WHERE lead_id = :lead AND direction <> 'out')), -1)
"""


def follow_up(database: Database, row: MessageRow, at: int, now: int, cadence: Cadence, zone: tzinfo) -> str:
    """After a message went out at that moment (UTC ms): what was planned is done, and the next follow-up is planned.

    Inside an action, the message being written as sent. Nothing is planned where the message chases nobody, where
    the rep planned something else, or where there were enough; `zone` is the rep's, for the day. Returns the words.
    """
    for (task_id,) in database.rows(_OURS, (row.lead_id,)):
        records.update(database, "task", task_id, status="DONE", done_at=at, updated_at=now)
    if not _chases(database, row) or database.row(_OTHERS, (row.lead_id,)) is not None:
        return ""
    begun, number = database.row(_RUN, {"lead": row.lead_id}) or (None, 0)
    if begun is None:  # logged late: they have spoken since
        return ""
    day = cadence.due(number, _day(begun, zone), _day(at, zone))
    if day is None:
        return ""
    title = f"Follow-up {number}" + (f": {row.to_name}" if row.to_name else "")
    records.insert(
        database, "task", lead_id=row.lead_id, contact_id=row.contact_id, kind="FOLLOWUP", title=title,
        due_on=day.isoformat(), origin=ORIGIN, created_at=now, updated_at=now,
    )  # fmt: skip
    from hermes_tui.formats import day_words

    return f"follow-up {number} on {day_words(day)}"


def cancel_cadence(database: Database, lead_id: int, now: int) -> bool:
    """Inside an action: drop the follow-up that was planned, for they answered or the deal is over."""
    planned = database.rows(_OURS, (lead_id,))
    for (task_id,) in planned:
        records.update(database, "task", task_id, status="CANCELLED", updated_at=now)
    return bool(planned)


def _chases(database: Database, row: MessageRow) -> bool:
    """Whether a message is outreach or a follow-up: by its template's kind, else by the stage of its open lead."""
    stage_id, stage_kind, kind = database.row(_STANDING, (row.template_id, row.lead_id)) or (0, "", None)
    if stage_kind != "open":
        return False
    return kind in _CHASED or (kind in (None, "CUSTOM") and stage_id < RESPONDED)


def _day(moment: int, zone: tzinfo) -> date:
    return datetime.fromtimestamp(moment / 1000, zone).date()
