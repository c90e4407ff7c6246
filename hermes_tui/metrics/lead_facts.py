"""Gather from storage what scoring is told about one lead."""

from __future__ import annotations

from hermes_tui.scoring.facts import Evidence, LeadFacts, PendingTask, Person, ProposalFact, Signal
from storage.database import Database
from storage.queries import lead as lead_queries
from storage.queries import tasks as task_queries
from storage.queries.proposals import lead_lines
from storage.queries.stages import StageRow, stages
from storage.queries.timeline import said
from storage.thresholds import thresholds

DEFAULT_THRESHOLD_DAYS = 14.0


def lead_facts(database: Database, lead_id: int, pipeline: list[StageRow] | None = None) -> LeadFacts:
    """The facts of a lead as scoring wants them. Raises NotFound. `pipeline` saves a read where it is known."""
    detail = lead_queries.detail(database, lead_id)
    by_id = {stage.id: stage for stage in pipeline or stages(database)}
    stage = by_id[detail.stage_id]
    days = thresholds(database)
    return LeadFacts(
        lead_id=lead_id,
        title=detail.title,
        company=detail.company,
        stage=stage.name,
        stage_kind=stage.kind,
        stage_entered_at=detail.stage_entered_at,
        created_at=detail.created_at,
        last_touch_at=detail.last_touch_at,
        snoozed_until=detail.snoozed_until,
        score=detail.score,
        value=detail.value,
        touches=tuple(Evidence(*row) for row in said(database, lead_id)),
        contacts=tuple(
            Person(row.id, row.name, row.role, bool(row.is_primary), row.sentiment, bool(row.buys), row.last_in_at)
            for row in lead_queries.contacts(database, lead_id)
        ),
        tasks=tuple(
            PendingTask(row.id, row.title, row.kind, row.due_on)
            for row in task_queries.tasks(database, lead_id)
            if row.is_pending
        ),
        open_objections=tuple(row.kind for row in lead_queries.objections(database, lead_id) if row.state == "open"),
        signals=tuple(
            Signal(row.kind, row.state, row.at, row.evidence) for row in lead_queries.signals(database, lead_id)
        ),
        proposals=tuple(ProposalFact(row.status, row.viewed_at, row.sent_at) for row in lead_lines(database, lead_id)),
        owed_since=detail.owed_since,
        answered_dismissed_at=detail.dismissed_at,
        stage_threshold_days=stage.threshold_days if stage.threshold_days is not None else DEFAULT_THRESHOLD_DAYS,
        stage_median_days=stage.median_days,
        engaged_days=days.engaged_days,
        champion_silent_days=days.champion_silent_days,
        followup_after=days.followup_after,
        followups_at_most=days.followups_at_most,
    )
