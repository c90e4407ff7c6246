"""The stage history as figures count it: visits without the moves that were taken back at once, skips filled in.

Written from definitions.md, "Pipeline velocity". The table `visit` is a copy of `stage_event`, kept in each action and
rebuilt by `hermes doctor --repair`; one rule, `visits_of`, makes it for one lead and for all.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

VOID_MS = 120_000
"""A rep who leaves a stage sooner only passed through it, or took the move back: it was no visit."""


class Event(NamedTuple):
    """A row of stage_event, as a history is told by: oldest first."""

    stage_id: int
    at: int
    cause: str


class Visit(NamedTuple):
    """A row of `visit` but for its lead; moments are UTC ms, `length` ms."""

    n: int
    stage_id: int
    at: int
    left_at: int | None
    length: int | None
    passed: int
    group_id: int | None
    entered_before: int | None
    outcome: str | None
    outcome_at: int | None


class Pipeline(NamedTuple):
    """What visits are told by: each stage's kind and the first stage of its funnel group; the open groups in order."""

    kinds: dict[int, str]
    groups: dict[int, int]
    open_groups: tuple[int, ...]


_COLUMNS = f"lead_id, {', '.join(Visit._fields)}"
_INSERT = f"INSERT INTO visit ({_COLUMNS}) VALUES ({', '.join('?' * (len(Visit._fields) + 1))})"
_STAGES = """
SELECT stage.id, stage.kind, (SELECT MIN(first.id) FROM stage AS first WHERE first.funnel_group = stage.funnel_group)
FROM stage ORDER BY stage.id
"""
# By index stage_event_lead; of two at one moment the one written first came first.
_EVENTS = "SELECT lead_id, to_stage_id, at, cause FROM stage_event WHERE lead_id {leads} ORDER BY lead_id, at, id"
_KEPT = f"SELECT {_COLUMNS} FROM visit WHERE lead_id {{leads}} ORDER BY lead_id, n"
# A lead that never moved has one visit, whoever counts.
_UNMOVED = """
INSERT INTO visit (lead_id, n, stage_id, at, passed, group_id)
SELECT lead_id, 1, MAX(to_stage_id), MAX(at), 0,
    (SELECT MIN(first.id) FROM stage JOIN stage AS first USING (funnel_group) WHERE stage.id = MAX(to_stage_id))
FROM stage_event WHERE lead_id > ? GROUP BY lead_id HAVING COUNT(*) = 1
"""
_MOVED = "IN (SELECT lead_id FROM stage_event WHERE lead_id > ? GROUP BY lead_id HAVING COUNT(*) > 1)"


def pipeline(connection: sqlite3.Connection) -> Pipeline:
    """The stages of this file."""
    rows = connection.execute(_STAGES).fetchall()
    open_groups = dict.fromkeys(group for _, kind, group in rows if kind == "open")
    return Pipeline({row[0]: row[1] for row in rows}, {row[0]: row[2] for row in rows}, tuple(sorted(open_groups)))


def visits_of(events: Sequence[Event], stages: Pipeline) -> list[Visit]:
    """The visits that this history (oldest first) comes to.

    - A visit lasts until the next one begins. Where a rep put the deal and it left within two minutes there was none:
      if it went back to where it came from, the visit before goes on. The stage that a lead began in and left so is
      filled in.
    - A move forward past funnel groups fills them in, at its moment (`passed`); a move from a closed stage skips none.
    - A group is entered where the visit before was in another. What came of it is what came first: a later open group
      or WON (advanced), LOST or ARCHIVED (dropped), or nothing yet.
    """
    if len(events) == 1:  # most leads of a new file
        (only,) = events
        return [Visit(1, only.stage_id, only.at, None, None, 0, stages.groups[only.stage_id], None, None, None)]
    return _judged(list(_filled(_standing(events), stages)), stages)


_Step = tuple[int, int, bool]  # stage, at, passed


def _standing(events: Sequence[Event]) -> list[_Step]:
    """The stages that the deal stood in."""
    found: list[_Step] = []
    for place, event in enumerate(events):
        following = events[place + 1] if place + 1 < len(events) else None
        void = following is not None and event.cause == "rep" and following.at - event.at < VOID_MS
        if void and found:
            continue
        if found and found[-1][0] == event.stage_id:
            if found[-1][2]:  # began there, left at once, came back: it stood there from the beginning
                found[-1] = (event.stage_id, found[-1][1], False)
            continue
        found.append((event.stage_id, event.at, void))
    return found


def _filled(steps: list[_Step], stages: Pipeline) -> Iterator[_Step]:
    """The same with the skipped groups between them."""
    here: int | None = None
    for step in steps:
        stage, at, _ = step
        if here is not None and stages.kinds[here] == "open" and stages.kinds[stage] in ("open", "won"):
            start, end = stages.groups[here], stages.groups[stage]
            for group in stages.open_groups:
                if start < group < end:
                    yield group, at, True
        yield step
        here = stage


def _judged(steps: list[_Step], stages: Pipeline) -> list[Visit]:
    """The same with how long each lasted, what it entered, and what came of that."""
    kinds, groups, last = stages.kinds, stages.groups, len(steps) - 1
    entered: dict[int, int] = {}
    found: list[Visit] = []
    group_before: int | None = None
    for place, (stage, at, passed) in enumerate(steps):
        left = steps[place + 1][1] if place < last else None
        length = None if passed or left is None else left - at
        group: int | None = groups[stage]
        outcome: tuple[str | None, int | None] = (None, None)
        before: int | None = None
        if group == group_before:
            group = None
        else:
            group_before = group
            before = entered.get(groups[stage])
            entered[groups[stage]] = at
            if kinds[stage] == "open":
                outcome = _outcome(steps[place + 1 :], groups[stage], stages)
        found.append(Visit(place + 1, stage, at, left, length, int(passed), group, before, *outcome))
    return found


def _outcome(after: list[_Step], group: int, stages: Pipeline) -> tuple[str | None, int | None]:
    for stage, at, _ in after:
        kind = stages.kinds[stage]
        if kind in ("lost", "archived"):
            return "dropped", at
        if kind == "won" or stages.groups[stage] > group:
            return "advanced", at
    return None, None


# -- keeping -------------------------------------------------------------------------------------------------


def keep(connection: sqlite3.Connection, leads: str, given: dict[str, object]) -> int:
    """Make the visits of the leads that this condition (`= :leads`, `IN (…)`) names what their history says.

    Returns the number of leads whose visits were others.
    """
    kept: dict[int, _Rows] = {
        lead: tuple(rows) for lead, rows in _by_lead(connection.execute(_KEPT.format(leads=leads), given))
    }
    stages: Pipeline | None = None
    wrong = 0
    for lead, rows in _by_lead(connection.execute(_EVENTS.format(leads=leads), given).fetchall()):
        stages = stages or pipeline(connection)
        true: _Rows = tuple((lead, *visit) for visit in visits_of([Event(*row[1:]) for row in rows], stages))
        before = kept.pop(lead, ())
        if before != true:
            _write(connection, lead, before, true)
            wrong += 1
    for lead, before in kept.items():  # their history is gone
        _write(connection, lead, before, ())
    return wrong + len(kept)


_AT_ONCE = 20_000  # leads


def rebuild(connection: sqlite3.Connection, leads: str) -> int:
    """The same for the leads whose ids the query `leads` gives, some thousands at a time."""
    (last,) = connection.execute("SELECT COALESCE(MAX(id), 0) FROM lead").fetchone()
    condition = f"BETWEEN :low AND :high AND lead_id IN ({leads})"
    return sum(
        keep(connection, condition, {"low": low, "high": low + _AT_ONCE - 1}) for low in range(1, last + 1, _AT_ONCE)
    )


_Row = tuple[Any, ...]
_Rows = tuple[_Row, ...]


def _write(connection: sqlite3.Connection, lead: int, before: _Rows, true: _Rows) -> None:
    """A move changes the last rows of a history: those that stay are not written again."""
    same = next((place for place, pair in enumerate(zip(before, true, strict=False)) if pair[0] != pair[1]), None)
    same = min(len(before), len(true)) if same is None else same
    if len(before) > same:
        connection.execute("DELETE FROM visit WHERE lead_id = ? AND n > ?", (lead, same))
    connection.executemany(_INSERT, true[same:])


def _by_lead(rows: Iterable[_Row]) -> Iterator[tuple[int, Iterator[_Row]]]:
    return groupby(rows, key=itemgetter(0))


def fill(connection: sqlite3.Connection, above: int) -> None:
    """The visits of leads with an id above this one, of which none are kept yet: a bulk load's."""
    connection.execute(_UNMOVED, (above,))
    stages = pipeline(connection)
    history = connection.execute(_EVENTS.format(leads=_MOVED), (above,)).fetchall()
    connection.executemany(
        _INSERT,
        (
            (lead, *visit)
            for lead, rows in _by_lead(history)
            for visit in visits_of([Event(*row[1:]) for row in rows], stages)
        ),
    )
