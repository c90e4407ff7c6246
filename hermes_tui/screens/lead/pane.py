"""The one shape of the panes of a lead's page: what a pane shows, and what keys do to the row under its cursor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, cast

from textual import events
from textual.content import Content

from hermes_tui.screens.lead.reading import LeadPage
from hermes_tui.screens.lead.scene import Scene
from hermes_tui.screens.styles import DIM
from widgets.drawing import fit
from widgets.paged_list import PagedList

if TYPE_CHECKING:
    from hermes_tui.actions.outcome import Outcome
    from hermes_tui.screens.lead.page import LeadScreen

Row = TypeVar("Row")
_WHEEL_LINES = 3


def title_style(lit: bool) -> str:
    """How the title of a pane is written; it is lit where the rep is."""
    return "bold $accent" if lit else "bold $text-muted"


class LeadPane(PagedList[Row]):
    """A pane: an heir says what it shows and does, and stands in panes.PANES; nothing else knows its rows.

    Keys of its own go in BINDINGS, by `bindings(scope)` from the registry under a scope that SCOPES names, with
    `action_…` methods here. Enter, `e`, Delete and `+` come as `open_row`, `edit_row`, `remove_row` and `add_row`;
    those that answer False leave the key to the page. `takes` may take over a verb of the page.
    """

    called: ClassVar[str] = ""  # its id, and the word in its title
    below: ClassVar[bool] = False  # one of the tabs at the bottom, of which one is in sight
    scope: ClassVar[str] = ""  # of the registry: its shown commands go first in the hint
    # (ids of commands, what they do here) for the hint, before those of the scope: the rep may have moved their keys
    keys: ClassVar[tuple[tuple[str, str], ...]] = ()
    nothing: ClassVar[Content] = Content("")  # what an empty pane says, best with the key that fills it

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        super().__init__(
            lambda row, width: [self.draw(row, width)],
            header=lambda width: fit(self.title(width), width), empty=self.nothing, id=self.called,
        )  # fmt: skip

    # -- what it shows ---------------------------------------------------------------------------------

    def title(self, width: int) -> Content:
        """Its first line."""
        return self.tabs_title() if self.below else Content.styled(self.called.title(), title_style(self.lit))

    def draw(self, row: Row, width: int) -> Content:
        """A row in one line."""
        raise NotImplementedError

    def count(self, page: LeadPage) -> int:
        """The number that stands by its word among the tabs."""
        return 0

    def remark(self, row: Row) -> Content | None:
        """What is said about the row under the cursor, in the space below the people, while the rep is here."""
        return None

    def show_page(self, *, again: bool) -> None:
        """Show the lead of the scene, or nothing where it is gone; read `again`, the cursor stays with its row."""
        raise NotImplementedError

    # -- what keys do here: True where something was done -------------------------------------------------

    def open_row(self, row: Row) -> None:
        """Enter: edit what can be edited, read the rest whole."""
        if not self.edit_row(row):
            self.host.say(" What happened stays as it was")

    def edit_row(self, row: Row) -> bool:
        """`e`: the row's own form; else the page edits the lead."""
        return False

    def remove_row(self, row: Row) -> bool:
        """Delete."""
        return False

    def add_row(self) -> bool:
        """`+`: another row of this kind."""
        return False

    def takes(self, verb: str, row: Row | None) -> bool:
        """A verb of the page has a meaning of its own here: `touch`, `note`, `task_done`, `signal`, `refuse_signal`."""
        return False

    # -- for heirs -------------------------------------------------------------------------------------

    @property
    def host(self) -> LeadScreen:
        """The page."""
        return cast("LeadScreen", self.screen)

    @property
    def lit(self) -> bool:
        """Whether the rep is here; a question on the strip changes nothing about it."""
        return self.has_class("-current")

    @property
    def folded(self) -> bool:
        """Whether only the title is in sight, as in a small window while the rep is elsewhere."""
        return not self.lit and self.is_attached and self.screen.has_class("-narrow")

    @property
    def chosen(self) -> Row | None:
        """The row under the cursor."""
        return self.current

    def do(self, deed: Callable[[], Outcome]) -> None:
        """Do one thing to one row, say so, and show the page as it is then."""
        self.host.perform(lambda _ids: deed(), repeatable=False)

    def tabs_title(self) -> Content:
        """`Tasks 2   Notes 5   Objections`: the tab in sight is bright."""
        parts: list[tuple[str, str]] = []
        for called, count in self.scene.counts:
            here = called == self.called
            style = ("bold $accent" if self.lit else "bold") if here else DIM
            parts += [(called.title(), style), (f" {count}" if count else "", style if here else "dim"), ("   ", "")]
        return Content.assemble(*parts)

    def _tell_cursor(self) -> None:
        """Its remark follows the cursor at once: by way of the message it would be painted a frame later."""
        super()._tell_cursor()
        if self.is_attached and self.host.here is self:
            self.host.show_remark()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel turns a pane where the rep is not, too: it has no scrollbar then, which Textual would ask for."""
        if not self.lit:
            event.stop()
            self.scroll_relative(y=_WHEEL_LINES, animate=False, force=True)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """As downwards."""
        if not self.lit:
            event.stop()
            self.scroll_relative(y=-_WHEEL_LINES, animate=False, force=True)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing is marked here."""
        return action not in ("mark", "range") and super().check_action(action, parameters)


class _InMemory(Generic[Row]):
    """Rows as a source; where nothing is marked a row's identity is key enough."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows

    def page(self, offset: int, limit: int) -> Sequence[Row]:
        return self._rows[offset : offset + limit]

    def key(self, row: Row) -> int:
        return id(row)


class RowsPane(LeadPane[Row]):
    """A pane whose rows were read with the page."""

    def rows(self, page: LeadPage) -> Sequence[Row]:
        """Its rows of the lead."""
        raise NotImplementedError

    def count(self, page: LeadPage) -> int:
        """All of them, unless an heir counts those that matter."""
        return len(self.rows(page))

    def show_page(self, *, again: bool) -> None:
        """Show them; read again, the cursor goes where its row went: the next key must not hit another one."""
        rows = self.rows(self.scene.page) if self.scene.page is not None else ()
        place = self._place_of(self.chosen, rows) if again and self.total else self.first(rows)
        self.show(_InMemory(rows), len(rows), place)

    def first(self, rows: Sequence[Row]) -> int:
        """Where the cursor begins."""
        return 0

    def _place_of(self, chosen: Any, rows: Sequence[Any]) -> int:
        known_by = next((name for name in ("id", "field") if getattr(chosen, name, None)), "")
        if not known_by:
            return self.index
        wanted = getattr(chosen, known_by)
        return next((at for at, row in enumerate(rows) if getattr(row, known_by, None) == wanted), self.index)
