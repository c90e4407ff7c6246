"""The pipeline as it stood at a moment: how many deals in each stage, and what they were worth then."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hermes_tui.formats import count
from hermes_tui.metrics.asked import Asked
from hermes_tui.metrics.money import Money, money_number, named, of_sums
from hermes_tui.metrics.tables import Cell, Column, Table
from hermes_tui.metrics.written import counted
from storage.queries.as_of import gone, stood
from storage.queries.stages import stages

if TYPE_CHECKING:
    from storage.database import Database


class Stood(NamedTuple):
    """A stage: the leads that stood in it, and their values by currency, as they were then."""

    stage_id: int
    stage: str
    label: str
    n: int
    values: tuple[Money, ...]


AT_MOST = 4  # currencies that have a column


def deals_then(asked: Asked) -> str:
    """Every lead there was at `asked.at`, to stand after FROM: `deal`, with lead_id, stage_id, currency, value."""
    return f"({stood(':at', asked.of_leads, is_now=asked.is_now)}) AS deal"


_BY_STAGE = """
SELECT deal.stage_id, deal.currency, COUNT(*), COUNT(deal.value), SUM(deal.value) FROM {deals} GROUP BY 1, 2
"""


def standing(database: Database, asked: Asked) -> tuple[Stood, ...]:
    """Every stage in order, as it stood at `asked.at`; the window has no part in it."""
    found: dict[int, list[tuple[str | None, int, int, int]]] = {}
    for stage_id, *row in database.rows(_BY_STAGE.format(deals=deals_then(asked)), asked.given()):
        found.setdefault(stage_id, []).append((row[0], row[1], row[2], row[3]))
    return tuple(
        Stood(
            stage.id, stage.name, stage.label, sum(row[1] for row in found.get(stage.id, ())),
            of_sums((row[0], row[2], row[3]) for row in found.get(stage.id, ())),
        )
        for stage in stages(database)
    )  # fmt: skip


# -- as a table --------------------------------------------------------------------------------------------

_STOOD = "Leads that stood in this stage at that moment, told by their stage history."
_WORTH = (
    "The values of the leads that stood in this stage at that moment, as they were then: what was changed since is "
    "read back from the journal."
)
_IN_STAGE = "deal.stage_id = :stage"


def standing_table(database: Database, asked: Asked) -> Table:
    """A row a stage; values have a column for each currency, as amounts of two are never one."""
    rows = standing(database, asked)
    monies = named(tuple(money for row in rows for money in row.values), asked)
    currencies = [str(money.currency) for money in monies[:AT_MOST]] or [asked.currency]
    columns = (
        Column("Stage", "stage", is_number=False), Column("Leads", "leads"),
        *value_columns(currencies),
    )  # fmt: skip
    return Table(
        "standing", "The pipeline now" if asked.is_now else "The pipeline then", columns,
        tuple(_row(row, asked, currencies) for row in rows), bar=1,
        note=" ".join(filter(None, (gone_words(database, asked, asked.at), left_out(monies)))),
    )  # fmt: skip


def value_columns(currencies: list[str]) -> list[Column]:
    """A column a currency; where there is one only, its name does not say which."""
    if len(currencies) == 1:
        return [Column(f"Value {currencies[0]}", "value")]
    return [Column(f"Value {code}", f"value_{code.casefold()}") for code in currencies]


def left_out(monies: tuple[Money, ...]) -> str:
    """A sentence on the currencies that have no column; empty where each has."""
    codes = [str(money.currency) for money in monies[AT_MOST:]]
    return f"Values in {', '.join(codes)} have no column." if codes else ""


def gone_words(database: Database, asked: Asked, moment: int) -> str:
    """A sentence on the open deals of that moment that are in no figure, as they were deleted or merged since."""
    if asked.is_now and moment >= asked.at:
        return ""
    missing = [lead for lead in gone(database, moment) if lead.kind == "open"]
    if not missing:
        return ""
    from hermes_tui.formats import money_with

    values = named(of_sums((lead.currency, 1, lead.value) for lead in missing if lead.value is not None), asked)
    worth = ", ".join(money_with(money.sum, money.currency) for money in values)
    n = len(missing)
    said = f"Not counted: {count(n, 'deal that was', 'deals that were')} open then and deleted or merged since"
    return f"{said}{f' ({worth})' if worth else ''}{'; no filter can tell of which' if asked.where else ''}."


def _row(row: Stood, asked: Asked, currencies: list[str]) -> tuple[Cell, ...]:
    deals = deals_then(asked)
    given = asked.given(stage=row.stage_id)
    values = {money.currency: money for money in named(row.values, asked)}
    return (
        row.label,
        counted(row.n, _STOOD, f"SELECT deal.lead_id, 1 FROM {deals} WHERE {_IN_STAGE} ORDER BY 1", given),
        *(
            money_number(
                values.get(code, Money(code, 0, 0, 0.0)), asked, deals, _WORTH, such=_IN_STAGE, stage=row.stage_id
            )
            for code in currencies
        ),
    )
