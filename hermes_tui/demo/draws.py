"""Drawing lots: the few kinds of chance that a story needs, each as cheap as a million leads ask for."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp
from random import Random
from typing import TypeVar

T = TypeVar("T")


def one_of(rng: Random, choices: Sequence[T]) -> T:
    """One of them, each as likely."""
    return choices[int(rng.random() * len(choices))]


def by_weight(rng: Random, choices: Sequence[tuple[T, float]]) -> T:
    """One of them, as likely as its weight."""
    left = rng.random() * sum(weight for _, weight in choices)
    for choice, weight in choices:
        left -= weight
        if left < 0:
            return choice
    return choices[-1][0]


def spread(rng: Random, median: float, sigma: float) -> float:
    """A log-normal length with that median: most are short, some are very long."""
    return median * exp(rng.gauss(0.0, sigma))
