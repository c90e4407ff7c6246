"""The copies that lead and contact rows keep, by the rules of storage/derived.py.

Computed while the rows are at hand: rebuilding a million leads afterwards would double the time; only heat and what
risk is made of are filled at the end of the bulk load. A test holds them equal to what `derived.rebuild` finds.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


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
