"""The same deal written twice in other words is found; two deals that look alike are left in peace."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from hermes_tui.actions.leads import add_lead
from hermes_tui.actions.merging import merge_leads
from hermes_tui.metrics.duplicates.cards import Card, cards
from hermes_tui.metrics.duplicates.pairs import Found, Pair, again, among, find
from storage.database import Database
from storage.queries.duplicates import DealText, PersonText, deals

NOW = 1_782_118_800_000
TODAY = date(2026, 6, 22)
EMPTY: dict[str, Any] = dict.fromkeys(DealText._fields) | {"created_at": NOW}
# What everybody's file is full of, so that a title alone tells little.
COMMON = ("ERP rollout", "CRM", "Website", "Help desk")


def deal(title: str, company: str | None = None, who: Sequence[tuple[str, str, str]] = (), **more: Any) -> Any:
    """A deal and its people, as (name, e-mail, phone)."""
    return {**EMPTY, "title": title, "company": company, **more}, who


def in_a_file(*deals: Any) -> list[Card]:
    """These deals, numbered from 1, in a file with forty others of which ten each are called the same."""
    others = [deal(COMMON[n % 4], f"{'abcdefghij'[n % 10] * 3}{'klmn'[n // 10] * 3} works") for n in range(40)]
    every = [*deals, *others]
    told = [DealText(**{**fields, "id": number}) for number, (fields, _) in enumerate(every, 1)]
    people = [
        PersonText(number, name, email or None, phone or None)
        for number, (_, who) in enumerate(every, 1)
        for name, email, phone in who
    ]
    return cards(told, people)


def search(*deals: Any) -> Found:
    """The likely pairs among them."""
    return among(in_a_file(*deals))


TWICE = {
    "an e-mail in other letters": (
        deal("Scanners", "Nordwind Logistik", email="Ann@Nordwind.example"),
        deal("Rollout", "Nordwind", email="ann@nordwind.example"),
    ),
    "an e-mail of the lead and of a person": (
        deal("CRM for sales", "Tessera Ltd", email="JO@tessera.example"),
        deal("New CRM", "Tessera", [("Jo Park", "jo@tessera.example", "")]),
    ),
    "a Gmail address with dots and a tag": (
        deal("Bakery shop", email="t.baker+crm@gmail.com"), deal("Online shop", email="tbaker@googlemail.com"),
    ),
    "a phone in two spellings": (
        deal("Solar roof", "Sonnendach", phone="+1 (415) 555-2671"), deal("PV", phone="415.555.2671"),
    ),
    "a phone of one whose first name is a letter": (
        deal("Telephony", "Orion Praxis", [("K. Weiss", "", "+49 30 1234567")]),
        deal("Switchboard", "Praxis Orion", [("Karl Weiss", "", "030 / 123 45 67")]),
    ),
    "how a firm is registered": (deal("Data lake", "Globex, Inc."), deal("Data lake", "Globex")),
    "its form with dots": (deal("Data lake", "Delacroix S.A."), deal("Data lake", "Delacroix")),
    "its form of two words": (deal("Shop", "Łódź Meble sp. z o.o."), deal("Shop", "Lodz Meble")),
    "its form in Cyrillic": (deal("Учёт склада", "ООО Ромашка"), deal("учет склада", "Ромашка")),
    "an umlaut written out": (
        deal("ERP rollout", "Müller Maschinen GmbH"), deal("ERP rollout", "Mueller Maschinen"),
    ),
    "accents": (deal("Refonte", "Société de Béton"), deal("Refonte", "Societe de Beton")),
    "a stroke through a letter": (deal("Kasse", "Ødegård Fisk AS"), deal("Kasse", "Odegard Fisk")),
    "a slip in a firm everybody's title beside it": (
        deal("Help desk", "Brightwater Analytics"), deal("Help desk", "Brigthwater Analytics"),
    ),
    "slips in firm and title": (
        deal("Help desk for 40 agents", "Copperfield Insurance"),
        deal("Helpdesk for 40 agnets", "Coperfield Insurance"),
    ),
    "words of a firm in another order": (deal("Intranet", "Zeta Consulting"), deal("Intranet", "Consulting Zeta")),
    "words of a title in another order": (
        deal("Rollout of ERP modules, phase two", "Halden Steel"),
        deal("ERP modules rollout phase two", "Halden Steel AG"),
    ),
    "a firm in one word and in two": (deal("Portal", "DataForge"), deal("Portal", "Data Forge")),
    "a firm abbreviated": (
        deal("Licences", "International Business Solutions"), deal("Licences", "Intl. Business Solutions"),
    ),
    "a firm under another name with the same website": (
        deal("Booking engine", "Hotel Astoria", website="https://www.astoria.example/de"),
        deal("Booking engine", "Astoria Hotelbetriebs GmbH", website="astoria.example"),
    ),
    "the firm in the title": (deal("Umbra Textiles — PLM"), deal("PLM", "Umbra Textiles")),
    "a long title, twice without a firm": (
        deal("Looking for a React developer, marketplace"), deal("Looking for a React developer (marketplace)"),
    ),
    "somebody's name nearly the same": (
        deal("Cloud migration", "Parkway Dental", [("Jon Smith", "", "")]),
        deal("Migration to the cloud", "Parkway Dental Inc", [("John Smith", "", "")]),
    ),
}  # fmt: skip


@pytest.mark.parametrize("why", TWICE)
def test_a_deal_that_was_written_down_twice_is_found(why: str) -> None:
    found = search(*TWICE[why])
    assert [pair.ids for pair in found.pairs] == [(1, 2)]


TWO = {
    "six firms of one agency": [
        deal("Rollout", firm, email="info@agency.example")
        for firm in ("Bikes", "Tea Room", "Corvus", "Dune Yoga", "Elm Toys", "Fern")
    ],
    "six customers of one reseller": [
        deal(f"{firm} rollout", firm, [("Rita Reseller", "rita@reseller.example", "")])
        for firm in ("Aldo", "Brava", "Cirrus", "Delta Foam", "Esker", "Fjord Ice")
    ],
    "strangers at Gmail": [deal("Logo", email="mary@gmail.com"), deal("Taxes", email="pete@gmail.com")],
    "a customer's many deals": [
        deal(title, "Vantage Foods") for title in ("GTX Basic", "GTX Pro", "MG Special", "Support contract")
    ],
    "licences of each year": [deal(f"Licences {year}", "Harrow Media") for year in (2024, 2025, 2026)],
    "phases": [deal(f"Rollout phase {phase}", "Harrow Media") for phase in ("I", "II", "A", "B")],
    "two firms of one website": [
        deal(firm, firm, website="mall.example") for firm in ("Corvus", "Dune Yoga")
    ],
    "a switchboard": [
        deal(title, "Regio Klinik", [(name, "", "+49 40 999000")])
        for title, name in (("Beds", "Anna Kurz"), ("MRI", "Bo Lang"), ("Catering", "Cem Acar"))
    ],
    "branches in two towns": [deal("POS", "Cafe Luna Berlin"), deal("POS", "Cafe Luna Bern")],
    "the first bank and the fifth": [deal("Backup", f"{nth} National Bank") for nth in ("First", "Fifth")],
    "a common name": [
        deal("Website", "Pine Dental", [("John Smith", "", "")]), deal("Website", "Oak Cars", [("John Smith", "", "")]),
    ],
    "a common title": [deal("Website"), deal("Website")],
    "the same words of two strangers": [
        deal("Looking for a React developer", email="a@one.example"),
        deal("Looking for a React developer", email="b@two.example"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("why", TWO)
def test_deals_that_only_look_alike_are_left_in_peace(why: str) -> None:
    assert search(*TWO[why]).pairs == ()


def test_people_are_called_as_they_were_typed() -> None:
    one, other = (deal("Audit tool", "Lindqvist AB", [("Eva Lindqvist", "", "")]) for _ in range(2))
    assert "Eva Lindqvist" in [reason.evidence for reason in search(one, other).pairs[0].reasons]


def test_after_a_merge_a_resellers_address_still_tells_little(database: Database) -> None:
    ids = [
        add_lead(database, {"title": "Rollout", "company": firm, "email": "rita@agency.example"}, NOW, TODAY).made
        for firm in ("Bikes", "Tea Room", "Corvus", "Dune Yoga", "Elm Toys", "Fern", "Fern GmbH")
    ]
    found = find(database)
    one, other = (card for card in cards(deals(database), []) if card.id in ids[-2:])
    merge_leads(database, one.id, other.id, {}, NOW)
    pairs = [Pair(60, one, card, ()) for card in cards(deals(database), []) if card.id not in (one.id, other.id)]
    assert again(database, pairs, one.id, other.id, shared=found.shared) == ()


def test_the_search_is_at_its_end_when_it_says_so() -> None:
    everyone = in_a_file(*[deal(f"Deal {n}", f"Firm {n // 18}") for n in range(900)])
    told: list[int] = []
    looked: list[int] = []
    found = among(everyone, progress=lambda done, _: told.append(done), stopped=lambda: looked.append(1) is not None)
    assert told == sorted(told)
    assert len(told) == len(looked) > 10
    before = told[len(told) // 2]
    assert 0.3 < before / found.leads < 0.7
