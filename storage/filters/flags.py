"""The SQL of each flag, as definitions.md defines it."""

from __future__ import annotations

from collections.abc import Callable

from storage.filters.binding import Asked, Parameters
from storage.filters.dates import DAY_MS
from storage.heat import HOT
from storage.queries.risk import AT_RISK

# Whole days in the stage above its threshold: the set days, or 1.5 × its own median once five visits are completed.
_STUCK = f"""lead.is_open = 1 AND EXISTS (
    SELECT 1 FROM stage LEFT JOIN stage_pace AS pace ON pace.stage_id = stage.id AND pace.completed_n >= 5
    WHERE stage.id = lead.stage_id AND ({{now}} - lead.stage_entered_at) / {DAY_MS} > stage.stuck_days
      AND ({{now}} - lead.stage_entered_at) / {DAY_MS} > 1.5 * COALESCE(pace.median_days, 0))"""
_ASLEEP = "lead.snoozed_until IS NOT NULL AND lead.snoozed_until > {now}"
_STALE = (
    "lead.is_open = 1 AND lead.silent_since <= {cutoff} AND (lead.snoozed_until IS NULL OR lead.snoozed_until <= {now})"
)
_PENDING = "status IN ('PENDING', 'IN_PROGRESS')"


def _kind(kind: str) -> str:
    return f"lead.stage_id IN (SELECT id FROM stage WHERE kind = '{kind}')"


_SQL: dict[str, str] = {
    "stale": _STALE,
    "stuck": _STUCK,
    "risk": AT_RISK.replace(":now", "{now}"),
    "hot": HOT,
    "snoozed": _ASLEEP,
    "parked": "lead.is_open = 1 AND lead.next_task_on IS NOT NULL AND lead.next_task_on > {today}",
    # By index task_due; lead_due holds open leads only, and a customer may have a task too.
    "due": f"lead.id IN (SELECT lead_id FROM task WHERE {_PENDING} AND due_on <= {{today}} AND lead_id IS NOT NULL)",
    "owed": "lead.is_open = 1 AND lead.owed_since IS NOT NULL",
    "waiting": "lead.is_open = 1 AND lead.last_out_at IS NOT NULL AND lead.last_out_at > COALESCE(lead.last_in_at, 0)",
    "signal": "lead.id IN (SELECT lead_id FROM signal WHERE state = 'suggested')",  # by index signal_suggested
    "open": "lead.is_open = 1",
    "closed": "lead.is_open = 0",
    "won": _kind("won"),
    "lost": _kind("lost"),
    "archived": _kind("archived"),
    "scored": "lead.score IS NOT NULL",
    "task": f"lead.id IN (SELECT lead_id FROM task WHERE {_PENDING} AND lead_id IS NOT NULL)",
}


def condition(name: str, asked: Asked, parameters: Parameters) -> str:
    """SQL over `lead` that holds, never NULL, where the flag does."""
    given: dict[str, Callable[[], str]] = {
        "now": lambda: parameters.mark(asked.now),
        "today": lambda: parameters.mark(asked.today.isoformat()),
        "cutoff": lambda: parameters.mark(asked.now - asked.stale_days * DAY_MS),
    }
    sql = _SQL[name]
    return sql.format(**{key: mark() for key, mark in given.items() if f"{{{key}}}" in sql})
