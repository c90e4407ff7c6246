"""A lead's page: facts, people, what happened, tasks, notes, objections, proposals, and its way through the stages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from textual import events
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.geometry import Region
from textual.widget import Widget

from hermes_tui.screens import lead_edits
from hermes_tui.screens.base import BETWEEN, USUAL_WIDTH
from hermes_tui.screens.bindings import bindings
from hermes_tui.screens.lead_facts import Fact, draw_fact, fact_rows
from hermes_tui.screens.lead_panes import Brief, LeadHead, Pane, TimelinePane
from hermes_tui.screens.lead_reading import PENDING, LeadPage, read_page
from hermes_tui.screens.lead_rows import LeadRows
from hermes_tui.screens.lead_words import (
    TABS,
    brief,
    facts_title,
    gone_lines,
    head_lines,
    people_title,
    tabs_title,
)
from hermes_tui.screens.verbs import LeadVerbs
from hermes_tui.session import Session
from storage.errors import NotFound
from storage.queries.lead import ContactRow, TaskRow
from widgets.paged_list import PagedList

if TYPE_CHECKING:
    from hermes_tui.actions.outcome import Outcome

PANES = ("facts", "people", "timeline", *TABS)
# What the keys of the pane in sight do, for the line at the bottom.
_PANE_KEYS: dict[str, tuple[tuple[str, str], ...]] = {
    "facts": (("Enter", "edit this"),),
    "people": (("Enter", "edit"),),
    "timeline": (("Enter", "read"), ("m n s", "messages notes stages")),
    "tasks": (("Enter", "edit"), ("Del", "drop")),
    "notes": (("Enter", "edit"), ("Del", "remove")),
    "objections": (("Enter", "resolve"),),
}


class LeadScreen(LeadVerbs):
    """One lead; `[` and `]` walk the list that it was opened from."""

    scopes = ("lead", "verbs")
    CSS_PATH = "lead.tcss"
    BINDINGS = bindings("lead")

    def __init__(self, session: Session, lead_id: int, neighbours: Sequence[int] = ()) -> None:
        super().__init__(session)
        self.lead_id = lead_id
        self.neighbours = list(neighbours)
        self.page: LeadPage | None = None
        self.rows = LeadRows(session)
        self._here = 0  # place in PANES

    # -- what it is made of ----------------------------------------------------------------------------

    def body(self) -> Iterable[Widget]:
        """Facts, people and timeline side by side; below them one of the tabs."""
        rows = self.rows
        self.facts: Pane[Fact] = Pane(
            lambda lit: facts_title(self.page, lit, self._folded(lit)), draw_fact,
            empty=Content("Not here any more"), id="facts",
        )  # fmt: skip
        self.people: Pane[ContactRow] = Pane(
            lambda lit: people_title(self.page, lit, self._folded(lit)), rows.person,
            empty=Content.assemble("Nobody known yet\n", ("p", "bold $accent"), " adds a person"), id="people",
        )  # fmt: skip
        self.timeline = TimelinePane(rows.happening, id="timeline")
        self.tasks: Pane[TaskRow] = self._tab("tasks", rows.task, "No task; f plans one")
        self.tabs: dict[str, Pane[Any]] = {
            "tasks": self.tasks,
            "notes": self._tab("notes", rows.note, "No notes; i writes one"),
            "objections": self._tab("objections", rows.objection, "No objections; O notes one"),
            "proposals": self._tab("proposals", rows.proposal, "No proposal yet"),
            "stages": self._tab("stages", rows.visit, "No stages"),
        }
        yield LeadHead()
        with Horizontal(id="upper"):
            yield self.facts
            with Vertical(id="middle"):
                yield self.people
                yield Brief(id="brief")
            yield self.timeline
        with Vertical(id="bottom"):
            yield from self.tabs.values()

    def _tab(self, name: str, draw: Callable[[Any, int], Content], empty: str) -> Pane[Any]:
        pane: Pane[Any] = Pane(lambda lit: tabs_title(self.page, name, lit), draw, empty=Content(empty), id=name)
        pane.display = name == TABS[0]
        return pane

    def _folded(self, lit: bool) -> bool:
        return not lit and self.has_class("-narrow")

    def on_mount(self) -> None:
        """Show the lead."""
        self._enter(0)
        self._show(again=False)
        self.title_bar.show_counts()

    # -- what is shown ---------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read the lead again; every cursor stays at its place."""
        self._show(again=True)
        self.title_bar.show_counts()

    def _show(self, *, again: bool) -> None:
        try:
            self.page = page = read_page(self.session, self.lead_id)
        except NotFound:
            self._show_gone()
            return
        self.rows.begin(page.pipeline, page.people)
        self.facts.keep_rows(fact_rows(self.session, page), again=again)
        self.people.keep_rows(page.people, again=again)
        self.timeline.show_lead(self.session.database, self.lead_id, again=again)
        shown: tuple[Sequence[Any], ...] = (page.tasks, page.notes, page.objections, page.proposals, page.visits)
        for name, rows in zip(TABS, shown, strict=True):
            self.tabs[name].keep_rows(rows, again=again)
        now = self.session.now()
        self.query_one(Brief).show(brief(page, now))
        self.query_one(LeadHead).show(head_lines(page, self.neighbours, now))

    def _show_gone(self) -> None:
        """The lead was deleted, here or by another program: undo may still bring it back."""
        self.page = None
        panes: tuple[Pane[Any], ...] = (self.facts, self.people, *self.tabs.values())
        for pane in panes:
            pane.keep_rows((), again=False)
        self.timeline.clear()
        self.query_one(Brief).show(Content(""))
        self.query_one(LeadHead).show(gone_lines(self.lead_id))

    # -- panes -----------------------------------------------------------------------------------------

    def pane(self, place: int) -> PagedList[Any]:
        """The pane at a place of PANES."""
        name = PANES[place]
        upper: dict[str, PagedList[Any]] = {"facts": self.facts, "people": self.people, "timeline": self.timeline}
        return upper[name] if name in upper else self.tabs[name]

    def action_pane(self, by: int) -> None:
        """To the next pane, or the one before."""
        self._enter((self._here + by) % len(PANES))
        self.set_focus(self.pane(self._here))

    def _enter(self, here: int) -> None:
        """Mark the pane where the rep is; of the tabs that one is in sight."""
        before, self._here = self._here, here
        among_tabs = PANES[here] in TABS
        if among_tabs:
            self.pane(here).display = True
            for name in TABS:
                if name != PANES[here]:
                    self.tabs[name].display = False
        # Only what changes is touched: a class on the screen itself would repaint all of it.
        for place in {before, here}:
            pane = self.pane(place)
            pane.set_class(place == here, "-current")
            pane.refresh(Region(0, 0, pane.size.width, 1))
        self.query_one("#middle").set_class(PANES[here] == "people", "-current")
        self.query_one("#upper").set_class(among_tabs, "-folded")
        self.query_one("#bottom").set_class(among_tabs, "-current")
        self.strip.set_hint(self.hint())

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The mouse put the focus on another pane."""
        name = event.widget.id
        if name in PANES and PANES.index(name) != self._here:
            self._enter(PANES.index(name))

    def on_paged_list_opened(self, event: PagedList.Opened) -> None:
        """Enter."""
        lead_edits.open_row(self, self._row_of(event.row))

    def _current(self) -> object:
        """The row under the cursor of the pane where the rep is."""
        return self._row_of(self.pane(self._here).current)

    @staticmethod
    def _row_of(row: Any) -> object:
        """Panes number their rows; the timeline does not."""
        return row[1] if type(row) is tuple else row

    def action_timeline(self, by: int) -> None:
        """Walk the timeline, from any pane."""
        self.timeline.action_step(by)

    # -- verbs -----------------------------------------------------------------------------------------

    def targets(self) -> list[int]:
        """This lead."""
        return [self.lead_id] if self.page is not None else []

    def acted(self, outcome: Outcome, lead_ids: Sequence[int]) -> None:
        """Stay, and show what it is now."""
        self.reload()

    def undone(self, outcome: Outcome) -> None:
        """Stay, and show what it is again."""
        self.reload()

    def action_edit(self) -> None:
        """The row under the cursor where it has a form of its own, else the lead."""
        if not lead_edits.edit_row(self, self._current()):
            super().action_edit()

    def action_remove(self) -> None:
        """Remove the row under the cursor."""
        lead_edits.remove_row(self, self._current())

    def action_note(self) -> None:
        """A note in one line; among the notes, one of several lines."""
        if PANES[self._here] == "notes" and self.page is not None:
            from hermes_tui.screens.lead_form import note_form

            note_form(self, [self.lead_id])
        else:
            super().action_note()

    def action_task_done(self) -> None:
        """The task under the cursor is done, elsewhere the next one; then the one that follows."""
        row = self._current()
        if not isinstance(row, TaskRow) or row.status not in PENDING:
            super().action_task_done()
            return
        label = Content.assemble((" done: ", "bold"), (row.title, ""), (" · then (Enter: nothing):", "bold"))
        self.strip.ask_text(label, "", lambda text: self._this_done(row.id, text), validate=self._wrong_plan)

    def _this_done(self, task_id: int, text: str) -> None:
        from hermes_tui.actions.tasks import done

        following = self._plan(text)
        self.perform(lambda _ids: done(self.session.database, task_id, self.session.now(), following), repeatable=False)

    def action_person(self) -> None:
        """What is to be done with a person."""
        if self.page is not None:
            from hermes_tui.screens.lead_people import person_menu

            person_menu(self)

    def action_neighbour(self, by: int) -> None:
        """The next lead of the list that this one was opened from, or the one before."""
        if self.lead_id not in self.neighbours:
            self.say(" This lead was not opened from a list")
            return
        place = self.neighbours.index(self.lead_id) + by
        if not 0 <= place < len(self.neighbours):
            self.say(" The last of the list" if by > 0 else " The first of the list")
            return
        self.lead_id = self.neighbours[place]
        self._show(again=False)

    # -- the hint --------------------------------------------------------------------------------------

    def hint(self) -> Content:
        """First the keys of this pane, then those of the page."""
        keys = (*_PANE_KEYS.get(PANES[self._here], ()), ("Tab", "pane"))
        here = [Content.assemble((key, "bold $accent"), (f" {label}", "$text-muted")) for key, label in keys]
        rest = [part for part in super().hint()[1:].split(BETWEEN) if part]
        gaps = len(BETWEEN)
        room = (self.size.width or USUAL_WIDTH) - 2
        while len(rest) > 1 and sum(part.cell_length + gaps for part in (*here, *rest)) > room + gaps:
            del rest[-2]  # the last one is help
        return Content.assemble(" ", Content(BETWEEN).join([*here, *rest]))
