"""What a lead may spend against the rules' minimum and maximum, in whichever currency."""

from __future__ import annotations

import pytest

from hermes_tui.scoring.qualification import DEFAULT_RULES, Inquiry, Rules, qualify
from hermes_tui.scoring.rules import ABOVE_MAXIMUM, BELOW_MINIMUM, BUDGET, NOT_COMPARED
from hermes_tui.scoring.score import Reason


def told(title: str = "", rules: Rules = DEFAULT_RULES, currency: str = "", **budget: int) -> list[Reason]:
    return list(qualify(Inquiry(title, "", (), currency=currency, **budget), rules).reasons)[1:]


def test_less_than_the_minimum_is_a_red_flag() -> None:
    assert told("Budget 300") == [Reason(-20, BELOW_MINIMUM, "Budget 300, minimum 500")]
    assert told(budget_min=10_000, budget_max=49_999) == [
        Reason(-20, BELOW_MINIMUM, "budget field 499.99, minimum 500")
    ]
    assert told(budget_max=50_000) == told("$500") == []


def test_the_field_is_believed_before_the_words_and_0_is_no_budget() -> None:
    assert told("a $100 pilot", budget_max=1_000_000) == []
    assert qualify(Inquiry("", "", budget_min=0, budget_max=0)).reasons == ()


def test_of_several_amounts_the_largest_bounds_the_budget() -> None:
    assert told("$100 now, $2,000 later") == []


def test_what_is_paid_by_the_hour_bounds_nothing() -> None:
    assert told("$30/hr") == []


@pytest.mark.parametrize(
    "text",
    ["Budget 300+", "Budget: min. $300", "from $300", "$400 or more", "$99 to start, then $80/hr", "$300, then $50+"],
)
def test_who_may_pay_more_is_not_below_the_minimum(text: str) -> None:
    assert told(text) == []


def test_a_price_for_each_piece_says_nothing_of_the_budget() -> None:
    assert told("Budget 150-200 per video") == []


def test_without_a_minimum_any_budget_will_do() -> None:
    assert told("$1", DEFAULT_RULES._replace(budget_minimum=0)) == []


def test_more_than_the_maximum_is_said_and_costs_nothing_unless_the_rep_wants_so() -> None:
    rules = Rules(budget_maximum=2_000_000)
    assert told("$50k", rules) == [Reason(0, ABOVE_MAXIMUM, "$50k, maximum 20,000")]
    assert told("$15k-50k", rules) == []
    assert told("$50k", rules._replace(above_maximum_points=-5)) == [Reason(-5, ABOVE_MAXIMUM, "$50k, maximum 20,000")]


@pytest.mark.parametrize(("title", "currency"), [("€300", ""), ("budget 300", "EUR"), ("300 EUR", "USD")])
def test_another_currency_is_not_compared_and_the_ledger_says_so(title: str, currency: str) -> None:
    assert [(r.points, r.text) for r in told(title, currency=currency)] == [(0, NOT_COMPARED)]
    assert told(title.replace("300", "5000"), currency=currency) == []


def test_a_rate_makes_it_comparable() -> None:
    rules = Rules(rates=(("EUR", 1.08),))
    assert told("€450", rules) == [Reason(-20, BELOW_MINIMUM, "€450 = 486 USD, minimum 500")]
    assert told("€470", rules) == []
    assert told(rules=rules, currency="EUR", budget_max=45_000) == [
        Reason(-20, BELOW_MINIMUM, "budget field 450 EUR = 486 USD, minimum 500")
    ]


@pytest.mark.parametrize(
    ("title", "currency", "rules_currency", "compared"),
    [
        ("$300", "CAD", "CAD", True), ("$300", "CAD", "USD", False), ("$300", "", "AUD", True),
        ("$300", "", "EUR", False), ("$300", "EUR", "USD", True), ("budget 300", "", "EUR", True),
        ("budget 300", "EUR", "EUR", True),
    ],
)  # fmt: skip
def test_a_bare_sign_or_number_is_in_the_leads_own_currency(
    title: str, currency: str, rules_currency: str, compared: bool
) -> None:
    found = told(title, Rules(currency=rules_currency), currency)
    assert [reason.text for reason in found] == [BELOW_MINIMUM if compared else NOT_COMPARED]


def test_the_evidence_of_a_budget_is_what_the_lead_wrote() -> None:
    assert qualify(Inquiry("EUR 10-15k", "")).reasons == (Reason(10, BUDGET, "EUR 10-15k"),)
