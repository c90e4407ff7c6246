"""A score that explains itself: points and the reasons that add up to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import NamedTuple


class Reason(NamedTuple):
    """One line of the ledger: the points, the rule in words, and the evidence that it holds."""

    points: int
    text: str
    evidence: str


class Score(NamedTuple):
    """Points and why; `points` is always the sum of the reasons' points."""

    points: int
    reasons: tuple[Reason, ...]


def total(reasons: Iterable[Reason]) -> Score:
    """The score that these reasons add up to, the reasons in the order given."""
    kept = tuple(reasons)
    return Score(sum(reason.points for reason in kept), kept)


def signed(points: int) -> str:
    """Points with their sign as the screens print it: `+20`, `−15`, `0`."""
    if points == 0:
        return "0"
    return f"+{points}" if points > 0 else f"−{-points}"


def ledger_text(score: Score) -> str:
    """The ledger on one line, without evidence: `quick response time +15, asked about pricing +10`."""
    return ", ".join(f"{reason.text} {signed(reason.points)}" for reason in score.reasons)


def to_rows(score: Score) -> list[dict[str, str | int]]:
    """The reasons as the JSON of interface.md: `[{reason, points, evidence}]`."""
    return [{"reason": r.text, "points": r.points, "evidence": r.evidence} for r in score.reasons]


def ledger(score: Score) -> str:
    """A score's reasons as a row of storage keeps them: `to_rows` as JSON text."""
    if not score.reasons:
        return "[]"
    quoted = _quoted()  # by hand, as json.dumps would: a rescore writes a hundred thousand ledgers
    rows = [
        f'{{"reason": {quoted(text)}, "points": {points}, "evidence": {quoted(evidence)}}}'
        for points, text, evidence in score.reasons
    ]
    return f"[{', '.join(rows)}]"


@cache
def _quoted() -> Callable[[str], str]:
    from json.encoder import encode_basestring

    return encode_basestring


def from_rows(rows: Iterable[Mapping[str, object]]) -> Score:
    """The score that `to_rows` wrote; raises ValueError where a row lacks a reason or whole-number points."""
    reasons = []
    for row in rows:
        text, points = row.get("reason"), row.get("points")
        if not isinstance(text, str) or not isinstance(points, int):
            raise ValueError(f"not a score reason: {row!r}")
        reasons.append(Reason(points, text, str(row.get("evidence") or "")))
    return total(reasons)
