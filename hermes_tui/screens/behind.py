"""The leads behind a number: each with what it counts for, the verbs of triage on them, and how they make it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static
from textual.worker import get_current_worker

from hermes_tui import keymap
from hermes_tui.metrics.tables import behind_rows
from hermes_tui.screens import behind_lines as lines
from hermes_tui.screens.behind_lines import Amounts, BehindRow
from hermes_tui.screens.bindings import bindings
from hermes_tui.screens.brief import Brief
from hermes_tui.screens.figure import Ask, Figure
from hermes_tui.screens.lead_lines import Pipeline
from hermes_tui.screens.listing import STRETCH, OneList
from hermes_tui.screens.styles import DIM
from hermes_tui.session import Session
from storage.errors import HermesError
from storage.queries.counts import lead_count
from storage.queries.leads import Leads, rows_by_id
from storage.queries.stages import stages
from widgets.paged_list import PagedList

if TYPE_CHECKING:
    from hermes_tui.actions.outcome import Outcome
    from hermes_tui.app import HermesApp
    from hermes_tui.metrics.asked import Asked
    from hermes_tui.metrics.tables import Number, Table

READ_AT_ONCE = 5_000  # leads in the file up to which it is read before the next frame


def open_behind(hermes: HermesApp, table: Table, number: Number, ask: Ask | None = None) -> None:
    """Put the leads behind this number of `table` on top; `ask` says what is asked of it after a change."""
    if number.behind is None:
        hermes.here.say(f" No leads are counted in {number.shown}")
        return
    hermes.push_screen(BehindScreen(hermes.session, Figure.of(table, number, ask)))


class _Found(NamedTuple):
    """What was read: the number (None: it is there no more), its amounts, how many there are without the filter, and
    what was asked."""

    figure: Figure | None
    amounts: Amounts
    of: int
    asked: Asked | None


class _Source:
    """Pages of the leads behind a number. A lead that counts twice stands there twice."""

    def __init__(self, session: Session, amounts: Amounts) -> None:
        self._session = session
        self._amounts = amounts

    def page(self, offset: int, limit: int) -> Sequence[BehindRow]:
        """Rows of these leads."""
        found = self._amounts[offset : offset + limit]
        ids = list({lead_id for lead_id, _ in found})
        rows = {row.id: row for row in rows_by_id(self._session.database, ids, now=self._session.now())}
        return [BehindRow(lead_id, amount, rows.get(lead_id)) for lead_id, amount in found]

    def key(self, row: BehindRow) -> int:
        """The lead: both lines of one that counts twice are marked together."""
        return row.id


class BehindScreen(OneList):
    """One list; what is done to a lead is asked of the number again."""

    place = "dashboard"
    scopes = ("behind", "verbs", "list")
    CSS_PATH = "behind.tcss"
    BINDINGS = bindings("list", "behind")

    def __init__(self, session: Session, figure: Figure) -> None:
        super().__init__(session)
        self.figure = figure
        self.pipeline: Pipeline = {}
        self.amounts: Amounts = ()
        self._of = 0
        self._asked: Asked | None = None
        self._reading = False
        self._gone = False

    def body(self) -> Iterable[Widget]:
        """The number and what it means, the leads, and how they make it."""
        yield Static(id="behind-head")
        yield Brief(id="behind-meaning")
        yield PagedList(self._draw, header=self._header, empty=Content("Reading…"), id="behind-leads")
        yield Static(id="behind-foot")

    def on_mount(self) -> None:
        """Read."""
        self.title_bar.show_counts()
        self.rows.focus()
        self._read(0, anew=False)

    @property
    def rows(self) -> PagedList[BehindRow]:
        """The list."""
        return self.query_one("#behind-leads", PagedList)

    # -- reading ---------------------------------------------------------------------------------------

    def _read(self, cursor: int, *, anew: bool = True, land: int | None = None) -> None:
        """Ask the number again (`anew`) and read its leads: in a thread where there may be many."""
        try:
            narrowed = self._narrowed()
        except HermesError as error:  # what the filter names is gone
            self.say(Content.styled(f" {error}", "$text-error"))
            narrowed = None
        read = partial(_read, self.session, self.figure, anew, narrowed)
        if lead_count(self.session.database) <= READ_AT_ONCE:
            found = self._tried(read)
            if found is not None:
                self._show(found, cursor, land)
            return
        self._reading = True
        self.show_line()
        self._show_foot()

        def work() -> None:
            worker = get_current_worker()
            self.session.database.keep_little()
            try:
                found = read()
            except HermesError as error:
                self.app.call_from_thread(self.hermes.say_error, error)
                return
            finally:
                self.session.database.close_thread()
            if not worker.is_cancelled:
                self.app.call_from_thread(self._show, found, cursor, land)

        self.run_worker(work, thread=True, exclusive=True, group="behind", exit_on_error=False)

    def _tried(self, read: partial[_Found]) -> _Found | None:
        try:
            return read()
        except HermesError as error:
            self.say(Content.styled(f" {error}", "$text-error"))
            return None

    def _narrowed(self) -> Leads | None:
        if not self.filter_text:
            return None
        found = self.compile(self.filter_text)
        return Leads(
            self.session.database, now=self.session.now(), where=found.where, params=found.params, order=found.sort
        )

    # -- showing ---------------------------------------------------------------------------------------

    def _show(self, found: _Found, cursor: int, land: int | None) -> None:
        if not self.is_up:
            return
        self._reading, self._gone = False, found.figure is None
        self.figure = found.figure or self.figure
        self.amounts, self._of, self._asked = found.amounts, found.of, found.asked
        self._now = self.session.now()
        self.pipeline = {stage.id: stage for stage in stages(self.session.database)}
        self.rows.empty = self._nothing()
        self.rows.show(_Source(self.session, found.amounts), len(found.amounts), cursor, keep_marks=True)
        if land is not None:
            self._land_near(land, cursor)
        self.query_one(Brief).show(Content.styled(self.figure.number.definition, DIM))
        self.show_line()
        self._show_foot()
        self.title_bar.show_counts()

    def _nothing(self) -> Content:
        if self._gone:
            return Content.styled("This number is no longer there: nothing is behind it now", DIM)
        if self.filter_text:
            return Content.assemble(
                ("None of them is like that\n\n", "bold"), (self.keys_of("list.clear"), "bold $accent"), " shows all"
            )
        return Content.styled(f"No lead is behind it: {self.figure.number.shown}", DIM)

    def show_line(self) -> None:
        """What the number is, and of which leads."""
        asked = lines.looked_at(self._asked, self.filter_text)
        head = lines.head(self.figure, asked, self.marked(), self.size.width)
        self.query_one("#behind-head", Static).update(head, layout=False)

    def _show_foot(self) -> None:
        """Apart from the line on top, as it adds up all that is listed."""
        foot = lines.foot(self.figure, self.amounts, self._of, self._reading)
        self.query_one("#behind-foot", Static).update(foot, layout=False)

    def _header(self, width: int) -> Content:
        behind = self.figure.number.behind
        return Content("") if behind is None else lines.header(behind, width)

    def _draw(self, row: BehindRow, width: int) -> list[Content]:
        behind = self.figure.number.behind
        return [] if behind is None else [lines.draw(row, behind, self.pipeline, self._now, width)]

    # -- Listing and verbs -----------------------------------------------------------------------------

    def reload(self) -> None:
        """Ask the number again; the cursor stays at its place."""
        self._read(self.rows.index)

    def refilter(self) -> None:
        """Only the leads under the filter, from the first."""
        self._read(0, anew=False)

    def ids_in_order(self, around: int) -> Sequence[int]:
        """The leads of the list, each once."""
        near = self.amounts[max(0, self.rows.index - STRETCH) : self.rows.index + STRETCH]
        return list(dict.fromkeys(lead_id for lead_id, _ in near))

    def targets(self) -> list[int]:
        """The marked leads, else the one under the cursor; one that is gone is none."""
        row = self.rows.current
        return sorted(self.rows.marks) or ([row.id] if row is not None and row.lead is not None else [])

    def acted(self, outcome: Outcome, lead_ids: Sequence[int]) -> None:
        """The next lead comes under the cursor, whether this one counts on or not."""
        if not outcome.action_id:
            return
        index = self.rows.index
        following = None if self.rows.marks else self.rows.row(index + 1)
        self.rows.clear_marks()
        self._read(index, land=None if following is None else following.id)

    def undone(self, outcome: Outcome) -> None:
        """Put the cursor on the lead that was undone."""
        self._read(self.rows.index, land=outcome.lead_ids[0] if outcome.lead_ids else None)

    def _land_near(self, lead_id: int, index: int) -> None:
        """The line of this lead that is nearest to `index`."""
        places = [at for at, (each, _) in enumerate(self.amounts) if each == lead_id]
        if places:
            self.rows.move_to(min(places, key=lambda at: abs(at - index)))

    def land_on(self, lead_id: int) -> None:
        """Put the cursor on this lead, if it is listed."""
        self._land_near(lead_id, self.rows.index)

    def action_explain(self) -> None:
        """What the number is, and how it came about."""
        from hermes_tui.screens.explain import explain

        explain(self.hermes, self.figure.table, self.figure.number, self.figure.ask)

    def hint_keys(self) -> list[tuple[str, str]]:
        """Help by its other key, since `?` is about the number here."""
        *keys, _ = super().hint_keys()
        return [*keys, (keymap.shown_key(self.hermes.key_of("help").split(",")[-1]), "help")]

    def action_mark_all(self) -> None:
        """Mark every lead of the list, or none."""
        if self.rows.marks:
            self.rows.clear_marks()
        else:
            self.rows.mark_keys(lead_id for lead_id, _ in self.amounts)

    def on_paged_list_opened(self, event: PagedList.Opened) -> None:
        """Enter: the lead's page."""
        if event.row is not None and event.row.lead is not None:
            self.open_lead(event.row.id)


def _read(session: Session, figure: Figure, anew: bool, narrowed: Leads | None) -> _Found:
    """The number, asked `anew` or as it was shown, and the leads behind it, those only that `narrowed` leaves."""
    asked = None if figure.ask is None else figure.ask()
    found = figure.again(session.database, asked) if anew and asked is not None else figure
    behind = None if found is None else found.number.behind
    if behind is None:
        return _Found(None, (), 0, asked)
    amounts = behind_rows(session.database, behind)
    if narrowed is None:
        return _Found(found, amounts, len(amounts), asked)
    under = set(narrowed.ids())
    return _Found(found, [each for each in amounts if each[0] in under], len(amounts), asked)
