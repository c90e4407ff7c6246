"""The tab of a lead's proposals: each version, how far it came, and the menu of what is to be done with it."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from hermes_tui.exchange.proposal_words import State, amount_words, state
from hermes_tui.scoring.place import day_name
from hermes_tui.screens.lead import offer_menu
from hermes_tui.screens.lead.pane import RowsPane
from hermes_tui.screens.lead.reading import LeadPage
from hermes_tui.screens.styles import DIM
from storage.queries.proposals import OfferLine
from widgets.columns import Column, ColumnLayout

_COLUMNS = ColumnLayout(
    (
        Column("", 3, align="right", priority=8), Column("title", None, min_width=14, priority=9),
        Column("amount", 14, align="right", priority=7), Column("state", 21, priority=8),
        Column("sent", 11, priority=5), Column("viewed", 11, priority=4), Column("valid until", 11, priority=3),
    )
)  # fmt: skip


class ProposalsPane(RowsPane[OfferLine]):
    """Offers, the newest version first."""

    called = "proposals"
    below = True
    keys = (("list.open", "what became of it"), ("lead.add", "new"), ("verb.edit", "edit"))
    nothing = Content.assemble("No proposal yet; ", ("+", "bold $accent"), " drafts one")

    def rows(self, page: LeadPage) -> Sequence[OfferLine]:
        """Its proposals."""
        return page.proposals

    def state(self, row: OfferLine) -> State:
        """What has become of a version, as of today."""
        return state(row.status, row.expires_on, self.scene.today, row.replaced_by)

    def draw(self, row: OfferLine, width: int) -> Content:
        """One version of an offer; what is out and undecided is bold, what ran out asks for a look."""
        scene, found = self.scene, self.state(row)
        ran_out = found.expired and row.status in ("SENT", "VIEWED")
        style = "bold $text-warning" if ran_out else "bold" if found.live or row.status == "ACCEPTED" else DIM
        cells = [
            Content.styled(f"v{row.version}", "dim"),
            Content(row.title),
            Content(amount_words(row.amount, row.currency) or "–"),
            Content.styled(found.words, "" if row.status == "DRAFT" else style),
            scene.day(row.sent_at),
            scene.day(row.viewed_at),
            Content.styled(day_name(row.expires_on) if row.expires_on else "–", DIM),
        ]
        return _COLUMNS.line(cells, width)

    def open_row(self, row: OfferLine) -> None:
        """Ask what is to be done with it."""
        offer_menu.ask(self, row, self.state(row))

    def edit_row(self, row: OfferLine) -> bool:
        """Its text; of what was sent, that of the next version."""
        offer_menu.edit(self, row)
        return True

    def remove_row(self, row: OfferLine) -> bool:
        """A draft goes; what was sent stays."""
        offer_menu.delete(self, row)
        return True

    def add_row(self) -> bool:
        """A new one, from what is known of the lead."""
        from hermes_tui.screens.proposal import write_proposal

        if self.scene.page is not None:
            write_proposal(self.host, self.host.lead_id)
        return True
