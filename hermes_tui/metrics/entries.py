"""How many leads came to LOST and ARCHIVED, which the funnel knows only as the end of what was before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hermes_tui.metrics.asked import Asked

if TYPE_CHECKING:
    from storage.database import Database

# A lead's first coming there in the window: one row a lead. By index visit_entered, which covers it.
_ENTERED = """
SELECT stage.id, COUNT(visit.lead_id)
FROM stage LEFT JOIN visit ON visit.group_id = stage.id AND visit.at > :since AND visit.at <= :at
    AND (visit.entered_before IS NULL OR visit.entered_before <= :since){of}
WHERE stage.kind IN ('lost', 'archived') GROUP BY stage.id
"""


def closed_entries(database: Database, asked: Asked) -> dict[int, int]:
    """By stage id: the leads that came there in the window, each once, whether they stand there still or not."""
    return dict(database.rows(_ENTERED.format(of=asked.of("visit.lead_id")), asked.given()))
