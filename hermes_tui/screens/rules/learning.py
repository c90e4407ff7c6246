"""What keys do with what was learned on the screen of rules: show it, learn anew, use it or the rules alone."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual import on

from hermes_tui.screens.rules import work
from hermes_tui.screens.rules.view import RulesView
from hermes_tui.session import Session

if TYPE_CHECKING:
    from hermes_tui.screens.rules.learned import Standing


class LearningKeys(RulesView):
    """The half of the screen about learning. An heir gives `write`."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.saving = False
        self._learning: Standing | None = None

    def write(self, deed: work.Deed) -> None:
        """Do what writes scores, in a thread."""
        raise NotImplementedError

    def action_learned(self) -> None:
        """What the won and lost leads teach, or what would change again."""
        self.toggle_class("-learned")
        self.remove_class("-reading")
        self.strip.set_hint(self.hint())
        if self.has_class("-learned"):
            self.look_at_learning()
        self.beside.focus()

    def look_at_learning(self) -> None:
        """Read anew, in a thread, what was learned and what there is to learn from."""
        work_of = partial(work.look_at_learning, self.session, self.post_message)
        self.run_worker(work_of, thread=True, exit_on_error=False)

    @on(work.Learnt)
    def _learnt(self, event: work.Learnt) -> None:
        self._learning = event.found
        if not self.saving:
            self.learned.show(event.found, self.keys_of)

    def action_learn(self) -> None:
        """Learn from what is won and lost by now; what is better than the rules is used at once."""
        from hermes_tui.actions.learning import learn

        session = self.session

        def deed(progress: work.Progress, stopped: work.Stopped) -> work.Done:
            taught = learn(session.database, session.now(), progress=progress, cancelled=stopped)
            return work.Done(taught.words, 0 if taught.rescored is None else taught.rescored.action_id)

        self.write(deed)

    def action_use(self) -> None:
        """Score by what was learned, or by the rules alone again."""
        from hermes_tui.actions.learning import use_learned, waiting_words

        session, found = self.session, self._learning
        if found is None or found.learned is None or not found.learned.passed:
            self.say(f" There is nothing learned to use; {self.keys_of('rules.learn')} learns")
            return
        on = not found.used

        def deed(progress: work.Progress, stopped: work.Stopped) -> work.Done:
            done = use_learned(session.database, on, session.now(), progress=progress, cancelled=stopped)
            if done is None:
                return work.Done("It is so already", 0)
            return work.Done(". ".join(filter(None, (done.words, waiting_words(done)))), done.action_id)

        self.write(deed)
