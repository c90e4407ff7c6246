"""The pane of a lead's people: who, in what role, in what mood, and how long nothing was heard of them."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from hermes_tui import formats
from hermes_tui.screens.lead.pane import RowsPane, title_style
from hermes_tui.screens.lead.person import contact_form, remove_person
from hermes_tui.screens.lead.reading import LeadPage
from storage.queries.lead import ContactRow
from widgets.columns import Column, ColumnLayout

_SILENCE_CELLS = 5
_BAR_DAYS = 30

# Where there is room the mood is written out; where there is not, a name is worth more than a whole word.
_FROM_WIDTH = 54


def _columns(role: int, mood: int) -> ColumnLayout:
    return ColumnLayout(
        (
            Column("", None, min_width=14, priority=9), Column("role", role, priority=5),
            Column("mood", mood, priority=6), Column("in", 4, align="right", priority=8),
            Column("silence", _SILENCE_CELLS, priority=2),
        )
    )  # fmt: skip


_NARROW, _WIDE = _columns(10, 3), _columns(18, 8)


class PeoplePane(RowsPane[ContactRow]):
    """The buying committee."""

    called = "people"
    keys = (("Enter", "edit"),)
    nothing = Content.assemble("Nobody known yet\n", ("p", "bold $accent"), " adds a person")

    def title(self, width: int) -> Content:
        """`People 3`; folded to this line it says the gravest risk."""
        page = self.scene.page
        count = f" {len(page.people)}" if page is not None and page.people else ""
        risk = f"  ! {page.risks[0].text}" if page is not None and page.risks and self.folded else ""
        return Content.assemble(("People", title_style(self.lit)), (count, "$text-muted"), (risk, "$text-warning"))

    def rows(self, page: LeadPage) -> Sequence[ContactRow]:
        """Its people."""
        return page.people

    def draw(self, row: ContactRow, width: int) -> Content:
        """`★ Ann Lee   CTO   positive   3d   ▮▮···`: the bar is silence, full where no longer engaged."""
        wide = width >= _FROM_WIDTH
        now = self.scene.now
        mood = row.sentiment or "–"
        heard, full = "–", 0
        if row.last_in_at is not None:
            heard = formats.age(row.last_in_at, now)
            full = min(_SILENCE_CELLS, (now - row.last_in_at) * _SILENCE_CELLS // (_BAR_DAYS * formats.DAY_MS))
        style = "$text-warning" if mood == "negative" else "" if mood == "positive" else "$text-muted"
        star, weight = ("★ ", "bold") if row.is_primary else ("  ", "")
        cells = [
            Content.assemble((star, "$accent"), (row.name, weight)),
            Content.styled(row.role or "–", "$text-muted"),
            Content.styled(mood if wide else mood[:3], style),
            Content.styled(heard, "" if row.last_in_at is not None else "$text-muted"),
            Content.assemble(("▮" * full, "$text-muted"), ("·" * (_SILENCE_CELLS - full), "dim")),
        ]
        return (_WIDE if wide else _NARROW).line(cells, width)

    def edit_row(self, row: ContactRow) -> bool:
        """Their form."""
        contact_form(self.host, self.host.lead_id, row)
        return True

    def remove_row(self, row: ContactRow) -> bool:
        """They go; what was said with them stays."""
        remove_person(self.host, row)
        return True

    def add_row(self) -> bool:
        """A new person."""
        if self.scene.page is not None:
            contact_form(self.host, self.host.lead_id)
        return True
