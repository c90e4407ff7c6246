"""Messages: one whole, those of a lead, and what a new one goes on from: its thread, and the words it answers."""

from __future__ import annotations

from typing import NamedTuple

from storage.answers import WENT_OUT
from storage.database import Database
from storage.errors import NotFound

GONE = frozenset({"SENT", "DELIVERED", "READ", "REPLIED"})
"""The statuses of a message of ours that left and did not come back."""


class MessageRow(NamedTuple):
    """A message whole, in or out. Moments UTC ms, dates ISO.

    `lead` is what to call the lead (its company, else its title), `to_name` the person on the other side, "" where
    none is known, `bounced` whether that person's present address is this one and came back.
    """

    id: int
    lead_id: int
    lead: str
    contact_id: int | None
    to_name: str
    address: str | None
    bounced: int
    channel: str
    direction: str
    status: str
    automatic: str | None
    subject: str
    body: str
    quote: str | None
    sentiment: str | None
    at: int
    send_at: int | None
    claimed_at: int | None
    way: str | None
    failure: str | None
    template_id: int | None
    template: str | None
    template_version: int | None
    rfc_message_id: str | None
    in_reply_to: str | None
    refs: str | None
    thread: str | None
    return_on: str | None
    answered_at: int | None
    answered_well: int
    created_at: int
    updated_at: int

    @property
    def went_out(self) -> bool:
        """Whether it is ours, left, and did not come back."""
        return self.direction == "out" and self.status in GONE

    @property
    def is_in_doubt(self) -> bool:
        """Whether it may have left: the outbox took it in hand and nobody knows what became of it."""
        return self.status == "SCHEDULED" and self.claimed_at is not None and self.failure is not None

    @property
    def is_in_hand(self) -> bool:
        """Whether it is being sent (or the program that sent it has just died, which the next sending finds out)."""
        return self.status == "SCHEDULED" and self.claimed_at is not None and self.failure is None

    @property
    def is_handed_over(self) -> bool:
        """Whether the rep's own program was given it, and "sent?" is not answered yet."""
        return self.status == "DRAFT" and self.way is not None

    def changed_at(self, now: int) -> int:
        """The `updated_at` of a change made now: later than any before it, whatever the clock says.

        So no change of a message can be undone from under a later one: what left stays in the words in which it left.
        """
        return max(now, self.updated_at + 1)


SELECT = """
SELECT m.id, m.lead_id, COALESCE(lead.company, lead.title), m.contact_id,
       COALESCE(contact.name, CASE WHEN lower(m.address) = lower(lead.email) THEN lead.author END, ''), m.address,
       contact.bounced_at IS NOT NULL AND lower(contact.email) = lower(m.address),
       m.channel, m.direction, m.status, m.automatic, m.subject, m.body, m.quote, m.sentiment, m.at, m.send_at,
       m.claimed_at, m.way, m.failure, m.template_id, template.name, m.template_version, m.rfc_message_id,
       m.in_reply_to, m.refs, m.thread, m.return_on, m.answered_at, m.answered_well, m.created_at, m.updated_at
FROM message AS m JOIN lead ON lead.id = m.lead_id LEFT JOIN contact ON contact.id = m.contact_id
    LEFT JOIN template ON template.id = m.template_id
"""
"""SQL for the columns of MessageRow, of the messages called `m`; a WHERE is to follow."""


def message(database: Database, message_id: int) -> MessageRow:
    """One message. Raises NotFound."""
    row = database.row(f"{SELECT} WHERE m.id = ?", (message_id,))
    if row is None:
        raise NotFound(f"There is no message {message_id}; `hermes message list LEAD` shows a lead's.")
    return MessageRow._make(row)


def messages_of(database: Database, lead_id: int) -> list[MessageRow]:
    """Every message of a lead, the newest first, by index message_lead."""
    rows = database.rows(f"{SELECT} WHERE m.lead_id = ? ORDER BY m.at DESC, m.id DESC", (lead_id,))
    return [MessageRow._make(row) for row in rows]


# -- threads ---------------------------------------------------------------------------------------------


class Letterhead(NamedTuple):
    """What of a mail the next one in its thread needs."""

    rfc_message_id: str
    refs: str
    thread: str
    subject: str


_HEAD = """
SELECT rfc_message_id, COALESCE(refs, in_reply_to, ''), COALESCE(thread, rfc_message_id), subject FROM message
WHERE lead_id = :lead AND channel = 'email' AND rfc_message_id IS NOT NULL AND automatic IS NULL AND {which}
ORDER BY at DESC, id DESC LIMIT 1
"""
_OURS_TO = _HEAD.format(which=f"direction = 'out' AND {WENT_OUT} AND lower(address) = lower(:address)")
_OF_THREAD = _HEAD.format(which=f"thread = :thread AND (direction = 'in' OR {WENT_OUT})")


def last_mail_to(database: Database, lead_id: int, address: str) -> Letterhead | None:
    """Our last mail of a lead that left for an address; None where none did."""
    row = database.row(_OURS_TO, {"lead": lead_id, "address": address})
    return None if row is None else Letterhead._make(row)


def newest_of_thread(database: Database, lead_id: int, thread: str) -> Letterhead | None:
    """The newest mail of a thread, theirs or ours that left."""
    row = database.row(_OF_THREAD, {"lead": lead_id, "thread": thread})
    return None if row is None else Letterhead._make(row)


# -- their words -----------------------------------------------------------------------------------------


class Heard(NamedTuple):
    """Words that came from the buyer in writing: a message, or a touch that the rep logged. `at` UTC ms."""

    contact_id: int | None
    channel: str
    address: str | None
    subject: str
    text: str
    at: int
    thread: str | None


# By the indexes (lead_id, at) of message and touch.
_HEARD = """
SELECT contact_id, channel, address, subject, body AS text, at, thread FROM message
WHERE lead_id = :lead AND direction = 'in' AND automatic IS NULL {of}
UNION ALL
SELECT contact_id, CASE kind WHEN 'email' THEN 'email' ELSE COALESCE(channel, 'message') END, NULL, '', text, at, NULL
FROM touch WHERE lead_id = :lead AND direction = 'in' AND kind IN ('email', 'message') {of}
ORDER BY at DESC LIMIT 1
"""


def last_heard(database: Database, lead_id: int, contact_id: int | None = None) -> Heard | None:
    """The buyer's newest written words, or those of one person; None where nobody wrote."""
    of = "" if contact_id is None else "AND contact_id = :contact"
    row = database.row(_HEARD.format(of=of), {"lead": lead_id, "contact": contact_id})
    return None if row is None else Heard._make(row)


# -- which of ours was answered --------------------------------------------------------------------------

_ANSWERED = f"""
SELECT id, status FROM message
WHERE lead_id = :lead AND direction = 'out' AND {WENT_OUT} AND at <= :at
  AND (:contact IS NULL OR contact_id = :contact) AND (:channel IS NULL OR channel = :channel)
ORDER BY at DESC, id DESC LIMIT 1
"""


def answered_by(database: Database, lead_id: int, contact_id: int | None, channel: str | None, at: int) -> int | None:
    """Which of our messages a word of theirs at that moment answers, and has not been answered yet.

    It is the last that left before it, to that person and by that channel (None: to anybody, by any).
    """
    asked = {"lead": lead_id, "contact": contact_id, "channel": channel, "at": at}
    row = database.row(_ANSWERED, asked)
    return None if row is None or row[1] == "REPLIED" else int(row[0])


class Run(NamedTuple):
    """What we wrote since they last spoke: when the first of it left (UTC ms), None where none did; and how many."""

    begun: int | None
    number: int


# A meeting or a call of theirs ends a run as a mail does; a machine's answer does not. By the indexes message_lead
# and touch_lead.
_RUN = f"""
SELECT MIN(at), COUNT(*) FROM (
    SELECT at FROM message WHERE lead_id = :lead AND direction = 'out' AND {WENT_OUT}
    UNION ALL SELECT at FROM touch WHERE lead_id = :lead AND direction = 'out' AND kind IN ('email', 'message')
) WHERE at > COALESCE(
    (SELECT MAX(at) FROM (
        SELECT at FROM message WHERE lead_id = :lead AND direction = 'in' AND automatic IS NULL
        UNION ALL SELECT at FROM touch WHERE lead_id = :lead AND direction <> 'out')), -1)
"""


def unanswered_run(database: Database, lead_id: int) -> Run:
    """The messages and logged mails that nobody of the lead answered yet: the first one and its follow-ups."""
    return Run._make(database.row(_RUN, {"lead": lead_id}) or (None, 0))


# -- whom to write to --------------------------------------------------------------------------------------


class Recipient(NamedTuple):
    """Somebody a message of a lead can go to; `contact_id` None: the lead's own address, where nobody is known."""

    contact_id: int | None
    name: str
    address: str | None
    bounced: bool
    channel: str | None


_RECIPIENTS = """
SELECT id, name, email, bounced_at IS NOT NULL, channel FROM contact WHERE lead_id = ?
ORDER BY is_primary DESC, last_touch_at IS NULL, last_touch_at DESC, id
"""


def recipients(database: Database, lead_id: int) -> list[Recipient]:
    """A lead's people: the champion first, then those we were last in touch with."""
    rows = database.rows(_RECIPIENTS, (lead_id,))
    return [Recipient(number, name, email, bool(bounced), channel) for number, name, email, bounced, channel in rows]


def own_address(database: Database, lead_id: int) -> Recipient:
    """The lead itself, with the address it came with."""
    row = database.row("SELECT author, email FROM lead WHERE id = ?", (lead_id,)) or (None, None)
    return Recipient(None, row[0] or "", row[1], False, None)
