"""Why deals were won and lost: the reasons given when they closed, how often, and what the deals were worth."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from hermes_tui.formats import money_with
from hermes_tui.metrics import deals
from hermes_tui.metrics.asked import Asked
from hermes_tui.metrics.intervals import Rate, rate
from hermes_tui.metrics.money import Money, of_sums
from hermes_tui.metrics.tables import DASH, Behind, Cell, Column, Number, Table
from hermes_tui.metrics.written import counted, shared

if TYPE_CHECKING:
    from storage.database import Database

MOST = 12
"""Reasons of an ending that have a row; what is rarer is one row, the other reasons."""


class Reason(NamedTuple):
    """A reason of deals that ended so (`won` or `lost`) in the window: the words given most often for it, None where
    none were given, or `rest`, the rarer ones together.

    `texts` are its spellings as they were given; `share` is of all deals that ended so; `values` are per currency.
    """

    ending: str
    words: str | None
    n: int
    share: Rate
    values: tuple[Money, ...]
    texts: tuple[str, ...]
    rest: bool = False


# Of a deal that stands where it was closed the reason is on the lead; of one that was won, or reopened since, in its
# history, by index stage_event_lead. Only a lead without a reason of its own is looked up there.
_IN_HISTORY = """(
    SELECT event.reason FROM stage_event AS event
    WHERE event.lead_id = {lead} AND event.at = {at} AND event.to_stage_id = {stage} ORDER BY event.id DESC LIMIT 1
)"""
_THEN = f"""
SELECT deal.lead_id, deal.stage_id IN {deals.WON} AS won, deal.value, COALESCE(deal.currency, :own) AS currency,
    COALESCE(CASE WHEN lead.stage_id = deal.stage_id AND lead.stage_entered_at = deal.at THEN lead.close_reason END,
        {_IN_HISTORY.format(lead="deal.lead_id", at="deal.at", stage="deal.stage_id")}) AS why, deal.at
FROM {{deals}} JOIN lead ON lead.id = deal.lead_id
"""
# The same of now: IN puts the leads in order, so that they and their histories are read from one end to the other.
_NOW = f"""
SELECT lead.id AS lead_id, lead.stage_id IN {deals.WON} AS won, lead.value, COALESCE(lead.currency, :own) AS currency,
    COALESCE(lead.close_reason,
        {_IN_HISTORY.format(lead="lead.id", at="lead.stage_entered_at", stage="lead.stage_id")}) AS why,
    lead.stage_entered_at AS at
FROM lead WHERE lead.id IN (SELECT deal.lead_id FROM {{deals}})
"""
_REASONS = "SELECT won, why, currency, COUNT(*), COUNT(value), SUM(value) FROM ({closed}) AS closed GROUP BY 1, 2, 3"


def folded(text: str | None) -> str:
    """A reason without case, spacing and the signs at its ends: spellings of one reason are one.

    >>> folded("  Too  Expensive!")
    'too expensive'
    """
    return " ".join((text or "").casefold().split()).strip(" .,;:!?-–…'\"()")


def reasons(database: Database, asked: Asked) -> tuple[Reason, ...]:
    """Why deals were lost in the window, then why they were won; the most frequent first, those without one last."""
    sql = _REASONS.format(closed=_closed(asked))
    rows = database.rows(sql, asked.given(own=asked.currency))
    return (*_of_ending([row[1:] for row in rows if not row[0]], "lost"),
            *_of_ending([row[1:] for row in rows if row[0]], "won"))  # fmt: skip


def _closed(asked: Asked) -> str:
    return (_NOW if asked.is_now else _THEN).format(deals=deals.closed(asked))


_Row = tuple[str | None, str, int, int, int]  # reason, currency, deals, deals with a value, their sum


def _of_ending(rows: Sequence[_Row], ending: str) -> list[Reason]:
    total = sum(row[2] for row in rows)
    groups: dict[str, list[_Row]] = {}
    for row in rows:
        groups.setdefault(folded(row[0]), []).append(row)
    none = groups.pop("", [])
    order = sorted(groups, key=lambda key: (-sum(row[2] for row in groups[key]), key))
    kept = order if len(order) <= MOST + 1 else order[:MOST]
    found = [_reason(ending, groups[key], total) for key in kept]
    rest = [row for key in order[len(kept) :] for row in groups[key]]
    if rest:
        found.append(_reason(ending, rest, total)._replace(words="other reasons", rest=True))
    if none:
        found.append(_reason(ending, none, total)._replace(words=None))
    return found


def _reason(ending: str, rows: Sequence[_Row], total: int) -> Reason:
    often: dict[str, int] = {}
    for text, _, n, *_ in rows:
        often[text or ""] = often.get(text or "", 0) + n
    n = sum(often.values())
    words = " ".join(min(often, key=lambda text: (-often[text], text)).split())
    values = of_sums((row[1], row[3], row[4]) for row in rows)
    return Reason(ending, words, n, rate(n, total), values, tuple(sorted(often)))


# -- as a table ------------------------------------------------------------------------------------------

_TITLE = "Won and lost because"
_ENDINGS = {"won": "Won", "lost": "Lost"}
_NUMBER = "Deals {ending} in the period, and standing so still, {why}."
_SHARE = "Of all deals {ending} in the period, and standing so still: those {why}."
_VALUE = "What the deals {ending} {why} are worth. A deal that names no currency counts as one in {own}."
_FOR_IT, _RARE, _NONE = "for this reason", "for a reason that is rarer than those above", "without a reason"
_SPELLINGS = " Spellings that differ only in case, spaces or the signs at their ends are one reason."
AT_MOST = 4  # currencies that have a column


def reasons_table(database: Database, asked: Asked) -> Table:
    """Reasons of won and lost deals with number, share and value."""
    found = reasons(database, asked)
    together = of_sums((money.currency, money.n, money.sum) for row in found for money in row.values)
    currencies = [str(money.currency) for money in together[:AT_MOST]]
    columns = (
        Column("Because", "reason", False), Column("Deals", "n"), Column("Share", "share"),
        *(Column(f"Value {currency}", f"value_{currency.casefold()}") for currency in currencies),
    )  # fmt: skip
    rows = tuple(_row(row, currencies, asked) for row in found)
    left = ", ".join(str(money.currency) for money in together[AT_MOST:])
    note = f"Deals in {left} have no column of their own." if left else ""
    return Table("reasons", _TITLE, columns, rows, 1, empty="No deal was won or lost in this period.", note=note)


def _row(row: Reason, currencies: Sequence[str], asked: Asked) -> tuple[Cell, ...]:
    given = asked.given(own=asked.currency, won=int(row.ending == "won"), texts=json.dumps(row.texts))
    such = "COALESCE(why, '') IN (SELECT value FROM json_each(:texts))"
    closed = _closed(asked)

    def behind(amount: str, of: str = "1 = 1") -> str:
        return f"SELECT lead_id, {amount} FROM ({closed}) AS closed WHERE won = :won AND {of} ORDER BY at DESC, lead_id"

    said = {"ending": row.ending, "why": _RARE if row.rest else _FOR_IT if row.words else _NONE}
    share = shared(row.share, _SHARE.format(**said), behind(f"({such})"), given, (("deals", f"{row.n:,}"),))
    return (
        f"{_ENDINGS[row.ending]}: {row.words or '(no reason given)'}",
        counted(row.n, _NUMBER.format(**said) + (_SPELLINGS if row.words else ""), behind("1", such), given),
        share, *(_value(row, currency, behind("value", f"{such} AND value IS NOT NULL AND currency = :currency"),
                        given, _VALUE.format(**said, own=asked.currency)) for currency in currencies),
    )  # fmt: skip


def _value(row: Reason, currency: str, sql: str, given: dict[str, Any], definition: str) -> Number:
    money = next((money for money in row.values if money.currency == currency), None)
    behind = Behind(sql, {**given, "currency": currency}, "sum", "money", currency)
    if money is None:
        return Number(0, DASH, definition, behind)
    return Number(money.sum, money_with(money.sum, None), definition, behind, f"n {money.n:,}")
