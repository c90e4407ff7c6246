"""The dashboard: its frame stands at once, a thread fills it in, and every number opens."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from textual import on
from textual.content import Content
from textual.reactive import Reactive
from textual.widget import Widget
from textual.widgets import Static
from textual.worker import Worker, get_current_worker

from hermes_tui import keymap
from hermes_tui.metrics.asked import Asked
from hermes_tui.metrics.sections import BY_KEY, PAGES
from hermes_tui.metrics.tables import Table
from hermes_tui.screens.bindings import bindings
from hermes_tui.screens.dashboard.cells import tsv_of, with_changes_of
from hermes_tui.screens.dashboard.lines import head_line, number_line
from hermes_tui.screens.dashboard.looking import Looking
from hermes_tui.screens.dashboard.pages import DashboardPage
from hermes_tui.screens.dashboard.reading import Arrived, Begun, Reading, Wanted
from hermes_tui.session import Session
from storage.errors import HermesError
from storage.queries.touched import Mark
from widgets.number_view import NumberView

OLD_MS = 600_000
"""After so long away ages and windows have moved on: everything is read anew."""


class DashboardScreen(Looking):
    """Pages of figures; `tables` holds what was read, whatever page is in sight."""

    place = "dashboard"
    scopes: tuple[str, ...] = ("dashboard",)
    CSS_PATH = "dashboard.tcss"
    BINDINGS = bindings("dashboard")
    # Views show by themselves who has the keys: Textual would repaint the whole screen, 20 KB, at each way from one
    # pane to the next.
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)

    def __init__(self, session: Session, filter_text: str = "") -> None:
        super().__init__(session, filter_text)
        self.tables: dict[str, Table] = {}
        self.asked: Asked | None = None
        self._page = PAGES[0][0]
        self._wanted = Wanted((), self._page)
        self._missing: set[str] = set()  # sections that have not come since they were last asked for
        self._bare: set[str] = set()  # those that came and are still to be compared with the window before
        self._later: set[str] = set()  # those that were touched while their page was out of sight
        self._then: dict[str, Table] = {}  # of the window before
        self._said = Content("")  # the line about the number in hand
        self._run = 0
        self._read_at = 0  # when all of it was read, UTC ms
        self._mark: Mark | None = None
        self._worker: Worker[None] | None = None

    # -- what it is made of ----------------------------------------------------------------------------

    def body(self) -> Iterable[Widget]:
        """The line of pages, the page, and the line about the number in hand."""
        yield Static(id="head")
        yield DashboardPage(self._page, self._moved)
        yield Static(id="number")

    def on_mount(self) -> None:
        """The frame first; the figures come when it stands."""
        self.title_bar.show_counts()
        self._head()
        self.page.enter()
        self.call_after_refresh(self.refilter)

    @property
    def page(self) -> DashboardPage:
        """The page in sight."""
        return self.query_one(f"#page-{self._page}", DashboardPage)

    def _head(self) -> None:
        line = head_line(self._page, self.asked, self.size.width or 120)
        self.query_one("#head", Static).update(line, layout=False)

    def on_resize(self, event: object) -> None:
        """The lines hold what they can."""
        super().on_resize(event)  # type: ignore[arg-type]
        self._head()
        self._tell()

    # -- reading ---------------------------------------------------------------------------------------

    def refilter(self) -> None:
        """Something else is asked: everything is read."""
        self.tables.clear()
        self._forget()
        self._read()

    def _forget(self) -> None:
        """Nothing that was read holds any more."""
        self._missing, self._mark, self._read_at = set(BY_KEY), None, self.session.now()
        self._later.clear()
        self._then.clear()

    def reload(self) -> None:
        """Something was written: what that touches is read again, of other pages when they are turned to."""
        if self._is_old():
            self._forget()
        self.title_bar.show_counts()  # before the thread reads: both at once would take longer
        self._read(told=True)

    def catch_up(self) -> None:
        """Back in sight: what was written meanwhile, what had not come yet; after long, everything."""
        if self.asked is None:
            return
        if self._missing or self._bare or self._is_old() or self._seen not in (-1, self.hermes.generation):
            self.reload()
        self._seen = self.hermes.generation

    def _is_old(self) -> bool:
        session, asked = self.session, self.asked
        return asked is None or asked.today != session.today() or session.now() - self._read_at > OLD_MS

    def _read(self, told: bool = False) -> None:
        try:
            asked = self.question.asked(self.session)
        except HermesError as error:  # a stage or a field that the filter names is gone
            self.say(Content.styled(f" {error}", "$text-error"))
            return
        self.asked = asked
        self._seen = self.hermes.generation
        self._run += 1
        self._missing |= self._bare  # a run that is cut short compares them no more
        self._bare.clear()
        self._wanted = Wanted(self._missing, self._page)
        self._head()
        reading = Reading(self.session, self._run, asked, self._wanted, self._then, self.post_message, told)
        self._worker = self.run_worker(
            partial(self._work, reading, self._mark), thread=True, exclusive=True, group="figures"
        )

    def _work(self, reading: Reading, since: Mark | None) -> None:
        worker = get_current_worker()
        reading.read(since, lambda: worker.is_cancelled)

    def on_screen_suspend(self) -> None:
        """Out of sight nothing is read; what is missing comes when the rep is back."""
        if self._worker is not None and not self._worker.is_finished:
            self._worker.cancel()

    @on(Begun)
    def _begun(self, event: Begun) -> None:
        if event.run == self._run:
            self._missing |= event.keys
            self._later |= event.later
            self._mark = event.mark
            for key in event.then:
                self._then.pop(key, None)
            self._read_later()

    def _read_later(self) -> None:
        """What was touched while its page was out of sight, when it is in sight."""
        due = {key for key in self._later if BY_KEY[key].page == self._page}
        if due:
            self._later -= due
            self._missing |= due
            self._read()

    @on(Arrived)
    def _arrived(self, event: Arrived) -> None:
        if event.run != self._run or not self.is_up:
            return
        self._missing.discard(event.key)
        (self._bare.discard if event.is_whole else self._bare.add)(event.key)
        if event.then is not None:
            self._then[event.key] = event.then
        table, old = event.table, self.tables.pop(event.key, None)
        if table is not None:
            self.tables[event.key] = table if old is None or event.is_whole else with_changes_of(table, old)
        self._show(event.key, event.fault)
        self._tell()

    def _show(self, key: str, fault: str = "") -> None:
        for page in self.query(DashboardPage):
            if page.page == BY_KEY[key].page:
                if fault:
                    page.refuse(key, fault)
                elif key in self.tables:
                    page.show(key, self.tables[key])

    # -- pages -----------------------------------------------------------------------------------------

    async def action_page(self, by: int) -> None:
        """The next page, or the one before; each keeps its own place."""
        names = [key for key, _ in PAGES]
        before = self.page
        self._page = self._wanted.page = names[(names.index(self._page) + by) % len(names)]
        if not self.query(f"#page-{self._page}"):
            page = DashboardPage(self._page, self._moved)
            await self.mount(page, after=before)
            for key in page.views:
                self._show(key)
        before.display = False
        self.page.display = True
        self.page.enter()
        self._head()
        self._tell()
        self._read_later()

    # -- the number in hand ----------------------------------------------------------------------------

    def _tell(self) -> None:
        view, found = self.page.in_hand, self.page.number
        line = Content("") if view is None or found is None else number_line(*found, view, self.size.width or 120)
        if line != self._said:
            self._said = line
            told = self.query_one("#number", Static)
            told.update(line, layout=False)
            told._check_refresh()  # now, not when its turn comes: that is a frame later where the focus moves as well

    def _moved(self, view: NumberView) -> None:
        if view is self.page.in_hand:
            self.page.entered(view)
            self._tell()

    def on_descendant_focus(self) -> None:
        """Another pane has the keys."""
        view = self.page.in_hand
        if view is not None:
            self.page.entered(view)
            self._tell()

    @on(NumberView.Opened)
    def _opened(self) -> None:
        """Enter: the leads behind it."""
        found = self.page.number
        if found is not None:
            from hermes_tui.screens.behind import open_behind

            open_behind(self.hermes, *found, partial(self.question.asked, self.session))

    def action_explain(self) -> None:
        """What the number is, and how it came about."""
        found = self.page.number
        if found is None:
            self.hermes.action_help()
            return
        from hermes_tui.screens.explain import explain

        explain(self.hermes, *found, partial(self.question.asked, self.session))

    def action_alone(self) -> None:
        """The pane in hand on the whole page, or among the others again."""
        self.page.turn_alone()
        self._tell()

    def action_copy(self) -> None:
        """The whole table in hand, for a spreadsheet."""
        view = self.page.in_hand
        table = None if view is None else self.tables.get(view.id or "")
        if table is None:
            self.say(" Nothing to copy here yet")
            return
        self.app.copy_to_clipboard(tsv_of(table))
        self.say(f" Copied {table.title}: {len(table.rows)} rows, with tabs between, as a spreadsheet takes them")

    # -- the keys --------------------------------------------------------------------------------------

    def hint_keys(self) -> list[tuple[str, str]]:
        """First what a number is for; help by its other key, since `?` is about the number here."""
        *keys, _ = super().hint_keys()
        help_key = keymap.shown_key(self.hermes.key_of("help").split(",")[-1])
        return [(self.keys_of("numbers.open"), "the leads behind"), *keys, (help_key, "help")]
