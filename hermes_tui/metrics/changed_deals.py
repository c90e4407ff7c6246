"""The deals that changed in a window by name, the weightiest first: won, lost, slipped, and who came and went on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hermes_tui.formats import money_with
from hermes_tui.metrics import deals
from hermes_tui.metrics.asked import Asked
from hermes_tui.metrics.changed_leads import Mover, movers, slips
from hermes_tui.metrics.tables import DASH, Behind, Cell, Column, Number, Table
from storage.queries.lead import titles

if TYPE_CHECKING:
    from storage.database import Database

SHOWN = 50  # by name; a file has every one

WORDS = {
    "created": "created", "reopened": "reopened", "reclosed": "closed otherwise", "won": "won", "lost": "lost",
    "archived": "archived", "moved": "moved forward", "back": "moved back",
}  # fmt: skip
"""What `came_in` and `went` of a Mover are called."""
_SLIPPED = "slipped"
_ORDER = ("won", "lost", "archived", "back", _SLIPPED, "moved", "created")
_COLUMNS = (
    Column("Deal", "deal", False), Column("Lead", "lead", False), Column("What", "what", False),
    Column("How", "how", False), Column("Value", "value"),
)  # fmt: skip
_VALUE_IS = "The value of this deal at the end of the period; Enter lists the deal."
_ONE = "SELECT :lead, :amount"


def changed_deals_table(database: Database, asked: Asked, limit: int | None = SHOWN) -> Table:
    """A row for each deal that came, moved, slipped or went, no more than `limit`."""
    found = _rows(database, asked, None if limit is None else limit + 1)
    names = titles(database, [row[1] for row in found[:limit]])
    rows = tuple(
        (names.get(lead, f"#{lead}"), str(lead), what, how, value) for _, lead, what, how, value in found[:limit]
    )
    ends = limit is not None and len(found) > limit
    note = f"The first {limit}: the won and the lost, who slipped, who went on." if ends else ""
    return Table("deals", "The deals", _COLUMNS, rows, note=note, empty="No deal changed in this period.")


def every_changed_deal(database: Database, asked: Asked) -> Table:
    """The same with each of them."""
    return changed_deals_table(database, asked, None)


def _rows(database: Database, asked: Asked, first: int | None) -> list[tuple[tuple[int, int], int, str, str, Cell]]:
    """(order, lead id, what, how, value) of each change, the weightiest first and of those the dearest.

    `first`: no more of the deals that moved, which may be as many as there are leads.
    """
    moved = movers(database, asked, first)
    found: list[tuple[tuple[int, int], int, str, str, Cell]] = []
    for each in moved:
        what = " and ".join(WORDS[word] for word in (each.came_in, each.went) if word)
        number = _value(each.lead_id, each.value, each.currency)
        found.append((_order(each.went or "created", each.value), each.lead_id, what, _how(each), number))
    slipped = slips(database, asked)
    worth = _worth(database, asked, [slip.lead_id for slip in slipped])
    back = {each.lead_id for each in moved if each.went == "back"}
    for slip in slipped:
        if slip.because == "back" and slip.lead_id in back:
            continue  # it is told as moved back
        value, currency = worth.get(slip.lead_id, (None, None))
        number = _value(slip.lead_id, value, currency)
        found.append((_order(_SLIPPED, value), slip.lead_id, _SLIPPED, slip.words(), number))
    return sorted(found, key=lambda row: row[:2])


def _worth(database: Database, asked: Asked, leads: list[int]) -> dict[int, tuple[int | None, str | None]]:
    """Value and currency of these leads, all of them open at the end."""
    import json

    sql = f"""SELECT deal.lead_id, deal.value, deal.currency FROM {deals.open_deals(asked)}
    WHERE deal.lead_id IN (SELECT value FROM json_each(:slipped))"""
    rows = database.rows(sql, asked.given(slipped=json.dumps(leads))) if leads else []
    return {row[0]: (row[1], row[2]) for row in rows}


def _how(each: Mover) -> str:
    """`created → Contacted`, `Negotiating → Won`, `reopened → Contacted`, `back: Call done → Contacted`."""
    if each.came_in:
        return f"{WORDS[each.came_in]} → {each.became}"
    way = f"{each.was} → {each.became}" if each.was else each.became
    return f"back: {way}" if each.went == "back" else way


def _order(went: str, value: int | None) -> tuple[int, int]:
    return _ORDER.index(went), -(value or 0)


def _value(lead: int, value: int | None, currency: str | None) -> Number:
    """A deal without a value can be opened all the same."""
    behind = Behind(_ONE, {"lead": lead, "amount": value or 0}, "sum", "money", currency)
    return Number(value, DASH if value is None else money_with(value, currency), _VALUE_IS, behind)
