"""The fields of a proposal that a rep may set: how each is typed, checked and stored."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from hermes_tui.actions.currencies import currency_named
from hermes_tui.actions.fields import nearest, parse_money
from hermes_tui.actions.when import parse_day
from storage.clean import clean
from storage.errors import UsageError

# In the order in which the text of a proposal shows them; the body stands apart.
FIELDS = ("title", "amount", "currency", "terms", "expires", "body")
ALIASES = {"expires_on": "expires", "valid": "expires", "value": "amount", "price": "amount", "text": "body"}

# Well under what storage keeps of a text before it cuts: an offer is refused whole, never shortened in silence.
MOST_TITLE = 200
MOST_TERMS = 20_000
MOST_BODY = 200_000  # about eighty printed pages

_AMOUNT = re.compile(r"(?P<before>[^\d\s.,+-]{0,4}|[A-Za-z]{3})\s*(?P<number>[-+]?[\d.,' \u00a0]*\d\s*[kKmM]?)\s*"
                     r"(?P<after>[^\d\s.,]{0,4})")  # fmt: skip


def proposal_values(given: Mapping[str, str], today: date) -> dict[str, Any]:
    """Column values from what was typed; an amount may bring its currency (`24k EUR`, `€24k`).

    Raises UsageError naming the nearest field, or saying what a field wants.
    """
    found: dict[str, Any] = {}
    for typed, text in given.items():
        name = ALIASES.get(typed.casefold(), typed.casefold())
        if name not in FIELDS:
            raise nearest(typed, dict.fromkeys((*FIELDS, *ALIASES)), "proposal")
        for column, value in _READ[name](text, today).items():
            if column == "currency" and found.get(column, value) != value:
                raise UsageError(f"Is it {found[column]} or {value or 'no currency'}? Both stand there.")
            found[column] = value
    return found


def amount_typed(text: str) -> dict[str, Any]:
    """`amount` in minor units, with `currency` where the text names one. Raises UsageError."""
    plain = clean(text)
    if not plain:
        return {"amount": None}
    match = _AMOUNT.fullmatch(plain)
    if match is None:
        raise UsageError(f"`{plain[:60]}` is no amount; try 24000, 24k or 1,500.50 EUR.")
    minor = parse_money(match["number"].removeprefix("+"))
    if minor < 0:
        raise UsageError(f"`{plain[:60]}` is less than nothing; an offer wants an amount from 0.")
    marks = [mark for mark in (match["before"], match["after"]) if mark]
    if len(marks) > 1:
        raise UsageError(f"`{plain[:60]}` names two currencies; which one is meant?")
    return {"amount": minor, "currency": currency_named(marks[0])} if marks else {"amount": minor}


def _title(text: str, _today: date) -> dict[str, Any]:
    title = clean(text)
    if not title:
        raise UsageError("A proposal needs a title; nothing was changed.")
    return {"title": _bounded(title, MOST_TITLE, "title")}


def _expires(text: str, today: date) -> dict[str, Any]:
    plain = clean(text)
    return {"expires_on": parse_day(plain, today).isoformat() if plain else None}


def _currency(text: str, _today: date) -> dict[str, Any]:
    return {"currency": currency_named(text) if clean(text) else None}


def _terms(text: str, _today: date) -> dict[str, Any]:
    return {"terms": _bounded(clean(text, multiline=True), MOST_TERMS, "terms") or None}


def _body(text: str, _today: date) -> dict[str, Any]:
    return {"body": _bounded(clean(text, multiline=True), MOST_BODY, "body")}


def _bounded(text: str, most: int, what: str) -> str:
    if len(text) > most:
        words = "are" if what == "terms" else "is"
        raise UsageError(
            f"The {what} {words} {len(text):,} characters long; {most:,} is the most, and nothing was changed."
        )
    return text


_READ: dict[str, Callable[[str, date], dict[str, Any]]] = {
    "title": _title,
    "amount": lambda text, _today: amount_typed(text),
    "currency": _currency,
    "terms": _terms,
    "expires": _expires,
    "body": _body,
}
