"""A page of the dashboard: the tiles on top, the panes below them in columns, or one of them alone."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.geometry import Region

from hermes_tui.metrics.sections import BY_KEY, SECTIONS
from hermes_tui.metrics.tables import Number, Table
from hermes_tui.screens.dashboard.arrangement import BESIDE, CHARTS, HEADLINE, heights, wish
from hermes_tui.screens.dashboard.beside import beside
from hermes_tui.screens.dashboard.cells import chart_cells, pane_cells
from hermes_tui.screens.dashboard.excerpts import excerpt, in_short
from hermes_tui.screens.dashboard.tiles import tile_cells
from hermes_tui.screens.figure_cells import Cells, cells_of, number_in_hand
from hermes_tui.screens.styles import DIM
from widgets.grid_layout import GAP, measured
from widgets.number_grid import NumberGrid
from widgets.number_strip import NumberStrip
from widgets.number_view import Direction, NumberView, Place
from widgets.week_chart import WeekChart

_SIDES = 4  # cells beside the numbers of a pane, two on each side


def _view_of(key: str) -> NumberView:
    if key == HEADLINE:
        return NumberStrip(id=key)
    return WeekChart(id=key, classes="pane") if key in CHARTS else NumberGrid(id=key, classes="pane")


class DashboardPage(Vertical):
    """The sections of one page. It scrolls as a whole where they have no room. `moved` is called when another number
    of a view is in hand."""

    def __init__(self, page: str, moved: Callable[[NumberView], object]) -> None:
        super().__init__(id=f"page-{page}", classes="page")
        self.page = page
        self.views = {section.key: _view_of(section.key) for section in SECTIONS if section.page == page}
        for view in self.views.values():
            view.go_on, view.moved = self.go_on, moved
        self._tables: dict[str, Table] = {}
        self._alone = ""  # the section that has the whole page
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
        for key in self.views:
            self._entitle(key, BY_KEY[key].title, "reading…")

    # -- what is shown ---------------------------------------------------------------------------------

    def show(self, key: str, table: Table) -> None:
        """A section has come; cells that are as they were are not painted again."""
        self._tables[key] = table
        self._show(key)

    def _show(self, key: str) -> None:
        view, table = self.views[key], self.table_of(self.views[key])
        assert table is not None
        self._entitle(key, table.title, table.note)
        cells = self._cells(key, table)
        empty = table.empty or "Nothing in this period"
        if cells == (view.columns, view.rows) and empty == view.empty:
            return
        lines = self._lines(key)
        if isinstance(view, NumberGrid):
            view.show(*cells, bar=table.bar, empty=empty)
        else:
            view.show(*cells, empty=empty)
        if lines != self._lines(key):
            self.share_room()

    def _cells(self, key: str, table: Table) -> Cells:
        if key == HEADLINE:
            return cells_of(table) if self._alone else tile_cells(table)
        return chart_cells(table) if key in CHARTS else pane_cells(table)

    def refuse(self, key: str, fault: str) -> None:
        """A section could not be read: its pane says why."""
        self._tables.pop(key, None)
        self.views[key].show(*Cells((), ()), empty=fault)
        self.share_room()

    def _entitle(self, key: str, title: str, note: str) -> None:
        if key != HEADLINE:
            behind = (f"  {note} ", DIM) if note else " "
            self.views[key].border_title = Content.assemble((f" {title}", "bold"), behind)

    def table_of(self, view: NumberView) -> Table | None:
        """What a view shows: of a section beside others, or drawn, the columns that decide; else all of them."""
        table = self._tables.get(view.id or "")
        if table is None or self._alone:
            return table
        whole = len(BESIDE[self.page]) == 1 and view.id not in CHARTS and self._has_room(in_short(table))
        return in_short(table if whole else excerpt(table))

    def _has_room(self, table: Table) -> bool:
        """Whether all columns of a table have room side by side on the whole width."""
        cells = sum(each.width + GAP for each in measured(*pane_cells(table)))
        return cells <= self.screen.size.width - _SIDES

    # -- how high each is ------------------------------------------------------------------------------

    def on_resize(self, _event: events.Resize) -> None:
        """Another window: other heights, and columns."""
        for key in self._tables:
            self._show(key)
        self.share_room()

    def share_room(self) -> None:
        """Give each pane its height: what is there is shared where two columns stand side by side, below each other
        each has what it needs. A style is set only where it is another, so that no pass over the layout is for nothing.
        """
        if not self.size.height:
            return
        top = 0 if self._alone or HEADLINE not in self.views else self._lines(HEADLINE) + 1
        for keys in BESIDE[self.page]:
            wishes = [wish(key, self._lines(key)) for key in keys]
            found = [each.wanted for each in wishes] if self.is_narrow else heights(wishes, self.size.height - top)
            for key, height in zip(keys, found, strict=True):
                # The empty line below a pane is its margin, and no part of its height.
                self._set_height(self.views[key], (self.size.height if key == self._alone else height) - 1)

    def _set_height(self, view: NumberView, height: int) -> None:
        if view.styles.height is None or view.styles.height.value != height:
            view.styles.height = height

    def _lines(self, key: str) -> int:
        view = self.views.get(key)
        if isinstance(view, NumberStrip):
            return view.lines_in(self.size.width)
        return view.lines if isinstance(view, NumberGrid) else 0

    @property
    def is_narrow(self) -> bool:
        """Whether the columns stand below each other."""
        return self.screen.has_class("-narrow")

    # -- where the rep is ------------------------------------------------------------------------------

    @property
    def in_hand(self) -> NumberView | None:
        """The view that has the keys."""
        found = self.screen.focused
        return found if isinstance(found, NumberView) and found in self.views.values() else None

    @property
    def number(self) -> tuple[Table, Number] | None:
        """The number under the cursor, and the table it stands in."""
        view = self.in_hand
        table = None if view is None else self.table_of(view)
        if view is None or table is None:
            return None
        number = number_in_hand(table, view)
        return None if number is None else (table, number)

    def enter(self) -> None:
        """Take the keys: where the rep was last on this page, else the first number of all."""
        self.screen.set_focus(self._entered or next(iter(self.views.values())), scroll_visible=False)

    def entered(self, view: NumberView) -> None:
        """The rep is here now; the page scrolls to the number in hand."""
        self._entered = view
        if self.max_scroll_y:
            self.scroll_to_region(self._spot(view), animate=False, force=True)

    def _spot(self, view: NumberView) -> Region:
        """On the whole page the lines of a view, of a long one that of the number in hand."""
        region = view.region.translate(-self.content_region.offset).translate(self.scroll_offset)
        if view.cursor is None or not isinstance(view, NumberGrid) or region.height <= self.size.height // 2:
            return region
        return Region(region.x, region.y + (2 + view.cursor.row if view.cursor.row else 0), region.width, 1)

    def go_on(self, view: NumberView, direction: Direction, at: int) -> None:
        """To the view beside this one, if there is one."""
        any(each.enter(direction, at) for each in beside(view, direction, self.views.values()))

    def turn_alone(self) -> None:
        """Give the whole page to the pane in hand, with all its columns; again: back among the others."""
        view = self.in_hand
        if view is None or view.id not in self._tables:
            return
        before, place = self.table_of(view), view.cursor
        self._alone = "" if self._alone else view.id
        for key, each in self.views.items():
            each.display = self._alone in ("", key)
        for column in self.query(".column"):
            column.display = any(each.display for each in column.children)
        self._show(view.id)
        table = self.table_of(view)
        if before is not None and table is not None and place is not None:
            view.move_to(*_same(before, table, place))
        self.share_room()


def _same(before: Table, table: Table, place: Place) -> Place:
    """Where the number that stood at `place` of the one stands in the other, by the names of its row and column."""
    columns = [column.name for column in table.columns]
    rows = [row[0] for row in table.rows]
    column, row = before.columns[place.column].name, before.rows[place.row][0]
    return Place(rows.index(row) if row in rows else place.row, columns.index(column) if column in columns else 1)
