"""Keeping heat and qualification on the lead row, in the transaction that changed their evidence."""

from __future__ import annotations

from collections.abc import Iterable

from hermes_tui.metrics.lead_facts import lead_facts
from hermes_tui.scoring.heat import heat
from hermes_tui.scoring.qualification import Inquiry, qualify
from hermes_tui.scoring.score import ledger
from storage import records
from storage.database import Database
from storage.queries import lead as lead_queries


def keep_heat(database: Database, lead_ids: Iterable[int], now: int) -> None:
    """Recompute the heat of leads whose touches, messages, signals or proposals changed."""
    for lead_id in lead_ids:
        found = heat(lead_facts(database, lead_id), now)
        reasons = ledger(found)
        if database.row("SELECT heat, heat_reasons FROM lead WHERE id = ?", (lead_id,)) != (found.points, reasons):
            records.update(database, "lead", lead_id, heat=found.points, heat_reasons=reasons)


# Whoever was never heard and never offered anything has no heat, and need not be read whole.
_MAY_BE_WARM = """
SELECT id FROM lead WHERE heat <> 0 OR heat_reasons <> '[]' OR last_in_at IS NOT NULL
UNION SELECT lead_id FROM signal UNION SELECT lead_id FROM proposal
"""


def refresh_heat(database: Database, now: int, *, dry_run: bool = False) -> int:
    """Bring every kept heat to what its evidence says now; returns how many differed. 0.3 ms a lead that was heard.

    An action keeps the heat of its own leads; what only time cooled, or another program wrote, is found here. It is
    a copy, so it is no action and needs no undo. A dry run only counts.
    """
    differed = 0
    with database.transaction() as connection:
        for (lead_id,) in database.rows(_MAY_BE_WARM):
            found = heat(lead_facts(database, lead_id), now)
            kept = (found.points, ledger(found))
            if database.row("SELECT heat, heat_reasons FROM lead WHERE id = ?", (lead_id,)) == kept:
                continue
            differed += 1
            if not dry_run:
                connection.execute("UPDATE lead SET heat = ?, heat_reasons = ? WHERE id = ?", (*kept, lead_id))
    return differed


def keep_score(database: Database, lead_id: int) -> None:
    """Recompute the qualification of a lead whose own text changed; one set by hand stays."""
    row = lead_queries.detail(database, lead_id)
    if row.score_manual:
        return
    tags = tuple(lead_queries.tags(database, lead_id))
    found = qualify(Inquiry(row.title, row.description or "", tags, row.budget_min, row.budget_max))
    reasons = ledger(found)
    if (row.score, row.score_reasons) != (found.points, reasons):
        records.update(database, "lead", lead_id, score=found.points, score_reasons=reasons)
