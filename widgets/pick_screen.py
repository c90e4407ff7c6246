"""A searchable list over a screen: type a few letters of a name or of what stands beside it, Enter takes the row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from widgets.columns import Column, ColumnLayout
from widgets.drawing import one_line
from widgets.paged_list import PagedList
from widgets.prompt_line import PromptLine


class Pick(NamedTuple):
    """A row: what taking it gives, its name, what stands beside it, and what it means, which the foot shows whole.

    `faint` says that what stands beside it is no more than a remark, such as that there is nothing.
    """

    value: str
    name: str
    beside: str = ""
    help: str = ""
    faint: bool = False


def matching(picks: Sequence[Pick], query: str) -> list[Pick]:
    """The rows that have every word of `query` somewhere; those whose name begins with it first, then by name.

    >>> [pick.name for pick in matching([Pick("", "lead.name"), Pick("", "name"), Pick("", "x", "NAME")], "name")]
    ['name', 'lead.name', 'x']
    """
    words = query.casefold().split()
    found = []
    for pick in picks:
        name = pick.name.casefold()
        text = f"{name} {pick.beside} {pick.help}".casefold()
        if all(word in text for word in words):
            place = 0 if words and name.startswith(words[0]) else 1 if all(word in name for word in words) else 2
            found.append((place, pick))
    return [pick for _, pick in sorted(found, key=lambda each: each[0])]


class _Rows:
    """Rows in memory, their places their keys."""

    def __init__(self, picks: Sequence[Pick]) -> None:
        self._picks = picks

    def page(self, offset: int, limit: int) -> Sequence[tuple[int, Pick]]:
        return list(enumerate(self._picks[offset : offset + limit], offset))

    def key(self, row: tuple[int, Pick]) -> int:
        return row[0]


class _Search(PromptLine):
    """Where one types; an empty line's `q` closes, as in every dialog."""

    async def on_key(self, event: events.Key) -> None:
        if event.key == "q" and not self.value:
            event.stop()
            event.prevent_default()
            assert isinstance(self.screen, PickScreen)
            self.screen.dismiss(None)
            return
        await super().on_key(event)


class PickScreen(ModalScreen["str | None"]):
    """Dismisses with the `value` of the row that was taken, or with None."""

    # Opaque: to tint the screen below would cost as much as all else that is painted here.
    DEFAULT_CSS = """
    PickScreen {
        align: center middle;
        background: $background;
        & > #pick { width: 100%; max-width: 110; height: 100%; max-height: 34; background: $background; padding: 0 1; }
        #pick--title { height: 1; text-style: bold; margin-bottom: 1; text-wrap: nowrap; text-overflow: ellipsis; }
        #pick--line { height: 1; }
        #pick--sign { width: 3; padding-left: 1; color: $accent; text-style: bold; }
        #pick--search { width: 1fr; background: $surface; }
        #pick--count { width: auto; padding: 0 1; color: $foreground 60%; }
        #pick--rows { margin-top: 1; }
        #pick--rows > .paged-list--cursor-unfocused { background: $foreground 12%; }
        #pick--foot { height: 3; border-top: solid $panel; padding: 0 1; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+t", "close", "Close", priority=True, tooltip="Close without taking anything"),
        Binding("q", "close", "Close", tooltip="Close without taking anything"),
        Binding("down,ctrl+n", "rows('step(1)')", "Down", priority=True, tooltip="The next row"),
        Binding("up", "rows('step(-1)')", "Up", priority=True, tooltip="The row before"),
        Binding("pagedown", "rows('page(1)')", "Page down", priority=True, tooltip="A page down"),
        Binding("pageup", "rows('page(-1)')", "Page up", priority=True, tooltip="A page up"),
    ]

    def __init__(self, title: Content, picks: Sequence[Pick], *, takes: str = "takes it") -> None:
        super().__init__()
        self._title = title
        self._picks = tuple(picks)
        self._takes = takes
        self._shown = ""
        widest = max((len(pick.name) for pick in picks), default=12)
        self._columns = ColumnLayout(
            (Column("name", min(max(widest, 12), 30), priority=2), Column("beside", None, min_width=20, priority=1))
        )
        self._search = _Search(self._take)
        self._search.id = "pick--search"

    def compose(self) -> ComposeResult:
        with Vertical(id="pick"):
            yield Static(one_line(self._title), id="pick--title")
            with Horizontal(id="pick--line"):
                yield Static(Content("/"), id="pick--sign")
                yield self._search
                yield Static(id="pick--count")
            yield PagedList(self._draw, empty=Content("Nothing has these letters"), id="pick--rows")
            yield Static(id="pick--foot")

    def on_mount(self) -> None:
        self._show()

    @property
    def rows(self) -> PagedList[tuple[int, Pick]]:
        """The list."""
        return self.query_one("#pick--rows", PagedList)

    @on(Input.Changed)
    def _show(self) -> None:
        self._shown = self._search.value
        found = matching(self._picks, self._shown)
        self.rows.show(_Rows(found), len(found))
        self.query_one("#pick--count", Static).update(Content(f" {len(found)} of {len(self._picks)}"))

    @on(PagedList.CursorMoved)
    def _tell_more(self) -> None:
        row = self.rows.current
        says = Content("") if row is None else Content.assemble((f"{row[1].name}  ", "bold"), row[1].help)
        keys = Content.assemble(("Enter", "bold"), f" {self._takes}   ", ("Esc", "bold"), " closes")
        self.query_one("#pick--foot", Static).update(Content("\n").join([one_line(says), keys]))

    def _draw(self, row: tuple[int, Pick], width: int) -> list[Content]:
        pick = row[1]
        beside = Content.styled(pick.beside, "$foreground 60%") if pick.faint else Content(pick.beside)
        return [self._columns.line([Content.styled(pick.name, "bold $accent"), beside], width)]

    async def action_rows(self, action: str) -> None:
        """Move in the rows while the line keeps the focus."""
        await self.app.run_action(action, self.rows)

    def action_close(self) -> None:
        self.dismiss(None)

    @on(PagedList.Opened)
    def _take(self) -> None:
        if self._search.value != self._shown:  # Enter came before the rows followed the last letter
            self._show()
        row = self.rows.current
        if row is not None:
            self.dismiss(row[1].value)
