"""Reading a column of amounts under the one decimal convention that fits it, into minor units and a currency."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import NamedTuple

from hermes_tui.scoring.currency import CODES, MARKS


class Amount(NamedTuple):
    """An amount in hundredths, as Hermes stores every currency, and the currency its mark names, if any."""

    minor: int
    currency: str | None


class Reading(NamedTuple):
    """How a column is read: `dot` (1,234.50) or `comma` (1.234,50), and each distinct text's amount."""

    format: str
    values: dict[str, Amount | None]


class Ambiguous(NamedTuple):
    """A column both conventions fit with different amounts: an example and what each would make of it."""

    example: str
    choices: tuple[tuple[str, str], ...]


FORMATS = {"dot": "1,234.50", "comma": "1.234,50"}

_THREE_DECIMALS = frozenset({"BHD", "JOD", "KWD", "OMR", "TND"})
_FACTORS = {"": 0, "k": 3, "tsd": 3, "thousand": 3, "m": 6, "mm": 6, "mn": 6, "mio": 6, "million": 6, "b": 9, "bn": 9,
            "billion": 9}  # fmt: skip

_SYMBOL = "|".join(re.escape(symbol) for symbol in sorted(MARKS, key=len, reverse=True))
_CURRENCY = rf"(?:{_SYMBOL}|[A-Z]{{3}}(?![A-Z]))"
_SHAPE = re.compile(
    rf"(?P<sign>[-+−–])?\s*(?P<before>{_CURRENCY})?\s*(?P<sign2>[-−–])?\s*"
    r"(?P<number>\d[\d.,'’\s\u00a0\u202f]*|[.,]\d+)"
    r"(?P<power>e[+-]?\d{1,2})?\s*"
    r"(?:(?P<factor>thousand|million|billion|tsd|mio|mm|mn|bn|[kmb])\.?(?![a-z]))?\s*"
    rf"(?P<after>{_CURRENCY})?\s*(?P<sign3>-)?$",
    re.I,
)
_MOST = 2**62
_STRAY_SHARE = 0.05  # as for dates
# What nearly every export writes, and what reads alike under both conventions or under the dot's only.
_PLAIN = re.compile(r"([$€£]?)(-?)([1-9]\d{0,2}(?:,\d{3})+|\d+)(?:\.(\d\d?))?$")
_GROUPED = {
    # Indian grouping (12,34,567) beside the usual one.
    "dot": re.compile(
        r"(?:[1-9]\d{0,2}(?:([,'’\s\u00a0\u202f])\d{3})(?:\1\d{3})*|[1-9]\d?(?:,\d{2})*,\d{3}|\d*)(?:\.\d*)?$"
    ),
    "comma": re.compile(r"(?:[1-9]\d{0,2}(?:([.'’\s\u00a0\u202f])\d{3})(?:\1\d{3})*|\d*)(?:,\d*)?$"),
}


def read_column(texts: Iterable[str], asked: str | None = None) -> Reading | Ambiguous:
    """Decide whether a column writes its decimals after a dot or a comma, from its distinct non-blank texts.

    A text that is an amount under neither reads as None. Where both fit all and disagree, or each fits what
    the other cannot read, the column is Ambiguous; `asked` ("dot" or "comma") settles it.
    """
    distinct = list(dict.fromkeys(texts))
    if asked is not None:
        return Reading(asked, {text: read_amount(text, asked) for text in distinct})
    plain = list(map(_PLAIN.match, distinct))
    if all(plain):
        return Reading(
            "dot", {text: _plain_amount(found) for text, found in zip(distinct, plain, strict=True) if found}
        )
    dot = {text: read_amount(text, "dot") for text in distinct}
    comma = {text: read_amount(text, "comma") for text in distinct}
    only_dot = [text for text in distinct if dot[text] and not comma[text]]
    only_comma = [text for text in distinct if comma[text] and not dot[text]]
    apart = [text for text in distinct if dot[text] and comma[text] and dot[text] != comma[text]]
    if only_dot and only_comma:
        if len(only_comma) <= len(only_dot) * _STRAY_SHARE:
            return Reading("dot", dot)
        if len(only_dot) <= len(only_comma) * _STRAY_SHARE:
            return Reading("comma", comma)
        return _ambiguous(only_dot[0], dot, comma)
    if only_dot or only_comma or not apart:
        return Reading("comma", comma) if only_comma else Reading("dot", dot)
    return _ambiguous(apart[0], dot, comma)


def _plain_amount(found: re.Match[str]) -> Amount | None:
    mark, sign, whole, cents = found.groups()
    minor = int(whole.replace(",", "")) * 100 + (int(cents.ljust(2, "0")) if cents else 0)
    if minor > _MOST:
        return None
    return Amount(-minor if sign else minor, MARKS[mark] if mark else None)


def _ambiguous(text: str, dot: dict[str, Amount | None], comma: dict[str, Amount | None]) -> Ambiguous:
    return Ambiguous(text, (("dot", _said(dot[text])), ("comma", _said(comma[text]))))


def _said(amount: Amount | None) -> str:
    return "no number" if amount is None else f"{amount.minor / 100:.2f}".removesuffix(".00")


def read_amount(text: str, convention: str) -> Amount | None:
    """Read one amount: `$22,700.00`, `1.234,50 €`, `$342.09K`, `USD 5k`, `(500)`; None where it is none.

    More than two decimals are rounded half away from zero; what no database integer holds is no amount.

    Three digits after the only decimal mark are no decimals where a currency mark stands beside them (nobody
    writes tenths of a cent), nor after a comma (programs that print raw fractions print a dot); so `1,234` is
    1234 either way and only a bare `1.234` is in doubt.
    """
    text = text.strip()
    negative = text.startswith("(") and text.endswith(")")
    found = _SHAPE.match(text[1:-1].strip() if negative else text)
    if found is None:
        return None
    parts = found.groupdict()
    currency = _currency(parts["before"], parts["after"])
    if currency == "":
        return None
    written = parts["number"].strip().rstrip(",") if parts["number"].strip().endswith(",-") else parts["number"].strip()
    if not _GROUPED[convention].match(written):
        return None
    mark = "." if convention == "dot" else ","
    whole, _, decimals = written.partition(mark)
    if len(decimals) == 3 and not parts["factor"] and not parts["power"]:
        thousandths = currency in _THREE_DECIMALS or whole in ("", "0")
        if not thousandths and (currency or mark == ","):
            return None
    digits = re.sub(r"\D", "", whole) + "." + decimals
    try:
        number = Decimal((digits if digits != "." else "x") + (parts["power"] or ""))
    except InvalidOperation:
        return None
    number = number.scaleb(_FACTORS[(parts["factor"] or "").lower()])
    signs = sum(bool(parts[name]) and parts[name] != "+" for name in ("sign", "sign2", "sign3")) + negative
    scaled = number.scaleb(2)
    if signs > 1 or abs(scaled) > _MOST:
        return None
    minor = int(scaled.to_integral_value(ROUND_HALF_UP))
    return Amount(-minor if signs else minor, currency)


def _currency(before: str | None, after: str | None) -> str | None:
    """The currency the marks name; None without a mark; "" where they name none or two."""
    marks = {currency_code(mark) for mark in (before, after) if mark}
    if not marks:
        return None
    return (marks.pop() or "") if len(marks) == 1 else ""


def currency_code(text: str) -> str | None:
    """The ISO 4217 code that a mark or code means (`€`, `eur`, `US$`), or None."""
    text = text.strip()
    if text.upper() in CODES:
        return text.upper()
    return MARKS.get(text) or MARKS.get(text.upper()) or MARKS.get(text.lower())
