"""Leads that are likely one: the pairs, both side by side, merged with one key; and past merges, to be parted again."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from threading import Event
from typing import TYPE_CHECKING, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from hermes_tui import formats
from hermes_tui.actions import merge_fields
from hermes_tui.actions.merge_fields import BOTH, DROP, KEEP, Field
from hermes_tui.actions.merging import merge_leads, not_a_duplicate
from hermes_tui.actions.unmerging import unmerge
from hermes_tui.metrics.duplicates import pairs as likely
from hermes_tui.metrics.duplicates.pairs import Found, Pair
from hermes_tui.screens import duplicates_lines as lines
from hermes_tui.screens.base import HermesScreen
from hermes_tui.screens.bindings import bindings
from hermes_tui.screens.duplicates_work import Searched, Searching, search
from hermes_tui.screens.fixed_rows import FixedList
from hermes_tui.screens.import_lines import bar
from hermes_tui.screens.styles import DIM
from hermes_tui.session import Session
from storage.errors import HermesError
from storage.queries.duplicates import MergeLine, merges
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


class DuplicatesScreen(HermesScreen):
    """Likely pairs left, the pair under the cursor right (below on a narrow terminal)."""

    place = "duplicates"
    scopes = ("duplicates",)
    CSS_PATH = "duplicates.tcss"
    BINDINGS = bindings("duplicates")

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.found = Found((), 0, 0, ())
        self.pairs: tuple[Pair, ...] = ()
        self.searching = False
        self.stopping = Event()
        self.past = False  # the merges there were are shown instead of the pairs
        self._progress = (0, 0)
        self._swapped: set[tuple[int, int]] = set()
        self._choices: dict[tuple[int, int], dict[str, str]] = {}
        self._turns: dict[int, _Turn] = {}
        self._layout = lines.fields_layout(0, 0)

    # -- what is shown -------------------------------------------------------------------------------------

    def body(self) -> Iterable[Widget]:
        """A line that counts, the pairs, and the pair under the cursor."""
        yield Static(id="duplicates-head")
        yield _Body(
            FixedList(lines.pair_line, header=lines.PAIRS.header, empty=Content(""), id="pairs"),
            FixedList(self._merge_line, header=lines.MERGES.header, empty=_no_merges(), id="merges"),
            Static(id="why"),
            FixedList(
                self._field_line, header=lambda width: self._layout.header(width), empty=Content(""), id="fields"
            ),
        )

    def on_mount(self) -> None:
        """Begin to search."""
        self.query_one("#merges").display = False
        self.action_again()

    @property
    def rows(self) -> FixedList[Pair]:
        """The pairs."""
        return self.query_one("#pairs", FixedList)

    @property
    def merged(self) -> FixedList[MergeLine]:
        """The merges there were."""
        return self.query_one("#merges", FixedList)

    @property
    def fields(self) -> FixedList[Field]:
        """Both leads of the pair, field by field."""
        return self.query_one("#fields", FixedList)

    @property
    def pair(self) -> Pair | None:
        """The pair under the cursor."""
        return None if self.past else self.rows.chosen

    def _sides(self, pair: Pair) -> tuple[int, int]:
        """Who stays and who goes: the older stays unless the rep swapped them."""
        lower, higher = pair.ids
        return (higher, lower) if pair.ids in self._swapped else (lower, higher)

    def _merge_line(self, line: MergeLine, width: int) -> Content:
        return lines.merge_line(line, self.session.zone, self.session.now(), width)

    def _field_line(self, field: Field, width: int) -> Content:
        return lines.field_line(field, self._layout, width)

    def show(self, cursor: int = 0) -> None:
        """Show everything anew."""
        self.rows.display, self.merged.display = not self.past, self.past
        self.set_class(self.past, "-past")
        if self.past:
            self.merged.show_rows(merges(self.session.database), cursor)
        else:
            self.rows.show_rows(self.pairs, cursor)
        self.show_head()
        self.show_pair()

    def show_head(self) -> None:
        """How many pairs there are, or how far the search is."""
        first, second = self._head()
        self.query_one("#duplicates-head", Static).update(Content("\n").join([first, second]), layout=False)
        said = "Comparing…" if self.searching else "No likely duplicates"
        self.rows.empty = Content.assemble((f"{said}\n\n", "bold"), ("r searches again, U shows past merges", DIM))
        if not self.pairs:
            self.rows.refresh()

    def _head(self) -> tuple[Content, Content]:
        if self.past:
            return Content.styled(" Past merges, the latest first", "bold"), Content.styled(
                " m parts one again, whatever was done since; U shows the pairs", DIM
            )
        if self.searching:
            return bar(*self._progress, "comparing leads", self.size.width), Content.styled(" q stops", DIM)
        n = len(self.pairs)
        first = Content.assemble(
            (f" {formats.count(n, 'likely pair')}", "bold"),
            (f" · {formats.count(self.found.leads, 'lead')} compared", DIM),
        )
        crowds = len(self.found.crowds)
        note = f" {formats.count(crowds, 'key')} shared by many: there only the nearest by title" if crowds else ""
        return first, Content.styled(note, DIM)

    def show_pair(self) -> None:
        """The reasons, and both leads field by field."""
        pair = self.pair
        rows: list[Field] = []
        words = Content("")
        if pair is not None:
            keep, drop = self._sides(pair)
            try:
                rows = self._read_fields(keep, drop)
            except HermesError as error:
                words = Content.styled(str(error), "$text-error")
            else:
                words = lines.why(pair, keep)
            self._layout = lines.fields_layout(keep, drop)
        self.query_one("#why", Static).update(words, layout=False)
        self.fields.show_rows(rows, self.fields.index)

    def _read_fields(self, keep: int, drop: int) -> list[Field]:
        database = self.session.database
        found = merge_fields.fields(
            database, *merge_fields.both(database, keep, drop), self._choices.get((keep, drop), {})
        )
        return sorted(found, key=lambda field: not field.differs)

    def reload(self) -> None:
        """Something was written elsewhere: pairs whose leads are gone go."""
        self.pairs = likely.still_there(self.session.database, self.pairs)
        self.show(self.merged.index if self.past else self.rows.index)

    @on(PagedList.CursorMoved)
    def _moved(self, event: PagedList.CursorMoved) -> None:
        if event.list is self.rows:
            self.show_pair()

    # -- the search ----------------------------------------------------------------------------------------

    def action_again(self) -> None:
        """Search the whole file, in a thread."""
        if self.searching:
            return
        self.searching, self._progress = True, (0, 0)
        self.stopping.clear()
        self.show_head()
        work = partial(search, self.session, self.post_message, self.stopping.is_set)
        self.run_worker(work, thread=True, exit_on_error=False)

    @on(Searching)
    def _further(self, event: Searching) -> None:
        self._progress = (event.done, event.total)
        self.show_head()

    @on(Searched)
    def _ended(self, event: Searched) -> None:
        self.searching = False
        if event.found is not None:
            self.found, self.pairs = event.found, event.found.pairs
            self._turns.clear()
        self.show(0 if event.found is not None else self.rows.index)
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
        keep, drop = self._sides(pair)
        database, choices = self.session.database, self._choices.get((keep, drop), {})
        outcome = self.attempt(lambda: merge_leads(database, keep, drop, choices, self.session.now()))
        if outcome is not None:
            self._settle(outcome, likely.again(database, self.pairs, keep, drop))

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
            self._swapped ^= {self.pair.ids}
            self.show_pair()

    def action_take(self, side: str) -> None:
        """Take this side's word for the field under the cursor; '' takes the next one in turn."""
        pair, field = self.pair, self.fields.chosen
        if pair is None or field is None:
            return
        sides = [KEEP, DROP, BOTH] if field.name == "description" and field.kept and field.dropped else [KEEP, DROP]
        chosen = side or sides[(sides.index(field.choice) + 1) % len(sides)]
        before = self._choices.get(self._sides(pair), {})
        self._choices[self._sides(pair)] = {**before, field.name: chosen}
        self.show_pair()

    def action_pane(self) -> None:
        """To the fields, or back to the pairs."""
        if self.past:
            return
        (self.rows if self.fields.has_focus else self.fields).focus()

    def action_past(self) -> None:
        """Past merges, or the pairs again."""
        self.past = not self.past
        self.show()
        (self.merged if self.past else self.rows).focus()

    @on(PagedList.Opened)
    def _opened(self, _event: PagedList.Opened) -> None:
        """Enter: the page of the lead that stays; of a past merge, of the one that was kept."""
        line = self.merged.chosen if self.past else None
        if line is not None and line.kept is not None and line.kept_id is not None:
            self.hermes.open_lead(line.kept_id, [line.kept_id])
        elif self.pair is not None:
            self.hermes.open_lead(self._sides(self.pair)[0], list(self._sides(self.pair)))

    def action_leave(self) -> None:
        """Stop the search; else back from past merges; else leave."""
        if self.searching:
            self.stopping.set()
        elif self.past:
            self.action_past()
        else:
            self.dismiss()


class _Body(Horizontal):
    """The two halves."""

    def __init__(self, pairs: Widget, merged: Widget, why: Widget, fields: Widget) -> None:
        super().__init__(id="halves")
        self._parts = (pairs, merged, why, fields)

    def compose(self) -> ComposeResult:
        """Left the lists, right what is under the cursor."""
        pairs, merged, why, fields = self._parts
        with Vertical(id="left"):
            yield pairs
            yield merged
        with Vertical(id="right"):
            yield why
            yield fields


def _no_merges() -> Content:
    return Content.assemble(("Nothing was merged yet\n\n", "bold"), ("U shows the likely pairs", DIM))
