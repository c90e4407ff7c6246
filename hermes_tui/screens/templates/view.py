"""What the templates screen shows: the list by what surely works, beside it what a buyer reads, and how each fares."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static
from textual.worker import get_current_worker

from hermes_tui import formats
from hermes_tui.screens.base import HermesScreen
from hermes_tui.screens.brief import Brief
from hermes_tui.screens.styles import DIM
from hermes_tui.screens.templates import figures
from hermes_tui.screens.templates.lines import COLUMNS, SORTS, Line, Lines, draw
from hermes_tui.screens.templates.reading import Reading, as_read, state_words
from hermes_tui.screens.templates.samples import Samples
from hermes_tui.session import Session
from storage.errors import HermesError
from storage.queries import templates as queries
from storage.queries.performance import READ_AT_ONCE, messages_at_most
from widgets.paged_list import PagedList
from widgets.text_pane import TextPane

if TYPE_CHECKING:
    from hermes_tui.metrics.templates import Performance

_EMPTY = Content.assemble(
    ("There is no template\n\n", "bold"), ("+", "bold $accent"), (" writes one   ", DIM),
    ("hermes template starters", "bold"), (" brings those that Hermes has", DIM),
)  # fmt: skip


class TemplatesView(HermesScreen):
    """What is shown; an heir says what keys do."""

    place: ClassVar[str] = "templates"
    scopes = ("templates", "list")

    # Not in a sheet of its own: where it is the first screen that would not be read, elsewhere all would be anew.
    DEFAULT_CSS = """
    TemplatesView {
        & #templates-head { height: 2; border-bottom: solid $panel; text-wrap: nowrap; text-overflow: ellipsis; }
        & #templates-both { height: 1fr; }
        & #templates-list { width: 36fr; }
        & #templates-side { width: 25fr; border-left: solid $panel; }
        & #templates-letter { width: 1fr; height: 1fr; padding: 0 1; }
        & #templates-state { height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
        & #templates-figures { width: 1fr; height: 1fr; padding: 0 1; border-top: solid $panel; }

        &.-narrow #templates-both { layout: vertical; }
        &.-narrow #templates-list { width: 1fr; height: 9fr; }
        &.-narrow #templates-side { width: 1fr; height: 11fr; border-left: none; border-top: solid $panel; }
        &.-narrow #templates-figures { display: none; border-top: none; }
        &.-narrow.-figures #templates-figures { display: block; }
        &.-narrow.-figures #templates-letter { display: none; }
        &.-narrow.-figures #templates-state { display: none; }
    }
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.samples = Samples(session)
        self.sort = next(iter(SORTS))
        self.turned = False  # the order is turned round
        self.by = figures.GROUPS[0]
        self.lines = Lines(())
        self._found: dict[int, Performance] = {}
        self._grouped: dict[tuple[int, str], list[Performance]] = {}  # of many messages no key waits for them twice

    def body(self) -> Iterable[Widget]:
        """A line that counts, the list, and beside it what is said of the one in hand."""
        yield Static(id="templates-head")
        with Horizontal(id="templates-both"):
            yield PagedList(draw, header=COLUMNS.header, empty=Content(""), id="templates-list")
            with Vertical(id="templates-side"):
                yield Reading(id="templates-letter")
                yield Static(id="templates-state")
                yield Brief(id="templates-figures")

    @property
    def rows(self) -> PagedList[Line]:
        """The list."""
        return self.query_one("#templates-list", PagedList)

    @property
    def reading(self) -> TextPane:
        """The pane that is read: the letter, or in a small window the figures where these are in sight."""
        figures_only = self.has_class("-narrow") and self.has_class("-figures")
        return self.query_one("#templates-figures", Brief) if figures_only else self.query_one(Reading)

    @property
    def line(self) -> Line | None:
        """The template under the cursor."""
        return self.rows.current

    @property
    def listed(self) -> tuple[Line, ...]:
        """All of them, in the order of the list."""
        place = SORTS[self.sort][1]
        lines = [Line(row, self._found.get(row.id)) for row in queries.templates(self.session.database)]
        return tuple(sorted(lines, key=place, reverse=self.turned))

    # -- reading ---------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read again; the cursor stays with its template."""
        self.read()

    def read(self, cursor_on: int | None = None) -> None:
        """Show the list, the cursor on this template, and count how each fares."""
        self.samples.read_again()
        self._grouped.clear()
        database, now = self.session.database, self.session.now()
        self.show(cursor_on)
        if messages_at_most(database) <= READ_AT_ONCE:
            from hermes_tui.metrics.templates import performance

            self._counted(performance(database, now, zone=self.session.zone), cursor_on)
        else:
            self.run_worker(
                lambda: self._count(now), thread=True, exclusive=True, group="figures", exit_on_error=False
            )  # fmt: skip
        self.title_bar.show_counts()

    def _count(self, now: int) -> None:
        """In a thread with its own connection."""
        from hermes_tui.metrics.templates import performance

        worker, database = get_current_worker(), self.session.database
        try:
            found = performance(database, now, zone=self.session.zone)
        except HermesError as error:
            self.app.call_from_thread(self.hermes.say_error, error)
            return
        finally:
            database.close_thread()
        if not worker.is_cancelled:
            self.app.call_from_thread(self._counted, found)

    def _counted(self, found: list[Performance], cursor_on: int | None = None) -> None:
        first = not self._found
        self._found = {each.template_id: each for each in found}
        self.show(cursor_on)
        if first and cursor_on is None:
            self.rows.move_to(0)

    # -- showing ---------------------------------------------------------------------------------------

    def show(self, cursor_on: int | None = None) -> None:
        """The list as last counted, the cursor on this template or where it was."""
        wanted = cursor_on or self.rows.current_key
        self.lines = Lines(self.listed)
        ids = [line.row.id for line in self.lines.lines]
        place = ids.index(wanted) if wanted in ids else min(self.rows.index, max(0, len(ids) - 1))
        self.rows.empty = _EMPTY
        self.rows.show(self.lines, len(ids), place, keep_marks=True)
        self._show_head()
        self.show_one()

    def _show_head(self) -> None:
        lines = self.lines.lines
        active = sum(line.row.active for line in lines)
        sent = sum(line.rate.n for line in lines)
        replied = sum(line.found.replied for line in lines if line.found)
        parts = [(f" {formats.count(active, 'template')} in use", "bold")]
        if sent:
            parts.append((f" · {sent:,} sent, {replied:,} replied", DIM))
        name = SORTS[self.sort][0]
        how = "the surely best first" if name == "reply rate" and not self.turned else f"by {name}"
        parts.append((f" · {how}", DIM))
        self.query_one("#templates-head", Static).update(Content.assemble(*parts), layout=False)

    def show_one(self) -> None:
        """The template in hand: what a buyer reads, and its figures."""
        line = self.line
        letter, state = self.query_one(Reading), self.query_one("#templates-state", Static)
        if line is None:
            letter.show(Content(""))
            state.update(Content(""), layout=False)
            self.query_one("#templates-figures", Brief).show(Content(""))
            return
        from hermes_tui.outreach.templates.rendering import render

        rendered = render(line.row.subject, line.row.body, self.samples.values)
        if rendered.faults:
            first = rendered.faults[0]
            said = Content.styled(
                f"It cannot be read as it is: {first.part}, line {first.line}: {first.words}", "$text-error"
            )
            letter.show(Content("\n\n").join([said, Content(line.row.body)]))
        else:
            letter.show(as_read(rendered, self.samples, line.row.channel))
        state.update(state_words(rendered, self.samples), layout=False)
        self.show_figures()

    def show_figures(self) -> None:
        """Its figures, and all of them as a chart, or its own by channel, stage or month; two marked are compared."""
        line, pane = self.line, self.query_one("#templates-figures", Brief)
        if line is None:
            return
        width, height = max(30, pane.size.width - 1), pane.size.height
        parts = [figures.in_words(line.found), Content("")]
        marked = [each for each in self.lines.lines if each.row.id in self.rows.marks]
        if len(marked) == 2:
            parts = [figures.against(*marked), Content(""), *parts]
        room = height - sum(part.plain.count("\n") + 1 for part in parts)
        if self.by:
            parts.append(figures.grouped(self._groups(line), self.by, width))
        else:
            parts.append(figures.chart(self.lines.lines, line.row.id, width, max(4, room)))
        pane.show(Content("\n").join(parts))

    def _groups(self, line: Line) -> list[Performance]:
        from hermes_tui.metrics.templates import performance

        session, key = self.session, (line.row.id, self.by)
        if key not in self._grouped:
            self._grouped[key] = performance(
                session.database, session.now(), by=self.by, zone=session.zone, only=[line.row.id]
            )
        found = self._grouped[key]
        return found[::-1] if self.by == "month" else found  # the newest month is what one looks for

    def on_paged_list_cursor_moved(self, _event: PagedList.CursorMoved) -> None:
        """Another template."""
        self.show_one()

    def on_paged_list_marks_changed(self, _event: PagedList.MarksChanged) -> None:
        """Two marked are compared."""
        self.show_figures()
