"""Cutting a filter's text into terms: flags, fields with their comparison and values, sorting, and bare words."""

from __future__ import annotations

import re
from typing import NamedTuple

from storage.clean import clean
from storage.errors import UsageError
from storage.filters.fields import FIELD_BY_NAME, FLAG_NAMES, nearest

_FIELD = re.compile(r"(-?)([^\W\d_][\w.-]*)(>=|<=|:|=|>|<)")
_FLAG = re.compile(r"\+([^\W\d_][\w-]*)")
_NO_SPACE = re.compile(r"\S*")
_PLAIN = re.compile(r"[^\s,]*")
_QUOTED = re.compile(r'"([^"]*)"')
_LIKE_A_FLAG = 0.8  # from this likeness on, `-stael` is a slip and not a word to leave out

MAX_VALUES = 100
MAX_TERMS = 100


class Value(NamedTuple):
    """One value of a list; a quoted one is never a word such as `none`."""

    text: str
    quoted: bool


class Term(NamedTuple):
    """One term. `kind`: flag, field, sort or word; `part` is what follows the field's dot."""

    kind: str
    name: str
    negated: bool = False
    part: str = ""
    operator: str = ""
    values: tuple[Value, ...] = ()

    def normal(self) -> str:
        """The term as it would be written again."""
        if self.kind == "flag":
            return ("-" if self.negated else "+") + self.name
        sign = "-" if self.negated else ""
        values = ",".join(_written(value) for value in self.values)
        if self.kind == "word":
            return sign + values
        return f"{sign}{self.name}{'.' + self.part if self.part else ''}{self.operator}{values}"


def _written(value: Value) -> str:
    return f'"{value.text}"' if value.quoted else value.text


def terms_of(text: str) -> list[Term]:
    """The terms of a filter. Raises UsageError for an unknown field or flag, an open quote, too many terms."""
    rest = clean(text)
    found: list[Term] = []
    while rest:
        term, rest = _next(rest)
        rest = rest.lstrip()
        found.append(term)
    if sum(term.kind != "word" or term.negated for term in found) > MAX_TERMS:
        raise UsageError(f"This filter has more than {MAX_TERMS} conditions; leave some out.")
    return found


def _next(rest: str) -> tuple[Term, str]:
    flag = _FLAG.match(rest)
    if flag is not None and _ends(rest, flag.end()):
        return _flag(flag.group(1)), rest[flag.end() :]
    field = _FIELD.match(rest)
    if field is not None and not rest.startswith("//", field.end()):
        return _field(field, rest[field.end() :])
    negated = len(rest) > 1 and rest[0] == "-" and (rest[1].isalpha() or rest[1] == '"')
    word = rest[1:] if negated else rest
    if word.startswith('"'):
        value, rest = _quoted(word)
        return Term("word", "", negated, values=(value,)), rest
    plain = _NO_SPACE.match(word)
    text = plain.group() if plain else ""
    if negated and text.casefold() in FLAG_NAMES:
        return Term("flag", text.casefold(), True), word[len(text) :]
    if negated and len(text) > 2 and (like := nearest(text, FLAG_NAMES, _LIKE_A_FLAG)):
        raise UsageError(f'There is no flag `-{text}`; did you mean `-{like}`? -"{text}" leaves out the word.')
    return Term("word", "", negated, values=(Value(text, False),)), word[len(text) :]


def _ends(rest: str, at: int) -> bool:
    return at == len(rest) or rest[at].isspace()


def _flag(name: str) -> Term:
    if name.casefold() not in FLAG_NAMES:
        like = nearest(name, FLAG_NAMES)
        raise UsageError(f'There is no flag `+{name}`; did you mean `+{like}`? "+{name}" searches for the word.')
    return Term("flag", name.casefold())


def _field(match: re.Match[str], rest: str) -> tuple[Term, str]:
    sign, dotted, operator = match.groups()
    name, _, part = dotted.partition(".")
    name = name.casefold()
    if name not in FIELD_BY_NAME and name != "sort":
        like = nearest(name, [*FIELD_BY_NAME, "sort"])
        raise UsageError(f"There is no field `{name}`; did you mean `{like}`? Quote the words to search for them.")
    values: list[Value] = []
    while True:
        value, rest = _quoted(rest) if rest.startswith('"') else _plain(rest)
        values.append(value)
        if not rest.startswith(","):
            break
        rest = rest[1:]
    values = [value for value in values if value.text or value.quoted]
    if not values:
        raise UsageError(f"`{match.group()}` needs a value; `{match.group()}none` finds the leads without one.")
    if len(values) > MAX_VALUES:
        raise UsageError(f"`{name}` has more than {MAX_VALUES} values; leave some out.")
    kind = "sort" if name == "sort" else "field"
    return Term(kind, name, bool(sign), part, operator, tuple(values)), rest


def _plain(rest: str) -> tuple[Value, str]:
    match = _PLAIN.match(rest)
    text = match.group() if match else ""
    return Value(text, False), rest[len(text) :]


def _quoted(rest: str) -> tuple[Value, str]:
    match = _QUOTED.match(rest)
    if match is None:
        raise UsageError(f'The quote in `{rest}` is not closed; end it with another ".')
    return Value(match.group(1).strip(), True), rest[match.end() :]
