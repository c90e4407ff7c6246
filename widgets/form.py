"""One modal form for everything: it is declared as a list of fields, and gives back what was changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import ClassVar, Literal, NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.suggester import SuggestFromList
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from widgets.drawing import one_line
from widgets.pick_line import PickLine
from widgets.prompt_line import WholeLine

Check = Callable[[str], "str | None"]
"""text → what is wrong with it in one short phrase, or None."""

_LINES_AROUND = 6
"""Lines of a form that are not fields: border, title, foot, and the space between."""

_FOOT = "ctrl+s save   tab next   esc cancel"
_DROP = "Not saved. Esc again drops what you typed, any other key keeps it."


class Field(NamedTuple):
    """One field of a form. Choices are values, or (value, label) pairs. An empty text is never checked by `kind`,
    only by `check`, so that a field is required by its check alone."""

    name: str
    label: str
    value: str = ""
    kind: Literal["text", "multiline", "choice", "date", "number"] = "text"
    choices: Sequence[str | tuple[str, str]] = ()
    suggestions: Sequence[str] = ()
    check: Check | None = None
    help: str = ""

    def wrong(self, text: str) -> str | None:
        """What is wrong with this text, or None. A check of the field's own stands in for that of its kind."""
        if self.check is not None:
            return self.check(text)
        if not text.strip():
            return None
        if self.kind == "date":
            return _not_a_date(text)
        return _not_a_number(text) if self.kind == "number" else None


def _not_a_date(text: str) -> str | None:
    try:
        date.fromisoformat(text.strip())
    except ValueError:
        return "not a date: YYYY-MM-DD"
    return None


def _not_a_number(text: str) -> str | None:
    try:
        float(text.strip().replace(",", "").replace(" ", ""))
    except ValueError:
        return "not a number"
    return None


class _FieldRow(Vertical):
    """A label, an editor, and a line for help or for what is wrong."""

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field = field
        self.editor = _editor(field)
        self._note = Static(one_line(Content(field.help)), classes="form--note")

    def compose(self) -> ComposeResult:
        yield Static(one_line(Content(self.field.label)), classes="form--label")
        yield self.editor
        yield self._note

    def on_mount(self) -> None:
        self._note.display = bool(self.field.help)
        if isinstance(self.editor, TextArea):
            self.editor.move_cursor(self.editor.document.end)

    @property
    def text(self) -> str:
        """What stands in the editor."""
        if isinstance(self.editor, TextArea):
            return self.editor.text
        assert isinstance(self.editor, Input | PickLine)
        return self.editor.value

    def check(self) -> bool:
        """Is the text right? If not, say under it what is wrong."""
        wrong = self.field.wrong(self.text)
        self.set_class(wrong is not None, "-wrong")
        note = self.field.help if wrong is None else f"✗ {wrong}"
        self._note.update(one_line(Content(note)))
        self._note.display = bool(note)
        return wrong is None

    def on_input_changed(self) -> None:
        self._settle()

    def on_text_area_changed(self) -> None:
        self._settle()

    def on_pick_line_changed(self) -> None:
        self._settle()

    def _settle(self) -> None:
        if self.has_class("-wrong"):
            self.check()


def _editor(field: Field) -> Input | TextArea | PickLine:
    if field.kind == "choice":
        pairs = [(each, each) if isinstance(each, str) else each for each in field.choices]
        return PickLine(pairs, field.value)
    if field.kind == "multiline":
        return TextArea(field.value, compact=True, soft_wrap=True, tab_behavior="focus", highlight_cursor_line=False)
    suggester = SuggestFromList(field.suggestions, case_sensitive=False) if field.suggestions else None
    line = WholeLine(field.value, compact=True, suggester=suggester, select_on_focus=False)
    line.cursor_position = len(field.value)
    return line


class FormScreen(ModalScreen["dict[str, str] | None"]):
    """Edits the fields; dismisses with {name: text} of those that changed, or with None if it was cancelled.

    Enter goes to the next field and saves on the last one, ctrl+s saves from anywhere. Esc cancels; where something
    was typed it asks once first. What is wrong is said under its field, and the text stays.
    """

    DEFAULT_CSS = """
    FormScreen {
        align: center middle;
        background: $background 60%;
        & > #form {
            width: 76; max-width: 100%; height: auto; max-height: 100%;
            background: $background; border: round $foreground 30%; padding: 0 1;
        }
        #form--title { text-style: bold; width: 1fr; margin-bottom: 1; text-wrap: nowrap; text-overflow: ellipsis; }
        #form--fields { height: auto; scrollbar-size-vertical: 1; }
        #form--foot { color: $text-muted; width: 1fr; margin-top: 1; }
        &.-dropping #form--foot { color: $text-warning; text-style: bold; }
        _FieldRow { height: auto; margin-bottom: 1; }
        _FieldRow > Input { background: $surface; }
        _FieldRow > TextArea { height: 5; background: $surface; }
        .form--label { color: $text-muted; }
        _FieldRow:focus-within > .form--label { color: $accent; text-style: bold; }
        .form--note { color: $text-muted; }
        _FieldRow.-wrong > .form--note { color: $text-error; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f2", "save", "Save", id="form.save", priority=True, tooltip="Save and close"),
        Binding("escape", "cancel", "Cancel", id="form.cancel", priority=True, tooltip="Close without saving"),
        Binding("ctrl+c", "copy_or_cancel", "Cancel", id="form.stop", show=False, priority=True),
        Binding("enter", "next", "Next", id="form.next", show=False, tooltip="The next field; saves on the last"),
        Binding("down", "app.focus_next", "Next", id="form.down", show=False, tooltip="The next field"),
        Binding("up", "app.focus_previous", "Previous", id="form.up", show=False, tooltip="The one before"),
    ]

    def __init__(self, title: Content | str, fields: Sequence[Field]) -> None:
        super().__init__()
        self._heading = one_line(Content(title) if isinstance(title, str) else title)
        self._rows = [_FieldRow(field) for field in fields]
        self._foot = Static(Content(_FOOT), id="form--foot")

    def compose(self) -> ComposeResult:
        with Vertical(id="form"):
            yield Static(self._heading, id="form--title")
            with VerticalScroll(id="form--fields", can_focus=False):
                yield from self._rows
            yield self._foot

    def on_resize(self, event: events.Resize) -> None:
        self.query_one("#form--fields").styles.max_height = max(1, event.size.height - _LINES_AROUND)

    @property
    def changes(self) -> dict[str, str]:
        """{name: text} of the fields that read differently from how they began."""
        return {row.field.name: row.text for row in self._rows if row.text != row.field.value}

    def action_save(self) -> None:
        """Dismiss with the changes, unless a field is wrong: then go there."""
        wrong = [row for row in self._rows if not row.check()]
        if wrong:
            wrong[0].editor.focus()
        else:
            self.dismiss(self.changes)

    @on(Input.Submitted)
    def action_next(self) -> None:
        """Check this field and go to the next; save on the last."""
        row = next((row for row in self._rows if row.editor is self.focused), None)
        if row is None or not row.check():
            return
        if row is self._rows[-1]:
            self.action_save()
        else:
            self.focus_next()

    def action_cancel(self) -> None:
        """Close; ask once first where something was typed."""
        if not self.changes or self.has_class("-dropping"):
            self.dismiss(None)
        else:
            self._ask(True)

    def action_copy_or_cancel(self) -> None:
        focused = self.focused
        if isinstance(focused, Input | TextArea) and focused.selected_text:
            self.app.copy_to_clipboard(focused.selected_text)
        else:
            self.action_cancel()

    def _ask(self, dropping: bool) -> None:
        self.set_class(dropping, "-dropping")
        self._foot.update(Content(_DROP if dropping else _FOOT))

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(PickLine.Changed)
    def _typed_on(self) -> None:
        if self.has_class("-dropping"):
            self._ask(False)

    def on_key(self, _event: events.Key) -> None:
        if self.has_class("-dropping"):
            self._ask(False)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        row = event.widget.parent
        if isinstance(row, Widget):
            row.scroll_visible(animate=False)
