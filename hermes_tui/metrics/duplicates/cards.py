"""A lead as it is compared with others: every address, number and name of it and its people in normal form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from hermes_tui.metrics.duplicates import normal
from storage.queries.duplicates import DealText, PersonText


class Card(NamedTuple):
    """Normal forms of a lead, '' or empty where it says nothing; moments UTC ms.

    `phones` and `names` (of its people) give each as it was typed; `firm` and `words` are words parted by spaces,
    `whole` those of both in alphabetical order; `number` is its id in the program it came from.
    """

    id: int
    title: str
    company: str
    words: str
    firm: str
    whole: str
    mails: frozenset[str]
    phones: dict[str, str]
    sites: frozenset[str]
    names: dict[str, str]
    author: str
    link: str
    number: str
    external_id: str
    import_id: int | None
    created_at: int
    closed_at: int | None


def card(deal: DealText, people: Sequence[PersonText] = ()) -> Card:
    """The card of one lead and its people."""
    mails: set[str] = set()
    phones: dict[str, str] = {}
    sites = {normal.site(deal.website)} if deal.website else set()
    names = {normal.person(deal.author): deal.author} if deal.author else {}
    for email, phone in [(deal.email, deal.phone), *((person.email, person.phone) for person in people)]:
        if email:
            mails.add(normal.mail(email))
            sites.add(normal.site(email))
        if phone:
            phones.setdefault(normal.phone(phone), phone)
    names.update((normal.person(person.name), person.name) for person in people)
    phones.pop("", None)
    names.pop("", None)
    firm, words = normal.firm(deal.company), normal.title(deal.title, deal.company)
    return Card(
        deal.id, deal.title, deal.company or "", words, firm, " ".join(sorted({*firm.split(), *words.split()})),
        frozenset(mails - {""}), phones, frozenset(sites - {""}), names,
        normal.link(deal.author_url), normal.link(deal.source_url), normal.number(deal.external_id),
        deal.external_id or "", deal.import_id, deal.created_at, deal.closed_at,
    )  # fmt: skip


def cards(deals: Sequence[DealText], people: Iterable[PersonText]) -> list[Card]:
    """The cards of these leads, in their order."""
    by_lead: dict[int, list[PersonText]] = {}
    for person in people:
        by_lead.setdefault(person.lead_id, []).append(person)
    return [card(deal, by_lead.get(deal.id, ())) for deal in deals]
