"""The tab of a lead's notes, and the form in which one of several lines is written."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from hermes_tui import formats
from hermes_tui.screens.forms import Typed, ask, show_done, wanted
from hermes_tui.screens.lead.pane import RowsPane
from hermes_tui.screens.lead.reading import LeadPage
from hermes_tui.screens.styles import DIM
from hermes_tui.session import Session
from storage.queries.lead import NoteRow
from widgets.columns import Column, ColumnLayout
from widgets.form import Field

if TYPE_CHECKING:
    from hermes_tui.actions.outcome import Outcome
    from hermes_tui.screens.base import HermesScreen

_COLUMNS = ColumnLayout(
    (Column("day", 11, priority=9), Column("words", None, min_width=14, priority=9), Column("by", 11, priority=3))
)


class NotesPane(RowsPane[NoteRow]):
    """Notes, the newest first."""

    called = "notes"
    below = True
    keys = (("Enter", "edit"), ("Del", "remove"))
    nothing = Content("No notes; i writes one")

    def rows(self, page: LeadPage) -> Sequence[NoteRow]:
        """Its notes."""
        return page.notes

    def draw(self, row: NoteRow, width: int) -> Content:
        """A note's first words."""
        by = "" if row.kind == "MANUAL" else row.kind.lower().replace("_", " ")
        cells = [self.scene.day(row.at), Content(formats.one_line(row.text)), Content.styled(by, DIM)]
        return _COLUMNS.line(cells, width)

    def edit_row(self, row: NoteRow) -> bool:
        """Its words."""
        note_form(self.host, [self.host.lead_id], row)
        return True

    def remove_row(self, row: NoteRow) -> bool:
        """The note goes."""
        from hermes_tui.actions.notes import remove_note

        session = self.scene.session
        self.do(lambda: remove_note(session.database, row.id, session.now()))
        return True

    def add_row(self) -> bool:
        """A note of several lines."""
        if self.scene.page is not None:
            note_form(self.host, [self.host.lead_id])
        return True

    def takes(self, verb: str, row: NoteRow | None) -> bool:
        """Among the notes there is room for several lines."""
        return verb == "note" and self.scene.page is not None and self.add_row()


def note_form(screen: HermesScreen, lead_ids: Sequence[int], note: NoteRow | None = None) -> None:
    """Write a note of several lines, or edit one; `#budget` in it tags an objection."""
    from hermes_tui.actions.outcome import called

    session, ids = screen.session, list(lead_ids)
    field = Field(
        "text", "words", "" if note is None else note.text, "multiline",
        check=wanted("a note needs words"),
        help="#budget #timing #competition #internal #trust #scope tag an objection",
    )  # fmt: skip
    title = f"New note: {called(session.database, ids)}" if note is None else "Note"
    ask(screen, title, [field], partial(_save, session, ids, note), partial(show_done, screen, ids))


def _save(session: Session, lead_ids: list[int], note: NoteRow | None, typed: Typed) -> Outcome:
    from hermes_tui.actions.notes import add_note, edit_note

    if note is None:
        return add_note(session.database, lead_ids, typed.get("text", ""), session.now())
    return edit_note(session.database, note.id, typed.get("text", note.text), session.now())
