"""The least that a Textual application can be: one line of text, one key. What Hermes is measured against."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

GREETING = "The least that a Textual application can do is to show a line of text."


class MinimalApp(App[None]):
    """One line, which `j` changes."""

    BINDINGS: list[BindingType] = [("j", "count", "Count")]

    def compose(self) -> ComposeResult:
        """The line."""
        self.line = Static(GREETING)
        yield self.line

    def on_mount(self) -> None:
        """Nothing was pressed yet."""
        self.pressed = 0

    def action_count(self) -> None:
        """Paint the line with another number."""
        self.pressed += 1
        self.line.update(f"{GREETING} {self.pressed:06}", layout=False)
