"""The app's own sending: once a second a look at the clock; what is due leaves in a thread with its own connection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hermes_tui.screens.in_place import read_in_place
from storage.errors import HermesError

if TYPE_CHECKING:
    from hermes_tui.actions.sending import SendReckoning
    from hermes_tui.app import HermesApp

LOOK_SECONDS = 1.0
REST_MS = 60_000  # after which what could not leave is tried again, where nothing changed meanwhile
_BY_HAND = ("", "clipboard", "mailto")  # ways by which only the rep can give a message away


def watch_outbox(hermes: HermesApp) -> None:
    """Begin to send what falls due; to be called when the first frame stands."""
    watch = OutboxWatch(hermes)
    hermes.set_interval(LOOK_SECONDS, watch.look)


class OutboxWatch:
    """Knows when the next mail is due, and asks the file again only where something was written."""

    def __init__(self, hermes: HermesApp) -> None:
        self._hermes = hermes
        self._seen = -1  # the generation of changes that `_due` is of
        self._due: int | None = None  # UTC ms
        self._not_before = 0
        self._sending = False
        self._told: set[str] = set()
        self._to_show: SendReckoning | None = None

    def look(self) -> None:
        """Send what is due, if anything is; costs a comparison where nothing is."""
        hermes = self._hermes
        if self._to_show is not None:
            self._show(self._to_show)
        if self._sending:
            return
        try:
            if self._seen != hermes.generation:
                from storage.queries.outbox import next_due

                self._due = next_due(hermes.session.database)
                self._seen, self._not_before = hermes.generation, 0
            if self._due is None or hermes.session.now() < max(self._due, self._not_before):
                return
        except HermesError:  # a busy file is asked again in a second
            return
        if any(getattr(screen, "busy", False) for screen in hermes.screen_stack):
            return
        if hermes.session.settings.send_by in _BY_HAND:
            self._ask_for_hand()
            return
        self._sending = True
        hermes.run_worker(self._send, thread=True, group="outbox", exit_on_error=False)

    def _ask_for_hand(self) -> None:
        self._not_before = self._hermes.session.now() + REST_MS
        key = self._hermes.session.keys_of("go.mail")
        self._tell_once(f"A message is due that you give away yourself: {key} shows it.")

    def _send(self) -> None:
        """In the thread."""
        from hermes_tui.actions.outbox import send_due
        from hermes_tui.actions.rep import cadence_of, me_of
        from hermes_tui.outreach.ways.choosing import way_of

        hermes, session = self._hermes, self._hermes.session
        settings = session.settings
        fault: HermesError | None = None
        reckoning: SendReckoning | None = None
        try:
            reckoning = send_due(
                session.database, way_of(settings, session.zone), me_of(settings), session.now, zone=session.zone,
                cadence=cadence_of(settings), cancelled=lambda: not hermes.is_running,
            )  # fmt: skip
        except HermesError as error:
            fault = error
        finally:
            session.database.close_thread()
            hermes.call_later(self._ended, reckoning, fault)  # posts, and waits for nobody: the rep may be leaving

    def _ended(self, reckoning: SendReckoning | None, fault: HermesError | None) -> None:
        self._sending = False
        self._not_before = self._hermes.session.now() + REST_MS
        if fault is not None:
            self._hermes.say_error(fault)
        if reckoning is None:
            return
        if reckoning.held:
            self._tell_once(reckoning.held)
        if reckoning.lines:
            self._hermes.changed()
            self._show(reckoning)

    def _show(self, reckoning: SendReckoning) -> None:
        """Show what left; while a question is open the list under it stays as it is, as the answer is about its row."""
        here = self._hermes.here
        if here.is_asking:
            self._to_show = reckoning
            return
        self._to_show = None
        read_in_place(here)
        here.title_bar.show_counts()
        wrong = [line for line in reckoning.lines if line.fate in ("failed", "in doubt")]
        for line in wrong[:1]:
            more = f" ({len(wrong) - 1} more)" if len(wrong) > 1 else ""
            keys = self._hermes.session.keys_of("go.mail")
            self._hermes.notify(
                f"{line.lead}: {line.called} {line.fate}: {line.words}{more} {keys} shows it.",
                severity="warning", timeout=8, markup=False,
            )  # fmt: skip
        if len(reckoning.lines) == 1 and not wrong:
            line = reckoning.lines[0]
            here.say(f" {line.lead}: {line.called} {line.fate}, {line.words}")
        elif reckoning.sent or reckoning.handed_over:
            here.say(f" Mail: {reckoning.words}")

    def _tell_once(self, words: str) -> None:
        if words not in self._told:
            self._told.add(words)
            self._hermes.notify(words, severity="warning", timeout=8, markup=False)
