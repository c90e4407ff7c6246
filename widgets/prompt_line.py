"""The line a strip lets one type in: an Input that keeps keys and characters in the order typed."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.widgets import Input


class PromptLine(Input):
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
