"""Drafts: composed, kept, changed, dropped, and made into the letter that a way out takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from hermes_tui.actions.composing import BLANK, compose, recipient
from hermes_tui.actions.draft import Draft, edited, gaps_in, is_unwritten
from hermes_tui.actions.fields import named_fields
from hermes_tui.actions.message_status import called, state_words
from hermes_tui.actions.outcome import Outcome, acting
from hermes_tui.actions.whom import named
from hermes_tui.outreach.templates.remedies import remedy
from storage import records
from storage.clean import clean
from storage.database import Database
from storage.errors import UsageError
from storage.queries import messages as queries
from storage.queries.messages import MessageRow

if TYPE_CHECKING:
    from hermes_tui.outreach.mail.letter import Letter
    from hermes_tui.outreach.templates.values import Me

__all__ = [
    "BLANK", "Draft", "as_letter", "compose", "drop", "edit_draft", "edited", "gaps_in", "letter_of", "load",
    "refuse_unfit", "save_draft", "stored",
]  # fmt: skip

# What of a message that has not left can be changed, as it is typed.
DRAFT_FIELDS = ("subject", "body", "contact", "address")
_ALIASES = {"to": "contact", "email": "address", "text": "body", "message": "body"}


def save_draft(database: Database, draft: Draft, now: int) -> Outcome:
    """Keep a draft, in place of the one it was loaded from. Raises UsageError where that one has left, NotFound."""
    with acting(database, "message", [draft.lead_id], now) as doing:
        doing.made = stored(database, draft, now)
        doing.say(f"{called(queries.message(database, doing.made))} drafted")
    return doing.outcome


def stored(database: Database, draft: Draft, now: int) -> int:
    """Inside an action: the draft as a row, whose id is returned; the text passes through `clean`."""
    values: dict[str, Any] = {
        "contact_id": draft.contact_id, "address": draft.address, "channel": draft.channel,
        "template_id": draft.template_id, "template_version": draft.template_version, "subject": draft.subject,
        "body": draft.body, "in_reply_to": draft.in_reply_to, "refs": draft.refs, "thread": draft.thread,
    }  # fmt: skip
    if draft.message_id:
        row = queries.message(database, draft.message_id)
        refuse_gone(row)
        records.update(database, "message", row.id, **values, at=now, updated_at=row.changed_at(now))
        return row.id
    return records.insert(
        database, "message", lead_id=draft.lead_id, direction="out", status="DRAFT", **values, at=now, created_at=now,
        updated_at=now,
    )  # fmt: skip


def load(database: Database, message_id: int) -> Draft:
    """A stored message of ours as a draft. Raises UsageError for one of theirs, NotFound."""
    row = queries.message(database, message_id)
    if row.direction == "in":
        raise UsageError(f"Message {row.id} came from them; it is no draft.")
    return Draft(
        row.lead_id, row.contact_id, row.to_name, row.address, row.channel, row.template_id, row.template_version,
        row.subject, row.body, gaps_in(row.subject, row.body), row.in_reply_to, row.refs, row.thread,
        message_id=row.id,
    )  # fmt: skip


def edit_draft(database: Database, message_id: int, given: Mapping[str, str], now: int) -> Outcome:
    """Set typed fields (DRAFT_FIELDS) of a message that has not left. Raises UsageError, NotFound.

    `contact` is an id or a name; with them comes their address. Another address begins a thread of its own: that
    person was never written what the thread goes on from.
    """
    wanted = named_fields(given, DRAFT_FIELDS, _ALIASES, "message")
    row = queries.message(database, message_id)
    with acting(database, "message", [row.lead_id], now) as doing:
        row = queries.message(database, message_id)
        refuse_gone(row)
        values = _values(database, row, wanted)
        changed = {name: value for name, value in values.items() if value != getattr(row, name)}
        doing.made = row.id
        if changed:
            records.update(database, "message", row.id, **changed, updated_at=row.changed_at(now))
        doing.say(f"{called(queries.message(database, row.id))} {'changed' if changed else 'is so already'}")
    return doing.outcome


def drop(database: Database, message_ids: Sequence[int], now: int) -> Outcome:
    """Take out messages that have not left: drafts, those of the outbox, those that failed.

    One in doubt is settled first: to drop it would be to forget that it may have been sent. Raises
    UsageError, NotFound.
    """
    rows = [queries.message(database, message_id) for message_id in dict.fromkeys(message_ids)]
    with acting(database, "message", list(dict.fromkeys(row.lead_id for row in rows)), now) as doing:
        for each in rows:
            row = queries.message(database, each.id)
            refuse_gone(row)
            records.delete(database, "message", row.id)
        doing.say(f"{called(rows[0])} dropped" if len(rows) == 1 else f"{len(rows)} messages dropped")
    return doing.outcome


# -- what may go -------------------------------------------------------------------------------------------


def refuse_gone(row: MessageRow) -> None:
    """Raises UsageError for a message that has left, or may have, or is theirs."""
    if row.direction == "in":
        raise UsageError(f"Message {row.id} came from them and stays as it came.")
    if row.status not in ("DRAFT", "SCHEDULED", "FAILED"):
        raise UsageError(f"The {called(row)} is {state_words(row)} and stays as it is; nothing was changed.")
    if row.claimed_at is not None:
        raise UsageError(
            f"The {called(row)} is {state_words(row)}; "
            + ("say first whether it left. " if row.is_in_doubt else "wait a moment. ")
            + "Nothing was changed."
        )


def refuse_unfit(database: Database, row: MessageRow) -> None:
    """Raises UsageError where a message must not go out as it is: gaps, no words, no address or one that came back."""
    missing = gaps_in(row.subject, row.body)
    if missing:
        own = remedy(missing)
        later = f" {own} fills it in from the next one on." if own else ""
        raise UsageError(
            f"The {called(row)} still lacks {', '.join(missing)}; it was not sent, and its text is kept.{later}"
        )
    if not row.body:
        raise UsageError(f"The {called(row)} says nothing yet; it was not sent.")
    if is_unwritten(row.body):
        raise UsageError(f"The {called(row)} has no word of yours in it yet; it was not sent, and its text is kept.")
    if row.channel != "email":
        return
    if not row.address:
        whom = f"{row.to_name} has" if row.to_name else "There is"
        raise UsageError(f"{whom} no e-mail address; the mail was not sent, and its text is kept.")
    if row.bounced:
        raise UsageError(
            f"Mail to {row.address} came back; give {row.to_name or 'them'} another address. It was not sent, "
            "and its text is kept."
        )
    if not row.subject:
        raise UsageError(f"The {called(row)} has no subject; it was not sent, and its text is kept.")


# -- letters -----------------------------------------------------------------------------------------------


def letter_of(row: MessageRow, me: Me, at: int) -> Letter:
    """The letter that a stored message makes, dated `at` (UTC ms)."""
    from hermes_tui.outreach.mail.letter import Letter

    return Letter(
        message_id=row.rfc_message_id or "", from_name=me.name, from_address=me.email, to_name=row.to_name,
        to_address=row.address or "", subject=row.subject, body=row.body, at=at, in_reply_to=row.in_reply_to or "",
        refs=row.refs or "",
    )  # fmt: skip


def as_letter(database: Database, what: Draft | int, me: Me, now: int) -> Letter:
    """The letter that a draft, or the message of this id, makes now; one without a Message-ID gets one of its words.

    Raises NotFound.
    """
    from hermes_tui.outreach.mail.composing import new_message_id
    from hermes_tui.outreach.mail.letter import Letter

    if isinstance(what, int):
        row = queries.message(database, what)
        letter = letter_of(row, me, now)
    else:
        letter = Letter(
            "", me.name, me.email, what.to_name, what.address or "", clean(what.subject),
            clean(what.body, multiline=True), now, what.in_reply_to or "", what.refs or "",
        )  # fmt: skip
    if letter.message_id:
        return letter
    return letter._replace(message_id=new_message_id(me.email, repr(letter)))


# -- typed fields ------------------------------------------------------------------------------------------


def _values(database: Database, row: MessageRow, wanted: Mapping[str, str]) -> dict[str, Any]:
    """Columns and their values as they would be stored."""
    values: dict[str, Any] = {}
    if "subject" in wanted:
        values["subject"] = clean(wanted["subject"])
    if "body" in wanted:
        values["body"] = clean(wanted["body"], multiline=True)
    if "contact" in wanted:
        contact_id = named(database, [row.lead_id], wanted["contact"])
        to = recipient(database, row.lead_id, contact_id, row.channel)
        values |= {"contact_id": contact_id, "address": to.address if row.channel == "email" else None}
    if "address" in wanted:
        values["address"] = _address(wanted["address"])
    if (values.get("address", row.address) or "").casefold() != (row.address or "").casefold():
        values |= {"in_reply_to": None, "refs": None, "thread": None}
    return values


def _address(text: str) -> str | None:
    from hermes_tui.exchange.addresses import normal_email

    return normal_email(text) or None
