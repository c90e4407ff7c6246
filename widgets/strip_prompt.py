"""The line at the bottom: hints at rest, what just happened, and questions answered by a key or a line of text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, Static

from widgets.drawing import one_line, shaded_content
from widgets.every_key import EveryKey, character_of, send_fence
from widgets.prompt_line import PromptLine
from widgets.questions import Choice, ChoiceQuestion, TextQuestion, Validate
from widgets.suggestions import LineSuggester

__all__ = ["Choice", "StripPrompt"]

_CANCEL_KEYS = frozenset({"escape", "q", "ctrl+c"})
_ENDING_KEYS = frozenset({"enter", "escape"})
_MOST_LINES = 3
_WORD = 12  # cells that a line may end short by, its next word being longer


class StripPrompt(Widget):
    """One line, docked by its owner. At rest a hint; `flash` says an outcome; `ask_choice` and `ask_text` ask at once.

    While it asks it has the focus and every key is its own, those typed before the question was painted included. A
    callback is called with the answer, after the focus went back; cancelled, only `on_cancel` is.
    """

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    StripPrompt {
        height: 1;
        layout: horizontal;
        background: $surface;
        color: $text-muted;
        & > Static { height: 100%; width: 1fr; text-wrap: nowrap; text-overflow: ellipsis; }
        &.-tall > Static { text-wrap: wrap; }
        & > .strip-prompt--wrong { display: none; }
        & > PromptLine { display: none; width: 1fr; min-width: 12; background: $surface; }
        &.-typing > PromptLine { display: block; }
        &.-typing > .strip-prompt--says { width: auto; max-width: 50%; padding-right: 1; }
        &.-wrong > .strip-prompt--wrong {
            display: block; width: auto; max-width: 50%; padding: 0 1; color: $text-error; text-style: bold;
        }
    }
    """

    def __init__(self, hint: Content | None = None, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._hint = hint or Content("")
        self._says = Static(classes="strip-prompt--says")
        self._line = PromptLine(self.accept)
        self._wrong = Static(classes="strip-prompt--wrong")
        self._refused = ""
        self._question: ChoiceQuestion | TextQuestion | None = None
        self._back_to: Widget | None = None
        self._flash_timer: Timer | None = None
        self._fences: set[object] = set()
        self._waiting: list[str] = []  # keys typed after those that a fence still lets through
        self._bindings.key_to_bindings = EveryKey(self._wants)

    def compose(self) -> ComposeResult:
        yield self._says
        yield self._line
        yield self._wrong

    def on_mount(self) -> None:
        self._show(self._hint)

    # At rest

    def set_hint(self, hint: Content) -> None:
        """What stands here when nothing else is said."""
        self._hint = hint
        if self._question is None and self._flash_timer is None:
            self._show(hint)

    def flash(self, outcome: Content, seconds: float = 8.0) -> None:
        """Say what happened, until `settle()` (call it when the next key comes) or for so many seconds."""
        self._stop_flash()
        self._flash_timer = self.set_timer(seconds, self.settle)
        if self._question is None:
            self._show(outcome)

    def settle(self) -> None:
        """Back to the hint, if an outcome is flashing; cheap enough to be called for each key."""
        if self._flash_timer is not None:
            self._stop_flash()
            if self._question is None:
                self._show(self._hint)

    def _stop_flash(self) -> None:
        if self._flash_timer is not None:
            self._flash_timer.stop()
            self._flash_timer = None

    def _show(self, content: Content) -> None:
        if self._question is not None:
            # Not by a class: to style the strip anew would cost each verb 2 ms twice, and paint each question twice.
            content = content.stylize_before("$foreground")
        width = self.size.width
        lines = 1
        whole = isinstance(self._question, ChoiceQuestion) or (self._question is None and self._flash_timer is not None)
        if whole and 0 < width < content.cell_length:
            lines = min(_MOST_LINES, len(content.wrap(width)))
        if self.styles.height is None or self.styles.height.value != lines:
            self.styles.height = lines
            self.set_class(lines > 1, "-tall")
        self._says.update(shaded_content(one_line(content)), layout=isinstance(self._question, TextQuestion))

    # Questions

    @property
    def asking(self) -> bool:
        """Is a question open?"""
        return self._question is not None

    def ask_choice(
        self,
        label: Content,
        choices: Sequence[Choice],
        callback: Callable[[Any], object],
        on_cancel: Callable[[], object] | None = None,
    ) -> None:
        """Ask for one of the choices, by its key; Esc or q (where it is no choice) cancels."""
        self._open(ChoiceQuestion(label, choices, callback, on_cancel))
        self.can_focus = True  # so that the app gives the focus back here when its terminal gets it back
        self._take_keys(self)
        self._show(self._question_content())

    def ask_text(
        self,
        label: Content,
        value: str,
        callback: Callable[[str], object],
        suggestions: Sequence[str] = (),
        validate: Validate | None = None,
        on_cancel: Callable[[], object] | None = None,
    ) -> None:
        """Ask for a line of text, `value` to start with: Enter gives it, unless `validate` objects; Esc cancels."""
        self._open(TextQuestion(label, callback, on_cancel, validate))
        line = self._line
        line.suggester = LineSuggester(suggestions) if suggestions else None
        line.value = value
        line.cursor_position = len(value)
        self.add_class("-typing")
        self._take_keys(line)
        line.post_message(events.Focus())
        self._show(label)

    def cancel(self) -> None:
        """Take the question back, as Esc does."""
        question = self._question
        if question is not None:
            self._close()
            if question.on_cancel is not None:
                question.on_cancel()

    def accept(self) -> None:
        """Take the text typed so far as the answer, as Enter does."""
        question, value = self._question, self._line.value
        if not isinstance(question, TextQuestion):
            return
        wrong = question.validate(value) if question.validate is not None else None
        if wrong is not None:
            self._refused = value
            self._wrong.update(one_line(Content(wrong)))
            self.add_class("-wrong")
            return
        self._close()
        question.callback(value)

    def _question_content(self, say: str = "") -> Content:
        question = self._question
        assert isinstance(question, ChoiceQuestion)
        width, content = self.size.width, question.content(say)
        if not 0 < width < content.cell_length:
            return content
        over = content.cell_length - _MOST_LINES * (width - _WORD)
        if 0 < over < question.label.cell_length:  # the label gives way, not the keys
            label = question.label.truncate(question.label.cell_length - over, ellipsis=True)
            question = question._replace(label=label)
        unbroken = question.content(say, width)
        return unbroken if len(unbroken.wrap(width)) <= _MOST_LINES else question.content(say)

    def _open(self, question: ChoiceQuestion | TextQuestion) -> None:
        self.cancel()
        focused = self.screen.focused
        self._back_to = focused
        self._question = question
        self._send_fence(focused or self.screen)

    def _close(self) -> None:
        """Give the focus back, and the keys that came too late for this question to whoever has it now."""
        question, self._question = self._question, None
        self.remove_class("-typing", "-wrong")
        back_to, self._back_to = self._back_to, None
        self.can_focus = False
        if self.has_focus:
            self.post_message(events.Blur())
        if isinstance(question, TextQuestion):
            self._line.post_message(events.Blur())
        if self.screen.focused in (self, self._line):
            if back_to is None or back_to.is_attached:
                self._take_keys(back_to)
            else:
                self.screen.set_focus(None)
        self._line.suggester = None
        waiting, self._waiting = self._waiting, []
        for key in waiting:
            self._pass_on(key, self.screen.focused or self.screen)
        self._stop_flash()
        self._show(self._hint)

    def _take_keys(self, widget: Widget | None) -> None:
        """Send the keys to this widget from now on. Unlike set_focus this does not repaint the whole screen and restyle
        the widget left behind, which would cost 50 ms and 14 KB for each question; what is behind looks as before."""
        self.screen.set_reactive(Screen.focused, widget)

    # Keys: see every_key.py for the two ways a key can come

    def _wants(self, key: str) -> tuple[bool, bool]:
        if isinstance(self._question, TextQuestion):
            return bool(self._fences) or key in _ENDING_KEYS, True
        return self._question is not None, self._question is not None

    def action_take(self, key: str) -> None:
        """A key straight from the terminal."""
        if self._fences:
            self._waiting.append(key)
        elif isinstance(self._question, ChoiceQuestion):
            self._answer(key)
        elif key in _ENDING_KEYS:  # what was typed before is on its way through the line: end behind it
            self._send_fence(self._line, self.accept if key == "enter" else self.cancel)
        else:
            self._pass_on(key, self._line)

    async def action_take_late(self, key: str) -> None:
        """A key that was on its way through another widget when the question opened."""
        if isinstance(self._question, ChoiceQuestion):
            self._answer(key)
        elif key == "escape":
            self.cancel()
        elif key == "enter":
            self.accept()
        else:
            character = character_of(key)
            if character is not None and character.isprintable():
                self._line.insert_text_at_cursor(character)

    def _answer(self, key: str) -> None:
        question = self._question
        assert isinstance(question, ChoiceQuestion)
        choice = question.chosen(key, character_of(key))
        if choice is not None:
            self._close()
            question.callback(choice.value)
        elif key in _CANCEL_KEYS:
            self.cancel()
        else:
            self._show(question.content(f"{character_of(key) or key} is no choice, Esc cancels"))

    def _send_fence(self, start: Widget, then: Callable[[], None] | None = None) -> None:
        fence = object()

        def arrived() -> None:
            if fence not in self._fences:
                return
            self._fences.discard(fence)
            patience.stop()
            if then is not None:
                then()
            while self._waiting and not self._fences:
                self.action_take(self._waiting.pop(0))

        self._fences.add(fence)
        # A widget removed on the way swallows the fence: never hold keys for good.
        patience = self.set_timer(1.0, arrived)
        send_fence(start, arrived)

    def _pass_on(self, key: str, to: Widget) -> None:
        # The private door: a key posted the public way would overtake, or be overtaken by, those in the app's queue.
        to._forward_event(events.Key(key, character_of(key)))

    # Everything that is no key

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if self._line.value != self._refused:  # what was typed just before Enter is told of only after it
            self.remove_class("-wrong")

    def on_paste(self, event: events.Paste) -> None:
        event.stop()

    def on_blur(self, _event: events.Blur) -> None:
        self._leave()

    def on_descendant_blur(self, _event: events.DescendantBlur) -> None:
        self._leave()

    def _leave(self) -> None:
        """The mouse put the focus elsewhere: nobody answers any more. (A terminal that lost it gives it back.)"""
        focused, back_to = self.screen.focused, self._back_to
        if self.asking and self.app.app_focus and focused not in (self, self._line):
            if back_to is not None and back_to is not focused:
                back_to.post_message(events.Blur())
            self.cancel()

    def on_resize(self, _event: events.Resize) -> None:
        if isinstance(self._question, ChoiceQuestion):
            self._show(self._question_content())
