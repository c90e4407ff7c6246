"""Objections laid out as a table: each kind with how it fared, and the leads behind each number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hermes_tui.metrics.asked import ALL, Asked
from hermes_tui.metrics.objections import KindStats, objection_stats
from hermes_tui.metrics.tables import Cell, Column, Table
from hermes_tui.metrics.written import counted, lasted, shared
from storage.queries.objections import RAISED

if TYPE_CHECKING:
    from storage.database import Database

_COLUMNS = (
    Column("Objection", "kind", False), Column("Raised", "raised"), Column("Resolved", "resolved"),
    Column("Open", "open"), Column("At close", "unresolved"), Column("Resolution", "rate"),
    Column("Median d", "median_days"), Column("Mean d", "mean_days"), Column("Leads", "leads"),
    Column("Win rate", "win_rate"),
)  # fmt: skip
_RESOLVED, _OPEN = "is_resolved = 1", "is_resolved = 0 AND standing = 'open'"
_AT_CLOSE = "is_resolved = 0 AND standing <> 'open'"
_RAISED = "Objections of this kind raised in the period"
_RATE = "Resolved ÷ (resolved + unresolved when the deal closed); open ones are in neither."
_DAYS = "Days from raising to resolving, over those raised in the period and resolved"
_WIN = "Won ÷ (won + lost), over the leads that raised this objection in the period and are closed."


def objections_table(database: Database, asked: Asked) -> Table:
    """Each kind of objection that was raised in the window, then all together."""
    found = objection_stats(
        database, asked.at, since=None if asked.since == ALL else asked.since, where=asked.where or "1",
        params=dict(asked.params),
    )  # fmt: skip
    rows = tuple(_row(row, asked) for row in found if row.raised)
    empty = "No objection was raised in this period."
    return Table("objections", "Objections", _COLUMNS, rows, 1, empty=empty)


def _row(row: KindStats, asked: Asked) -> tuple[Cell, ...]:
    raised = RAISED.format(where=asked.where or "1")
    given = {**asked.given(kind=row.kind), "since": -1 if asked.since == ALL else asked.since}
    of_kind = "kind = :kind" if row.kind is not None else "1 = 1"

    def each(such: str = "1 = 1", amount: str = "1") -> str:
        return f"""SELECT lead_id, {amount} FROM ({raised}) AS said WHERE {of_kind} AND {such}
    ORDER BY raised_at DESC, lead_id"""

    def each_lead(such: str, amount: str) -> str:
        return f"""SELECT lead_id, {amount} FROM ({raised}) AS said WHERE {of_kind} AND {such}
    GROUP BY lead_id ORDER BY MAX(raised_at) DESC, lead_id"""

    lengths = each(f"{_RESOLVED} AND resolved_at IS NOT NULL", "(resolved_at - raised_at) / 86400000.0")
    settled = each(f"({_RESOLVED} OR {_AT_CLOSE})", "is_resolved")
    won = each_lead("standing IN ('won', 'lost')", "MAX(standing = 'won')")
    n = f"n {row.days.n:,}"
    return (
        "Any" if row.kind is None else row.kind.capitalize(),
        counted(row.raised, f"{_RAISED}.", each(), given),
        counted(row.resolved, f"{_RAISED}, and resolved since.", each(_RESOLVED), given),
        counted(row.open, f"{_RAISED}, not resolved, of deals that are open.", each(_OPEN), given),
        counted(row.unresolved, f"{_RAISED}, not resolved when the deal closed.", each(_AT_CLOSE), given),
        shared(row.resolution, _RATE, settled, given,
               (("resolved", f"{row.resolved:,}"), ("unresolved at close", f"{row.unresolved:,}"))),
        lasted(row.days.median, f"{_DAYS}: the one in the middle.", lengths, given, "median", note=n),
        lasted(row.days.mean, f"{_DAYS}: their mean.", lengths, given, "mean", note=n),
        counted(row.leads, "Leads that raised this objection in the period.", each_lead("1 = 1", "1"), given),
        shared(row.win.of, _WIN, won, given, (("won", f"{row.win.won:,}"), ("lost", f"{row.win.lost:,}"))),
    )  # fmt: skip
