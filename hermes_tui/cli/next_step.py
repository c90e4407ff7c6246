"""`hermes next`: what to do next and because of what; accepted or refused by an option."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hermes_tui.cli.main import NOTHING, OK
from hermes_tui.cli.output import as_json, data, say
from hermes_tui.cli.session import Session, as_id
from storage.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hermes_tui.scoring.facts import LeadFacts
    from hermes_tui.scoring.next_action import NextAction
    from storage.database import Database

_PAGE = 64
_WALK_AT_MOST = 2_000  # leads of the queue that are asked, where most of what is suggested was refused


def next_action(session: Session) -> int:
    """`hermes next [ID]`: of this lead, or of the first of the queue; `--limit N`: of the first so many."""
    given = session.given
    verdict = next((name for name in ("accept", "refuse") if given.flag(f"--{name}")), "")
    limit = given.whole("--limit")
    if verdict:
        if given.flag("--accept") and given.flag("--refuse"):
            raise UsageError("A suggestion is accepted or refused, not both; nothing was recorded.")
        if not given.words:
            raise UsageError(f"Of which lead? Write `hermes next ID --{verdict}`; nothing was recorded.")
        return _decided(session, as_id(given.words[0]), accepted=verdict == "accept")
    if given.words:
        if limit is not None:
            raise UsageError("--limit is of the queue; one lead has one next action.")
        _print([_item(*_of_lead(session, session.reading(), as_id(given.words[0])))], session, alone=True)
        return OK
    found = [_item(facts, action) for facts, action in _of_queue(session, limit or 1)]
    if not found:
        say("Nothing in the queue asks to be done now." if _queued(session) else _EMPTY)
        if session.json and limit is not None:
            as_json([])
        return NOTHING
    _print(found, session, alone=limit is None)
    return OK


_EMPTY = "The queue is empty: nobody waits for you."


def _of_lead(session: Session, database: Database, lead_id: int) -> tuple[LeadFacts, NextAction | None]:
    from hermes_tui.metrics.lead_facts import lead_facts
    from hermes_tui.metrics.suggestion import suggestion

    facts = lead_facts(database, lead_id)
    return facts, suggestion(database, facts, session.now, session.today, session.settings.stale_days)


def _queue(session: Session) -> Any:
    from storage.queries.queue import Queue

    return Queue(
        session.reading(), now=session.now, today=session.today.isoformat(), stale_days=session.settings.stale_days
    )


def _queued(session: Session) -> bool:
    return bool(_queue(session).page(0, 1))


def _of_queue(session: Session, wanted: int) -> Iterator[tuple[LeadFacts, NextAction]]:
    """The first leads of the queue of which something is suggested, in its order."""
    database, queue, found = session.reading(), _queue(session), 0
    for offset in range(0, max(_WALK_AT_MOST, wanted), _PAGE):
        rows = queue.page(offset, _PAGE)
        for row in rows:
            facts, action = _of_lead(session, database, row.id)
            if action is not None:
                yield facts, action
                found += 1
                if found == wanted:
                    return
        if len(rows) < _PAGE:
            return


def _item(facts: LeadFacts, found: NextAction | None) -> dict[str, Any]:
    return {
        "id": facts.lead_id, "title": facts.title, "company": facts.company,
        "action": found.action if found else None, "label": found.label if found else None,
        "because": found.because if found else None,
    }  # fmt: skip


def _print(items: list[dict[str, Any]], session: Session, *, alone: bool) -> None:
    if session.json:
        as_json(items[0] if alone else items)
        return
    for item in items:
        data(f"#{item['id']} {item['company'] or item['title']}: {_words(item)}")


def _words(item: dict[str, Any]) -> str:
    return f"{item['label']}, because: {item['because']}" if item["action"] else "nothing is asked for now"


# -- accepting and refusing ------------------------------------------------------------------------------


def _decided(session: Session, lead_id: int, *, accepted: bool) -> int:
    from hermes_tui.actions import suggestions

    database = session.writing()
    facts, found = _of_lead(session, database, lead_id)
    about = database, session.now, session.today, session.settings.stale_days
    if accepted:
        outcome = suggestions.accept(about[0], lead_id, *about[1:]).outcome
    else:
        outcome = suggestions.refuse(about[0], [lead_id], *about[1:])
    item = _item(facts, found) | {"verdict": "accepted" if accepted else "refused" if found else None}
    session.wrote(outcome, lead_id, item | {"next": _item(*_of_lead(session, database, lead_id))})
    if accepted and found is not None and not session.json:
        say(_how(database, facts, found.action, session))
    return OK if found is not None else NOTHING


def _how(database: Database, facts: LeadFacts, action: str, session: Session) -> str:
    """The command that does what was accepted; what is left to be done by hand, in words."""
    from hermes_tui.scoring.next_action import task_to_do
    from storage.queries.lead import objections
    from storage.queries.proposals import lead_lines

    lead, task = facts.lead_id, task_to_do(facts, session.today)
    open_one = next((row.id for row in objections(database, lead) if row.state == "open"), "ID")
    offer = next((f"edit {row.id}" for row in lead_lines(database, lead)), f"add {lead}")
    ways = {
        "answer": f"hermes draft {lead} --reply", "send_proposal": f"hermes proposal {offer}",
        "do_task": f"hermes task done {task.id if task else 'ID'}", "prepare_call": f"hermes show {lead}",
        "first_message": f"hermes draft {lead}", "follow_up": f"hermes draft {lead}",
        "find_stakeholder": f"hermes contact add {lead} --name NAME",
        "address_objection": f"hermes objection resolve {open_one} TEXT",
        "decide": f"hermes stage {lead} NAME`, `hermes lose {lead} --reason WHY` or `hermes archive {lead}",
        "touch": f"hermes touch {lead} --via call",
    }  # fmt: skip
    return f"To do it: `{ways[action]}`" if action in ways else f"Next: `hermes next {lead}`"
