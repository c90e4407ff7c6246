"""The lead score: the original's qualification rules over a lead's own words, each point with its evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from hermes_tui.scoring.money import Amount, amounts_in
from hermes_tui.scoring.rules import DEFAULT_RULES, RedFlag, Rules
from hermes_tui.scoring.score import Reason, Score, total

__all__ = ["DEFAULT_RULES", "TEXT_CAP", "Inquiry", "RedFlag", "Rules", "qualifies", "qualify"]

TEXT_CAP = 20_000
"""Characters of a description that are read: a lead says what it wants in its first pages, and 1 MB stays cheap."""
_TITLE_CAP = 500
_TAGS_CAP = 100
_LOOK = 40

# What takes a word back: "no budget", "we don't have a budget", "not remote"; but "not only remote" is remote.
_NEGATED_BEFORE = (
    r"(?:\b(?:no|not|non|without|zero|never|nor|cannot|lacking)|n't)[\s-]+"
    r"(?!(?:only|just|problem|issue|doubt)\b)(?:[\w'-]+ ){0,2}$"
)
# "remote is not possible", "budget: none"; but "budget is not a problem" is a budget.
_NEGATED_AFTER = (
    r"^(?: work(?:ing)?)?(?: is| are| was)?(?:n't| not)(?! (?:only|just|a problem|an issue|a concern|the problem"
    r"|limited|an obstacle))\b|^\s?(?:is|[:=-])\s?(?:none|no\b|n/a|nil|zero|tbd|unknown)|^ (?:none|tbd|unknown)\b"
)


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


class _Compiled(NamedTuple):
    tag: re.Pattern[str] | None
    budget: re.Pattern[str] | None
    remote: re.Pattern[str] | None
    stack: re.Pattern[str] | None
    flags: tuple[tuple[str, re.Pattern[str] | None], ...]
    before: re.Pattern[str]
    after: re.Pattern[str]


def qualify(inquiry: Inquiry, rules: Rules = DEFAULT_RULES) -> Score:
    """The lead score with a reason for every point; each rule once, the stack once per technology."""
    compiled = _compile(rules)
    tags = tuple(tag[:_TITLE_CAP] for tag in inquiry.tags[:_TAGS_CAP])
    prose = f"{inquiry.title[:_TITLE_CAP]}\n{inquiry.description[:TEXT_CAP]}".replace("’", "'")
    words = "\n".join((prose, *tags))
    named = amounts_in(prose)
    stated = _stated(inquiry)
    return total(
        (
            *_tag(compiled, rules, prose, tags),
            *_budget(compiled, rules, stated, named, prose),
            *_remote(compiled, rules, words),
            *_stack(compiled, rules, words),
            *_red_flags(compiled, rules, words),
            *_too_small(rules, stated, named),
        )
    )


def qualifies(score: Score, rules: Rules = DEFAULT_RULES) -> bool:
    """Whether the points reach the threshold; below it a lead stays NEW and its ledger says why."""
    return score.points >= rules.threshold


@lru_cache(maxsize=8)
def _compile(rules: Rules) -> _Compiled:
    return _Compiled(
        _whole_words(rules.tag_words),
        _whole_words(rules.budget_words),
        _whole_words(rules.remote_words),
        _whole_words(rules.stack),
        tuple((flag.name, _whole_words(flag.phrases)) for flag in rules.red_flags),
        re.compile(_NEGATED_BEFORE, re.IGNORECASE),
        re.compile(_NEGATED_AFTER, re.IGNORECASE),
    )


def _whole_words(phrases: Iterable[str]) -> re.Pattern[str] | None:
    """One pattern for all phrases, longest first; "c" does not match in "c++", nor "react" in "reactive".

    Over lower-case text and without a look-behind the engine can skip to a first letter, three times as fast;
    `_said` looks at the character before instead.
    """
    kept = sorted((phrase.strip() for phrase in phrases if phrase.strip()), key=len, reverse=True)
    if not kept:
        return None
    choices = "|".join(re.escape(phrase.lower()).replace(r"\ ", r"[\s-]{1,3}") for phrase in kept)
    return re.compile(rf"(?:{choices})(?![\w+#])")


def _said(pattern: re.Pattern[str] | None, text: str, compiled: _Compiled) -> Iterator[str]:
    """The matched words, in order, that their own clause does not take back."""
    lowered = text.lower()
    shown = text if len(text) == len(lowered) else lowered  # a few letters grow when lowered: "İ"
    for match in pattern.finditer(lowered) if pattern else ():
        start, end = match.span()
        if start and (lowered[start - 1].isalnum() or lowered[start - 1] == "_"):
            continue
        before = re.split(r"[.,;:!?()\n]|\bbut\b", lowered[max(0, start - _LOOK) : start])[-1]
        after = lowered[end : end + _LOOK].split("\n")[0]
        if not compiled.before.search(before) and not compiled.after.search(after):
            yield " ".join(shown[start:end].split())


def _tag(compiled: _Compiled, rules: Rules, prose: str, tags: Iterable[str]) -> Iterator[Reason]:
    """An explicit tag: one of the lead's own, `[Hiring]` in brackets, or `#hiring`."""
    marked = "[" in prose or "#" in prose
    written = re.findall(r"\[[^\[\]\n]{1,60}\]|(?<!\w)#\w{1,60}", prose) if marked else ()
    explicit = "\n".join((*tags, *written))
    said = next(_said(compiled.tag, explicit, compiled), None)
    if said is not None:
        yield Reason(rules.tag_points, "hiring or buying tag", said)


def _budget(
    compiled: _Compiled, rules: Rules, stated: Amount | None, named: tuple[Amount, ...], prose: str
) -> Iterator[Reason]:
    if stated is not None:
        evidence = stated.words
    elif named:
        evidence = named[0].words
    else:
        evidence = next(_said(compiled.budget, prose, compiled), "")
    if evidence:
        yield Reason(rules.budget_points, "budget mentioned", evidence)


def _remote(compiled: _Compiled, rules: Rules, words: str) -> Iterator[Reason]:
    said = next(_said(compiled.remote, words, compiled), None)
    if said is not None:
        yield Reason(rules.remote_points, "remote", said)


def _stack(compiled: _Compiled, rules: Rules, words: str) -> Iterator[Reason]:
    technologies = dict.fromkeys(said.lower() for said in _said(compiled.stack, words, compiled))
    for technology in technologies:
        yield Reason(rules.stack_points, "ideal-customer stack", technology)


def _red_flags(compiled: _Compiled, rules: Rules, words: str) -> Iterator[Reason]:
    for name, pattern in compiled.flags:
        said = next(_said(pattern, words, compiled), None)
        if said is not None:
            yield Reason(rules.red_flag_points, name, said)


def _too_small(rules: Rules, stated: Amount | None, named: tuple[Amount, ...]) -> Iterator[Reason]:
    """The most the lead may spend, its field before its words, is below the minimum; hourly rates bound nothing."""
    largest = stated or max((a for a in named if a.minor > 0), key=lambda amount: amount.minor, default=None)
    if largest is not None and largest.minor < rules.budget_minimum:
        evidence = f"{largest.words}, minimum {_major(rules.budget_minimum)}"
        yield Reason(rules.red_flag_points, "budget below the minimum", evidence)


def _stated(inquiry: Inquiry) -> Amount | None:
    """The budget in the lead's own fields: the upper one, or whichever is given."""
    minor = max((b for b in (inquiry.budget_min, inquiry.budget_max) if b is not None), default=None)
    return None if minor is None else Amount(f"budget field {_major(minor)}", minor)


def _major(minor: int) -> str:
    return f"{minor / 100:,.2f}".removesuffix(".00")
