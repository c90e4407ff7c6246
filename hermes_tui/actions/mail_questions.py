"""Answering whose a mail is: a lead, one of its people or a new one, a new lead, or nobody's; each one action."""

from __future__ import annotations

from datetime import UTC, date

from hermes_tui.actions.cadence import Cadence
from hermes_tui.actions.contacts import add_contact
from hermes_tui.actions.leads import DEFAULT_CURRENCY
from hermes_tui.actions.mail_desk import MACHINES, Desk
from hermes_tui.actions.new_lead import add_lead_with_person
from hermes_tui.actions.outcome import Outcome, acting
from hermes_tui.actions.signal_texts import suggest_again
from hermes_tui.actions.whom import one_of
from hermes_tui.exchange.addresses import normal_email
from hermes_tui.formats import count
from storage import records
from storage.clean import clean
from storage.database import Database
from storage.errors import UsageError
from storage.queries import correspondence as on_record
from storage.queries.mailboxes import Question, question, questions_of


def answer_question(
    database: Database, question_id: int, lead_id: int, now: int, today: date, *, contact_id: int | None = None,
    new_person: bool = False, region: str = "",
) -> Outcome:  # fmt: skip
    """Say that a mail is this lead's: it is filed there, or moved there where its thread had put it elsewhere.

    It is of the person with its address; of `contact_id` where that is given, or with `new_person` of somebody who is
    added to the lead with name and address. The other mails of the same thread that were asked about follow it.
    Raises UsageError for a person of another lead, NotFound.
    """
    asked = question(database, question_id)
    with acting(database, "mail", [lead_id], now) as doing:
        if contact_id is not None:
            one_of(database, lead_id, contact_id)
        added = ""
        if new_person:
            contact_id, added = _person(database, asked, lead_id, now, today, region)
        filed = _file_all(database, asked, lead_id, contact_id, now)
        doing.made = filed[0]
        more = f" and {count(len(filed) - 1, 'more mail')}" if len(filed) > 1 else ""
        doing.say(f"{_mail_words(asked)}{more} filed{added}")
    return doing.outcome


def answer_with_new_lead(
    database: Database, question_id: int, now: int, today: date, *, title: str = "", currency: str = DEFAULT_CURRENCY,
    region: str = "",
) -> Outcome:  # fmt: skip
    """Say that a mail begins a new lead, of whom its writer is the champion; called by `title`, else by its subject."""
    asked = question(database, question_id)
    name = _name(asked)
    typed = clean(title) or clean(asked.subject) or f"Mail from {name}"
    with acting(database, "mail", [], now) as doing:
        person = {"name": name, "email": _email(asked.address)}
        added = add_lead_with_person(database, {"title": typed, "source": "mail"}, person, now, today, currency, region)
        _file_all(database, asked, added.made, None, now)
        doing.made = added.made
        doing.say(f"new lead “{typed}” from {_mail_words(asked)}")
    return doing.outcome


def answer_nobody(database: Database, question_id: int, now: int) -> Outcome:
    """Say that a mail is no lead's, or, where it is in a lead's thread, that its writer is nobody to be added."""
    asked = question(database, question_id)
    with acting(database, "mail", [], now) as doing:
        records.delete(database, "mail_question", question_id)
        stays = asked.message_id is not None
        doing.say(
            f"{_name(asked)} is nobody to be added; the mail stays" if stays else f"{_mail_words(asked)}: not ours"
        )
    return doing.outcome


# -- filing what was asked about ---------------------------------------------------------------------------


def _file_all(database: Database, asked: Question, lead_id: int, contact_id: int | None, now: int) -> list[int]:
    """File the mail of a question, and those of its thread that wait too; returns the messages, its own first."""
    desk = Desk(database, frozenset(), now, Cadence(at_most=0), UTC)
    if contact_id is None:
        there = [writer for writer in desk.writers([asked.address]) if writer.lead_id == lead_id]
        contact_id = next((writer.contact_id for writer in there if writer.contact_id is not None), None)
    made = [_file(desk, each, lead_id, contact_id) for each in (asked, *_same_thread(database, asked))]
    if contact_id is not None and asked.direction == "in":
        made += _whose_words(desk, asked.address, lead_id, contact_id, made)
    desk.after.settle()
    return made


def _file(desk: Desk, asked: Question, lead_id: int, contact_id: int | None) -> int:
    records.delete(desk.database, "mail_question", asked.id)
    if asked.message_id is not None:
        return _move(desk, asked, lead_id, contact_id)
    person = asked.direction == "in" and asked.automatic is None
    return desk.put(
        lead_id, contact_id, asked.direction, asked.address, asked.at, automatic=asked.automatic,
        subject=asked.subject, body=asked.words or asked.body, rfc_message_id=asked.rfc_message_id,
        in_reply_to=asked.in_reply_to, refs=asked.refs, return_on=asked.return_on,
        quote=desk.quote(lead_id, asked.at, asked.words or asked.body) if person else None,
    )  # fmt: skip


def _move(desk: Desk, asked: Question, lead_id: int, contact_id: int | None) -> int:
    """A mail that is on file already gets its person, and its lead where the rep says another."""
    number = asked.message_id or 0
    row = desk.database.row("SELECT lead_id, contact_id FROM message WHERE id = ?", (number,))
    was = (lead_id, None) if row is None else (row[0], row[1])
    desk.after.on(was[0])
    desk.after.on(lead_id)
    changed = {
        name: value
        for name, value, old in (("lead_id", lead_id, was[0]), ("contact_id", contact_id, was[1]))
        if value != old
    }
    if changed:
        records.update(desk.database, "message", number, **changed, updated_at=desk.now)
        suggest_again(desk.database, f"message:{number}", was[0])
    if asked.direction == "in" and asked.automatic not in MACHINES:
        desk.after.heard(lead_id, asked.at)
    return number


def _whose_words(desk: Desk, address: str, lead_id: int, contact_id: int, but: list[int]) -> list[int]:
    """What else came from that address on this lead is that person's too."""
    found = [number for number in on_record.nobodys_from(desk.database, lead_id, address) if number not in but]
    for number in found:
        desk.after.on(lead_id)
        records.update(desk.database, "message", number, contact_id=contact_id, updated_at=desk.now)
        suggest_again(desk.database, f"message:{number}", lead_id)
    return found


def _same_thread(database: Database, asked: Question) -> list[Question]:
    """The other questions about mail of the same writer that name the same mails."""
    ours = _ids(asked)
    return [
        each
        for each in questions_of(database, asked.address)
        if each.id != asked.id and each.direction == asked.direction and not ours.isdisjoint(_ids(each))
    ]


def _ids(asked: Question) -> set[str]:
    return {*(asked.refs or "").split(), asked.in_reply_to or "", asked.rfc_message_id or ""} - {""}


# -- people ------------------------------------------------------------------------------------------------


def _person(
    database: Database, asked: Question, lead_id: int, now: int, today: date, region: str
) -> tuple[int, str]:  # fmt: skip
    """The writer, added to a lead: their id, and the words for it."""
    known = [each for each in on_record.correspondents(database, [asked.address]) if each.lead_id == lead_id]
    person = next((each for each in known if each.contact_id is not None), None)
    if person is not None and person.contact_id is not None:
        raise UsageError(f"{person.name} has the address {asked.address} there already; nothing was changed.")
    name = _name(asked)
    made = add_contact(database, lead_id, {"name": name, "email": _email(asked.address)}, now, today, region).made
    return made, f", {name} added"


def _name(asked: Question) -> str:
    return asked.from_name or asked.address.partition("@")[0] or "Somebody"


def _email(address: str) -> str:
    """The address where it is one that may be stored; mail comes from stranger ones too."""
    try:
        return normal_email(address)
    except UsageError:
        return ""


def _mail_words(asked: Question) -> str:
    return f"the mail {'from' if asked.direction == 'in' else 'to'} {_name(asked)}"
