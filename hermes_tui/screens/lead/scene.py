"""What the panes of a lead's page draw their rows with: the lead as last read, and the moment it was read at."""

from __future__ import annotations

from datetime import date

from textual.content import Content

from hermes_tui import formats
from hermes_tui.screens.lead.reading import LeadPage
from hermes_tui.screens.styles import DIM
from hermes_tui.session import Session
from storage.queries.stages import StageRow


class Scene:
    """One moment of one lead; `begin` again after each reading. `counts`: the tabs below, and how many rows count."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.pipeline: dict[int, StageRow] = {}
        self.counts: list[tuple[str, int]] = []
        self.begin(None)

    def begin(self, page: LeadPage | None) -> None:
        """The lead and the moment that the next rows are drawn with; None: it is not there any more."""
        self.page = page
        if page is not None:
            self.pipeline = page.pipeline
        firsts = [] if page is None else [(person.id, person.name.split(" ")[0]) for person in page.people]
        names = [first for _, first in firsts]
        self._short_names = {number: first for number, first in firsts if names.count(first) == 1}
        self.now: int = self.session.now()
        self.today: date = self.session.today()

    def short_name(self, contact_id: int | None, name: str | None) -> str | None:
        """The first name alone where nobody else on the lead has it."""
        return self._short_names.get(contact_id or 0, name)

    def day(self, moment: int | None) -> Content:
        """A cell with the day of a moment, or a dash."""
        if moment is None:
            return Content.styled("–", "dim")
        return Content.styled(formats.day(moment, self.session.zone, self.now), DIM)
