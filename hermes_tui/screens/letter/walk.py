"""A walk through messages to review: one lead at a time, what was done with each, and what is said at the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from hermes_tui import formats
from hermes_tui.actions.outcome import Outcome
from storage.errors import HermesError, NotFound

if TYPE_CHECKING:
    from hermes_tui.screens.letter.review import Review

Make = Callable[[int], "Review"]
"""lead → its message. Raises HermesError where none can be written."""


class LetterWalk:
    """Leads in the order they were marked in; `at` is where one is, `template_id` what was chosen for all."""

    def __init__(self, lead_ids: Sequence[int], template_id: int | None = None) -> None:
        self.lead_ids = tuple(lead_ids)
        self.template_id = template_id
        self.at = 0
        self.done: list[Outcome] = []
        self.passed: dict[int, str] = {}  # lead → why nothing could be written to it

    @property
    def place(self) -> str:
        """`2 of 5`; nothing where there is only one."""
        return f"{self.at + 1} of {len(self.lead_ids)}" if len(self.lead_ids) > 1 else ""

    def rest(self) -> Sequence[int]:
        """The leads still to come, the one in hand first."""
        return self.lead_ids[self.at :]

    def first(self, make: Make) -> Review:
        """The first message that can be written. Raises HermesError where there is none."""
        found = self.here(make)
        if found is None:
            raise NotFound(self.passed_words or "There is no lead to write to.")
        return found

    def next(self, make: Make) -> Review | None:
        """The next message that can be written; None past the last."""
        self.at += 1
        return self.here(make)

    def here(self, make: Make) -> Review | None:
        """The first from here on that can be written; None past the last."""
        while self.at < len(self.lead_ids):
            try:
                return make(self.lead_ids[self.at])
            except HermesError as error:
                self.passed[self.lead_ids[self.at]] = str(error)
                self.at += 1
        return None

    def only(self, lead_ids: Sequence[int]) -> None:
        """Of the rest only these are left to be walked."""
        self.lead_ids = (*self.lead_ids[: self.at], *lead_ids)

    def go_back_to(self, lead_ids: Sequence[int]) -> bool:
        """What was done with these leads was taken back: they are in hand again. False where it is none of the walk."""
        known = {lead_id for outcome in self.done for lead_id in outcome.lead_ids}
        ours = [lead_id for lead_id in lead_ids if lead_id in known or lead_id in self.lead_ids]
        if not ours:
            return False
        gone = [lead_id for lead_id in ours if lead_id not in self.lead_ids]  # many at once: they left the walk then
        self.lead_ids = (*self.lead_ids[: self.at], *gone, *self.lead_ids[self.at :])
        self.at = min(self.lead_ids.index(lead_id) for lead_id in ours)
        self.done = [outcome for outcome in self.done if not set(ours) & set(outcome.lead_ids)]
        return True

    def outcome(self) -> Outcome | None:
        """All that was done as one, to be said on the screen below; the last one is what undo takes back."""
        if len(self.done) < 2:
            return self.done[0] if self.done else None
        leads = tuple(dict.fromkeys(lead_id for each in self.done for lead_id in each.lead_ids))
        last = self.done[-1]
        words = f"{formats.count(len(leads), 'lead')} written to; the last, {last.words}"
        return Outcome(last.action_id, leads, words, last.kind)

    @property
    def passed_words(self) -> str:
        """Why nothing was written to leads that were passed over; empty where there are none."""
        written = {lead_id for outcome in self.done for lead_id in outcome.lead_ids}
        why = [words for lead_id, words in self.passed.items() if lead_id not in written]
        return f"{len(why)} leads passed over; the last: {why[-1]}" if len(why) > 1 else "".join(why)
