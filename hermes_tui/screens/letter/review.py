"""One message under review: as it was composed, as it reads now, and what was typed, kept until it is over."""

from __future__ import annotations

from hermes_tui.actions.draft import Draft, edited
from hermes_tui.screens import leftover
from hermes_tui.screens.letter.text import Written, as_text, from_text
from storage.database import Database


class Review:
    """A draft that may be written in."""

    def __init__(self, database: Database, draft: Draft) -> None:
        self.draft = draft
        what = f"letter-{draft.message_id}" if draft.message_id else f"letter-to-{draft.lead_id}"
        self._place = leftover.place_of(database, what)
        self._began = self.text
        left = leftover.find(self._place)
        self.brought_back = left is not None and left.text != self._began
        if left is not None:
            self.write(left.text)

    @property
    def has_subject(self) -> bool:
        """Whether messages of this channel have one."""
        return self.draft.channel == "email"

    @property
    def written(self) -> Written:
        """What it says now."""
        return Written(self.draft.subject, self.draft.body)

    @property
    def text(self) -> str:
        """The same as one text, for an editor."""
        return as_text(self.written, with_subject=self.has_subject)

    @property
    def edited(self) -> bool:
        """Whether the rep wrote in it."""
        return self.text != self._began

    @property
    def gaps(self) -> tuple[str, ...]:
        """Fields without a value that still stand in the words."""
        return self.draft.missing

    def write(self, text: str) -> None:
        """The words as they were typed last; kept on disk too, so that a closed terminal loses none."""
        self.draft = edited(self.draft, *from_text(text, with_subject=self.has_subject))
        leftover.keep(self._place, leftover.Leftover(self._began, self.text))

    def readdress(self, draft: Draft) -> None:
        """It goes to whom this draft is for; words that the rep wrote stay, others are those of the draft."""
        if self.edited:
            self.draft = edited(draft, *self.written)
        else:
            self.draft = draft
            self._began = self.text

    def kept_as(self, message_id: int) -> None:
        """It is in the file now, under this id."""
        self.draft = self.draft._replace(message_id=message_id)

    def settled(self) -> None:
        """It went its way, or the rep let it go: nothing is kept any more."""
        leftover.drop(self._place)
