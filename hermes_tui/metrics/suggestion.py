"""The next best action of a stored lead: the rules of scoring, but for what the rep refused of late."""

from __future__ import annotations

from datetime import date

from hermes_tui.scoring.facts import DAY_MS, LeadFacts
from hermes_tui.scoring.follow_up import next_words
from hermes_tui.scoring.next_action import NextAction, next_action
from hermes_tui.scoring.staleness import unanswered_written
from storage.database import Database
from storage.queries.lead import refused_suggestions

REFUSED_DAYS = 7  # a refused suggestion steps back for so long


def suggestion(database: Database, facts: LeadFacts, now: int, today: date, stale_days: int) -> NextAction | None:
    """What to do next on this lead, and because of what; None where nothing is asked for. `now` is UTC ms."""
    refused = refused_suggestions(database, facts.lead_id, now - REFUSED_DAYS * DAY_MS)
    found = next_action(facts, now, today, refused, stale_days)
    if found is not None and found.action == "follow_up":
        return found._replace(label=f"Write {next_words(facts.stage, unanswered_written(facts.touches))}")
    return found
