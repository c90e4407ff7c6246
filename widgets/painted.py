"""A widget that draws its lines itself, and forgets how its styles looked when the theme or a class changes them."""

from __future__ import annotations

from textual.widget import Widget

from widgets.drawing import Painter


class Painted(Widget):
    """What is drawn by `painter`, line by line; it cannot be selected with the mouse."""

    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.painter = Painter(self)

    def on_mount(self) -> None:
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self._restyle())

    def notify_style_update(self) -> None:
        self.painter.forget()
        super().notify_style_update()

    def _restyle(self) -> None:
        self.painter.forget()
        self.refresh()
