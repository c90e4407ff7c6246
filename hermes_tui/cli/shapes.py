"""The JSON shapes of interface.md, and the few facts about a row that they and the tables share."""

from __future__ import annotations

from typing import Any

from hermes_tui.formats import DAY_MS, iso
from storage.queries.leads import LeadRow
from storage.queries.stages import StageRow


def major(minor: int | None) -> int | float | None:
    """Money as a number in major units, whole where it is whole."""
    if minor is None:
        return None
    return minor // 100 if minor % 100 == 0 else minor / 100


def days_since(since: int, now: int) -> int:
    """Whole days from then to now."""
    return max(0, (now - since) // DAY_MS)


def is_snoozed(snoozed_until: int | None, now: int) -> bool:
    """Whether the lead is put away until a moment still to come."""
    return snoozed_until is not None and snoozed_until > now


def is_stale(row: LeadRow, now: int, stale_days: int) -> bool:
    """Open, not snoozed, silent for `stale_days` or more (definitions.md)."""
    if not row.is_open or is_snoozed(row.snoozed_until, now):
        return False
    return days_since(row.silent_since, now) >= stale_days


def is_stuck(row: LeadRow, stage: StageRow, now: int) -> bool:
    """Open, and more whole days in its stage than the stage's threshold (definitions.md)."""
    limit = stage.threshold_days
    return bool(row.is_open) and limit is not None and days_since(row.stage_entered_at, now) > limit


def lead_item(row: LeadRow, stage: StageRow, now: int, stale_days: int) -> dict[str, Any]:
    """A lead as `list --json` prints it."""
    snoozed = is_snoozed(row.snoozed_until, now)
    return {
        "id": row.id,
        "title": row.title,
        "company": row.company,
        "stage": stage.name,
        "source": row.source,
        "score": row.score,
        "heat": row.heat,
        "value": major(row.value),
        "currency": row.currency,
        "last_touch_at": iso(row.last_touch_at),
        "days_silent": days_since(row.silent_since, now),
        "stale": is_stale(row, now, stale_days),
        "stuck": is_stuck(row, stage, now),
        "snoozed_until": iso(row.snoozed_until) if snoozed else None,
        "next_task": {"title": row.task_title, "due": row.next_task_on} if row.task_title is not None else None,
        "owed_since": iso(row.owed_since),
        "created_at": iso(row.created_at),
    }
