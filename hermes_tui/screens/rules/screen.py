"""The screen of the rules that score leads: what keys do in it, and the threads behind it."""

from __future__ import annotations

from functools import partial
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING

from textual import events, on
from textual.content import Content
from textual.timer import Timer

from hermes_tui.screens import leftover
from hermes_tui.screens.bindings import bindings
from hermes_tui.screens.rules import said, work
from hermes_tui.screens.rules.learning import LearningKeys
from hermes_tui.session import Session
from storage.errors import HermesError
from widgets.paged_list import PagedList

if TYPE_CHECKING:
    from hermes_tui.app import HermesApp

REST_SECONDS = 0.2  # without a key, after which the text is tried and kept on disk
_OTHERS = " Other rules came in force since you began; {} once more puts yours in their place"
_DROP = " Not saved. Esc again drops what you typed, any other key keeps it."
_BACK = " Here is what was typed the last time and not saved; Esc twice drops it."
_STOPPED = " Stopped; nothing was changed, the rules in force stay as they are."


class RulesScreen(LearningKeys):
    """Writes the rules; saving puts them in force and scores every lead by them, as one action."""

    BINDINGS = bindings("rules")

    def __init__(self, session: Session, *, learned: bool = False) -> None:
        super().__init__(session)
        self.done: work.Done | None = None  # what saving did, for the screen below
        self.saving = False
        self._dropping = False
        self._run = 0
        self._stop = Event()
        self._typed_at = 0.0
        self._rest: Timer | None = None
        self._begins_learned = learned
        self._leaves = False  # once what is being written is written

    def on_mount(self) -> None:
        """Begin to write; what the rules would do follows."""
        self.title_bar.show_counts()
        self.show_head()
        self.show_fault("", None)
        self.show_state()
        self.area.focus()
        self._try()
        if self._begins_learned:
            self.action_learned()
        if self.came_back:
            self.call_after_refresh(self.say, _BACK)

    def on_unmount(self) -> None:
        """Nobody waits any more: what runs is stopped, and nothing of it is kept."""
        self._stop.set()

    @property
    def busy(self) -> bool:
        """A thread is writing: who reads the file meanwhile may have to wait for it."""
        return self.saving

    @property
    def is_typed(self) -> bool:
        """Whether the text is another than when the rep began."""
        return self.area.text != self.began

    # -- trying ----------------------------------------------------------------------------------------

    def typed(self) -> None:
        """The text is another: what runs for the one before is stopped, and it is tried when the fingers rest."""
        self._dropping = False
        self._stop.set()
        self._typed_at = monotonic()
        self.strip.settle()
        if self._rest is None:  # not one a key: to make a timer takes longer than to find that it is not time yet
            self._rest = self.set_timer(REST_SECONDS, self._rested)

    def _rested(self) -> None:
        self._rest = None
        left = REST_SECONDS - (monotonic() - self._typed_at)
        if left > 0.005:
            self._rest = self.set_timer(left, self._rested)
        elif self.is_up and not self.saving:
            self.keep_typed()
            self._try()

    def _try_now(self) -> None:
        """Who looks away from the text has written what is to be tried."""
        if self._rest is not None:
            self.stop_rest()
            self.keep_typed()
            self._try()

    def _try(self) -> None:
        """Say in a thread what the text would do: to some leads at once, to all as soon as they are scored."""
        self._stop.set()
        self._stop, self._run, self.progress = Event(), self._run + 1, None
        post, stopped = self.post_message, self._stop.is_set
        self.run_worker(
            partial(work.try_text, self.session, self._run, self.area.text, post, stopped), thread=True,
            exit_on_error=False, group="rules",
        )  # fmt: skip

    @on(work.Tried)
    def _tried(self, event: work.Tried) -> None:
        if event.run == self._run and not self._stop.is_set() and not self.saving:
            self.show_tried(event)

    @on(work.Progressed)
    def _progressed(self, event: work.Progressed) -> None:
        if self.saving and event.run == work.WRITING:
            self.show_writing(event.done, event.total, event.phase)
        elif event.run == self._run and self.found is not None and not self._stop.is_set():
            self.progress = (event.done, event.total)
            self.show_state()

    @on(PagedList.CursorMoved, "#rules-changes")
    def _moved(self) -> None:
        self.show_why()

    @on(PagedList.Opened, "#rules-changes")
    def _opened(self, event: PagedList.Opened) -> None:
        """Enter on a lead: its page, on top of this one."""
        ids = [] if self.found is None else [row.lead_id for row in self.found.rows]
        if self.changed.chosen is not None:
            self.hermes.open_lead(self.changed.chosen.lead_id, ids)

    # -- saving ----------------------------------------------------------------------------------------

    def action_save(self) -> None:
        """Put the rules in force and score all leads by them; a text with a fault stays here."""
        from hermes_tui.actions.rules import adopt, checked, in_force

        text = self.area.text
        self.stop_rest()
        self.keep_typed()
        try:
            checked(text, self.session.settings.currency)
        except HermesError as error:
            self._try()  # shows where
            self.say(Content.styled(f" {error}", "$text-error"))
            return
        there = in_force(self.session.database).text
        if there not in (self.began, text):
            self.began = there  # who saves once more has read it
            self.say(Content.styled(_OTHERS.format(self.keys_of("rules.save")), "bold $text-warning"))
            return

        def deed(progress: work.Progress, stopped: work.Stopped) -> work.Done:
            done = adopt(self.session.database, text, self.session.now(), progress, stopped)
            return work.Done(done.words, done.action_id)

        self._leaves = True
        self.write(deed)

    def write(self, deed: work.Deed) -> None:
        """Do what writes scores, in a thread; keys sleep but for the one that stops it."""
        self._stop.set()
        self._stop, self.saving = Event(), True
        self.area.read_only = True
        self.show_writing(0, 0, "beginning")
        self.strip.set_hint(self.hint())
        stopped = self._stop.is_set
        self.run_worker(
            partial(work.write, self.session, deed, self.post_message, stopped), thread=True, exit_on_error=False
        )

    @on(work.Written)
    def _written(self, event: work.Written) -> None:
        self.saving = False
        self.area.read_only = False
        self.strip.set_hint(self.hint())
        leaves, self._leaves = self._leaves and self.is_active and event.done is not None, False
        if event.done is None:
            stopped = self._stop.is_set()
            self.reload()
            self.say(_STOPPED if stopped else Content.styled(f" {event.fault}", "$text-error"))
            return
        self.hermes.changed()
        if leaves:  # only from the top: dismissing would take away the page that is there
            leftover.drop(self.kept_in)
            self.done = event.done
            self.dismiss()
            return
        self._seen = self.hermes.generation
        self.reload()
        said.say_written(self.hermes.here, event.done)

    def reload(self) -> None:
        """Something else was written: what is in force is read again, what is typed stays."""
        from hermes_tui.actions.rules import in_force

        untouched = not self.is_typed
        self.in_force = in_force(self.session.database)
        if untouched and self.area.text != self.in_force.text:
            self.began = self.in_force.text
            self.area.load_text(self.began)
            self.stop_rest()
        self.title_bar.show_counts()
        self.show_head()
        self.keep_typed()  # before what it would do is shown: that says that it was taken note of
        self._try()
        if self.has_class("-learned"):
            self.look_at_learning()

    # -- other keys ------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While scores are written only stopping does anything."""
        if self.saving and action in _WRITING_ACTIONS:
            return False
        if action in ("learn", "use") and not self.has_class("-learned"):
            return False
        return super().check_action(action, parameters)

    def on_key(self, event: events.Key) -> None:
        """Any other key keeps what was typed."""
        if event.key not in ("escape", "q"):
            self._dropping = False
        self.strip.settle()

    def action_leave(self) -> None:
        """Stop what writes; else leave, asking once first where something was typed."""
        if self.saving:
            self._stop.set()
            return
        self.stop_rest()
        self.keep_typed()
        if self._dropping or not self.is_typed:
            leftover.drop(self.kept_in)
            self.dismiss()
        else:
            self._dropping = True
            self.say(Content.styled(_DROP, "bold $text-warning"))

    def action_pane(self) -> None:
        """To the leads that would change most, or what was learned; or back to the text."""
        self._try_now()
        if not self.area.has_focus:
            self.remove_class("-reading")
            if self.has_class("-narrow") and self.has_class("-learned"):
                self.action_learned()
            self.area.focus()
        elif self.beside.display and self.beside.size:
            self.beside.focus()
        else:
            self.action_preview()

    def action_preview(self) -> None:
        """Only what would change, or the text beside it again."""
        self._try_now()
        if self.has_class("-learned"):
            self.action_learned()
        self.toggle_class("-reading")
        self.show_state()
        (self.changed if self.has_class("-reading") else self.area).focus()

    def action_usual(self) -> None:
        """The rules that Hermes comes with, as if typed: the editor's own undo takes them back."""
        from hermes_tui.scoring.rules import built_in
        from hermes_tui.scoring.rules_text import as_text

        self.area.replace(as_text(built_in(self.session.settings.currency)), (0, 0), self.area.document.end)
        self.area.move_cursor((0, 0))
        self.say(f" The rules Hermes comes with; {self.keys_of('rules.save')} puts them in force")

    def action_editor(self) -> None:
        """Go on in $VISUAL, $EDITOR or vi; what was written there comes back here, to be saved or not."""
        from hermes_tui.screens.rules.in_editor import in_editor

        text = in_editor(self, self.area.text)
        if text is not None:
            self.area.load_text(text)

    # -- so that nothing is lost -----------------------------------------------------------------------

    def keep_typed(self) -> None:
        leftover.keep(self.kept_in, leftover.Leftover(self.began, self.area.text))

    def stop_rest(self) -> None:
        """What was typed is tried, kept or dropped by whoever calls this."""
        if self._rest is not None:
            self._rest.stop()
            self._rest = None


_WRITING_ACTIONS = frozenset({"save", "pane", "preview", "learned", "usual", "editor", "learn", "use"})


def open_rules(hermes: HermesApp, *, learned: bool = False) -> None:
    """Put the screen on top; where it is in sight already it stays."""
    if isinstance(hermes.screen, RulesScreen):
        hermes.here.say(" Here they are; Esc goes back")
        return
    below = hermes.here
    screen = RulesScreen(hermes.session, learned=learned)
    hermes.push_screen(screen, lambda _nothing: said.say_written(below, screen.done))
