"""A lead as JSON, the shapes of interface.md: what `list --json` and `show --json` print and `|` pipes to a command."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from hermes_tui.formats import DAY_MS, iso, major
from storage.database import Database
from storage.errors import NotFound
from storage.queries import lead as lead_queries
from storage.queries import signals as signal_queries
from storage.queries import tasks as task_queries
from storage.queries.leads import LeadRow, rows_by_id
from storage.queries.proposals import lead_lines
from storage.queries.stages import StageRow, stages
from storage.queries.timeline import timeline
from storage.thresholds import Thresholds

if TYPE_CHECKING:
    from hermes_tui.scoring.facts import LeadFacts
    from storage.queries.lead import ContactRow, LeadDetail, ObjectionRow
    from storage.queries.proposals import OfferLine
    from storage.queries.signals import SignalItem
    from storage.queries.tasks import TaskRow

_EVERYTHING = 1_000_000
_TEXTS = ("description", "author", "author_url", "email", "phone", "website", "source_url", "external_id")


def days_since(since: int, now: int) -> int:
    """Whole days from then to now."""
    return max(0, (now - since) // DAY_MS)


def is_snoozed(snoozed_until: int | None, now: int) -> bool:
    """Whether the lead is put away until a moment still to come."""
    return snoozed_until is not None and snoozed_until > now


def is_stale(row: LeadRow, now: int, stale_days: int) -> bool:
    """Open, not snoozed, silent for `stale_days` or more (definitions.md)."""
    silent = days_since(row.silent_since, now) >= stale_days
    return bool(row.is_open) and silent and not is_snoozed(row.snoozed_until, now)


def is_stuck(row: LeadRow, stage: StageRow, now: int) -> bool:
    """Open, and more whole days in its stage than the stage's threshold (definitions.md)."""
    limit = stage.threshold_days
    return bool(row.is_open) and limit is not None and days_since(row.stage_entered_at, now) > limit


def lead_item(row: LeadRow, stage: StageRow, now: int, stale_days: int) -> dict[str, Any]:
    """A lead as an item of `list --json`."""
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
        "owed_since": iso(row.owed_since) if row.is_open else None,
        "created_at": iso(row.created_at),
        "at_risk": row.risk is not None,
    }


def lead_json(database: Database, lead_id: int, now: int, today: date, stale_days: int) -> dict[str, Any]:
    """Everything about a lead, as `show --json` prints it. Raises NotFound.

    Moments are ISO 8601 with `Z`, dates `YYYY-MM-DD`, money a number in major units; nothing is left out.
    """
    from hermes_tui.metrics.known import lead_completeness
    from hermes_tui.metrics.lead_facts import lead_facts

    rows = rows_by_id(database, [lead_id], now=now)
    if not rows:
        raise NotFound(f"There is no lead #{lead_id}; `hermes list` shows those there are.")
    pipeline = stages(database)
    by_id = {stage.id: stage for stage in pipeline}
    detail = lead_queries.detail(database, lead_id)
    facts = lead_facts(database, lead_id, pipeline)
    complete = lead_completeness(database, facts)
    return {
        **lead_item(rows[0], by_id[detail.stage_id], now, stale_days),
        **_facts(detail, now, is_open=bool(rows[0].is_open)),
        **_scores(detail, facts, now),
        "contacts": [contact_item(row, now, facts.engaged_days) for row in lead_queries.contacts(database, lead_id)],
        "objections": [objection_item(row) for row in lead_queries.objections(database, lead_id)],
        "signals": [signal_item(row) for row in signal_queries.of_lead(database, lead_id)],
        "tasks": [task_item(row) for row in task_queries.tasks(database, lead_id)],
        "proposals": [proposal_item(row) for row in lead_lines(database, lead_id)],
        "tags": lead_queries.tags(database, lead_id),
        "timeline": _timeline(database, lead_id, by_id),
        "stages": _visits(database, lead_id, by_id, now),
        "next_action": _next_action(database, facts, now, today, stale_days),
        "completeness": {"percent": complete.percent, "missing": list(complete.missing)},
    }


def contact_item(row: ContactRow, now: int, engaged_days: int = Thresholds().engaged_days) -> dict[str, Any]:
    """A person of the committee; `engaged_days` is the threshold in force."""
    from hermes_tui.scoring.committee import is_engaged

    return {
        "id": row.id, "name": row.name, "email": row.email, "phone": row.phone, "role": row.role,
        "channel": row.channel, "sentiment": row.sentiment, "is_primary": bool(row.is_primary),
        "touch_count": row.touch_count, "last_touch_at": iso(row.last_touch_at),
        "last_in_at": iso(row.last_in_at), "last_out_at": iso(row.last_out_at), "bounced_at": iso(row.bounced_at),
        "engaged": is_engaged(row.last_in_at, now, engaged_days),
    }  # fmt: skip


def task_item(row: TaskRow) -> dict[str, Any]:
    """A task."""
    return {
        "id": row.id, "lead": row.lead_id, "title": row.title, "kind": row.kind, "priority": row.priority,
        "status": row.status, "due": row.due_on, "due_at": iso(row.due_at), "done_at": iso(row.done_at),
        "contact": None if row.contact_id is None else {"id": row.contact_id, "name": row.contact},
    }  # fmt: skip


def objection_item(row: ObjectionRow) -> dict[str, Any]:
    """What stands in the way, with the note that raised it."""
    return {
        "id": row.id, "kind": row.kind, "state": row.state, "raised_at": iso(row.raised_at),
        "resolved_at": iso(row.resolved_at), "resolution": row.resolution, "note": row.note,
    }  # fmt: skip


def signal_item(row: SignalItem) -> dict[str, Any]:
    """A buying signal: what kind, in which words, of whom, and whether the rep decided it."""
    return {
        "id": row.id, "kind": row.kind, "state": row.state, "evidence": row.evidence, "contact": row.contact,
        "at": iso(row.at), "decided_at": iso(row.decided_at), "origin": row.origin,
    }  # fmt: skip


def proposal_item(row: OfferLine) -> dict[str, Any]:
    """One version of an offer."""
    return {
        "id": row.id, "version": row.version, "title": row.title, "amount": major(row.amount),
        "currency": row.currency, "status": row.status, "sent_at": iso(row.sent_at),
        "viewed_at": iso(row.viewed_at), "decided_at": iso(row.decided_at), "expires_on": row.expires_on,
    }  # fmt: skip


def _facts(detail: LeadDetail, now: int, *, is_open: bool) -> dict[str, Any]:
    return {
        "stage_entered_at": iso(detail.stage_entered_at),
        "days_in_stage": days_since(detail.stage_entered_at, now),
        "close_reason": detail.close_reason,
        **{name: getattr(detail, name) for name in _TEXTS},
        "budget_min": major(detail.budget_min),
        "budget_max": major(detail.budget_max),
        "deadline": detail.deadline_on,
        "custom": json.loads(detail.custom),
        "owed_quote": detail.owed_quote if is_open else None,
        "updated_at": iso(detail.updated_at),
    }


def _scores(detail: LeadDetail, facts: LeadFacts, now: int) -> dict[str, Any]:
    from hermes_tui.scoring.heat import factors
    from hermes_tui.scoring.risk import risks

    warm = factors(facts, now)
    return {
        "score_reasons": json.loads(detail.score_reasons),
        "score_manual": bool(detail.score_manual),
        "heat_reasons": [
            {
                "reason": each.reason.text,
                "points": each.reason.points,
                "evidence": each.reason.evidence,
                "newest_at": iso(each.newest_at),
                "points_now": each.points_now,
            }
            for each in warm
        ],
        "heat_now": sum(each.points_now for each in warm),
        "risk": [risk.text for risk in risks(facts, now)],
    }


def _timeline(database: Database, lead_id: int, by_id: dict[int, StageRow]) -> list[dict[str, Any]]:
    found = []
    for row in timeline(database, lead_id, _EVERYTHING):
        detail, text = row.detail, row.text
        if row.kind == "stage":
            detail = by_id[int(row.detail)].name
            text = f"{detail}: {row.text}" if row.text else detail
        found.append(
            {
                "id": row.row_id, "at": iso(row.at), "kind": row.kind, "direction": row.direction,
                "contact": row.contact, "text": text, "detail": detail,
            }
        )  # fmt: skip
    return found


def _visits(database: Database, lead_id: int, by_id: dict[int, StageRow], now: int) -> list[dict[str, Any]]:
    return [
        {
            "stage": by_id[row.stage_id].name, "entered_at": iso(row.entered_at), "left_at": iso(row.left_at),
            "days": round(((row.left_at or now) - row.entered_at) / DAY_MS, 1), "cause": row.cause,
            "reason": row.reason,
        }
        for row in lead_queries.visits(database, lead_id)
    ]  # fmt: skip


def _next_action(database: Database, facts: LeadFacts, now: int, today: date, stale_days: int) -> dict[str, Any] | None:
    from hermes_tui.metrics.suggestion import suggestion

    found = suggestion(database, facts, now, today, stale_days)
    return None if found is None else {"action": found.action, "label": found.label, "because": found.because}
