"""The lead score: the original's qualification rules over a lead's own words, each point with its evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from typing import NamedTuple

from hermes_tui.scoring import money
from hermes_tui.scoring.budget import limits, stated
from hermes_tui.scoring.expressions import TooSlow, first_match, is_expression
from hermes_tui.scoring.money import Amount
from hermes_tui.scoring.own_words import TEXT_CAP, OwnWords, own_words
from hermes_tui.scoring.patterns import LETTERS, Phrase, first_said, phrase
from hermes_tui.scoring.rules import BUDGET, DEFAULT_RULES, REMOTE, STACK, TAG, TIMELINE, RedFlag, Rules
from hermes_tui.scoring.score import Reason, Score, total
from hermes_tui.scoring.spellings import spellings_of

__all__ = ["DEFAULT_RULES", "TEXT_CAP", "Inquiry", "RedFlag", "Rules", "qualifies", "qualify"]

EVIDENCE_CAP = 80
_TAGGED = re.compile(r"\[[^\[\]\n]{1,60}\]|(?<!\w)#\w{1,60}")
# "RFP: new intranet", "RFP 2026-014: …", "Hiring – a developer": what a title opens with stands there as a tag.
_OPENING = re.compile(r"[\w #/.-]{2,40}?(?=\s?[:|]\s|\s[-–—]\s)")
_NOTHING = Score(0, ())
_TAG_AT, _BUDGET_AT, _REMOTE_AT, _TIMELINE_AT = range(4)


class Inquiry(NamedTuple):
    """What scoring reads of a lead: budgets in integer minor units of `currency` ("": none is known).

    `columns` are read by learned weights only: source, company, custom fields … by name.
    """

    title: str
    description: str
    tags: tuple[str, ...] = ()
    budget_min: int | None = None
    budget_max: int | None = None
    currency: str = ""
    columns: Mapping[str, str | float | tuple[str, ...]] = {}


class _Words(NamedTuple):
    """A rule that gives its points once: where one of its phrases is said, or one of its expressions matches."""

    name: str
    points: int
    expressions: tuple[str, ...]


class _Compiled(NamedTuple):
    """The rules ready for reading. `anchors` leads from a run of letters to the rules that may hold where it stands
    (none for those of money, which is read apart).

    A rule is known by its place in `words`, in the order of the ledger; the stack has a place for each technology.
    """

    rules: Rules
    anchors: Mapping[str, tuple[tuple[int, Phrase], ...]]
    anchorless: tuple[tuple[int, Phrase], ...]
    words: tuple[_Words, ...]
    stack: range
    always: tuple[int, ...]


def qualify(inquiry: Inquiry, rules: Rules = DEFAULT_RULES) -> Score:
    """The lead score with a reason for every point; each rule once, the stack once per technology."""
    compiled = _compiled(rules)
    own = own_words(inquiry.title, inquiry.description, inquiry.tags)
    letters = LETTERS.findall(own.lowered)
    field = stated(inquiry.budget_min, inquiry.budget_max, inquiry.currency)
    hits = compiled.anchors.keys() & letters
    named = field is not None or money.has_sign(own.lowered) or (bool(hits) and not money.ANCHORS.isdisjoint(hits))
    if not hits and not named and not compiled.always and not compiled.anchorless:
        return _NOTHING
    return total(_reasons(compiled, own, field, hits, inquiry.currency, named=named))


def qualifies(score: Score, rules: Rules = DEFAULT_RULES) -> bool:
    """Whether the points reach the threshold; below it a lead stays NEW and its ledger says why."""
    return score.points >= rules.threshold


def _reasons(
    compiled: _Compiled, own: OwnWords, field: Amount | None, hits: Iterable[str], currency: str, *, named: bool
) -> Iterator[Reason]:
    """The ledger in its order; only rules that may hold are looked at."""
    rules = compiled.rules
    near: dict[int, list[Phrase]] = {place: [] for place in compiled.always}
    for place, each in chain(compiled.anchorless, *(compiled.anchors[hit] for hit in hits)):
        near.setdefault(place, []).append(each)
    if _TAG_AT in near:
        explicit = _explicit(own)
        yield from _held(compiled, _TAG_AT, near, explicit, explicit.lower())
    prose, lowered = own.shown[: own.prose_end], own.lowered[: own.prose_end]
    amounts = money.amounts_in(prose, lowered) if named else ()
    if rules.budget_points:
        told = field or (amounts[0] if amounts else None)
        if told is not None:
            yield Reason(rules.budget_points, BUDGET, told.words[:EVIDENCE_CAP])
        elif _BUDGET_AT in near:
            yield from _held(compiled, _BUDGET_AT, near, prose, lowered)
    yield from _stack_and_words(compiled, own, near)
    yield from limits(rules, amounts if field is None else (field,), currency)


def _stack_and_words(compiled: _Compiled, own: OwnWords, near: Mapping[int, list[Phrase]]) -> Iterator[Reason]:
    places = sorted(near)
    for place in places:
        if place == _REMOTE_AT:
            yield from _held(compiled, place, near, own.shown, own.lowered)
    yield from _stack(compiled, own, [place for place in places if place in compiled.stack], near)
    for place in places:
        if place > _REMOTE_AT and place not in compiled.stack:
            yield from _held(compiled, place, near, own.shown, own.lowered)


def _stack(
    compiled: _Compiled, own: OwnWords, places: Iterable[int], near: Mapping[int, list[Phrase]]
) -> Iterator[Reason]:
    """Each technology once, in the order in which they are said."""
    said = []
    for place in places:
        found = first_said(near[place], own.shown, own.lowered)
        if found is not None:
            said.append((found.start, Reason(compiled.rules.stack_points, STACK, found.words[:EVIDENCE_CAP])))
        else:
            said += [(len(own.shown), reason) for reason in _expressed(compiled.words[place], own.shown)]
    said.sort(key=itemgetter(0))
    for _, reason in said:
        yield reason


def _held(
    compiled: _Compiled, place: int, near: Mapping[int, list[Phrase]], shown: str, lowered: str
) -> Iterator[Reason]:
    """The reason of a rule that gives its points once, if it holds in this text."""
    rule = compiled.words[place]
    found = first_said(near[place], shown, lowered)
    if found is not None:
        yield Reason(rule.points, rule.name, found.words[:EVIDENCE_CAP])
    elif rule.expressions:
        yield from _expressed(rule, shown)


def _expressed(rule: _Words, shown: str) -> Iterator[Reason]:
    """The reason of the first expression that matches; one that ran out of time gives no points and says so."""
    slow = []
    for expression in rule.expressions:
        try:
            words = first_match(expression, shown)
        except TooSlow:
            slow.append(Reason(0, rule.name, f"{expression[:40]} took too long on this text and was left out"))
            continue
        if words:
            yield Reason(rule.points, rule.name, words[:EVIDENCE_CAP])
            return
    yield from slow[:1]


def _explicit(own: OwnWords) -> str:
    """What stands as a tag: the lead's own tags, `[Hiring]` in brackets, `#hiring`, and `RFP:` before a title."""
    prose = own.shown[: own.prose_end]
    written = _TAGGED.findall(prose) if "[" in prose or "#" in prose else []
    opening = _OPENING.match(prose)
    return "\n".join((own.shown[own.prose_end :], *written, opening[0] if opening else ""))


def _compiled(rules: Rules) -> _Compiled:
    """The rules ready for reading; told apart by identity first, as hashing them takes longer than reading a title."""
    if _newest and _newest[0].rules is rules:
        return _newest[0]
    found = _compile(rules)
    _newest[:] = [found]
    return found


_newest: list[_Compiled] = []


@lru_cache(maxsize=8)
def _compile(rules: Rules) -> _Compiled:
    once, stack = _rules_once(rules), _technologies(rules)
    rows = [*once, *((STACK, rules.stack_points, spellings) for spellings in stack)]
    own = range(_TIMELINE_AT + 1, _TIMELINE_AT + 1 + len(rules.custom))
    words, always = [], []
    anchors: dict[str, list[tuple[int, Phrase]]] = {each: [] for each in money.ANCHORS}
    for place, (name, points, phrases) in enumerate(rows):
        expressions = tuple(each for each in phrases if points and is_expression(each))
        words.append(_Words(name, points, expressions))
        if expressions:
            always.append(place)
        for each in phrases:
            if points and each.strip() and not is_expression(each):
                ready = phrase(each, technology=place >= len(once), doubted=place not in own)
                anchors.setdefault(ready.anchor, []).append((place, ready))
    anchorless = tuple(anchors.pop("", ()))
    kept = {anchor: tuple(near) for anchor, near in anchors.items()}
    return _Compiled(rules, kept, anchorless, tuple(words), range(len(once), len(rows)), tuple(always))


def _rules_once(rules: Rules) -> list[tuple[str, int, tuple[str, ...]]]:
    """Name, points and phrases of the rules that give their points once, in the order of the ledger."""
    flags = ((each, rules.red_flag_points if each.points is None else each.points) for each in rules.red_flags)
    return [
        (TAG, rules.tag_points, rules.tag_words),
        (BUDGET, rules.budget_points, rules.budget_words),
        (REMOTE, rules.remote_points, rules.remote_words),
        (TIMELINE, rules.timeline_points, rules.timeline_words),
        *((rule.name, rule.points, rule.phrases) for rule in rules.custom),
        *((flag.name, points, flag.phrases) for flag, points in flags),
    ]


def _technologies(rules: Rules) -> list[tuple[str, ...]]:
    """The spellings of each technology of the stack; one named twice, as Postgres and PostgreSQL, counts once."""
    named = [word for word in rules.stack if word.strip()]
    return list(dict.fromkeys((word,) if is_expression(word) else spellings_of(word) for word in named))
