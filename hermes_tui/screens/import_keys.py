"""The keys of the import screen, as the registry lists them."""

from __future__ import annotations

from hermes_tui.keymap import Command, in_scope

IMPORT_KEYS: tuple[Command, ...] = tuple(in_scope("import"))
