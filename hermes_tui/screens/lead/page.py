"""A lead's page: which panes it has and where, who has the keys, and the verbs that stay on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from textual import events
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.geometry import Region
from textual.widget import Widget

from hermes_tui import keymap
from hermes_tui.screens.bindings import bindings
from hermes_tui.screens.brief import Brief
from hermes_tui.screens.lead.head import LeadHead, gone_lines, head_lines
from hermes_tui.screens.lead.pane import LeadPane
from hermes_tui.screens.lead.panes import NAMES, PANES
from hermes_tui.screens.lead.people import PeoplePane
from hermes_tui.screens.lead.reading import LeadPage, read_page
from hermes_tui.screens.lead.scene import Scene
from hermes_tui.screens.lead.standing import engaged_words, standing
from hermes_tui.screens.verbs import LeadVerbs
from hermes_tui.session import Session
from storage.errors import NotFound
from widgets.paged_list import PagedList

if TYPE_CHECKING:
    from hermes_tui.actions.outcome import Outcome

_MIDDLE = "people"  # the pane above the remark and the brief


class LeadScreen(LeadVerbs):
    """One lead; `[` and `]` walk the list that it was opened from."""

    scopes: tuple[str, ...] = ("lead", "verbs")  # before them that of the pane where the rep is
    CSS_PATH = "page.tcss"
    BINDINGS = bindings("lead")

    def __init__(self, session: Session, lead_id: int, neighbours: Sequence[int] = ()) -> None:
        super().__init__(session)
        self.lead_id = lead_id
        self.neighbours = list(neighbours)
        self.scene = Scene(session)
        self.panes: dict[str, LeadPane[Any]] = {}
        self._here = NAMES[0]
        self._remark = Content("")

    # -- what it is made of ----------------------------------------------------------------------------

    def body(self) -> Iterable[Widget]:
        """Facts, people and timeline side by side; below them one of the tabs."""
        self.panes = {made.called: made(self.scene) for made in PANES}
        below = [pane for pane in self.panes.values() if pane.below]
        for pane in below[1:]:
            pane.display = False
        yield LeadHead()
        with Horizontal(id="upper"):
            for name, pane in self.panes.items():
                if name == _MIDDLE:
                    with Vertical(id="middle"):
                        yield pane
                        yield Brief(id="remark")
                        yield Brief(id="brief")
                elif not pane.below:
                    yield pane
        with Vertical(id="bottom"):
            yield from below

    def on_mount(self) -> None:
        """Show the lead."""
        self._enter(self._here)
        self._show(again=False)
        self.title_bar.show_counts()

    # -- what is shown ---------------------------------------------------------------------------------

    @property
    def page(self) -> LeadPage | None:
        """The lead as last read; None where it is not there any more."""
        return self.scene.page

    def reload(self) -> None:
        """Read the lead again; every cursor stays at its place."""
        self._show(again=True)
        self.title_bar.show_counts()

    def _show(self, *, again: bool) -> None:
        try:
            page = read_page(self.session, self.lead_id)
        except NotFound:  # deleted, here or by another program: undo may still bring it back
            self._fill(None, again=False)
            self.query_one("#brief", Brief).show(Content(""))
            self._remark = Content("")
            self.query_one("#remark", Brief).show(self._remark)
            self.query_one(LeadHead).show(gone_lines(self.lead_id))
            return
        self._fill(page, again=again)
        self.query_one("#brief", Brief).show(standing(page, self.scene.now))
        self.show_remark()
        keys = self.keys_of("verb.accept_next"), self.keys_of("verb.refuse_next")
        self.query_one(LeadHead).show(head_lines(page, self.neighbours, self.scene.now, keys))

    def show_remark(self) -> None:
        """What the pane in hand remarks on its row, else how many are engaged. Apart from the brief: it follows the
        cursor, and to paint one line is all a key may cost."""
        if self.page is None:
            return
        row = self.here.chosen
        remark = self.here.remark(row) if row is not None else None
        remark = engaged_words(self.page) if remark is None else remark
        if not remark.is_same(self._remark):
            self._remark = remark
            self.query_one("#remark", Brief).show(remark)

    def _fill(self, page: LeadPage | None, *, again: bool) -> None:
        self.scene.begin(page)
        below = [pane for pane in self.panes.values() if pane.below]
        self.scene.counts = [(pane.called, 0 if page is None else pane.count(page)) for pane in below]
        for pane in self.panes.values():
            pane.show_page(again=again)

    # -- panes -----------------------------------------------------------------------------------------

    @property
    def here(self) -> LeadPane[Any]:
        """The pane where the rep is."""
        return self.panes[self._here]

    def action_pane(self, by: int) -> None:
        """To the next pane, or the one before."""
        self.go_to(NAMES[(NAMES.index(self._here) + by) % len(NAMES)])

    def go_to(self, name: str) -> None:
        """To this pane."""
        self._enter(name)
        self.set_focus(self.here)

    def _enter(self, name: str) -> None:
        """Mark the pane where the rep is; of the tabs that one is in sight."""
        before, self._here = self.here, name
        self.scopes = (*filter(None, [self.here.scope]), *LeadScreen.scopes)
        if self.here.below:
            self.here.display = True
            for pane in self.panes.values():
                if pane.below and pane is not self.here:
                    pane.display = False
        # Only what changes is touched: a class on the screen itself would repaint all of it.
        for pane in {before, self.here}:
            pane.set_class(pane is self.here, "-current")
            pane.refresh(Region(0, 0, pane.size.width, 1))
        self.query_one("#middle").set_class(name == _MIDDLE, "-current")
        self.query_one("#upper").set_class(self.here.below, "-folded")
        self.query_one("#bottom").set_class(self.here.below, "-current")
        self.strip.set_hint(self.hint())
        self.show_remark()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The mouse put the focus on another pane."""
        name = event.widget.id
        if name in self.panes and name != self._here:
            self._enter(name)

    def on_paged_list_opened(self, event: PagedList.Opened) -> None:
        """Enter."""
        if event.row is not None and isinstance(event.list, LeadPane):
            event.list.open_row(event.row)

    def action_timeline(self, by: int) -> None:
        """Walk the timeline, from any pane."""
        self.panes["timeline"].action_step(by)

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
        row = self.here.chosen
        if row is None or not self.here.edit_row(row):
            super().action_edit()

    def action_remove(self) -> None:
        """Remove the row under the cursor: a note and a person go, a task is dropped, a fact is emptied."""
        row = self.here.chosen
        if row is None or not self.here.remove_row(row):
            self.say(" Nothing to remove here: what happened stays, u takes back what was logged last")

    def action_add(self) -> None:
        """Another row in this pane."""
        if self.page is not None and not self.here.add_row():
            self.say(" Nothing is added here by hand")

    def action_touch(self) -> None:
        """Log a touch; among the people with whom the cursor is on."""
        if not self.here.takes("touch", self.here.chosen):
            super().action_touch()

    def action_note(self) -> None:
        """A note in one line, unless the pane knows better."""
        if not self.here.takes("note", self.here.chosen):
            super().action_note()

    def action_task_done(self) -> None:
        """The task under the cursor is done, elsewhere the next one; then the one that follows."""
        if not self.here.takes("task_done", self.here.chosen):
            super().action_task_done()

    def action_signal(self) -> None:
        """Yes to a buying signal; among them to the one under the cursor."""
        if not self.here.takes("signal", self.here.chosen):
            super().action_signal()

    def action_refuse_signal(self) -> None:
        """No to a buying signal; among them to the one under the cursor."""
        if not self.here.takes("refuse_signal", self.here.chosen):
            super().action_refuse_signal()

    def action_person(self) -> None:
        """What is to be done with the person under the cursor of the list of people."""
        if self.page is not None:
            from hermes_tui.screens.lead.person import person_menu

            people = self.panes["people"]
            person_menu(self, people.person if isinstance(people, PeoplePane) else None)

    def action_hand_over(self) -> None:
        """Ask where to write the packet for whoever takes the lead over."""
        if self.page is not None:
            from hermes_tui.screens.handoff import ask_folder

            ask_folder(self, self.lead_id)

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

    def hint_keys(self) -> list[tuple[str, str]]:
        """First the keys of this pane, then those of the page that it leaves alone."""
        pane = self.panes.get(self._here)
        if pane is None:
            return super().hint_keys()
        own = [(self.keys_of(names), label) for names, label in pane.keys]
        taken = {key for keys, _ in own for key in keys.split()}
        taken |= {self.keys_of(command.id) for command in keymap.in_scope(pane.scope)}
        scoped = [(self.keys_of(c.id), c.label) for c in keymap.in_scope(pane.scope) if c.shown]
        page = [each for each in super().hint_keys() if not taken & set(each[0].split())]
        return [*own, *scoped, (self.keys_of("lead.next_pane"), "pane"), *page]
