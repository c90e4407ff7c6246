"""The next best action of a stored lead: the rules of scoring, but for what the rep refused of late."""

from __future__ import annotations

from datetime import date

from hermes_tui.scoring.facts import DAY_MS, LeadFacts
from hermes_tui.scoring.follow_up import next_words
from hermes_tui.scoring.next_action import NextAction, next_action
from hermes_tui.scoring.staleness import unanswered_written
from storage.database import Database
from storage.queries.suggestions import newest_evidence, refusals

REFUSED_DAYS = 7  # a refused suggestion steps back for so long, unless its evidence is newer than the refusal

_OF_A_TASK = ("do_task", "prepare_call")


def suggestion(database: Database, facts: LeadFacts, now: int, today: date, stale_days: int) -> NextAction | None:
    """What to do next on this lead, and because of what; None where nothing is asked for. `now` is UTC ms."""
    found = next_action(facts, now, today, stepped_back(database, facts, now, today), stale_days)
    if found is not None and found.action == "follow_up":
        return found._replace(label=f"Write {next_words(facts.stage, unanswered_written(facts.touches))}")
    return found


def stepped_back(database: Database, facts: LeadFacts, now: int, today: date) -> frozenset[str]:
    """The actions that the rep refused within REFUSED_DAYS, and of which nothing new was heard or seen since."""
    refused = refusals(database, facts.lead_id, now - REFUSED_DAYS * DAY_MS)
    if not refused:
        return frozenset()
    newest = newest_evidence(database, facts.lead_id, refused, today.isoformat())
    due = _came_due(facts, now, today)
    return frozenset(kind for kind, at in refused.items() if max(newest[kind], due if kind in _OF_A_TASK else 0) <= at)


def _came_due(facts: LeadFacts, now: int, today: date) -> int:
    """Since when at the earliest the task that fell due last has been due (UTC ms); 0 where none is.

    A date has no clock, and no time zone is known here: what is due today fell due within the last 24 hours. Taken
    for the earliest of them, so that what was refused after that midnight never comes back by it.
    """
    late = [(today - date.fromisoformat(task.due_on)).days for task in facts.tasks if task.due_on is not None]
    return max((now - (days + 1) * DAY_MS for days in late if days >= 0), default=0)
