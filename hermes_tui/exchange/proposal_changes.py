"""What changed between two versions of a proposal, in words: facts a line each, then the words taken out and put in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from difflib import SequenceMatcher

from hermes_tui.exchange.proposal_words import amount_words, spelled
from storage.queries.proposals import Offer

_WORDS = re.compile(r"\S+")
_AROUND = 4  # words shown before and after a change, to know the place by


def changes(before: Offer, after: Offer) -> list[str]:
    """Lines that say what differs: `amount: 24,000 USD → 22,000 USD`, `… pay [-30-] {+60+} days …`; none if nothing."""
    facts = (
        ("amount", amount_words(before.amount, before.currency), amount_words(after.amount, after.currency)),
        ("valid until", _day(before.expires_on), _day(after.expires_on)),
    )
    lines = [f"{name}: {was or 'none'} → {now or 'none'}" for name, was, now in facts if was != now]
    lines += [f"terms: {line}" for line in _wording(before.terms or "", after.terms or "")]
    return lines + list(_wording(before.body, after.body))


def _day(day: str | None) -> str:
    return "" if day is None else spelled(date.fromisoformat(day))


def _wording(before: str, after: str) -> Iterator[str]:
    """Lines are matched first, and only within lines that differ their words: long texts stay quick."""
    old, new = before.splitlines(), after.splitlines()
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            was, now = (_WORDS.findall("\n".join(part)) for part in (old[i1:i2], new[j1:j2]))
            if was != now:
                yield _told(was, now)


def _told(was: list[str], now: list[str]) -> str:
    parts: list[str] = []
    steps = SequenceMatcher(None, was, now).get_opcodes()
    for place, (kind, i1, i2, j1, j2) in enumerate(steps):
        if kind == "equal":
            parts += _shortened(was[i1:i2], first=place == 0, last=place == len(steps) - 1)
            continue
        if i2 > i1:
            parts.append(f"[-{' '.join(was[i1:i2])}-]")
        if j2 > j1:
            parts.append(f"{{+{' '.join(now[j1:j2])}+}}")
    return " ".join(parts)


def _shortened(words: list[str], *, first: bool, last: bool) -> list[str]:
    """Words that stayed, so many as are needed to know the place."""
    if first and len(words) > _AROUND:
        return ["…", *words[-_AROUND:]]
    if last and len(words) > _AROUND:
        return [*words[:_AROUND], "…"]
    if len(words) > 2 * _AROUND + 1:
        return [*words[:_AROUND], "…", *words[-_AROUND:]]
    return words
