"""Everything that a lead's page shows but its timeline, read in one go."""

from __future__ import annotations

from typing import NamedTuple

from hermes_tui.metrics.lead_facts import lead_facts
from hermes_tui.metrics.suggestion import suggestion
from hermes_tui.scoring.committee import CommitteeMap, committee_map
from hermes_tui.scoring.heat import Factor, factors
from hermes_tui.scoring.next_action import NextAction
from hermes_tui.scoring.risk import Risk, risks
from hermes_tui.session import Session
from storage.queries import lead as lead_queries
from storage.queries import signals as signal_queries
from storage.queries import tasks as task_queries
from storage.queries.lead import ContactRow, LeadDetail, NoteRow, ObjectionRow, VisitRow
from storage.queries.objections import standing
from storage.queries.proposals import OfferLine, lead_lines
from storage.queries.signals import SignalItem
from storage.queries.stages import StageRow, stages
from storage.queries.tasks import TaskRow


class LeadPage(NamedTuple):
    """A lead as its page knows it. Moments UTC ms; visits newest first."""

    detail: LeadDetail
    pipeline: dict[int, StageRow]
    tags: list[str]
    people: list[ContactRow]
    tasks: list[TaskRow]
    notes: list[NoteRow]
    objections: list[ObjectionRow]
    signals: list[SignalItem]
    proposals: list[OfferLine]
    visits: list[VisitRow]
    warm: tuple[Factor, ...]  # the ledger of heat
    risks: tuple[Risk, ...]
    suggested: NextAction | None
    committee: CommitteeMap

    @property
    def stage(self) -> StageRow:
        """Where the lead stands."""
        return self.pipeline[self.detail.stage_id]

    @property
    def heat_now(self) -> int:
        """Heat with every factor faded by the age of its newest evidence."""
        return sum(factor.points_now for factor in self.warm)

    @property
    def pending(self) -> int:
        """How many tasks are to be done."""
        return sum(task.is_pending for task in self.tasks)

    @property
    def in_the_way(self) -> int:
        """How many objections are open: none of a closed deal."""
        return sum(standing(found.state, self.detail.is_open) == "open" for found in self.objections)


def read_page(session: Session, lead_id: int) -> LeadPage:
    """Read a lead's page. Raises NotFound."""
    database, now = session.database, session.now()
    pipeline = stages(database)
    detail = lead_queries.detail(database, lead_id)
    facts = lead_facts(database, lead_id, pipeline)
    people = lead_queries.contacts(database, lead_id)
    return LeadPage(
        detail=detail,
        pipeline={stage.id: stage for stage in pipeline},
        tags=lead_queries.tags(database, lead_id),
        people=people,
        tasks=task_queries.tasks(database, lead_id),
        notes=lead_queries.notes(database, lead_id),
        objections=lead_queries.objections(database, lead_id),
        signals=signal_queries.of_lead(database, lead_id),
        proposals=lead_lines(database, lead_id),
        visits=lead_queries.visits(database, lead_id)[::-1],
        warm=factors(facts, now),
        risks=risks(facts, now),
        suggested=suggestion(database, facts, now, session.today(), session.settings.stale_days),
        committee=committee_map(people, now, facts.engaged_days, facts.champion_silent_days),
    )
