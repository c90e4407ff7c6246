"""The tab of a lead's way through the stages: each visit in whole days."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from hermes_tui import formats
from hermes_tui.screens.lead.pane import RowsPane
from hermes_tui.screens.lead.reading import LeadPage
from hermes_tui.screens.styles import DIM
from storage.queries.lead import VisitRow
from widgets.columns import Column, ColumnLayout

_COLUMNS = ColumnLayout(
    (
        Column("stage", 16, priority=9), Column("entered", 11, priority=8), Column("left", 11, priority=5),
        Column("days", 5, align="right", priority=9), Column("why", None, min_width=6, priority=4),
    )
)  # fmt: skip


class StagesPane(RowsPane[VisitRow]):
    """Visits to stages, the newest first."""

    called = "stages"
    below = True
    nothing = Content("No stages")

    def rows(self, page: LeadPage) -> Sequence[VisitRow]:
        """Its visits."""
        return page.visits

    def draw(self, row: VisitRow, width: int) -> Content:
        """A stay in a stage, in whole days; the one that lasts is bold."""
        scene = self.scene
        stage = scene.pipeline[row.stage_id]
        days = max(0, ((row.left_at or scene.now) - row.entered_at) // formats.DAY_MS)
        slow = stage.threshold_days is not None and days > stage.threshold_days
        why = row.reason or ("" if row.cause == "rep" else row.cause)
        cells = [
            Content.styled(stage.label, "bold" if row.left_at is None else ""),
            scene.day(row.entered_at),
            Content.styled("now", "bold") if row.left_at is None else scene.day(row.left_at),
            Content.styled(f"{days}d", "$text-warning" if slow else ""),
            Content.styled(why, DIM),
        ]
        return _COLUMNS.line(cells, width)
