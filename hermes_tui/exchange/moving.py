"""What a changed file says of a deal's stages: a further visit, or other dates of those it told before."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from hermes_tui.exchange import history
from hermes_tui.exchange.comparing import Edits, Row
from hermes_tui.exchange.lead_rows import Batch
from hermes_tui.exchange.plan import CLOSED, Deals
from hermes_tui.exchange.stage_history import HISTORY


class _Event(NamedTuple):
    """A row of stage_event."""

    id: int
    stage_id: int
    at: int
    left_at: int | None
    cause: str


class _Said(NamedTuple):
    """The stage and the moments (UTC ms, None: not said) that the file names now."""

    stage: str
    closed_at: int | None
    created_at: int | None
    engaged_at: int | None


def follow(connection: sqlite3.Connection, deals: Deals, deal: int, each: Edits, batch: Batch) -> Row:
    """Bring a deal's stage history up to what the file says; returns what changes on the lead.

    A deal that has moved since the last file gets a further visit: what it visited before stays told. Dates
    that were only corrected correct the visits they are of. Told anew is only what no visit is lost by, or
    where the file's dates contradict the moments that stood in for unknown ones.
    """
    lead, row = each.known.lead_id, each.row
    events = [
        _Event(*found)
        for found in connection.execute(
            "SELECT id, to_stage_id, at, left_at, cause FROM stage_event WHERE lead_id = ? ORDER BY at, id", (lead,)
        )
    ]
    said = _said(deals, deal, each)
    ours = any(event.cause != "import" for event in events)
    if said.stage != row["stage"]:
        at = _moved_at(said, each, batch.now)
        if ours or at >= row["stage_entered_at"]:
            return _append(connection, lead, said.stage, row, at, batch)
    elif ours or not _told_at_once(events, row, batch):
        return _shift(connection, events, said, each)
    return _retell(connection, lead, events, said, row, batch)


def _said(deals: Deals, deal: int, each: Edits) -> _Said:
    closed_at, created, engaged = (
        deals.values[name][deal] if name in deals.values else None for name in ("closed_at", "created_at", "engaged_at")
    )
    stage = deals.values["stage"][deal] if "stage" in each.fields else each.row["stage"]
    return _Said(stage, closed_at, created, engaged)


def _moved_at(said: _Said, each: Edits, now: int) -> int:
    """When the deal moved, as far as the file says; else it was some time before now, and now stands in."""
    if said.stage in CLOSED and said.closed_at is not None:
        return said.closed_at
    if said.stage not in CLOSED and said.engaged_at is not None and "engaged_at" in each.fields:
        return said.engaged_at
    return now


def _append(connection: sqlite3.Connection, lead: int, stage: str, row: Row, at: int, batch: Batch) -> Row:
    """End the visit that is open now and begin another, at `at` or where that lies before it, now."""
    current = row["stage_entered_at"]
    at = at if at >= current else max(batch.now, current)
    connection.execute("UPDATE stage_event SET left_at = ? WHERE lead_id = ? AND left_at IS NULL", (at, lead))
    connection.execute(
        "INSERT INTO stage_event (lead_id, from_stage_id, to_stage_id, at, cause) VALUES (?, ?, ?, ?, 'import')",
        (lead, row["stage_id"], batch.stages[stage], at),
    )
    return {"stage_id": batch.stages[stage]}


def _told_at_once(events: list[_Event], row: Row, batch: Batch) -> bool:
    """Whether the visits are what one file's dates tell, so that telling them anew loses none."""
    if not events:
        return True
    closed = row["stage"] in CLOSED
    created = row["created_at"] if events[0].stage_id == batch.stages["NEW"] else None
    told = history.tell(
        row["stage"], closed, events[0].at, created, row["engaged_at"], events[-1].at if closed else None, None
    )
    return [batch.stages[visit.stage] for visit in told.visits] == [event.stage_id for event in events]


def _shift(connection: sqlite3.Connection, events: list[_Event], said: _Said, each: Edits) -> Row:
    """Move the beginning of the first visit, or of the closing, to the date the file has now, where it fits."""
    changed: Row = {}
    first, last = events[0], events[-1]
    if "created_at" in each.fields and said.created_at is not None and said.created_at <= (first.left_at or first.at):
        if first.cause != HISTORY:
            connection.execute("UPDATE stage_event SET at = ? WHERE id = ?", (said.created_at, first.id))
        changed["created_at"] = said.created_at
    closing = "closed_at" in each.fields and said.closed_at is not None and said.stage in CLOSED
    closing = closing and last.cause != HISTORY  # whose moment was told for itself
    if closing and len(events) > 1 and said.closed_at is not None and said.closed_at >= events[-2].at:
        connection.execute("UPDATE stage_event SET left_at = ? WHERE id = ?", (said.closed_at, events[-2].id))
        connection.execute("UPDATE stage_event SET at = ? WHERE id = ?", (said.closed_at, last.id))
    return changed


def _retell(
    connection: sqlite3.Connection, lead: int, events: list[_Event], said: _Said, row: Row, batch: Batch
) -> Row:
    created, closed_at = said.created_at, said.closed_at
    if created is None and events and events[0].stage_id == batch.stages["NEW"]:
        created = row["created_at"]
    if closed_at is None and said.stage == row["stage"] and events:
        closed_at = events[-1].at
    told = history.tell(
        said.stage, said.stage in CLOSED, batch.now, created, said.engaged_at or row["engaged_at"], closed_at,
        row["last_touch_at"],
    )  # fmt: skip
    connection.executemany("DELETE FROM stage_event WHERE id = ?", [(event.id,) for event in events])
    before = None
    for visit in told.visits:
        number = batch.stages[visit.stage]
        connection.execute(
            """INSERT INTO stage_event (lead_id, from_stage_id, to_stage_id, at, left_at, cause)
               VALUES (?, ?, ?, ?, ?, 'import')""",
            (lead, before, number, visit.at, visit.left_at),
        )
        before = number
    return {"stage_id": before, "created_at": told.created_at}
