"""The tab of a lead's proposals: each version, its amount, and how far it came."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from hermes_tui import formats
from hermes_tui.scoring.place import day_name
from hermes_tui.screens.lead.pane import RowsPane
from hermes_tui.screens.lead.reading import LeadPage
from storage.queries.lead import ProposalRow
from widgets.columns import Column, ColumnLayout

_COLUMNS = ColumnLayout(
    (
        Column("", 3, align="right", priority=8), Column("title", None, min_width=14, priority=9),
        Column("amount", 14, align="right", priority=7), Column("status", 9, priority=8),
        Column("sent", 11, priority=5), Column("viewed", 11, priority=4), Column("expires", 11, priority=3),
    )
)  # fmt: skip


class ProposalsPane(RowsPane[ProposalRow]):
    """Offers, the newest version first."""

    called = "proposals"
    below = True
    nothing = Content("No proposal yet")

    def rows(self, page: LeadPage) -> Sequence[ProposalRow]:
        """Its proposals."""
        return page.proposals

    def draw(self, row: ProposalRow, width: int) -> Content:
        """One version of an offer."""
        scene = self.scene
        cells = [
            Content.styled(f"v{row.version}", "dim"),
            Content(row.title),
            Content(formats.money_with(row.amount, row.currency)),
            Content.styled(row.status.lower(), "bold" if row.status in ("SENT", "VIEWED", "ACCEPTED") else ""),
            scene.day(row.sent_at),
            scene.day(row.viewed_at),
            Content.styled(day_name(row.expires_on) if row.expires_on else "–", "$text-muted"),
        ]
        return _COLUMNS.line(cells, width)

    def open_row(self, row: ProposalRow) -> None:
        """They are made elsewhere."""
        self.host.say(" Proposals can be read here, not yet written")
