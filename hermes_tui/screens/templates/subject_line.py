"""The line above the editor where the subject is written, coloured as the text is."""

from __future__ import annotations

from textual import events

from widgets.code_area import CodeArea


class SubjectLine(CodeArea):
    """One line: Enter and ↓ go on to the text, and what is pasted is put on one line."""

    DEFAULT_CSS = """
    SubjectLine { height: 1; scrollbar-size: 0 0; }
    """

    def on_key(self, event: events.Key) -> None:
        """Keys that would leave the line."""
        if event.key in ("enter", "down"):
            event.stop()
            event.prevent_default()
            self.screen.focus_next()

    def on_paste(self, event: events.Paste) -> None:
        """All of it, its lines put together with spaces."""
        event.stop()
        event.prevent_default()
        self.replace(" ".join(event.text.split("\n")), *self.selection)

    def action_paste(self) -> None:
        """What was copied within the program, likewise."""
        self.replace(" ".join(self.app.clipboard.split("\n")), *self.selection)
