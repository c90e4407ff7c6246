"""How many leads came to the stages that are no step of the funnel: follow-ups, LOST and ARCHIVED."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hermes_tui.metrics.asked import Asked

if TYPE_CHECKING:
    from storage.database import Database

# Visits that ended, by index visit_length, whose rows say when they began as well; those that go on, by lead_standing.
_NO_STEP = """(SELECT stage.id FROM stage WHERE stage.kind IN ('lost', 'archived')
    OR stage.id <> (SELECT MIN(first.id) FROM stage AS first WHERE first.funnel_group = stage.funnel_group))"""
_CAME = f"""
SELECT stage_id, COUNT(DISTINCT lead_id) FROM (
    SELECT visit.stage_id, visit.lead_id FROM visit
    WHERE visit.stage_id IN {_NO_STEP} AND visit.length IS NOT NULL
        AND visit.left_at - visit.length > :since AND visit.left_at - visit.length <= :at{{of_visits}}
    UNION ALL
    SELECT lead.stage_id, lead.id FROM lead
    WHERE lead.stage_id IN {_NO_STEP} AND lead.stage_entered_at > :since AND lead.stage_entered_at <= :at{{of_leads}}
) GROUP BY stage_id
"""


def other_entries(database: Database, asked: Asked) -> dict[int, int]:
    """By stage id: the leads that came there in the window, each once, whether they stand there still or not."""
    sql = _CAME.format(of_visits=asked.of("visit.lead_id"), of_leads=asked.of_leads)
    return dict(database.rows(sql, asked.given()))
