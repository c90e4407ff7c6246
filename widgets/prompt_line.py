"""Lines to type in: one that takes in all of what is pasted, and a strip's, which keeps keys in the order typed."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.widgets import Input


class WholeLine(Input):
    """An Input that keeps every line of what is pasted, put together with spaces: Textual's keeps the first one only,
    and of a buyer's answer pasted into a note the rest would be gone unseen."""

    def on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        self.replace(_on_one_line(event.text), *self.selection)

    def action_paste(self) -> None:
        """Paste what was copied within the program."""
        self.replace(_on_one_line(self.app.clipboard), *self.selection)


def _on_one_line(text: str) -> str:
    return " ".join(text.splitlines()) if text.strip() else ""


class PromptLine(WholeLine):
    """An Input whose own keys act between the characters, as typed (Textual lets them take the long way over the
    app), whose Tab takes the suggestion, and whose Enter calls `accept`."""

    def __init__(self, accept: Callable[[], None]) -> None:
        # Nothing is selected when the focus arrives: characters that came before it would be typed over.
        super().__init__(compact=True, select_on_focus=False)
        self._accept = accept

    async def on_key(self, event: events.Key) -> None:
        if event.key == "tab":
            self.action_end()
            self.action_cursor_right()
        else:
            binding = next(iter(self._bindings.key_to_bindings.get(event.key, ())), None)
            if binding is None:
                return
            await self.app.run_action(binding.action, self)
        event.stop()
        event.prevent_default()

    def on_hide(self, event: events.Hide) -> None:
        event.prevent_default()  # it would give the focus away, of a question asked again before this came

    async def action_submit(self) -> None:
        self._accept()
