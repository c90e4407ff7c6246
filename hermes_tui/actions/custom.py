"""A lead's own fields, such as an import brings or a rep makes up: `custom.seats=40`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from storage.clean import clean
from storage.errors import UsageError

CUSTOM = "custom."
Value = str | int | float

# As JSON writes numbers, and no longer than a number is kept exactly; `007` and `1e5` are words.
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(\.\d{1,6})?")


def custom_value(text: str) -> Value | None:
    """What a text means as a custom field: a number where it is one, else words; None where it is empty."""
    plain = clean(text)
    match = _NUMBER.fullmatch(plain)
    if match is None:
        return plain or None
    return float(plain) if match[1] else int(plain)


def custom_values(given: Mapping[str, str]) -> tuple[dict[str, Value | None], dict[str, str]]:
    """The custom fields among typed ones, by their names without `custom.`, and the rest. Raises UsageError."""
    found: dict[str, Value | None] = {}
    rest: dict[str, str] = {}
    for typed, text in given.items():
        if not typed.casefold().startswith(CUSTOM):
            rest[typed] = text
            continue
        name = clean(typed[len(CUSTOM) :])
        if not name:
            raise UsageError("A custom field needs a name, such as custom.region; nothing was changed.")
        found[name] = custom_value(text)
    return found, rest


def own_name(before: Mapping[str, object], name: str) -> str:
    """The name of the field that is there, however its letters are cased; else the one given."""
    return next((key for key in before if key.casefold() == name.casefold()), name)


def with_custom(before: Mapping[str, object], changes: Mapping[str, Value | None]) -> dict[str, object]:
    """A lead's custom fields after these changes."""
    found = dict(before)
    for name, value in changes.items():
        own = own_name(before, name)
        if value is None:
            found.pop(own, None)
        else:
            found[own] = value
    return found
