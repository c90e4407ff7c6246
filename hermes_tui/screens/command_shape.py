"""What a `:` command is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from storage.errors import UsageError

if TYPE_CHECKING:
    from hermes_tui.screens.base import HermesScreen

Run = Callable[[], object]
Prepare = Callable[["HermesScreen", str], Run]
"""(screen, what follows the name) → what to do. Raises HermesError where the words make no sense; changes nothing."""

Complete = Callable[["HermesScreen", str], Iterable[str]]
"""(screen, what follows the name) → what it may become, the likeliest first."""


class Line(NamedTuple):
    """One `:` command. `shape` shows what follows its name, "" where nothing does."""

    name: str
    shape: str
    help: str
    prepare: Prepare
    complete: Complete | None = None


def wanted(rest: str, what: str) -> str:
    """What followed the name. Raises UsageError where that is nothing, saying `what` is wanted."""
    if not rest:
        raise UsageError(f"say {what}")
    return rest
