"""Mail that came: reading mailboxes, saying whose a mail is, and filing one that a mail program pipes in."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from hermes_tui.cli.main import FAILURE, NOTHING, OK, SOME_REJECTED
from hermes_tui.cli.output import as_json, data, say
from hermes_tui.cli.session import Session, as_id
from hermes_tui.formats import iso, one_line
from storage.errors import UsageError

if TYPE_CHECKING:
    from hermes_tui.actions.mail_reckoning import Box, SyncReckoning
    from storage.database import Database
    from storage.queries.mailboxes import Question

_MOST_BYTES = 40_000_000
_FAULTS_SHOWN = _SAID_SHOWN = 20
_CHOICES = "a lead's number, `new` or `none`"


def sync(session: Session) -> int:
    """`hermes mail sync [NAME…]`: exit 4 where some mail could not be read, 1 where no mailbox could."""
    from hermes_tui.actions.mail_boxes import boxes_of

    settings = session.settings
    boxes = boxes_of(settings.mail, settings.mail_secret, session.given.words)
    dry_run = session.given.flag("--dry-run")
    found = _on_a_copy(session, boxes) if dry_run else _sync(session, session.writing(), boxes)
    if session.json:
        as_json(_item(found))
    else:
        _say(found)
        if not (settings.email or settings.aliases):
            say("Which mail is your own is not known: `hermes config set email you@example.com` says it.")
        if dry_run:
            say("Nothing was filed (dry run).")
        elif found.changed:
            say("Undo: hermes undo")
    if found.troubled == len(boxes) and not found.read:
        return FAILURE
    return SOME_REJECTED if found.unreadable or found.troubled else OK


def _sync(session: Session, database: Database, boxes: list[Box]) -> SyncReckoning:
    from hermes_tui.actions.mail_sync import sync as read_all
    from hermes_tui.actions.rep import cadence_of
    from hermes_tui.actions.replies import own_addresses

    settings = session.settings
    shown = sys.stderr.isatty()
    found = read_all(
        database, boxes, own_addresses(settings.email, settings.aliases), session.now,
        again=session.given.flag("--again"), progress=_progress if shown else None, cadence=cadence_of(settings),
        zone=session.zone,
    )  # fmt: skip
    if shown:
        sys.stderr.write("\r\x1b[K")
    return found


def _on_a_copy(session: Session, boxes: list[Box]) -> SyncReckoning:
    """What a sync would do, done to a copy of the file: exact, and nobody has to wait for it."""
    from pathlib import Path
    from tempfile import TemporaryDirectory

    from storage.database import Database
    from storage.snapshots.copies import written

    with TemporaryDirectory(prefix="hermes-") as folder:
        original = session.reading()
        path = written(original.connection(), original.path, Path(folder) / "copy.db")
        copy = Database.open(path)
        try:
            return _sync(session, copy, boxes)
        finally:
            copy.close()


def _progress(done: int, total: int | None) -> None:
    of = f" of about {total:,}" if total is not None and total > done else ""
    sys.stderr.write(f"\r\x1b[K{done:,}{of} mails")
    sys.stderr.flush()


def _item(found: SyncReckoning) -> dict[str, Any]:
    numbers = {name: value for name, value in found._asdict().items() if type(value) is int and name != "troubled"}
    return {
        **numbers, "faults": list(found.faults), "said": list(found.said),
        "away": [{"lead": one.lead_id, "who": one.who, "return_on": one.return_on} for one in found.away],
        "leads": list(found.lead_ids), "stopped": found.stopped, "done": found.words,
    }  # fmt: skip


def _say(found: SyncReckoning) -> None:
    for fault in found.faults[:_FAULTS_SHOWN]:
        say(fault)
    if len(found.faults) > _FAULTS_SHOWN:
        say(f"… and {len(found.faults) - _FAULTS_SHOWN:,} more; --json lists all.")
    for sentence in found.said[:_SAID_SHOWN]:
        say(sentence)
    if len(found.said) > _SAID_SHOWN:
        say(f"… and {len(found.said) - _SAID_SHOWN:,} more of the kind; --json lists all.")
    for one in found.away[:_SAID_SHOWN]:
        say(f"{one.who} is back on {one.return_on}: `hermes snooze {one.lead_id} {one.return_on}`.")
    if found.questions:
        say("Whose some of it is, only you can say: `hermes mail ask`.")
    say(found.words + ".")


# -- whose is it -------------------------------------------------------------------------------------------


def ask(session: Session) -> int:
    """`hermes mail ask`: the mail that waits for the rep to say whose it is."""
    from storage.queries.lead import titles
    from storage.queries.mailboxes import questions

    database = session.reading()
    found = questions(database)
    names = titles(database, [lead for each in found for lead, _, _ in each.candidates])
    if session.json:
        as_json([_question_item(each, names) for each in found])
    elif found:
        for each in found:
            _print(each, names)
        say(f"hermes mail answer ID LEAD|new|none ({_CHOICES}); --add makes the writer one of the lead's people.")
    else:
        say("No mail waits for you to say whose it is.")
    return OK if found else NOTHING


def _question_item(each: Question, names: dict[int, str]) -> dict[str, Any]:
    return {
        "id": each.id, "at": iso(each.at), "direction": each.direction, "name": each.from_name,
        "address": each.address, "subject": each.subject, "words": each.words, "why": each.why,
        "automatic": each.automatic, "return_on": each.return_on, "message": each.message_id,
        "candidates": [
            {"lead": lead, "title": names.get(lead), "contact": contact, "why": why}
            for lead, contact, why in each.candidates
        ],
    }  # fmt: skip


def _print(each: Question, names: dict[int, str]) -> None:
    who = f"{each.from_name} <{each.address}>" if each.from_name else each.address
    heading = f"{'from' if each.direction == 'in' else 'to'} {who}, {iso(each.at)}"
    data(f"{each.id}  {heading}: {each.subject or '(no subject)'}")
    data(f"   {one_line(each.words, 200)}")
    data(f"   {each.why}")
    for lead, _, why in each.candidates:
        data(f"   - {names.get(lead, 'deleted since')} (lead {lead}): {why}")


def answer(session: Session) -> int:
    """`hermes mail answer ID LEAD|new|none`."""
    from hermes_tui.actions.mail_questions import answer_nobody, answer_question, answer_with_new_lead
    from hermes_tui.cli.writing import whom

    question_id, said = as_id(session.given.words[0], "question"), session.given.words[1]
    database, region = session.writing(), session.settings.region
    if said in ("none", "no"):
        outcome = answer_nobody(database, question_id, session.now)
    elif said == "new":
        outcome = answer_with_new_lead(
            database, question_id, session.now, session.today, title=session.given.value("--title") or "",
            currency=session.settings.currency, region=region,
        )  # fmt: skip
    elif said.removeprefix("#").isdigit():
        lead_id = as_id(said)
        outcome = answer_question(
            database, question_id, lead_id, session.now, session.today, contact_id=whom(session, database, [lead_id]),
            new_person=session.given.flag("--add"), region=region,
        )  # fmt: skip
    else:
        raise UsageError(f"`{said}` says of no mail whose it is; write {_CHOICES}.")
    return session.wrote(outcome, outcome.made, {"leads": list(outcome.lead_ids)})


# -- one mail ----------------------------------------------------------------------------------------------


def from_mail(session: Session) -> int:
    """`hermes touch --from-mail -`: one mail as a mail program pipes it; exit 3 where it is nobody's on file."""
    from hermes_tui.actions.mail_sieve import is_over_list
    from hermes_tui.actions.rep import cadence_of
    from hermes_tui.actions.replies import file_letter, own_addresses
    from hermes_tui.outreach.reading.heads import read_head
    from hermes_tui.outreach.reading.letters import read_letter

    given, settings = session.given, session.settings
    lead = given.value("--lead") or (given.words[0] if given.words else None)
    if len(given.words) > 1:
        raise UsageError("One mail is one lead's; name one lead, or none to have it found. Nothing was filed.")
    lead_id = None if lead is None else as_id(lead)
    raw = _piped(given.value("--from-mail") or "-")
    mail = read_letter(raw)
    filed = file_letter(
        session.writing(), mail, own_addresses(settings.email, settings.aliases), session.now, lead_id=lead_id,
        over_list=is_over_list(read_head(raw)), cadence=cadence_of(settings), zone=session.zone,
    )  # fmt: skip
    if session.json:
        item = {"id": filed.message_id or None, "lead": filed.lead_id, "kind": filed.kind}
        as_json({**item, "return_on": filed.return_on, "done": filed.words})
    elif filed.kind == "not_ours":
        say(f"{filed.words[:1].upper()}{filed.words[1:]}. --lead N files it on that lead.")
    else:
        say(filed.words + ("" if filed.kind == "known" else ". Undo: hermes undo"))
    return NOTHING if filed.kind == "not_ours" else OK


def _piped(place: str) -> bytes:
    """The bytes of a mail, from stdin or a file. Raises UsageError."""
    if place != "-":
        try:
            with open(place, "rb") as file:
                content = file.read(_MOST_BYTES + 1)
        except OSError as error:
            raise UsageError(f"{place} cannot be read ({error.strerror}); nothing was filed.") from error
    elif sys.stdin is None or sys.stdin.isatty():
        raise UsageError("There is no mail; pipe one in, as `|hermes touch --from-mail -` does from mutt.")
    else:
        content = sys.stdin.buffer.read(_MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        raise UsageError("What was piped in is longer than any mail; nothing was filed.")
    return content
