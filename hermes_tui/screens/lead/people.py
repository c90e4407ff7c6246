"""The pane of a lead's people: the buying committee as a map, its empty chairs, and what one chair less would mean."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from hermes_tui.screens.bindings import bindings
from hermes_tui.screens.lead.pane import RowsPane, title_style
from hermes_tui.screens.lead.person import contact_form, remove_person, set_mood, turn_champion
from hermes_tui.screens.lead.person_merge import ask_merge
from hermes_tui.screens.lead.person_talk import ask_note, ask_touch
from hermes_tui.screens.lead.reading import LeadPage
from hermes_tui.screens.lead.seats import Vacancy, draw_seat, draw_vacancy, heading, with_vacancies
from hermes_tui.screens.lead.standing import engaged_words
from hermes_tui.screens.styles import DIM
from storage.queries.lead import ContactRow
from widgets.drawing import fit

Chair = ContactRow | Vacancy


class PeoplePane(RowsPane[Chair]):
    """The buying committee."""

    called = "people"
    scope = "people"
    keys = (("list.open", "edit"), ("people.positive people.neutral people.negative", "mood"))
    BINDINGS = bindings("people")

    nothing = Content.assemble("Nobody known yet\n", ("p", "bold $accent"), " adds a person")

    @property
    def person(self) -> ContactRow | None:
        """Who is under the cursor; None on an empty chair, and where nobody is known."""
        row = self.chosen
        return row if isinstance(row, ContactRow) else None

    # -- what it shows ---------------------------------------------------------------------------------

    def title(self, width: int) -> Content:
        """`People 3` over its column and the names of the others; folded to this line it says the gravest risk."""
        page = self.scene.page
        count = f" {len(page.people)}" if page is not None and page.people else ""
        title = Content.assemble(("People", title_style(self.lit)), (count, DIM))
        if page is None or not page.people:
            return title
        if not self.folded:
            return heading(title, width)
        if page.risks:
            return fit(Content.assemble(title, (f"  ! {page.risks[0].text}", "$text-warning")), width)
        return fit(Content.assemble(title, "  ", engaged_words(page)), width)

    def rows(self, page: LeadPage) -> Sequence[Chair]:
        """Its people, those who weigh most first; in an open deal the empty chairs too."""
        if page.detail.is_open and page.people:
            return with_vacancies(page.people, page.committee)
        by_id = {person.id: person for person in page.people}
        return [by_id[seat.id] for seat in page.committee.seats]

    def count(self, page: LeadPage) -> int:
        """The people; a chair is nobody."""
        return len(page.people)

    def first(self, rows: Sequence[Chair]) -> int:
        """The cursor begins on a person."""
        return next((at for at, row in enumerate(rows) if isinstance(row, ContactRow)), 0)

    def draw(self, row: Chair, width: int) -> Content:
        """A person, or an empty chair."""
        page = self.scene.page
        if isinstance(row, Vacancy) or page is None:
            return draw_vacancy(row, width) if isinstance(row, Vacancy) else Content(row.name)
        seat = next(seat for seat in page.committee.seats if seat.id == row.id)
        return draw_seat(seat, page.committee, self.scene.now, width)

    def remark(self, row: Chair) -> Content:
        """That mail to them comes back, what would be left without them; for an empty chair, whom to look for."""
        page = self.scene.page
        if isinstance(row, Vacancy) or page is None:
            champion = self.host.keys_of("people.champion")
            return Content(row.advice.format(champion=champion) if isinstance(row, Vacancy) else "")
        before, colon, after = page.committee.if_leaves(row.id).rpartition(": ")
        back = f"! {row.email} came back · " if row.bounced_at is not None and row.email else ""
        return Content.assemble((back, "$text-warning"), (before + colon, DIM), after)

    # -- what keys do here -----------------------------------------------------------------------------

    def edit_row(self, row: Chair) -> bool:
        """Their form; on an empty chair that of somebody who would sit there."""
        if isinstance(row, Vacancy):
            contact_form(self.host, self.host.lead_id, begins=dict(row.begins))
        else:
            contact_form(self.host, self.host.lead_id, row)
        return True

    def remove_row(self, row: Chair) -> bool:
        """They go; what was said with them stays."""
        if isinstance(row, Vacancy):
            return False
        remove_person(self.host, row)
        return True

    def takes(self, verb: str, row: Chair | None) -> bool:
        """A touch is with whom the cursor is on, a note about them."""
        ask = {"touch": ask_touch, "note": ask_note}.get(verb)
        if ask is None or not isinstance(row, ContactRow):
            return False
        ask(self.host, row)
        return True

    def action_champion(self) -> None:
        """They lead the committee, or no longer."""
        if (person := self._somebody()) is not None:
            turn_champion(self.host, person)

    def action_mood(self, mood: str) -> None:
        """They feel so."""
        if (person := self._somebody()) is not None:
            set_mood(self.host, person, mood)

    def action_merge(self) -> None:
        """They are somebody else of the list too."""
        if (person := self._somebody()) is not None:
            ask_merge(self.host, person)

    def _somebody(self) -> ContactRow | None:
        keys_of = self.host.keys_of
        if self.chosen is None and self.scene.page is not None:
            self.host.say(f" Nobody is known here yet: {keys_of('lead.person')} adds a person")
        elif self.person is None:
            self.host.say(f" Nobody sits on this chair: {keys_of('list.open')} adds who does")
        return self.person

    def add_row(self) -> bool:
        """A new person."""
        if self.scene.page is not None:
            contact_form(self.host, self.host.lead_id)
        return True
