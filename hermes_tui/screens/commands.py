"""The `:` line: one command typed on the strip, completed as it is typed, checked before it runs, remembered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from textual.app import App
from textual.content import Content
from textual.suggester import Suggester
from textual.widgets import Input

from hermes_tui.screens.command_figures import FIGURE_LINES
from hermes_tui.screens.command_places import PLACE_LINES, PROGRAM_LINES
from hermes_tui.screens.command_shape import Line, Run
from hermes_tui.screens.command_verbs import VERB_LINES
from storage.errors import HermesError, UsageError

if TYPE_CHECKING:
    from hermes_tui.screens.base import HermesScreen

LINES: tuple[Line, ...] = (*PLACE_LINES, *VERB_LINES, *FIGURE_LINES, *PROGRAM_LINES)
BY_NAME: dict[str, Line] = {line.name: line for line in LINES}
_OTHER_NAMES = {"quit": "q", "exit": "q", "h": "help", "open": "show", "lost": "lose"}

_KEPT = 100
_typed: WeakKeyDictionary[App[Any], list[str]] = WeakKeyDictionary()  # for each program its own, newest last


def ask_command(here: HermesScreen, begun: str = "") -> None:
    """Open the strip for a command and run it; what is wrong with one is said there, and the words stay."""
    here.strip.ask_text(
        Content.styled(" :", "bold $accent"),
        begun,
        lambda text: run(here, text),
        validate=lambda text: wrong(here, text),
    )
    here.strip.query_one(Input).suggester = _Suggestions(here)


def run(here: HermesScreen, text: str) -> None:
    """Run a command on the leads and the list of this screen, and remember it."""
    words = text.strip()
    if not words:
        return
    kept = _typed.setdefault(here.app, [])
    if words in kept:
        kept.remove(words)
    kept.append(words)
    del kept[:-_KEPT]
    try:
        prepared(here, words)()
    except HermesError as error:
        here.say(Content.styled(f" {error}", "$text-error"))


def wrong(here: HermesScreen, text: str) -> str | None:
    """What is wrong with a command, in one sentence; None where it can be run."""
    try:
        prepared(here, text)
    except HermesError as error:
        return str(error)
    return None


def prepared(here: HermesScreen, text: str) -> Run:
    """What a command would do. Raises HermesError where it says nothing that can be done; changes nothing."""
    words = text.strip().lstrip(":").strip()
    if not words:
        return lambda: None
    if words.removeprefix("#").isdecimal():
        return BY_NAME["show"].prepare(here, words)
    name, _, rest = words.partition(" ")
    line = BY_NAME.get(_OTHER_NAMES.get(name, name))
    if line is None:
        from difflib import get_close_matches

        near = get_close_matches(name.casefold(), list(BY_NAME), n=1, cutoff=0.5)
        hint = f"did you mean :{near[0]}?" if near else "? lists them"
        raise UsageError(f"there is no command :{name}; {hint}")
    if rest.strip() and not line.shape:
        raise UsageError(f":{line.name} takes nothing after it")
    return line.prepare(here, rest.strip())


def completions(here: HermesScreen, text: str) -> Iterator[str]:
    """Whole lines that `text` may become: what was typed before, newest first, then what is known."""
    yield from (line for line in reversed(_typed.get(here.app, [])) if line.startswith(text))
    name, space, rest = text.partition(" ")
    if not space:
        yield from (line.name + (" " if line.shape else "") for line in LINES if line.name.startswith(name))
        return
    line = BY_NAME.get(_OTHER_NAMES.get(name, name))
    if line is not None and line.complete is not None:
        folded = rest.casefold()
        yield from (f"{name} {more}" for more in line.complete(here, rest) if more.casefold().startswith(folded))


class _Suggestions(Suggester):
    """The likeliest end of the line, dim behind the cursor; → or Tab takes it."""

    def __init__(self, here: HermesScreen) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._here = here

    async def get_suggestion(self, value: str) -> str | None:
        return next((line for line in completions(self._here, value) if line != value), None)
