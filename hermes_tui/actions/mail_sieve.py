"""Which of many mails may belong to somebody on file, told from their heads alone, a window of them at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from hermes_tui.actions.strangers import Strangers
from hermes_tui.outreach.matching import spellings
from hermes_tui.outreach.reading.bounces import may_be_bounce
from hermes_tui.outreach.reading.heads import Head
from storage.database import Database
from storage.queries.correspondence import asked, correspondents, on_file


class Taken(NamedTuple):
    """A mail of a mailbox, of its head what tells whose it is."""

    mailbox_id: int
    mailbox: str
    key: str
    raw: Callable[[], bytes]
    message_id: str
    at: int | None
    names: tuple[str, ...]  # the ids it answers
    from_name: str
    from_address: str
    reply_to: str
    to: tuple[str, ...]
    is_list: bool
    may_be_bounce: bool

    @classmethod
    def of(cls, mailbox_id: int, mailbox: str, key: str, head: Head, raw: Callable[[], bytes]) -> Taken:
        """A mail by its head."""
        answered = (head.in_reply_to, *head.references) if head.in_reply_to else head.references
        return cls(
            mailbox_id, mailbox, key, raw, head.message_id, head.at, answered, head.from_name, head.from_address,
            head.reply_to, tuple(address for _, address in head.to), is_over_list(head), may_be_bounce(head),
        )  # fmt: skip


def is_over_list(head: Head) -> bool:
    """Whether a mail came over a mailing list (RFC 2919)."""
    return head.mark("list-id") != "" or head.mark("precedence") == "list"


def in_order(mails: Iterable[Taken], now: int) -> list[Taken]:
    """Mails as they were written, the oldest first; what answers another comes after it, whatever the clocks said.

    One without a date was written `now` (UTC ms).
    """
    by_time = sorted(mails, key=lambda each: (now if each.at is None else each.at, each.message_id))
    by_id = {each.message_id: each for each in reversed(by_time)}
    placed: set[int] = set()
    found: list[Taken] = []
    for each in by_time:
        waiting = [each]
        met: set[int] = set()
        while waiting:
            one = waiting[-1]
            before = [by_id[name] for name in one.names if name in by_id]
            ahead = [other for other in before if id(other) not in placed and id(other) not in met]
            met.add(id(one))
            if ahead:
                waiting.append(ahead[0])
                continue
            waiting.pop()
            if id(one) not in placed:
                placed.add(id(one))
                found.append(one)
    return found


class Sieve:
    """Parts mails into those on file already, those that may be somebody's on file, and all others."""

    def __init__(self, database: Database, own: frozenset[str]) -> None:
        self._database = database
        self._own = own
        self.strangers = Strangers(database)
        self._new_ids: set[str] = set()
        self._new_addresses: set[str] = set()

    def part(self, mails: Sequence[Taken]) -> tuple[list[Taken], list[Taken], list[Taken]]:
        """(on file or asked about already, perhaps somebody's on file, nobody's): each mail in one of them."""
        ids = {name for each in mails for name in (each.message_id, *each.names)}
        there = on_file(self._database, ids)
        waiting = asked(self._database, {each.message_id for each in mails})
        people = self._people(mails)
        known: list[Taken] = []
        ours: list[Taken] = []
        others: list[Taken] = []
        for each in mails:
            filed = there.get(each.message_id)
            if each.message_id in waiting or (filed is not None and not filed.may_have_left):
                known.append(each)
            elif filed is not None or self._may_be_ours(each, there, people):
                ours.append(each)
            else:
                others.append(each)
        for each in ours:
            self._learn(each)
        adopted, others = self.adopt(others)
        return known, ours + adopted, others

    def adopt(self, others: Sequence[Taken]) -> tuple[list[Taken], list[Taken]]:
        """(those of nobody known that answer a mail that may be somebody's, or are of who wrote one; all others).

        A stranger's answer to a reply is in our thread, in whatever order the two are met.
        """
        adopted: list[Taken] = []
        rest = list(others)
        while found := [each for each in rest if self._is_adopted(each)]:
            for each in found:
                self._learn(each)
            there = {id(each) for each in found}
            adopted += found
            rest = [each for each in rest if id(each) not in there]
        return adopted, rest

    def _learn(self, each: Taken) -> None:
        self._new_ids.add(each.message_id)
        if each.from_address not in self._own and not each.may_be_bounce:
            self._new_addresses.update(spellings(each.from_address))

    def _is_adopted(self, each: Taken) -> bool:
        return not self._new_ids.isdisjoint(each.names) or each.from_address in self._new_addresses

    def _people(self, mails: Sequence[Taken]) -> set[str]:
        wanted = {spelling for each in mails for address in self._addresses(each) for spelling in spellings(address)}
        return {found.address for found in correspondents(self._database, wanted)}

    def _addresses(self, each: Taken) -> tuple[str, ...]:
        """Whose mail it is if one of these is on file: the writer's, or of the rep's own whom it went to."""
        if each.from_address in self._own:
            return tuple(address for address in each.to if address not in self._own)
        return tuple(filter(None, (each.from_address, each.reply_to)))

    def _may_be_ours(self, each: Taken, there: Mapping[str, object], people: set[str]) -> bool:
        names_one = any(name in there for name in each.names)
        if names_one or any(spelling in people for one in self._addresses(each) for spelling in spellings(one)):
            return True
        if each.may_be_bounce:
            return True
        may_ask = not each.is_list and each.from_address not in self._own
        return may_ask and self.strangers.may_be_known(each.from_name, each.from_address)
