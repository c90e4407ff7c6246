"""One line that holds one of a few choices: arrows go through them, a letter jumps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from widgets.drawing import one_line


class PickLine(Widget, can_focus=True):
    """`‹ value ›`. Choices are (value, label) pairs; a value that is none of them is kept and shown as it is."""

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    PickLine { height: 1; color: $foreground; background: $surface; }
    PickLine:focus { background: $foreground 12%; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,up", "turn(-1)", "Previous", id="pick.previous", show=False, tooltip="The choice before"),
        Binding("right,down,space", "turn(1)", "Next", id="pick.next", show=False, tooltip="The next choice"),
    ]

    value: reactive[str] = reactive("", init=False)

    @dataclass
    class Changed(Message):
        """Another choice was taken."""

        pick: PickLine
        value: str

        @property
        def control(self) -> PickLine:
            return self.pick

    def __init__(self, choices: Sequence[tuple[str, str]], value: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.choices = tuple(choices)
        self.set_reactive(PickLine.value, value)

    def watch_value(self, value: str) -> None:
        self.post_message(self.Changed(self, value))

    def render(self) -> Content:
        label = next((label for value, label in self.choices if value == self.value), self.value)
        return Content.assemble(("‹ ", "$accent"), one_line(Content(label)), (" ›", "$accent"))

    def action_turn(self, by: int) -> None:
        values = [value for value, _ in self.choices]
        if not values:
            return
        if self.value in values:
            self.value = values[(values.index(self.value) + by) % len(values)]
        else:
            self.value = values[0 if by > 0 else -1]

    def on_key(self, event: events.Key) -> None:
        """A letter goes to the next choice whose label begins with it."""
        letter = event.character
        if not event.is_printable or letter is None or letter == " ":
            return
        event.stop()
        event.prevent_default()
        values = [value for value, _ in self.choices]
        start = values.index(self.value) + 1 if self.value in values else 0
        around = [*self.choices[start:], *self.choices[:start]]
        for value, label in around:
            if label.casefold().startswith(letter.casefold()):
                self.value = value
                return

    def on_click(self) -> None:
        self.action_turn(1)
