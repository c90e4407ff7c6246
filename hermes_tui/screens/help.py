"""The `?` help: every key that works here, the filter language and the `:` commands, searchable; Enter runs one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from hermes_tui.screens.commands import LINES, ask_command
from hermes_tui.screens.fixed_rows import FixedList
from hermes_tui.screens.keys_here import working_keys
from hermes_tui.screens.listing import Listing
from storage.filters.fields import FIELDS, FLAGS
from widgets.columns import Column, ColumnLayout
from widgets.paged_list import PagedList
from widgets.prompt_line import PromptLine

if TYPE_CHECKING:
    from hermes_tui.screens.base import HermesScreen

_COLUMNS = ColumnLayout(
    (
        Column("where", 11, priority=7),
        Column("key", 13, priority=9),
        Column("does", 16, priority=3),
        Column("", None, min_width=38, priority=8),
    )
)


class HelpRow(NamedTuple):
    """One line of the help. `keys` are matched exactly, `run` is what Enter does once the help is gone."""

    group: str
    keys: tuple[str, ...]
    label: str
    help: str
    run: Callable[[], object]
    heads: bool = False  # the first line of its group, which says the group's name


def rows_for(here: HermesScreen) -> list[HelpRow]:
    """Everything that can be done on this screen, its own keys first."""
    keys = [
        HelpRow(each.group, each.keys, each.command.label, each.command.help, each.run)
        for each in working_keys(here, here.scopes, while_typing=True)
    ]
    return [*keys, *_command_rows(here), *_filter_rows(here)]


def _command_rows(here: HermesScreen) -> list[HelpRow]:
    return [
        HelpRow(
            "Commands", (f":{line.name}",), line.shape, line.help,
            lambda line=line: ask_command(here, f"{line.name} " if line.shape else line.name),  # type: ignore[misc]
        )
        for line in LINES
    ]  # fmt: skip


def _filter_rows(here: HermesScreen) -> list[HelpRow]:
    if not isinstance(here, Listing):
        return []
    words = [
        ("word", "words anywhere: title, people, notes, mail; each may be the beginning of a word"),
        ("sort:", "the order: sort:-heat, sort:value; - is the largest first"),
        *((f"{field.name}:", field.help) for field in FIELDS),
        *((f"+{flag.name}", f"{flag.help}; -{flag.name} for the opposite") for flag in FLAGS),
    ]

    def begin(word: str) -> Callable[[], object]:
        typed = "" if word == "word" else word
        return lambda: ask_command(here, f"filter {here.filter_text} {typed}".replace("  ", " "))

    return [HelpRow("In a filter", (word,), "", means, begin(word)) for word, means in words]


def matching(rows: Sequence[HelpRow], query: str) -> list[HelpRow]:
    """The rows that have every word of `query`; the key typed itself first, then labels that begin with it."""
    typed = query.strip()
    words = typed.casefold().split()
    found = []
    for row in rows:
        text = f"{' '.join(row.keys)} {row.label} {row.help} {row.group}".casefold()
        if typed in row.keys:
            found.append((0, row))
        elif all(word in text for word in words):
            found.append((1 if row.label.casefold().startswith(typed.casefold()) else 2, row))
    return [row for _, row in sorted(found, key=lambda each: each[0])]


def headed(rows: Sequence[HelpRow]) -> list[HelpRow]:
    """The rows, those where another group begins marked."""
    groups = ["", *(row.group for row in rows)]
    return [row._replace(heads=row.group != before) for row, before in zip(rows, groups, strict=False)]


class _Search(PromptLine):
    """Where one types; an empty line's `q` closes the help, as in every dialog."""

    async def on_key(self, event: events.Key) -> None:
        if event.key == "q" and not self.value:
            event.stop()
            event.prevent_default()
            self.screen.dismiss()
            return
        await super().on_key(event)


class HelpScreen(ModalScreen[None]):
    """What works on `here`; opened above it."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1", "dismiss", "Close", priority=True, tooltip="Close the help"),
        Binding("q", "dismiss", "Close", tooltip="Close the help"),
        Binding("down,ctrl+n", "rows('step(1)')", "Down", priority=True, tooltip="The next line"),
        Binding("up", "rows('step(-1)')", "Up", priority=True, tooltip="The line before"),
        Binding("pagedown", "rows('page(1)')", "Page down", priority=True, tooltip="A page down"),
        Binding("pageup", "rows('page(-1)')", "Page up", priority=True, tooltip="A page up"),
    ]

    def __init__(self, here: HermesScreen) -> None:
        super().__init__()
        self._all = rows_for(here)  # before this screen stands above it: its keys are those in force now
        self._shown = ""
        self._search = _Search(self._run_chosen)
        self._search.id = "help-search"
        self._search.placeholder = "type a key or a word"

    def compose(self) -> ComposeResult:
        """The search line, the rows, and the whole help of the row under the cursor."""
        with Vertical(id="help"):
            with Horizontal(id="help-line"):
                yield Static(Content("? "), id="help-sign")
                yield self._search
                yield Static(id="help-count")
            yield FixedList(_draw, empty=Content("Nothing here has that key or word"), id="help-rows")
            yield Static(id="help-foot")

    def on_mount(self) -> None:
        """Everything, until something is typed."""
        self._show()

    @property
    def _rows(self) -> FixedList[HelpRow]:
        return self.query_one("#help-rows", FixedList)

    @on(Input.Changed)
    def _show(self) -> None:
        self._shown = self._search.value
        found = matching(self._all, self._shown)
        self._rows.show_rows(headed(found))
        self.query_one("#help-count", Static).update(Content(f" {len(found)} of {len(self._all)}"))

    @on(PagedList.CursorMoved)
    def _tell_more(self) -> None:
        row = self._rows.chosen
        says = Content("") if row is None else Content.assemble((f"{' '.join(row.keys)}  ", "bold"), row.help)
        keys = Content.assemble(("Enter", "bold"), " does it   ", ("Esc", "bold"), " closes")
        self.query_one("#help-foot", Static).update(Content("\n").join([says, keys]))

    async def action_rows(self, action: str) -> None:
        """Move in the rows while the line keeps the focus."""
        await self.app.run_action(action, self._rows)

    @on(PagedList.Opened)
    def _run_chosen(self) -> None:
        if self._search.value != self._shown:  # Enter came before the rows followed the last letter
            self._show()
        row = self._rows.chosen
        if row is None:
            return
        self.dismiss()
        self.app.call_later(row.run)


def _draw(row: HelpRow, width: int) -> Content:
    return _COLUMNS.line(
        [
            Content.styled(row.group if row.heads else "", "$text-muted"),
            Content.styled("  ".join(row.keys[:2]), "bold $accent"),
            Content(row.label),
            Content.styled(row.help, "$text-muted"),
        ],
        width,
    )
