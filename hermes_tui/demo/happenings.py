"""What can happen in a story, one kind of row each.

Moments are milliseconds since the lead was created, on the smooth clock of clock.py; a person is a place in the
committee; sums are minor units.
"""

from __future__ import annotations

from typing import NamedTuple


class Mail(NamedTuple):
    """A written message; `template` is its place in STARTERS, `automatic` what a machine wrote it for.

    `quote`: the words of an inbound one that want an answer. `status` None: to be found from what came after.
    """

    at: int
    direction: str
    who: int
    channel: str
    subject: str
    body: str
    template: int | None = None
    automatic: str | None = None
    quote: str | None = None
    status: str | None = None


class Meeting(NamedTuple):
    """A touch the rep logged: a call, meeting, voicemail or LinkedIn message."""

    at: int
    kind: str
    direction: str
    who: int
    text: str
    sentiment: str | None


class Memo(NamedTuple):
    """A note; `objection` is the kind it raises, `state` and `settled` what became of that."""

    at: int
    kind: str
    who: int | None
    text: str
    objection: str | None
    state: str
    settled: int | None
    resolution: str | None


class Offer(NamedTuple):
    """A version of the proposal."""

    sent: int | None
    viewed: int | None
    amount: int
    terms: str
    body: str


class Chore(NamedTuple):
    """A task; `done` None: still to do, due that many days from the file's today."""

    kind: str
    title: str
    priority: str
    made: int
    due: int | None
    done: int | None
    due_days: int | None


class Hint(NamedTuple):
    """A buying signal; `mail` is the place of the message it was found in, None where nobody wrote it."""

    at: int
    kind: str
    state: str
    evidence: str
    who: int | None
    mail: int | None


class Visit(NamedTuple):
    """A stay in a stage, from `at` on."""

    stage: str
    at: int
    reason: str | None
    cause: str = "rep"
