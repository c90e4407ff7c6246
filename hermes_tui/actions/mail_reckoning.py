"""What a sync of mailboxes ends with: numbers that sum to what was read, and what is to be said beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from hermes_tui.formats import count
from hermes_tui.outreach.reading.source import Source

# What became of a mail → the number it counts in.
KINDS: dict[str, str] = {
    "reply": "replies", "bounce": "bounces", "out_of_office": "auto_replies", "auto_reply": "auto_replies",
    "not_ours": "not_ours", "yours": "yours", "question": "questions", "known": "known",
}  # fmt: skip


class Box(NamedTuple):
    """A mailbox to read: its name in the settings, its kind (maildir, mbox, imap), where it is, and its reader."""

    name: str
    kind: str
    place: str
    source: Source


class Away(NamedTuple):
    """Who is out of office until when (ISO, the first day back): an offer to snooze until then."""

    lead_id: int
    who: str
    return_on: str


class SyncReckoning(NamedTuple):
    """What a sync read and what became of it; `read` is the sum of all the other numbers.

    `known` is mail that was on file or asked about already. `faults` are sentences, one for each mail or mailbox that
    could not be read; `said` are those about mail that wants a decision. `troubled` is how many mailboxes have faults,
    `stopped` says that the rep cancelled.
    """

    read: int
    replies: int
    bounces: int
    auto_replies: int
    not_ours: int
    unreadable: int
    yours: int = 0
    questions: int = 0
    known: int = 0
    faults: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    away: tuple[Away, ...] = ()
    lead_ids: tuple[int, ...] = ()
    stopped: bool = False
    troubled: int = 0

    @property
    def words(self) -> str:
        """`612 read, 8 replies, 3 bounces, 2 auto-replies, 599 not ours, 0 unreadable`, and what else there is."""
        parts = [f"{self.read:,} read", in_words(self._asdict(), every=True), f"{self.not_ours:,} not ours"]
        parts.append(f"{self.unreadable:,} unreadable")
        if self.yours:
            parts.append(f"{self.yours:,} of yours")
        if self.known:
            parts.append(f"{self.known:,} on file already")
        if self.questions:
            parts.append(f"{self.questions:,} to ask about")
        return ", ".join(parts)

    @property
    def changed(self) -> bool:
        """Whether anything was filed or asked."""
        return bool(self.replies or self.bounces or self.auto_replies or self.yours or self.questions)


def in_words(counted: Mapping[str, Any], *, every: bool = False) -> str:
    """`8 replies, 3 bounces, 2 auto-replies`; of a batch what there is, and also what is the rep's or unsure."""
    named = (("replies", "reply", "replies"), ("bounces", "bounce", ""), ("auto_replies", "auto-reply", "auto-replies"))
    parts = [count(counted[key], one, many) for key, one, many in named if every or counted[key]]
    if not every:
        parts += [f"{counted['yours']} of yours"] * bool(counted["yours"])
        parts += [f"{counted['questions']} to ask about"] * bool(counted["questions"])
    return ", ".join(parts) or "nothing to file"
