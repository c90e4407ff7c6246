"""How many deals are open in each stage and currency, and what they are worth."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hermes_tui.metrics import deals
from hermes_tui.metrics.asked import Asked
from hermes_tui.metrics.once import once

if TYPE_CHECKING:
    from storage.database import Database


class Open(NamedTuple):
    """Open deals of a stage in one currency, of which `valued` have a value; `value` in minor units."""

    stage_id: int
    currency: str
    n: int
    valued: int
    value: int


# By index lead_standing, which covers it.
_COUNTED = """
SELECT deal.stage_id, COALESCE(deal.currency, :own), COUNT(*), COUNT(deal.value), COALESCE(SUM(deal.value), 0)
FROM {deals} GROUP BY 1, 2
"""
# Of all leads as they are now the board's totals are kept, all but how many have no value: those are few to sort.
_KEPT = """
SELECT kept.stage_id, COALESCE(NULLIF(kept.currency, ''), :own), kept.n, kept.value
FROM stage_total AS kept JOIN stage ON stage.id = kept.stage_id WHERE stage.kind = 'open' AND kept.n > 0
"""
_WITHOUT = (
    "SELECT deal.stage_id, COALESCE(deal.currency, :own), COUNT(*) FROM {deals} WHERE deal.value IS NULL GROUP BY 1, 2"
)


@once
def open_totals(database: Database, asked: Asked) -> tuple[Open, ...]:
    """What is open at `asked.at`, in pipeline order, the rep's own currency first, then that of most deals.

    A deal that names no currency counts as one in the rep's own.
    """
    own = asked.given(own=asked.currency)
    if asked.is_now and not asked.where:
        found = _kept(database, asked)
    else:
        found = [Open(*row) for row in database.rows(_COUNTED.format(deals=deals.open_deals(asked)), own)]
    return tuple(sorted(found, key=lambda row: (row.stage_id, row.currency != asked.currency, -row.n, row.currency)))


def _kept(database: Database, asked: Asked) -> list[Open]:
    own = asked.given(own=asked.currency)
    without = {(row[0], row[1]): row[2] for row in database.rows(_WITHOUT.format(deals=deals.open_deals(asked)), own)}
    sums: dict[tuple[int, str], tuple[int, int]] = {}
    for stage_id, currency, n, value in database.rows(_KEPT, {"own": asked.currency}):
        before = sums.get((stage_id, currency), (0, 0))
        sums[stage_id, currency] = (before[0] + n, before[1] + value)
    return [Open(*key, n, n - without.get(key, 0), value) for key, (n, value) in sums.items()]
