"""What of a section a pane shows beside the others; alone on the page it shows all of it."""

from __future__ import annotations

from hermes_tui.metrics.tables import Table
from hermes_tui.screens.dashboard.arrangement import HEADLINE
from hermes_tui.screens.dashboard.tiles import one_currency

_COLUMNS: dict[str, tuple[str, ...]] = {
    "funnel": ("entered", "rate"),
    "stage_times": ("median_days", "completed_n", "now", "now_median_days"),
    "weeks": ("created", "won", "lost", "velocity"),
    "sources": ("leads", "won", "win_rate", "mean_won_value"),
    "stuck": ("days", "days_over", "value"),
    "activity": ("touches", "out", "in", "both"),
    "outcomes": ("out", "answered", "rate", "moved_rate"),
    "response": ("n", "median_hours", "p75_hours", "waiting"),
    "reasons": ("n", "share", "value"),
    "forecast": ("open", "win_rate", "expected"),
    "goals": ("done", "target", "share"),
    "objections": ("raised", "open", "rate"),
    "templates": ("sent", "replied", "rate"),
    "changes": ("leads", "value"),
    "standing": ("leads", "value"),
    "deals": ("how", "value"),
    "velocity": (),
}
"""By their names in CSV, behind the first; of a column for each currency (`mean_won_value_eur`) the first is meant, the
rep's own, and where none is named the first of all.
"""
_HEADS = {"median_days": "Median", "now_median_days": "Age", "days_over": "Over"}
"""Where a pane is too narrow for the head."""
_IN_ALL = "In all"


def excerpt(table: Table) -> Table:
    """The columns that decide, in the order to read them; a section that has few shows all."""
    if table.key == HEADLINE:
        return one_currency(table)
    wanted = _COLUMNS.get(table.key)
    if wanted is None:
        return table
    names = [column.name for column in table.columns]
    found = (next((at for at, each in enumerate(names) if _is(each, name)), None) for name in wanted)
    places = [0, *(at for at in found if at is not None)] if wanted else [0, 1]
    bar = places.index(table.bar) if table.bar in places else None
    columns = tuple(table.columns[place] for place in places)
    return table._replace(
        columns=tuple(column._replace(head=_HEADS.get(column.name, column.head)) for column in columns),
        rows=tuple(tuple(row[place] for place in places) for row in table.rows),
        bar=bar,
    )


def in_short(table: Table) -> Table:
    """Of a forecast what it comes to in all, first, and below it the stages in the currency named first, the rep's own
    where deals are open in it."""
    totals = [row for row in table.rows if str(row[0]).startswith(_IN_ALL)]
    if table.key != "forecast" or not totals:
        return table
    stages = [row for row in table.rows if row not in totals]
    code = str(stages[0][0]).rpartition(", ")[2] if stages and len(totals) > 1 else ""
    own = [row for row in stages if str(row[0]).endswith(f", {code}")] if code else stages
    note = f"By stage in {code}; alone on the page in all currencies." if len(own) < len(stages) else table.note
    return table._replace(rows=(*totals, *own), note=note)


def _is(found: str, name: str) -> bool:
    return found == name or (found.startswith(f"{name}_") and len(found) == len(name) + len("_usd"))
