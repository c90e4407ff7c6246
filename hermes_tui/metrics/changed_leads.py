"""Which leads are behind what changed: where each stood then and stands now, and why a deal slipped."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hermes_tui.metrics import flows
from hermes_tui.metrics.asked import Asked
from storage.queries.stages import stages

if TYPE_CHECKING:
    from storage.database import Database


class Mover(NamedTuple):
    """A lead that moved: stages by their labels (`was` None: it came in where it stands), `value` in minor units.

    `came_in` is created, reopened, reclosed or None; `went` is won, lost, archived, moved, back or None.
    """

    lead_id: int
    came_in: str | None
    went: str | None
    was: str | None
    became: str
    value: int | None
    currency: str | None


_MOVERS = """
SELECT lead_id, came_in, went, CASE WHEN went IN ('moved', 'back') THEN stage_begun ELSE stage_then END, stage_last,
    value, currency
FROM ({moves}) WHERE came_in IS NOT NULL OR went IS NOT NULL ORDER BY {order}lead_id LIMIT :first
"""
# What was decided, then what went back, then what went on, then who only came; of each the dearest first.
_WEIGHT = """CASE went WHEN 'won' THEN 0 WHEN 'lost' THEN 1 WHEN 'archived' THEN 2 WHEN 'back' THEN 3
    WHEN 'moved' THEN 4 ELSE 5 END, COALESCE(value, 0) DESC, """


def movers(database: Database, asked: Asked, first: int | None = None) -> list[Mover]:
    """Every lead that came, moved or was closed in the window, by its number; or so many, the weightiest `first`."""
    labels = {stage.id: stage.label for stage in stages(database)}
    return [
        Mover(lead, came_in, went, labels.get(was), labels[became], value, currency)
        for lead, came_in, went, was, became, value, currency in database.rows(
            _MOVERS.format(moves=flows.moves(asked), order=_WEIGHT if first else ""),
            {**flows.given(asked), "first": first or -1},
        )
    ]


class Slip(NamedTuple):
    """Why a deal slipped: `back` with two stages' labels, `later` with two ISO days, `passed` with one."""

    lead_id: int
    because: str
    was: str
    became: str | None

    def words(self) -> str:
        """`back from Negotiating to Contacted`, `deadline moved from 2026-06-01 to 2026-07-01`, …"""
        if self.because == "back":
            return f"back from {self.was} to {self.became}"
        if self.because == "later":
            return f"deadline moved from {self.was} to {self.became}"
        return f"deadline {self.was} passed"


_SLIPS = """
SELECT lead_id, because, was, became FROM ({slips}) WHERE lead_id IN (SELECT lead_id FROM ({open_still}))
ORDER BY lead_id, because, was
"""


def slips(database: Database, asked: Asked) -> list[Slip]:
    """Every reason why a deal that is open at the end slipped, by lead."""
    labels = {stage.id: stage.label for stage in stages(database)}
    sql = _SLIPS.format(slips=flows.slips(asked), open_still=flows.open_at(asked, ":at"))
    found = []
    for lead, because, was, became in database.rows(sql, flows.given(asked)):
        is_back = because == "back"
        found.append(Slip(lead, because, labels[was] if is_back else was, labels[became] if is_back else became))
    return found


class Revalued(NamedTuple):
    """A deal, open at the beginning, that is worth so much more (minor units; less where negative)."""

    lead_id: int
    more: int
    currency: str | None


def revalued(database: Database, asked: Asked) -> list[Revalued]:
    """Every deal whose value was raised or lowered, by lead; one that changed its currency is in both."""
    sql = f"SELECT lead_id, more, currency FROM ({flows.revalued(asked)}) ORDER BY lead_id, more DESC"
    return [Revalued(*row) for row in database.rows(sql, flows.given(asked))]
