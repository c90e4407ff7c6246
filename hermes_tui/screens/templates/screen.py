"""The templates: what keys do to the one under the cursor, and to those that are marked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.content import Content

from hermes_tui.screens.bindings import bindings
from hermes_tui.screens.templates import figures
from hermes_tui.screens.templates.lines import SORTS, Line
from hermes_tui.screens.templates.view import TemplatesView
from storage.errors import HermesError
from widgets.paged_list import PagedList
from widgets.strip_prompt import Choice

if TYPE_CHECKING:
    from hermes_tui.actions.outcome import Outcome
    from hermes_tui.screens.templates.editor import TemplateEditor
    from hermes_tui.session import Session

_PAGE = 5  # lines that J and K scroll the letter by


class TemplatesScreen(TemplatesView):
    """The list; Enter writes in the template under the cursor."""

    BINDINGS = bindings("templates")

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._stood_on: dict[int, int | None] = {}  # action → the template under the cursor when it was asked for

    def on_mount(self) -> None:
        """A file that never had a template gets the starters; then how things stand."""
        from hermes_tui.actions.templates import ensure_starters

        try:
            ensure_starters(self.session.database, self.session.now())
        except HermesError as error:
            self.hermes.say_error(error)
        self.call_after_refresh(self.read)  # the panes know their size then

    # -- writing ---------------------------------------------------------------------------------------

    def on_paged_list_opened(self, _event: PagedList.Opened) -> None:
        """Enter."""
        self.action_edit()

    def action_edit(self) -> None:
        """Write in it, what a buyer will read beside it."""
        self._edit(in_editor=False)

    def action_editor(self) -> None:
        """Write in it in the rep's own editor."""
        self._edit(in_editor=True)

    def _edit(self, *, in_editor: bool) -> None:
        from hermes_tui.screens.templates.draft import draft_of
        from hermes_tui.screens.templates.editor import TemplateEditor

        line = self._in_hand()
        if line is not None:
            listed = self.lines.lines
            self._open(TemplateEditor(self.session, draft_of(line.row), listed, line, in_editor=in_editor))

    def action_new(self) -> None:
        """Name a new template and write it."""
        from hermes_tui.screens.templates.editor import TemplateEditor
        from hermes_tui.screens.templates.naming import ask_new

        ask_new(self, lambda draft: self._open(TemplateEditor(self.session, draft, self.lines.lines, None)))

    def _open(self, editor: TemplateEditor) -> None:
        def left(_result: None) -> None:
            outcome = editor.outcome
            if outcome is not None:
                self._done(outcome)

        self.app.push_screen(editor, left)

    # -- one action each -------------------------------------------------------------------------------

    def action_rename(self) -> None:
        """Its name, kind and channel by a form."""
        from hermes_tui.screens.templates.naming import ask_names

        line = self._in_hand()
        if line is not None:
            ask_names(self, line.row, self._done)

    def action_duplicate(self) -> None:
        """Another one that says the same."""
        from hermes_tui.actions.templates import duplicate_template

        line = self._in_hand()
        if line is not None:
            self._do(lambda: duplicate_template(self.session.database, line.row.id, self.session.now()))

    def action_active(self) -> None:
        """Offer those marked, or the one in hand, no more; where none of them is offered, again."""
        from hermes_tui.actions.templates import set_active

        line = self._in_hand()
        if line is None:
            return
        marked = self.rows.marks
        chosen = [each for each in self.lines.lines if each.row.id in marked] or [line]
        active = not any(each.row.active for each in chosen)
        ids = [each.row.id for each in chosen]
        self._do(lambda: set_active(self.session.database, ids, active, self.session.now()))

    def action_remove(self) -> None:
        """Delete it, if no message was written from it."""
        from hermes_tui.actions.templates import delete_template

        line = self._in_hand()
        if line is not None:
            self._do(lambda: delete_template(self.session.database, line.row.id, self.session.now()))

    def action_versions(self) -> None:
        """What it said before; Enter there brings one back."""
        from hermes_tui.actions.templates import bring_back
        from hermes_tui.screens.templates.versions import VersionsScreen

        line = self._in_hand()
        if line is None:
            return
        number = line.row.id

        def chosen(version: int | None) -> None:
            if version is not None:
                self._do(lambda: bring_back(self.session.database, number, version, self.session.now()))

        self.app.push_screen(VersionsScreen(self.session, line.row), chosen)

    def _in_hand(self) -> Line | None:
        line = self.line
        if line is None:
            self.say(f" There is no template; {self.keys_of('templates.new')} writes one")
        return line

    def _do(self, deed: Callable[[], Outcome]) -> None:
        outcome = self.attempt(deed)
        if outcome is not None:
            self._done(outcome)

    def _done(self, outcome: Outcome) -> None:
        """Show how it is then, the cursor on what was made or changed, and how to take it back."""
        if outcome.action_id:
            self.hermes.changed()
            self._seen = self.hermes.generation
            self._stood_on[outcome.action_id] = self.rows.current_key
        self.read(outcome.made or None)
        self.say_done(outcome)

    def take_back(self, outcome: Outcome) -> None:
        """Undone: the cursor stands where it stood when that was done."""
        self.read(self._stood_on.get(outcome.action_id))
        self.say(f" {outcome.words}")

    # -- looking ---------------------------------------------------------------------------------------

    def action_sort(self) -> None:
        """Choose what to sort by; the same again turns the order round."""
        choices = [Choice(key, name, key) for key, (name, _place) in SORTS.items()]
        self.strip.ask_choice(Content.styled(" sort by:", "bold"), choices, self._sort_by)

    def _sort_by(self, key: str) -> None:
        self.turned = key == self.sort and not self.turned
        self.sort = key
        self.show()

    def action_by(self) -> None:
        """Its figures by the next way to break them down."""
        self.by = figures.GROUPS[(figures.GROUPS.index(self.by) + 1) % len(figures.GROUPS)]
        self.show_figures()
        if self.has_class("-narrow") and not self.has_class("-figures"):
            self.action_turn()

    def action_sample(self, by: int) -> None:
        """As written to the next lead, or to the one before."""
        self.samples.step(by)
        self.show_one()

    def action_read(self, by: int) -> None:
        """Scroll the letter; in a small window its figures, where these are in sight."""
        self.reading.scroll_lines(by * _PAGE)

    def action_turn(self) -> None:
        """In a small window its figures, or what a buyer reads; in a large one both are in sight."""
        if not self.has_class("-narrow"):
            self.say(f" Both are in sight; {self.keys_of('templates.by')} shows the figures by channel, stage, month")
            return
        self.toggle_class("-figures")
        self.call_after_refresh(self.show_one)

    def action_clear(self) -> None:
        """Let go of the marks."""
        if self.rows.mark_count:
            self.rows.clear_marks()
