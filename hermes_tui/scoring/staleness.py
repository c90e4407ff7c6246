"""Who is silent, and whose turn it is: stale, stuck, owed replies, cold after interest.

The rules are those of definitions.md, "Touch, stale, stuck, cold".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

from hermes_tui.scoring.facts import (
    CLICK_KINDS,
    DAY_MS,
    Evidence,
    LeadFacts,
    is_inbound,
    is_outbound,
    is_written,
    whole_days,
)
from hermes_tui.scoring.wording import wants_answer

__all__ = [
    "COLD_DAYS", "STALE_DAYS", "Cold", "Owed", "Silence", "Visit", "cold_after_interest", "days_in_stage",
    "days_silent", "heard", "is_snoozed", "is_stale", "is_stuck", "owed_reply", "owes_reply", "unanswered_outbound",
    "unanswered_written", "wants_answer",
]  # fmt: skip

STALE_DAYS = 7
COLD_DAYS = 14

_INTEREST = frozenset({"positive", "interested"})


class Silence(Protocol):
    """The columns staleness reads; LeadFacts has them, and so may any row of a list."""

    @property
    def stage_kind(self) -> str: ...
    @property
    def created_at(self) -> int: ...
    @property
    def last_touch_at(self) -> int | None: ...
    @property
    def snoozed_until(self) -> int | None: ...


class Visit(Protocol):
    """The columns of the stay in the current stage."""

    @property
    def stage_kind(self) -> str: ...
    @property
    def stage_entered_at(self) -> int: ...
    @property
    def stage_threshold_days(self) -> float: ...


class Owed(NamedTuple):
    """A reply the rep owes: since when (UTC ms), and the buyer's words ("" where none were kept)."""

    since: int
    quote: str


class Cold(NamedTuple):
    """Interest that went cold: the last word heard and our newest unanswered one, both UTC ms."""

    last_in_at: int
    last_out_at: int


def days_silent(facts: Silence, now: int) -> int:
    """Whole days since the newest touch, or since creation where there never was one."""
    since = facts.created_at if facts.last_touch_at is None else facts.last_touch_at
    return whole_days(since, now)


def is_snoozed(facts: Silence, now: int) -> bool:
    """Whether the rep put the lead away until a moment still to come."""
    return facts.snoozed_until is not None and facts.snoozed_until > now


def is_stale(facts: Silence, now: int, stale_days: int = STALE_DAYS) -> bool:
    """Open, not snoozed, and `stale_days` whole days or more without a touch."""
    return facts.stage_kind == "open" and not is_snoozed(facts, now) and days_silent(facts, now) >= stale_days


def days_in_stage(facts: Visit, now: int) -> int:
    """Whole days since the lead entered its current stage."""
    return whole_days(facts.stage_entered_at, now)


def is_stuck(facts: Visit, now: int) -> bool:
    """Open, and more whole days in its stage than the stage's threshold; exactly the threshold is not stuck."""
    return facts.stage_kind == "open" and days_in_stage(facts, now) > facts.stage_threshold_days


def heard(touches: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """The times a person on the buyer's side spoke, in order."""
    return tuple(filter(is_inbound, touches))


def owes_reply(touches: Sequence[Evidence], dismissed_at: int | None) -> Owed | None:
    """The reply owed: the newest word is a written message of the buyer's that asks or answers something.

    Whatever of ours came later answers it, and so does any conversation; a note does not. Their own later words
    decide: a bare thanks after a question settles it. `dismissed_at` is when the rep said "no answer needed": only
    what came later is owed.
    """
    newest = next((e for e in reversed(touches) if e.kind != "note"), None)
    if newest is None or newest.direction != "in" or not is_written(newest):
        return None
    if dismissed_at is not None and newest.at <= dismissed_at:
        return None
    quote = wants_answer(newest.text)
    return None if quote is None else Owed(newest.at, quote)


def owed_reply(facts: LeadFacts) -> Owed | None:
    """The reply owed on an open lead, since when by the lead row's own `owed_since`, so that every view agrees."""
    if facts.stage_kind != "open" or facts.owed_since is None:
        return None
    found = owes_reply(facts.touches, facts.answered_dismissed_at)
    return Owed(facts.owed_since, found.quote if found else "")


def unanswered_outbound(touches: Sequence[Evidence]) -> int:
    """How often we have spoken since a person on their side last did (or ever, if none did)."""
    return sum(1 for _ in _ours_since(touches))


def unanswered_written(touches: Sequence[Evidence]) -> int:
    """How often we have written since a person on their side last spoke: a message and its follow-ups, no calls."""
    return sum(map(is_written, _ours_since(touches)))


def _ours_since(touches: Sequence[Evidence]) -> Iterator[Evidence]:
    for evidence in reversed(touches):
        if is_outbound(evidence):
            yield evidence
        elif is_inbound(evidence):
            return


def cold_after_interest(facts: LeadFacts, now: int) -> Cold | None:
    """Interest shown, then 14 days or more without a word from them and something of ours unanswered.

    Interest is an inbound touch felt as positive or interested (its own sentiment, or else that of the person who
    spoke), or a buying signal the rep confirmed, for that too says an inbound word was interested; a click does not.
    """
    voices = heard(facts.touches)
    if not voices or now - voices[-1].at < COLD_DAYS * DAY_MS:
        return None
    last_in_at = voices[-1].at
    last_out_at = max((e.at for e in facts.touches if is_outbound(e) and e.at > last_in_at), default=None)
    if last_out_at is None or not _showed_interest(facts, voices):
        return None
    return Cold(last_in_at, last_out_at)


def _showed_interest(facts: LeadFacts, voices: Iterable[Evidence]) -> bool:
    moods = {person.id: person.sentiment for person in facts.contacts}
    felt = (e.sentiment or (moods.get(e.contact_id) if e.contact_id is not None else None) for e in voices)
    return any(mood in _INTEREST for mood in felt) or any(
        s.state == "confirmed" and s.kind.lower() not in CLICK_KINDS for s in facts.signals
    )
