"""From a filter's text to SQL over the table `lead`: a condition, its named parameters and an order."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any, NamedTuple

from storage.errors import UsageError
from storage.filters.binding import Asked, Customs, Parameters, Stage
from storage.filters.fields import SORT_KEYS, nearest
from storage.filters.terms import Term, terms_of
from storage.search import anywhere, phrase, searchable

Order = tuple[tuple[str, bool], ...]


class Compiled(NamedTuple):
    """A filter as SQL over `lead`.

    `where` is a condition, "1" for none; `params` its named parameters (f0, f1, …). `order` is an ORDER BY list
    ending in lead.id, "" where the filter asks for none; `sort` is the same as (expression, ascending) pairs.
    `words` are the bare words to highlight; `text` the filter written again in its normal form. `indexed` says
    that there is no condition and an index gives the order, so that a page costs the same at any number of leads.
    """

    where: str
    params: dict[str, Any]
    order: str
    sort: Order
    words: tuple[str, ...]
    text: str
    indexed: bool


def compile_filter(
    text: str,
    *,
    now: int,
    today: datetime.date,
    stale_days: int = 7,
    timezone: datetime.tzinfo = datetime.UTC,
    stages: Sequence[Stage] | None = None,
    customs: Customs | None = None,
) -> Compiled:
    """Compile a filter as interface.md describes it.

    `now` is UTC ms, `today` the rep's own date, whose days begin at midnight in `timezone`; `stages` are those
    of the file, the thirteen of the first schema where left out; `customs` its own fields. Raises UsageError, one
    sentence, for an unknown field, flag, stage, choice or sort key, an open quote, and a value that is no number or
    date; never for other text.
    """
    asked = Asked(now, today, timezone, stale_days, _first_stages() if stages is None else tuple(stages), customs)
    parameters = Parameters()
    terms = terms_of(text)
    found = [_condition(term, asked, parameters) for term in terms if term.kind in ("flag", "field")]
    bare = [term for term in terms if term.kind == "word"]
    wanted = searchable(term.values[0].text for term in bare if not term.negated)
    found += [anywhere(parameters.mark(phrase(word))) for word in wanted]
    if not wanted:
        found += _signs([term.values[0].text for term in bare if not term.negated], parameters)
    unwanted = searchable(term.values[0].text for term in bare if term.negated)
    found += [f"NOT {anywhere(parameters.mark(phrase(word)))}" for word in unwanted]
    where = " AND ".join(f"({sql})" for sql in dict.fromkeys(found)) or "1"
    sort, indexed = _sort([term for term in terms if term.kind == "sort"], asked, parameters)
    return Compiled(
        where=where,
        params=parameters.named,
        order=", ".join(f"{column} {'ASC' if up else 'DESC'}" for column, up in sort),
        sort=sort,
        words=wanted,
        text=" ".join(term.normal() for term in terms),
        indexed=indexed and where == "1",
    )


def _signs(texts: list[str], parameters: Parameters) -> list[str]:
    # Beside words, signs are the ink between them (`acme & co`); alone they are what is looked for, but for the
    # sign that a flag begins with, which is about to become one.
    signs = [text for text in texts if text not in ("", "+", "-")]
    if not signs:
        return []
    from storage.filters import words

    return [words.signs(text, parameters) for text in signs]


def _condition(term: Term, asked: Asked, parameters: Parameters) -> str:
    # Imported by need: a search for a word at start-up pays for no dates and amounts.
    if term.kind == "flag":
        from storage.filters import flags

        sql = flags.condition(term.name, asked, parameters)
    else:
        from storage.filters import conditions

        sql = conditions.condition(term, asked, parameters)
    # A comparison with a missing value is NULL: the leads without one belong to the negation.
    return f"({sql}) IS NOT TRUE" if term.negated else sql


def _sort(terms: list[Term], asked: Asked, parameters: Parameters) -> tuple[Order, bool]:
    """The order asked for, made total by lead.id, and whether one index gives it."""
    found: list[tuple[str, bool]] = []
    indexed = True
    for term in terms:
        if term.negated or term.part or term.operator not in (":", "="):
            raise UsageError("Sorting is written sort:heat, or sort:-heat for the largest first.")
        for value in term.values:
            name = value.text.casefold().lstrip("+-")
            if name.startswith("custom."):
                from storage.filters import customs

                key = customs.sort_key(value.text.lstrip("+-")[len("custom.") :], asked.customs, parameters)
            elif name in SORT_KEYS:
                key = SORT_KEYS[name]
            else:
                like = nearest(name, SORT_KEYS)
                raise UsageError(f"Leads cannot be sorted by `{value.text}`; did you mean `{like}`?")
            ascending = value.text.startswith("-") is key.flip
            if key.missing and ascending:
                found.append((f"{key.column} IS NULL", True))
            found.append((key.column, ascending))
            indexed = indexed and key.indexed
    if not found:
        return (), True
    indexed = indexed and len(found) == 1
    return (*found, ("lead.id", found[-1][1])), indexed


def _first_stages() -> tuple[Stage, ...]:
    from storage.migrations.m0001_first import STAGES

    return tuple(Stage(number, name, label, kind) for number, (name, label, kind, _, _) in enumerate(STAGES, 1))
