"""What the editor of a template shows at each key: its text, what is wrong in it, and what a buyer will read."""

from __future__ import annotations

from asyncio import get_running_loop
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static, TextArea

from hermes_tui.keymap import BY_ID, in_scope
from hermes_tui.screens import leftover
from hermes_tui.screens.base import HermesScreen
from hermes_tui.screens.brief import Brief
from hermes_tui.screens.fixed_rows import FixedList
from hermes_tui.screens.styles import DIM
from hermes_tui.screens.templates import colours, figures, lines
from hermes_tui.screens.templates.draft import Draft, as_file, from_file
from hermes_tui.screens.templates.lines import Line
from hermes_tui.screens.templates.reading import Reading, as_read, state_words
from hermes_tui.screens.templates.samples import Samples
from hermes_tui.screens.templates.subject_line import SubjectLine
from hermes_tui.session import Session
from storage.errors import HermesError
from storage.queries.templates import TemplateRow
from widgets.code_area import CodeArea, Piece

if TYPE_CHECKING:
    from hermes_tui.outreach.templates.checking import Fault
    from hermes_tui.outreach.templates.rendering import Rendered

REST_SECONDS = 0.25  # after a key, until what was typed is kept on disk
_FAULTS_SHOWN = 3
_BACK = " Here is what was typed the last time and not saved; Esc twice drops it."
_UNREADABLE = "What a buyer will read stands here as soon as nothing is wrong any more"
_ALL_FIELDS = (
    "Fields are written {{{{ lead.title }}}}; {} lists them with what each says here, and behind a | what changes it"
)


class EditorView(HermesScreen):
    """The parts of the editor and how they follow each other; an heir says what keys do."""

    place: ClassVar[str] = "templates"
    scopes = ("template",)

    # Not in a sheet of its own: where it is the first screen that would not be read, elsewhere all would be anew.
    DEFAULT_CSS = """
    EditorView {
        & #editor-head { height: 2; border-bottom: solid $panel; text-wrap: nowrap; text-overflow: ellipsis; }
        & #editor-all { height: 1fr; }
        & #editor-left { width: 30; border-right: solid $panel; }
        & #editor-list { height: 1fr; }
        & #editor-list > .paged-list--cursor-unfocused { background: $foreground 12%; }
        & #editor-figures { width: 1fr; height: 10; border-top: solid $panel; padding: 0 1; }
        & #editor-middle { width: 11fr; }
        & #editor-subject { height: 2; border-bottom: solid $panel; }
        & #editor-label { width: 10; padding: 0 1; color: $foreground 60%; }
        &.-no-subject #editor-subject { display: none; }
        & SubjectLine { width: 1fr; padding: 0; }
        & #editor-body { width: 1fr; height: 1fr; }
        & #editor-faults { height: 4; border-top: solid $panel; padding: 0 1; }
        & #editor-right { width: 10fr; border-left: solid $panel; }
        & #editor-letter { width: 1fr; height: 1fr; padding: 0 1; }
        & #editor-state { height: 2; border-top: solid $panel; text-wrap: nowrap; text-overflow: ellipsis; }

        &.-narrow #editor-all { layout: vertical; }
        &.-narrow #editor-left { display: none; }
        &.-narrow #editor-middle { width: 1fr; height: 12fr; }
        &.-narrow #editor-faults { height: 2; border-top: none; }
        &.-narrow #editor-right { width: 1fr; height: 8fr; border-left: none; border-top: solid $panel; }
        &.-narrow #editor-state { height: 1; border-top: none; }

        &.-reading #editor-left { display: none; }
        &.-reading #editor-middle { display: none; }
        &.-reading #editor-right { border: none; height: 1fr; width: 1fr; }
    }
    """

    def __init__(self, session: Session, began: Draft, listed: Sequence[Line], line: Line | None) -> None:
        super().__init__(session)
        self.line = line  # the stored template; None for one that is new
        self._listed = listed
        self.kept_in = leftover.place_of(session.database, f"template-{line.row.id}" if line else "template-new")
        self.began = self.facts = began
        self._left = False
        self.samples = Samples(session)
        self._rendered: Rendered | None = None
        self.writing: CodeArea | None = None
        self.dropping = False
        self._rest: Timer | None = None
        self._typed_last = self._take_up(began)

    def _take_up(self, began: Draft) -> Draft:
        """What was left unsaved the last time, with what it was then; else the template as it is."""
        found = leftover.find(self.kept_in)
        if found is None:
            return began
        try:
            before, typed = from_file(found.began, began), from_file(found.text, began)
        except HermesError:
            return began
        self._left, self.began, self.facts = True, before, typed
        return typed

    def body(self) -> Iterable[Widget]:
        """The other templates, the editor, what a buyer will read, what is missing."""
        from hermes_tui.outreach.templates.highlighting import pieces

        typed = self._typed_last
        subject, text = (
            made(said, pieces=pieces, styles=colours.STYLES, wrong=colours.WRONG, typed=self._typed, soft_wrap=wraps)
            for made, said, wraps in ((SubjectLine, typed.subject, False), (CodeArea, typed.body, True))
        )
        text.id = "editor-body"
        yield Static(id="editor-head")
        with Horizontal(id="editor-all"):
            with Vertical(id="editor-left"):
                listed = FixedList(lines.draw_narrow, header=lines.NARROW.header, empty=Content(""), id="editor-list")
                listed.can_focus = False
                yield listed
                yield Brief(id="editor-figures")
            with Vertical(id="editor-middle"):
                with Horizontal(id="editor-subject"):
                    yield Static(Content("subject"), id="editor-label")
                    yield subject
                yield text
                yield Static(id="editor-faults")
            with Vertical(id="editor-right"):
                yield Reading(id="editor-letter")
        yield Static(id="editor-state")

    def on_mount(self) -> None:
        """Begin to write; in the rep's own editor where that was asked for."""
        self.samples.read_again()
        self.show_facts()
        self.area.focus()
        self.title_bar.show_counts()
        self.call_after_refresh(self.show_text)
        if self._left:
            self.call_after_refresh(self.say, _BACK)

    # -- what stands where -----------------------------------------------------------------------------

    @property
    def area(self) -> CodeArea:
        """Where the text is written."""
        return self.query_one("#editor-body", CodeArea)

    @property
    def subject(self) -> SubjectLine:
        """Where the subject is."""
        return self.query_one(SubjectLine)

    @property
    def letter(self) -> Reading:
        """What a buyer will read."""
        return self.query_one(Reading)

    @property
    def draft(self) -> Draft:
        """All that is typed now."""
        return self.facts._replace(subject=self.subject.text, body=self.area.text)

    def hint_keys(self) -> list[tuple[str, str]]:
        """Without what works everywhere: `u` is a letter here."""
        shown = [command for command in in_scope("template") if command.shown]
        return [(self.keys_of(command.id), command.label) for command in (*shown, BY_ID["help"])]

    def keys_of(self, commands: str) -> str:
        """As everywhere, but for the help the key that is no letter."""
        return "F1" if commands == "help" else super().keys_of(commands)

    # -- what is shown ---------------------------------------------------------------------------------

    def show_facts(self) -> None:
        """What does not change with each key: which template it is, how it fares, and the others."""
        facts, line = self.facts, self.line
        version = "new" if line is None else f"v{line.row.version}"
        idle = "" if line is None or line.row.active else ", out of use"
        title = Content.assemble((f" {facts.name}", "bold"), (f" · {facts.words} · {version}{idle}", DIM))
        self.query_one("#editor-head", Static).update(title)
        written = line or Line(TemplateRow(0, facts.name, facts.kind, facts.channel, "", "", 1, 1, 0, 0), None)
        listed = self._listed if line else (written, *self._listed)
        ids = [each.row.id for each in listed]
        self.query_one("#editor-list", FixedList).show_rows(listed, ids.index(written.row.id))
        words = figures.in_words(line.found) if line else Content.styled("A new one: nothing to count yet", DIM)
        self.query_one("#editor-figures", Brief).show(words)
        self.set_class(facts.channel != "email", "-no-subject")

    def _typed(self) -> None:
        """A key changed the text: all that depends on it is painted with it, in one frame."""
        batch = self.app.batch_update()
        batch.__enter__()

        def paint() -> None:
            batch.__exit__(None, None, None)
            if self.is_attached:
                self.check_idle()

        get_running_loop().call_soon(paint)
        self.dropping = False
        self.strip.settle()
        self.show_text()
        self._follow()
        if self._rest is None:  # not one a key: to make a timer takes longer than to find that it is not time yet
            self._rest = self.set_timer(REST_SECONDS, self._rested)

    def show_text(self) -> None:
        """Fill the template in for the sample, and say what is wrong or missing."""
        from hermes_tui.outreach.templates.rendering import render

        draft = self.draft
        before = self._rendered
        self._rendered = found = render(draft.subject, draft.body, self.samples.values)
        if not found.faults:  # with any of them what was readable last stays in sight
            self.letter.show(as_read(found, self.samples, draft.channel), keep_place=True)
        elif before is None:
            self.letter.show(Content.styled(_UNREADABLE, DIM))
        if before is None or found.faults != before.faults:
            self._show_faults(found.faults)
        self._show_state(found)

    def _show_faults(self, faults: Sequence[Fault]) -> None:
        for area, part in ((self.subject, "subject"), (self.area, "body")):
            area.underline(
                Piece(each.line - 1, each.column - 1, each.column - 1 + each.length, "")
                for each in faults
                if each.part == part
            )
        shown = 1 if self.has_class("-narrow") else _FAULTS_SHOWN
        words = [Content.assemble((_where(each), "bold $text-error"), f" {each.words}") for each in faults[:shown]]
        if len(faults) > shown:
            words[-1] = Content.assemble(words[-1], (f"  and {len(faults) - shown} more", DIM))
        usual = Content.styled(_ALL_FIELDS.format(self.keys_of("template.insert")), DIM)
        said = Content("\n").join(words) if words else usual
        self.query_one("#editor-faults", Static).update(said, layout=False)

    def _show_state(self, found: Rendered) -> None:
        state = self.query_one("#editor-state", Static)
        words = state_words(found, self.samples)
        if not (isinstance(state.content, Content) and state.content.is_same(words)):
            state.update(words, layout=False)

    @on(TextArea.SelectionChanged)
    def _moved(self, event: TextArea.SelectionChanged) -> None:
        """The preview scrolls to where the rep writes."""
        self.writing = event.text_area if isinstance(event.text_area, CodeArea) else None
        if event.text_area is self.area:
            self._follow()

    def _follow(self) -> None:
        last = max(1, self.area.document.line_count - 1)
        self.letter.follow(self.area.selection.end[0] / last)

    def reload(self) -> None:
        """Another program changed something: the sample is read again, what is typed stays."""
        self.samples.read_again()
        self.show_text()
        self.title_bar.show_counts()

    # -- so that nothing is lost -----------------------------------------------------------------------

    def keep_typed(self) -> None:
        leftover.keep(self.kept_in, leftover.Leftover(as_file(self.began), as_file(self.draft)))

    def _rested(self) -> None:
        self._rest = None
        self.keep_typed()

    def stop_rest(self) -> None:
        """What was typed is kept or dropped by whoever calls this."""
        if self._rest is not None:
            self._rest.stop()
            self._rest = None


def _where(fault: Fault) -> str:
    part = "subject" if fault.part == "subject" else f"line {fault.line}"
    return f"{part}, column {fault.column}:"
