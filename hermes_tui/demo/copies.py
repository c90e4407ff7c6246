"""The copies that lead and contact rows keep, by the rules of storage/derived.py, and heat by those of scoring.

Computed while the rows are at hand: rebuilding a million leads afterwards would double the time; only what risk is
made of is filled at the end of the bulk load. A test holds them equal to what `derived.rebuild` and the scoring floor
find.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from hermes_tui.scoring.facts import Evidence, LeadFacts, Person, ProposalFact, Signal
from hermes_tui.scoring.heat import heat
from hermes_tui.scoring.score import ledger


class Said(NamedTuple):
    """One thing said that counts as a touch; `written`: by mail or another written channel."""

    at: int
    kind: str
    direction: str
    contact_id: int | None
    sentiment: str | None
    quote: str | None
    written: bool


class LeadCopies(NamedTuple):
    """What the lead row keeps of everything said; moments UTC ms."""

    last_touch_at: int | None
    last_in_at: int | None
    last_out_at: int | None
    unanswered_out: int
    owed_since: int | None
    owed_quote: str | None


class ContactCopies(NamedTuple):
    """What a contact row keeps of what was said with that person."""

    last_touch_at: int | None
    last_in_at: int | None
    last_out_at: int | None
    touch_count: int


def lead_copies(said: Sequence[Said], dismissed_at: int | None) -> LeadCopies:
    """The copies of a lead from all that was said, in any order."""
    last = max((s.at for s in said), default=None)
    last_in = max((s.at for s in said if s.direction in ("in", "both")), default=None)
    last_out = max((s.at for s in said if s.direction in ("out", "both")), default=None)
    unanswered = sum(s.direction == "out" and s.at > (last_in or 0) for s in said)
    owed = None
    if last_in is not None and last_in > (last_out or 0) and last_in > (dismissed_at or 0):
        owed = next(
            (s for s in said if s.at == last_in and s.direction == "in" and s.written and s.quote is not None), None
        )
    return LeadCopies(last, last_in, last_out, unanswered, owed.at if owed else None, owed.quote if owed else None)


def contact_copies(said: Sequence[Said], contact_id: int) -> ContactCopies:
    """The copies of a contact from all that was said with the lead."""
    own = [s for s in said if s.contact_id == contact_id]
    return ContactCopies(
        max((s.at for s in own), default=None),
        max((s.at for s in own if s.direction in ("in", "both")), default=None),
        max((s.at for s in own if s.direction in ("out", "both")), default=None),
        len(own),
    )


def heat_of(
    said: Sequence[Said],
    people: Sequence[Person],
    signals: Sequence[Signal],
    proposals: Sequence[ProposalFact],
    stage_entered_at: int,
    now: int,
) -> tuple[int, str]:
    """The heat points and their ledger as the lead row stores them.

    Scoring reads texts only to tell machines from people, and no machine's words are among `said`.
    """
    if not signals and not proposals and not any(s.direction != "out" and s.kind != "note" for s in said):
        return 0, "[]"
    touches = tuple(
        Evidence(s.at, s.kind, s.direction, s.contact_id, s.sentiment, "") for s in sorted(said, key=lambda s: s.at)
    )
    facts = LeadFacts(
        lead_id=0, title="", company=None, stage="", stage_kind="open", stage_entered_at=stage_entered_at,
        created_at=0, last_touch_at=None, snoozed_until=None, score=None, value=None, touches=touches,
        contacts=tuple(people), tasks=(), open_objections=(), signals=tuple(signals), proposals=tuple(proposals),
        owed_since=None, answered_dismissed_at=None, stage_threshold_days=0.0, stage_median_days=None,
    )  # fmt: skip
    found = heat(facts, now)
    return found.points, ledger(found)
