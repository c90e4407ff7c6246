"""A lead's own fields, such as an import brings or a rep makes up: `custom.seats=40`, each read by its kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from hermes_tui.actions.when import parse_day
from hermes_tui.exchange import custom_values as values
from hermes_tui.exchange.custom_values import Value
from hermes_tui.exchange.custom_values import as_text as as_text
from hermes_tui.exchange.custom_values import untyped as untyped
from storage.clean import clean
from storage.database import Database
from storage.errors import UsageError
from storage.queries.custom_fields import CHOICE, DATE, NUMBER, TEXT, CustomField, custom_fields, declared

CUSTOM = "custom."
_YEARS = range(1900, 2201)  # as the dates of a file
_SHOWN = 12  # choices that a sentence names


def typed_value(field: CustomField | None, text: str, today: date) -> Value | None:
    """What a text means in a field of this kind (None: one without); None where it is empty.

    Raises UsageError, one sentence, where the kind cannot hold it.
    """
    if field is None:
        return untyped(text)
    plain = clean(text)
    return _READ[field.kind](field, plain, today) if plain else None


def custom_values(
    database: Database, given: Mapping[str, str], today: date
) -> tuple[dict[str, Value | None], dict[str, str]]:
    """The custom fields among typed ones, by their names without `custom.`, and the rest. Raises UsageError."""
    if not any(typed.casefold().startswith(CUSTOM) for typed in given):
        return {}, dict(given)
    return typed_values(custom_fields(database), given, today)


def typed_values(
    fields: Sequence[CustomField], given: Mapping[str, str], today: date
) -> tuple[dict[str, Value | None], dict[str, str]]:
    """As `custom_values`, where the declared fields are known."""
    found: dict[str, Value | None] = {}
    rest: dict[str, str] = {}
    for typed, text in given.items():
        if not typed.casefold().startswith(CUSTOM):
            rest[typed] = text
            continue
        name = clean(typed[len(CUSTOM) :])
        if not name:
            raise UsageError("A custom field needs a name, such as custom.region; nothing was changed.")
        field = declared(fields, name)
        found[name if field is None else field.name] = typed_value(field, text, today)
    return found, rest


def own_texts(fields: Sequence[CustomField], held: Mapping[str, object]) -> dict[str, str]:
    """What a lead holds as a rep types it, by `custom.NAME`: every declared field in its order, then the others."""
    found = {f"{CUSTOM}{field.name}": as_text(held.get(own_name(held, field.name))) for field in fields}
    others = {f"{CUSTOM}{name}": as_text(value) for name, value in held.items() if declared(fields, name) is None}
    return found | others


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


# -- by kind -----------------------------------------------------------------------------------------------


def _number(field: CustomField, text: str, _today: date) -> Value:
    found = values.one_number(text)
    if found is None:
        raise UsageError(f"custom.{field.name} is a number, and `{text}` is none; write it like 40 or 1,234.50.")
    return found


def _day(field: CustomField, text: str, today: date) -> Value:
    try:
        found = parse_day(text, today)
    except UsageError as error:
        days = values.one_day(text)
        if len(days) > 1:
            meant = " or ".join(day.isoformat() for day in days)
            raise UsageError(f"custom.{field.name}: `{text}` can be {meant}; write the one you mean.") from None
        if not days:
            raise UsageError(f"custom.{field.name} is a date: {error}") from None
        found = days[0]
    if found.year not in _YEARS:
        raise UsageError(f"custom.{field.name} is a date from {_YEARS[0]} to {_YEARS[-1]}, and `{text}` is not.")
    return found.isoformat()


def _choice(field: CustomField, text: str, _today: date) -> Value:
    found = values.choice_named(field.choices, text)
    if found is None:
        more = f" and {len(field.choices) - _SHOWN} more" if len(field.choices) > _SHOWN else ""
        there = ", ".join(field.choices[:_SHOWN])
        raise UsageError(f"custom.{field.name} has no choice `{text}`; there are {there}{more}.")
    return found


_READ: dict[str, Callable[[CustomField, str, date], Value]] = {
    TEXT: lambda _field, text, _today: text,
    NUMBER: _number,
    DATE: _day,
    CHOICE: _choice,
}
