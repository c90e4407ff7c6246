"""How sure a rate is: Wilson's interval, so that 1 of 3 never reads like 33 %."""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

Z_95 = 1.959963984540054  # the 97.5 % point of the normal distribution


EARLY_BELOW = 10  # of fewer no rate says anything: its interval is wider than any conclusion (definitions.md)


class Rate(NamedTuple):
    """A share of `n`; `rate`, `low` and `high` are 0 … 1, None where n is 0."""

    n: int
    rate: float | None
    low: float | None
    high: float | None

    @property
    def is_early(self) -> bool:
        """Whether it is of too few to conclude anything."""
        return self.n < EARLY_BELOW


def rate(hits: int, n: int) -> Rate:
    """`hits` of `n` with Wilson's 95 % interval (E. B. Wilson, 1927).

    >>> found = rate(1, 3)
    >>> round(found.low, 2), round(found.high, 2)
    (0.06, 0.79)
    """
    if n == 0:
        return Rate(0, None, None, None)
    share = hits / n
    widening = Z_95**2 / n
    centre = (share + widening / 2) / (1 + widening)
    half = Z_95 / (1 + widening) * sqrt(share * (1 - share) / n + widening / (4 * n))
    # Rounding can push an end past the share itself at 0 and 1.
    return Rate(n, share, max(0.0, min(share, centre - half)), min(1.0, max(share, centre + half)))
