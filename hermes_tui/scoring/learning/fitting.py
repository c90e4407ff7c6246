"""Logistic regression under a Gaussian prior, fitted by Newton's method, its strength chosen by cross-validation.

The prior's mean is the rules' own points where a feature is a rule, and 0 where it is a column: with little data the
fit stays by the rules, with much it says what the leads say (MAP estimate; Hastie, Tibshirani, Friedman: The Elements
of Statistical Learning, 4.4 and 7.10).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

FOLDS = 5
PENALTIES = (512.0, 128.0, 32.0, 8.0, 2.0, 0.5)
"""Precisions of the prior that are tried, the strongest first; scikit-learn's C is 1 ÷ this."""

_NEAR = 1e-3  # log odds: no lead's moves by more at the end
_FAR = 4.0  # log odds: no lead's moves by more in one step
_STEPS = 60


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
    features: NDArray[np.float64], won: NDArray[np.bool_], prior: NDArray[np.float64], folds: NDArray[np.int64],
    tick: Callable[[], None] = lambda: None,
) -> Held:  # fmt: skip
    """Log odds of every lead by fits on the other folds. `features` is leads × features, its first column all ones.

    The penalty of a fold is the one with the least deviance on the *other* folds, so that the log odds of a lead owe
    nothing to its own outcome; the penalty given back is the best over all folds. `tick` is called once a fold.
    """
    log_odds = np.empty((len(PENALTIES), len(won)))
    for fold in range(FOLDS):
        inside, outside = folds != fold, folds == fold
        fits = _path(features[inside], won[inside], prior)
        log_odds[:, outside] = (features[outside] @ (fits + prior).T).T
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
    features: NDArray[np.float64], won: NDArray[np.bool_], prior: NDArray[np.float64], penalty: float
) -> NDArray[np.float64]:
    """The weights of the features, from all leads, under one penalty."""
    found: NDArray[np.float64] = prior + _path(features, won, prior, (penalty,))[0]
    return found


def _path(
    features: NDArray[np.float64], won: NDArray[np.bool_], prior: NDArray[np.float64],
    penalties: tuple[float, ...] = PENALTIES,
) -> NDArray[np.float64]:  # fmt: skip
    """Departures from the prior for each penalty, each fit starting from the one before."""
    offset = features @ prior
    target = won.astype(np.float64)
    share = target.mean()
    weights = np.zeros(features.shape[1])
    weights[0] = np.log(share / (1 - share))
    curvature: NDArray[np.float64] | None = None
    found = np.empty((len(penalties), len(weights)))
    for place, penalty in enumerate(penalties):
        strength = np.full(len(weights), penalty)
        strength[0] = 1e-6  # the intercept is free
        weights, curvature = _minimum(features, target, offset, strength, weights, curvature)
        found[place] = weights
    return found


def _minimum(
    features: NDArray[np.float64], target: NDArray[np.float64], offset: NDArray[np.float64],
    strength: NDArray[np.float64], weights: NDArray[np.float64], curvature: NDArray[np.float64] | None,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:  # fmt: skip
    """Newton's method; the second derivative is by far its dearest part, and kept as long as steps shrink well."""
    last = np.inf
    stale = False
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(offset + features @ weights, -35, 35)))
        slope = features.T @ (chance - target) + strength * weights
        if curvature is None or stale:
            scaled = features * np.sqrt(chance * (1 - chance))[:, None]
            curvature = scaled.T @ scaled
        step = np.linalg.solve(curvature + np.diag(strength), slope)
        moved = float(np.abs(features @ step).max())
        weights = weights - step * min(1.0, _FAR / max(moved, _NEAR))
        if moved < _NEAR:
            break
        stale = moved > 0.3 * last
        last = moved
    assert curvature is not None  # at least one step was made
    return weights, curvature
