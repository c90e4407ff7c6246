"""Filing stage events: the histories that they make of new deals and of leads that are here, and writing these."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from operator import itemgetter
from typing import NamedTuple

from hermes_tui.exchange import history
from hermes_tui.exchange.history import History, Visit
from hermes_tui.exchange.plan import CLOSED, Deals
from hermes_tui.exchange.stage_history import Step, merged
from hermes_tui.exchange.stage_order import Told
from storage.database import Database
from storage.settling import settle_objections


class Retold(NamedTuple):
    """A deal whose events are known: `lead_id` 0 for one that is not here yet, `deal` its place in the file of deals.

    `stored` is what was known of its history before, `steps` what it is now; `stage` where it stood ("" unknown).
    """

    key: str
    lead_id: int
    deal: int
    told: Sequence[Told]
    stored: Sequence[Step]
    steps: Sequence[Step]
    stage: str
    created_at: int

    @property
    def changes(self) -> bool:
        """Whether there is anything to write."""
        return [step[:3] for step in self.stored] != [step[:3] for step in self.steps]


_STORED = """SELECT stage_event.lead_id, stage.name, stage_event.at, cause, reason, stage_event.id
    FROM stage_event JOIN stage ON stage.id = to_stage_id
    WHERE lead_id IN (SELECT value FROM json_each(?)) ORDER BY lead_id, at, stage_event.id"""
_LEADS = """SELECT lead.id, stage.name, created_at FROM lead JOIN stage ON stage.id = stage_id
    WHERE lead.id IN (SELECT value FROM json_each(?))"""
_CHUNK = 5_000

Tell = Callable[[int, str], None]


def of_leads(database: Database, owned: Mapping[int, tuple[str, list[Told]]]) -> Iterator[Retold]:
    """What the events make of leads that are here, some thousands at a time. Reads only."""
    waiting = iter(owned)
    while some := list(islice(waiting, _CHUNK)):
        ids = json.dumps(some)
        stored = {
            lead: [Step(*row[1:]) for row in rows]
            for lead, rows in groupby(database.rows(_STORED, (ids,)), key=itemgetter(0))
        }
        for lead, stage, created_at in database.rows(_LEADS, (ids,)):
            key, told = owned[lead]
            before = stored.get(lead, [])
            yield Retold(key, lead, -1, told, before, merged(before, told), stage, created_at)


def of_deals(deals: Deals, owned: Mapping[int, tuple[str, list[Told]]], now: int) -> list[Retold]:
    """What the events make of deals that are not here yet, beside what their own file says of them at `now`."""
    nothing: list[None] = [None] * len(deals.keys)
    columns = [deals.values.get(name, nothing) for name in ("created_at", "engaged_at", "last_touch_at", "closed_at")]
    stages = deals.values.get("stage", nothing)
    found = []
    for deal, (key, told) in owned.items():
        said = [column[deal] for column in columns]
        known = [moment for moment in said if moment is not None]
        (created, engaged, touched, closed_at), stage = said, stages[deal]
        closed = stage in CLOSED
        if closed and closed_at is None:  # it was at the last moment known
            touched = max(told[-1].at, touched or told[-1].at)
        dated = history.tell(stage or "NEW", closed, now, created, engaged, closed_at, touched)
        steps = merged([Step(visit.stage, visit.at, visit.cause) for visit in dated.visits], told)
        found.append(Retold(key, 0, deal, told, (), steps, stage or "", min(*known, steps[0].at, told[0].at)))
    return found


def with_histories(deals: Deals, retold: Sequence[Retold]) -> Deals:
    """The deals with what their events tell: where each stands now, and how it came there."""
    if not retold:
        return deals
    stages = list(deals.values.get("stage") or [None] * len(deals.keys))
    told = {}
    for each in retold:
        ends = [*(step.at for step in each.steps[1:]), None]
        visits = (
            Visit(step.stage, step.at, left, step.cause, step.reason)
            for step, left in zip(each.steps, ends, strict=True)
        )
        told[each.deal] = History(each.created_at, tuple(visits))
        stages[each.deal] = each.steps[-1].stage
    return deals._replace(values={**deals.values, "stage": stages}, told=told)


# -- writing --------------------------------------------------------------------------------------------------


def write(database: Database, retold: Iterable[Retold], now: int, tell: Tell) -> list[int]:
    """Write the histories of leads that are here, in the action that is open; returns those that changed.

    `tell(rows, phase)` is told of each chunk and may raise to stop.
    """
    connection = database.connection()
    stages = {name: number for number, name in connection.execute("SELECT id, name FROM stage")}
    changed = (each for each in retold if each.changes)
    written: list[int] = []
    while some := list(islice(changed, _CHUNK)):
        gone, kept, made = _apart(some, stages)
        connection.executemany("DELETE FROM stage_event WHERE id = ?", gone)
        connection.executemany(_UPDATE, kept)
        connection.executemany(_INSERT, made)
        connection.executemany(
            _LEAD, [(stages[each.steps[-1].stage], each.steps[0].at, each.lead_id, now) for each in some]
        )
        for each in some:
            if each.steps[-1].stage != each.stage:
                settle_objections(connection, each.lead_id)
        written += [each.lead_id for each in some]
        tell(sum(len(each.told) for each in some), "writing stage events")
    return written


_UPDATE = "UPDATE stage_event SET from_stage_id = ?, left_at = ?, cause = ?, reason = ? WHERE id = ?"
_INSERT = """INSERT INTO stage_event (lead_id, from_stage_id, to_stage_id, at, left_at, cause, reason)
    VALUES (?, ?, ?, ?, ?, ?, ?)"""
# Why a deal was closed goes with the closing.
_LEAD = """UPDATE lead SET stage_id = ?1, created_at = MIN(created_at, ?2), updated_at = ?4,
    close_reason = CASE WHEN stage_id = ?1 THEN close_reason END WHERE id = ?3"""

Row = tuple[int | str | None, ...]


def _apart(some: Iterable[Retold], stages: Mapping[str, int]) -> tuple[list[Row], list[Row], list[Row]]:
    """The rows to delete, to update and to insert, as the statements want them."""
    gone: list[Row] = []
    kept: list[Row] = []
    made: list[Row] = []
    for each in some:
        stay = {step.id for step in each.steps}
        gone += [(step.id,) for step in each.stored if step.id not in stay]
        before: int | None = None
        ends = [*(step.at for step in each.steps[1:]), None]
        for entered, left in zip(each.steps, ends, strict=True):
            number = stages[entered.stage]
            if entered.id is None:
                made.append((each.lead_id, before, number, entered.at, left, entered.cause, entered.reason))
            else:
                kept.append((before, left, entered.cause, entered.reason, entered.id))
            before = number
    return gone, kept, made
