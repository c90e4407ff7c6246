"""A page that waits for a thread: what is being done, for how long now; keys sleep until it is over."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from hermes_tui.screens.styles import DIM
from storage.database import Database
from storage.errors import HermesError

if TYPE_CHECKING:
    from hermes_tui.actions.outcome import Outcome


class Waiting(ModalScreen["Outcome | HermesError | None"]):
    """Does one deed in a thread with its own connection; ends with its outcome, or with the fault it met.

    `busy` tells the app not to look at the file meanwhile: it would wait for the writer.
    """

    busy = True

    DEFAULT_CSS = """
    Waiting { align: center middle; background: $background 60%; }
    Waiting > Static { width: auto; max-width: 80%; height: auto; padding: 1 3; background: $panel; }
    """

    def __init__(self, words: str, deed: Callable[[], Outcome], database: Database) -> None:
        super().__init__()
        self._words = words
        self._deed = deed
        self._database = database
        self._began = monotonic()

    def compose(self) -> ComposeResult:
        """One line in the middle."""
        yield Static(self._line())

    def on_mount(self) -> None:
        """Begin."""
        self.set_interval(0.5, lambda: self.query_one(Static).update(self._line()))
        self.run_worker(self._do, thread=True, exit_on_error=False)

    def _line(self) -> Content:
        return Content.assemble(self._words, (f"  {monotonic() - self._began:.0f}s", DIM))

    def _do(self) -> None:
        ended: Outcome | HermesError
        try:
            ended = self._deed()
        except HermesError as error:
            ended = error
        finally:
            self._database.close_thread()
        self.app.call_from_thread(self.dismiss, ended)

    def on_key(self, event: events.Key) -> None:
        """Half a deed is none: nothing is taken until it is whole."""
        event.stop()
        event.prevent_default()
