"""Conditions on the rep's own fields: numbers, days, choices and words, each by the kind of its field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from storage.errors import UsageError
from storage.filters import dates, numbers, words
from storage.filters.binding import Asked, Customs, OwnField, Parameters
from storage.filters.fields import SortKey, nearest
from storage.filters.terms import Term, Value

_RANGE = re.compile(r"[+-]?[0-9.]*[0-9]?\.\.[+-]?[0-9][0-9.]*|[+-]?[0-9]+(?:\.[0-9]+)?\.\.")
_ALIKE = 0.6  # from this likeness on a word is a slip of a choice
_SHOWN = 12  # choices that a sentence names
_PARTS = {"before": "<", "after": ">", "on": "on"}
_SELECTED = """(SELECT {what} FROM json_each(CASE WHEN json_valid(lead.custom) THEN lead.custom ELSE '{{}}' END) AS mine
    WHERE mine.key GLOB {key} AND mine.value IS NOT NULL AND mine.value <> '' LIMIT 1)"""
_NUMBER = """CASE WHEN mine.type IN ('integer', 'real') THEN mine.value
    WHEN mine.value GLOB '[0-9.+-]*' THEN CAST(mine.value AS REAL) END"""
_DAY = "CASE WHEN mine.value GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*' THEN substr(mine.value, 1, 10) END"
_TEXT = "CAST(mine.value AS TEXT)"


class _Asked(NamedTuple):
    """A field that is asked for: `called` as a sentence names it, the mark of its key's pattern, the sign of a date."""

    called: str
    key: str
    kind: str
    choices: Sequence[str] = ()
    sign: str = ""

    def sql(self, what: str) -> str:
        """The lead's value, read so; NULL where there is none."""
        return _SELECTED.format(what=what, key=self.key)


def condition(term: Term, asked: Asked, parameters: Parameters) -> str:
    """SQL over `lead` for `custom.NAME…`; NULL where the lead has no such value. Raises UsageError."""
    if not term.part:
        raise UsageError("`custom` needs the name of the field: custom.seats>20.")
    field = _named(term.part, asked.customs, parameters)
    return " OR ".join(f"({_one(field, term.operator, value, asked, parameters)})" for value in _values(field, term))


def sort_key(name: str, customs: Customs | None, parameters: Parameters) -> SortKey:
    """What `sort:custom.NAME` sorts by: numbers as numbers, choices in their order. Raises UsageError."""
    field = _named(name, customs, parameters)
    if field.sign:
        raise UsageError(f"Leads are sorted by the whole field: sort:custom.{name.rpartition('.')[0]}.")
    if field.kind == "number":
        return SortKey(field.sql(_NUMBER), missing=True)
    if field.kind == "choice":
        import json

        there = parameters.mark(json.dumps(list(field.choices), ensure_ascii=False))
        place = f"(SELECT offered.key FROM json_each({there}) AS offered WHERE offered.value = {field.sql(_TEXT)}"
        return SortKey(f"{place} COLLATE NOCASE)", missing=True)
    return SortKey(f"{field.sql('mine.value')} COLLATE NOCASE", missing=True)


# -- which field -------------------------------------------------------------------------------------------


def _named(part: str, customs: Customs | None, parameters: Parameters) -> _Asked:
    """The field that is meant; `seen.before` is the field `seen`, unless there is one of that whole name."""
    base, _, ending = part.rpartition(".")
    sign = _PARTS.get(ending.casefold(), "") if base else ""
    if customs is None:  # nobody knows what the file holds: every name may be one
        return _Asked(f"custom.{base if sign else part}", _key(base if sign else part, parameters), "", (), sign)
    for name, wanted in ((part, ""), (base, sign)):
        found = customs.named(name) if name and (name == part or wanted) else None
        if found is not None:
            return _Asked(f"custom.{name}", _key(found.name, parameters), found.kind, found.choices, wanted)
    known = customs.names()
    like = nearest(base if sign else part, [name.casefold() for name in known])
    hint = f"did you mean `custom.{spelt(like)}`?" if like else "`hermes field add` declares one."
    raise UsageError(f"There is no field `custom.{base if sign else part}`; {hint}")


def offered(fields: Iterable[OwnField]) -> dict[str, tuple[str, ...]]:
    """What a filter may say of these fields, for `complete`: `custom.NAME` → its choices, or the days one asks for."""
    found: dict[str, tuple[str, ...]] = {}
    for field in fields:
        name = f"custom.{spelt(field.name)}"
        if field.kind == "date":
            found[name] = ("today", "7d", "+7d", "30d", "none", "any")
            found |= {f"{name}.{part}": ("today", "7d", "+7d", "30d") for part in _PARTS}
        else:
            found[name] = (*field.choices, "none", "any")
    return found


def _key(name: str, parameters: Parameters) -> str:
    return parameters.mark(words.folded(name).replace("_", "[_ -]"))


def spelt(name: str) -> str:
    """A name as a filter can write it: what would end the word is `_`.

    >>> spelt("Deal size (EUR)")
    'Deal_size_EUR'
    """
    return re.sub(r"[^\w.-]+", "_", name).strip("_")


# -- what is compared --------------------------------------------------------------------------------------


def _values(field: _Asked, term: Term) -> tuple[Value, ...]:
    if field.sign and term.operator not in (":", "="):
        raise UsageError(f"`{field.called}.before`, `.after` and `.on` are written with a colon.")
    if field.sign and field.kind in ("number", "choice"):  # a text may hold days
        raise UsageError(f"`{field.called}` is a {field.kind}; `.before`, `.after` and `.on` ask for a day.")
    if field.kind == "choice" and term.operator not in (":", "="):
        raise UsageError(f"`{field.called}` is a choice; write {field.called}:{','.join(field.choices[:2])} for these.")
    several = len(term.values) > 1
    if several and (field.sign in ("<", ">") or term.operator not in (":", "=")):
        raise UsageError(f"`{field.called}` takes one value there.")
    return term.values


def _one(field: _Asked, operator: str, value: Value, asked: Asked, parameters: Parameters) -> str:
    word = value.text.casefold()
    if operator in (":", "=") and not value.quoted and word in ("none", "never", "any"):
        return f"{field.sql('1')} IS {'NOT ' if word == 'any' else ''}NULL"
    if field.sign or field.kind == "date":
        return _dated(field, field.sign or operator, value.text, asked, parameters)
    if field.kind == "number" or operator not in (":", "=") or (not field.kind and _RANGE.fullmatch(value.text)):
        return _number(field, operator, value.text, parameters)
    if field.kind == "choice":
        _check_choice(field, value)
    pattern = words.folded(value.text.removesuffix("*")) + ("*" if value.text.endswith("*") else "")
    mark = parameters.mark(pattern)
    if field.kind == "text" and operator == ":" and not value.quoted:  # a word of it, by its beginning
        inner = parameters.mark(f"*[^0-9A-Za-zÀ-ɏ]{words.folded(value.text.removesuffix('*'))}*")
        begins = parameters.mark(words.folded(value.text.removesuffix("*")) + "*")
        return f"{field.sql(_TEXT)} GLOB {begins} OR {field.sql(_TEXT)} GLOB {inner}"
    return f"{field.sql(_TEXT)} GLOB {mark}"


def _check_choice(field: _Asked, value: Value) -> None:
    folded = [choice.casefold() for choice in field.choices]
    if value.text.endswith("*") or not value.text or value.text.casefold() in folded:
        return
    like = nearest(value.text, folded, _ALIKE)
    more = f" and {len(field.choices) - _SHOWN} more" if len(field.choices) > _SHOWN else ""
    hint = f"did you mean `{like}`?" if like else f"there are {', '.join(field.choices[:_SHOWN])}{more}."
    raise UsageError(f"`{field.called}` has no choice `{value.text}`; {hint}")


def _number(field: _Asked, operator: str, text: str, parameters: Parameters) -> str:
    column = field.sql(_NUMBER)
    low, dots, high = text.partition("..")
    if dots and operator in (":", "=") and (low or high):
        ends = [(sign, end) for sign, end in ((">=", low), ("<=", high)) if end]
    else:
        ends = [("=" if operator == ":" else operator, text)]
    return " AND ".join(
        f"{column} {sign} {parameters.mark(numbers.number(end, field.called))}" for sign, end in ends
    )  # fmt: skip


def _dated(field: _Asked, operator: str, text: str, asked: Asked, parameters: Parameters) -> str:
    """Days compared as ISO texts; a length of time counts back from today, ahead with `+` before it."""
    low, dots, high = text.partition("..")
    first: str | None
    last: str | None
    if dots and operator in (":", "=") and (low or high):
        first = dates.period(low, asked.today, future=False).start.isoformat() if low else None
        last = dates.period(high, asked.today, future=False).end.isoformat() if high else None
    else:
        found = dates.period(text, asked.today, future=False)
        begin, end = found.start, found.end
        if operator == ":" and found.relative:  # seen:7d is the last week, seen:+7d the next one
            begin, end = min(begin, asked.today), max(end, asked.today + (end - begin))
        first, last = begin.isoformat(), end.isoformat()
        first, last = {">": (last, None), ">=": (first, None), "<": (None, first), "<=": (None, last)}.get(
            operator, (first, last)
        )
    column = field.sql(_DAY)
    ends = [(">=", first), ("<", last)]
    return " AND ".join(f"{column} {sign} {parameters.mark(bound)}" for sign, bound in ends if bound is not None)
