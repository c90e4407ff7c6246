"""The digest: what waits now and what came since the last time; Enter opens the leads behind a number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static
from textual.worker import get_current_worker

from hermes_tui.formats import moment_words
from hermes_tui.screens.base import HermesScreen
from hermes_tui.screens.bindings import bindings
from hermes_tui.screens.fixed_rows import FixedList
from hermes_tui.screens.styles import DIM
from hermes_tui.session import Session
from storage.errors import HermesError
from storage.queries.counts import lead_count
from widgets.columns import Column, ColumnLayout
from widgets.paged_list import PagedList

if TYPE_CHECKING:
    from hermes_tui.app import HermesApp
    from hermes_tui.metrics.digest import Line

READ_AT_ONCE = 4_000  # leads that are counted in milliseconds; more are in a thread

_COLUMNS = ColumnLayout(
    (
        Column("", 0, priority=9), Column("what waits", 23, priority=9), Column("now", 7, align="right", priority=9),
        Column("since", 7, align="right", priority=9), Column("  filter", None, min_width=24, priority=5),
    )
)  # fmt: skip
_CELL_OF = {"now": 2, "since": 3}
NUMBERS = ("now", "since")


class Row(NamedTuple):
    """A line, and which of its numbers is lit."""

    line: Line
    number: str

    @property
    def lit(self) -> str:
        """The number that Enter opens: where nothing came since, that of now."""
        return "since" if self.number == "since" and self.line.since else "now"

    @property
    def filter(self) -> str:
        """The filter that lists the leads behind it."""
        return self.line.since_filter if self.lit == "since" else self.line.filter


class DigestScreen(HermesScreen):
    """One list; the number in hand is that of now, or of what came since."""

    scopes: tuple[str, ...] = ("digest", "list")
    CSS_PATH = "digest.tcss"
    BINDINGS = bindings("digest")

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._number = NUMBERS[session.since is not None]
        self._found: Sequence[Line] = ()

    def body(self) -> Iterable[Widget]:
        """A line that says since when, and a line a count."""
        yield Static(id="progress")
        yield FixedList(_draw, header=self._header, empty=Content("Counting…"), id="lines")

    def on_mount(self) -> None:
        """Count."""
        self._read()
        self.title_bar.show_counts()

    @property
    def rows(self) -> FixedList[Row]:
        """The list."""
        return self.query_one("#lines", FixedList)

    # -- what is shown ---------------------------------------------------------------------------------

    def reload(self) -> None:
        """Count again; the cursor stays."""
        self._read()
        self.title_bar.show_counts()

    def _read(self) -> None:
        """Count: at once where there are few leads, in a thread with its own connection where many."""
        from hermes_tui.metrics.digest import digest

        session = self.session
        self._show_line()

        def count() -> Sequence[Line]:
            return digest(
                session.database, session.now(), session.today(), session.since,
                stale_days=session.settings.stale_days, zone=session.zone,
            )  # fmt: skip

        if lead_count(session.database) <= READ_AT_ONCE:
            self._show(count())
            return

        def work() -> None:
            worker = get_current_worker()
            try:
                found = count()
            except HermesError as error:
                self.app.call_from_thread(self.hermes.say_error, error)
                return
            finally:
                session.database.close_thread()
            if not worker.is_cancelled:
                self.app.call_from_thread(self._show, found)

        self.run_worker(work, thread=True, exclusive=True, group="digest", exit_on_error=False)

    def _show(self, found: Sequence[Line]) -> None:
        if self.is_up:
            self._found = found
            self.rows.show_rows([Row(line, self._number) for line in found], self.rows.index)

    def _show_line(self) -> None:
        session = self.session
        parts: list[tuple[str, str]] = [(" Digest", "bold")]
        if session.since is None:
            parts.append((" · from your next visit on it tells what came since", DIM))
        else:
            parts.append((f" · since {moment_words(session.since, session.zone, session.now())}", DIM))
        self.query_one("#progress", Static).update(Content.assemble(*parts), layout=False)

    def _header(self, width: int) -> Content:
        cells = [Content(column.title) for column in _COLUMNS.columns]
        lit = _CELL_OF[self._number]
        cells[lit] = cells[lit].stylize("bold $accent")
        return _COLUMNS.line(cells, width)

    def hint_keys(self) -> list[tuple[str, str]]:
        """First what a line is for."""
        return [(self.keys_of("list.open"), "the leads behind it"), *super().hint_keys()]

    # -- the numbers -----------------------------------------------------------------------------------

    def action_column(self, by: int) -> None:
        """The number to the right (`by` 1) or left (−1)."""
        place = NUMBERS.index(self._number) + by
        if self.session.since is None:
            self.say(" Since when is known from your next visit on")
        elif 0 <= place < len(NUMBERS):
            self._number = NUMBERS[place]
            self._show(self._found)

    def on_paged_list_opened(self, _event: PagedList.Opened) -> None:
        """Enter: the leads behind the number."""
        row = self.rows.chosen
        if row is not None:
            from hermes_tui.screens.leads import LeadsScreen

            self.app.push_screen(LeadsScreen(self.session, row.filter))


def _draw(row: Row, width: int) -> Content:
    """A line: how many now, how many of them came since, and the filter behind the lit one."""
    line = row.line
    cells = [
        Content(""),
        Content(line.words[:1].upper() + line.words[1:]),
        _count(line.n),
        _count(line.since),
        Content.styled(f"  {row.filter}", DIM),
    ]
    cells[_CELL_OF[row.lit]] = cells[_CELL_OF[row.lit]].stylize("bold underline")
    return _COLUMNS.line(cells, width)


def _count(n: int | None) -> Content:
    return Content(f"{n:,}") if n else Content.styled("–" if n is None else "0", DIM)


def open_digest(hermes: HermesApp) -> None:
    """Put the screen on top; where it is in sight already it stays."""
    if isinstance(hermes.screen, DigestScreen):
        hermes.here.say(" Here it is; q goes back")
    else:
        hermes.push_screen(DigestScreen(hermes.session))
