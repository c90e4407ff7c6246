"""Which cells say nothing: the words other programs write where a value is missing."""

from __future__ import annotations

from collections.abc import Iterable

# Only for dates, money, stages and other typed cells: as a name, "None" or "NA" may be somebody.
USUAL = frozenset(
    {"", "-", "--", "–", "—", "?", ".", "n/a", "na", "n.a.", "#n/a", "nan", "nat", "null", "(null)", "\\n", "none",
     "nil", "(none)", "(blank)", "unknown", "undefined", "not set", "tbd", "0000-00-00", "0000-00-00 00:00:00"}
)  # fmt: skip


def blank_words(given: Iterable[str] = ()) -> frozenset[str]:
    """The words that mean "no value" in any column: the empty one and those the rep named (`--blank WORD`)."""
    return frozenset({"", *(word.strip().casefold() for word in given)})


def says_nothing(cell: str, words: frozenset[str]) -> bool:
    """Whether a typed cell (date, amount, stage) is to be read as missing."""
    folded = cell.strip().casefold()
    return folded in USUAL or folded in words
