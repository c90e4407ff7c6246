"""Rules and coded columns as features, and what their weights say of each level.

A category has a feature for each level. A number has one for its steady effect (the middle of the range it falls in,
standardised) and one for each range it has reached ("at least 5 visits"): a Gaussian prior on these small steps lets
the effect bend where the leads say so. So a steady effect is learned from few leads as by a line, a bent one from many,
and an outlier weighs no more than its range. What comes out is a step function: a range, and its points.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from hermes_tui.scoring.learning.features import Block, Features
from hermes_tui.scoring.learning.levels import Coded
from hermes_tui.scoring.learning.weights import NUMBER, POINT, TAG, detail_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hermes_tui.scoring.score import Score

# How free they are beside a level of a category: a number's steady effect, and all its steps together. Found by trying
# on bench/learning.py: bent numbers gain .15 AUC over a line, steady ones stay within .005 of it.
_STEADY_SCALE = 1.5
_STEPS_WORTH = 0.5
_TECHNOLOGY_FROM = 5
_WRITTEN_OUT = 8  # features: the least seconds in bench/learning.py


class RuleFeature(NamedTuple):
    """A rule, its points, and of each lead whether it held."""

    text: str
    detail: str
    points: int
    held: NDArray[np.bool_]


class Design(NamedTuple):
    """`prior` is the mean of each feature's weight in log odds.

    The intercept comes first, then `rules` in their order; the features of each of `columns` run from its place in
    `begins` to before that in `ends`.
    """

    rules: tuple[RuleFeature, ...]
    columns: tuple[Coded, ...]
    begins: tuple[int, ...]
    ends: tuple[int, ...]
    features: Features
    prior: NDArray[np.float64]


def rule_features(scores: Sequence[Score]) -> tuple[RuleFeature, ...]:
    """The rules that held for any of these leads, in the order in which they first did.

    A reason without points (an amount in a currency that cannot be compared) is no rule; of the technologies, which a
    rep's expressions may find by the hundred, those of few leads keep their points.
    """
    held: dict[tuple[str, str], NDArray[np.bool_]] = {}
    points: dict[tuple[str, str], int] = {}
    for place, score in enumerate(scores):
        for reason in score.reasons:
            if not reason.points:
                continue
            key = (reason.text, detail_of(reason))
            if key not in held:
                held[key] = np.zeros(len(scores), dtype=np.bool_)
            held[key][place] = True
            points[key] = reason.points
    return tuple(
        RuleFeature(text, detail, points[text, detail], row)
        for (text, detail), row in held.items()
        if not detail or row.sum() >= _TECHNOLOGY_FROM
    )


def design(rules: tuple[RuleFeature, ...], columns: tuple[Coded, ...], leads: int) -> Design:
    """All that may teach: columns of few features written out lead by lead, the others as places of a table."""
    tables = [_table(column) for column in columns]
    plain = [np.ones((leads, 1)), *(rule.held[:, None].astype(np.float64) for rule in rules)]
    blocks = []
    begins, ends = [0] * len(columns), [0] * len(columns)
    at = len(plain)
    for place in sorted(range(len(columns)), key=lambda place: tables[place].shape[1] > _WRITTEN_OUT):
        column, table = columns[place], tables[place]
        begins[place], ends[place] = at, at + table.shape[1]
        at = ends[place]
        codes = np.where(column.codes < 0, len(table) - 1, column.codes)
        if table.shape[1] > _WRITTEN_OUT:
            blocks.append(Block(codes, table))
        else:
            plain.append(table[codes])
    prior = np.zeros(at)
    prior[1 : 1 + len(rules)] = [rule.points * POINT for rule in rules]
    features = Features(np.ascontiguousarray(np.hstack(plain)), tuple(blocks))
    return Design(rules, columns, tuple(begins), tuple(ends), features, prior)


def _table(column: Coded) -> NDArray[np.float64]:
    """A column's features by the place of its value, one a level, or those of a number; before them whether it says
    anything at all. The last row is of leads that say nothing."""
    places = np.arange(len(column.parts))
    if column.kind == NUMBER:
        table = np.hstack([_steady(column)[:, None], (places[:, None] >= places[1:]) * _step_scale(column)])
    else:
        table = np.eye(len(column.parts))
    if _says_or_not(column):
        table = np.hstack([np.ones((len(table), 1)), table])
    return np.vstack([table, np.zeros(table.shape[1])])


def level_weights(column: Coded, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """The log odds that each level adds to those of a lead that says nothing of the column.

    Where nearly every lead says something the levels are centred, so that the leads' mean is 0; else saying nothing
    is the 0 that they are measured from, and what it is worth to say anything is in each level.
    """
    found = np.zeros(len(column.parts))
    if _says_or_not(column):
        found += weights[0]
        weights = weights[1:]
    if column.kind == NUMBER:
        found += weights[0] * _steady(column)
        found[1:] += np.cumsum(weights[1:]) * _step_scale(column)
    else:
        found += weights
    if not column.known:
        found -= (found @ column.shares) / column.shares.sum()
    return found


def _says_or_not(column: Coded) -> bool:
    """A column of one level needs no second feature for having a value."""
    return column.known and column.kind != TAG and (len(column.parts) > 1)


def _steady(column: Coded) -> NDArray[np.float64]:
    """The middle of each range in standard deviations of all leads, so that its weight is of a number without unit."""
    shares = column.shares / column.shares.sum()
    apart = column.middles - column.middles @ shares
    spread = float(np.sqrt((apart**2) @ shares))
    steady: NDArray[np.float64] = apart * (_STEADY_SCALE / spread if spread else 0.0)
    return steady


def _step_scale(column: Coded) -> float:
    return float(np.sqrt(_STEPS_WORTH / max(1, len(column.parts) - 1)))
