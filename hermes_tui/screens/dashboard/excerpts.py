"""What of a section's columns a pane shows beside the others; alone on the page it shows all of them."""

from __future__ import annotations

from hermes_tui.metrics.tables import Table

_COLUMNS: dict[str, tuple[str, ...]] = {
    "funnel": ("stage", "entered", "rate", "open"),
    "stage_times": ("stage", "median_days", "completed_n", "now", "now_median_days"),
    "sources": ("source", "leads", "won", "win_rate", "mean_won_value"),
    "stuck": ("deal", "days", "days_over", "value"),
}
"""By their names in CSV; one of each currency (`mean_won_value_eur`) is meant by its beginning."""
_HEADS = {"now_median_days": "Days here"}
"""Where a pane is too narrow for the head."""


def excerpt(table: Table) -> Table:
    """The columns that decide, in the order to read them; a section that has few shows all."""
    wanted = _COLUMNS.get(table.key)
    if wanted is None:
        return table
    places = [
        place
        for name in wanted
        for place, column in enumerate(table.columns)
        if column.name == name or (name.endswith("value") and column.name.startswith(f"{name}_"))
    ]
    bar = places.index(table.bar) if table.bar in places else None
    columns = tuple(table.columns[place] for place in places)
    return table._replace(
        columns=tuple(column._replace(head=_HEADS.get(column.name, column.head)) for column in columns),
        rows=tuple(tuple(row[place] for place in places) for row in table.rows),
        bar=bar,
    )
