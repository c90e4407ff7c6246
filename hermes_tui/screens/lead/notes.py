"""The tab of a lead's notes with the objections each raises, and the form for one of several lines."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from hermes_tui import formats
from hermes_tui.screens.bindings import bindings
from hermes_tui.screens.forms import Typed, ask, show_done, wanted
from hermes_tui.screens.lead.pane import RowsPane
from hermes_tui.screens.lead.reading import LeadPage
from hermes_tui.screens.styles import DIM
from hermes_tui.session import Session
from storage.queries.lead import NoteRow
from storage.queries.objections import KINDS, kinds_of_note, kinds_of_notes
from widgets.columns import Column, ColumnLayout
from widgets.form import Field
from widgets.strip_prompt import Choice

if TYPE_CHECKING:
    from hermes_tui.actions.outcome import Outcome
    from hermes_tui.screens.base import HermesScreen

_COLUMNS = ColumnLayout(
    (
        Column("day", 11, priority=9), Column("words", None, min_width=14, priority=9),
        Column("raises", 20, priority=5), Column("by", 11, priority=3),
    )
)  # fmt: skip


class NoteLine(NamedTuple):
    """A note, and the kinds of objection that it is tagged with."""

    note: NoteRow
    kinds: tuple[str, ...]

    @property
    def id(self) -> int:
        """The note's."""
        return self.note.id


class NotesPane(RowsPane[NoteLine]):
    """Notes, the newest first."""

    called = "notes"
    below = True
    scope = "notes"
    keys = (("list.open", "edit"), ("lead.remove", "remove"))
    nothing = Content("No notes; i writes one")
    BINDINGS = bindings("notes")

    def rows(self, page: LeadPage) -> Sequence[NoteLine]:
        """Its notes."""
        kinds = kinds_of_notes(self.scene.session.database, page.detail.id) if page.objections else {}
        return [NoteLine(note, kinds.get(note.id, ())) for note in page.notes]

    def count(self, page: LeadPage) -> int:
        """All of them."""
        return len(page.notes)

    def draw(self, row: NoteLine, width: int) -> Content:
        """A note's first words, and what it raises."""
        note = row.note
        by = "" if note.kind == "MANUAL" else note.kind.lower().replace("_", " ")
        cells = [
            self.scene.day(note.at), Content(formats.one_line(note.text)),
            Content.styled(", ".join(row.kinds).lower(), "$text-warning"), Content.styled(by, DIM),
        ]  # fmt: skip
        return _COLUMNS.line(cells, width)

    def action_tag_note(self) -> None:
        """Tag the note with an objection by its digit, or take one off that it has."""
        row = self.chosen
        if row is None:
            self.host.action_objection()
            return
        choices = [
            Choice(str(n), f"[{kind.lower()}]" if kind in row.kinds else kind.lower(), kind)
            for n, kind in enumerate(KINDS, 1)
        ]
        verb = " this note raises (again: no longer):" if row.kinds else " this note raises:"
        self.host.strip.ask_choice(Content.styled(verb, "bold"), choices, lambda kind: self._tag(row.id, kind))

    def _tag(self, note_id: int, kind: str) -> None:
        from hermes_tui.actions.objections import remove_objection, tag_note

        session = self.scene.session
        known = kinds_of_note(session.database, note_id).get(kind)
        if known is None:
            self.do(lambda: tag_note(session.database, note_id, kind, session.now()))
        else:
            self.do(lambda: remove_objection(session.database, known, session.now()))

    def edit_row(self, row: NoteLine) -> bool:
        """Its words."""
        note_form(self.host, [self.host.lead_id], row.note)
        return True

    def remove_row(self, row: NoteLine) -> bool:
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

    def takes(self, verb: str, row: NoteLine | None) -> bool:
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
