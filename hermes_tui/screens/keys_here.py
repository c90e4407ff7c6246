"""Which commands of the registry work on a screen now, under which keys, and how to run one."""

from __future__ import annotations

from typing import Any, NamedTuple

from textual.app import App
from textual.dom import DOMNode
from textual.keys import key_to_character
from textual.screen import Screen
from textual.widget import Widget

from hermes_tui import keymap
from hermes_tui.keymap import BY_ID, SCOPES, Command


class WorkingKey(NamedTuple):
    """A command that works here: its keys as a person writes them, and the action with the node it belongs to."""

    command: Command
    keys: tuple[str, ...]
    action: str
    node: DOMNode

    @property
    def group(self) -> str:
        """The title of its scope, short."""
        return SCOPES[self.command.where].partition(" (")[0].removesuffix(" of a lead")

    async def run(self) -> None:
        """Do what the key would do; to be called when the screen is on top again."""
        await self.node.app.run_action(self.action, self.node)


def working_keys(here: Screen[Any], scopes: tuple[str, ...] = (), *, while_typing: bool = False) -> list[WorkingKey]:
    """The commands that have a key here, those of `scopes` first and what works everywhere last.

    With `while_typing` without the keys that are letters where the cursor stands in a text.
    """
    found: dict[str, tuple[str, DOMNode, list[str]]] = {}
    taken = here.active_bindings
    for key, (node, binding, _, _) in taken.items():
        if binding.id in BY_ID:
            found.setdefault(binding.id, (binding.action, node, []))[2].append(key)
    # Below a dialog the app's own keys sleep; they will work when it is gone.
    for command in keymap.in_scope("everywhere"):
        keys = [key for key in _keys_now(here.app, command) if key not in taken]
        if command.id not in found and keys:
            found[command.id] = (command.action, here.app, keys)
    if while_typing and here.focused is not None:
        found = {
            name: (action, node, left)
            for name, (action, node, keys) in found.items()
            if (left := _untyped(here.focused, keys))
        }
    order = [*scopes, *(scope for scope in SCOPES if scope not in (*scopes, "everywhere")), "everywhere"]
    listed = [
        WorkingKey(command, tuple(map(keymap.shown_key, found[command.id][2])), *found[command.id][:2])
        for command in keymap.COMMANDS
        if command.id in found
    ]
    return sorted(listed, key=lambda each: order.index(each.command.where))


def _untyped(area: Widget, keys: list[str]) -> list[str]:
    return [key for key in keys if not area.check_consume_key(key, key_to_character(key))]


def _keys_now(app: App[Any], command: Command) -> list[str]:
    """A command's keys under the rep's keymap, as the app knows it."""
    key_of = getattr(app, "key_of", None)  # a bare app in a test has no keymap of the rep's
    keys: str = command.keys if key_of is None else key_of(command.id)
    return keys.split(",")
