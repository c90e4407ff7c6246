"""Conditions on text: whole-word prefixes through the full-text tables, and whole or part values without them."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from storage.errors import UsageError
from storage.filters.binding import Parameters
from storage.filters.terms import Term, Value
from storage.search import is_searchable, phrase


class Column(NamedTuple):
    """Columns of one table that hold a field's text."""

    table: str
    names: tuple[str, ...]


TEXT: dict[str, tuple[Column, ...]] = {
    "title": (Column("lead", ("title",)),),
    "company": (Column("lead", ("company",)),),
    "description": (Column("lead", ("description",)),),
    "author": (Column("lead", ("author",)),),
    "source": (Column("lead", ("source",)),),
    "website": (Column("lead", ("website",)),),
    "email": (Column("lead", ("email",)), Column("contact", ("email",))),
    "phone": (Column("lead", ("phone",)), Column("contact", ("phone",))),
    "contact": (Column("contact", ("name",)),),
    "role": (Column("contact", ("role",)),),
    "note": (Column("note", ("text",)),),
    "message": (Column("message", ("subject", "body")),),
}
_EXACT: dict[str, tuple[str, ...]] = {
    "currency": ("lead.currency",),
    "external": ("lead.external_id",),
    "reason": ("lead.close_reason",),
    "url": ("lead.source_url", "lead.author_url"),
}
_SIGNS_IN = ("title", "company", "description", "author", "contact", "role", "note", "message")
_TAGGED = """lead.id IN (SELECT lead_tag.lead_id FROM lead_tag JOIN tag ON tag.id = lead_tag.tag_id WHERE {named})"""
_UNTAGGED = "NOT EXISTS (SELECT 1 FROM lead_tag WHERE lead_tag.lead_id = lead.id)"


def condition(term: Term, kind: str, parameters: Parameters) -> str:
    """SQL of a field of kind text, exact or part."""
    if term.operator not in (":", "="):
        raise UsageError(f"`{term.name}` is text; write `{term.name}:` for its words, `{term.name}=` for all of it.")
    return " OR ".join(f"({_one(term, kind, value, parameters)})" for value in term.values)


def _one(term: Term, kind: str, value: Value, parameters: Parameters) -> str:
    missing = _missing(term.name)
    word = value.text.casefold()
    if not word or (word in ("none", "never") and not value.quoted):
        return missing
    if not value.quoted and word == "any":
        return f"NOT ({missing})"
    if kind == "text":
        if term.operator == ":" and is_searchable(value.text):
            return " OR ".join(_full_text(column, value.text, parameters) for column in TEXT[term.name])
        pattern = folded(value.text) if term.operator == "=" else f"*{folded(value.text)}*"
        return " OR ".join(_like(column, pattern, parameters) for column in TEXT[term.name])
    if kind == "part" and term.operator == ":":
        pattern = f"*{folded(value.text)}*"
    elif value.text.endswith("*") and not value.quoted:
        pattern = folded(value.text[:-1]) + "*"
    else:
        pattern = folded(value.text)
    mark = parameters.mark(pattern)
    if term.name == "tag":
        return _TAGGED.format(named=f"tag.name GLOB {mark}")
    return " OR ".join(f"COALESCE({column}, '') GLOB {mark}" for column in _EXACT[term.name])


def signs(text: str, parameters: Parameters) -> str:
    """SQL of a bare word of signs only, such as `🚀`: no full-text table knows it, so the texts themselves are read."""
    pattern = f"*{folded(text)}*"
    return " OR ".join(_like(column, pattern, parameters) for name in _SIGNS_IN for column in TEXT[name])


def _missing(name: str) -> str:
    if name == "tag":
        return _UNTAGGED
    if name in _EXACT:
        return " AND ".join(f"COALESCE({column}, '') = ''" for column in _EXACT[name])
    return " AND ".join(_none_in(column) for column in TEXT[name])


def _none_in(column: Column) -> str:
    filled = " OR ".join(f"COALESCE({column.table}.{name}, '') <> ''" for name in column.names)
    if column.table == "lead":
        return f"NOT ({filled})"
    return f"NOT EXISTS (SELECT 1 FROM {column.table} WHERE {column.table}.lead_id = lead.id AND ({filled}))"


def _full_text(column: Column, text: str, parameters: Parameters) -> str:
    """Every word of `text` side by side, the last one as a prefix, accents and case folded by the tokenizer."""
    mark = parameters.mark(f"{{{' '.join(column.names)}}} : {phrase(text)}")
    fts = f"{column.table}_fts"
    rows = f"SELECT rowid FROM {fts} WHERE {fts} MATCH {mark}"
    if column.table == "lead":
        return f"lead.id IN ({rows})"
    return f"lead.id IN (SELECT lead_id FROM {column.table} WHERE id IN ({rows}))"


def _like(column: Column, pattern: str, parameters: Parameters) -> str:
    mark = parameters.mark(pattern)
    likes = " OR ".join(f"COALESCE({column.table}.{name}, '') GLOB {mark}" for name in column.names)
    if column.table == "lead":
        return likes
    return f"lead.id IN (SELECT lead_id FROM {column.table} WHERE {likes})"


def folded(text: str) -> str:
    """A GLOB pattern that matches `text` whatever its case; SQLite's own folding knows ASCII only."""
    return "".join(_either(character) for character in text)


def _either(character: str) -> str:
    if character in "*?[":
        return f"[{character}]"
    cases: list[str] = []
    turn: tuple[Callable[[str], str], ...] = (str, str.lower, str.upper)
    for change in turn:
        changed = change(character)
        if len(changed) == 1 and changed not in cases:
            cases.append(changed)
    return character if len(cases) == 1 else f"[{''.join(cases)}]"
