"""What the review of a message shows: its head, its words to read or to write in, and what is still missing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static, TextArea

from hermes_tui import keymap
from hermes_tui.actions.draft import is_unwritten
from hermes_tui.screens.base import HermesScreen
from hermes_tui.screens.brief import Brief
from hermes_tui.screens.letter.lines import Facts, as_read, gaps_words, head, subject_as_read
from hermes_tui.screens.letter.review import Review
from hermes_tui.screens.styles import DIM
from hermes_tui.session import Session
from widgets.drawing import one_line

_WRITING_KEYS = (("letter.settle", "done writing"), ("letter.editor", "$EDITOR"))
_BACK = "Here is what was typed the last time and not sent; {} drops it."
_UNWRITTEN = "Not a word of yours stands in it yet: {} writes."
_EDGES = 4  # cells of padding beside the text


class LetterView(HermesScreen):
    """A message to look through; an heir says what keys do. `e` turns its words into an editor, in place."""

    AUTO_FOCUS = ""  # the keys are the screen's until the rep writes
    place: ClassVar[str] = "letter"
    scopes: tuple[str, ...] = ("letter",)
    DEFAULT_CSS = """
    LetterView {
        & #letter--title { height: 2; padding: 0 2; border-bottom: solid $panel; }
        & #letter--head { height: auto; padding: 0 2; border-bottom: solid $panel; }
        & #letter--words { height: 1fr; padding: 1 2 0 2; max-width: 84; }
        & TextArea { height: 1fr; margin: 1 1 0 1; padding: 0 1; background: $surface; display: none; max-width: 84; }
        & #letter--says { height: auto; max-height: 3; padding: 0 2; color: $text-warning; }
        &.-writing TextArea { display: block; }
        &.-writing #letter--words { display: none; }
        &.-narrow #letter--words { padding: 0 2; }
    }
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.review: Review | None = None
        self.facts: Facts | None = None

    def body(self) -> Iterable[Widget]:
        """What it is, its head, its words, what is to be said about them."""
        yield Static(id="letter--title")
        yield Static(id="letter--head")
        yield Brief(id="letter--words")
        yield TextArea(
            "", compact=True, soft_wrap=True, tab_behavior="focus", highlight_cursor_line=False, id="letter--text"
        )
        yield Static(id="letter--says")

    @property
    def editor(self) -> TextArea:
        """Where the words are written."""
        return self.query_one(TextArea)

    @property
    def words(self) -> Brief:
        """Where they are read."""
        return self.query_one("#letter--words", Brief)

    @property
    def writing(self) -> bool:
        """Whether the rep writes in it now."""
        return self.has_class("-writing")

    # -- what is shown ---------------------------------------------------------------------------------

    def show_title(self, title: Content, place: str) -> None:
        """What it is, and where in the walk one is."""
        width = (self.size.width or 80) - _EDGES
        room = max(1, width - len(place) - 2)
        name = one_line(title)
        name = name.truncate(room, ellipsis=True) if name.cell_length > room else name
        gap = " " * max(2, width - name.cell_length - len(place))
        self.query_one("#letter--title", Static).update(Content.assemble(name, gap, (place, DIM)), layout=False)

    def show_review(self, *, from_top: bool = True) -> None:
        """The message as it reads now."""
        review, facts = self.review, self.facts
        if review is None or facts is None:
            return
        written, gaps = review.written, review.gaps
        subject = subject_as_read(written, gaps) if review.has_subject and not self.writing else None
        shown = head(facts, subject, (self.size.width or 80) - _EDGES)
        self.query_one("#letter--head", Static).update(shown)
        self.words.show(as_read(written, gaps), keep_place=not from_top)
        self.say_missing()

    def say_missing(self) -> None:
        """What is to be filled in before it can go out; that old words came back."""
        review = self.review
        if review is None:
            return
        kept = self.facts.kept if self.facts is not None else ""
        body = review.written.body.strip()
        said = [gaps_words(review.gaps), kept]
        if body and is_unwritten(body) and not self.writing:
            said.append(_UNWRITTEN.format(self.keys_of("letter.write")))
        if review.brought_back:
            said.append(_BACK.format(self.keys_of("letter.drop")))
        self.query_one("#letter--says", Static).update(Content("\n".join(filter(None, said))))

    def on_resize(self, event: object) -> None:
        """The head wraps anew."""
        self.strip.set_hint(self.hint())
        self.show_review(from_top=False)

    def hint_keys(self) -> list[tuple[str, str]]:
        """While one writes only what the editor leaves alone."""
        if not self.writing:
            return super().hint_keys()
        return [(keymap.shown_key(self._key_while_writing(name)), label) for name, label in _WRITING_KEYS]

    def _key_while_writing(self, name: str) -> str:
        """The first of its keys that is no letter, which would be typed."""
        settings = self.session.settings
        keys = keymap.keys_of(keymap.BY_ID[name], keymap.overrides(settings.preset, settings.keys)).split(",")
        return next((key for key in keys if len(key) > 1), keys[0])

    # -- writing ---------------------------------------------------------------------------------------

    def write(self) -> None:
        """The words become an editor; the cursor stands where the body begins."""
        if self.review is None:
            return
        self.add_class("-writing")
        self.editor.text = self.review.text
        self.editor.move_cursor((2 if self.review.has_subject else 0, 0))
        self.editor.focus()
        self.strip.set_hint(self.hint())
        self.show_review(from_top=False)

    def settle(self) -> None:
        """What was typed is what will be sent; to be read again."""
        if self.writing and self.review is not None:
            self.review.write(self.editor.text)
            self.remove_class("-writing")
            self.set_focus(None)
            self.strip.set_hint(self.hint())
            self.show_review()

    @on(TextArea.Changed)
    def _typed(self) -> None:
        """Kept as it is typed."""
        if self.writing and self.review is not None:
            self.review.write(self.editor.text)
            self.say_missing()
