"""Textual bindings made from the registry of keys."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from hermes_tui.keymap import in_scope


def bindings(*scopes: str) -> list[BindingType]:
    """The bindings of these scopes that their widgets do not bind themselves; ids let the settings remap them."""
    return [
        Binding(command.keys, command.action, command.label, id=command.id, tooltip=command.help, show=command.shown)
        for scope in scopes
        for command in in_scope(scope)
        if command.own
    ]
