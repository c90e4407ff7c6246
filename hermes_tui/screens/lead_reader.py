"""A page of text over the screen: the whole words of a note, a mail, or of what a command printed."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from hermes_tui.screens.brief import Brief
from widgets.drawing import one_line

_FOOT = "j k scroll   q back"


class ReaderScreen(ModalScreen[None]):
    """Text to read and leave; j and k scroll it, q, Esc and Enter close it."""

    DEFAULT_CSS = """
    ReaderScreen {
        align: center middle;
        background: $background 60%;
        & > #reader {
            width: 92; max-width: 100%; height: 80%; background: $background; border: round $foreground 30%;
            padding: 0 1;
        }
        #reader--title { text-style: bold; width: 1fr; margin-bottom: 1; text-wrap: nowrap; text-overflow: ellipsis; }
        #reader--foot { color: $text-muted; width: 1fr; margin-top: 1; }
    }
    ReaderScreen.-narrow > #reader { height: 100%; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,escape,enter", "close", "Back", tooltip="Close"),
        Binding("j,down,J", "scroll(1)", "Down", tooltip="A line down"),
        Binding("k,up,K", "scroll(-1)", "Up", tooltip="A line up"),
        Binding("ctrl+d,pagedown,space", "page(1)", "Page down", tooltip="Half a page down"),
        Binding("ctrl+u,pageup", "page(-1)", "Page up", tooltip="Half a page up"),
        Binding("g,home", "page(-1000000)", "Top", tooltip="The beginning"),
        Binding("G,end", "page(1000000)", "End", tooltip="The end"),
    ]

    def __init__(self, title: Content, text: Content) -> None:
        super().__init__()
        self._heading = one_line(title)
        self._text = text

    def compose(self) -> ComposeResult:
        """Title, text, keys."""
        with Vertical(id="reader"):
            yield Static(self._heading, id="reader--title")
            yield Brief(self._text, id="reader--text")
            yield Static(Content(_FOOT), id="reader--foot")

    def action_scroll(self, by: int) -> None:
        """Scroll by lines."""
        self.query_one(Brief).scroll_lines(by)

    def action_page(self, by: int) -> None:
        """Scroll by half pages."""
        pane = self.query_one(Brief)
        pane.scroll_lines(by * max(1, pane.size.height // 2))

    def action_close(self) -> None:
        """Back to the screen below."""
        self.dismiss(None)
