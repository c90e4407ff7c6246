"""Everything about one lead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hermes_tui.actions.lead_json import lead_json
from hermes_tui.cli import people, tasks
from hermes_tui.cli.main import OK
from hermes_tui.cli.output import as_json, bold, data, dim, key_values, safe, styled
from hermes_tui.cli.session import Session, as_id
from hermes_tui.formats import age, money_with, one_line
from hermes_tui.scoring.score import signed
from storage.queries import lead as lead_queries
from storage.queries import tasks as task_queries
from storage.thresholds import thresholds

if TYPE_CHECKING:
    from storage.database import Database

SHOWN_EVENTS = 20  # of the timeline, to a person; JSON keeps everything
_PLAIN = ("source", "author", "author_url", "email", "phone", "website", "source_url", "external_id", "deadline")


def show(session: Session) -> int:
    """`hermes show ID`."""
    database = session.reading()
    lead_id = as_id(session.given.words[0])
    page = lead_json(database, lead_id, session.now, session.today, session.settings.stale_days)
    if session.json:
        as_json(page)
    else:
        _print(session, database, page)
    return OK


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
        people.print_people(lead_queries.contacts(database, page["id"]), session.now, thresholds(database).engaged_days)
    pending = [task for task in task_queries.tasks(database, page["id"]) if task.is_pending]
    if pending:
        data("\nTasks")
        tasks.print_tasks(pending, session.today.isoformat(), session.zone)
    _print_objections(database, page)
    _print_signals(page)
    _print_proposals(session, database, page)
    if page["timeline"]:
        data("\nLately")
        _print_timeline(page["timeline"])


def _print_objections(database: Database, page: dict[str, Any]) -> None:
    if not page["objections"]:
        return
    from storage.queries.objections import standing

    is_open = lead_queries.detail(database, page["id"]).is_open
    data("\nObjections")
    for objection in page["objections"]:
        how = f": {one_line(objection['resolution'], 90)}" if objection["resolution"] else ""
        stands = standing(objection["state"], is_open)
        data(f"  {objection['id']:>6} {objection['kind'].lower():12} {stands}{how}")


def _print_signals(page: dict[str, Any]) -> None:
    shown = [signal for signal in page["signals"] if signal["state"] != "refused"]
    if not shown:
        return
    from hermes_tui.actions.signals import words_of_kind

    data("\nBuying signals")
    for signal in shown:
        who = f"{signal['contact']}: " if signal["contact"] else ""
        words = one_line(who + signal["evidence"], 90)
        data(f"  {signal['id']:>6} {words_of_kind(signal['kind']):23} {signal['state']:10} {words}".rstrip())


def _print_proposals(session: Session, database: Database, page: dict[str, Any]) -> None:
    if not page["proposals"]:
        return
    from hermes_tui.exchange.proposal_words import amount_words, state
    from storage.queries.proposals import lead_lines

    data("\nProposals")
    for offer in lead_lines(database, page["id"]):
        stands = state(offer.status, offer.expires_on, session.today, offer.replaced_by).words
        amount = amount_words(offer.amount, offer.currency)
        data(f"  {offer.id:>6} v{offer.version} {stands:13} {amount:>14}  {one_line(offer.title, 90)}")


def _facts(session: Session, database: Database, page: dict[str, Any]) -> list[tuple[str, Any]]:
    detail = lead_queries.detail(database, page["id"])
    state = [name for name in ("stale", "stuck") if page[name]]
    if page["snoozed_until"]:
        state.append(f"snoozed until {page['snoozed_until'][:10]}")
    suggested = page["next_action"]
    reason = f" ({page['close_reason']})" if page["close_reason"] else ""
    return [
        ("stage", f"{page['stage']} for {page['days_in_stage']}d{reason}"),
        ("value", money_with(detail.value, detail.currency) if detail.value is not None else None),
        ("silent", age(detail.silent_since, session.now) + ("" if page["last_touch_at"] else ", never touched")),
        ("state", ", ".join(state)),
        ("owed", page["owed_quote"] and f"a reply to “{page['owed_quote']}”"),
        ("risk", "; ".join(page["risk"])),
        ("next", suggested and f"{suggested['label']} ({suggested['because']})"),
        ("score", page["score"]),
        ("heat", f"{page['heat']}, now {page['heat_now']}" if page["heat"] else None),
        *((name.replace("_", " "), page[name]) for name in _PLAIN),
        ("tags", ", ".join(page["tags"])),
        *page["custom"].items(),
    ]  # fmt: skip


def _what(event: dict[str, Any]) -> str:
    """`call`, `email delivered`, `email out of office`, `note`: that a word of theirs was read is not told."""
    if event["kind"] in ("note", "stage", "task", "proposal", "mood"):
        return str(event["kind"])
    if event["kind"] == "signal":
        return str(event["detail"]).replace("_", " ")
    way, _, state = str(event["detail"]).partition(" ")
    shown = way if event["direction"] == "in" and state == "READ" else event["detail"]
    return str(shown).lower().replace("_", " ")


_ARROWS = {"in": "←", "out": "→", "both": "↔"}


def _print_timeline(events: list[dict[str, Any]]) -> None:
    for event in events[:SHOWN_EVENTS]:
        arrow = _ARROWS.get(event["direction"] or "", " ")
        what = _what(event)
        who = f"{event['contact']}: " if event["contact"] else ""
        # A touch is called by its number by `hermes touch edit` and `touch rm`.
        number = f"#{event['id']}" if event["kind"] == "touch" else ""
        data(f"  {event['at'][:10]} {number:>6} {arrow} {what:9} {one_line(who + event['text'], 110)}".rstrip())
    if len(events) > SHOWN_EVENTS:
        data(f"  … {len(events) - SHOWN_EVENTS} earlier; --json prints all")
