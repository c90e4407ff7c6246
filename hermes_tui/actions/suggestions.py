"""Accepting and refusing the next best action of a lead: both are recorded, what is refused steps back for a while."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from hermes_tui.actions.outcome import Outcome, acting
from hermes_tui.formats import day_words
from hermes_tui.metrics.lead_facts import lead_facts
from hermes_tui.metrics.suggestion import REFUSED_DAYS, suggestion
from hermes_tui.scoring.next_action import NextAction
from storage import records
from storage.database import Database
from storage.errors import UsageError
from storage.queries.stages import stages


class Accepted(NamedTuple):
    """What was recorded, and the action that is to be done now."""

    outcome: Outcome
    action: NextAction


def accept(database: Database, lead_id: int, now: int, today: date, stale_days: int) -> Accepted:
    """Record that the rep takes up what is suggested on a lead; a lead to be qualified is scored in the same action.

    Raises NotFound, and UsageError where nothing is suggested.
    """
    with acting(database, "accept", [lead_id], now) as doing:
        found = suggestion(database, lead_facts(database, lead_id), now, today, stale_days)
        if found is None:
            raise UsageError(f"{doing.who}: nothing asks to be done now; nothing was recorded.")
        _record(database, lead_id, found, "accepted", now)
        doing.say(_qualified(database, lead_id, now) if found.action == "qualify" else f"accepted: {found.label}")
    return Accepted(doing.outcome, found)


def refuse(
    database: Database, lead_ids: Sequence[int], now: int, today: date, stale_days: int,
    progress: Callable[[int], None] | None = None,
) -> Outcome:  # fmt: skip
    """Record that the rep does not want what is suggested on these leads: it steps back for REFUSED_DAYS, or until
    its evidence is new. The words name what comes in its place. `progress` is told how many leads are done."""
    pipeline = stages(database)
    with acting(database, "refuse", lead_ids, now) as doing:
        refused: list[NextAction] = []
        following: NextAction | None = None
        for done, lead_id in enumerate(lead_ids, 1):
            facts = lead_facts(database, lead_id, pipeline)
            found = suggestion(database, facts, now, today, stale_days)
            if found is not None:
                _record(database, lead_id, found, "refused", now)
                refused.append(found)
                following = suggestion(database, facts, now, today, stale_days) if len(lead_ids) == 1 else None
            if progress is not None:
                progress(done)
        doing.say(_refused_words(refused, following, today, several=len(lead_ids) > 1))
    return doing.outcome


def _record(database: Database, lead_id: int, found: NextAction, verdict: str, now: int) -> None:
    records.insert(
        database, "suggestion", lead_id=lead_id, kind=found.action, verdict=verdict, at=now, because=found.because
    )


def _refused_words(refused: Sequence[NextAction], following: NextAction | None, today: date, *, several: bool) -> str:
    until = day_words(today + timedelta(days=REFUSED_DAYS))
    if not refused:
        return "nothing was suggested"
    if several:
        many = "1 suggestion" if len(refused) == 1 else f"{len(refused):,} suggestions"
        return f"{many} refused until {until}"
    then = "nothing else asks to be done" if following is None else f"next: {following.label}"
    return f"“{refused[0].label}” refused until {until}; {then}"


_STANDS = "SELECT lead.score, stage.name = 'NEW' FROM lead JOIN stage ON stage.id = lead.stage_id WHERE lead.id = ?"


def _qualified(database: Database, lead_id: int, now: int) -> str:
    """Score a lead and say the points; where they reach the threshold it goes on, since the rep has asked for it."""
    from hermes_tui.actions.rules import basis_in_force
    from hermes_tui.actions.scores import keep_score
    from hermes_tui.actions.stages import move

    keep_score(database, lead_id, now)
    needed = basis_in_force(database).rules.threshold
    points, is_new = database.row(_STANDS, (lead_id,)) or (None, 0)
    enough = (points or 0) >= needed
    if enough and is_new:
        move(database, [lead_id], "QUALIFIED", now)
    said = "1 point" if points == 1 else f"{points or 0} points"
    return f"{'qualified' if enough else 'stays new'}: {said}, {needed} needed"
