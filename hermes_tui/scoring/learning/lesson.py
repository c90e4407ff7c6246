"""Learning whole: closed leads in, weights out, with how good they are and why, or with the reason why not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from hermes_tui.scoring.learning.columns import CUSTOM, Case, LeftOut, Open, typed
from hermes_tui.scoring.learning.design import Design, design, level_weights, rule_features
from hermes_tui.scoring.learning.fitting import FOLDS, fitted, folds_of, held_out
from hermes_tui.scoring.learning.judging import Compared, auc, compare
from hermes_tui.scoring.learning.levels import Coded, coded, range_label
from hermes_tui.scoring.learning.weights import NUMBER, POINT, Column, Level, RuleWeight, Weights
from hermes_tui.scoring.qualification import qualify

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hermes_tui.scoring.rules import Rules

__all__ = ["Lesson", "learn"]

_TELLS_ALL = 0.98
_TELLS_ALL_FROM = 200
_EVERY = 500

Tick = Callable[[int, int], None]
"""called with how much is done, and of how much; it may raise to stop"""


class Lesson(NamedTuple):
    """What closed leads teach: the weights whether or not they beat the rules, how both fare, the strength of the prior
    that cross-validation chose, and the columns left out."""

    weights: Weights
    compared: Compared
    penalty: float
    left_out: tuple[LeftOut, ...]


def learn(
    cases: Sequence[Case], rules: Rules, *, kinds: Mapping[str, str] | None = None, opens: Open | None = None,
    without: Sequence[str] = (), tick: Tick = lambda done, of: None,
) -> Lesson:  # fmt: skip
    """Learn from won and lost leads, in order of their ids. Raises ValueError unless there are some of both.

    `kinds` are the declared kinds of the rep's own fields, `opens` what open leads hold (a column they lack is one
    that is filled in at the close), `without` columns the rep leaves out.
    """
    won = np.array([case.won for case in cases], dtype=np.bool_)
    if won.all() or not won.any():
        raise ValueError("there must be both won and lost leads")
    of = len(cases) * 2
    scores = []
    for place, case in enumerate(cases):
        if place % _EVERY == 0:
            tick(place, of)
        scores.append(qualify(case.inquiry, rules))
    lead_ids = np.array([case.lead_id for case in cases], dtype=np.int64)
    folds = folds_of(lead_ids, won)
    columns, left = typed(cases, opens or Open(), kinds or {}, without)
    levels, too_bare = coded(columns, len(cases))
    kept, too_telling = _without_telling_all(levels, won, folds)
    made = design(rule_features(scores), tuple(kept), len(cases))
    steps = iter(range(FOLDS))
    held = held_out(
        made.features, won, made.prior, folds, lambda: tick(len(cases) + len(cases) * next(steps) // FOLDS, of)
    )
    points = np.array([score.points for score in scores], dtype=np.float64)
    weights = _weights(made, fitted(made.features, won, made.prior, held.penalty), won)
    tick(of, of)
    return Lesson(weights, compare(held.log_odds, points, won), held.penalty, (*left, *too_bare, *too_telling))


def _without_telling_all(
    levels: Sequence[Coded], won: NDArray[np.bool_], folds: NDArray[np.int64]
) -> tuple[list[Coded], list[LeftOut]]:
    """Leave out what alone tells won from lost: no fact known beforehand does, so it was written down afterwards.

    Judged by the share of won leads of the same level in the other folds, so that an id does not pass for a fact.
    """
    kept, left = [], []
    for column in levels:
        doubtful = column.name.startswith(CUSTOM) or column.name in ("budget", "description")
        alone = _alone(column, won, folds) if doubtful and len(won) >= _TELLS_ALL_FROM else 0.5
        if alone < _TELLS_ALL:
            kept.append(column)
        else:
            left.append(LeftOut(column.name, f"alone it tells won from lost (AUC {alone:.2f}): known only afterwards?"))
    return kept, left


def _alone(column: Coded, won: NDArray[np.bool_], folds: NDArray[np.int64]) -> float:
    share = np.empty(len(won))
    codes = column.codes + 1
    for fold in range(FOLDS):
        outside = folds != fold
        n = np.bincount(codes[outside], minlength=len(column.parts) + 1)
        wins = np.bincount(codes[outside & won], minlength=len(column.parts) + 1)
        share[~outside] = ((wins + won.mean()) / (n + 1))[codes[~outside]]
    return auc(share, won)


# -- from features to points -----------------------------------------------------------------------------


def _weights(made: Design, found: NDArray[np.float64], won: NDArray[np.bool_]) -> Weights:
    rules = [
        RuleWeight(rule.text, rule.detail, rule.points, _points(worth), int(won[rule.held].sum()), int(rule.held.sum()))
        for rule, worth in zip(made.rules, found[1:], strict=False)
    ]
    columns = [
        _column(column, level_weights(column, found[begin:end]), won)
        for column, begin, end in zip(made.columns, made.begins, made.ends, strict=True)
    ]
    return Weights(tuple(rules), tuple(column for column in columns if any(level.points for level in column.levels)))


def _column(column: Coded, worth: NDArray[np.float64], won: NDArray[np.bool_]) -> Column:
    n = np.bincount(column.codes[column.codes >= 0], minlength=len(column.parts))
    wins = np.bincount(column.codes[(column.codes >= 0) & won], minlength=len(column.parts))
    levels = [
        Level(part.label, _points(each), wins_of, n_of, part.values, part.start)
        for part, each, wins_of, n_of in zip(column.parts, worth.tolist(), wins.tolist(), n.tolist(), strict=True)
    ]
    return Column(column.name, column.kind, _ranges(levels, column) if column.kind == NUMBER else tuple(levels))


def _ranges(levels: Sequence[Level], column: Coded) -> tuple[Level, ...]:
    """Neighbouring ranges of the same points as one, each with its label."""
    joined: list[Level] = []
    for level in levels:
        if joined and joined[-1].points == level.points:
            before = joined[-1]
            joined[-1] = before._replace(won=before.won + level.won, n=before.n + level.n)
        else:
            joined.append(level)
    ends = [level.start for level in joined[1:]] + [None]
    return tuple(
        level._replace(label=range_label(level.start, end, column.whole, column.least))
        for level, end in zip(joined, ends, strict=True)
    )


def _points(worth: float) -> int:
    return round(worth / POINT)
