"""The verbs of buying signals: `b` confirms what was heard or sets one by hand, `B` refuses it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from hermes_tui.screens.errands import Errands
from widgets.strip_prompt import Choice

if TYPE_CHECKING:
    from hermes_tui.actions.outcome import Outcome

# The letter that sets each kind, in the order of the question.
LETTERS: tuple[tuple[str, str, str], ...] = (
    ("p", "pricing", "pricing question"), ("q", "proposal_request", "proposal asked for"),
    ("c", "click", "link clicked"), ("m", "meeting", "meeting"), ("r", "referral", "referral"),
    ("t", "timeline", "timeline"),
)  # fmt: skip


class SignalVerbs(Errands):
    """What LeadVerbs can do with buying signals. A lead is not dealt with by that: the cursor stays."""

    def action_signal(self) -> None:
        """Yes to the newest signal that waits on each of these leads; where none waits, set one by its letter."""
        ids = self._errand_leads()
        if not ids:
            return
        from hermes_tui.actions.signals import confirm_newest
        from storage.queries.signals import newest_waiting

        session = self.session
        if newest_waiting(session.database, ids):
            self.decide(lambda: confirm_newest(session.database, ids, session.now()))
        else:
            self.ask_signal(ids)

    def action_refuse_signal(self) -> None:
        """No to the newest signal that waits on each of these leads."""
        ids = self._errand_leads()
        if ids:
            from hermes_tui.actions.signals import refuse_newest

            session = self.session
            self.decide(lambda: refuse_newest(session.database, ids, session.now()))

    def ask_signal(self, lead_ids: Sequence[int]) -> None:
        """Ask which signal these leads gave; a letter records it."""
        many = f" on {len(lead_ids)} leads" if len(lead_ids) > 1 else ""
        choices = [Choice(key, words, kind) for key, kind, words in LETTERS]
        label = Content.styled(f" signal{many}:", "bold")
        self.strip.ask_choice(label, choices, lambda kind: self._set(lead_ids, kind))

    def _set(self, lead_ids: Sequence[int], kind: str) -> None:
        from hermes_tui.actions.signals import set_signal

        session = self.session

        def deed(ids: Sequence[int]) -> Outcome:
            return set_signal(session.database, ids, kind, session.now())

        self.hermes.last_deed = deed
        self.decide(lambda: deed(lead_ids))

    def decide(self, deed: Callable[[], Outcome]) -> None:
        """Do it, say so, and read again with every cursor where it is."""
        outcome = self.attempt(deed)
        if outcome is None:
            return
        if outcome.action_id:
            self.paint_as_one()
            self.reload()
        self.say_done(outcome)
