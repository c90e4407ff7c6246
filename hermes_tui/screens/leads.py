"""The list of all leads: filter, sort, saved views, the same verbs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static
from textual.worker import get_current_worker

from hermes_tui.screens.bindings import bindings
from hermes_tui.screens.lead_lines import NO_LEADS, NOT_FOUND, Pipeline, lead_cells
from hermes_tui.screens.listing import STRETCH, OneList
from hermes_tui.screens.sources import QuerySource
from hermes_tui.screens.styles import DIM
from hermes_tui.session import Session
from storage.errors import HermesError
from storage.queries.counts import lead_count
from storage.queries.leads import LeadRow, Leads, rows_by_id
from storage.queries.stages import stages
from widgets.columns import Column, ColumnLayout
from widgets.paged_list import PagedList
from widgets.strip_prompt import Choice

if TYPE_CHECKING:
    from hermes_tui.actions.outcome import Outcome

_COLUMNS = ColumnLayout(
    (
        Column("#", 6, align="right", priority=2),
        Column("company", None, min_width=20, priority=9),
        Column("title", None, min_width=20, priority=6),
        Column("stage", 14, priority=8),
        Column("value", 9, align="right", priority=7),
        Column("score", 5, align="right", priority=4),
        Column("heat", 4, align="right", priority=5),
        Column("quiet", 5, align="right", priority=8),
        Column("", 17, priority=3),
        Column("source", 12, priority=1),
        Column("next", 18, priority=0),
    )
)
_SORTS = (
    ("t", "touched"), ("v", "value"), ("h", "heat"), ("s", "score"), ("c", "company"), ("n", "title"), ("g", "stage"),
    ("d", "due"), ("e", "entered"), ("i", "id"),
)  # fmt: skip
# A list this long is walked by its index a page at a time; one that no index orders is read whole, off the screen.
READ_AT_ONCE = 5_000


class IdSource:
    """Pages of a list of ids that was read once: for filters and orders that no index gives."""

    def __init__(self, session: Session, ids: Sequence[int]) -> None:
        self._session = session
        self.ids = ids

    def page(self, offset: int, limit: int) -> Sequence[LeadRow]:
        """Rows of these ids."""
        return rows_by_id(self._session.database, self.ids[offset : offset + limit], now=self._session.now())

    def key(self, row: LeadRow) -> int:
        """The lead."""
        return row.id


class LeadsScreen(OneList):
    """All leads, or those under a filter."""

    place = "leads"
    scopes = ("verbs", "leads", "list")
    BINDINGS = bindings("list", "leads")

    def __init__(self, session: Session, filter_text: str = "") -> None:
        super().__init__(session, filter_text)
        self.pipeline: Pipeline = {}
        self._ids: Sequence[int] | None = None
        self._leads: Leads | None = None
        self._reading = False

    def body(self) -> Iterable[Widget]:
        """A line that says what is shown, and the list."""
        yield Static(id="progress")
        yield PagedList(self._draw, header=_COLUMNS.header, empty=Content("Reading…"), id="leads")

    def on_mount(self) -> None:
        """Show the first page."""
        self._show(0)

    @property
    def rows(self) -> PagedList[LeadRow]:
        """The list."""
        return self.query_one("#leads", PagedList)

    def _draw(self, row: LeadRow, width: int) -> list[Content]:
        return [_COLUMNS.line(lead_cells(row, self.pipeline, self._now, self.session.settings.hot_from), width)]

    # -- what is shown ---------------------------------------------------------------------------------

    def _show(self, cursor: int, *, keep_marks: bool = False) -> None:
        self._now = self.session.now()
        self.pipeline = {stage.id: stage for stage in stages(self.session.database)}
        found = self.compile(self.filter_text)
        self._leads = Leads(
            self.session.database, now=self._now, where=found.where, params=found.params, order=found.sort
        )
        self._ids = None
        if found.indexed:
            self.rows.show(QuerySource(self._leads), self._leads.total(), cursor, keep_marks=keep_marks)
            self._say_what()
        elif self._all_leads() <= READ_AT_ONCE:
            self._show_ids(self._leads.ids(), cursor, keep_marks)
        else:
            self._read_ids(self._leads, cursor, keep_marks)

    def _all_leads(self) -> int:
        return lead_count(self.session.database)

    def _show_ids(self, ids: Sequence[int], cursor: int, keep_marks: bool) -> None:
        self._reading = False
        self._ids = ids
        self.rows.show(IdSource(self.session, ids), len(ids), cursor, keep_marks=keep_marks)
        self._say_what()

    def _read_ids(self, leads: Leads, cursor: int, keep_marks: bool) -> None:
        """Read the ids in a thread with its own connection; the list before stays in sight meanwhile."""
        self._reading = True
        self._say_what()

        def read() -> None:
            worker = get_current_worker()
            try:
                ids = leads.ids()
            except HermesError as error:
                self.app.call_from_thread(self.hermes.say_error, error)
                return
            finally:
                self.session.database.close_thread()
            if not worker.is_cancelled:
                self.app.call_from_thread(self._show_ids, ids, cursor, keep_marks)

        self.run_worker(read, thread=True, exclusive=True, group="ids", exit_on_error=False)

    def _say_what(self) -> None:
        self.show_line()
        self.title_bar.show_counts()
        if not self.rows.total and not self._reading:
            self._show_empty()

    def show_line(self) -> None:
        """How many leads there are, and the filter."""
        total = self.rows.total
        n = "reading…" if self._reading else f"{total:,} lead{'' if total == 1 else 's'}"
        left = Content.assemble((f" {n}", "bold"), self.marked())
        right = Content.styled(self.filter_text or "all, newest word first", DIM)
        gap = max(2, self.size.width - left.cell_length - right.cell_length - 1)
        self.query_one("#progress", Static).update(Content.assemble(left, " " * gap, right), layout=False)

    def _show_empty(self) -> None:
        self.rows.empty = NOT_FOUND if self.filter_text else NO_LEADS
        self.rows.refresh()

    # -- Listing and verbs -----------------------------------------------------------------------------

    def reload(self) -> None:
        """Read again; the cursor stays at its place."""
        self._show(self.rows.index, keep_marks=True)

    def refilter(self) -> None:
        """From the first row under the new filter."""
        self._show(0)

    def ids_in_order(self, around: int) -> Sequence[int]:
        """The list near this lead."""
        if self._ids is not None:
            return self._ids
        return [row.id for row in self.rows.rows_around(self.rows.index, STRETCH)]

    def targets(self) -> list[int]:
        """The marked leads, else the one under the cursor."""
        key = self.rows.current_key
        return sorted(self.rows.marks) or ([] if key is None else [key])

    def acted(self, outcome: Outcome, lead_ids: Sequence[int]) -> None:
        """The next lead comes under the cursor, whether this one left the list, moved in it or stayed."""
        if not outcome.action_id:
            return
        index = self.rows.index
        marked = bool(self.rows.marks)
        following = None if marked else self.rows.row(index + 1)
        self.rows.clear_marks()
        self._show(index)
        if following is not None and not self._reading:
            near = (i for i in (index, index + 1) if (row := self.rows.row(i)) is not None and row.id == following.id)
            self.rows.move_to(next(near, index))

    def undone(self, outcome: Outcome) -> None:
        """Put the cursor on the lead that was undone."""
        self._show(self.rows.index, keep_marks=True)
        if outcome.lead_ids:
            self.land_on(outcome.lead_ids[0])

    def land_on(self, lead_id: int) -> None:
        """Put the cursor on this lead, if it is listed."""
        if self._leads is None or self._reading:
            return
        if self._ids is not None:
            index = list(self._ids).index(lead_id) if lead_id in self._ids else None
        else:
            index = self._leads.index_of(lead_id)
        if index is not None:
            self.rows.move_to(index)

    def action_mark_all(self) -> None:
        """Mark every lead of the list, or none."""
        if self.rows.marks:
            self.rows.clear_marks()
        elif self._leads is not None:
            self.rows.mark_keys(self._ids if self._ids is not None else self._leads.ids())

    def on_paged_list_opened(self, event: PagedList.Opened) -> None:
        """Enter: the lead's page."""
        if event.row is not None:
            self.open_lead(event.row.id)

    # -- sort and views --------------------------------------------------------------------------------

    def action_duplicates(self) -> None:
        """Leads that are likely one, side by side."""
        from hermes_tui.screens.duplicates import open_duplicates

        open_duplicates(self)

    def action_sort(self) -> None:
        """Choose what to sort by; the same again turns the order round."""
        self.strip.ask_choice(
            Content.styled(" sort by:", "bold"), [Choice(key, name, name) for key, name in _SORTS], self._sort_by
        )

    def _sort_by(self, name: str) -> None:
        words = self.filter_text.split()
        before = next((word for word in words if word.startswith("sort:")), "")
        # The larger, later, hotter first; names and due dates from the beginning.
        down = name not in ("company", "title", "due", "stage")
        if before.removeprefix("sort:").lstrip("-") == name:
            down = not before.startswith("sort:-")
        kept = [word for word in words if not word.startswith("sort:")]
        self.set_filter(" ".join([*kept, f"sort:{'-' if down else ''}{name}"]))

    def action_save_view(self) -> None:
        """Save the filter under a name."""
        self.strip.ask_text(Content.styled(" save view as:", "bold"), "", self._save_view)

    def _save_view(self, name: str) -> None:
        from hermes_tui.actions.views import save_view

        outcome = self.attempt(lambda: save_view(self.session.database, name, self.filter_text, self.session.now()))
        if outcome is not None:
            self.say_done(outcome)
