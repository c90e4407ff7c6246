"""Amounts of money named in a lead's own words: `$5,000 - $10k`, `1.500,00 €`, `budget around 5000`."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple


class Amount(NamedTuple):
    """An amount as it was written and what it comes to, in integer minor units (hundredths)."""

    words: str
    minor: int


_NUMBER = r"(?:\d{1,3}(?:[.,'\u00a0\u202f ]\d{3}){1,4}(?!\d)(?:[.,]\d{1,2})?|\d{1,9}(?:[.,]\d{1,2})?)(?!\d)"
_SCALE = r"(?:\s?(?:k|m|mm|thousand|million)\b)?"
_SIGN = r"(?:[$€£]|\b(?:usd|eur|gbp|chf)\b)"
_NAMED = r"(?:dollars?|euros?|pounds?)"
_TO = r"\s?(?:-|–|—|to)\s?"
_RANGE = rf"{_NUMBER}{_SCALE}(?:{_TO}{_SIGN}?\s?{_NUMBER}{_SCALE})?"
_ABOUT = r"(?:is|of|at|up to|around|about|approx\.?|approximately|roughly|range|between|under|max|~|:|=|-)"
_HOURLY = r"\s?(?:/|per |an |a )\s?(?:hr|hour|h)\b|\s?hourly"
_NOT_A_BUDGET = r"\b(?:raised|raise|funding|revenues?|arr|mrr|valuation|valued|worth|turnover|seed|series [a-d])\b"
_YEAR = r"20[2-4]\d"  # "budget 2027" is a plan, not a sum
_LOOK_BACK = 30


@cache
def _amounts() -> re.Pattern[str]:
    marked = rf"(?P<marked>{_SIGN}\s?{_RANGE}|(?<![\w.,]){_RANGE}\s?(?:{_SIGN}|{_NAMED}\b))"
    plain = rf"\bbudget\W{{0,3}}(?:{_ABOUT}\W{{0,2}}){{0,3}}(?P<plain>{_RANGE})"
    return re.compile(rf"(?:{plain}|{marked})(?P<hourly>{_HOURLY})?", re.IGNORECASE)


@cache
def _worth_reading() -> re.Pattern[str]:
    """A cheap look first: most texts name no money at all, and a rescore reads a hundred thousand of them."""
    return re.compile(r"[$€£]|usd|eur|gbp|chf|dollar|pound|budget")


def amounts_in(text: str) -> tuple[Amount, ...]:
    """Budgets named in a text, in order; of a range the upper end, hourly rates as 0 (they bound no budget).

    Money that was raised, earned or is a valuation is nobody's budget and is left out. A bare number counts only
    right after the word budget.

    >>> [amount.minor for amount in amounts_in("$5,000 - $10k, we raised $3M")]
    [1000000]
    """
    if not _worth_reading().search(text.lower()):
        return ()
    found = []
    for match in _amounts().finditer(text):
        before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
        if re.search(_NOT_A_BUDGET, before, re.IGNORECASE):
            continue
        sum_of_money = match["marked"] or match["plain"]
        if match["plain"] and re.fullmatch(_YEAR, sum_of_money):
            continue
        found.append(Amount(" ".join(match[0].split()), 0 if match["hourly"] else upper_end(sum_of_money)))
    return tuple(found)


def upper_end(words: str) -> int:
    """The largest number in an amount or range, in minor units; a scale at the end of a range covers both ends."""
    return max(
        (_minor(number, scale) for number, scale in re.findall(rf"({_NUMBER})({_SCALE})", words, re.IGNORECASE)),
        default=0,
    )


def _minor(number: str, scale: str) -> int:
    fraction = re.search(r"[.,](\d{1,2})$", number)
    whole = re.sub(r"\D", "", number[: fraction.start()] if fraction else number)
    hundredths = int(whole) * 100 + (int(fraction[1].ljust(2, "0")) if fraction else 0)
    factor = {"k": 1_000, "t": 1_000, "m": 1_000_000}.get(scale.strip()[:1].lower(), 1)
    return hundredths * factor
