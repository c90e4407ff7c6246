"""What stands in the way of deals: how each kind of objection fares, what is open, and what answered it before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static
from textual.worker import get_current_worker

from hermes_tui.screens.bindings import bindings
from hermes_tui.screens.fixed_rows import FixedList
from hermes_tui.screens.objection_answers import ask_how, remove_tag
from hermes_tui.screens.objection_rows import (
    NUMBERS,
    KindRow,
    OpenRow,
    OpenSource,
    draw_kind,
    draw_open,
    filter_behind,
    kinds_header,
    open_header,
)
from hermes_tui.screens.styles import DIM
from hermes_tui.screens.verbs import LeadVerbs
from hermes_tui.session import Session
from storage.errors import HermesError
from storage.queries import objections as queries
from widgets.paged_list import PagedList

if TYPE_CHECKING:
    from hermes_tui.actions.outcome import Outcome
    from hermes_tui.app import HermesApp
    from hermes_tui.metrics.objections import KindStats

READ_AT_ONCE = 4_000  # objections whose figures are worked out in milliseconds; more are in a thread
_NEAR = 500  # open objections around the cursor whose leads `[` and `]` walk

_NONE_YET = Content.assemble(
    ("No objection was raised yet\n\n", "bold"),
    ("O", "bold $accent"), (" on a lead notes one, ", DIM), ("#budget", "bold $accent"), (" in a note tags one", DIM),
)  # fmt: skip


class OpenList(PagedList[OpenRow]):
    """The lower list."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing is marked here: verbs act on the lead of one objection."""
        return action not in ("mark", "range") and super().check_action(action, parameters)


class ObjectionsScreen(LeadVerbs):
    """Two lists: a line a kind whose numbers open the leads behind them, and the open ones of the kind in hand."""

    scopes = ("objections", "verbs", "list")
    CSS_PATH = "objections.tcss"
    BINDINGS = bindings("objections")

    def __init__(self, session: Session, kind: str = "") -> None:
        super().__init__(session)
        self._wanted = kind  # the kind to begin with
        self._number = NUMBERS[2]
        self._found: tuple[KindStats, ...] = ()
        self._listed: str | None = ""  # the kind whose open ones the lower list shows; "": none was shown yet

    def body(self) -> Iterable[Widget]:
        """A line that counts, a line a kind, and what is open."""
        yield Static(id="progress")
        yield FixedList(
            draw_kind, header=lambda width: kinds_header(width, self._number), empty=Content("Reading…"), id="kinds"
        )
        yield OpenList(draw_open, header=open_header, empty=Content(""), id="open")

    def on_mount(self) -> None:
        """Show how things stand."""
        self._read()
        self.title_bar.show_counts()

    @property
    def kinds(self) -> FixedList[KindRow]:
        """The upper list."""
        return self.query_one("#kinds", FixedList)

    @property
    def rows(self) -> OpenList:
        """The lower list."""
        return self.query_one("#open", OpenList)

    # -- what is shown ---------------------------------------------------------------------------------

    def _read(self) -> None:
        """Work out the figures: at once where there are few, in a thread with its own connection where many."""
        from hermes_tui.metrics.objections import objection_stats

        database, now = self.session.database, self.session.now()
        if queries.how_many(database) <= READ_AT_ONCE:
            self._show(objection_stats(database, now))
            return

        def work() -> None:
            worker = get_current_worker()
            try:
                found = objection_stats(database, now)
            except HermesError as error:
                self.app.call_from_thread(self.hermes.say_error, error)
                return
            finally:
                database.close_thread()
            if not worker.is_cancelled:
                self.app.call_from_thread(self._show, found)

        self.run_worker(work, thread=True, exclusive=True, group="figures", exit_on_error=False)
        self._show_open()

    def _show(self, found: tuple[KindStats, ...]) -> None:
        first = not self._found
        self._found = found = (found[-1], *found[:-1])  # all of them on top: what is open of any kind is seen first
        shown = found if found[0].raised else ()
        self.kinds.empty = _NONE_YET
        kinds = [stats.kind for stats in found]
        wanted = self._wanted or None
        cursor = kinds.index(wanted) if first and wanted in kinds else self.kinds.index
        self.kinds.show_rows([KindRow(stats, self._number) for stats in shown], cursor)
        self._show_line(found[0])
        self._show_open()
        if first and shown and not self.rows.total and self._wanted == "":
            self.kinds.focus()

    def _show_line(self, all_kinds: KindStats) -> None:
        solved = all_kinds.resolution
        parts: list[tuple[str, str]] = [(f" Objections · {all_kinds.open:,} open", "bold")]
        if solved.rate is not None and solved.low is not None and solved.high is not None:
            sure = f"{solved.rate:.0%} of {solved.n:,} resolved ({solved.low:.0%} to {solved.high:.0%})"
            parts.append((f" · {sure}", DIM))
        self.query_one("#progress", Static).update(Content.assemble(*parts), layout=False)

    def _show_open(self) -> None:
        """The open ones of the kind in hand; the cursor stays where the list is the same."""
        chosen = self.kinds.chosen
        kind = chosen.stats.kind if chosen is not None else None
        source = OpenSource(self.session.database, kind, self.session.now())
        of = f" of {kind.lower()}" if kind else ""
        self.rows.empty = Content.styled(f"No objection{of} stands in the way", DIM) if self._found else Content("")
        self.rows.show(source, source.total(), self.rows.index if kind == self._listed else 0)
        self._listed = kind

    def reload(self) -> None:
        """Read again; both cursors stay."""
        self._read()
        self.title_bar.show_counts()

    def on_paged_list_cursor_moved(self, event: PagedList.CursorMoved) -> None:
        """Another kind: its open ones."""
        chosen = self.kinds.chosen
        if event.list is self.kinds and chosen is not None and chosen.stats.kind != self._listed:
            self._show_open()

    # -- the numbers -----------------------------------------------------------------------------------

    def action_column(self, by: int) -> None:
        """The number to the right (`by` 1) or left (−1)."""
        place = NUMBERS.index(self._number) + by
        if not 0 <= place < len(NUMBERS) or not self._found or not self._found[0].raised:
            return
        self._number = NUMBERS[place]
        self.kinds.show_rows([KindRow(stats, self._number) for stats in self._found], self.kinds.index)

    def action_pane(self) -> None:
        """To the other list."""
        self.set_focus(self.kinds if self.focused is self.rows else self.rows)

    def on_paged_list_opened(self, event: PagedList.Opened) -> None:
        """Enter: the leads behind a number, or the page of an objection's lead."""
        if event.list is self.rows:
            self._open_lead(event.row)
        elif self.kinds.chosen is not None:
            from hermes_tui.screens.leads import LeadsScreen

            self.app.push_screen(LeadsScreen(self.session, filter_behind(self.kinds.chosen.stats, self._number)))

    def _open_lead(self, row: OpenRow) -> None:
        if self.hermes.pick:
            self.hermes.exit(row.item.lead_id)
            return
        near = dict.fromkeys(each.item.lead_id for each in self.rows.rows_around(self.rows.index, _NEAR))
        self.hermes.open_lead(row.item.lead_id, list(near))

    # -- verbs -----------------------------------------------------------------------------------------

    def _in_hand(self) -> OpenRow | None:
        """The objection under the cursor, where the rep is among them."""
        return self.rows.current if self.focused is not self.kinds else None

    def targets(self) -> list[int]:
        """The lead of the objection under the cursor."""
        row = self._in_hand()
        return [] if row is None else [row.item.lead_id]

    def acted(self, outcome: Outcome, lead_ids: Sequence[int]) -> None:
        """Read again; the next objection comes under the cursor when this one is over."""
        self.reload()

    def undone(self, outcome: Outcome) -> None:
        """Read again."""
        self.reload()

    def action_resolve(self) -> None:
        """Say how the objection under the cursor was answered."""
        item = self._objection()
        if item is not None:
            ask_how(self, item.id, item.kind, item.lead_id)

    def action_remove(self) -> None:
        """Take a tag off that was set by mistake."""
        item = self._objection()
        if item is not None:
            remove_tag(self, item.id, item.lead_id)

    def _objection(self) -> queries.ObjectionItem | None:
        row = self._in_hand()
        if row is None:
            self.say(" Tab goes to the open objections below" if self.rows.total else " Nothing is open here")
            return None
        return row.item


def open_objections(hermes: HermesApp, kind: str = "") -> None:
    """Put the screen on top, at this kind; where it is in sight already it stays."""
    if isinstance(hermes.screen, ObjectionsScreen):
        hermes.here.say(" Here they are; q goes back")
    else:
        hermes.push_screen(ObjectionsScreen(hermes.session, kind))
