"""What a lead may spend: the amount in its own fields or words, and how it stands to the rules' minimum and maximum."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from hermes_tui.scoring.money import DOLLARS, Amount
from hermes_tui.scoring.rules import ABOVE_MAXIMUM, BELOW_MINIMUM, NOT_COMPARED, Rules
from hermes_tui.scoring.score import Reason

_DOLLARS = frozenset({"USD", "AUD", "CAD", "NZD", "SGD", "HKD", "MXN", "TWD"})


class _Compared(NamedTuple):
    """An amount in the rules' currency, in minor units, and how the ledger writes it."""

    words: str
    most: int
    least: int


def stated(budget_min: int | None, budget_max: int | None, currency: str) -> Amount | None:
    """The budget in the lead's own fields, the upper one where both are given; 0 is none."""
    given = [minor for minor in (budget_min, budget_max) if minor]
    if not given:
        return None
    return Amount(f"budget field {_major(max(given))}", max(given), min(given), currency)


def limits(rules: Rules, amounts: tuple[Amount, ...], currency: str) -> Iterator[Reason]:
    """The most the lead may spend is below the minimum, or the least above the maximum. How much that is at most
    nobody knows where some of it is paid by the hour or month, or may be more.

    `amounts` are in the lead's own words, or the one in its fields; `currency` is the lead's ("": unknown), which an
    amount without one has too. What is in a currency the rules cannot compare is left alone, and told where its
    number alone would have been too small.
    """
    bound = [amount for amount in amounts if amount.minor > 0]
    if not bound or not (rules.budget_minimum or rules.budget_maximum):
        return
    compared = [each for each in (_compared(rules, amount, currency) for amount in bound) if each is not None]
    if not compared:
        largest = max(bound, key=lambda amount: amount.minor)
        if largest.minor < rules.budget_minimum:
            code = _code(largest, currency, rules.currency)
            yield Reason(0, NOT_COMPARED, f"{_with(largest.words, code)}, the rules are in {rules.currency}")
        return
    most = max(compared, key=lambda each: each.most)
    if most.most < rules.budget_minimum:
        if rules.red_flag_points and not any(amount.open or amount.minor == 0 for amount in amounts):
            evidence = f"{most.words}, minimum {_major(rules.budget_minimum)}"
            yield Reason(rules.red_flag_points, BELOW_MINIMUM, evidence)
    elif 0 < rules.budget_maximum < most.least:
        yield Reason(rules.above_maximum_points, ABOVE_MAXIMUM, f"{most.words}, maximum {_major(rules.budget_maximum)}")


def _compared(rules: Rules, amount: Amount, currency: str) -> _Compared | None:
    code = _code(amount, currency, rules.currency)
    if code == rules.currency:
        return _Compared(amount.words, amount.minor, amount.least)
    rate = dict(rules.rates).get(code)
    if rate is None:
        return None
    most, least = round(amount.minor * rate), round(amount.least * rate)
    return _Compared(f"{_with(amount.words, code)} = {_major(most)} {rules.currency}", most, least)


def _code(amount: Amount, currency: str, usual: str) -> str:
    """The currency of an amount: its own, the lead's, or that of the rules where nobody names one."""
    if amount.currency == DOLLARS:
        return next((code for code in (currency, usual) if code in _DOLLARS), "USD")
    return amount.currency or currency or usual


def _with(words: str, code: str) -> str:
    return f"{words} {code}" if words.startswith("budget field") else words


def _major(minor: int) -> str:
    return f"{minor / 100:,.2f}".removesuffix(".00")
