"""Two rates side by side: Newcombe's interval of their difference, and what it means in words."""

from __future__ import annotations

from math import ceil, sqrt
from typing import NamedTuple

from hermes_tui.metrics.intervals import EARLY_BELOW, Z_95, rate

Z_80 = 0.8416212335729143  # the 80 % point of the normal distribution: four in five such trials would tell
WIDE = 0.2  # an interval this wide says that little is known; a narrower one, that little can be between the two
FAR = 10  # times what was sent: of more sends than that nobody says that it is early


class Comparison(NamedTuple):
    """The first rate less the second, 0 … 1, with its 95 % interval; None where either is of none.

    `more` is about how many further sends of both together would tell, at the rates they have now; None where none
    are needed, or none would.
    """

    difference: float | None
    low: float | None
    high: float | None
    words: str
    more: int | None = None


def compare(hits_a: int, n_a: int, hits_b: int, n_b: int) -> Comparison:
    """The first rate against the second: better, worse, too close or too early.

    The interval is Newcombe's (Statistics in Medicine 17, 1998, p. 873, method 10): the two Wilson intervals, squared
    and added.

    >>> found = compare(12, 40, 3, 40)
    >>> [round(100 * each, 1) for each in (found.difference, found.low, found.high)], found.words
    ([22.5, 5.3, 38.7], 'clearly better')
    """
    a, b = rate(hits_a, n_a), rate(hits_b, n_b)
    if a.rate is None or a.low is None or a.high is None or b.rate is None or b.low is None or b.high is None:
        first = _about(_short(n_a) + _short(n_b))
        return Comparison(None, None, None, _early_words(first), first)
    difference = a.rate - b.rate
    low = difference - sqrt((a.rate - a.low) ** 2 + (b.high - b.rate) ** 2)
    high = difference + sqrt((a.high - a.rate) ** 2 + (b.rate - b.low) ** 2)
    if min(n_a, n_b) >= EARLY_BELOW and (low > 0 or high < 0):
        return Comparison(difference, low, high, "clearly better" if low > 0 else "clearly worse")
    words, more = _unsure(a.rate, n_a, b.rate, n_b, high - low)
    return Comparison(difference, low, high, words, more)


def _unsure(rate_a: float, n_a: int, rate_b: float, n_b: int, width: float) -> tuple[str, int | None]:
    """Too early where much may still be between them and so many more sends as can be made would likely tell."""
    short = _short(n_a) + _short(n_b)
    needed = enough_sends(rate_a, rate_b)
    more = short if needed is None else max(max(0, needed - n_a) + max(0, needed - n_b), short)
    if short or (width > WIDE and 0 < more <= FAR * (n_a + n_b)):
        return _early_words(_about(more)), _about(more)
    return "too close to tell", _about(more) if more else None


def enough_sends(rate_a: float, rate_b: float) -> int | None:
    """How many sends of each would tell two such rates apart in four of five trials; None for rates that are equal.

    Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions, 3rd edition 2003, formula 4.14, at 5 % (two
    sides) and 80 % power.

    >>> enough_sends(0.3, 0.2)
    294
    """
    if rate_a == rate_b:
        return None
    middle = (rate_a + rate_b) / 2
    spread = Z_95 * sqrt(2 * middle * (1 - middle))
    spread += Z_80 * sqrt(rate_a * (1 - rate_a) + rate_b * (1 - rate_b))
    return ceil((spread / (rate_a - rate_b)) ** 2)


def _short(n: int) -> int:
    return max(0, EARLY_BELOW - n)


def _about(number: int) -> int:
    """A number of sends as one says it: the next ten, above a hundred the next fifty, above a thousand the next 500."""
    step = 1 if number <= 10 else 10 if number <= 100 else 50 if number <= 1_000 else 500
    return ceil(number / step) * step


def _early_words(more: int) -> str:
    return f"too early: about {more:,} more send{'' if more == 1 else 's'}"
