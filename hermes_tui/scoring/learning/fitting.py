"""Logistic regression under a Gaussian prior, fitted by Newton's method, its strength chosen by cross-validation.

The prior's mean is the rules' own points where a feature is a rule, and 0 where it is a column: with little data the
fit stays by the rules, with much it says what the leads say (MAP estimate; Hastie, Tibshirani, Friedman: The Elements
of Statistical Learning, 4.4 and 7.10).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from hermes_tui.scoring.learning.features import Features, Solve

if TYPE_CHECKING:
    from numpy.typing import NDArray

FOLDS = 5
PENALTIES = (512.0, 128.0, 32.0, 8.0, 2.0, 0.5)
"""Precisions of the prior that are tried, the strongest first; scikit-learn's C is 1 ÷ this."""

_NEAR = 1e-3  # log odds: no lead's moves by more at the end
_NEARLY = 1e-2  # the same where only the order of leads counts
_FAR = 4.0  # log odds: no lead's moves by more in one step
_ANEW = 1.0  # log odds: after a longer step the curvature is another
_STEPS = 60
_TURNS = 200
_LEFT = 0.1  # of the slope, in its own measure, that a step may leave: the next one begins there


class Held(NamedTuple):
    """Cross-validation: of each lead the log odds by a fit that never saw it, and the penalty that did best."""

    log_odds: NDArray[np.float64]
    penalty: float


def folds_of(lead_ids: NDArray[np.int64], won: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The fold (0 … FOLDS−1) of each lead: won and lost shared out evenly, by a fixed shuffle of the leads' numbers.

    The same leads have the same folds on every machine: no generator, no clock (the mixer is splitmix64's).
    """
    mixed = lead_ids.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    found: NDArray[np.int64] = np.empty(len(lead_ids), dtype=np.int64)
    for kind in (True, False):
        of_kind = np.flatnonzero(won == kind)
        found[of_kind[np.argsort(mixed[of_kind], kind="stable")]] = np.arange(len(of_kind)) % FOLDS
    return found


def held_out(
    features: Features, won: NDArray[np.bool_], prior: NDArray[np.float64], folds: NDArray[np.int64],
    tick: Callable[[], None] = lambda: None,
) -> Held:  # fmt: skip
    """Log odds of every lead by fits on the other folds; `prior` has a mean for each feature.

    The penalty of a fold is the one with the least deviance on the *other* folds, so that the log odds of a lead owe
    nothing to its own outcome; the penalty given back is the best over all folds. `tick` is called once a fold.
    """
    log_odds = np.empty((len(PENALTIES), len(won)))
    for fold in range(FOLDS):
        inside, outside = folds != fold, features.of(folds == fold)
        fits = _path(features.of(inside), won[inside], prior, PENALTIES, _NEARLY)
        for place, fit in enumerate(fits):
            log_odds[place, ~inside] = outside.times(fit + prior)
        tick()
    signs = np.where(won, -1.0, 1.0)
    deviance = np.array(
        [
            [np.logaddexp(0, signs[folds == fold] * row[folds == fold]).sum() for fold in range(FOLDS)]
            for row in log_odds
        ]
    )
    total = deviance.sum(axis=1)
    best = np.argmin(total[:, None] - deviance, axis=0)
    return Held(log_odds[best[folds], np.arange(len(won))], PENALTIES[int(np.argmin(total))])


def fitted(
    features: Features, won: NDArray[np.bool_], prior: NDArray[np.float64], penalty: float
) -> NDArray[np.float64]:
    """The weights of the features, from all leads, under one penalty."""
    found: NDArray[np.float64] = prior + _path(features, won, prior, (penalty,), _NEAR)[0]
    return found


def _path(
    features: Features, won: NDArray[np.bool_], prior: NDArray[np.float64], penalties: tuple[float, ...], near: float
) -> list[NDArray[np.float64]]:
    """Departures from the prior for each penalty, each fit starting from the one before."""
    offset = features.times(prior)
    target = won.astype(np.float64)
    share = target.mean()
    weights = np.zeros(features.size)
    weights[0] = np.log(share / (1 - share))
    found = []
    for penalty in penalties:
        strength = np.full(len(weights), penalty)
        strength[0] = 1e-6  # the intercept is free
        weights = _minimum(features, target, offset, strength, weights, near)
        found.append(weights)
    return found


def _minimum(
    features: Features, target: NDArray[np.float64], offset: NDArray[np.float64], strength: NDArray[np.float64],
    weights: NDArray[np.float64], near: float,
) -> NDArray[np.float64]:  # fmt: skip
    """Newton's method; its steps are solved for by turns, so that no matrix of all features is ever made."""
    odds = offset + features.times(weights)
    solve = None
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(odds, -35, 35)))
        slope = features.back(chance - target) + strength * weights
        worth = chance * (1 - chance)
        if solve is None:
            solve = features.nearly_solved(worth, strength)
        step = _step(features, slope, worth, strength, solve)
        moves = features.times(step)
        moved = float(np.abs(moves).max())
        share = min(1.0, _FAR / max(moved, near))
        weights = weights - share * step
        odds = odds - share * moves
        if moved < near:
            break
        if moved > _ANEW:
            solve = None
    return weights


def _step(
    features: Features, slope: NDArray[np.float64], worth: NDArray[np.float64], strength: NDArray[np.float64],
    solve: Solve,
) -> NDArray[np.float64]:  # fmt: skip
    """The slope divided by the curvature, by conjugate gradients (Hestenes and Stiefel, 1952): each turn asks only for
    the curvature's product with a direction; `solve` is nearly the division, so that few turns are needed."""
    step = np.zeros(len(slope))
    rest, direction = slope, solve(slope)
    left = begun = float(rest @ direction)
    for _ in range(_TURNS):
        if left <= _LEFT**2 * begun:
            break
        bent = features.back(worth * features.times(direction)) + strength * direction
        far = left / float(direction @ bent)
        step = step + far * direction
        rest = rest - far * bent
        nearer = solve(rest)
        before, left = left, float(rest @ nearer)
        direction = nearer + (left / before) * direction
    return step
