"""Amounts of money named in a lead's own words: `$5,000 - $10k`, `1.500,00 €`, `5 grand`, `budget around 5000`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from hermes_tui.scoring.money_words import A_SIGN, ANCHORS, CODES, DOLLARS, NAMES, SIGNS, around

__all__ = ["ANCHORS", "DOLLARS", "Amount", "amounts_in", "has_sign"]

AMOUNTS_CAP = 40
NUMBERS_CAP = 400
"""Numbers of one text that are looked at, and amounts that are kept of them."""
_LOOK = 44
_MARK_LOOK = 6  # a letter before a mark, the longest mark, a space
_DIGIT = re.compile(r"\d")
_DENIED = re.compile(r"(?:\b(?:no|not|without)|n't)\s(?:\w+\s){0,3}$")


class Amount(NamedTuple):
    """An amount as it was written; integer minor units (hundredths), of a range both ends.

    `currency` is a code, DOLLARS, or "" where none is named. What is paid by the hour, day, week or month bounds no
    budget: its ends are 0. `open`: it may be more, as "$300+" and "at least 300".
    """

    words: str
    minor: int
    least: int
    currency: str = ""
    open: bool = False


def has_sign(lowered: str) -> bool:
    """Whether a currency's sign stands in a text."""
    return "$" in lowered if lowered.isascii() else A_SIGN.search(lowered) is not None


def amounts_in(text: str, lowered: str | None = None) -> tuple[Amount, ...]:
    """Budgets named in a text, in order.

    Money that was raised, earned, saved or is a valuation is nobody's budget and is left out, and so is a price for
    each user or piece. A bare number counts only beside the word budget, or as a range of thousands that stands alone.

    >>> [amount.minor for amount in amounts_in("$5,000 - $10k, we raised $3M")]
    [1000000]
    """
    low = text.lower() if lowered is None else lowered
    if len(low) != len(text):
        text = low
    found = [*_written_out(text, low)] if "figure" in low else []
    place, looked = 0, 0
    while len(found) < AMOUNTS_CAP and looked < NUMBERS_CAP:
        digit = _DIGIT.search(low, place)  # a third of what looking for the whole amount costs
        match = around().amount.search(low, digit.start()) if digit else None
        if match is None:
            break
        looked += 1
        amount, place = _amount(text, low, match, place)
        if amount is not None:
            found.append(amount)
    return tuple(found)


def _amount(text: str, low: str, match: re.Match[str], place: int) -> tuple[Amount | None, int]:
    """The amount that a number or range of numbers is, or None, and where to read on."""
    found = _seen(low, match, place)
    if found is None or not (_is_marked(found) or _is_told(found)):
        return None, match.end() if match["to"] is None else match.end("scale")
    if _is_otherwise(found):
        return None, found.ends
    least, most = _ends(match["first"], match["scale"], found.second, found.scale2)
    rate = around().rate.match(found.rest)
    ends = found.ends + (rate.end() if rate else 0)
    if most == 0:
        return None, ends
    words = " ".join(text[found.begins : ends].split())
    code = _currency(found.mark, found.behind)
    alone = found.before.removesuffix(found.mark[0]) if found.mark else found.before
    if rate or around().rate_before.search(alone):
        return Amount(words, 0, 0, code), ends
    more = found.second is None and (around().open_before.search(alone) or around().open_after.match(found.rest))
    return Amount(words, most, least, code, bool(more)), ends


class _Seen(NamedTuple):
    """A number with what stands around it: a mark before or behind it, the word budget (`told`), the rest behind."""

    match: re.Match[str]
    second: str | None
    scale2: str
    mark: re.Match[str] | None
    behind: re.Match[str] | None
    told: re.Match[str] | None
    told_before: bool
    before: str
    rest: str
    begins: int
    ends: int


def _seen(low: str, match: re.Match[str], place: int) -> _Seen | None:
    """What stands around a number; None where it is part of a name, a version or another number."""
    signs = around()
    start, end = match.span()
    before = low[max(place, start - _LOOK) : start]
    second, scale2 = match["second"], match["scale2"] or ""
    if second and match["to"].strip() in ("and", "or") and "between" not in before[-16:]:
        end, second, scale2 = match.end("scale"), None, ""
    mark = signs.mark_before.search(before[-_MARK_LOOK:])
    if mark is None and start and (low[start - 1].isalnum() or low[start - 1] in "._,/#"):
        return None
    after = low[end : end + _LOOK]
    behind = signs.mark_after.match(after)
    told_before = signs.budget_before.search(before)
    told_after = None if told_before else signs.budget_after.match(after)
    begins, ends = start, end
    if behind:
        ends += behind.end()
    elif told_after:
        ends += told_after.end()
    if mark:
        begins -= len(mark[0])
    elif told_before and not behind:
        begins -= len(before) - told_before.start()
    rest = low[ends : ends + _LOOK]
    told = told_before or told_after
    return _Seen(match, second, scale2, mark, behind, told, told_before is not None, before, rest, begins, ends)


def _is_marked(found: _Seen) -> bool:
    """Whether a currency stands beside the number, or it counts in grand."""
    named = {mark[0].strip(" +") for mark in (found.mark, found.behind) if mark}
    if named == {"cad"} and (not _is_large(found) or _is_years(found)):
        return False  # CAD 2024, 3 CAD drawings: letters that are a code by chance
    return bool(named) or ("grand" in found.match["scale"] + found.scale2 and not around().units.match(found.rest))


def _is_told(found: _Seen) -> bool:
    """Whether a bare number is a sum of money: beside the word budget, or a range of thousands that stands alone."""
    if found.told:
        return _is_large(found) and not _is_years(found) and not around().units.match(found.rest)
    thousands = "k" in (found.match["scale"].strip(), found.scale2.strip())
    alone = found.second and thousands and around().may_stand_bare.match(found.rest)
    return bool(alone) and not around().counted.search(found.before)


def _is_large(found: _Seen) -> bool:
    digits = re.sub(r"\D", "", found.second or found.match["first"])
    return bool(found.match["scale"] or found.scale2) or len(digits) >= 3


def _is_years(found: _Seen) -> bool:
    """Whether a bare number is a year: "budget 2027" is a plan, not a sum."""
    if found.match["scale"] or found.scale2 or (found.second and len(found.second) not in (2, 4)):
        return False
    return bool(re.fullmatch(r"20[2-4]\d", found.match["first"]))


def _is_otherwise(found: _Seen) -> bool:
    """Whether the sum is a price for each, is denied, or is money that was raised, earned or saved."""
    signs = around()
    if signs.each.match(found.rest):
        return True
    if found.told and found.told_before:
        return bool(_DENIED.search(found.before[: found.told.start()]))
    if signs.cannot_pay.search(found.before):
        return True
    return not found.told and bool(signs.other_after.match(found.rest) or signs.other_before.search(found.before))


def _currency(mark: re.Match[str] | None, behind: re.Match[str] | None) -> str:
    """A code says more than a sign: `$5k CAD` is Canadian."""
    told = [found[0].strip(" +") for found in (behind, mark) if found]
    for each in told:
        if each in CODES:
            return each.upper()
    for each in told:
        code = DOLLARS if each == "$" else SIGNS.get(each) or NAMES.get(each)
        if code:
            return code
    return ""


def _ends(first: str, scale: str, second: str | None, scale2: str) -> tuple[int, int]:
    """Both ends of a range; a scale at its end covers both where the first number is the smaller: $5-10k."""
    low = _minor(first, scale)
    if second is None:
        return low, low
    high = _minor(second, scale2)
    if not scale and scale2 and _minor(first, "") < _minor(second, ""):
        low = _minor(first, scale2)
    return min(low, high), max(low, high)


def _minor(number: str, scale: str) -> int:
    number = number.rstrip("-–—").rstrip(",")
    fraction = re.search(r"[.,](\d{1,2})$", number)
    whole = re.sub(r"\D", "", number[: fraction.start()] if fraction else number)
    hundredths = int(whole) * 100 + (int(fraction[1].ljust(2, "0")) if fraction else 0)
    scale = scale.strip()
    factor = 1_000 if scale == "mil" else {"k": 1_000, "t": 1_000, "g": 1_000, "m": 10**6, "b": 10**9}.get(scale[:1], 1)
    return hundredths * factor


def _written_out(text: str, low: str) -> Iterator[Amount]:
    """`a five-figure budget`: from 10,000 to 99,999.99 of a currency that is not named."""
    for match in around().figures.finditer(low):
        digits = {"four": 4, "five": 5, "six": 6, "seven": 7}[match["count"] or match["after"]]
        least = 10 ** (digits + 1)
        yield Amount(" ".join(text[match.start() : match.end()].split()), 10 * least - 1, least)
        return
