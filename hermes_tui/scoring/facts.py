"""What scoring is told about one lead, as plain rows; nothing here computes a score.

Moments are integers, UTC milliseconds; a day is 86,400,000 of them; dates are ISO text (`2027-12-03`);
money is integer minor units. Whoever builds these rows (actions, cli) reads storage; scoring never does.
"""

from __future__ import annotations

from typing import NamedTuple

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS

WRITTEN_KINDS = frozenset({"email", "message"})
"""Kinds that count as a "message" in definitions.md: mail, LinkedIn and other written channels."""

CLICK_KINDS = frozenset({"click", "link_click", "proposal_click"})
"""Kinds of signals that nobody says: a link was followed."""


class Evidence(NamedTuple):
    """One touch, sent or received message, or manual note; what a machine answered is none.

    kind: call, email, meeting, message, voicemail, note. direction: in, out, both.
    sentiment: positive, interested, neutral, negative or None. text: the words, may be empty.
    """

    at: int
    kind: str
    direction: str
    contact_id: int | None
    sentiment: str | None
    text: str


class Person(NamedTuple):
    """One contact of the buying committee; `is_primary` marks the champion.

    `buys`: the role can say yes. `last_in_at` is when the person last spoke (UTC ms), no machine's answer counted.
    """

    id: int
    name: str
    role: str | None
    is_primary: bool
    sentiment: str | None
    buys: bool = False
    last_in_at: int | None = None


class PendingTask(NamedTuple):
    """A task not yet done; `due_on` is an ISO date, or None for some day."""

    id: int
    title: str
    kind: str
    due_on: str | None


class Signal(NamedTuple):
    """A buying signal: kind such as pricing, proposal_request, click; state suggested, confirmed, refused.

    `words`: those that say so, may be empty.
    """

    kind: str
    state: str
    at: int
    words: str = ""


class ProposalFact(NamedTuple):
    """One version of a proposal: status DRAFT, SENT, VIEWED, ACCEPTED, REJECTED or EXPIRED."""

    status: str
    viewed_at: int | None
    sent_at: int | None


class LeadFacts(NamedTuple):
    """Everything scoring may know of one lead; `touches` are ordered newest last.

    `stage` is a name as in stages.py, `stage_kind` one of open, won, lost, archived. `owed_since` is the copy kept on
    the lead row by the rule of `staleness.owes_reply` (None: nothing is owed), `answered_dismissed_at` when the rep
    said "no answer needed". `stage_threshold_days` is already max(setting, 1.5 × median) where the stage has enough
    visits. The last four are the thresholds in force (storage/thresholds.py).
    """

    lead_id: int
    title: str
    company: str | None
    stage: str
    stage_kind: str
    stage_entered_at: int
    created_at: int
    last_touch_at: int | None
    snoozed_until: int | None
    score: int | None
    value: int | None
    touches: tuple[Evidence, ...]
    contacts: tuple[Person, ...]
    tasks: tuple[PendingTask, ...]
    open_objections: tuple[str, ...]
    signals: tuple[Signal, ...]
    proposals: tuple[ProposalFact, ...]
    owed_since: int | None
    answered_dismissed_at: int | None
    stage_threshold_days: float
    stage_median_days: float | None
    engaged_days: int = 30
    champion_silent_days: int = 14
    followup_after: int = 2
    followups_at_most: int = 2


def whole_days(since: int, now: int) -> int:
    """Whole days from `since` to `now` (both UTC ms); a moment still to come is 0 days ago."""
    return max(0, (now - since) // DAY_MS)


def is_inbound(evidence: Evidence) -> bool:
    """Whether the buyer spoke: anything in, or a conversation both ways; a note is nobody speaking."""
    return evidence.kind != "note" and evidence.direction in ("in", "both")


def is_outbound(evidence: Evidence) -> bool:
    """Whether only we spoke: a message, call or voicemail out."""
    return evidence.kind != "note" and evidence.direction == "out"


def is_written(evidence: Evidence) -> bool:
    """Whether this is a message by mail, LinkedIn or another written channel (definitions.md, Heat)."""
    return evidence.kind in WRITTEN_KINDS
