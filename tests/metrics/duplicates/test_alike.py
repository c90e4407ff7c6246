"""What makes two leads likely one, and what does not."""

from __future__ import annotations

from typing import Any

import pytest

from hermes_tui.metrics.duplicates import normal
from hermes_tui.metrics.duplicates.alike import LIKELY, compare, in_words, points
from hermes_tui.metrics.duplicates.cards import Card, card
from hermes_tui.metrics.duplicates.pairs import among
from storage.queries.duplicates import DealText, PersonText

_NEXT = iter(range(1, 1_000_000))


def lead(title: str = "ERP rollout", *people: tuple[str, str | None], **values: Any) -> Card:
    """A lead with its people as (name, e-mail)."""
    number = next(_NEXT)
    given = {**dict.fromkeys(DealText._fields), "id": number, "title": title, "created_at": 1_000, **values}
    return card(DealText(**given), [PersonText(number, name, email, None) for name, email in people])


def score(one: Card, other: Card) -> int:
    return points(compare(one, other))


def said(one: Card, other: Card) -> str:
    return ", ".join(map(in_words, compare(one, other)))


def test_the_same_address_is_enough_whoever_has_it_and_whatever_the_deals_are_called() -> None:
    one = lead("ERP rollout", email="Ann+crm@X.com")
    other = lead("Website inquiry", ("Ann Lee", "ann@x.com"))
    assert score(one, other) >= LIKELY
    assert "same e-mail ann@x.com" in said(one, other)


def test_a_phone_number_is_one_however_it_is_written() -> None:
    one = lead(phone="+49 30 123456-7", company="Acme")
    other = lead("Pilot", phone="(030) 1234567", company="ACME GmbH")
    assert score(one, other) >= LIKELY
    assert "same phone +49 30 123456-7" in said(one, other)


def test_near_names_of_company_and_deal_are_one_and_the_percentages_are_named() -> None:
    one = lead("Warehouse scanning", company="Borealis Logistics")
    other = lead("Warehouse scaning", company="Borealis Logistcs Ltd.", website="x.example")
    assert score(one, other) == 0 or "company 97 % alike" in said(one, other)
    same = lead("Warehouse scanning", company="The Borealis-Logistics Inc")
    assert score(one, same) >= LIKELY


def test_a_link_is_one_whatever_campaign_led_to_it() -> None:
    one = lead("A", source_url="https://www.reddit.com/r/forhire/comments/1abc/?utm_source=share")
    other = lead("B", source_url="http://old.reddit.com/r/forhire/comments/1abc")
    assert score(one, other) >= 75


@pytest.mark.parametrize(
    ("title", "more"),
    [
        ("Payroll switch", {}),
        ("ERP rollout phase 3", {}),
        ("Payroll switch", {"website": "https://acme.example"}),
    ],
)
def test_two_deals_of_one_customer_are_two(title: str, more: dict[str, str]) -> None:
    one = lead("ERP rollout phase 2", company="Acme Corporation", **more)
    assert score(one, lead(title, company="Acme Corp", **more)) < LIKELY


def test_deals_that_their_program_numbered_itself_are_two_even_with_one_buyer() -> None:
    one = lead("GTX Basic", company="Acme", email="ann@acme.com", external_id="OPP-0012")
    other = lead("MG Special", company="Acme", email="ann@acme.com", external_id="OPP-0031")
    assert score(one, other) < LIKELY
    copied = lead("GTX Basic", company="Acme", email="ann@acme.com", external_id="OPP-0031")
    assert score(one, copied) >= LIKELY


def test_a_deal_that_began_after_the_other_was_closed_is_less_likely_the_same() -> None:
    one = lead("Renewal", company="Acme", closed_at=5_000)
    other = lead("Renewal", company="Acme", created_at=9_000)
    assert score(one, other) < LIKELY <= score(lead("Renewal", company="Acme"), other)


def test_what_many_share_tells_little() -> None:
    everyone = [lead(f"Deal {word}", email="info@shared.example") for word in "abcdefghijklmnop"]
    everyone += [lead(f"Thing {word}", email="ann@agency.example") for word in "abcdefghijklmnop"]
    assert among(everyone).pairs == ()


@pytest.mark.parametrize("host", ["gmail.com", "outlook.com"])
def test_a_mailbox_host_that_anybody_has_is_no_firm_of_theirs(host: str) -> None:
    assert compare(lead("A", email=f"ann@{host}"), lead("B", email=f"bob@{host}")) == ()


def test_numbers_part_names_that_are_else_alike() -> None:
    assert score(lead("Seats 2025", company="Site 12"), lead("Seats 2025", company="Site 13")) < LIKELY


def test_a_pair_said_to_be_two_never_comes_back() -> None:
    one, other = lead(email="ann@x.com"), lead(email="ann@x.com")
    assert [pair.ids for pair in among([one, other]).pairs] == [(one.id, other.id)]
    assert among([one, other], [(one.id, other.id)]).pairs == ()


def test_three_alike_are_a_chain_of_three() -> None:
    everyone = [lead(email="ann@x.com") for _ in range(3)]
    assert [pair.chain for pair in among(everyone).pairs] == [3, 3, 3]


def test_a_crowd_costs_no_square_and_is_told() -> None:
    everyone = [lead(f"Inquiry {number}", company="Acme", email="info@acme.example") for number in range(2_000)]
    found = among(everyone)
    assert found.compared < 40_000
    assert ("mail:info@acme.example", 2_000) in found.crowds


@pytest.mark.parametrize(
    "text", ["", "@", "a@", "http://[", "//", "+", "()", "[/]", "…", "\x1b[31m", "ß", "株式会社", "a" * 5_000]
)
def test_whatever_stands_in_a_field_has_a_normal_form(text: str) -> None:
    found = lead(
        text or "x", (text or "x", text), company=text, email=text, phone=text, website=text, source_url=text,
        author=text, author_url=text, external_id=text,
    )  # fmt: skip
    assert points(compare(found, found)) <= 100
    assert normal.person(text) == normal.person(text.upper().lower()) or not text.isascii()
