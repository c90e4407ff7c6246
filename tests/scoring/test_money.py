"""Amounts of money in a lead's own words, as people spell them, and numbers that are none."""

from __future__ import annotations

import pytest

from hermes_tui.scoring import money
from hermes_tui.scoring.money import Amount, amounts_in


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("$22,700.00", 2_270_000), ("1.234,50 €", 123_450), ("$342.09K", 34_209_000), ("$5k", 500_000),
        ("€ 3.000", 300_000), ("5k USD", 500_000), ("1 500 €", 150_000), ("£200", 20_000), ("£3.5k", 350_000),
        ("USD 5,000", 500_000), ("€5.000,–", 500_000), ("€ 5.000,- all in", 500_000), ("CHF 5'000", 500_000),
        ("5000EUR", 500_000), ("eur5k", 500_000), ("2 mio eur", 200_000_000), ("1.5m EUR", 150_000_000),
        ("2 million dollars", 200_000_000), ("5 grand", 500_000), ("30 quid", 3_000), ("R$ 20 mil", 2_000_000),
        ("we have 15k set aside for this", 1_500_000), ("[PAID] Modder needed, 75€", 7_500),
        ("Hourly: $15.00 - $35.00", 0), ("Rate: up to 90 EUR", 0), ("monthly budget of $300", 0),
        ("$5k per project", 500_000),
        ("$1.5", 150), ("50 USD/hour", 0), ("$30 per hour", 0), ("80 EUR an hour", 0), ("$2,000/month", 0),
        ("budget around 5000", 500_000), ("budget: up to 3 thousand", 300_000), ("budget (max) 3000", 300_000),
        ("our budget for this project is 4500", 450_000), ("a 10k budget", 1_000_000), ("20,000 budget", 2_000_000),
        ("budget approved, 30k", 3_000_000), ("willing to pay 3000", 300_000), ("no more than 5k€", 500_000),
        ("Budget: < 5k", 500_000), ("will be paid $3k", 300_000),
        ("We can't spend more than $5k", 500_000), ("we raised $3M and our budget is $20k", 2_000_000),
    ],
)  # fmt: skip
def test_a_budget_is_read_as_people_spell_it(text: str, minor: int) -> None:
    assert [amount.minor for amount in amounts_in(text)] == [minor]


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("$5k-10k", 5_000, 10_000), ("$5k–10k", 5_000, 10_000), ("$5-10k", 5_000, 10_000), ("$500-1k", 500, 1_000),
        ("phase 7 $5k", 5_000, 5_000),
        ("$5,000 to $7,500", 5_000, 7_500), ("budget between 5k and 10k", 5_000, 10_000), ("10k-15k", 10_000, 15_000),
        ("between €5k and €10k", 5_000, 10_000), ("EUR 10-15k", 10_000, 15_000),
        ("€10.000 bis €15.000", 10_000, 15_000),
        ("budget range 5000-8000", 5_000, 8_000),
        ("budget: 10,000 - 15,000 USD", 10_000, 15_000),
    ],
)  # fmt: skip
def test_of_a_range_both_ends_are_known(text: str, least: int, most: int) -> None:
    assert [(amount.least, amount.minor) for amount in amounts_in(text)] == [(least * 100, most * 100)]


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("$5k", "$"), ("US$ 5k", "USD"), ("A$5k", "AUD"), ("$5k CAD", "CAD"), ("5k dollars", "$"), ("€5k", "EUR"),
        ("5k pounds", "GBP"), ("₹50,000", "INR"), ("500 zł", "PLN"), ("budget 5000", ""), ("10k-15k", ""),
    ],
)  # fmt: skip
def test_an_amount_knows_its_currency(text: str, currency: str) -> None:
    assert [amount.currency for amount in amounts_in(text)] == [currency]


@pytest.mark.parametrize("text", ["a five-figure budget", "we can spend five figures"])
def test_figures_written_out_are_a_range(text: str) -> None:
    (amount,) = amounts_in(text)
    assert (amount.least, amount.minor) == (1_000_000, 9_999_999)


@pytest.mark.parametrize(
    "text",
    [
        "5000 users", "10k users", "10k-15k users", "5k run", "version 2.0", "", "budget for 300 users",
        "budget 5 options", "budget 2027", "budget 2026-2027", "budget: $0", "PHP 8.2", "CAD 2024", "3 CAD drawings",
        "5 grand pianos", "we raised $5M", "revenue of $3,000,000", "series A: $4m", "$3M ARR", "a $10m company",
        "saves us $5k", "lost $40k last year", "$20 per user", "$5 a seat", "can't afford $5k", "no budget of 5k",
        "six figures of revenue", "a six-figure salary", "funds with €3bn assets", "item #5000 in stock",
        "we made $5k last month", "I paid $3k to the last one", "a free $50 credit", "Price: $20",
        "we spent $30k on our last agency", "customers pay a $500 deposit", "donors give $50", "it costs $299",
        "homes from $300k to $2M", "$1,000,000 liability insurance", "a performance bond of $50,000",
        "invoices under $100", "referral fee $250", "sells a $497 course", "$500 capital", "$150 per video",
        "orders over $100", "our average order value is $45", "a copay is $20", "tender documents available for $25",
        "a tender fee of USD 150 is payable", "late fees of $100 per day",
    ],
)  # fmt: skip
def test_a_number_that_is_no_budget_is_left_alone(text: str) -> None:
    assert amounts_in(text) == ()


def test_an_amount_is_shown_as_it_was_written() -> None:
    assert amounts_in("The Budget  around\n18,300 EUR, or £2k") == (
        Amount("18,300 EUR", 1_830_000, 1_830_000, "EUR"), Amount("£2k", 200_000, 200_000, "GBP"),
    )  # fmt: skip


def test_of_a_page_of_numbers_a_few_hundred_are_looked_at() -> None:
    assert len(amounts_in("$1 " * 100_000)) == money.AMOUNTS_CAP
    assert amounts_in("7; " * money.NUMBERS_CAP + "$1") == ()
