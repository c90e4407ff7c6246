"""The fields of a lead and a contact that a rep may set: how each is typed, checked and stored."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any

from hermes_tui.actions.when import parse_day
from hermes_tui.exchange.addresses import normal_email, normal_phone
from storage.clean import clean
from storage.errors import UsageError

# name → kind. `value`, `budget_min`, `budget_max` are typed in major units ("24k", "1,500.50").
LEAD_FIELDS: dict[str, str] = {
    "title": "line", "company": "line", "value": "money", "currency": "currency", "source": "line",
    "email": "email", "phone": "line", "website": "line", "author": "line", "author_url": "line",
    "source_url": "line", "external_id": "line", "budget_min": "money", "budget_max": "money",
    "deadline_on": "day", "description": "text", "tags": "tags", "score": "score",
}  # fmt: skip
LEAD_ALIASES = {"deadline": "deadline_on", "tag": "tags", "url": "source_url", "budget": "budget_max", "name": "title"}
CONTACT_FIELDS: dict[str, str] = {
    "name": "line", "email": "email", "phone": "phone", "role": "line", "channel": "line",
    "sentiment": "sentiment", "is_primary": "flag",
}  # fmt: skip
CONTACT_ALIASES = {"champion": "is_primary", "primary": "is_primary", "mood": "sentiment"}

ROLES = (
    "Champion", "Economic buyer", "Decision maker", "Technical buyer", "Influencer", "End user", "Legal/Procurement",
    "Coach", "Blocker", "CTO", "PM", "Founder", "Finance",
)  # fmt: skip
CHANNELS = ("email", "phone", "linkedin", "meeting", "whatsapp", "sms")  # suggested; any other may be typed
SENTIMENTS = ("positive", "neutral", "negative")

_MONEY = re.compile(r"(-?)([\d.,' \u00a0]*\d)\s*([km]?)$", re.I)


def lead_values(given: Mapping[str, str], today: date) -> dict[str, Any]:
    """Column values from what was typed, `tags` as a tuple of names, `score` None to release it.

    Raises UsageError naming the nearest field, or saying what a field wants.
    """
    return _values(given, LEAD_FIELDS, LEAD_ALIASES, "lead", today)


def contact_values(given: Mapping[str, str], today: date, region: str = "") -> dict[str, Any]:
    """Column values of a contact from what was typed, `email_typed` and `phone_typed` beside what they became.

    These two are None where nothing differs. `region` is where numbers without a country code are dialled.
    Raises UsageError.
    """
    found = _values(given, CONTACT_FIELDS, CONTACT_ALIASES, "contact", today)
    for typed, text in given.items():
        name = typed.casefold()
        if name == "phone":
            found["phone"] = normal_phone(text, region) or None
        if name in ("email", "phone"):
            plain = clean(text)
            found[f"{name}_typed"] = plain if plain != (found[name] or "") else None
    return found


MOST_MINOR = 10**17  # a thousand trillion: the sum of ten leads of it still fits SQLite's 64 bits


def parse_money(text: str) -> int:
    """Minor units from `24k`, `1,500.50`, `1.500,50`. Raises UsageError.

    The last separator followed by one or two digits is the decimal one; others group thousands.
    """
    match = _MONEY.match(text.strip().lstrip("$€£ "))
    if match is None:
        raise UsageError(f"`{text}` is no amount; try 24000, 24k or 1,500.50.")
    sign, digits, factor = match.groups()
    whole = re.sub(r"[' \u00a0]", "", digits)
    decimal = re.search(r"[.,](\d{1,2})$", whole)
    cents = decimal[1] if decimal else ""
    units = re.sub(r"[.,]", "", whole[: decimal.start()] if decimal else whole)
    scale = {"": 1, "k": 1_000, "m": 1_000_000}[factor.lower()]
    minor = int(units or 0) * 100 * scale + (int(cents.ljust(2, "0")) * scale if cents else 0)
    if minor > MOST_MINOR:
        raise UsageError(f"`{text}` is more than an amount can be; {MOST_MINOR // 100:,} is the most.")
    return -minor if sign else minor


_FLAG_WORDS = {
    **dict.fromkeys(("1", "yes", "y", "true", "on"), 1),
    **dict.fromkeys(("0", "no", "n", "false", "off"), 0),
}


def nearest(name: str, known: Mapping[str, object], what: str) -> UsageError:
    """The error for a field that is not there, naming the nearest one that is."""
    near = get_close_matches(name, list(known), n=1, cutoff=0.5)
    hint = f"did you mean `{near[0]}`?" if near else f"the fields are {', '.join(known)}."
    return UsageError(f"A {what} has no field `{name}`; {hint}")


def named_fields(
    given: Mapping[str, str], known: Iterable[str], aliases: Mapping[str, str], what: str
) -> dict[str, str]:
    """What was typed by the names of the fields, in any case. Raises UsageError for another name, and for one twice."""
    names = dict.fromkeys(known)
    found: dict[str, str] = {}
    for typed, text in given.items():
        name = aliases.get(typed.casefold(), typed.casefold())
        if name not in names:
            raise nearest(typed, dict.fromkeys((*names, *aliases)), what)
        if name in found:
            raise UsageError(f"`{name}` is set twice; nothing was changed.")
        found[name] = text
    return found


def _values(
    given: Mapping[str, str], fields: Mapping[str, str], aliases: Mapping[str, str], what: str, today: date
) -> dict[str, Any]:
    named = named_fields(given, fields, aliases, what)
    found = {name: _value(fields[name], text, today) for name, text in named.items()}
    for required in ("title", "name"):
        if required in found and not found[required]:
            raise UsageError(f"A {what} needs a {required}; nothing was changed.")
    return found


def _value(kind: str, text: str, today: date) -> Any:
    if kind == "email":  # before cleaning folds a line break that must not be in it
        return normal_email(text) or None
    plain = clean(text, multiline=kind == "text")
    if kind == "tags":
        return tuple(dict.fromkeys(tag for part in plain.split(",") if (tag := clean(part).casefold())))
    if not plain:
        return 0 if kind == "flag" else None
    if kind == "money":
        return parse_money(plain)
    if kind == "day":
        return parse_day(plain, today).isoformat()
    if kind == "currency":
        if not re.fullmatch(r"[A-Za-z]{3}", plain):
            raise UsageError(f"`{plain}` is no currency; give its three letters, such as USD.")
        return plain.upper()
    if kind == "sentiment":
        return mood_named(plain)
    if kind == "flag":
        return as_flag(plain)
    if kind == "score":
        if not re.fullmatch(r"-?\d{1,4}", plain):
            raise UsageError(f"`{plain}` is no score; give a whole number, or nothing to let the rules decide.")
        return int(plain)
    return plain


def as_flag(text: str) -> int:
    """1 for yes, 0 for no, as either is typed. Raises UsageError."""
    plain = clean(text).casefold()
    if plain not in _FLAG_WORDS:
        raise UsageError(f"`{plain}` is neither yes nor no; nothing was changed.")
    return _FLAG_WORDS[plain]


def mood_named(text: str) -> str:
    """The mood of this name, or of its first letters. Raises UsageError naming those there are."""
    plain = clean(text).casefold()
    found = [mood for mood in SENTIMENTS if mood.startswith(plain)] if plain else []
    if len(found) != 1:
        raise UsageError(f"`{plain}` is no sentiment; there are {', '.join(SENTIMENTS)}.")
    return found[0]
