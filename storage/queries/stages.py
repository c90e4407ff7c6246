"""The pipeline's stages with their stuck thresholds, and what the board's column headers say."""

from __future__ import annotations

from typing import NamedTuple

from storage.database import Database

# definitions.md, "Stuck": the own median counts from this many completed visits on.
MIN_VISITS = 5
MEDIAN_FACTOR = 1.5


class StageRow(NamedTuple):
    """A stage; `threshold_days` is what makes a deal in it stuck, None where nothing does."""

    id: int
    name: str
    label: str
    kind: str
    funnel_group: str
    threshold_days: float | None
    median_days: float | None


class StageTotal(NamedTuple):
    """How many leads stand in a stage, and their value (minor units) by currency, largest first."""

    stage_id: int
    n: int
    values: tuple[tuple[str, int], ...]


_STAGES = """
SELECT stage.id, stage.name, stage.label, stage.kind, stage.funnel_group, stage.stuck_days,
       pace.completed_n, pace.median_days
FROM stage LEFT JOIN stage_pace AS pace ON pace.stage_id = stage.id ORDER BY stage.id
"""


def stages(database: Database) -> list[StageRow]:
    """All stages in pipeline order."""
    found = []
    for number, name, label, kind, group, stuck_days, visits, median in database.rows(_STAGES):
        known = median if (visits or 0) >= MIN_VISITS else None
        threshold = stuck_days
        if stuck_days is not None and known is not None:
            threshold = max(stuck_days, MEDIAN_FACTOR * known)
        found.append(StageRow(number, name, label, kind, group, threshold, known))
    return found


def totals(database: Database) -> dict[int, StageTotal]:
    """Count and value per stage id, from the kept totals: the cost does not grow with the leads."""
    counted: dict[int, int] = {}
    values: dict[int, list[tuple[str, int]]] = {}
    for stage_id, currency, n, value in database.rows(
        "SELECT stage_id, currency, n, value FROM stage_total ORDER BY stage_id, value DESC"
    ):
        counted[stage_id] = counted.get(stage_id, 0) + n
        if value:
            values.setdefault(stage_id, []).append((currency, value))
    return {key: StageTotal(key, n, tuple(values.get(key, ()))) for key, n in counted.items()}
