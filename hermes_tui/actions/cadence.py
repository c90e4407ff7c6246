"""The follow-up cadence: after each message that nobody answered, the next one is planned as a task; an answer ends it.

A run is what we wrote since they last spoke: its first message and its follow-ups.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import NamedTuple

from hermes_tui.actions.waiting_mail import CHASING
from storage import records
from storage.database import Database
from storage.queries.messages import MessageRow, unanswered_run

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


_PENDING = "status IN ('PENDING', 'IN_PROGRESS')"
_OURS = f"SELECT id FROM task WHERE lead_id = ? AND origin = '{ORIGIN}' AND {_PENDING}"
_OURS_WITH = f"""
SELECT task.id FROM message JOIN task ON task.lead_id = message.lead_id AND task.contact_id IS message.contact_id
WHERE message.id = ? AND task.origin = '{ORIGIN}' AND task.{_PENDING}
"""
_OTHERS = f"SELECT 1 FROM task WHERE lead_id = ? AND origin IS NOT '{ORIGIN}' AND {_PENDING} LIMIT 1"
_STANDING = """
SELECT lead.stage_id, stage.kind, template.kind FROM lead JOIN stage ON stage.id = lead.stage_id
    LEFT JOIN template ON template.id = ? WHERE lead.id = ?
"""


def follow_up(database: Database, row: MessageRow, at: int, now: int, cadence: Cadence, zone: tzinfo) -> str:
    """After a message went out at that moment (UTC ms): what was planned is done, and the next follow-up is planned.

    Inside an action, the message being written as sent. Nothing is planned where the message chases nobody, where
    the rep planned something else, or where there were enough; `zone` is the rep's, for the day. Returns the words.
    """
    _done(database, row.lead_id, at, now)
    if not _chases(database, row):
        return ""
    return _plan(database, row.lead_id, row.contact_id, at, now, cadence, zone)


def follow_up_logged(
    database: Database, lead_id: int, contact_id: int | None, at: int, now: int, cadence: Cadence, zone: tzinfo
) -> str:
    """After the rep logged a mail that they wrote elsewhere: it was the follow-up that was planned, if one was.

    Inside an action, as `follow_up`; a mail logged begins no cadence. Returns the words.
    """
    if not _done(database, lead_id, at, now):
        return ""
    return _plan(database, lead_id, contact_id, at, now, cadence, zone)


def _done(database: Database, lead_id: int, at: int, now: int) -> bool:
    planned = database.rows(_OURS, (lead_id,))
    for (task_id,) in planned:
        records.update(database, "task", task_id, status="DONE", done_at=at, updated_at=now)
    return bool(planned)


def _plan(
    database: Database, lead_id: int, contact_id: int | None, at: int, now: int, cadence: Cadence, zone: tzinfo
) -> str:
    """Plan the next follow-up, but where the rep planned something, they spoke since, or there were enough."""
    if database.row(_OTHERS, (lead_id,)) is not None:
        return ""
    begun, number = unanswered_run(database, lead_id)
    if begun is None:  # logged late: they have spoken since
        return ""
    day = cadence.due(number, _day(begun, zone), _day(at, zone))
    if day is None:
        return ""
    name = database.value("SELECT name FROM contact WHERE id = ?", (contact_id,))
    records.insert(
        database, "task", lead_id=lead_id, contact_id=contact_id, kind="FOLLOWUP",
        title=f"Follow-up {number}" + (f": {name}" if name else ""),
        due_on=day.isoformat(), origin=ORIGIN, created_at=now, updated_at=now,
    )  # fmt: skip
    from hermes_tui.formats import day_words

    return f"follow-up {number} on {day_words(day)}"


def cancel_cadence(database: Database, lead_id: int, now: int) -> bool:
    """Inside an action: drop the follow-up that was planned, for they answered or the deal is over."""
    return _cancelled(database, database.rows(_OURS, (lead_id,)), now)


def cancel_bounced(database: Database, message_id: int, now: int) -> bool:
    """Inside an action: a message came back, so the follow-up that was planned with its reader is dropped."""
    return _cancelled(database, database.rows(_OURS_WITH, (message_id,)), now)


def _cancelled(database: Database, planned: Sequence[tuple[int]], now: int) -> bool:
    for (task_id,) in planned:
        records.update(database, "task", task_id, status="CANCELLED", updated_at=now)
    return bool(planned)


def _chases(database: Database, row: MessageRow) -> bool:
    """Whether a message is outreach or a follow-up: by its template's kind, else by the stage of its open lead."""
    stage_id, stage_kind, kind = database.row(_STANDING, (row.template_id, row.lead_id)) or (0, "", None)
    if stage_kind != "open":
        return False
    return kind in CHASING or (kind in (None, "CUSTOM") and stage_id < RESPONDED)


def _day(moment: int, zone: tzinfo) -> date:
    return datetime.fromtimestamp(moment / 1000, zone).date()
