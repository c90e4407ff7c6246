"""HermesApp: the modes, themes, global keys and the life of the program. Thin: no business, no SQL."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import BindingType
from textual.events import Event, Key
from textual.filter import LineFilter
from textual.screen import Screen

from hermes_tui import keymap
from hermes_tui.clock import now_ms
from hermes_tui.config import Settings
from hermes_tui.screens.bindings import bindings
from hermes_tui.screens.farewell import left_early
from hermes_tui.screens.filters import StripControls
from hermes_tui.screens.going import Going
from hermes_tui.screens.in_place import read_in_place
from hermes_tui.screens.places import PLACES, screen_of
from hermes_tui.session import Session
from hermes_tui.themes import THEMES
from hermes_tui.upkeep import at_start, cool
from storage.database import Database
from storage.errors import HermesError
from storage.queries.seen import keep_seen, seen_at

if TYPE_CHECKING:
    from textual.command import Provider

    from hermes_tui.actions.outcome import Outcome

Deed = Callable[[Sequence[int]], "Outcome"]

REST_SECONDS = 2.0  # without a key, after which the work behind the screen goes on
GARBAGE_AT_REST, GARBAGE_AT_MOST = 5_000, 500_000  # objects made since the last collection
LOOK_SECONDS = 1.0  # how often the file is asked whether another program changed it


def _palette() -> type[Provider]:
    """What ctrl+p searches; imported when it is first opened."""
    from hermes_tui.screens.palette import HermesPalette

    return HermesPalette


class HermesApp(Going):
    """The program: a mode for each main screen, each keeping its own place."""

    TITLE = "Hermes"
    ENABLE_COMMAND_PALETTE = True
    COMMANDS = {_palette}
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("everywhere")]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    # The first screen's style is read with the app's own: a screen's own sheet would have all of them parsed anew.
    CSS_PATH = ["screens/queue.tcss", "screens/board.tcss", "screens/leads.tcss", "screens/tasks.tcss"]

    def __init__(
        self, session: Session, start: str = "queue", filter_text: str = "", pick: bool = False, greets: bool = False
    ) -> None:  # fmt: skip
        self.DEFAULT_MODE = start  # type: ignore[misc]  # before Textual looks at it: the first screen is the one asked for
        super().__init__()
        self.session = session
        self.pick = pick
        self._greets = greets  # whether the first frame is followed by the start line
        self._strip_controls = StripControls()  # one for good: Textual remembers filtered lines by the filter itself
        self.generation = 0  # counts the changes seen; a screen that returns compares it
        self.last_deed: Deed | None = None
        self.last_via = "email"
        self._data_version = 0
        self._today = session.today()
        self._key_at = monotonic()
        for theme in THEMES:
            self.register_theme(theme)
        wanted = session.settings.theme
        self.theme = wanted if wanted in self.available_themes else THEMES[0].name
        self._first = partial(screen_of, start, session, filter_text)
        for place in PLACES:
            if place != start:
                self.add_mode(place, partial(screen_of, place, session, ""))

    def get_css_variables(self) -> dict[str, str]:
        """Those of the theme, and `rule` for thin lines: where there are sixteen colours the one for panels is that of
        what lies behind them, and lines in it would not be seen."""
        variables = super().get_css_variables()
        has_few = not self.is_headless and self.console.color_system == "standard"
        return {**variables, "rule": "ansi_bright_black" if has_few else variables["panel"]}

    # -- life ------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """The rep's keys; what is not needed for the first frame comes after it."""
        changed = keymap.overrides(self.session.settings.preset, self.session.settings.keys)
        if changed:
            self.set_keymap(changed)
        self.add_mode(self.current_mode, self._first)
        at_start(self.session)
        self._data_version = self.session.database.data_version()
        self.call_after_refresh(self._settle)

    def _settle(self) -> None:
        # What the first frame made stays: no collection need look at it. The collector itself stays off: it would
        # come in the middle of a frame, which makes thousands of strips; `_look` collects when the rep rests.
        gc.freeze()
        self._warn()
        self.set_interval(LOOK_SECONDS, self._look)
        from hermes_tui.screens.outbox_work import watch_outbox

        watch_outbox(self)
        if self._greets:
            from hermes_tui.screens.start_line import greet

            greet(self)
        self.set_timer(0.2, lambda: self.run_worker(self._behind_the_screen, thread=True, exit_on_error=False))

    def _warn(self) -> None:
        """Say what in the settings cannot be had."""
        settings = self.session.settings
        clash = keymap.clash(keymap.overrides(settings.preset, settings.keys)) if settings.keys else ""
        if settings.theme not in self.available_themes:
            ours = " or ".join(theme.name for theme in THEMES)
            self.notify(f"There is no theme `{settings.theme}`; try {ours}.", severity="warning", markup=False)
        if clash:
            self.notify(clash, severity="warning", timeout=8, markup=False)

    def _behind_the_screen(self) -> None:
        from hermes_tui.upkeep import behind_the_screen

        try:
            behind_the_screen(self.session, self._resting)
        except HermesError as error:
            self.call_from_thread(self.say_error, error)

    @property
    def keyed_at(self) -> float:
        """When the last key came, else when the program began, by the monotonic clock."""
        return self._key_at

    def _resting(self) -> bool:
        """Whether no key came lately, so that the backup's next step would not be felt; or the program ends."""
        return not self.is_running or monotonic() - self._key_at > REST_SECONDS

    async def on_event(self, event: Event) -> None:
        """Note when the last key came; then as ever."""
        if isinstance(event, Key):
            self._key_at = monotonic()
        await super().on_event(event)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's filters, and ours that lets no control reach the terminal."""
        return [*super().get_line_filters(), self._strip_controls]

    def get_default_screen(self) -> Screen[Any]:
        """The screen asked for; Textual starts a screen that is no mode yet with one pass over the styles less."""
        return self._first()

    def _handle_exception(self, error: Exception) -> None:
        """A bug ends the program; a page closed before it had come up is none."""
        if not left_early(error, self):
            super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """A bug ends the program with its traceback in the log file, and without contact data on the screen."""
        from hermes_tui.crash import write_down

        self.bell()
        self._exit_renderables = [write_down()]
        self._close_messages_no_wait()

    # -- changes ---------------------------------------------------------------------------------------

    def changed(self) -> None:
        """Something was written: screens that are out of sight will read again when they return."""
        self.generation += 1

    def _look(self) -> None:
        """Read again where another program (the CLI beside us) wrote to the file, interest went cold by the clock, or a
        day began; while a thread of ours writes, it waits."""
        made = gc.get_count()[0]
        if (made > GARBAGE_AT_REST and self._resting()) or made > GARBAGE_AT_MOST:
            gc.collect()
        if not self.stands:
            return
        if any(getattr(screen, "busy", False) for screen in self.screen_stack) or self.here.is_asking:
            return  # an answer is about the row that the question was asked of
        try:
            version = self.session.database.data_version()
        except HermesError as error:
            self.say_error(error)
            return
        today, cooled = self.session.today(), cool(self.session)
        if cooled or version != self._data_version or today != self._today:
            self._data_version, self._today = version, today
            self.changed()
            read_in_place(self.here)
            self.here.title_bar.refresh()  # it says what day it is

    def say_error(self, error: Exception) -> None:
        """A fault that a person can cause, as its one sentence."""
        self.notify(str(error), severity="error", timeout=8, markup=False)

    # -- keys ------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Our own global keys sleep while a dialog is open."""
        from hermes_tui.screens.base import HermesScreen

        if action in _GLOBAL and self.is_running and not isinstance(self.screen, HermesScreen):
            return False
        return super().check_action(action, parameters)


_GLOBAL = frozenset(command.action.split("(")[0] for command in keymap.in_scope("everywhere"))


def run_app(
    database_path: Path, settings: Settings, *, start: str = "queue", filter: str = "", pick: bool = False
) -> int | None:
    """Open the file and run the program until the rep leaves; with `pick` returns the id of the lead chosen."""

    def back_up(database: Database) -> None:
        from hermes_tui.config import backup_folder
        from storage import snapshots

        snapshots.take(database, backup_folder(settings, database_path), "before-migration", now_ms())

    database = Database.open(database_path, before_migration=back_up)
    try:
        session = Session(database, settings)
        session.since = seen_at(database)
        app = HermesApp(session, start, filter, pick, greets=not pick)
        try:
            chosen = app.run()
        finally:
            if not pick:
                with suppress(HermesError):  # leaving waits for nothing and fails by nothing
                    keep_seen(database, session.now())
        if app.return_code:  # a bug ended it: its sentence is said, the shell is told too
            raise SystemExit(app.return_code)
        return chosen
    finally:
        database.close()
