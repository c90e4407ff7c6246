"""Gather what is known of one lead, for its completeness."""

from __future__ import annotations

from hermes_tui.scoring.completeness import Completeness, Known, completeness
from hermes_tui.scoring.facts import LeadFacts
from hermes_tui.scoring.stages import at_or_past
from storage.database import Database
from storage.queries import lead as lead_queries


def lead_known(database: Database, facts: LeadFacts) -> Known:
    """What is known of the lead of these facts. Raises NotFound."""
    detail = lead_queries.detail(database, facts.lead_id)
    people = lead_queries.contacts(database, facts.lead_id)
    return Known(
        company=detail.company is not None,
        description=detail.description is not None,
        value=detail.value is not None,
        budget=detail.budget_min is not None or detail.budget_max is not None,
        deadline=detail.deadline_on is not None,
        reachable=any((detail.email, detail.phone, *(each.email or each.phone for each in people))),
        champion=any(each.is_primary for each in people),
        buyer=any(each.buys for each in people),
        roles=bool(people) and all(each.role for each in people),
        moods=bool(people) and all(each.sentiment for each in people),
        is_open=facts.stage_kind == "open",
        next_task=any(task.due_on for task in facts.tasks),
        answered=facts.owed_since is None,
        objections_met=not facts.open_objections,
        wants_proposal=at_or_past(facts.stage, "PROPOSAL_SENT"),
        proposal=bool(facts.proposals),
    )


def lead_completeness(database: Database, facts: LeadFacts) -> Completeness:
    """How complete what is known of the lead is. Raises NotFound."""
    return completeness(lead_known(database, facts))
