"""Scoring leads anew by the rules in force: first what would change, then, by one key, the change as one action."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from threading import Event
from typing import TYPE_CHECKING, Literal

from textual import events, on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from hermes_tui.formats import count
from hermes_tui.screens.base import HermesScreen
from hermes_tui.screens.bindings import bindings
from hermes_tui.screens.brief import Brief
from hermes_tui.screens.fixed_rows import FixedList
from hermes_tui.screens.listing import Listing
from hermes_tui.screens.progress import bar
from hermes_tui.screens.rescore_verbs import Which
from hermes_tui.screens.rules import changes, said, work
from hermes_tui.screens.styles import DIM
from hermes_tui.screens.verbs import LeadVerbs
from hermes_tui.session import Session
from widgets.paged_list import PagedList

if TYPE_CHECKING:
    from hermes_tui.actions.what_if import Changed, WhatIf

State = Literal["looking", "shown", "writing", "stopped"]

_STOPPED = "Stopped; nothing was written"


def those_here(here: HermesScreen) -> Which | None:
    """The leads that are meant on a screen of leads: those marked, in the list all it shows, else the one in hand."""
    if not isinstance(here, LeadVerbs):
        return None
    if isinstance(here, Listing) and "leads" in here.scopes and not here.marking().mark_count:
        where, params = here.condition()
        return Which(f"all under {here.filter_text}" if here.filter_text else "all leads", where, params)
    return _named(here)


def those_meant(here: HermesScreen, text: str) -> Which:
    """The leads under this filter; without one those marked here, else all. Raises UsageError."""
    from storage.filters import compile_filter

    if not text:
        marked = isinstance(here, Listing) and here.marking().mark_count
        return (those_here(here) if marked else None) or Which("all leads")
    session = here.session
    found = compile_filter(
        text, now=session.now(), today=session.today(), stale_days=session.settings.stale_days, timezone=session.zone
    )
    return Which(f"all under {text}", found.where, found.params)


def _named(here: LeadVerbs) -> Which | None:
    from storage.queries.lead import titles
    from storage.queries.leads import among

    ids = here.targets()
    there = titles(here.session.database, ids)
    if not there:
        return None
    words = f"{len(there):,} leads" if len(there) > 1 else next(iter(there.values()))
    return Which(words, *among(ids), tuple(ids))


def open_rescore(here: HermesScreen, which: Which) -> None:
    """Put the screen on top: it begins with what would change. What was written is said on the screen below."""
    screen = RescoreScreen(here.session, which)
    here.hermes.push_screen(screen, lambda _nothing: said.say_written(here, screen.done))


class RescoreScreen(HermesScreen):
    """What scoring would change, and the key that does it."""

    scopes = ("rescore",)
    CSS_PATH = "rescore.tcss"
    BINDINGS = bindings("rescore")

    def __init__(self, session: Session, which: Which) -> None:
        from hermes_tui.actions.rules import in_force

        super().__init__(session)
        self.which = which
        self.done: work.Done | None = None  # what was written, for the screen below
        self.state: State = "looking"
        self.found: WhatIf | None = None
        self._in_force = in_force(session.database)
        self._progress = (0, 0)
        self._stop = Event()
        self._run = 0

    def body(self) -> Iterable[Widget]:
        """Which leads by which rules, what would change, and why for the one in hand."""
        yield Static(id="rescore-head")
        yield FixedList(changes.draw, header=changes.header, empty=Content(""), id="rescore-changes")
        yield Brief(id="rescore-why")

    def on_mount(self) -> None:
        """Begin to look."""
        self.title_bar.show_counts()
        self.rows.focus()
        self._look()

    def on_unmount(self) -> None:
        """Nobody waits any more: what is being written is rolled back."""
        self._stop.set()

    def on_resize(self, event: events.Resize) -> None:
        """The bar is as wide as there is room."""
        super().on_resize(event)
        self.show_head()

    @property
    def rows(self) -> FixedList[Changed]:
        """The leads that would change, those that change most first."""
        return self.query_one("#rescore-changes", FixedList)

    @property
    def busy(self) -> bool:
        """A thread is writing: who reads the file meanwhile may have to wait for it."""
        return self.state == "writing"

    # -- looking ---------------------------------------------------------------------------------------

    def _look(self) -> None:
        self._stop.set()
        self._stop, self._run = Event(), self._run + 1
        self.state, self._progress = "looking", (0, 0)
        self.show_head()
        session, which, basis = self.session, self.which, self._in_force.basis
        self.run_worker(
            partial(work.try_on, session, self._run, basis, which.where, which.params, self.post_message,
                    self._stop.is_set),
            thread=True, exit_on_error=False,
        )  # fmt: skip

    @on(work.Progressed)
    def _progressed(self, event: work.Progressed) -> None:
        if event.run == (work.WRITING if self.state == "writing" else self._run) and self.state in (
            "looking",
            "writing",
        ):
            self._progress = (event.done, event.total)
            self.show_head()

    @on(work.Tried)
    def _tried(self, event: work.Tried) -> None:
        if event.run != self._run or self.state != "looking":
            return
        self.state, self.found = ("stopped" if event.found is None else "shown"), event.found
        self.rows.empty = self._nothing()
        self.rows.show_rows(() if event.found is None else event.found.rows)
        self.show_head()
        self.show_why()
        if event.fault:
            self.say(Content.styled(f" {event.fault}", "$text-error"))

    def _nothing(self) -> Content:
        """What stands where nothing would change."""
        if self.found is None:
            return Content.styled(_STOPPED, DIM)
        if not self.found.of:
            by_hand = self.found.manual
            words = "No lead is like that" if not by_hand else f"{count(by_hand, 'score')} set by hand: left as set"
            return Content.styled(words, DIM)
        return Content.assemble(
            ("Nothing would change\n\n", "bold"),
            (f"{count(self.found.of, 'lead')} scored by these rules already", DIM),
        )

    # -- showing ---------------------------------------------------------------------------------------

    def show_head(self) -> None:
        """Which leads by which rules; below it how far the thread is, or what would change in figures."""
        rules = said.rules_words(self.session, self._in_force)
        first = Content.assemble((f" Rescore · {self.which.words}", "bold"), (f" · by {rules}", DIM))
        self.query_one("#rescore-head", Static).update(Content.assemble(first, "\n", self._second()), layout=False)

    def _second(self) -> Content:
        if self.state in ("looking", "writing"):
            doing = "looking what would change" if self.state == "looking" else "writing"
            doing = "stopping…" if self._stop.is_set() else doing
            return bar(*self._progress, doing, self.size.width)
        if self.found is None:
            return Content.styled(f" {_STOPPED}", "$text-warning")
        return Content.assemble(" ", said.figures_on_a_line(self.found))

    def show_why(self) -> None:
        """The lead in hand and all its reasons."""
        row = self.rows.chosen
        words = Content("") if row is None else changes.in_full(row)
        self.query_one("#rescore-why", Brief).show(words)

    @on(PagedList.CursorMoved)
    def _moved(self) -> None:
        self.show_why()

    def reload(self) -> None:
        """Something else was written: look again, by what is in force now."""
        from hermes_tui.actions.rules import in_force

        self.title_bar.show_counts()
        if self.state != "writing":
            self._in_force = in_force(self.session.database)
            self._look()

    # -- keys ------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While scores are written only stopping does anything."""
        if self.busy and action in ("write", "lead", "rules"):
            return False
        return super().check_action(action, parameters)

    @on(PagedList.Opened)
    def _opened(self, _event: PagedList.Opened) -> None:
        self.action_write()

    def action_write(self) -> None:
        """Write the new scores, in a thread."""
        from hermes_tui.actions.rescore import rescore

        found, which = self.found, self.which
        if self.state != "shown" or found is None:
            self.say(" Still looking what would change; press it again in a moment" if self.state == "looking" else "")
            return
        if not found.changed and not found.qualified and not self._stale():
            self.say(" Nothing to write: every score is as these rules make it")
            return
        self._stop, self.state, self._progress = Event(), "writing", (0, 0)
        self.show_head()
        session = self.session

        def deed(progress: work.Progress, stopped: work.Stopped) -> work.Done:
            done = rescore(
                session.database, session.now(), where=which.where, params=which.params, progress=progress,
                cancelled=stopped,
            )  # fmt: skip
            return work.Done(done.words, done.action_id)

        self.run_worker(
            partial(work.write, session, deed, self.post_message, self._stop.is_set), thread=True, exit_on_error=False
        )

    def _stale(self) -> int:
        """How many of them were scored by other rules: though no score changes, it is worth noting that these hold."""
        from storage.queries.inquiries import standing

        which = self.which
        return standing(self.session.database, self._in_force.basis.key, which.where, which.params).stale

    @on(work.Written)
    def _written(self, event: work.Written) -> None:
        if event.done is None:
            self.state = "shown"
            self.show_head()
            self.say(Content.styled(f" {event.fault}", "$text-warning" if self._stop.is_set() else "$text-error"))
            return
        self.hermes.changed()
        if self.is_active:
            self.done = event.done
            self.dismiss()
        else:  # the rep is elsewhere: dismissing would take away the page that is on top
            self._look()
            said.say_written(self.hermes.here, event.done)

    def action_lead(self) -> None:
        """The page of the lead under the cursor."""
        row = self.rows.chosen
        if row is not None and self.found is not None:
            self.hermes.open_lead(row.lead_id, [each.lead_id for each in self.found.rows])

    def action_rules(self) -> None:
        """The rules that this goes by."""
        from hermes_tui.screens.rules.screen import open_rules

        open_rules(self.hermes)

    def action_leave(self) -> None:
        """Stop what is being written; else leave, and nothing was."""
        if self.state == "writing":
            self._stop.set()
            self.show_head()
        else:
            self.dismiss()
