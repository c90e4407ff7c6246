"""Whose a mail is, told from its thread, then from its address, and only ever asked from a name or a firm's domain.

Pure: what is on file comes in, a verdict comes out. Also which mails of a lead are one thread, and which of ours a
bounce speaks of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from hermes_tui.outreach.subjects import answered_subject, bare_subject

MOST_CANDIDATES = 8
CLOCKS_AGREE = 300_000  # ms; a server that bounces at once writes whole seconds of a clock that is not ours
_LEFT = frozenset({"SENT", "DELIVERED", "READ", "REPLIED", "BOUNCED"})


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
        one_box = len({spellings(one.address)[-1] for one in writers}) == 1
        said = "the address is on" if one_box else "it is to people of"
        why = f"{said} {len(found)} {'open' if is_open else 'closed'} leads"
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
    """A message of a lead as threads and bounces see it. `refs`: ids, oldest first; `address` in small letters."""

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
    subject: str = ""
    contact_id: int | None = None


def threads(messages: Iterable[Filed]) -> dict[int, str]:
    """The thread of each message of one lead that has mail ids or a thread already: message → thread.

    Messages are of one thread where one names another by id, or both name one root, or they were of one before, or
    where one answers the other by its subject alone. The thread is called by the root that its oldest message names,
    so that it does not matter which was read first.
    """
    every = list(messages)
    by_subject = dict(_by_subject(every))
    mails = [mail for mail in every if mail.rfc_message_id or mail.thread or mail.id in by_subject.values()]
    at_hand = {mail.id: mail for mail in mails}
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
        if mail.id in by_subject:
            parent[root(_key(at_hand[by_subject[mail.id]]))] = root(own)
    oldest: dict[str, Filed] = {}
    for mail in mails:
        group = root(_key(mail))
        if group not in oldest or (mail.at, mail.id) < (oldest[group].at, oldest[group].id):
            oldest[group] = mail
    return {mail.id: _name(oldest[root(_key(mail))]) for mail in mails}


def _by_subject(mails: Sequence[Filed]) -> Iterator[tuple[int, int]]:
    """(answer, the one of ours that it answers) of answers that name no mail on file.

    Some programs leave the ids out, and what the rep's own program sent may have another than Hermes gave it. An
    answer then is one to the last mail of ours before it that had its subject and went to that person.
    """
    on_file = {mail.rfc_message_id for mail in mails if mail.rfc_message_id}
    ours = [mail for mail in mails if mail.direction == "out" and mail.status in _LEFT and mail.subject]
    for mail in mails if ours else ():
        about = answered_subject(mail.subject) if mail.direction == "in" and mail.rfc_message_id else None
        if not about or not on_file.isdisjoint((*mail.refs, mail.in_reply_to)):
            continue
        fits = (each for each in ours if _is_to(each, mail) and _is_about(each, about))
        last = _newest(fits, mail.at)
        if last is not None:
            yield mail.id, last.id


def _is_to(ours: Filed, answer: Filed) -> bool:
    """Whether the mail of ours went to the person who wrote this answer."""
    same_person = ours.contact_id is not None and ours.contact_id == answer.contact_id
    return same_person or (ours.address is not None and ours.address.lower() == answer.address)


def _is_about(ours: Filed, subject: str) -> bool:
    return bare_subject(ours.subject).casefold() == subject.casefold()


def _key(mail: Filed) -> str:
    return mail.rfc_message_id or mail.thread or f"message {mail.id}"


def _name(mail: Filed) -> str:
    if mail.rfc_message_id is None:
        return mail.thread or f"message {mail.id}"
    return mail.refs[0] if mail.refs else mail.in_reply_to or mail.rfc_message_id


# -- the order of things ---------------------------------------------------------------------------------


def too_early(messages: Iterable[Filed]) -> list[tuple[int, int, int]]:
    """Answers dated no later than a message of ours that they name: (id, moment, the earliest it can have been)."""
    mails = list(messages)
    left = {mail.rfc_message_id: mail.at for mail in mails if mail.direction == "out" and mail.status in _LEFT}
    found = []
    for mail in mails:
        if mail.direction == "in" and mail.automatic is None:
            named = [left[one] for one in (mail.in_reply_to, *mail.refs) if one and one in left]
            if named and max(named) >= mail.at:
                found.append((mail.id, mail.at, max(named) + 1))
    return found


# -- bounces ---------------------------------------------------------------------------------------------


def bounced(messages: Sequence[Filed]) -> dict[int, int]:
    """Which message of ours each bounce on file speaks of: message → bounce.

    The one that it names; where it names none, the newest to that address that left before it came, by the clocks of
    two servers that agree within CLOCKS_AGREE.
    """
    ours = [mail for mail in messages if mail.direction == "out" and mail.status in _LEFT]
    by_id: Mapping[str | None, Filed] = {mail.rfc_message_id: mail for mail in ours if mail.rfc_message_id}
    found: dict[int, int] = {}
    for mail in messages:
        if mail.automatic != "bounce" or mail.direction != "in":
            continue
        named = by_id.get(mail.in_reply_to)
        to_them = [out for out in ours if out.address and out.address.lower() == mail.address]
        hit = named or _newest(to_them, mail.at) or _newest(to_them, mail.at + CLOCKS_AGREE)
        if hit is not None:
            found[hit.id] = mail.id
    return found


def _newest(mails: Iterable[Filed], until: int) -> Filed | None:
    return max((mail for mail in mails if mail.at <= until), key=lambda mail: (mail.at, mail.id), default=None)
