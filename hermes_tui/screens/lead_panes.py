"""The panes of a lead's page: lists whose first line is a title that brightens where the rep is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, TypeVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.strip import Strip
from textual.widget import Widget

from hermes_tui.screens.fixed_rows import FixedList
from hermes_tui.screens.lead_words import title_style
from storage.database import Database
from storage.queries import lead as lead_queries
from storage.queries.lead import TimelineRow
from widgets.drawing import Painter, fit
from widgets.paged_list import PagedList
from widgets.pages import PAGE_ROWS
from widgets.text_pane import TextPane

Row = TypeVar("Row")
Title = Callable[[bool], Content]
"""Does the pane have the focus? → its first line."""


class LeadHead(Widget):
    """The lines on top: who, where in the list, and what to do next."""

    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__(id="head")
        self.painter = Painter(self)
        self._lines: list[tuple[Content, Content]] = []

    def show(self, lines: Sequence[tuple[Content, Content]]) -> None:
        """Show lines with a left and a right end; where both do not fit the left one is cut."""
        self._lines = list(lines)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """A line at the present width."""
        width, base = self.size.width, self.painter.base()
        if y >= len(self._lines):
            return self.painter.blank(width, base)
        left, right = self._lines[y]
        return self.painter.strip(Content.assemble(fit(left, max(0, width - right.cell_length)), right), width, base)

    def notify_style_update(self) -> None:
        self.painter.forget()
        super().notify_style_update()


class Brief(TextPane):
    """Text that is wrapped when its width is known, and painted again at every width."""

    def show(self, content: Content, *, keep_place: bool = False) -> None:
        """Show this text; before the first layout it only keeps it, as wrapping it to nothing would take long."""
        if self.size.width:
            super().show(content, keep_place=keep_place)
        else:
            self._content = content

    def on_resize(self, _event: events.Resize) -> None:
        self.refresh()


class Pane(FixedList[Row]):
    """Rows in memory under a title."""

    def __init__(self, title: Title, draw: Callable[[Row, int], Content], *, empty: Content, id: str) -> None:
        super().__init__(draw, header=lambda width: fit(title(self.lit), width), empty=empty, id=id)

    @property
    def lit(self) -> bool:
        """Whether the rep is here; a question on the strip changes nothing about it."""
        return self.has_class("-current")

    def keep_rows(self, rows: Sequence[Row], *, again: bool) -> None:
        """Show these rows; read again, the cursor goes where its row went: the next key must not hit another one."""
        self.show_rows(rows, self._place_of(self.chosen, rows) if again else 0)

    def _place_of(self, chosen: Row | None, rows: Sequence[Row]) -> int:
        known_by = next((name for name in ("id", "field") if getattr(chosen, name, None)), "")
        if not known_by:
            return self.index
        wanted = getattr(chosen, known_by)
        return next((at for at, row in enumerate(rows) if getattr(row, known_by) == wanted), self.index)


class TimelineSource:
    """Pages of what happened, newest first."""

    def __init__(self, database: Database, lead_id: int, kinds: str) -> None:
        self._database = database
        self._lead_id = lead_id
        self._kinds = kinds
        self.first = self._read(0, PAGE_ROWS)

    def page(self, offset: int, limit: int) -> Sequence[TimelineRow]:
        """Rows of the timeline."""
        return self.first if (offset, limit) == (0, PAGE_ROWS) else self._read(offset, limit)

    def _read(self, offset: int, limit: int) -> list[TimelineRow]:
        return lead_queries.timeline(self._database, self._lead_id, limit, offset, self._kinds)

    def key(self, row: TimelineRow) -> int:
        """The row within its table, and the table."""
        return row.row_id * len(_TABLES) + _TABLES.index(row.kind)

    def count(self) -> int:
        """How many there are."""
        return lead_queries.timeline_count(self._database, self._lead_id, self._kinds)


_TABLES = ("touch", "message", "note", "stage", "task", "proposal", "signal")
# What a filter key lets through → the kinds of TimelineRow.
_FILTERS = {"messages": ("message", "touch"), "notes": ("note",), "stages": ("stage",)}


class TimelinePane(PagedList[TimelineRow]):
    """What happened, read a page at a time; its own keys narrow it, more than one at once."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "only('messages')", "messages", id="timeline.messages", tooltip="Messages, calls and meetings"),
        Binding("n", "only('notes')", "notes", id="timeline.notes", tooltip="Notes"),
        Binding("s", "only('stages')", "stages", id="timeline.stages", tooltip="Moves between stages"),
        Binding("escape", "all", "all", id="timeline.all", show=False, tooltip="Everything that happened"),
    ]

    def __init__(self, draw: Callable[[TimelineRow, int], Content], *, id: str) -> None:
        super().__init__(
            lambda row, width: [draw(row, width)], header=self._title,
            empty=Content("Nothing of this kind happened yet"), id=id,
        )  # fmt: skip
        self._only: set[str] = set()
        self._read_from: tuple[Database, int] | None = None

    def _title(self, width: int) -> Content:
        shown = ", ".join(name for name in _FILTERS if name in self._only)
        count = f" {self.total:,}"
        title = Content.assemble(("Timeline", title_style(self.has_class("-current"))), (count, "$text-muted"))
        newest = self.row(0)
        if newest is not None and self.size.height == 1:  # folded to its title
            return fit(Content.assemble(title, "  ", self._draw(newest, width)[0]), width)
        return fit(Content.assemble(title, f"  {shown} only" if shown else ""), width)

    def show_lead(self, database: Database, lead_id: int, *, again: bool) -> None:
        """Show what happened to a lead; read again, the cursor stays at its place."""
        self._read_from = (database, lead_id)
        kinds = " ".join(kind for name in sorted(self._only) for kind in _FILTERS[name])
        source = TimelineSource(database, lead_id, kinds)
        self.show(source, source.count(), self.index if again else 0)

    def clear(self) -> None:
        """Show nothing."""
        self._read_from = None
        self.set_total(0)

    def action_only(self, name: str) -> None:
        """Let only this kind through, beside those let through already; again: no longer."""
        self._only ^= {name}
        self._show_again()

    def action_all(self) -> None:
        """Everything."""
        self._only.clear()
        self._show_again()

    def _show_again(self) -> None:
        if self._read_from is not None:
            self.show_lead(*self._read_from, again=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing is marked here."""
        return action not in ("mark", "range") and super().check_action(action, parameters)
