"""What the screens with a list of leads share: the filter, its matches, opening and copying a lead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from textual.content import Content

from hermes_tui.screens.narrowed import Narrowed
from hermes_tui.screens.styles import DIM
from hermes_tui.screens.verbs import LeadVerbs
from hermes_tui.session import Session

if TYPE_CHECKING:
    from widgets.paged_list import PagedList
    from widgets.rows_view import RowsView

STRETCH = 500  # how far a long list is read to either side of the lead that is opened
_ASKED = 200  # rows of which one query asks whether the filter holds


class Listing(Narrowed, LeadVerbs):
    """A screen whose leads a filter narrows. Subclasses give `refilter` and `ids_in_order`."""

    def __init__(self, session: Session, filter_text: str = "") -> None:
        super().__init__(session, filter_text)
        self._sought = filter_text  # what `n` and `N` look for: the last filter that was one

    def marking(self) -> RowsView[Any]:
        """The list or board whose rows are marked."""
        raise NotImplementedError

    def ids_in_order(self, around: int) -> Sequence[int]:
        """Ids of the list the rep came from, so that the lead page can walk it; at least those near `around`."""
        return (around,)

    def land_on(self, lead_id: int) -> None:
        """Put the cursor on this lead, if it is in sight."""
        raise NotImplementedError

    # -- the filter ------------------------------------------------------------------------------------

    def set_filter(self, text: str) -> None:
        """Narrow to this filter, which is what `n` and `N` look for from now on."""
        super().set_filter(text)
        self._sought = self.filter_text or self._sought

    def action_clear(self) -> None:
        """Let go of the marks; without any, of the filter."""
        if self.marking().mark_count:
            self.marking().clear_marks()
        elif self.filter_text:
            self.set_filter("")

    def marked(self) -> Content:
        """` · 4 marked`, for the line on top; nothing where no row is."""
        count = self.marking().mark_count
        return Content.assemble((" · ", DIM), (f"{count:,} marked", "bold $accent")) if count else Content("")

    # -- matches ---------------------------------------------------------------------------------------

    def match_list(self) -> PagedList[Any] | None:
        """The list in which `n` and `N` look for the next match; None where there is none."""
        return None

    def action_match(self, by: int) -> None:
        """The next row down (or up, `by` −1) that the last filter holds for, in whatever is listed now."""
        rows = self.match_list()
        if rows is None or not self._sought:
            self.say(" / first says what to look for" if rows is not None else " n and N look through a list")
            return
        from storage.queries.leads import matching

        found = self.compile(self._sought)
        index = rows.index + by
        while 0 <= index < rows.total:
            # A stretch of rows at a time: one query asks for all of them.
            stretch = [row for at in range(index, index + by * _ASKED, by) if (row := rows.row(at)) is not None]
            hits = matching(self.session.database, [row.id for row in stretch], found.where, found.params)
            step = next((n for n, row in enumerate(stretch) if row.id in hits), None)
            if step is not None:
                rows.move_to(index + by * step)
                return
            index += by * _ASKED
        self.say(f" No {'further' if by > 0 else 'earlier'} match for {self._sought}")

    def came_from(self, lead_id: int) -> None:
        """Put the cursor on the lead whose page was seen last."""
        self.catch_up()
        self.land_on(lead_id)

    # -- opening ---------------------------------------------------------------------------------------

    def open_lead(self, lead_id: int) -> None:
        """The lead's page, from which `[` and `]` walk on along this list."""
        if self.hermes.pick:
            self.hermes.exit(lead_id)
            return
        self.hermes.open_lead(lead_id, self.ids_in_order(lead_id))


class OneList(Listing):
    """A listing that is one list under a line which says what is shown. Subclasses give `rows` and `show_line`."""

    @property
    def rows(self) -> PagedList[Any]:
        """The list."""
        raise NotImplementedError

    def show_line(self) -> None:
        """Say anew what is shown, and how many are marked."""
        raise NotImplementedError

    def match_list(self) -> PagedList[Any]:
        """The list itself."""
        return self.rows

    def marking(self) -> PagedList[Any]:
        """The list itself."""
        return self.rows

    def on_paged_list_marks_changed(self) -> None:
        """Marks show their number."""
        self.show_line()
