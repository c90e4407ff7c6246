"""Learned weights: the points that the rep's own won and lost leads gave to each rule and column, and their use.

Points are on the scale of credit scorecards, "10 points double the odds" of winning: a weight of logistic regression
is worth `weight / POINT` points. The intercept is left out, and a column that nearly all leads have is centred: its
mean is 0 points. Of one that many lack, lacking it is 0 points, and each level what it adds to that (design.py). So a
lead of which nothing is known has the points of the rules that hold for it, and the threshold keeps its meaning.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple
from unicodedata import normalize

from hermes_tui.scoring.rules import STACK
from hermes_tui.scoring.score import Reason, Score, total

if TYPE_CHECKING:
    from hermes_tui.scoring.qualification import Inquiry

__all__ = [
    "POINT",
    "Column",
    "Level",
    "RuleWeight",
    "Weights",
    "apply",
    "as_rows",
    "reasons_of",
    "title_of",
    "weights_of",
]

POINT = math.log(2) / 10
"""The log odds that one point stands for."""

CATEGORY, NUMBER, TAG, GIVEN = "category", "number", "tag", "given"
KINDS = (CATEGORY, NUMBER, TAG, GIVEN)

_CUSTOM = "custom."
_LONGEST = 200  # characters of a value: whoever writes more does not write it twice
_FORMAT = 1


class RuleWeight(NamedTuple):
    """What a rule is worth: `before` by the rules themselves, `points` as learned; it held for `won` of `n` leads."""

    text: str
    detail: str
    before: int
    points: int
    won: int
    n: int


class Level(NamedTuple):
    """A value of a column, or a range of them, and its points; `won` of the `n` closed leads that have it were won.

    `values` are the folded words of a category (several where seldom ones are taken together); a number's level
    begins at `start` and ends where the next one begins, its first level having None.
    """

    label: str
    points: int
    won: int
    n: int
    values: tuple[str, ...] = ()
    start: float | None = None


class Column(NamedTuple):
    """A column of the lead that teaches: its name as in `Inquiry.columns` (`source`, `custom.visits`), or `tag`,
    `description`; `kind` is one of KINDS. A number's levels are in order of their start."""

    name: str
    kind: str
    levels: tuple[Level, ...]


class Weights(NamedTuple):
    """All that was learned; hashable, and the same text for the same weights."""

    rules: tuple[RuleWeight, ...] = ()
    columns: tuple[Column, ...] = ()


def apply(score: Score, inquiry: Inquiry, weights: Weights) -> Score:
    """A score by the rules as the learned weights have it: the same reasons with learned points, and one for every
    column that is worth any.

    A rule that held for no closed lead keeps its points, as does one whose points the rep changed since the learning:
    the newer word counts. Values never seen, and missing ones, are worth nothing.
    """
    compiled = _compiled(weights)
    reasons = []
    for reason in score.reasons:
        learned = compiled.rules.get((reason.text, detail_of(reason)))
        known = learned is not None and learned.before == reason.points
        reasons.append(reason._replace(points=learned.points) if learned is not None and known else reason)
    for find in compiled.columns:
        reasons.extend(find(inquiry))
    return total(reasons)


def detail_of(reason: Reason) -> str:
    """What sets apart the weights of the rule that holds once for each technology; empty for all others."""
    return reason.evidence.lower() if reason.text == STACK else ""


# -- what a lead says of a column ------------------------------------------------------------------------


def folded(value: object) -> str:
    """A category's value as levels know it: `Google ` and `google` are one; empty where it is missing."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    words = " ".join(str(value)[:_LONGEST].split()).casefold()
    # Folding may take a letter apart, and the file keeps texts composed.
    return words if words.isascii() else normalize("NFC", words)


def number_of(value: object) -> float | None:
    """A column's value as a number; None where it is none."""
    if isinstance(value, bool) or value is None:
        return None
    if not isinstance(value, int | float | str):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None


def said_by(inquiry: Inquiry, name: str) -> object:
    """What a lead says of a column that is no tag; None where it says nothing. A budget is in major units."""
    if name == "budget":
        most = max((b for b in (inquiry.budget_min, inquiry.budget_max) if b is not None), default=None)
        return None if most is None else most / 100
    if name == "description":
        return "given" if inquiry.description.strip() else None
    return inquiry.columns.get(name)


def title_of(name: str) -> str:
    """A column's name as the ledger shows it: `custom.total_visits` is `total visits`."""
    return name.removeprefix(_CUSTOM).replace("_", " ")


# -- looked up fast --------------------------------------------------------------------------------------

_Find = Callable[["Inquiry"], tuple[Reason, ...]]


class _Compiled(NamedTuple):
    of: Weights
    rules: Mapping[tuple[str, str], RuleWeight]
    columns: tuple[_Find, ...]


_latest: _Compiled | None = None


def _compiled(weights: Weights) -> _Compiled:
    """By identity, not by hash: hashing hundreds of levels for each of 100,000 leads costs more than scoring them."""
    global _latest
    found = _latest
    if found is None or found.of is not weights:
        rules = {(rule.text, rule.detail): rule for rule in weights.rules}
        found = _latest = _Compiled(weights, rules, tuple(map(_finder, weights.columns)))
    return found


def _finder(column: Column) -> _Find:
    if column.kind == NUMBER:
        return _number_finder(column)
    reasons = {value: (reason_of(column, level),) for level in column.levels for value in level.values if level.points}
    if column.kind == TAG:
        return lambda inquiry: tuple(
            reason for tag in sorted(map(folded, inquiry.tags)) for reason in reasons.get(tag, ())
        )
    return lambda inquiry: reasons.get(folded(said_by(inquiry, column.name)), ())


def _number_finder(column: Column) -> _Find:
    starts = [level.start for level in column.levels[1:] if level.start is not None]
    reasons = [(reason_of(column, level),) if level.points else () for level in column.levels]

    def find(inquiry: Inquiry) -> tuple[Reason, ...]:
        value = number_of(said_by(inquiry, column.name))
        return () if value is None else reasons[bisect_right(starts, value)]

    return find


def reason_of(column: Column, level: Level) -> Reason:
    """A level's line of the ledger: `source: referral`, `visits 5–9`, with `31 won of 40` as its evidence."""
    between = " " if column.kind == NUMBER else ": "
    return Reason(level.points, f"{title_of(column.name)}{between}{level.label}", f"{level.won:,} won of {level.n:,}")


def reasons_of(weights: Weights) -> tuple[Reason, ...]:
    """What every rule and every level of a column is worth, the largest first; what is worth nothing is left out."""
    rules = [
        Reason(
            rule.points, f"{rule.text}: {rule.detail}" if rule.detail else rule.text,
            f"{rule.won:,} won of {rule.n:,}, {rule.before:+} by the rules",
        )
        for rule in weights.rules
    ]  # fmt: skip
    columns = [reason_of(column, level) for column in weights.columns for level in column.levels]
    return tuple(sorted((each for each in (*rules, *columns) if each.points), key=lambda each: -abs(each.points)))


# -- as JSON ---------------------------------------------------------------------------------------------


def as_rows(weights: Weights) -> dict[str, Any]:
    """The weights as plain lists, to be kept as JSON; `weights_of` reads them back."""
    return {
        "format": _FORMAT,
        "rules": [list(rule) for rule in weights.rules],
        "columns": [
            {"name": column.name, "kind": column.kind, "levels": [list(level) for level in column.levels]}
            for column in weights.columns
        ],
    }


def weights_of(learned: str) -> Weights:
    """The weights in what `learn` stored (JSON with the key `weights`). Raises ValueError where they cannot be read,
    such as what a newer Hermes wrote, or where a refused learning kept none."""
    import json

    try:
        rows = json.loads(learned)["weights"]
        if rows["format"] != _FORMAT:
            raise ValueError("the learned weights were written by a newer Hermes")
        return Weights(
            tuple(_rule(*row) for row in rows["rules"]),
            tuple(_column(row["name"], row["kind"], row["levels"]) for row in rows["columns"]),
        )
    except (TypeError, KeyError, AttributeError, json.JSONDecodeError) as fault:
        raise ValueError("the learned weights cannot be read") from fault


def _rule(text: str, detail: str, before: int, points: int, won: int, n: int) -> RuleWeight:
    return RuleWeight(str(text), str(detail), int(before), int(points), int(won), int(n))


def _column(name: str, kind: str, levels: list[list[Any]]) -> Column:
    if kind not in KINDS or not levels:
        raise ValueError("the learned weights cannot be read")
    return Column(str(name), kind, tuple(_level(*level) for level in levels))


def _level(label: str, points: int, won: int, n: int, values: list[str], start: float | None) -> Level:
    at = None if start is None else float(start)
    return Level(str(label), int(points), int(won), int(n), tuple(map(str, values)), at)
