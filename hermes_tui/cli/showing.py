"""Everything about one lead."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hermes_tui.cli import people, shapes, tasks
from hermes_tui.cli.main import OK
from hermes_tui.cli.output import as_json, bold, data, dim, key_values, safe, styled
from hermes_tui.cli.session import Session, as_id
from hermes_tui.formats import DAY_MS, age, iso, money_with, one_line
from hermes_tui.metrics.lead_facts import lead_facts
from hermes_tui.scoring.heat import heat_now
from hermes_tui.scoring.next_action import next_action
from hermes_tui.scoring.risk import risks
from hermes_tui.scoring.score import signed
from storage.queries import lead as lead_queries
from storage.queries.leads import rows_by_id
from storage.queries.stages import StageRow, stages

if TYPE_CHECKING:
    from storage.database import Database

# The page of a lead shows its latest; JSON keeps everything.
SHOWN_EVENTS = 20
ALL_EVENTS = 1_000_000


def show(session: Session) -> int:
    """`hermes show ID`."""
    database = session.reading()
    page = lead_page(session, database, as_id(session.given.words[0]), stages(database))
    if session.json:
        as_json(page)
    else:
        _print(session, database, page)
    return OK


def lead_page(session: Session, database: Database, lead_id: int, pipeline: list[StageRow]) -> dict[str, Any]:
    """A lead as `show --json` prints it. Raises NotFound."""
    now = session.now
    by_id = {stage.id: stage for stage in pipeline}
    detail = lead_queries.detail(database, lead_id)
    facts = lead_facts(database, lead_id, pipeline)
    refused = lead_queries.refused_suggestions(database, lead_id, detail.last_touch_at or 0)
    suggested = next_action(facts, now, session.today, refused, session.settings.stale_days)
    row = rows_by_id(database, [lead_id], now=now)[0]
    return {
        **shapes.lead_item(row, by_id[row.stage_id], now, session.settings.stale_days),
        "stage_entered_at": iso(detail.stage_entered_at),
        "days_in_stage": shapes.days_since(detail.stage_entered_at, now),
        "close_reason": detail.close_reason,
        **{name: getattr(detail, name) for name in _TEXTS},
        "budget_min": shapes.major(detail.budget_min),
        "budget_max": shapes.major(detail.budget_max),
        "deadline": detail.deadline_on,
        "custom": json.loads(detail.custom),
        "score_reasons": json.loads(detail.score_reasons),
        "score_manual": bool(detail.score_manual),
        "heat_reasons": json.loads(detail.heat_reasons),
        "heat_now": heat_now(facts, now).points,
        "risk": [risk.text for risk in risks(facts, now)],
        "owed_quote": detail.owed_quote,
        "contacts": [people.contact_item(person, now) for person in lead_queries.contacts(database, lead_id)],
        "objections": [_objection(found) for found in lead_queries.objections(database, lead_id)],
        "tasks": [tasks.task_item(task) for task in lead_queries.tasks(database, lead_id)],
        "proposals": [_proposal(found) for found in lead_queries.proposals(database, lead_id)],
        "tags": lead_queries.tags(database, lead_id),
        "timeline": _timeline(database, lead_id, by_id),
        "stages": _visits(database, lead_id, by_id, now),
        "next_action": None if suggested is None else _suggestion(suggested.action, suggested.label, suggested.because),
        "updated_at": iso(detail.updated_at),
    }


_TEXTS = ("description", "author", "author_url", "email", "phone", "website", "source_url", "external_id")


def _suggestion(action: str, label: str, because: str) -> dict[str, str]:
    return {"action": action, "label": label, "because": because}


def _objection(found: lead_queries.ObjectionRow) -> dict[str, Any]:
    return {
        "id": found.id, "kind": found.kind, "state": found.state, "raised_at": iso(found.raised_at),
        "resolved_at": iso(found.resolved_at), "resolution": found.resolution, "note": found.note,
    }  # fmt: skip


def _proposal(found: lead_queries.ProposalRow) -> dict[str, Any]:
    return {
        "id": found.id, "version": found.version, "title": found.title, "amount": shapes.major(found.amount),
        "currency": found.currency, "status": found.status, "sent_at": iso(found.sent_at),
        "viewed_at": iso(found.viewed_at), "decided_at": iso(found.decided_at), "expires_on": found.expires_on,
    }  # fmt: skip


def _timeline(database: Database, lead_id: int, by_id: dict[int, StageRow]) -> list[dict[str, Any]]:
    found = []
    for event in lead_queries.timeline(database, lead_id, ALL_EVENTS):
        text = event.text
        if event.kind == "stage":
            text = by_id[int(event.detail)].name + (f": {event.text}" if event.text else "")
        found.append(
            {
                "at": iso(event.at), "kind": event.kind, "direction": event.direction, "contact": event.contact,
                "text": text, "detail": by_id[int(event.detail)].name if event.kind == "stage" else event.detail,
            }
        )  # fmt: skip
    return found


def _visits(database: Database, lead_id: int, by_id: dict[int, StageRow], now: int) -> list[dict[str, Any]]:
    return [
        {
            "stage": by_id[visit.stage_id].name, "entered_at": iso(visit.entered_at), "left_at": iso(visit.left_at),
            "days": round(((visit.left_at or now) - visit.entered_at) / DAY_MS, 1), "cause": visit.cause,
            "reason": visit.reason,
        }
        for visit in lead_queries.visits(database, lead_id)
    ]  # fmt: skip


# -- for a person ----------------------------------------------------------------------------------------


def _print(session: Session, database: Database, page: dict[str, Any]) -> None:
    company = f"{safe(page['company'])}: " if page["company"] else ""
    styled(bold(f"{company}{safe(page['title'])}") + dim(f"  #{page['id']}"))
    key_values(_facts(session, database, page))
    for name in ("score", "heat"):
        for reason in page[f"{name}_reasons"]:
            evidence = f": {reason['evidence']}" if reason["evidence"] else ""
            data(f"  {name} {signed(reason['points'])} {one_line(reason['reason'] + evidence)}")
    if page["description"]:
        data("\n" + page["description"])
    if page["contacts"]:
        data("\nPeople")
        people.print_people(lead_queries.contacts(database, page["id"]), session.now)
    pending = [task for task in lead_queries.tasks(database, page["id"]) if task.status in ("PENDING", "IN_PROGRESS")]
    if pending:
        data("\nTasks")
        tasks.print_tasks(pending, session.today.isoformat())
    for objection in page["objections"]:
        data(f"  objection: {objection['kind'].lower()}, {objection['state'].replace('_', ' ')}")
    if page["timeline"]:
        data("\nLately")
        _print_timeline(page["timeline"])


def _facts(session: Session, database: Database, page: dict[str, Any]) -> list[tuple[str, Any]]:
    row = rows_by_id(database, [page["id"]], now=session.now)[0]
    state = [name for name in ("stale", "stuck") if page[name]]
    if page["snoozed_until"]:
        state.append(f"snoozed until {page['snoozed_until'][:10]}")
    suggested = page["next_action"]
    reason = f" ({page['close_reason']})" if page["close_reason"] else ""
    return [
        ("stage", f"{page['stage']} for {page['days_in_stage']}d{reason}"),
        ("value", money_with(row.value, row.currency) if row.value is not None else None),
        ("silent", age(row.silent_since, session.now) + ("" if page["last_touch_at"] else ", never touched")),
        ("state", ", ".join(state)),
        ("owed", page["owed_quote"] and f"a reply to “{page['owed_quote']}”"),
        ("risk", "; ".join(page["risk"])),
        ("next", suggested and f"{suggested['label']} ({suggested['because']})"),
        ("score", page["score"]),
        ("heat", f"{page['heat']}, now {page['heat_now']}" if page["heat"] else None),
        *((name.replace("_", " "), page[name]) for name in ("source", *_TEXTS[1:], "deadline")),
        ("tags", ", ".join(page["tags"])),
        *page["custom"].items(),
    ]  # fmt: skip


_ARROWS = {"in": "←", "out": "→", "both": "↔"}


def _print_timeline(events: list[dict[str, Any]]) -> None:
    for event in events[:SHOWN_EVENTS]:
        arrow = _ARROWS.get(event["direction"] or "", " ")
        what = event["kind"] if event["kind"] in ("note", "stage", "task", "proposal") else event["detail"].lower()
        who = f"{event['contact']}: " if event["contact"] else ""
        data(f"  {event['at'][:10]} {arrow} {what:9} {one_line(who + event['text'], 110)}".rstrip())
    if len(events) > SHOWN_EVENTS:
        data(f"  … {len(events) - SHOWN_EVENTS} earlier; --json prints all")
