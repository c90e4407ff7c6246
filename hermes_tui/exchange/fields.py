"""The fields a file's columns can fill, what kind of value each holds, and how a field is named on the command line."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from enum import Enum

from storage.errors import UsageError


class Kind(Enum):
    """What a field's cells are read as."""

    LINE = "a line of text"
    TEXT = "text of several lines"
    EMAIL = "an e-mail address"
    URL = "a web address"
    MONEY = "an amount"
    CURRENCY = "a currency"
    DAY = "a date"
    MOMENT = "a date or moment"
    STAGE = "a stage"
    NUMBER = "a whole number"
    TAGS = "tags"


LEAD_FIELDS: dict[str, Kind] = {
    "title": Kind.LINE,
    "company": Kind.LINE,
    "description": Kind.TEXT,
    "source": Kind.LINE,
    "source_url": Kind.URL,
    "external_id": Kind.LINE,
    "author": Kind.LINE,
    "author_url": Kind.URL,
    "email": Kind.EMAIL,
    "phone": Kind.LINE,
    "website": Kind.URL,
    "budget_min": Kind.MONEY,
    "budget_max": Kind.MONEY,
    "value": Kind.MONEY,
    "currency": Kind.CURRENCY,
    "deadline": Kind.DAY,
    "stage": Kind.STAGE,
    "tags": Kind.TAGS,
    "score": Kind.NUMBER,
    "created_at": Kind.MOMENT,
    "engaged_at": Kind.MOMENT,
    "closed_at": Kind.MOMENT,
    "last_touch_at": Kind.MOMENT,
    "lost_reason": Kind.LINE,
    "owner": Kind.LINE,
    "note": Kind.TEXT,
    "next_task": Kind.LINE,
    "next_task_on": Kind.DAY,
}

CONTACT_PARTS: dict[str, Kind] = {
    "name": Kind.LINE,
    "first_name": Kind.LINE,
    "last_name": Kind.LINE,
    "email": Kind.EMAIL,
    "phone": Kind.LINE,
    "role": Kind.LINE,
    "channel": Kind.LINE,
}

# `custom.*=*`: every column that fills nothing else; `custom.visits:number`: of this kind.
EVERY_OTHER = "custom.*"
_KIND_SAID = re.compile(r"(?<=.):(?:text|number|date|choice)$", re.I)
_CONTACT = re.compile(r"contact([1-9]\d{0,2})?\.(\w+)$")


def kind_of(field: str) -> Kind:
    """The kind of a canonical field name (see `field_named`)."""
    found = LEAD_FIELDS.get(field)
    if found is not None:
        return found
    group, _, part = field.partition(".")
    return Kind.LINE if group == "custom" else CONTACT_PARTS[part]


def contact_part(field: str) -> tuple[int, str] | None:
    """`contact2.email` → (2, "email"); None for what is no contact's field."""
    found = _CONTACT.match(field)
    return (int(found[1] or 1), found[2]) if found else None


def field_named(name: str) -> str:
    """The canonical name of the field somebody wrote: `Contact1.Name` → `contact.name`.

    Raises UsageError naming the nearest field where there is none.
    """
    stripped = name.strip()
    if stripped.lower().startswith("custom."):
        if not stripped[7:].strip():
            raise UsageError("A custom field needs a name, such as custom.region.")
        return "custom." + _KIND_SAID.sub(lambda said: said[0].lower(), stripped[7:].strip())
    folded = stripped.casefold().replace("-", "_").replace(" ", "_")
    if folded in LEAD_FIELDS:
        return folded
    found = _CONTACT.match(folded)
    if found and found[2] in CONTACT_PARTS:
        return f"contact.{found[2]}" if found[1] in (None, "1") else f"contact{found[1]}.{found[2]}"
    known = [*LEAD_FIELDS, *(f"contact.{part}" for part in CONTACT_PARTS)]
    raise UsageError(f"There is no field {stripped!r}{nearest(folded, known)} custom.NAME makes a new one.")


def exactly(name: str) -> str:
    """The canonical field a column is named after in our own words (`contact2.email`), or an empty text."""
    try:
        return field_named(name)
    except UsageError:
        return ""


def nearest(word: str, known: Iterable[str]) -> str:
    """The end of a sentence: `; did you mean 'x'?` for the closest of `known`, or a full stop."""
    by_fold = {name.casefold(): name for name in known}
    close = difflib.get_close_matches(word.casefold(), by_fold, n=1, cutoff=0.5)
    return f"; did you mean {by_fold[close[0]]!r}?" if close else "."
