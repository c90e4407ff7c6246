"""The review of a message before it goes out: one key lets it go, others change it, put it off or drop it."""

from __future__ import annotations

import shutil
import tempfile
from functools import partial
from pathlib import Path

from textual.app import SuspendNotSupported
from textual.content import Content

from hermes_tui import formats
from hermes_tui.actions.outcome import Outcome
from hermes_tui.screens.bindings import bindings
from hermes_tui.screens.letter.handing import hand_over_review
from hermes_tui.screens.letter.later import ask_later
from hermes_tui.screens.letter.lines import gaps_words
from hermes_tui.screens.letter.making import (
    can_go,
    draft_for,
    facts_of,
    hands_over,
    other_recipient,
    put_all_in_outbox,
    put_in_outbox,
    review_for,
)
from hermes_tui.screens.letter.review import Review
from hermes_tui.screens.letter.template_choice import ask_template
from hermes_tui.screens.letter.view import LetterView
from hermes_tui.screens.letter.walk import LetterWalk
from hermes_tui.session import Session
from storage.errors import HermesError

MOST_AT_ONCE = 200  # messages that one key lets go: a second's work, and as many as one may want to take back


class LetterScreen(LetterView):
    """Walks the leads given to it; what was done is in `walk`, for the screen below to show."""

    BINDINGS = bindings("letter")

    def __init__(self, session: Session, walk: LetterWalk, first: Review) -> None:
        super().__init__(session)
        self.walk = walk
        self._first = first

    def on_mount(self) -> None:
        """Show the first message."""
        self._show(self._first)

    # -- the walk --------------------------------------------------------------------------------------

    def _show(self, review: Review) -> None:
        self.review = review
        self.facts = facts_of(self.session, review.draft)
        self.remove_class("-writing")
        self.show_title(Content.assemble((self.facts.title, "bold")), self.walk.place)
        self.show_review()
        self.title_bar.show_counts()

    def _go_on(self, outcome: Outcome | None = None) -> None:
        """To the next message, saying what was done; past the last one back to where the rep came from."""
        review = self.walk.next(self._make)
        if review is None:
            self.dismiss()
            return
        self._show(review)
        if outcome is not None:
            self.say_done(outcome)

    def _done(self, outcome: Outcome) -> None:
        if self.review is not None:
            self.review.settled()
        self.walk.done.append(outcome)
        self._go_on(outcome)

    def take_back(self, outcome: Outcome) -> None:
        """An undo: the leads that it was about come in hand again; a redo: their mail waits again, and it goes on."""
        if self.walk.go_back_to(outcome.lead_ids):
            review = self.walk.here(self._make)
            if not set(outcome.lead_ids) & set(self.walk.rest()[:1]):
                self.walk.done.append(outcome)
            if review is None:
                self.dismiss()
                return
            self._show(review)
        self.title_bar.show_counts()
        self.say(f" {outcome.words}")

    def _make(self, lead_id: int) -> Review:
        return review_for(self.session, lead_id, self.walk.template_id)

    def _show_made(self, lead_id: int) -> bool:
        """Show the message to this lead; where none can be written the reason is said."""
        try:
            self._show(self._make(lead_id))
        except HermesError as error:
            self.say(Content.styled(f" {error}", "$text-error"))
            return False
        return True

    # -- letting it go ---------------------------------------------------------------------------------

    def _ready(self) -> Review | None:
        """The message, where it can go out as it is; else what is missing is said."""
        self.settle()
        review = self.review
        if review is not None and review.gaps:
            said = f" Not sent, {gaps_words(review.gaps)}; {self.keys_of('letter.write')} fills them in"
            self.say(Content.styled(said, "$text-warning"))
            return None
        return review

    def action_send(self) -> None:
        """Let it go: into the outbox, or to the rep's own program."""
        review = self._ready()
        if review is None:
            return
        if hands_over(self.session, review.draft.channel):
            hand_over_review(self, review, self._done)
            return
        self._schedule(review, self.session.now() + self.session.settings.send_delay * 1000)

    def _schedule(self, review: Review, at: int) -> None:
        outcome = self.attempt(lambda: put_in_outbox(self.session, review, at))
        if outcome is not None:
            self._done(outcome)

    def action_send_all(self) -> None:
        """Let all the rest of the walk go at once; those that cannot go out as they are stay to be looked at."""
        if self.review is None or hands_over(self.session, self.review.draft.channel):
            self.say(" These are handed over one by one: y, then whether it was sent")
            return
        self.settle()
        ready = self._ready_ones(self.review)
        outcome = self.attempt(lambda: put_all_in_outbox(self.session, ready)) if ready else None
        gone = set() if outcome is None else set(outcome.lead_ids)
        for review in ready:
            if review.draft.lead_id in gone:
                review.settled()
        looked_at = set(self.walk.rest()[:MOST_AT_ONCE])
        stay = [lead_id for lead_id in self.walk.rest() if lead_id not in gone]
        if outcome is not None:
            self.walk.done.append(outcome)
        self.walk.only(stay)
        if not stay:
            self.dismiss()
        elif self._show_made(stay[0]):
            said = f"{outcome.words}. " if outcome is not None else ""
            unfit = len(looked_at - gone)
            left = f"{formats.count(unfit, 'message')} cannot go out as written. " if unfit else ""
            more = f"Y takes the next of {len(stay) - unfit:,}" if len(stay) > unfit else ""
            self.say(Content.assemble(f" {said}", (left, "$text-warning"), more))

    def _ready_ones(self, in_hand: Review) -> list[Review]:
        """Messages of the next of the walk that nothing is missing in."""
        ready: list[Review] = []
        for lead_id in self.walk.rest()[:MOST_AT_ONCE]:
            try:
                review = in_hand if lead_id == in_hand.draft.lead_id else self._make(lead_id)
            except HermesError:
                continue
            if can_go(self.session, review):
                ready.append(review)
        return ready

    def action_postpone(self) -> None:
        """Let it go on a day to come, in the morning."""
        review = self._ready()
        if review is not None:
            ask_later(self, "goes out in", lambda at: self._schedule(review, at))

    # -- changing it -----------------------------------------------------------------------------------

    def action_write(self) -> None:
        """Write in it, here."""
        self.write()

    def action_settle(self) -> None:
        """Done writing."""
        self.settle()

    def action_editor(self) -> None:
        """Go on in $VISUAL, $EDITOR or vi; what was written there is read here before it goes anywhere."""
        from hermes_tui.screens.lead_editor import written_in_editor

        review = self.review
        if review is None:
            return
        self.settle()
        file = Path(tempfile.mkdtemp(prefix="hermes-")) / "message.txt"
        file.touch(mode=0o600)
        file.write_text(review.text, encoding="utf-8")
        try:
            review.write(written_in_editor(self.app, file))
        except SuspendNotSupported:
            here = f"{self.keys_of('letter.write')} writes here."
            self.say(Content.styled(f" This terminal cannot be lent to an editor; {here}", "$text-error"))
        except HermesError as error:
            self.say(Content.styled(f" {error} What the editor wrote is in {file}.", "$text-error"))
            return
        shutil.rmtree(file.parent, ignore_errors=True)
        self.show_review()

    def action_template(self) -> None:
        """Another template; words that the rep wrote give way to it."""
        review = self.review
        if review is None or self.writing:
            return
        whom, then = review.draft, partial(self._with_template, review)
        ask_template(self, whom.lead_id, then, contact_id=whom.contact_id, edited=review.edited)

    def _with_template(self, review: Review, template_id: int) -> None:
        session = self.session
        try:
            draft = draft_for(session, review.draft.lead_id, template_id)
        except HermesError as error:
            self.say(Content.styled(f" {error}", "$text-error"))
            return
        review.settled()
        self._show(Review(session.database, draft._replace(message_id=review.draft.message_id)))

    def action_recipient(self) -> None:
        """To another person of the lead."""
        review = self.review
        if review is None or self.writing:
            return
        try:
            draft = other_recipient(self.session, review.draft)
        except HermesError as error:
            self.say(Content.styled(f" {error}", "$text-error"))
            return
        if draft is None:
            adds = f"{self.keys_of('lead.person')} on its page adds a person"
            self.say(f" Nobody else on this lead can be written to; {adds}")
            return
        review.readdress(draft)
        self._show(review)

    # -- leaving it ------------------------------------------------------------------------------------

    def action_copy(self) -> None:
        """Copy its words."""
        if self.review is not None:
            self.app.copy_to_clipboard(self.review.written.body)
            self.say(" Copied; nothing is marked as sent")

    def action_drop(self) -> None:
        """Nothing is written; on to the next."""
        if self.review is not None:
            self.review.settled()
        self._go_on()

    def action_leave(self) -> None:
        """Done writing; else leave, what was typed is kept until the next time."""
        if self.writing:
            self.settle()
        else:
            self.dismiss()

    def action_scroll(self, by: int) -> None:
        """Scroll the words."""
        self.words.scroll_lines(by)
