"""The one phrase that says why a lead stands where it does in the queue, from the columns of one row.

It imports nothing of the floor: the list's first frame needs this and nothing else of scoring.
"""

from __future__ import annotations

from datetime import date
from enum import IntEnum

from hermes_tui.formats import day_words

TITLE_CAP = 40
_FOLLOWUPS_BY_STAGE = {"CONTACTED": 0, "FOLLOWUP_1": 1, "FOLLOWUP_2": 2}


RISK_WORDS: dict[str, str] = {
    "ghosted": "ghosted",
    "single-threaded": "single-threaded",
    "champion-silent": "champion silent",
    "no-buyer": "no buyer",
    "negative": "only negative",
}
"""Code of a reason for risk (scoring/risk.py) → the words that stand for it in a list."""


class Section(IntEnum):
    """The sections of the queue, in the order they deserve attention."""

    OWED = 1
    DUE = 2
    AT_RISK = 3
    IN_PLAY = 4
    OUTREACH = 5
    PARKED = 6


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
    risk: str | None,
    never_touched: bool = False,
) -> str:
    """One short phrase for a lead's place, from the columns of one row.

    Days are whole days. `days_silent` counts from creation where `never_touched`. `unanswered_out` is how often we
    have spoken since they last did, the first message included. `task_due_days` is from today to the due date of the
    task longest due, so −2 is two days ago. `parked_until` is the ISO date of the next task. `risk` is the code of the
    gravest reason why the deal is at risk.
    """
    if section == Section.OWED:
        return f"replied {days_ago(owed_days or 0)}, unanswered"
    if section == Section.DUE:
        late = -(task_due_days or 0)
        return f"task due {days_ago(late) if late > 0 else 'today'}: {_short(task_title or 'task')}"
    if section == Section.PARKED:
        return f"parked until {day_name(parked_until)}" if parked_until else "parked"
    followups = max(0, unanswered_out - 1)
    stuck = _stuck_phrase(days_in_stage, median) if days_in_stage > threshold else None
    if section == Section.OUTREACH:
        return _outreach_phrase(stage, days_silent, followups, stuck, never_touched)
    if stuck:
        return stuck
    if never_touched:
        return "never touched"
    if followups >= 2:
        return f"{followups} follow-ups, silent"
    if risk is not None:
        return f"ghosted, silent {days_silent}d" if risk == "ghosted" else RISK_WORDS[risk]
    return "1 follow-up, silent" if followups else f"silent {days_silent}d"


def _outreach_phrase(stage: str, days_silent: int, followups: int, stuck: str | None, never_touched: bool) -> str:
    """Before the first answer: what was tried so far says more than the time in the stage."""
    if never_touched:
        return "never touched"
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
    return day_words(date.fromisoformat(iso))


def _short(title: str) -> str:
    return title if len(title) <= TITLE_CAP else title[: TITLE_CAP - 1].rstrip() + "…"


def days_ago(days: int) -> str:
    """An age in whole days as the screens write it: `3d ago`, `hours ago` (which may have been yesterday's)."""
    return "hours ago" if days <= 0 else f"{days}d ago"
