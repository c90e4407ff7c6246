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


class Turn(NamedTuple):
    """What becomes of a rule: it counts `now`, and `was` how it counted before; None where it does, or did, not."""

    now: Reason | None
    was: Reason | None

    @property
    def words(self) -> str:
        """`+10 budget mentioned`, `no more remote`, `+20 remote (was +5)`, `budget mentioned in other words`."""
        if self.now is None:
            return f"no more {self.was.text}" if self.was else ""
        if self.was is None or self.now.points != self.was.points:
            before = "" if self.was is None else f" (was {signed(self.was.points)})"
            return f"{signed(self.now.points)} {self.now.text}{before}"
        return f"{self.now.text} in other words"

    @property
    def counts(self) -> bool:
        """Whether points come, or are others: what else changes is told beside it."""
        return self.now is not None and (self.was is None or self.was.points != self.now.points)


def turns(gained: Iterable[Reason], lost: Iterable[Reason]) -> tuple[Turn, ...]:
    """The reasons that a change brings and takes, as what becomes of each rule: what counts first, what goes last.

    A rule that holds more than once (each technology) is known again by its evidence, and otherwise by its name.
    """
    coming, going, found = list(gained), list(lost), list[Turn]()
    for length in (2, 1):  # of (text, evidence)
        for now in tuple(coming):
            was = next((each for each in going if each[1:][:length] == now[1:][:length]), None)
            if was is not None:
                coming.remove(now)
                going.remove(was)
                found.append(Turn(now, was))
    found += [Turn(now, None) for now in coming]
    return (*sorted(found, key=lambda turn: not turn.counts), *(Turn(None, was) for was in going))


def turns_in_words(found: Iterable[Turn]) -> dict[str, bool]:
    """What becomes of each rule in words, and whether points come by it; `×2` where a rule turns so twice."""
    said: dict[tuple[str, bool], int] = {}
    for turn in found:
        said[turn.words, turn.counts] = said.get((turn.words, turn.counts), 0) + 1
    return {words + (f" ×{times}" if times > 1 else ""): counts for (words, counts), times in said.items()}


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
