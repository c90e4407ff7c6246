"""Whose a mail is, told from its thread, then from its address, and only ever asked from a name or a firm's domain.

Pure: what is on file comes in, a verdict comes out. Also which mails of a lead are one thread, and which of ours a
bounce speaks of.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

MOST_CANDIDATES = 8


class Known(NamedTuple):
    """A message on file that a mail names by its id."""

    message_id: int
    lead_id: int
    contact_id: int | None


class Writer(NamedTuple):
    """Somebody on file with the address of a mail. `contact_id` None: the address is the lead's own, or no person's."""

    lead_id: int
    contact_id: int | None
    name: str
    is_open: bool
    address: str  # as it is on file


class Candidate(NamedTuple):
    """A lead, perhaps a person of it, that a mail may belong to, and what speaks for it."""

    lead_id: int
    contact_id: int | None
    why: str


class Whose(NamedTuple):
    """A mail is this lead's; `stranger`: by its thread, though nobody of the lead is known by that address."""

    lead_id: int
    contact_id: int | None
    stranger: bool = False


class Unsure(NamedTuple):
    """Only the rep can say; `why` is half a sentence."""

    candidates: tuple[Candidate, ...]
    why: str


def spellings(address: str) -> tuple[str, ...]:
    """The addresses that lead to one mailbox with this, itself first: `ann+crm@acme.com` is ann's too.

    Dots stay: only at one provider do they say nothing, and a guess about whose mail it is is worse than a question.

    >>> spellings("Ann+crm@Acme.com")
    ('ann+crm@acme.com', 'ann@acme.com')
    """
    plain = address.strip().lower()
    box, at, host = plain.rpartition("@")
    base = box.partition("+")[0]
    return (plain, f"{base}@{host}") if at and base and base != box else (plain,)


def whose(
    parents: Sequence[Known], writers: Sequence[Writer], suspects: Sequence[Candidate] = (), name: str = ""
) -> Whose | Unsure | None:
    """The lead of a mail; None where it is nobody's on file.

    `parents` are the messages that it answers, the nearest first; `writers` who on file has its address, the nearest
    spelling first; `suspects` whom a name or a domain points to. A thread decides before an address, an open lead
    before a closed one; one address on several leads is a question, and so is every suspect.
    """
    if parents:
        lead_id = parents[0].lead_id
        there = [writer for writer in writers if writer.lead_id == lead_id]
        return Whose(lead_id, _person(there, name), stranger=not there)
    leads = {writer.lead_id for writer in writers if writer.is_open} or {writer.lead_id for writer in writers}
    if len(leads) == 1:
        there = [writer for writer in writers if writer.lead_id in leads]
        return Whose(there[0].lead_id, _person(there, name))
    if leads:
        found = [
            Candidate(each, _person([w for w in writers if w.lead_id == each], name), "") for each in sorted(leads)
        ]
        is_open = any(writer.is_open for writer in writers)
        why = f"the address is on {len(found)} {'open' if is_open else 'closed'} leads"
        return Unsure(tuple(each._replace(why="has the address") for each in found[:MOST_CANDIDATES]), why)
    if suspects:
        return Unsure(tuple(suspects[:MOST_CANDIDATES]), f"nobody on file has the address, but {suspects[0].why}")
    return None


def _person(writers: Sequence[Writer], name: str) -> int | None:
    """Of those on one lead with one address, the person: of two rows of one address the one of that name."""
    people = [writer for writer in writers if writer.contact_id is not None]
    folded = name.casefold()
    called = next((writer for writer in people if folded and writer.name.casefold() == folded), None)
    return (called or people[0]).contact_id if people else None


# -- threads ---------------------------------------------------------------------------------------------


class Filed(NamedTuple):
    """A message of a lead as threads and bounces see it. `refs`: ids, oldest first."""

    id: int
    rfc_message_id: str | None
    in_reply_to: str | None
    refs: tuple[str, ...]
    thread: str | None
    direction: str
    status: str
    automatic: str | None
    address: str | None
    at: int


def threads(messages: Iterable[Filed]) -> dict[int, str]:
    """The thread of each message of one lead that has mail ids or a thread already: message → thread.

    Messages are of one thread where one names another by id, or both name one root, or they were of one before. The
    thread is called by the root that its oldest message names, so that it does not matter which was read first.
    """
    mails = [mail for mail in messages if mail.rfc_message_id or mail.thread]
    parent: dict[str, str] = {}

    def root(key: str) -> str:
        while parent.setdefault(key, key) != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    on_file = {mail.rfc_message_id for mail in mails}
    for mail in mails:
        own = _key(mail)
        named = [key for key in (*mail.refs, mail.in_reply_to) if key in on_file]
        for key in (*named, *mail.refs[:1], mail.thread, mail.in_reply_to if not mail.refs else None):
            if key:
                parent[root(key)] = root(own)
    oldest: dict[str, Filed] = {}
    for mail in mails:
        group = root(_key(mail))
        if group not in oldest or (mail.at, mail.id) < (oldest[group].at, oldest[group].id):
            oldest[group] = mail
    return {mail.id: _name(oldest[root(_key(mail))]) for mail in mails}


def _key(mail: Filed) -> str:
    return mail.rfc_message_id or mail.thread or ""


def _name(mail: Filed) -> str:
    if mail.rfc_message_id is None:
        return mail.thread or ""
    return mail.refs[0] if mail.refs else mail.in_reply_to or mail.rfc_message_id


# -- bounces ---------------------------------------------------------------------------------------------

_LEFT = frozenset({"SENT", "DELIVERED", "READ", "REPLIED", "BOUNCED"})


def bounced(messages: Sequence[Filed]) -> dict[int, int]:
    """Which message of ours each bounce on file speaks of: message → bounce.

    The one that it names; where it names none, the newest to that address that left before it came.
    """
    ours = [mail for mail in messages if mail.direction == "out" and mail.status in _LEFT]
    by_id: Mapping[str | None, Filed] = {mail.rfc_message_id: mail for mail in ours if mail.rfc_message_id}
    found: dict[int, int] = {}
    for mail in messages:
        if mail.automatic != "bounce" or mail.direction != "in":
            continue
        named = by_id.get(mail.in_reply_to)
        to_them = [out for out in ours if out.address and out.address.lower() == mail.address and out.at <= mail.at]
        hit = named or max(to_them, key=lambda out: (out.at, out.id), default=None)
        if hit is not None:
            found[hit.id] = mail.id
    return found
