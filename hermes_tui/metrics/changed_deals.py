"""The deals that changed in a window by name, the weightiest first: won, lost, slipped, and who came and went on."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hermes_tui.formats import money_with
from hermes_tui.metrics import deals
from hermes_tui.metrics.asked import Asked
from hermes_tui.metrics.changed_leads import movers, revalued, slips
from hermes_tui.metrics.tables import DASH, Behind, Cell, Column, Number, Table
from storage.queries.lead import titles

if TYPE_CHECKING:
    from storage.database import Database

SHOWN = 50  # by name; a file has every one


class Told(NamedTuple):
    """What happened to a deal, in words; `value` (minor units) is what it is worth at the end, or was raised or lowered
    by."""

    lead_id: int
    what: str
    way: str
    value: int | None
    currency: str | None


_WORDS = {
    "created": "created", "reopened": "reopened", "reclosed": "closed otherwise", "won": "won", "lost": "lost",
    "archived": "archived", "moved": "moved forward", "back": "moved back",
}  # fmt: skip
_ORDER = ("won", "lost", "archived", "moved back", "slipped", "raised", "lowered", "moved forward")


def told(database: Database, asked: Asked, first: int | None = None) -> list[Told]:
    """Each change of a deal, the weightiest first and of those the dearest.

    `first`: no more of the deals that moved, which may be as many as there are leads.
    """
    found = []
    for each in movers(database, asked, first):
        what = " and ".join(_WORDS[word] for word in (each.came_in, each.went) if word)
        way = f"{each.was} → {each.became}" if each.was else each.became
        found.append(Told(each.lead_id, what, way, each.value, each.currency))
    back = {each.lead_id for each in found if each.what == "moved back"}
    # Who is told as moved back has slipped by that, too.
    slipped = [slip for slip in slips(database, asked) if slip.because != "back" or slip.lead_id not in back]
    worth = _worth(database, asked, [slip.lead_id for slip in slipped])
    found += [Told(slip.lead_id, "slipped", slip.words(), *worth.get(slip.lead_id, (None, None))) for slip in slipped]
    found += [
        Told(each.lead_id, "raised" if each.more > 0 else "lowered", "", abs(each.more), each.currency)
        for each in revalued(database, asked)
    ]
    return sorted(found, key=_weight)


def _weight(each: Told) -> tuple[int, int, int]:
    place = next((place for place, what in enumerate(_ORDER) if each.what.endswith(what)), len(_ORDER))
    return place, -(each.value or 0), each.lead_id


def _worth(database: Database, asked: Asked, leads: list[int]) -> dict[int, tuple[int | None, str | None]]:
    """Value and currency of these leads, all of them open at the end."""
    import json

    sql = f"""SELECT deal.lead_id, deal.value, deal.currency FROM {deals.open_deals(asked)}
    WHERE deal.lead_id IN (SELECT value FROM json_each(:slipped))"""
    rows = database.rows(sql, asked.given(slipped=json.dumps(leads))) if leads else []
    return {row[0]: (row[1], row[2]) for row in rows}


# -- as a table --------------------------------------------------------------------------------------------

_COLUMNS = (
    Column("Deal", "deal", False), Column("Lead", "lead", False), Column("What", "what", False),
    Column("How", "how", False), Column("Value", "value"),
)  # fmt: skip
_VALUE_IS = "The value of this deal at the end of the period; Enter lists the deal."
_MORE_IS = "By how much the value of this deal was {what} in the period; Enter lists the deal."
_ONE = "SELECT :lead, :amount"


def changed_deals_table(database: Database, asked: Asked, limit: int | None = SHOWN) -> Table:
    """A row for each deal that came, moved, slipped or went, no more than `limit`."""
    found = told(database, asked, None if limit is None else limit + 1)
    names = titles(database, [each.lead_id for each in found[:limit]])
    rows = tuple(_row(each, names.get(each.lead_id, f"#{each.lead_id}")) for each in found[:limit])
    ends = limit is not None and len(found) > limit
    note = f"The first {limit}: the won and the lost, who slipped, who went on." if ends else ""
    return Table("deals", "The deals", _COLUMNS, rows, note=note, empty="No deal changed in this period.")


def every_changed_deal(database: Database, asked: Asked) -> Table:
    """The same with each of them."""
    return changed_deals_table(database, asked, None)


def _row(each: Told, name: str) -> tuple[Cell, ...]:
    """A deal without a value can be opened all the same."""
    behind = Behind(_ONE, {"lead": each.lead_id, "amount": each.value or 0}, "sum", "money", each.currency)
    shown = DASH if each.value is None else money_with(each.value, each.currency)
    definition = _MORE_IS.format(what=each.what) if each.what in ("raised", "lowered") else _VALUE_IS
    return name, str(each.lead_id), each.what, _how(each), Number(each.value, shown, definition, behind)


def _how(each: Told) -> str:
    """What tells without the column before it: `created → Won`, `Negotiating → Won`, `back: Call done → Contacted`."""
    if each.what == "moved back":
        return f"back: {each.way}"
    if not each.way or each.what == "slipped" or "→" in each.way:
        return each.way or each.what
    return f"{each.what.partition(' and ')[0]} → {each.way}"
