"""What the duplicates screen shows: how many pairs, the list of them, and both leads of one field by field."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from hermes_tui import formats
from hermes_tui.actions import merge_fields
from hermes_tui.actions.merge_fields import Field
from hermes_tui.metrics.duplicates.pairs import Found, Pair, still_there
from hermes_tui.screens import duplicates_lines as lines
from hermes_tui.screens.base import HermesScreen
from hermes_tui.screens.fixed_rows import FixedList
from hermes_tui.screens.progress import bar
from hermes_tui.screens.styles import DIM
from hermes_tui.session import Session
from storage.errors import HermesError
from storage.queries.duplicates import MergeLine, merges
from widgets.paged_list import PagedList

# Past merges have keys of their own; the others act on a pair.
_PAST_KEYS = (("duplicates.merge", "two again"), ("duplicates.past", "pairs"), ("undo", "undo"), ("help", "help"))


class DuplicatesView(HermesScreen):
    """Likely pairs left, the pair under the cursor right (below on a narrow terminal); an heir says what keys do."""

    place: ClassVar[str] = "duplicates"
    scopes = ("duplicates",)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.found = Found((), 0, 0, ())
        self.pairs: tuple[Pair, ...] = ()
        self.searching = False
        self.compared = False  # a search has come to its end
        self.progress = (0, 0)
        self.past = False  # the merges there were are shown instead of the pairs
        self.swapped: set[tuple[int, int]] = set()
        self.choices: dict[tuple[int, int], dict[str, str]] = {}
        self._layout = lines.NO_FIELDS

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

    def hint_keys(self) -> list[tuple[str, str]]:
        """Of past merges only what can be done with them."""
        if not self.past:
            return super().hint_keys()
        return [(self.keys_of(name), label) for name, label in _PAST_KEYS]

    def sides(self, pair: Pair) -> tuple[int, int]:
        """Who stays and who goes: the older stays unless the rep swapped them."""
        lower, higher = pair.ids
        return (higher, lower) if pair.ids in self.swapped else (lower, higher)

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
        self.title_bar.show_counts()

    def show_head(self) -> None:
        """How many pairs there are, or how far the search is."""
        first, second = self._head()
        self.query_one("#duplicates-head", Static).update(Content("\n").join([first, second]), layout=False)
        said = "Comparing…" if self.searching else "No likely duplicates" if self.compared else "Nothing was compared"
        self.rows.empty = Content.assemble((f"{said}\n\n", "bold"), ("r searches again, U shows past merges", DIM))
        if not self.pairs:
            self.rows.refresh()

    def _head(self) -> tuple[Content, Content]:
        if self.past:
            return Content.styled(" Past merges, the latest first", "bold"), Content.styled(
                " m parts one again, whatever was done since; U shows the pairs", DIM
            )
        if self.searching:
            return bar(*self.progress, "comparing leads", self.size.width), Content.styled(" q stops", DIM)
        if not self.compared:
            return Content.styled(" The leads are not compared yet", "bold"), Content("")
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
        self._layout = lines.NO_FIELDS
        if pair is not None:
            keep, drop = self.sides(pair)
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
            database, *merge_fields.both(database, keep, drop), self.choices.get((keep, drop), {})
        )
        return sorted(found, key=lambda field: not field.differs)

    def reload(self) -> None:
        """Something was written elsewhere: pairs whose leads are gone go."""
        self.pairs = still_there(self.session.database, self.pairs)
        self.show(self.merged.index if self.past else self.rows.index)

    @on(PagedList.CursorMoved)
    def _moved(self, event: PagedList.CursorMoved) -> None:
        if event.list is self.rows:
            self.show_pair()


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
