"""The tab of what stands in a lead's way: objections, how each was answered, and Enter to say so."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from hermes_tui import formats
from hermes_tui.screens.lead.pane import RowsPane
from hermes_tui.screens.lead.reading import LeadPage
from hermes_tui.screens.lead_reader import ReaderScreen
from hermes_tui.screens.styles import DIM
from storage.queries.lead import ObjectionRow
from widgets.columns import Column, ColumnLayout

_COLUMNS = ColumnLayout(
    (
        Column("kind", 11, priority=9), Column("state", 9, priority=8), Column("raised", 11, priority=5),
        Column("words", None, min_width=14, priority=7),
    )
)  # fmt: skip


class ObjectionsPane(RowsPane[ObjectionRow]):
    """Objections, open ones first."""

    called = "objections"
    below = True
    keys = (("Enter", "resolve"),)
    nothing = Content("No objections; O notes one")

    def rows(self, page: LeadPage) -> Sequence[ObjectionRow]:
        """Its objections."""
        return page.objections

    def count(self, page: LeadPage) -> int:
        """Those that are open."""
        return page.in_the_way

    def draw(self, row: ObjectionRow, width: int) -> Content:
        """An objection, and how it was answered."""
        still = row.state == "open"
        words = formats.one_line(row.resolution or row.note)
        cells = [
            Content.styled(row.kind.lower(), "bold" if still else DIM),
            Content.styled(row.state.replace("_", " "), "$text-warning" if still else DIM),
            self.scene.day(row.raised_at),
            Content.styled(words, "" if still else DIM),
        ]
        return _COLUMNS.line(cells, width)

    def open_row(self, row: ObjectionRow) -> None:
        """Ask how an open one was answered; read one that is over."""
        if row.state != "open":
            words = f"{row.note}\n\n{row.state.replace('_', ' ')}: {row.resolution or 'nobody wrote how'}"
            self.app.push_screen(ReaderScreen(Content(f"{row.kind.lower()} objection"), Content(words)))
            return
        label = Content.styled(f" {row.kind.lower()} objection resolved by:", "bold")
        self.host.strip.ask_text(label, "", lambda how: self._resolve(row.id, how))

    def _resolve(self, objection_id: int, how: str) -> None:
        from hermes_tui.actions.notes import resolve_objection

        session = self.scene.session
        self.do(lambda: resolve_objection(session.database, objection_id, how, session.now()))

    def remove_row(self, row: ObjectionRow) -> bool:
        """It is part of a note."""
        self.host.say(" An objection goes with the note that raised it")
        return True

    def add_row(self) -> bool:
        """Ask for its kind."""
        self.host.action_objection()
        return True
