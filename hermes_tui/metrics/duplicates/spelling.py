"""Whether two spellings are of one thing: a slip of the finger, an abbreviation, or the same words in another order.

Whole words decide, for letters alone do not: `Cafe Luna Berlin` and `Cafe Luna Bern` have more letters in common than
`Halden Steel` and `Haldne Steel`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

NEAR = 90.0  # % from which on two spellings are one
_SAME_WORDS = 99.0
_WORTH_A_LOOK = 45.0  # % below which neither a slip nor an abbreviation can make them one
_SLIPS = 2  # words that may be misspelt
_LEAST_LETTERS, _LONG_WORD = 4, 9  # of a word that may be misspelt by one letter, and of one that may by two
_LINKING = frozenset(("of", "for", "the", "and", "to", "in", "on", "at", "with", "by", "from", "our"))
_ROMAN = frozenset(("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"))


@lru_cache(maxsize=50_000)
def firm_percent(one: str, other: str) -> float:
    """How alike two names of firms are, 0 … 100, from NEAR on the same one; numbers in them part them."""
    if numbers(one) != numbers(other):
        return 0.0
    together, beside = one.replace(" ", ""), other.replace(" ", "")
    percent = float(_fuzz().ratio(together, beside))
    if percent < _WORTH_A_LOOK:
        return percent
    found = _of_words(one.split(), other.split())
    return max(percent, found) if found else min(percent, NEAR - 1)


@lru_cache(maxsize=50_000)
def title_percent(one: str, other: str) -> float:
    """How alike two titles are, 0 … 100, whatever the order of their words; from NEAR on they say the same."""
    first, second = _telling(one), _telling(other)
    percent = float(_fuzz().ratio(" ".join(sorted(first)), " ".join(sorted(second))))
    if percent < _WORTH_A_LOOK or _counted(first) != _counted(second):
        return min(percent, NEAR - 1)
    found = _of_words(first, second)
    return max(percent, found) if found else min(percent, NEAR - 1)


def person_percent(one: str, other: str) -> float:
    """How alike two names of people are; `K. Weiss` may be `Karl Weiss`."""
    percent = float(_fuzz().ratio(one, other))
    if percent < _WORTH_A_LOOK:
        return percent
    left, right = _apart(one.split(), other.split())
    if len(left) == len(right) == 1:
        short, long = sorted((left[0], right[0]), key=len)
        if len(short) == 1 and long.startswith(short):
            return NEAR
        return max(percent, NEAR) if _slip(short, long) else min(percent, NEAR - 1)
    return percent


@lru_cache(maxsize=50_000)
def numbers(text: str) -> tuple[str, ...]:
    """The words with a digit in them."""
    return tuple(word for word in text.split() if any(c.isdecimal() for c in word))


def share_a_word(one: str, other: str) -> bool:
    """Whether a word of some length is in both."""
    return any(len(word) >= _LEAST_LETTERS for word in set(one.split()) & set(other.split()))


def _of_words(one: list[str], other: list[str]) -> float:
    """NEAR or more where the words are the same, or no more than misspelt, abbreviated or parted; else 0."""
    left, right = _apart(one, other)
    if not left and not right:
        return _SAME_WORDS
    if not left or not right:
        return 0.0
    if "".join(left) == "".join(right):
        return _SAME_WORDS
    if len(left) != len(right):
        return NEAR if _slip("".join(left), "".join(right)) else 0.0
    if len(left) == 1 and len(one) > 1 and _abbreviates(*sorted((left[0], right[0]), key=len)):
        return NEAR
    return NEAR if len(left) <= _SLIPS and all(map(_slip, left, right)) else 0.0


def _apart(one: list[str], other: list[str]) -> tuple[list[str], list[str]]:
    """The words that are in one only, and in the other only, in order."""
    left, right = list(one), list[str]()
    for word in other:
        if word in left:
            left.remove(word)
        else:
            right.append(word)
    return left, right


def _slip(one: str, other: str) -> bool:
    """Whether a letter too many, one missing, wrong or changed with its neighbour is all that parts two words."""
    from rapidfuzz.distance import OSA

    shortest = min(len(one), len(other))
    allowed = 2 if shortest >= _LONG_WORD else 1 if shortest >= _LEAST_LETTERS else 0
    return allowed > 0 and OSA.distance(one, other, score_cutoff=allowed) <= allowed


def _abbreviates(short: str, long: str) -> bool:
    """`intl` for `international`: its first letter and some of the others, in order, half of them at most."""
    if len(short) < 2 or len(short) * 2 > len(long) or short[0] != long[0]:
        return False
    letters = iter(long)
    return all(letter in letters for letter in short)


def _telling(text: str) -> list[str]:
    found = text.split()
    return [word for word in found if word not in _LINKING] or found


def _counted(found: list[str]) -> list[str]:
    """What numbers a title: digits, single letters, Roman numerals."""
    return sorted(word for word in found if len(word) == 1 or word in _ROMAN or any(c.isdecimal() for c in word))


@lru_cache(maxsize=1)
def _fuzz() -> ModuleType:
    from rapidfuzz import fuzz

    return fuzz
