"""The import screen: a file's columns, what they fill, what would become of its rows, and one key that does it."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from textual import events, on
from textual.binding import Binding
from textual.content import Content

from hermes_tui.exchange.tables import Table, read_file
from hermes_tui.screens.base import HermesScreen
from hermes_tui.screens.import_keys import IMPORT_KEYS
from hermes_tui.screens.import_view import ImportView, Shown
from hermes_tui.screens.import_work import Imported, Progressed, TakenBack, Tried, run_import, take_back, try_mapping
from hermes_tui.session import Session
from storage.clean import clean
from storage.errors import HermesError
from widgets.paged_list import PagedList

if TYPE_CHECKING:
    from hermes_tui.app import HermesApp


def check_path(path: Path) -> None:
    """Raise HermesError with one sentence for a path that cannot be a table, without reading a large one."""
    if os.path.isfile(path):
        return
    if os.path.exists(path) and not path.is_dir():
        raise HermesError(f"{path} is no ordinary file; nothing was imported.")
    read_file(path)


def start_import(here: HermesScreen, path: Path) -> None:
    """Read the file in a thread and open the import screen on it; of a wrong one the sentence is said, here.

    A file of vCards needs no screen: its people are filed after one question.
    """
    hermes = here.hermes
    here.say(f" Reading {path.name}…")
    here.run_worker(partial(_read, hermes, here, path), thread=True, exclusive=True, group="import")


def _read(hermes: HermesApp, here: HermesScreen, path: Path) -> None:
    from hermes_tui.screens.import_cards import cards_in, offer_cards

    try:
        cards = cards_in(path)
        if cards is not None:
            offer_cards(hermes, here, cards)
            return
        table = read_file(path)
    except HermesError as error:
        hermes.call_from_thread(here.say, Content.styled(f" {error}", "$text-error"))
    else:
        hermes.call_from_thread(_open, hermes, here, path, table)


def _open(hermes: HermesApp, here: HermesScreen, path: Path, table: Table) -> None:
    here.strip.settle()
    hermes.push_screen(ImportScreen(here.session, path, table))


class ImportScreen(ImportView):
    """From a file to leads. Reads `path` unless the table is given (then a wrong file raises HermesError)."""

    place = "import"
    scopes = ("import",)
    CSS_PATH = "import_file.tcss"
    BINDINGS = [
        Binding(command.keys, command.action, command.label, id=command.id, tooltip=command.help, show=command.shown)
        for command in IMPORT_KEYS
    ]

    def __init__(self, session: Session, path: Path, table: Table | None = None) -> None:
        read = table or read_file(path)
        # The name is stored with the import and in the journal, and file systems take names that are no text.
        super().__init__(session, path, read._replace(name=clean(read.name) or "the file"))
        self._trying = False
        self._began = 0.0
        self._stale = False  # the mapping was changed while an older one was being tried

    def on_mount(self) -> None:
        """Show the guesses at once; what they would do follows."""
        self.title_bar.show_counts()
        self.show()
        self.query_one("#import-map").focus()
        self._try()

    def on_unmount(self) -> None:
        """Nobody waits any more: an import under way is rolled back."""
        self.cancelling.set()

    def on_resize(self, event: events.Resize) -> None:
        """The head is laid out to the width."""
        super().on_resize(event)
        self.show_head()

    # -- trying ----------------------------------------------------------------------------------------

    def changed_mapping(self, said: str = "") -> None:
        """Show the mapping as it is now, and try it."""
        self.plan = self.plan and self.plan._replace(questions=())
        self.show()
        self._try()
        if said:
            self.say(f" {said}")

    def reload(self) -> None:
        """Another program wrote to the file: the figures may be others."""
        if self.state == "mapping":
            self._try()

    def _try(self) -> None:
        if self._trying:
            self._stale = True
            return
        self._trying = True
        work = partial(try_mapping, self.session, self.draft.table, self.draft.mapping, self.post_message, self.beside)
        self.run_worker(work, thread=True)

    @on(Tried)
    def _tried(self, event: Tried) -> None:
        self._trying = False
        if self._stale:
            self._stale = False
            self._try()
        elif self.state == "mapping":
            self.plan, self.result, self.fault, self.events = event.plan, event.result, event.fault, event.events
            self.show()

    # -- keys ------------------------------------------------------------------------------------------

    @on(PagedList.Opened, "#import-map")
    def _opened(self) -> None:
        row = self.map_row
        if row is None:
            return
        if row.kind == "import":
            self.action_start()
        elif row.kind == "word":
            self.ask_stage(row)
        else:
            self.ask_field(row)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While an import runs only cancelling does anything; once it is over the mapping stays as it was."""
        if action in _MAPPING_ACTIONS and self.state != "mapping":
            return False
        if action in ("take_back", "write_rejected", "save_mapping") and self.busy:
            return False
        return super().check_action(action, parameters)

    def action_turn(self) -> None:
        """Show other rows: as they will be, those that change, those rejected, cells left empty."""
        updates = () if self.result is None else self.result.updates
        there: list[Shown] = ["deals"]
        there += ["updates"] if updates else []
        there += ["rejected"] if self.rejected else []
        there += ["events"] if self.events_rejected else []
        there += ["cells"] if self.left_empty else []
        self.shown = there[(there.index(self.shown) + 1) % len(there)]
        self.show_rows()
        if len(there) == 1:
            self.say(" No row is rejected, and no lead changes")

    def action_pane(self) -> None:
        """To the other list."""
        there, other = self.mapped, self.rows
        (other if there.has_focus or not there.display else there).focus()

    def action_start(self) -> None:
        """Import, in a thread."""
        if self.plan is not None and self.plan.questions:
            self.action_formats()
        elif self.fault:
            self.say(Content.styled(f" {self.fault}", "$text-error"))
        elif self.plan is None or self.result is None or self._trying:
            self.say(" Still reading the rows; press it again in a moment")
        elif not (self.result.leads or self.result.updates or self.histories):
            self.say(" Nothing to import: every row is here already, or rejected")
        else:
            self.state, self.progress = "running", (0, 1, "")
            self.cancelling.clear()
            self.show()
            work = partial(run_import, self.session, self.plan, self.post_message, self.cancelling.is_set, self.events)
            self.run_worker(work, thread=True)

    @on(Progressed)
    def _progressed(self, event: Progressed) -> None:
        if self.state == "running":
            phase = "cancelling…" if self.cancelling.is_set() else event.phase
            self.progress = (event.done, event.total, phase)
            self.show_head()

    @on(Imported)
    def _imported(self, event: Imported) -> None:
        if event.result is None:
            self.state = "mapping"
            self.show()
            self._try()
            self.say(Content.styled(f" {event.fault}", "$text-warning" if self.cancelling.is_set() else "$text-error"))
            return
        self.state, self.result = "over", event.result
        self.hermes.changed()
        self._seen = self.hermes.generation
        self.shown = "rejected" if event.result.rejected else "deals"
        self.title_bar.show_counts()
        self.show()
        self.rows.focus()

    def action_take_back(self) -> None:
        """Undo the whole import; before it, the last change of the mapping."""
        if self.state == "over":
            if self.result is not None and self.result.import_id is not None:
                self.state = "undoing"
                self._began = monotonic()
                self.show()
                self._tick()
                self.run_worker(partial(take_back, self.session, self.result.import_id, self.post_message), thread=True)
        elif self.draft.undo():
            self.changed_mapping("The mapping is as it was before")
        else:
            self.say(" The mapping is as it was guessed")

    def _tick(self) -> None:
        """Nobody knows how much is left of an undo; that it goes on is seen from the seconds."""
        if self.state == "undoing":
            self.progress = (0, 0, f"Taking it back, {monotonic() - self._began:.0f} s…")
            self.show_head()
            self.set_timer(1.0, self._tick)

    @on(TakenBack)
    def _taken_back(self, event: TakenBack) -> None:
        if event.outcome is None:
            self.state = "over"
            self.show()
            self.say(Content.styled(f" {event.fault}", "$text-error"))
            return
        self.state, self.result = "mapping", None
        self.hermes.changed()
        self._seen = self.hermes.generation
        self.title_bar.show_counts()
        self.mapped.focus()
        self.changed_mapping(event.outcome.words)

    def action_leave(self) -> None:
        """Cancel what runs; else back, and once something was imported to the queue."""
        if self.busy:
            self.cancelling.set()
            return
        hermes, over = self.hermes, self.state == "over"
        self.dismiss()
        if over:
            hermes.action_go("queue")


_MAPPING_ACTIONS = frozenset(
    {"start", "leave_out", "stages", "formats", "blanks", "template", "load_mapping", "own", "events"}
)
