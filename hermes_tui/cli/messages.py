"""Messages: the outbox, those of a lead, one whole; changed, marked with what became of them, dropped."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from hermes_tui.cli.main import OK
from hermes_tui.cli.output import as_json, bold, data, dim, key_values, safe, say, styled, table
from hermes_tui.cli.session import Session, all_ids, as_id, pairs
from storage.errors import UsageError
from storage.queries import messages as queries

if TYPE_CHECKING:
    from storage.queries.messages import MessageRow


# -- reading -----------------------------------------------------------------------------------------------


def outbox(session: Session) -> int:
    """`hermes outbox`: what is on its way out, what may have left, what waits for the rep to say whether it went."""
    from hermes_tui.actions.outbox import look_for_lost
    from hermes_tui.actions.rep import me_of
    from storage.queries import outbox as waiting

    database = session.reading()
    if waiting.in_hand_ids(database):
        look_for_lost(database, None, me_of(session.settings), session.now)
    parts = {
        "outbox": waiting.outbox(database), "in_doubt": waiting.in_doubt(database),
        "failed": waiting.failed(database), "handed_over": waiting.handed_over(database),
        "drafts": waiting.drafts(database),
    }  # fmt: skip
    if session.json:
        as_json({name: [item(row) for row in rows] for name, rows in parts.items()})
        return OK
    rows = [row for found in parts.values() for row in found]
    if not rows:
        say("Nothing is on its way out: `hermes draft LEAD -t TEMPLATE` writes a mail.")
        return OK
    print_rows(session, rows)
    rest = waiting.rest_of(database)
    if parts["outbox"] and rest is not None and rest[0] == session.settings.send_by and session.now < rest[1]:
        say(f"Held, next try at {_moment(session, rest[1])[-5:]} or by `hermes send --now`: {rest[2]}")
    if parts["in_doubt"]:
        say("In doubt means it may have left: `hermes message status ID sent`, or `draft` where it did not.")
    if parts["handed_over"]:
        say("Handed over means your own program has it: `hermes message status ID sent` once it went.")
    return OK


def listing(session: Session) -> int:
    """`hermes message list LEAD`: all messages of a lead, the newest first."""
    from storage.queries.lead import detail

    database, lead_id = session.reading(), as_id(session.given.words[0])
    detail(database, lead_id)
    rows = queries.messages_of(database, lead_id)
    if session.json:
        as_json([item(row) for row in rows])
    elif rows:
        print_rows(session, rows)
    else:
        say(f"None yet: `hermes draft {lead_id} -t TEMPLATE` writes one.")
    return OK


def show(session: Session) -> int:
    """`hermes message show ID`: one message whole."""
    row = queries.message(session.reading(), as_id(session.given.words[0], "message"))
    if session.json:
        as_json(item(row))
        return OK
    from hermes_tui.actions.outbox import state_words

    ours = row.direction == "out"
    styled(bold(safe(row.subject or f"({row.channel})")) + dim(f"  message {row.id}"))
    key_values([
        ("lead", f"#{row.lead_id} {row.lead}"),
        ("to" if ours else "from", " ".join(filter(None, (row.to_name, row.address and f"<{row.address}>")))),
        ("state", state_words(row) if ours else row.automatic or "received"),
        ("at" if row.went_out or not ours else "written", _moment(session, row.at)),
        ("leaves", _moment(session, row.send_at) if row.status == "SCHEDULED" and row.send_at else None),
        ("template", f"{row.template} v{row.template_version}" if row.template else None),
        ("by", row.way), ("because", row.failure), ("mood", row.sentiment), ("back on", row.return_on),
    ])  # fmt: skip
    data(f"\n{row.body}")
    return OK


def print_rows(session: Session, rows: list[MessageRow]) -> None:
    """Messages as a table."""
    from hermes_tui.actions.outbox import state_words

    cells = []
    for row in rows:
        ours = row.direction == "out"
        when = row.send_at if row.status == "SCHEDULED" and row.send_at is not None else row.at
        state = state_words(row) if ours else (row.automatic or "received").replace("_", " ")
        words = row.failure or row.subject or " ".join(row.body.split())
        cells.append((
            str(row.id), _moment(session, when), state, f"#{row.lead_id} {row.lead}",
            f"{'to' if ours else 'from'} {row.to_name or row.address or '–'}", row.channel, words,
        ))  # fmt: skip
    table(("id", "when", "state", "lead", "who", "by", "subject, or why"), cells, right=(0,), stretch=(3, 4, 6))


def item(row: MessageRow) -> dict[str, Any]:
    """A message as JSON."""
    from hermes_tui.actions.outbox import state_words
    from hermes_tui.formats import iso

    contact = None if row.contact_id is None else {"id": row.contact_id, "name": row.to_name}
    return {
        "id": row.id, "lead": row.lead_id, "contact": contact, "address": row.address, "channel": row.channel,
        "direction": row.direction, "status": row.status, "state": state_words(row), "automatic": row.automatic,
        "subject": row.subject, "body": row.body, "quote": row.quote, "sentiment": row.sentiment, "at": iso(row.at),
        "send_at": iso(row.send_at), "claimed_at": iso(row.claimed_at), "way": row.way, "failure": row.failure,
        "template": row.template, "template_version": row.template_version, "message_id": row.rfc_message_id,
        "in_reply_to": row.in_reply_to, "thread": row.thread, "return_on": row.return_on,
        "answered_at": iso(row.answered_at), "created_at": iso(row.created_at),
    }  # fmt: skip


def _moment(session: Session, at: int) -> str:
    return f"{datetime.fromtimestamp(at / 1000, session.zone):%Y-%m-%d %H:%M}"


# -- writing -----------------------------------------------------------------------------------------------


def edit(session: Session) -> int:
    """`hermes message edit ID field=value… [--body FILE]`: of one that has not left; of theirs only sentiment=."""
    from hermes_tui.actions.drafting import edit_draft
    from hermes_tui.actions.message_moods import feel

    number, given = as_id(session.given.words[0], "message"), pairs(session.given.words[1:])
    name = session.given.value("--body")
    if name is not None:
        from hermes_tui.cli.texts import text_of

        if "body" in given:
            raise UsageError("The body is given twice, as body= and as --body; which one is meant?")
        given["body"] = text_of(name, "message")
    if not given:
        raise UsageError("What is to change? Say field=value, such as subject='ERP rollout', or --body FILE.")
    database = session.writing()
    if list(given) in (["sentiment"], ["mood"]):
        outcome = feel(database, number, next(iter(given.values())), session.now)
    else:
        outcome = edit_draft(database, number, given, session.now)
    return session.wrote(outcome, number, {"lead": outcome.lead_ids[0]})


def status(session: Session) -> int:
    """`hermes message status ID… STATUS [--at WHEN]`."""
    from hermes_tui.actions.outbox import mark
    from hermes_tui.actions.rep import cadence_of

    *ids, word = session.given.words
    numbers, at = all_ids(ids, "message"), session.at
    database = session.writing()
    outcome = mark(database, numbers, word, session.now, at=at, cadence=cadence_of(session.settings), zone=session.zone)
    return session.wrote(outcome, numbers[0], {"messages": numbers})


def drop(session: Session) -> int:
    """`hermes message drop ID…`: what has not left; one undo takes it back."""
    from hermes_tui.actions.drafting import drop as take_out

    numbers = all_ids(session.given.words, "message")
    return session.wrote(take_out(session.writing(), numbers, session.now), numbers[0], {"messages": numbers})
