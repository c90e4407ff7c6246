"""Fields of the rep's own in a packet: their kinds go along, and values come to the kinds that are declared here."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from hermes_tui.actions.custom import CUSTOM
from hermes_tui.actions.custom_conversion import fit
from hermes_tui.exchange import custom_values as values
from storage import records
from storage.clean import clean
from storage.database import Database
from storage.queries.custom_fields import CHOICE, KINDS, CustomField, custom_fields, declared, held_names

_SHOWN = 40  # letters of a value that a sentence quotes


def kinds_of(database: Database, custom: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The declared fields in which the lead holds something, as a packet tells them."""
    return [
        {"name": field.name, "kind": field.kind, "choices": list(field.choices)}
        for field in custom_fields(database)
        if any(name.casefold() == field.name.casefold() for name in custom)
    ]


def settled(
    database: Database, custom: Mapping[str, Any], told: Sequence[Any], now: int, notes: list[str]
) -> dict[str, Any]:
    """What a packet's lead holds, by the names and kinds of this file; inside the action that takes it in.

    A field that is not known here is declared as the packet tells it (`told`). A new word joins the choices; what a
    number or a date cannot be is left out, and `notes` say so.
    """
    found: dict[str, Any] = {}
    if not custom:
        return found
    fields = _declare(database, custom, told, now)
    for name, value in custom.items():
        field = declared(fields, name)
        if field is None or value in (None, ""):
            found[name] = value
            continue
        fits = fit(field, value)
        if fits is None and field.kind == CHOICE and (word := clean(values.as_text(value))):
            fits = word
            _join(database, field, word)
            fields = custom_fields(database)
        if fits is None:
            text = values.as_text(value)[:_SHOWN]
            notes.append(f"{CUSTOM}{field.name} is a {field.kind} here, and “{text}” is none; it came without it.")
        else:
            found[field.name] = fits
    return found


def _declare(database: Database, custom: Mapping[str, Any], told: Sequence[Any], now: int) -> list[CustomField]:
    """Those of `told` that the lead fills and nobody here ever named; then the fields as they are declared."""
    fields = custom_fields(database)
    known = {name.casefold() for name in (*(field.name for field in fields), *held_names(database))}
    filled = {name.casefold() for name in custom}
    place = max((field.position for field in fields), default=0)
    for each in told:
        name, kind, choices = each.get("name"), each.get("kind"), each.get("choices")
        plain = clean(name) if isinstance(name, str) else ""
        words = [word for word in choices if isinstance(word, str)] if isinstance(choices, list) else []
        if plain.casefold() not in filled - known or kind not in KINDS or (kind == CHOICE and not words):
            continue
        known.add(plain.casefold())
        place += 1
        records.insert(
            database, "custom_field", name=plain, kind=kind, position=place, created_at=now,
            choices=json.dumps(words if kind == CHOICE else [], ensure_ascii=False),
        )  # fmt: skip
    return custom_fields(database)


def _join(database: Database, field: CustomField, word: str) -> None:
    choices = json.dumps([*field.choices, word], ensure_ascii=False)
    records.update(database, "custom_field", field.id, choices=choices)
