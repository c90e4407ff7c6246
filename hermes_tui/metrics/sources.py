"""Where deals came from: how many a source brought, how many were won, and what those were worth."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hermes_tui.metrics import deals
from hermes_tui.metrics.asked import Asked
from hermes_tui.metrics.intervals import Rate, rate
from hermes_tui.metrics.money import Money, money_number, named, of_sums
from hermes_tui.metrics.tables import Cell, Column, Table
from hermes_tui.metrics.written import counted, shared

if TYPE_CHECKING:
    from storage.database import Database


class Source(NamedTuple):
    """A source (None: not known): the leads there are of it, and of its deals closed in the window how they ended.

    `leads` has no window; `won_values` are per currency.
    """

    source: str | None
    leads: int
    won: int
    lost: int
    win: Rate
    won_values: tuple[Money, ...]


# Both by index lead_standing, which covers them.
_LEADS = "SELECT deal.source, COUNT(*) FROM {deals} GROUP BY deal.source"
_CLOSED = """
SELECT deal.source, deal.stage_id IN {won}, deal.currency, COUNT(*), COUNT(deal.value), SUM(deal.value)
FROM {deals} GROUP BY 1, 2, 3
"""


def sources(database: Database, asked: Asked) -> tuple[Source, ...]:
    """Every source with a lead at `asked.at`, that of most leads first."""
    given = asked.given()
    leads = dict(database.rows(_LEADS.format(deals=deals.everything(asked)), given))
    ended: dict[str | None, list[tuple[int, str | None, int, int, int]]] = {}
    for source, *row in database.rows(_CLOSED.format(won=deals.WON, deals=deals.closed(asked)), given):
        ended.setdefault(source, []).append((row[0], row[1], row[2], row[3], row[4]))
    found = []
    for source in sorted(leads, key=lambda source: (-leads[source], source or "")):
        rows = ended.get(source, [])
        won = sum(row[2] for row in rows if row[0])
        lost = sum(row[2] for row in rows if not row[0])
        values = of_sums((row[1], row[3], row[4]) for row in rows if row[0])
        found.append(Source(source, leads[source], won, lost, rate(won, won + lost), values))
    return tuple(found)


# -- as a table --------------------------------------------------------------------------------------------

AT_MOST = 4  # currencies that have a column

_LEADS_ARE = "Leads that came from this source, whenever that was."
_WON_ARE = "Deals from this source that came to WON in the period and still stand there."
_LOST_ARE = "Deals from this source that came to LOST in the period and still stand there; archived ones are not lost."
_WIN_IS = (
    "Won ÷ (won + lost), of deals from this source that were closed in the period; the interval is Wilson's, 95 %."
)
_MEAN_IS = "The average value of the deals from this source that were won in the period and have a value."
_OF_SOURCE = "deal.source IS :source"


def sources_table(database: Database, asked: Asked) -> Table:
    """A row a source; the average won value has a column for each currency, as amounts of two are never one."""
    rows = sources(database, asked)
    won = named(tuple(money for row in rows for money in row.won_values), asked)
    currencies = [str(money.currency) for money in won[:AT_MOST]] or [asked.currency]
    only = len(currencies) == 1
    columns = [
        Column("Source", "source", is_number=False), Column("Leads", "leads"), Column("Won", "won"),
        Column("Lost", "lost"), Column("Win rate", "win_rate"),
        *(
            Column(f"Avg won {code}", "mean_won_value" if only else f"mean_won_value_{code.casefold()}")
            for code in currencies
        ),
    ]  # fmt: skip
    left_out = [str(money.currency) for money in won[AT_MOST:]]
    said = [f"Also won, but not shown: deals in {', '.join(left_out)}."] if left_out else []
    said += [] if asked.is_now else ["By the sources of today."]
    return Table(
        "sources", "Sources", tuple(columns), tuple(_row(row, asked, currencies) for row in rows), bar=4,
        empty="There is no lead yet." if not asked.text else "No lead is in the filter.",
        note=" ".join(said),
    )  # fmt: skip


def _row(row: Source, asked: Asked, currencies: list[str]) -> tuple[Cell, ...]:
    given = asked.given(source=row.source)
    of = f"{{such}} FROM {{deals}} WHERE {_OF_SOURCE} ORDER BY deal.at DESC, deal.lead_id"
    one = "SELECT deal.lead_id, 1"
    won = f"SELECT deal.lead_id, deal.stage_id IN {deals.WON}"
    values = {money.currency: money for money in named(row.won_values, asked)}
    return (
        row.source or "not known",
        counted(row.leads, _LEADS_ARE, of.format(such=one, deals=deals.everything(asked)), given),
        counted(row.won, _WON_ARE, of.format(such=one, deals=deals.closed(asked, deals.WON)), given),
        counted(row.lost, _LOST_ARE, of.format(such=one, deals=deals.closed(asked, deals.LOST)), given),
        shared(
            row.win, _WIN_IS, of.format(such=won, deals=deals.closed(asked)), given,
            (("won", f"{row.won:,}"), ("lost", f"{row.lost:,}")),
        ),
        *(
            money_number(
                values.get(code, Money(code, 0, 0, 0.0)), asked, deals.closed(asked, deals.WON), _MEAN_IS, "mean",
                such=_OF_SOURCE, source=row.source,
            )
            for code in currencies
        ),
    )  # fmt: skip
