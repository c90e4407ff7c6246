"""A pane of text that is wrapped at whatever width it is given."""

from __future__ import annotations

from textual import events
from textual.content import Content

from widgets.text_pane import TextPane


class Brief(TextPane):
    """Text that is wrapped when its width is known, and painted again at every width."""

    def show(self, content: Content, *, keep_place: bool = False) -> None:
        """Show this text; before the first layout it only keeps it, as wrapping it to nothing would take long."""
        if self.size.width:
            super().show(content, keep_place=keep_place)
        else:
            self._content = content

    def on_resize(self, _event: events.Resize) -> None:
        self.refresh()
