"""A card in the words of the database: addresses and numbers as they are stored, and the rest as lines of a note."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from hermes_tui.exchange.addresses import normal_email, normal_phone
from hermes_tui.exchange.convert import separate, shown
from hermes_tui.exchange.vcard.cards import Card, Reach
from storage.errors import UsageError


class Words(NamedTuple):
    """`emails` and `phones` as stored, each once, with what the card calls each; `odd` are e-mails that are none."""

    card: Card
    emails: tuple[str, ...]
    phones: tuple[str, ...]
    mail_kinds: tuple[str, ...]
    phone_kinds: tuple[str, ...]
    typed_email: str
    typed_phone: str
    odd: tuple[str, ...]

    @property
    def name(self) -> str:
        """What the person is called."""
        return self.card.name

    @property
    def is_unnamed(self) -> bool:
        """Whether the card has no name of its own, and is called by an address or number."""
        return any(self.name.casefold() == each.value.casefold() for each in (*self.card.emails, *self.card.phones))


def words_of(card: Card, region: str = "") -> Words:
    """A card's words; `region` is where bare phone numbers are dialled."""
    mails: dict[str, Reach] = {}
    odd: list[str] = []
    for reach in card.emails:
        addresses = _addresses(reach.value)
        for typed, address in addresses:
            mails.setdefault(address, reach._replace(value=typed))
        if not addresses:
            odd.append(reach.value)
    phones: dict[str, Reach] = {}
    for reach in card.phones:
        phones.setdefault(normal_phone(reach.value, region), reach)
    return Words(
        card, tuple(mails), tuple(phones), tuple(each.said for each in mails.values()),
        tuple(each.said for each in phones.values()), next((each.value for each in mails.values()), ""),
        next((each.value for each in phones.values()), ""), tuple(odd),
    )  # fmt: skip


def _addresses(text: str) -> list[tuple[str, str]]:
    """The address that a text is, or the several that it lists, as (typed, normal); none where a part is none."""
    found = [(part, _address(part)) for part in ([text] if _address(text) else separate(text))]
    return found if all(address for _, address in found) else []


def _address(text: str) -> str:
    try:
        return normal_email(text)
    except UsageError:
        return ""


# As `sayings` writes them, and a merge of two people does (actions/contact_merge.py); not one that bounced.
_NOTED = re.compile(r"(?:^E-mail(?: \(.*\))?|\bOther e-mail): ([^\s,]+?@[^\s,]+?)(?=\.?(?:\s|$))", re.M)


def noted_emails(texts: Iterable[str]) -> tuple[str, ...]:
    """The further addresses of a person that notes about them keep, each once: a contact has one of its own."""
    return tuple(dict.fromkeys(address for text in texts for address in _NOTED.findall(text)))


def odd_emails(cards: Iterable[Words]) -> list[str]:
    """A sentence for each card with an e-mail that is none: it is in a note, and somebody may mend it."""
    return [
        f"card {words.card.number}, line {words.card.line}: {shown(mail)} is no e-mail address; it is kept in a note"
        for words in cards for mail in words.odd
    ]  # fmt: skip


def sayings(words: Words, email: str | None, phone: str | None) -> Iterator[tuple[str, str]]:
    """What a card says beyond a contact's own e-mail and phone, as (value, line of a note)."""
    if not words.is_unnamed:
        yield words.name, f"Name: {words.name}"
    for mail, kind in zip(words.emails, words.mail_kinds, strict=True):
        if mail.casefold() != (email or "").casefold():
            yield mail, _line("E-mail", kind, mail)
    for mail in words.odd:
        yield mail, f"E-mail as written: {mail}"
    for number, kind in zip(words.phones, words.phone_kinds, strict=True):
        if _digits(number) != _digits(phone or ""):
            yield number, _line("Phone", kind, number)
    if words.card.org:
        yield words.card.org, f"Company: {words.card.org}"
    if words.card.role:
        yield words.card.role, f"Role: {words.card.role}"
    for what, said in words.card.more:
        yield said, f"{what}: {said}"
    if words.card.note:
        yield words.card.note, words.card.note


def _line(what: str, kind: str, value: str) -> str:
    return f"{what} ({kind}): {value}" if kind else f"{what}: {value}"


def _digits(number: str) -> str:
    return "".join(filter(str.isalnum, number)).casefold()
