"""The name one greets a person by, where it can be told from the whole name; a wrong one is worse than none."""

from __future__ import annotations

import re

_TITLES = frozenset((
    "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "madam", "herr", "frau", "hr", "fr", "mme", "m",
    "mlle", "monsieur", "madame", "sr", "sra", "srta", "dipl", "ing", "dipl.-ing", "mag", "rev", "hon",
    "lady", "lord", "dott", "dott.ssa", "ir", "drs",
))  # fmt: skip
_AFTER = frozenset((
    "jr", "sr", "ii", "iii", "iv", "phd", "ph.d", "md", "mba", "msc", "bsc", "esq", "cpa", "pmp", "llm", "dds",
))  # fmt: skip
_PARTICLES = frozenset((
    "van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "du", "la", "le", "ter", "ten", "zu", "zum",
    "zur", "al", "el", "bin", "ibn", "st", "af", "av",
))  # fmt: skip
_HANDLE = re.compile(r"[@/_\d#:]|\w\.\w{2,}")
_IN_BRACKETS = re.compile(r"\s*[(\[\"“„][^)\]\"”“]*[)\]\"”“]\s*")
_INITIAL = re.compile(r"[A-Za-z]|(?:\w\.-?){1,3}\w?")


def first_name(name: str) -> str:
    """The first name in a whole one: `Dr. Ann Lee` and `Lee, Ann` are Ann; empty for a handle or an initial.

    >>> first_name("Prof. Jean-Luc Picard"), first_name("u/throwaway42"), first_name("J. Smith")
    ('Jean-Luc', '', '')
    """
    words = _given(name)
    if not words or _INITIAL.fullmatch(words[0]) or _is_family_name(name, words):
        return ""
    found = words[0]
    if len(found) > 2 and len(words) > 1 and (found.isupper() or found.islower()):
        return "-".join(part.capitalize() for part in found.split("-"))
    return found


def last_name(name: str) -> str:
    """The family name with its particles: `Ann van der Berg` is van der Berg; empty where there is but one word."""
    if _HANDLE.search(name):
        return ""
    family, comma, _ = _without_trimmings(name).partition(",")
    if comma:
        return family.strip()
    words = _given(name)
    if len(words) < 2:
        return words[0] if words and _is_family_name(name, words) else ""
    start = next((n for n, word in enumerate(words[1:-1], 1) if word.casefold() in _PARTICLES), len(words) - 1)
    return " ".join(words[start:])


def _given(name: str) -> list[str]:
    """The words of a name in the order first to last, without titles; none where it is no person's name."""
    plain = _without_trimmings(name)
    if _HANDLE.search(plain):
        return []
    family, comma, given = plain.partition(",")
    if comma:
        plain = f"{given.strip()} {family.strip()}"
    words = plain.split()
    while words and words[0].casefold().strip(".") in _TITLES:
        del words[0]
    if len(words) == 1 and (words[0].islower() or (comma and not given.strip())):
        return []  # one word in small letters is a handle
    return words


def _is_family_name(name: str, words: list[str]) -> bool:
    """Whether the one word left is the name that a title goes with: `Mrs. Lee`."""
    return len(words) == 1 and "," not in name and len(_without_trimmings(name).split()) > 1


def _without_trimmings(name: str) -> str:
    words = _IN_BRACKETS.sub(" ", name).strip().split()
    while len(words) > 1 and words[-1].casefold().strip(".,") in _AFTER:
        del words[-1]
        words[-1] = words[-1].rstrip(",")
    return " ".join(words)
