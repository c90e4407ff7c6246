"""What mail is matched by: ids of messages on file, addresses, domains and names; and what waits to be asked."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from storage.answers import WENT_OUT
from storage.database import Database

_AMONG = "IN (SELECT value FROM json_each(?))"


class OnFile(NamedTuple):
    """A message that is on file under its Message-ID. Moments UTC ms."""

    rfc_message_id: str
    id: int
    lead_id: int
    contact_id: int | None
    direction: str
    status: str
    automatic: str | None
    way: str | None
    claimed_at: int | None
    at: int

    @property
    def may_have_left(self) -> bool:
        """Whether it is ours and Hermes does not know it for sent: handed over, in doubt, or failed."""
        return self.direction == "out" and self.status in ("DRAFT", "SCHEDULED", "FAILED")


_ON_FILE = f"""
SELECT rfc_message_id, id, lead_id, contact_id, direction, status, automatic, way, claimed_at, at FROM message
WHERE rfc_message_id {_AMONG}
"""


def on_file(database: Database, ids: Iterable[str]) -> dict[str, OnFile]:
    """The messages with these Message-IDs, by the index message_rfc."""
    return {row[0]: OnFile._make(row) for row in database.rows(_ON_FILE, (_list(ids),))}


_ASKED = f"SELECT rfc_message_id FROM mail_question WHERE rfc_message_id {_AMONG}"


def asked(database: Database, ids: Iterable[str]) -> set[str]:
    """Which of these Message-IDs wait in a question."""
    return {row[0] for row in database.rows(_ASKED, (_list(ids),))}


def question_ids(database: Database, rfc_message_id: str) -> list[int]:
    """The questions about the mail of this Message-ID."""
    return [row[0] for row in database.rows("SELECT id FROM mail_question WHERE rfc_message_id = ?", (rfc_message_id,))]


_ASKED_ABOUT = """
SELECT question.address FROM mail_question AS question JOIN message ON message.id = question.message_id
WHERE message.lead_id = ?
"""


def asked_about(database: Database, lead_id: int) -> set[str]:
    """The addresses of which it waits to be said whether they are a new person's of this lead."""
    return {row[0] for row in database.rows(_ASKED_ABOUT, (lead_id,))}


class Correspondent(NamedTuple):
    """Somebody on file with an address; contact None: it is the lead's own, or one that was written from."""

    address: str  # in small letters
    lead_id: int
    contact_id: int | None
    name: str
    is_open: int
    rank: int  # 0 a contact's, 1 a lead's own, 2 one that somebody wrote from, or that a contact had once


# Whom the rep wrote to besides, in a thread of a lead, is nobody of it: a mailing list, say, or their own firm.
# By the indexes contact_address, lead_address and message_address, each on lower(…).
_CORRESPONDENTS = f"""
SELECT lower(contact.email), contact.lead_id, contact.id, contact.name, lead.is_open, 0
FROM contact JOIN lead ON lead.id = contact.lead_id
WHERE contact.email IS NOT NULL AND lower(contact.email) {_AMONG.replace("?", ":list")}
UNION ALL
SELECT lower(lead.email), lead.id, NULL, COALESCE(lead.author, ''), lead.is_open, 1 FROM lead
WHERE lead.email IS NOT NULL AND lower(lead.email) {_AMONG.replace("?", ":list")}
UNION ALL
SELECT DISTINCT lower(message.address), message.lead_id, message.contact_id, COALESCE(contact.name, ''), lead.is_open, 2
FROM message JOIN lead ON lead.id = message.lead_id LEFT JOIN contact ON contact.id = message.contact_id
WHERE message.address IS NOT NULL AND lower(message.address) {_AMONG.replace("?", ":list")}
    AND (message.contact_id IS NOT NULL OR (message.direction = 'in' AND message.automatic IS NULL))
ORDER BY 6, 2, 3
"""


def correspondents(database: Database, addresses: Iterable[str]) -> list[Correspondent]:
    """Everybody on file with one of these addresses (in small letters): contacts first, then leads, then old mail."""
    rows = database.rows(_CORRESPONDENTS, {"list": _list(addresses)})
    return [Correspondent._make(row) for row in rows]


class Acquaintance(NamedTuple):
    """A person of an open lead, or the lead itself, as a stranger may be recognised by. `since`: UTC ms."""

    lead_id: int
    contact_id: int | None
    name: str | None
    email: str | None
    website: str | None
    company: str | None
    title: str
    since: int


_ACQUAINTANCES = """
SELECT id, NULL, author, email, website, company, title, created_at FROM lead WHERE is_open = 1
UNION ALL
SELECT lead.id, contact.id, contact.name, contact.email, NULL, lead.company, lead.title, lead.created_at
FROM contact JOIN lead ON lead.id = contact.lead_id WHERE lead.is_open = 1
"""


def acquaintances(database: Database) -> list[Acquaintance]:
    """Every open lead and person of one: read once a sync, and only if a stranger writes."""
    return [Acquaintance._make(row) for row in database.rows(_ACQUAINTANCES)]


class MailRow(NamedTuple):
    """A message of a lead as threads and bounces need it."""

    id: int
    rfc_message_id: str | None
    in_reply_to: str | None
    refs: str | None
    thread: str | None
    direction: str
    status: str
    automatic: str | None
    address: str | None
    at: int
    subject: str
    contact_id: int | None


_OF_LEAD = """
SELECT id, rfc_message_id, in_reply_to, refs, thread, direction, status, automatic, address, at,
    COALESCE(subject, ''), contact_id
FROM message WHERE lead_id = ? ORDER BY at, id
"""


def mail_of(database: Database, lead_id: int) -> list[MailRow]:
    """Every message of a lead, oldest first, by the index message_lead."""
    return [MailRow._make(row) for row in database.rows(_OF_LEAD, (lead_id,))]


_ANSWERED = "SELECT id FROM message WHERE lead_id = ? AND direction = 'out' AND answered_at IS NOT NULL"


def answered(database: Database, lead_id: int) -> set[int]:
    """Which of our messages an answer is credited to, as derived.py keeps it."""
    return {row[0] for row in database.rows(_ANSWERED, (lead_id,))}


_NEWEST_OUT = f"""
SELECT id, lead_id, contact_id FROM message
WHERE address IS NOT NULL AND lower(address) {_AMONG} AND direction = 'out' AND ({WENT_OUT} OR status = 'BOUNCED')
    AND at <= ? ORDER BY at DESC, id DESC LIMIT 1
"""


def newest_out(database: Database, addresses: Iterable[str], before: int) -> tuple[int, int, int | None] | None:
    """The last message of ours to one of these addresses up to a moment (UTC ms): its id, lead and contact."""
    found = database.row(_NEWEST_OUT, (_list(addresses), before))
    return None if found is None else (found[0], found[1], found[2])


_NOBODYS = """
SELECT id FROM message WHERE address IS NOT NULL AND lower(address) = ? AND lead_id = ? AND contact_id IS NULL
    AND direction = 'in' ORDER BY id
"""


def nobodys_from(database: Database, lead_id: int, address: str) -> list[int]:
    """The messages of a lead that came from an address (in small letters) and are no known person's."""
    return [row[0] for row in database.rows(_NOBODYS, (address, lead_id))]


_LAST_FROM = """
SELECT MAX(at) FROM message
WHERE address IS NOT NULL AND lower(address) = ? AND direction = 'in' AND automatic IS NULL
"""


def last_from(database: Database, address: str) -> int | None:
    """When a person last wrote from an address (in small letters), UTC ms; None where nobody did."""
    found = database.value(_LAST_FROM, (address,))
    return None if found is None else int(found)


def bounced_before(database: Database, contact_id: int, at: int, *, or_never: bool = False) -> bool:
    """Whether a person's address is known to have bounced before a moment (UTC ms); `or_never`: or not at all."""
    bounced = database.value("SELECT bounced_at FROM contact WHERE id = ?", (contact_id,))
    return or_never if bounced is None else bounced < at


# What was handed to the rep's own program, which may give it another Message-ID.
_HANDED_OVER = """
SELECT id FROM message WHERE lead_id = ? AND direction = 'out' AND lower(address) = ? AND subject = ? COLLATE NOCASE
    AND ((status = 'DRAFT' AND way IS NOT NULL) OR (status = 'SCHEDULED' AND claimed_at IS NOT NULL))
    AND COALESCE(claimed_at, updated_at) BETWEEN ? AND ? ORDER BY at DESC, id DESC LIMIT 1
"""


def handed_over(database: Database, lead_id: int, address: str, subject: str, first: int, last: int) -> int | None:
    """The message of these words that was handed over between two moments (UTC ms) and of which no more is known."""
    found = database.value(_HANDED_OVER, (lead_id, address, subject, first, last))
    return None if found is None else int(found)


# Of the rep's notes of one mail: that a proposal went with it, or a touch logged without a word.
_STAND_IN = """
SELECT touch.id FROM touch
WHERE touch.lead_id = :lead AND touch.direction = :direction AND touch.kind = 'email' AND touch.import_id IS NULL
    AND touch.at BETWEEN :first AND :last AND touch.sentiment IS NULL
    AND (touch.contact_id IS NULL OR :contact IS NULL OR touch.contact_id = :contact)
    AND (touch.text = '' OR EXISTS (
        SELECT 1 FROM proposal WHERE proposal.lead_id = touch.lead_id AND proposal.sent_at = touch.at
            AND touch.text LIKE 'Proposal v' || proposal.version || ': %'))
ORDER BY ABS(touch.at - :at), touch.id LIMIT 1
"""


def stand_in(
    database: Database, lead_id: int, contact_id: int | None, direction: str, at: int, within: int
) -> int | None:
    """The touch that stands for a mail at a moment (UTC ms) which was not on file yet: no more than `within` ms off."""
    params: dict[str, Any] = {
        "lead": lead_id, "contact": contact_id, "direction": direction, "at": at, "first": at - within,
        "last": at + within,
    }  # fmt: skip
    found = database.value(_STAND_IN, params)
    return None if found is None else int(found)


def _list(words: Iterable[str]) -> str:
    return json.dumps(list(words))
