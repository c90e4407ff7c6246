"""The pane of what happened with a lead, newest first, read a page at a time; its own keys narrow it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from hermes_tui import formats
from hermes_tui.screens.lead.notes import note_form
from hermes_tui.screens.lead.pane import LeadPane, title_style
from hermes_tui.screens.lead.scene import Scene
from hermes_tui.screens.lead.touch_form import take_out, touch_form
from hermes_tui.screens.lead_preview import timeline_words
from hermes_tui.screens.lead_reader import ReaderScreen
from hermes_tui.screens.styles import DIM
from storage.database import Database
from storage.queries.lead import NoteRow
from storage.queries.timeline import TimelineRow, timeline, timeline_count
from widgets.pages import PAGE_ROWS

_TABLES = ("touch", "message", "note", "stage", "task", "proposal", "mood", "signal")
# What a filter key lets through → the kinds of TimelineRow.
_FILTERS = {"messages": ("message", "touch"), "notes": ("note",), "stages": ("stage",)}


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
        return timeline(self._database, self._lead_id, limit, offset, self._kinds)

    def key(self, row: TimelineRow) -> int:
        """The row within its table, and the table."""
        return row.row_id * len(_TABLES) + _TABLES.index(row.kind)

    def count(self) -> int:
        """How many there are."""
        return timeline_count(self._database, self._lead_id, self._kinds)


class TimelinePane(LeadPane[TimelineRow]):
    """What happened; more than one of the filter keys may hold at once."""

    called = "timeline"
    scope = "timeline"
    keys = (
        ("list.open", "read"), ("verb.edit", "edit"), ("lead.remove", "remove"),
        ("timeline.messages timeline.notes timeline.stages", "messages notes stages"),
    )  # fmt: skip
    nothing = Content("Nothing of this kind happened yet")

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "only('messages')", "messages", id="timeline.messages", tooltip="Messages, calls and meetings"),
        Binding("n", "only('notes')", "notes", id="timeline.notes", tooltip="Notes"),
        Binding("s", "only('stages')", "stages", id="timeline.stages", tooltip="Moves between stages"),
        Binding("escape", "all", "all", id="timeline.all", show=False, tooltip="Everything that happened"),
    ]

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        self._only: set[str] = set()

    def title(self, width: int) -> Content:
        """`Timeline 2,004  notes only`; folded to this line it says the newest."""
        shown = ", ".join(name for name in _FILTERS if name in self._only)
        title = Content.assemble(("Timeline", title_style(self.lit)), (f" {self.total:,}", DIM))
        newest = self.row(0)
        if newest is not None and self.size.height == 1:  # folded to its title
            return Content.assemble(title, "  ", self.draw(newest, width))
        return Content.assemble(title, f"  {shown} only" if shown else "")

    def draw(self, row: TimelineRow, width: int) -> Content:
        """What happened, in one line."""
        scene = self.scene
        day = formats.day(row.at, scene.session.zone, scene.now)
        named = row._replace(contact=scene.short_name(row.contact_id, row.contact))
        return Content.assemble((f"{day}  ", DIM), *timeline_words(named, scene.pipeline, max(1, width)))

    def show_page(self, *, again: bool) -> None:
        """The first page, and the count from the indexes."""
        page = self.scene.page
        if page is None:
            self.set_total(0)
            return
        kinds = " ".join(kind for name in sorted(self._only) for kind in _FILTERS[name])
        source = TimelineSource(self.scene.session.database, page.detail.id, kinds)
        self.show(source, source.count(), self.index if again else 0)

    def action_only(self, name: str) -> None:
        """Let only this kind through, beside those let through already; again: no longer."""
        self._only ^= {name}
        self.show_page(again=False)

    def action_all(self) -> None:
        """Everything."""
        self._only.clear()
        self.show_page(again=False)

    # -- what keys do here -----------------------------------------------------------------------------

    def open_row(self, row: TimelineRow) -> None:
        """Read all the words."""
        title = self.draw(row._replace(text=""), 80)
        text = row.text or (f"“{row.quote}”" if row.quote else "No words were kept.")
        self.app.push_screen(ReaderScreen(title, Content(text)))

    def edit_row(self, row: TimelineRow) -> bool:
        """A note and a touch have their forms here too."""
        if row.kind == "touch":
            touch_form(self.host, row.row_id)
            return True
        if row.kind != "note":
            return False
        note = NoteRow(row.row_id, row.detail, row.text, row.at, row.contact_id)
        note_form(self.host, [self.host.lead_id], note)
        return True

    def remove_row(self, row: TimelineRow) -> bool:
        """A note goes, and a touch that never was."""
        if row.kind == "touch":
            take_out(self.host, row.row_id)
            return True
        from hermes_tui.actions.notes import remove_note

        if row.kind != "note":
            return False
        session = self.scene.session
        self.do(lambda: remove_note(session.database, row.row_id, session.now()))
        return True
