"""Columns as a few levels each: the frequent values of a category, ranges of a number, one for each tag."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from hermes_tui.scoring.learning.columns import LeftOut, Typed, tells_the_outcome
from hermes_tui.scoring.learning.weights import GIVEN, NUMBER, TAG, folded, number_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_LEVELS = 400
MOST_BINS = 24
_MOST_SELDOM = 200
_TWICE_FROM = 0.05  # of the leads must have a value that others have too
_LABEL = 60
_KNOWN_FROM = 0.05
_FEATURES = 1600  # in all, so that learning takes a second or two; a wide file gets fewer levels a column


class Part(NamedTuple):
    """A level before anything is known of its worth; as weights.Level."""

    label: str
    values: tuple[str, ...] = ()
    start: float | None = None


class Coded(NamedTuple):
    """A column as the place of each lead's level among `parts`; −1 where it says nothing, or something too seldom.

    `known` says that saying nothing is frequent enough to mean something itself; of a number `middles` are the medians
    of its ranges, `least` its least value, and `whole` says that it has no fractions.
    """

    name: str
    kind: str
    parts: tuple[Part, ...]
    codes: NDArray[np.int64]
    known: bool
    middles: NDArray[np.float64] = np.empty(0)
    least: float = 0.0
    whole: bool = False

    @property
    def shares(self) -> NDArray[np.int64]:
        """How many leads have each level."""
        return np.bincount(self.codes[self.codes >= 0], minlength=len(self.parts))


def coded(columns: Sequence[Typed], cases: int) -> tuple[list[Coded], list[LeftOut]]:
    """Every column in levels, and those that cannot teach: always the same, or nearly never."""
    found: list[Coded] = []
    left: list[LeftOut] = []
    least = max(5, cases // 1000)
    most = _most([_wanted(column, least) for column in columns])
    for column in columns:
        if column.kind == TAG:
            tags, refused = _tags(column, most, least)
            found.extend(tags)
            left.extend(refused)
            continue
        why, level = _numbers(column, most, least) if column.kind == NUMBER else _categories(column, most, least)
        if level is None and column.kind == GIVEN:
            continue  # that every lead has a description is no news
        if level is None:
            left.append(LeftOut(column.name, why))
        else:
            found.append(level)
    return found, left


def _wanted(column: Typed, least: int) -> int:
    """How many levels a column would have if there were no end to them."""
    if column.kind == NUMBER:
        return MOST_BINS
    counts = _counts(column)
    least = least if column.kind == TAG else _least_of_a_value(len(column.values))
    return sum(n >= least for n in counts.values())


def _least_of_a_value(cases: int) -> int:
    """How many leads make a value of a category a level: few, for the prior keeps those of few leads near 0, and in a
    file of some hundred leads they tell much together."""
    return max(2, cases // 2000)


def _counts(column: Typed) -> Counter[str]:
    if column.kind == TAG:
        return Counter(tag for tags in _tag_sets(column) for tag in tags)
    counts: Counter[str] = Counter()
    for value, n in Counter(column.values).items():  # folding is dear, and values are few
        counts[folded(value)] += n
    del counts[""]
    return counts


def _most(wanted: Sequence[int]) -> int:
    """The most levels a column may have, so that all together have about _FEATURES; no column is left with under 6."""
    most = MOST_LEVELS
    while most > 6 and sum(min(most, n) for n in wanted) > _FEATURES:
        most -= 1
    return most


# -- categories and tags ---------------------------------------------------------------------------------


def _categories(column: Typed, most: int, least: int) -> tuple[str, Coded | None]:
    word_of = {value: folded(value) for value in dict.fromkeys(column.values)}
    words = [word_of[value] for value in column.values]
    counts = _counts(column)
    kept = [word for word, n in counts.most_common(most) if n >= _least_of_a_value(len(words))]
    seldom = counts.keys() - set(kept)
    if sum(counts[word] for word in kept) < max(least, _TWICE_FROM * counts.total()):
        return "hardly a value of it comes twice", None
    spelled: dict[str, str] = {}
    for value, word in word_of.items():
        spelled.setdefault(word, " ".join(str(value).split()))
    parts = [Part(_short(spelled[word]), (word,)) for word in kept]
    place = {word: code for code, word in enumerate(kept)}
    if seldom and len(seldom) <= _MOST_SELDOM and sum(counts[word] for word in seldom) >= least:
        parts.append(Part("other", tuple(sorted(seldom))))
        place.update(dict.fromkeys(seldom, len(kept)))
    codes = np.array([place.get(word, -1) for word in words], dtype=np.int64)
    if column.kind == GIVEN:
        parts = [parts[0]._replace(label="given")]
    return _unless_constant(column, tuple(parts), codes, least)


def _unless_constant(
    column: Typed, parts: tuple[Part, ...], codes: NDArray[np.int64], least: int
) -> tuple[str, Coded | None]:
    silent = int((codes < 0).sum())
    known = silent >= max(least, _KNOWN_FROM * len(codes))
    if len(parts) == 1 and not known:
        return "it is the same in nearly all leads", None
    return "", Coded(column.name, column.kind, parts, codes, known)


def _tags(column: Typed, most: int, least: int) -> tuple[list[Coded], list[LeftOut]]:
    """A column of two levels for every frequent tag: those leads that have it, and all others."""
    sets = _tag_sets(column)
    found, left = [], []
    for tag, n in _counts(column).most_common(most):
        if not least <= n < len(sets):
            continue
        if tells_the_outcome(tag):
            left.append(LeftOut(f"tag {tag}", "it says how it ended"))
            continue
        codes = np.array([0 if tag in tags else -1 for tags in sets], dtype=np.int64)
        found.append(Coded("tag", TAG, (Part(_short(tag), (tag,)),), codes, True))
    return found, left


def _tag_sets(column: Typed) -> list[set[str]]:
    return [{folded(tag) for tag in tags} - {""} if isinstance(tags, tuple) else set() for tags in column.values]


def _short(label: str) -> str:
    return label if len(label) <= _LABEL else label[: _LABEL - 1].rstrip() + "…"


# -- numbers ---------------------------------------------------------------------------------------------


def _numbers(column: Typed, most: int, least: int) -> tuple[str, Coded | None]:
    values = np.array([math.nan if (n := number_of(v)) is None else n for v in column.values], dtype=np.float64)
    known = values[~np.isnan(values)]
    if len(known) < 2 * least:
        return "too few leads have it", None
    if _runs_on(values):
        return "it is a running number", None
    starts = np.array(_starts(known, min(MOST_BINS, most), max(least, 8)))
    codes = np.searchsorted(starts, values, side="right").astype(np.int64)
    codes[np.isnan(values)] = -1
    parts = tuple(Part("", (), start) for start in (None, *starts.tolist()))
    why, found = _unless_constant(column, parts, codes, least)
    if found is None:
        return why, None
    middles = np.array([np.median(values[codes == code]) for code in range(len(parts))])
    whole = bool(np.array_equal(known, np.floor(known)))
    return "", found._replace(middles=middles, least=float(known.min()), whole=whole)


def _runs_on(values: NDArray[np.float64]) -> bool:
    """Whether a number only counts the leads as they came, up or down: hardly one twice, and in their order."""
    known = values[~np.isnan(values)]
    if len(known) < 40 or len(np.unique(known)) < 0.98 * len(known) or not np.array_equal(known, np.floor(known)):
        return False
    ranks = np.argsort(np.argsort(known)).astype(np.float64)
    return bool(abs(np.corrcoef(ranks, np.arange(len(ranks)))[0, 1]) > 0.98)


def _starts(known: NDArray[np.float64], most: int, least: int) -> list[float]:
    """Where the ranges of a number begin, but for the first: about as many leads in each, none of fewer than `least`.

    A value that is frequent by itself (0 visits) gets a range of its own.
    """
    values, counts = np.unique(known, return_counts=True)
    wanted = max(least, math.ceil(len(known) / most))
    starts: list[float] = []
    inside, rest = 0, len(known)
    for place, n in enumerate(counts.tolist()):
        full = inside >= wanted or (n >= wanted and inside >= least)
        if place and full and rest >= least:
            starts.append(_round_between(float(values[place - 1]), float(values[place])))
            inside = 0
        inside += n
        rest -= n
    return starts


def _round_between(below: float, value: float) -> float:
    """The shortest decimal above `below` and not above `value`, so that a range begins at 250 and not at 247."""
    for digits in range(-15, 16):
        candidate = round(math.floor(value * 10.0**digits) / 10.0**digits, max(0, digits))
        if below < candidate <= value:
            return candidate
    return value


def range_label(start: float | None, end: float | None, whole: bool, least: float) -> str:
    """A range of a number in words: `5–9` of whole numbers, `2.5 to 4` of others (its end not in it).

    Without a start it is the first, which is told by the `least` value seen.
    """
    if end is None:
        return "any" if start is None else f"{_figure(start)} or more"
    if not whole:
        return f"under {_figure(end)}" if start is None else f"{_figure(start)} to {_figure(end)}"
    begin, last = least if start is None else start, end - 1
    if begin >= last:
        return _figure(last)
    return f"{_figure(begin)}–{_figure(last)}" if begin >= 0 else f"{_figure(begin)} to {_figure(last)}"


def _figure(value: float) -> str:
    return f"{int(value):,}" if value.is_integer() and abs(value) < 1e15 else f"{value:g}"
