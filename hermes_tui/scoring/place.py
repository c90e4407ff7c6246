"""Where a lead stands in the triage queue, and the one phrase that says why.

The list has one SQL row a lead, the preview has all the facts; both get their phrase from `phrase_from_row`.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from hermes_tui.scoring.facts import LeadFacts, PendingTask, whole_days
from hermes_tui.scoring.phrase import Section, day_name, phrase_from_row
from hermes_tui.scoring.risk import risks
from hermes_tui.scoring.stages import at_or_past
from hermes_tui.scoring.staleness import (
    STALE_DAYS,
    days_in_stage,
    days_silent,
    is_snoozed,
    is_stale,
    owed_reply,
    unanswered_outbound,
)

__all__ = ["Place", "Section", "day_name", "due_task", "phrase_from_row", "place", "planned_task", "section_of"]


class Place(NamedTuple):
    """A section of the queue and the phrase that says why the lead is there."""

    section: Section
    phrase: str


def place(facts: LeadFacts, now: int, today: date, stale_days: int = STALE_DAYS) -> Place | None:
    """The lead's place in the queue, or None where nothing asks for attention now.

    Only open leads that are not snoozed have one: snoozing or closing is how a rep takes a lead out of the queue.
    An owed reply comes before everything else, tasks or not.
    """
    section = section_of(facts, now, today, stale_days)
    if section is None:
        return None
    owed, due, parked = owed_reply(facts), due_task(facts, today), planned_task(facts, today)
    phrase = phrase_from_row(
        section,
        stage=facts.stage,
        days_silent=days_silent(facts, now),
        days_in_stage=days_in_stage(facts, now),
        threshold=facts.stage_threshold_days,
        median=facts.stage_median_days,
        owed_days=whole_days(owed.since, now) if owed else None,
        unanswered_out=unanswered_outbound(facts.touches),
        task_title=due.title if due else None,
        task_due_days=_days_until(due, today) if due else None,
        parked_until=parked.due_on if parked else None,
        risk=next((risk.code for risk in risks(facts, now)), None),
        never_touched=facts.last_touch_at is None,
    )
    return Place(section, phrase)


def section_of(facts: LeadFacts, now: int, today: date, stale_days: int = STALE_DAYS) -> Section | None:
    """The first section whose rule holds, or None."""
    if facts.stage_kind != "open" or is_snoozed(facts, now):
        return None
    if owed_reply(facts) is not None:
        return Section.OWED
    if due_task(facts, today) is not None:
        return Section.DUE
    if not is_stale(facts, now, stale_days):
        return None
    if planned_task(facts, today) is not None:
        return Section.PARKED
    if not at_or_past(facts.stage, "RESPONDED"):
        return Section.OUTREACH
    return Section.AT_RISK if risks(facts, now) else Section.IN_PLAY


def due_task(facts: LeadFacts, today: date) -> PendingTask | None:
    """The pending task longest due, today's included; None where none is due."""
    due = [task for task in facts.tasks if task.due_on is not None and task.due_on <= today.isoformat()]
    return min(due, key=lambda task: (task.due_on or "", task.id), default=None)


def planned_task(facts: LeadFacts, today: date) -> PendingTask | None:
    """The next task dated after today; it parks a stale lead and silences nudges."""
    coming = [task for task in facts.tasks if task.due_on is not None and task.due_on > today.isoformat()]
    return min(coming, key=lambda task: (task.due_on or "", task.id), default=None)


def _days_until(task: PendingTask, today: date) -> int:
    return (date.fromisoformat(task.due_on) - today).days if task.due_on else 0
