"""A page of the dashboard: the tiles on top, the panes below them in columns, and the way from one to the next."""

from __future__ import annotations

from collections.abc import Iterator

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.geometry import Region
from textual.widget import Widget

from hermes_tui.metrics.sections import BY_KEY, SECTIONS
from hermes_tui.metrics.tables import Table
from hermes_tui.screens.dashboard.arrangement import BESIDE, CHARTS, HEADLINE, heights, wish
from hermes_tui.screens.dashboard.cells import pane_cells
from hermes_tui.screens.figure_cells import Cells, cells_of
from hermes_tui.screens.styles import DIM
from widgets.number_grid import NumberGrid
from widgets.number_strip import NumberStrip
from widgets.number_view import Direction, NumberView
from widgets.week_chart import WeekChart


def _view_of(key: str) -> NumberView:
    if key == HEADLINE:
        return NumberStrip(id=key)
    found: NumberView = WeekChart(id=key) if key in CHARTS else NumberGrid(id=key)
    found.add_class("pane")
    return found


class DashboardPage(Vertical):
    """The sections of one page. It scrolls as a whole where they have no room."""

    def __init__(self, page: str) -> None:
        super().__init__(id=f"page-{page}", classes="page")
        self.page = page
        self.views = {section.key: _view_of(section.key) for section in SECTIONS if section.page == page}
        self._tables: dict[str, Table] = {}
        self._entered: NumberView | None = None

    def compose(self) -> ComposeResult:
        """The tiles, if the page has any, and its columns."""
        if HEADLINE in self.views:
            yield self.views[HEADLINE]
        with Horizontal(classes="columns"):
            for keys in BESIDE[self.page]:
                with Vertical(classes="column"):
                    for key in keys:
                        yield self.views[key]

    def on_mount(self) -> None:
        """Titles stand there before the first number comes."""
        for key, view in self.views.items():
            if key != HEADLINE:
                self._entitle(key, view, None, "reading…")

    # -- what is shown ---------------------------------------------------------------------------------

    def show(self, key: str, table: Table) -> None:
        """A section has come; cells that are as they were are not painted again."""
        view = self.views[key]
        first = key not in self._tables
        self._tables[key] = table
        cells = cells_of(table) if key == HEADLINE else pane_cells(table)
        if first or cells != (view.columns, view.rows):
            lines = self._lines(key)
            self._show(view, table, cells)
            if first or lines != self._lines(key):
                self.share_room()
        self._entitle(key, view, table, table.note)

    def _show(self, view: NumberView, table: Table, cells: Cells) -> None:
        empty = table.empty or "Nothing in this period"
        if isinstance(view, NumberGrid):
            view.show(*cells, bar=table.bar, empty=empty)
        else:
            view.show(*cells, empty=empty)

    def refuse(self, key: str, fault: str) -> None:
        """A section could not be read: its pane says why."""
        self._tables.pop(key, None)
        self.views[key].show((), (), empty=fault)
        self.share_room()

    def _entitle(self, key: str, view: Widget, table: Table | None, note: str) -> None:
        title = table.title if table is not None else BY_KEY[key].title
        behind = (f"  {note} ", DIM) if note else " "
        view.border_title = Content.assemble((f" {title}", "bold"), behind)

    # -- how high each is ------------------------------------------------------------------------------

    def on_resize(self, _event: events.Resize) -> None:
        """Another window: other heights."""
        self.share_room()

    def share_room(self) -> None:
        """Give each pane its height: what is there is shared where two columns stand side by side, below each other
        each has what it needs. A style is set only where it is another, so that no pass over the layout is for nothing.
        """
        if not self.size.height:
            return
        room = self.size.height - self._top()
        for keys in BESIDE[self.page]:
            wishes = [wish(key, self._lines(key)) for key in keys]
            if self.is_narrow:
                found = [each.wanted for each in wishes]
            else:
                found = heights(wishes, room)
            for key, height in zip(keys, found, strict=True):
                view = self.views[key]
                if view.styles.height is None or view.styles.height.value != height - 1:
                    view.styles.height = height - 1  # the empty line below is a margin

    def _top(self) -> int:
        strip = self.views.get(HEADLINE)
        return strip.outer_size.height if strip is not None else 0

    def _lines(self, key: str) -> int:
        view = self.views[key]
        return view.lines if isinstance(view, NumberGrid) else 0

    @property
    def is_narrow(self) -> bool:
        """Whether the columns stand below each other."""
        return self.screen.has_class("-narrow") or self.app.has_class("-narrow")

    # -- where the rep is ------------------------------------------------------------------------------

    @property
    def in_hand(self) -> NumberView | None:
        """The view that has the keys."""
        found = self.screen.focused
        return found if isinstance(found, NumberView) and found in self.views.values() else None

    def enter(self) -> None:
        """Take the keys: where the rep was last on this page, else the first number of all."""
        view = self._entered or next(iter(self.views.values()))
        self.screen.set_focus(view, scroll_visible=False)

    def entered(self, view: NumberView) -> None:
        """The rep is here now; the page scrolls to the number in hand."""
        self._entered = view
        if self.max_scroll_y:
            self.scroll_to_region(self._spot(view), animate=False, force=True)

    def _spot(self, view: NumberView) -> Region:
        """The lines of the number in hand and of what it stands under, on the whole page."""
        place, top = view.cursor, view.virtual_region
        region = view.region.translate(-self.content_region.offset).translate(self.scroll_offset)
        if place is None or not isinstance(view, NumberGrid) or top.height <= self.size.height // 2:
            return region
        return Region(region.x, region.y + (2 + place.row if place.row else 0), region.width, 1)

    def go_on(self, view: NumberView, direction: Direction, at: int) -> bool:
        """To the view beside this one; whether there is one."""
        return any(each.enter(direction, at) for each in self._beside(view, direction))

    def _beside(self, view: NumberView, direction: Direction) -> Iterator[NumberView]:
        """The views that lie in that direction, the nearest first."""
        here = view.region
        found = []
        for each in self.views.values():
            there = each.region
            gap, apart = _away(here, there, direction)
            if each is not view and gap >= 0 and not (apart and direction in ("left", "right")):
                found.append((apart, gap, each))
        return (each for _, _, each in sorted(found, key=lambda one: one[:2]))


def _away(here: Region, there: Region, direction: Direction) -> tuple[int, bool]:
    """How far it lies beyond the edge on that side (below 0: not on that side), and whether they share no row (or
    column, where it goes up or down)."""
    if direction == "left":
        return here.x - there.right, not _share(here.y, here.bottom, there.y, there.bottom)
    if direction == "right":
        return there.x - here.right, not _share(here.y, here.bottom, there.y, there.bottom)
    apart = not _share(here.x, here.right, there.x, there.right)
    return (here.y - there.bottom if direction == "up" else there.y - here.bottom), apart


def _share(start: int, end: int, other_start: int, other_end: int) -> bool:
    return start < other_end and other_start < end
