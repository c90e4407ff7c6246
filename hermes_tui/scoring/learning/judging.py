"""How well a score tells won from lost, how sure that is, and whether learned weights may be used."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

CLOSED_FROM, EACH_FROM = 80, 20
"""Closed leads, and won and lost ones, below which nothing is learned (definitions.md)."""
TWO_SIDED_95 = 1.959963984540054


class Compared(NamedTuple):
    """Two scores of the same leads: their AUC, the standard error of the first, and of the difference between them."""

    auc: float
    auc_se: float
    auc_rules: float
    difference_se: float

    @property
    def beats(self) -> bool:
        """Whether the first is better than the second and than chance by more than noise.

        That is, by more than the 95 % interval that is shown: nobody is told that 0.52 ± 0.03 is better than 0.50.
        """
        over_rules = self.auc - self.auc_rules > TWO_SIDED_95 * self.difference_se
        return over_rules and self.over_chance

    @property
    def over_chance(self) -> bool:
        """Whether it tells won from lost at all."""
        return self.auc - 0.5 > TWO_SIDED_95 * self.auc_se


def auc(score: NDArray[np.float64], won: NDArray[np.bool_]) -> float:
    """The chance that a won lead scores higher than a lost one, ties counting half (Mann and Whitney, 1947).

    >>> auc(np.array([3.0, 1.0, 1.0]), np.array([True, True, False]))
    0.75
    """
    wins = int(won.sum())
    losses = len(won) - wins
    return float((_midranks(score)[won].sum() - wins * (wins + 1) / 2) / (wins * losses))


def compare(learned: NDArray[np.float64], rules: NDArray[np.float64], won: NDArray[np.bool_]) -> Compared:
    """Both AUC with the errors of DeLong, DeLong and Clarke-Pearson (Biometrics 44, 1988), by the ranks of Sun and Xu
    (IEEE Signal Processing Letters 21, 2014): paired, for both scores are of the same leads."""
    wins, losses = int(won.sum()), int((~won).sum())
    over_lost, over_won, found = [], [], []
    for score in (learned, rules):
        ranks = _midranks(score)
        # of each won lead the share of lost ones it beats, of each lost one the share of won ones that beat it
        over_lost.append((ranks[won] - _midranks(score[won])) / losses)
        over_won.append(1 - (ranks[~won] - _midranks(score[~won])) / wins)
        found.append(auc(score, won))
    covariance = np.cov(np.array(over_lost)) / wins + np.cov(np.array(over_won)) / losses
    difference = covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1]
    return Compared(found[0], math.sqrt(covariance[0, 0]), found[1], math.sqrt(max(0.0, float(difference))))


def too_few(won: int, lost: int) -> str:
    """What is missing to learn from, in words; empty where there is enough.

    >>> too_few(30, 12)
    'it takes 80 closed leads, 20 of each: 38 more are needed, at least 8 of them lost'
    """
    each = [f"{EACH_FROM - n:,} of them {word}" for n, word in ((won, "won"), (lost, "lost")) if n < EACH_FROM]
    missing = sum(max(0, EACH_FROM - n) for n in (won, lost))
    more = max(CLOSED_FROM - won - lost, missing)
    if more <= 0:
        return ""
    least = f", at least {' and '.join(each)}" if each else ""
    needed = "1 more is" if more == 1 else f"{more:,} more are"
    return f"it takes {CLOSED_FROM} closed leads, {EACH_FROM} of each: {needed} needed{least}"


def _midranks(score: NDArray[np.float64]) -> NDArray[np.float64]:
    """Ranks from 1, equal scores sharing the middle one."""
    _, place, counts = np.unique(score, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    middle: NDArray[np.float64] = (ends - (counts - 1) / 2)[place]
    return middle
