"""The rows of an import as they will be, those that change, and those rejected: how each is drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from textual.content import Content

from hermes_tui.exchange.comparing import Update
from hermes_tui.exchange.plan import Plan
from hermes_tui.exchange.preview import preview
from hermes_tui.exchange.rows import LeftEmpty
from hermes_tui.exchange.tables import Rejected
from hermes_tui.formats import one_line
from hermes_tui.screens.import_lines import spoken
from widgets.columns import Column, ColumnLayout

_SHOWN_DEALS = 200


class DealRow(NamedTuple):
    """A deal as it will be, in texts."""

    title: str
    company: str
    stage: str
    value: str
    people: str
    dates: str


ResultRow = DealRow | Update | Rejected | LeftEmpty

_DEALS = {
    "title": Column("title", None, min_width=16, priority=9),
    "company": Column("company", 18, priority=4),
    "stage": Column("stage", 14, priority=7),
    "value": Column("value", 13, align="right", priority=6),
    "people": Column("people", 22, priority=5),
    "dates": Column("dates", 24, priority=3),
}
_UPDATES = ColumnLayout(
    (
        Column("lead", 8, priority=5),
        Column("title", None, priority=9),
        Column("changes", None, min_width=20, priority=8),
    )
)
_REJECTED = ColumnLayout(
    (
        Column("line", 7, align="right", priority=9),
        Column("why", None, min_width=30, priority=8),
        Column("the row", 40, priority=3),
    )
)
_LEFT_EMPTY = ColumnLayout(
    (
        Column("line", 7, align="right", priority=9),
        Column("field", 30, priority=7),
        Column("it says", None, min_width=16, priority=8),
        Column("which is", 14, priority=6),
    )
)


def deal_rows(plan: Plan, stands: Mapping[str, str]) -> list[DealRow]:
    """The first deals of a plan as they will be; `stands`: deal id → the stage that its history gives it instead."""
    shown = preview(plan, _SHOWN_DEALS)
    rows = []
    for row in shown.rows:
        of = dict(zip(shown.fields, row, strict=True))
        dates = [of.get(name, "") for name in ("created_at", "engaged_at", "closed_at", "deadline")]
        value = " ".join(filter(None, (of.get("value", ""), of.get("currency", "")))) if of.get("value") else ""
        said = " → ".join(dict.fromkeys(filter(None, dates)))
        stage = stands.get(of.get("external_id", ""), of.get("stage", ""))
        rows.append(DealRow(of.get("title", ""), of.get("company", ""), stage, value, of["people"], said))
    return rows


class ResultLines:
    """Draws result rows; of the deals only the columns in which the file says anything."""

    def __init__(self, rows: Sequence[ResultRow] = ()) -> None:
        deals = [row for row in rows if isinstance(row, DealRow)]
        self._kept = [place for place, name in enumerate(_DEALS) if not deals or any(row[place] for row in deals)]
        first = rows[0] if rows else None
        if isinstance(first, Update):
            self._layout = _UPDATES
        elif isinstance(first, Rejected):
            self._layout = _REJECTED
        elif isinstance(first, LeftEmpty):
            self._layout = _LEFT_EMPTY
        else:
            columns = [*_DEALS.values()]
            self._layout = ColumnLayout([columns[place] for place in self._kept])

    def header(self, width: int) -> Content:
        """The titles of the columns."""
        return self._layout.header(width)

    def draw(self, row: ResultRow, width: int) -> Content:
        """One row."""
        return self._layout.line(self._cells(row), width)

    def _cells(self, row: ResultRow) -> list[Content]:
        if isinstance(row, DealRow):
            return [Content.styled(row[place], "" if place == 0 else "$text-muted") for place in self._kept]
        if isinstance(row, Update):
            return [Content.styled(f"#{row.lead_id}", "dim"), Content(row.title), Content(", ".join(row.fields))]
        if isinstance(row, LeftEmpty):
            return [
                Content.styled(f"{row.line}", "$text-muted"), Content(row.field), Content(one_line(row.text)),
                Content.styled(row.reason, "$text-warning"),
            ]  # fmt: skip
        return [
            Content.styled(f"{row.line}", "$text-muted"),
            Content.styled(spoken(row.reason), "$text-warning"),
            Content.styled(", ".join(row.fields), "$text-muted"),
        ]
