"""What an action says when it is done, and the frame that every action runs in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from storage import journal
from storage.database import Database
from storage.errors import NotFound
from storage.queries.lead import titles


class Outcome(NamedTuple):
    """`words` is one sentence for the strip; `kind` the journal's; `made` the id of the row made, if one was.

    `action_id` 0 says that nothing had to be changed.
    """

    action_id: int
    lead_ids: tuple[int, ...]
    words: str
    kind: str = ""
    made: int = 0


class Doing:
    """An action under way; what it says may depend on what it did."""

    def __init__(self, recording: journal.Recording, kind: str, lead_ids: Sequence[int], who: str) -> None:
        self._recording = recording
        self._kind = kind
        self._lead_ids = tuple(lead_ids)
        self.who = who
        self.made = 0

    def say(self, what: str) -> None:
        """Set the label: `who: what`, as the undo, the log and the strip show it."""
        self._recording.label = f"{self.who}: {what}" if self.who else what

    @property
    def outcome(self) -> Outcome:
        """What was done; to be read after the action's block has ended."""
        action_id = self._recording.action_id if self._recording.changed else 0
        return Outcome(action_id, self._lead_ids, self._recording.label, self._kind, self.made)


@contextmanager
def acting(database: Database, kind: str, lead_ids: Sequence[int], now: int, *, final: bool = False) -> Iterator[Doing]:
    """Run one action on these leads: one transaction, one journal entry. Raises NotFound for one not there.

    A `final` one cannot be taken back (mail that left): undo passes over it.
    """
    with database.transaction():
        who = called(database, lead_ids)
        with journal.action(database, kind, who or kind, now, final=final) as recording:
            yield Doing(recording, kind, lead_ids, who)


def called(database: Database, lead_ids: Sequence[int]) -> str:
    """What to call these leads in a sentence: the company, else the title; `3 leads` for several."""
    if not lead_ids:
        return ""
    if len(lead_ids) > 1:
        return f"{len(lead_ids)} leads"
    found = titles(database, list(lead_ids))
    if lead_ids[0] not in found:
        raise NotFound(f"There is no lead #{lead_ids[0]}; `hermes list` shows those there are.")
    return found[lead_ids[0]]
