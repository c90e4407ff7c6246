"""Declaring, changing, ordering and removing the rep's own fields, with what the leads hold in them; an undo each."""

from __future__ import annotations

import json
from collections.abc import Sequence
from difflib import get_close_matches
from typing import NamedTuple

from hermes_tui.actions.custom import CUSTOM
from hermes_tui.actions.custom_conversion import convert, write
from hermes_tui.actions.field_mentions import mentions
from hermes_tui.actions.outcome import Outcome, acting
from hermes_tui.exchange import custom_values as values
from hermes_tui.formats import count
from storage import records
from storage.clean import clean
from storage.database import Database
from storage.errors import NotFound, UsageError
from storage.queries import custom_fields as queries
from storage.queries.custom_fields import CHOICE, DATE, KINDS, NUMBER, TEXT, CustomField, custom_fields, declared

MOST_NAME = 60
MOST_CHOICES = 500
_ALIASES = {"num": NUMBER, "numeric": NUMBER, "integer": NUMBER, "day": DATE, "select": CHOICE, "pick": CHOICE,
            "list": CHOICE, "string": TEXT, "words": TEXT}  # fmt: skip
_NOT_IN_A_NAME = '=:*"\\'  # what stands between a name and its value somewhere


class Listed(NamedTuple):
    """A field with how many leads hold a value in it; `field` is None for a name that was never declared."""

    name: str
    field: CustomField | None
    leads: int


def listed(database: Database) -> list[Listed]:
    """The declared fields in their order, then the other names that leads hold values under; reads every lead."""
    fields = custom_fields(database)
    among: dict[str, int] = {}
    spelt: dict[str, str] = {}
    for name, leads in queries.held(database):
        folded = name.casefold()
        among[folded] = among.get(folded, 0) + leads
        spelt.setdefault(folded, name)
    found = [Listed(field.name, field, among.pop(field.name.casefold(), 0)) for field in fields]
    return found + [Listed(spelt[folded], None, leads) for folded, leads in among.items()]


# -- what is typed -----------------------------------------------------------------------------------------


def field_name(text: str) -> str:
    """The name that a field is to have, `custom.` before it left out. Raises UsageError where it cannot have it."""
    name = _bare(text)
    if len(name) > MOST_NAME:
        raise UsageError(f"The name is {len(name)} characters long; {MOST_NAME} is the most, and nothing was changed.")
    odd = next((sign for sign in _NOT_IN_A_NAME if sign in name), "")
    if odd:
        raise UsageError(f"A field's name cannot have `{odd}` in it; nothing was changed.")
    return name


def _bare(text: str) -> str:
    """The name that is meant, `custom.` before it left out; a file may have brought one that no rep could give."""
    name = clean(text)
    name = name[len(CUSTOM) :].strip() if name.casefold().startswith(CUSTOM) else name
    if not name:
        raise UsageError("A custom field needs a name, such as region; nothing was changed.")
    return name


def kind_named(text: str) -> str:
    """The kind of this name or its beginning. Raises UsageError naming those there are."""
    plain = clean(text).casefold()
    found = [kind for kind in KINDS if plain and kind.startswith(plain)]
    kind = found[0] if len(found) == 1 else _ALIASES.get(plain)
    if kind is None:
        raise UsageError(f"`{clean(text)}` is no kind of field; there are {', '.join(KINDS)}, and nothing was changed.")
    return kind


def choices_typed(text: str) -> tuple[str, ...]:
    """Choices with commas between them, each once however its letters are cased; one with a comma is in quotes."""
    import csv

    parts = next(csv.reader([clean(text)], skipinitialspace=True), [])
    return tuple(values.by_fold(filter(None, map(clean, parts))).values())


def choices_text(choices: Sequence[str]) -> str:
    """Choices as `choices_typed` reads them."""
    return ", ".join(_quoted(choice) if "," in choice or choice.startswith('"') else choice for choice in choices)


def _quoted(choice: str) -> str:
    return '"' + choice.replace('"', '""') + '"'


def named(database: Database, name: str) -> CustomField:
    """The declared field of this name. Raises NotFound naming the nearest."""
    fields = custom_fields(database)
    wanted = _bare(name)
    field = declared(fields, wanted)
    if field is None:
        near = get_close_matches(wanted.casefold(), [each.name.casefold() for each in fields], n=1, cutoff=0.5)
        known = declared(fields, near[0]) if near else None
        hint = f"did you mean `{known.name}`?" if known else f"`hermes field add {wanted}` declares it."
        raise NotFound(f"No field `{wanted}` is declared; {hint}")
    return field


# -- actions -----------------------------------------------------------------------------------------------


def add_field(
    database: Database, name: str, now: int, *, kind: str = "", choices: str = "", force: bool = False
) -> Outcome:
    """Declare a field; what leads hold under its name already becomes values of its kind.

    Without a kind it is a choice where choices are given, else text; a choice without choices has the words that
    leads hold. With `force` values that do not fit are emptied. Raises UsageError.
    """
    wanted = field_name(name)
    fields = custom_fields(database)
    there = declared(fields, wanted)
    if there is not None:
        raise UsageError(f"There is a field `{there.name}` already ({there.kind}); `hermes field edit` changes it.")
    spelt = _spellings(database, wanted)
    given = choices_typed(choices)
    kind = kind_named(kind) if kind else CHOICE if given else TEXT
    if kind == CHOICE and not given:
        given = tuple(values.by_fold(queries.words_held(database, spelt, MOST_CHOICES)).values())
    field = CustomField(0, wanted, kind, _fitting(kind, given), len(fields) + 1)
    with acting(database, "field", [], now) as doing:
        doing.made = records.insert(
            database, "custom_field", name=field.name, kind=kind, choices=json.dumps(field.choices, ensure_ascii=False),
            position=max((each.position for each in fields), default=0) + 1, created_at=now,
        )  # fmt: skip
        moved = convert(database, field, spelt, now, force=force)
        doing.say(f"field {wanted} added: {described(field)}{moved}")
    return doing.outcome


def edit_field(
    database: Database, name: str, now: int, *, rename: str | None = None, kind: str | None = None,
    choices: str | None = None, force: bool = False,
) -> Outcome:  # fmt: skip
    """Change a declared field, and with it what every lead holds in it.

    Refused, nothing changed, where values do not fit the new kind or a choice taken away is in use: with `force`
    those values are emptied. Raises UsageError, NotFound.
    """
    was = named(database, name)
    called = was.name if rename is None or clean(rename) == was.name else field_name(rename)
    other = declared(custom_fields(database), called)
    if other is not None and other.id != was.id:
        raise UsageError(f"There is a field `{other.name}` already; nothing was changed.")
    if called.casefold() != was.name.casefold() and _spellings(database, called):
        raise UsageError(f"Leads hold values under `{called}` already, which is not declared; nothing was changed.")
    spelt = _spellings(database, was.name)
    becomes = was.kind if kind is None else kind_named(kind)
    given = was.choices if choices is None else choices_typed(choices)
    if becomes == CHOICE and not given:
        given = tuple(values.by_fold(_words_of(database, spelt)).values())
    field = CustomField(was.id, called, becomes, _fitting(becomes, given, forced=choices is not None), was.position)
    with acting(database, "field", [], now) as doing:
        moved = ""
        if field != was:
            records.update(
                database, "custom_field", was.id, name=field.name, kind=field.kind,
                choices=json.dumps(field.choices, ensure_ascii=False),
            )  # fmt: skip
            moved = convert(database, field, spelt, now, force=force)
        if field.name.casefold() != was.name.casefold():
            moved += mentions(database, was.name)
        doing.say(f"field {was.name}{_changes(was, field)}{moved}")
    return doing.outcome


def move_field(database: Database, name: str, position: int, now: int) -> Outcome:
    """Put a field at this place of the order in which forms show them, 1 for the first. Raises NotFound."""
    field = named(database, name)
    others = [each for each in custom_fields(database) if each.id != field.id]
    place = min(max(position, 1), len(others) + 1)
    others.insert(place - 1, field)
    with acting(database, "field", [], now) as doing:
        for number, each in enumerate(others, 1):
            if each.position != number:
                records.update(database, "custom_field", each.id, position=number)
        doing.say(f"field {field.name} is number {place} of {len(others)}")
    return doing.outcome


def remove_field(database: Database, name: str, now: int, *, with_values: bool = False) -> Outcome:
    """Take a field's declaration away, and `with_values` what leads hold in it; else they keep it, without a kind.

    A name that was never declared can be removed with its values only. Raises NotFound, UsageError.
    """
    wanted = _bare(name)
    field = declared(custom_fields(database), wanted)
    spelt = _spellings(database, wanted)
    if field is None and not (spelt and with_values):
        if spelt:
            raise UsageError(f"`{wanted}` is not declared, leads only hold values in it; --values removes those.")
        named(database, wanted)  # says what there is
    holding = queries.leads_holding(database, spelt)
    with acting(database, "field", [], now) as doing:
        if field is not None:
            records.delete(database, "custom_field", field.id)
        if with_values:
            left = {lead: {k: v for k, v in held.items() if k not in spelt} for lead, held in holding}
            write(database, left, spelt, now)
        kept = "removed with its values" if with_values else "no longer declared; its values are kept"
        called = field.name if field else wanted
        named_in = mentions(database, called) if with_values else ""
        doing.say(f"field {called} {kept} ({count(len(holding), 'lead')}){named_in}")
    return doing.outcome


def described(field: CustomField) -> str:
    """A field's kind in words: `number`, `choice of gold, silver`."""
    if field.kind != CHOICE:
        return field.kind
    more = f" and {len(field.choices) - 6} more" if len(field.choices) > 6 else ""
    return f"choice of {', '.join(field.choices[:6])}{more}"


# -- what the leads hold -----------------------------------------------------------------------------------


def _spellings(database: Database, name: str) -> list[str]:
    """How leads spell this name."""
    folded = name.casefold()
    return [held for held in queries.held_names(database) if held.casefold() == folded]


def _words_of(database: Database, spelt: Sequence[str]) -> list[str]:
    """What leads hold under these names, as choices would spell it, in the order of the leads."""
    found = (values.as_text(held[name]) for _, held in queries.leads_holding(database, spelt) for name in spelt
             if held.get(name) is not None)  # fmt: skip
    return list(dict.fromkeys(found))


def _fitting(kind: str, choices: tuple[str, ...], *, forced: bool = False) -> tuple[str, ...]:
    """The choices of a field of this kind. Raises UsageError where it needs some, has too many, or takes none."""
    if kind != CHOICE:
        if forced and choices:
            raise UsageError(f"A {kind} has no choices; say --kind choice, nothing was changed.")
        return ()
    if not choices:
        raise UsageError("A choice needs its choices: --choices gold,silver; nothing was changed.")
    if len(choices) > MOST_CHOICES:
        raise UsageError(f"{len(choices):,} choices are too many to choose from; text holds any, nothing was changed.")
    return choices


def _changes(was: CustomField, field: CustomField) -> str:
    said = [f" is now {field.name}"] if field.name != was.name else []
    if (field.kind, field.choices) != (was.kind, was.choices):
        said.append(f"{',' if said else ':'} {described(field)}")
    return "".join(said) or ": nothing changed"
