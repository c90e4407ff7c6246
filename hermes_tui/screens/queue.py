"""The triage queue: who deserves attention, why, and one or two keys to deal with each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from hermes_tui.screens.bindings import bindings
from hermes_tui.screens.lead_lines import Pipeline, departure_cell, queue_cells
from hermes_tui.screens.listing import STRETCH, OneList
from hermes_tui.screens.sources import QuerySource
from hermes_tui.screens.styles import DIM
from hermes_tui.screens.walk import Walk
from hermes_tui.session import Session
from storage.queries.counts import lead_count
from storage.queries.departures import departures
from storage.queries.queue import Queue, QueueRow
from storage.queries.stages import stages
from widgets.columns import Column, ColumnLayout
from widgets.paged_list import PagedList
from widgets.text_pane import TextPane

if TYPE_CHECKING:
    from hermes_tui.actions.outcome import Outcome

FIRST_PAGE = 64
DRAWN_MS = 60_000  # a line drawn within the same minute reads the same
# A held key must not paint the preview at each step: 30 lines are ten times what the cursor's two rows cost.
REST_SECONDS = 0.15
# Counting more than this at each verb would be felt; above it the count follows a moment later.
COUNT_AT_ONCE = 2_000
COUNT_AFTER_SECONDS = 1.0  # of rest

_COLUMNS = ColumnLayout(
    (
        Column("", 4, align="right", priority=9),
        Column("lead", None, min_width=14, priority=9),
        Column("stage", 14, priority=5),
        Column("value", 6, align="right", priority=6),
        Column("heat", 4, align="right", priority=3),
        Column("   why", 29, priority=8),  # its first cells hold the badges of risk and heat
    )
)


class QueueScreen(OneList):
    """The start screen."""

    place = "queue"
    scopes = ("verbs", "queue", "list")
    BINDINGS = bindings("list", "queue")

    def __init__(self, session: Session, filter_text: str = "") -> None:
        super().__init__(session, filter_text)
        self.pipeline: Pipeline = {}
        self.walk = Walk()
        self._walks = {filter_text: self.walk}
        self._queue: Queue | None = None
        self._departures: dict[int, int] = {}  # lead → when its mail leaves the outbox
        self._rest: Timer | None = None
        self._counting: Timer | None = None
        self._previewed: int | None = None

    def body(self) -> Iterable[Widget]:
        """The line of progress, then list and preview."""
        yield Static(id="progress")
        with Horizontal(id="walk"):
            yield PagedList(self._draw, header=_COLUMNS.header, empty=Content("Reading…"), id="queue")
            yield TextPane(id="preview")

    def on_mount(self) -> None:
        """Show the first page at once; count afterwards."""
        self._start()

    # -- what is shown ---------------------------------------------------------------------------------

    @property
    def rows(self) -> PagedList[QueueRow]:
        """The list of leads."""
        return self.query_one("#queue", PagedList)

    def _draw(self, row: QueueRow, width: int) -> list[Content]:
        cells = queue_cells(row, self.pipeline, self._now, self._today, self.session.settings.hot_from)
        if row.id in self._departures:
            cells[-1] = departure_cell(self._departures[row.id], self._now, self.session.zone)
        return [_COLUMNS.line(cells, width)]

    def _make_queue(self) -> Queue:
        self._now, self._today = self.session.now(), self.session.today()
        self._departures = departures(self.session.database)
        where, params = self.condition()
        return Queue(
            self.session.database, now=self._now, today=self._today.isoformat(),
            stale_days=self.session.settings.stale_days, where=where, params=params,
        )  # fmt: skip

    def _start(self) -> None:
        self.pipeline = {stage.id: stage for stage in stages(self.session.database)}
        self._queue = self._make_queue()
        first = self._queue.page(0, FIRST_PAGE)
        self.rows.show(QuerySource(self._queue), len(first))
        self.show_line()
        self.call_after_refresh(self._complete)

    def _complete(self) -> None:
        """What the first frame can do without: the count of all, and the preview."""
        self._count()
        self._show_preview()

    def _count(self) -> None:
        if self._queue is None:
            return
        total = self._queue.total()
        self.walk.found(total)
        self.rows.set_total(total)
        self.show_line()
        self._tell(total)
        if not total:
            self._show_empty()

    def reload(self) -> None:
        """Read the queue again; the cursor stays at its place."""
        self._read_again(self.rows.index)
        self._show_preview()

    def _read_again(self, cursor: int, gone: int = 0) -> None:
        drawn_at, departed = self._now, self._departures
        total = max(0, self.rows.total - gone)
        self.pipeline = {stage.id: stage for stage in stages(self.session.database)}
        self._queue = self._make_queue()
        if total <= COUNT_AT_ONCE:
            total = self._queue.total()
            self.walk.found(total)
        else:
            if self._counting is not None:
                self._counting.stop()
            self._counting = self.set_timer(COUNT_AFTER_SECONDS, self._count)
        same = drawn_at // DRAWN_MS == self._now // DRAWN_MS and departed == self._departures
        self.rows.show(QuerySource(self._queue), total, cursor, keep_marks=True, keep_drawn=same)
        self.show_line()
        self._tell(total)
        if not total:
            self._show_empty()

    def _tell(self, total: int) -> None:
        if not self.filter_text:
            self.session.queue_total = total
        self.title_bar.show_counts()

    def show_line(self) -> None:
        """How far the walk is, and the filter."""
        left = Content.assemble(self.walk.progress(self.rows.total, self.session.now()), self.marked())
        right = Content.styled(self.filter_text or "stale, due and owed", DIM)
        width = self.size.width
        gap = max(2, width - left.cell_length - right.cell_length - 2)
        self.query_one("#progress", Static).update(Content.assemble(" ", left, " " * gap, right), layout=False)

    def _show_empty(self) -> None:
        empty = lead_count(self.session.database) == 0
        self.rows.empty = self.walk.summary(self.session.now(), no_leads=empty, filtered=bool(self.filter_text))
        self.rows.refresh()
        self.query_one("#preview", TextPane).show(Content(""))

    # -- the preview -----------------------------------------------------------------------------------

    def on_paged_list_cursor_moved(self, event: PagedList.CursorMoved) -> None:
        """The preview follows when the cursor rests."""
        if event.row is not None and event.row.id == self._previewed:
            return
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(REST_SECONDS, self._show_preview)

    def _show_preview(self) -> None:
        row = self.rows.current
        if self._rest is not None:
            self._rest.stop()
            self._rest = None
        if row is None:
            self._previewed = None
            return
        from hermes_tui.screens.lead_preview import preview

        self._previewed = row.id
        self.query_one("#preview", TextPane).show(preview(self.session, row.id, dict(self.pipeline)))

    def action_preview(self, by: int) -> None:
        """Scroll the preview."""
        self.query_one("#preview", TextPane).scroll_lines(by * 3)

    # -- verbs -----------------------------------------------------------------------------------------

    def targets(self) -> list[int]:
        """The marked leads, else the one under the cursor."""
        marks = self.rows.marks
        if marks:
            return sorted(marks)
        key = self.rows.current_key
        return [] if key is None else [key]

    def acted(self, outcome: Outcome, lead_ids: Sequence[int]) -> None:
        """Go to the next lead: the one that followed the lead acted on."""
        if not outcome.action_id:
            return
        here = self.rows
        index, marked = here.index, bool(here.marks)
        following = None if marked else here.row(index + 1)
        self.walk.handled(outcome, lead_ids, self.session.now())
        if marked:
            here.clear_marks()
        self._read_again(index, gone=0 if marked else 1)
        if following is not None:
            self._go_to(following.id, near=index)
        self._show_preview()

    def _go_to(self, lead_id: int, near: int) -> None:
        for index in (near, near + 1, near - 1):
            row = self.rows.row(index)
            if row is not None and row.id == lead_id:
                self.rows.move_to(index)
                return

    def undone(self, outcome: Outcome) -> None:
        """Put the cursor back on the lead that was undone."""
        self.walk.taken_back(outcome.lead_ids)
        self._read_again(self.rows.index)
        if outcome.lead_ids:
            self.land_on(outcome.lead_ids[0])
        self._show_preview()

    def land_on(self, lead_id: int) -> None:
        """Put the cursor on this lead, if it stands in the queue."""
        index = None if self._queue is None else self._queue.index_of(lead_id)
        if index is not None:
            self.rows.move_to(index)

    def refilter(self) -> None:
        """Show the queue under the new filter, from its head; each filter keeps count of its own walk."""
        self.walk = self._walks.setdefault(self.filter_text, Walk())
        self._start()

    def ids_in_order(self, around: int) -> Sequence[int]:
        """The queue near this lead."""
        return [row.id for row in self.rows.rows_around(self.rows.index, STRETCH)]

    def action_mark_all(self) -> None:
        """Mark every lead of the queue, or none."""
        if self.rows.marks:
            self.rows.clear_marks()
        elif self._queue is not None:
            self.rows.mark_keys(row.id for row in self._queue.page(0, self.rows.total))

    def on_paged_list_opened(self, event: PagedList.Opened) -> None:
        """Enter: the lead's page."""
        if event.row is not None:
            self.open_lead(event.row.id)
