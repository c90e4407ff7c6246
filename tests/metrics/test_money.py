"""Amounts of several currencies are one only by rates that the rep set."""

from __future__ import annotations

import pytest

from hermes_tui.metrics.money import Money, money_numbers, named, of_sums, together
from tests.metrics.deals_made import asked

EUR, USD, NONE = Money("EUR", 10_000, 2, 5_000.0), Money("USD", 3_000, 3, 1_000.0), Money(None, 500, 1, 500.0)


def test_what_has_no_value_is_no_amount() -> None:
    assert of_sums([("EUR", 0, 0), ("USD", 2, 300), (None, 3, 300)]) == (
        Money(None, 300, 3, 100),
        Money("USD", 300, 2, 150),
    )


def test_what_names_no_currency_is_in_the_reps_own() -> None:
    assert named([EUR, NONE], asked()) == (Money("USD", 500, 1, 500), EUR)
    assert named([NONE, USD], asked()) == (Money("USD", 3_500, 4, 875),)


def test_two_currencies_are_added_by_the_rates_and_by_nothing_else() -> None:
    assert together([EUR, USD], asked()) is None
    assert together([EUR, USD], asked(rates={"GBP": "1.2"})) is None
    found = together([EUR, USD, NONE], asked(rates={"EUR": "1.08"}))
    assert found == ("USD", 14_300, 6, pytest.approx(14_300 / 6))


def test_the_reps_own_currency_needs_no_rate() -> None:
    assert together([USD], asked()) == USD
    assert together([EUR], asked()) is None, "it is not the rep's own"
    assert together([EUR], asked(rates={"EUR": "2"})) == ("USD", 20_000, 2, 10_000)
    assert together([], asked()) is None


def test_of_another_currency_only_its_worth_in_the_reps_own_is_told_first() -> None:
    alone = money_numbers([EUR], asked(), "deals", "What they are worth.")
    assert [number.shown for number in alone] == ["100 EUR"]
    rated = money_numbers([EUR], asked(rates={"EUR": "2"}), "deals", "What they are worth.")
    assert [(number.shown, number.together) for number in rated] == [("200 USD", True), ("100 EUR", False)]
