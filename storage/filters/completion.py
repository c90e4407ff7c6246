"""Suggestions for the word being typed at the end of a filter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from storage.filters.fields import (
    DATE_KINDS,
    FIELD_BY_NAME,
    FIELDS,
    FLAGS,
    OBJECTION_KINDS,
    OBJECTION_STATES,
    SIGNAL_KINDS,
    SIGNAL_STATES,
    SORT_KEYS,
)

_PAST = ("today", "yesterday", "7d", "14d", "30d", "never")
_FUTURE = ("today", "tomorrow", "7d", "14d", "none")
_PARTS = ("before", "after", "on")


def complete(text: str, values: Mapping[str, Sequence[str]] | None = None) -> list[str]:
    """What the last word of `text` may become, whole words, in the order they are listed.

    `values` gives what the file holds for a field (tag, source, company, role, custom.NAME, …); a value with a space
    comes quoted. Empty where nothing known begins so.

    >>> complete("+stale sta")
    ['stage:']
    """
    last = text.rpartition(" ")[2]
    sign = last[:1] if last[:1] in ("-", "+") else ""
    word = last.removeprefix(sign)
    name, colon, typed = word.partition(":")
    if colon:
        return [] if sign == "+" else [f"{sign}{name}:{choice}" for choice in _values(name, typed, values or {})]
    flags = [f"{sign or '+'}{flag.name}" for flag in FLAGS if flag.name.startswith(word.casefold())]
    known = [*_fields(), *(f"{own}:" for own in values or {} if own.startswith("custom."))]
    fields = [f"{sign}{name}" for name in known if name.casefold().startswith(word.casefold())]
    if sign == "+":
        return flags
    if sign == "-":
        return flags + [field for field in fields if field != "-sort:"]
    return fields + (flags if word else [])


def _fields() -> list[str]:
    names: list[str] = []
    for field in FIELDS:
        names.append("custom." if field.kind == "custom" else f"{field.name}:")
        if field.kind in DATE_KINDS:
            names += [f"{field.name}.{part}:" for part in _PARTS]
    return [*names, "sort:"]


def _values(name: str, typed: str, values: Mapping[str, Sequence[str]]) -> list[str]:
    before, comma, word = typed.rpartition(",")
    begun = word.casefold().strip('"')
    found = [choice for choice in _choices(name.casefold(), values) if choice.casefold().startswith(begun)]
    return [before + comma + (f'"{choice}"' if " " in choice or "," in choice else choice) for choice in found]


def _choices(name: str, values: Mapping[str, Sequence[str]]) -> Sequence[str]:
    own = {key.casefold(): found for key, found in values.items() if key.startswith("custom.")}
    if name in own:
        return own[name]
    field, _, part = name.partition(".")
    if field == "sort":
        keys = [*SORT_KEYS, *(key for key in values if key.startswith("custom.") and key.count(".") == 1)]
        return [*(f"-{key}" for key in keys), *keys]
    if field in values:
        return values[field]
    if field not in FIELD_BY_NAME:
        return ()
    kind = FIELD_BY_NAME[field].kind
    if kind == "stage":
        from storage.migrations.m0001_first import STAGES

        return [*(stage[0].lower() for stage in STAGES), "open", "closed"]
    if kind == "objection":
        kinds = [word.lower() for word in OBJECTION_KINDS]
        return kinds if part else [*kinds, *OBJECTION_STATES, "none"]
    if kind == "signal":
        return SIGNAL_KINDS if part else [*SIGNAL_KINDS, *SIGNAL_STATES, "any", "none"]
    if kind == "risk":
        from storage.queries.risk import REASONS

        return [*REASONS, "any", "none"]
    if kind in DATE_KINDS:
        return _PAST if kind == "past" else _FUTURE
    return ("none", "any")
