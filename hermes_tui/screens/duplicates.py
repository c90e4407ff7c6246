"""Leads that are likely one: merged with one key, said to be two with another, and past merges parted again."""

from __future__ import annotations

from functools import partial
from threading import Event
from typing import TYPE_CHECKING, NamedTuple

from textual import on
from textual.content import Content

from hermes_tui.actions.merge_fields import BOTH, DROP, KEEP
from hermes_tui.actions.merging import merge_leads, not_a_duplicate
from hermes_tui.actions.unmerging import unmerge
from hermes_tui.metrics.duplicates import pairs as likely
from hermes_tui.metrics.duplicates.pairs import Pair
from hermes_tui.screens.base import HermesScreen
from hermes_tui.screens.bindings import bindings
from hermes_tui.screens.duplicates_view import DuplicatesView
from hermes_tui.screens.duplicates_work import Searched, Searching, search
from hermes_tui.session import Session
from widgets.paged_list import PagedList

if TYPE_CHECKING:
    from hermes_tui.actions.outcome import Outcome


class _Turn(NamedTuple):
    """The pairs before and after an action, so that its undo shows them again without another search."""

    before: tuple[Pair, ...]
    after: tuple[Pair, ...]


def open_duplicates(here: HermesScreen) -> None:
    """Put the screen on top of this one; it begins to search at once."""
    here.hermes.push_screen(DuplicatesScreen(here.session))


class DuplicatesScreen(DuplicatesView):
    """Searches in a thread; each key is one action, one undo."""

    CSS_PATH = "duplicates.tcss"
    BINDINGS = bindings("duplicates")

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.stopping = Event()
        self._turns: dict[int, _Turn] = {}

    def on_mount(self) -> None:
        """Begin to search."""
        self.merged.display = False
        self.action_again()

    def on_unmount(self) -> None:
        """Nobody waits for the search any more."""
        self.stopping.set()

    # -- the search ----------------------------------------------------------------------------------------

    def action_again(self) -> None:
        """Search the whole file, in a thread."""
        if self.searching:
            return
        self.searching, self.progress = True, (0, 0)
        self.stopping.clear()
        self.show_head()
        work = partial(search, self.session, self.post_message, self.stopping.is_set)
        self.run_worker(work, thread=True, exit_on_error=False)

    @on(Searching)
    def _further(self, event: Searching) -> None:
        self.progress = (event.done, event.total)
        self.show_head()

    @on(Searched)
    def _ended(self, event: Searched) -> None:
        self.searching = False
        if event.found is not None:
            self.found, self.pairs, self.compared = event.found, event.found.pairs, True
            self._turns.clear()
        cursor = self.rows.index if event.found is None else 0
        self.show(self.merged.index if self.past else cursor)
        if event.fault:
            self.say(Content.styled(f" {event.fault} r searches again", "$text-warning"))
        if self.focused is None:
            self.rows.focus()

    # -- what is done --------------------------------------------------------------------------------------

    def action_merge(self) -> None:
        """Merge the pair; of past merges, part the one under the cursor."""
        if self.past:
            self._part()
            return
        pair = self.pair
        if pair is None:
            self.say(" No pair here")
            return
        keep, drop = self.sides(pair)
        database, choices = self.session.database, self.choices.get((keep, drop), {})
        outcome = self.attempt(lambda: merge_leads(database, keep, drop, choices, self.session.now()))
        if outcome is not None:
            self._settle(outcome, likely.again(database, self.pairs, keep, drop, shared=self.found.shared))

    def action_two(self) -> None:
        """The two are two: the pair never comes back."""
        pair = self.pair
        if pair is None:
            self.say(" No pair here")
            return
        outcome = self.attempt(lambda: not_a_duplicate(self.session.database, *pair.ids, self.session.now()))
        if outcome is not None:
            self._settle(outcome, likely.in_chains([each for each in self.pairs if each.ids != pair.ids]))

    def _settle(self, outcome: Outcome, after: tuple[Pair, ...]) -> None:
        self._turns[outcome.action_id] = _Turn(self.pairs, after)
        self.pairs = after
        self.show(self.rows.index)
        self.say_done(outcome)

    def _part(self) -> None:
        line = self.merged.chosen
        if line is None:
            self.say(" No merge here")
            return
        outcome = self.attempt(lambda: unmerge(self.session.database, line.action_id, self.session.now()))
        if outcome is not None:
            self.show(self.merged.index)
            self.say_done(outcome)
            self.action_again()

    def take_back(self, outcome: Outcome) -> None:
        """An undo or redo: the pairs as they were before, or after."""
        turn = self._turns.get(outcome.action_id)
        if turn is not None:
            self.pairs = turn.before if self.pairs == turn.after else turn.after
            self.show(self.rows.index)
        else:
            self.reload()
        self.say(f" {outcome.words}")

    # -- choosing ------------------------------------------------------------------------------------------

    def action_swap(self) -> None:
        """The other one stays."""
        if self.pair is not None:
            self.swapped ^= {self.pair.ids}
            self.show_pair()

    def action_take(self, side: str) -> None:
        """Take this side's word for the field under the cursor; '' takes the next one in turn."""
        pair, field = self.pair, self.fields.chosen
        if pair is None or field is None:
            return
        sides = [KEEP, DROP, BOTH] if field.name == "description" and field.kept and field.dropped else [KEEP, DROP]
        chosen = side or sides[(sides.index(field.choice) + 1) % len(sides)]
        before = self.choices.get(self.sides(pair), {})
        self.choices[self.sides(pair)] = {**before, **dict.fromkeys((field.name, *field.together), chosen)}
        self.show_pair()

    def action_pane(self) -> None:
        """To the fields, or back to the pairs."""
        if self.past:
            return
        (self.rows if self.fields.has_focus else self.fields).focus()

    def action_past(self) -> None:
        """Past merges, or the pairs again."""
        self.past = not self.past
        self.strip.set_hint(self.hint())
        self.show()
        (self.merged if self.past else self.rows).focus()

    @on(PagedList.Opened)
    def _opened(self, _event: PagedList.Opened) -> None:
        """Enter: the page of the lead that stays; of a past merge, of the one that was kept."""
        line = self.merged.chosen if self.past else None
        if line is not None and line.kept is not None and line.kept_id is not None:
            self.hermes.open_lead(line.kept_id, [line.kept_id])
        elif self.pair is not None:
            self.hermes.open_lead(self.sides(self.pair)[0], list(self.sides(self.pair)))

    def action_leave(self) -> None:
        """Stop the search; else back from past merges; else leave."""
        if self.searching:
            self.stopping.set()
        elif self.past:
            self.action_past()
        else:
            self.dismiss()
