"""Where a lead stands in the triage queue, and the one phrase that says why.

The list has one SQL row a lead, the preview has all the facts; both get their phrase from `phrase_from_row`.
"""

from __future__ import annotations

from datetime import date
from enum import IntEnum
from typing import NamedTuple

from hermes_tui.scoring.committee import engaged_contacts
from hermes_tui.scoring.facts import LeadFacts, PendingTask, days_ago, whole_days
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

TITLE_CAP = 40
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FOLLOWUPS_BY_STAGE = {"CONTACTED": 0, "FOLLOWUP_1": 1, "FOLLOWUP_2": 2}


class Section(IntEnum):
    """The sections of the queue, in the order they deserve attention."""

    OWED = 1
    DUE = 2
    IN_PLAY = 3
    OUTREACH = 4
    PARKED = 5


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
        engaged_contacts=len(engaged_contacts(facts, now)),
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
    return Section.IN_PLAY if at_or_past(facts.stage, "RESPONDED") else Section.OUTREACH


def due_task(facts: LeadFacts, today: date) -> PendingTask | None:
    """The pending task longest due, today's included; None where none is due."""
    due = [task for task in facts.tasks if task.due_on is not None and task.due_on <= today.isoformat()]
    return min(due, key=lambda task: (task.due_on or "", task.id), default=None)


def planned_task(facts: LeadFacts, today: date) -> PendingTask | None:
    """The next task dated after today; it parks a stale lead and silences nudges."""
    coming = [task for task in facts.tasks if task.due_on is not None and task.due_on > today.isoformat()]
    return min(coming, key=lambda task: (task.due_on or "", task.id), default=None)


def phrase_from_row(
    section: Section | int,
    *,
    stage: str,
    days_silent: int,
    days_in_stage: int,
    threshold: float,
    median: float | None,
    owed_days: int | None,
    unanswered_out: int,
    task_title: str | None,
    task_due_days: int | None,
    parked_until: str | None,
    engaged_contacts: int,
    never_touched: bool = False,
) -> str:
    """One short phrase for a lead's place, from the columns of one row.

    Days are whole days. `days_silent` counts from creation where `never_touched`. `unanswered_out` is how often we
    have spoken since they last did, the first message included. `task_due_days` is from today to the due date of the
    task longest due, so −2 is two days ago. `parked_until` is the ISO date of the next task.
    """
    if section == Section.OWED:
        return f"replied {days_ago(owed_days or 0)}, unanswered"
    if section == Section.DUE:
        return f"task due {days_ago(-(task_due_days or 0))}: {_short(task_title or 'task')}"
    if section == Section.PARKED:
        return f"parked until {day_name(parked_until)}" if parked_until else "parked"
    followups = max(0, unanswered_out - 1)
    stuck = _stuck_phrase(days_in_stage, median) if days_in_stage > threshold else None
    if section == Section.OUTREACH:
        return _outreach_phrase(stage, days_silent, followups, stuck, never_touched)
    if stuck:
        return stuck
    if never_touched:
        return f"never touched, created {days_ago(days_silent)}"
    if followups >= 2:
        return f"{followups} follow-ups, silent"
    if engaged_contacts <= 1:
        return "single-threaded" if engaged_contacts == 1 else f"ghosted, silent {days_silent}d"
    return "1 follow-up, silent" if followups else f"silent {days_silent}d"


def _outreach_phrase(stage: str, days_silent: int, followups: int, stuck: str | None, never_touched: bool) -> str:
    """Before the first answer: what was tried so far says more than the time in the stage."""
    if never_touched:
        return f"never touched, created {days_ago(days_silent)}"
    in_outreach = stage in _FOLLOWUPS_BY_STAGE
    tried = max(followups, _FOLLOWUPS_BY_STAGE.get(stage, 0))
    if tried >= 2:
        return f"{tried} follow-ups, silent"
    if stuck:
        return stuck
    return f"follow-up {tried + 1} due" if in_outreach else f"silent {days_silent}d"


def _stuck_phrase(days: int, median: float | None) -> str:
    return f"stuck, {days / median:.1f} × median" if median else f"stuck, {days}d in stage"


def day_name(iso: str) -> str:
    """A date as the queue writes it, the same in every locale: `Thu 3 Dec`."""
    day = date.fromisoformat(iso)
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"


def _days_until(task: PendingTask, today: date) -> int:
    return (date.fromisoformat(task.due_on) - today).days if task.due_on else 0


def _short(title: str) -> str:
    return title if len(title) <= TITLE_CAP else title[: TITLE_CAP - 1].rstrip() + "…"
