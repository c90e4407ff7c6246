"""The editor of a template: what keys do in it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from textual import events
from textual.app import SuspendNotSupported
from textual.content import Content

from hermes_tui.actions.outcome import Outcome
from hermes_tui.screens import leftover
from hermes_tui.screens.bindings import bindings
from hermes_tui.screens.templates.draft import Draft, as_file, from_file
from hermes_tui.screens.templates.editor_view import EditorView
from hermes_tui.screens.templates.fields_list import insert, offered
from hermes_tui.screens.templates.lines import Line
from hermes_tui.session import Session
from storage.errors import HermesError, NotFound, UsageError
from storage.queries.templates import template

_PAGE = 5  # lines that a key scrolls the letter by
_DROP = " Not saved. Esc again drops what you typed, any other key keeps it."


class TemplateEditor(EditorView):
    """Writes a template; `outcome` is what saving did, None where nothing was saved. What cannot be saved stays."""

    BINDINGS = bindings("template")

    def __init__(
        self, session: Session, began: Draft, listed: Sequence[Line], line: Line | None, *, in_editor: bool = False
    ) -> None:
        super().__init__(session, began, listed, line)
        self.outcome: Outcome | None = None
        self._in_editor = in_editor

    def on_mount(self) -> None:
        """In the rep's own editor where that was asked for."""
        if self._in_editor:
            self.call_after_refresh(self.action_editor)

    def action_save(self) -> None:
        """Save and leave; what cannot be saved stays here."""
        self.stop_rest()
        self.keep_typed()
        outcome = self.attempt(self._write)
        if outcome is not None:
            self.outcome = outcome
            leftover.drop(self.kept_in)
            self.dismiss()

    def _write(self) -> Outcome:
        from hermes_tui.actions.templates import add_template, edit_template

        database, now, draft = self.session.database, self.session.now(), self.draft
        if self.line is None:
            return add_template(database, draft._asdict(), now)
        opened = self.line.row
        try:
            stored = template(database, opened.id)
        except NotFound:
            self.line = None
            raise UsageError(f"“{opened.name}” was deleted meanwhile; saved again it becomes a new one.") from None
        outcome = edit_template(database, opened.id, draft.changed_from(self.began), now)
        if outcome.action_id and stored.version != opened.version:
            theirs = f"v{stored.version}, saved meanwhile, is among its versions"
            return outcome._replace(words=f"{outcome.words}; {theirs}")
        return outcome

    def action_leave(self) -> None:
        """Leave; ask once first where something was typed."""
        self.stop_rest()
        self.keep_typed()
        if self.dropping or self.draft == self.began:
            leftover.drop(self.kept_in)
            self.dismiss()
        else:
            self.dropping = True
            self.say(Content.styled(_DROP, "bold $text-warning"))

    def on_key(self, event: events.Key) -> None:
        """Any other key keeps what was typed."""
        if event.key not in ("escape", "q"):
            self.dropping = False
        self.strip.settle()

    def action_insert_field(self) -> None:
        """Choose a field, or behind a `|` a filter, from its list and put it at the cursor."""
        area = self.writing or self.area

        def chosen(name: str | None) -> None:
            if name is not None:
                insert(area, name)

        self.app.push_screen(offered(area, self.samples), chosen)

    def action_sample(self, by: int) -> None:
        """As written to the next lead, or to the one before."""
        self.samples.step(by)
        self.show_text()

    def action_preview(self) -> None:
        """Only what the buyer will read, or all again."""
        self.toggle_class("-reading")
        if not self.has_class("-reading"):
            (self.writing or self.area).focus()

    def action_read(self, by: int) -> None:
        """Scroll what the buyer will read, where only that is in sight: else the cursor in the text moves it."""
        self.letter.scroll_lines(by * _PAGE)

    def action_editor(self) -> None:
        """Go on in $VISUAL, $EDITOR or vi; what was written there comes back here, to be saved or not."""
        from hermes_tui.screens.lead_editor import written_in_editor

        file = Path(tempfile.mkdtemp(prefix="hermes-")) / "template.txt"
        file.touch(mode=0o600)
        file.write_text(as_file(self.draft), encoding="utf-8")
        try:
            draft = from_file(written_in_editor(self.app, file), self.draft)
        except SuspendNotSupported:
            self.say(Content.styled(" This terminal cannot be lent to an editor; write here.", "$text-error"))
        except HermesError as error:
            self.say(Content.styled(f" {error} What the editor wrote is in {file}.", "$text-error"))
            return
        else:
            self.facts = draft
            self.subject.load_text(" ".join(draft.subject.split("\n")))
            self.area.load_text(draft.body)
            self.show_facts()
        shutil.rmtree(file.parent, ignore_errors=True)
