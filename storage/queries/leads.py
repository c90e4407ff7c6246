"""The list of leads under a filter, and the columns of the board: pages, counts, ids."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from storage.database import Database
from storage.queries import paging
from storage.queries.paging import Ordered
from storage.queries.risk import ENGAGED, GRAVEST


class LeadRow(NamedTuple):
    """A lead as lists and cards show it. Moments UTC ms, dates ISO, value minor units."""

    id: int
    title: str
    company: str | None
    stage_id: int
    source: str | None
    score: int | None
    heat: int
    value: int | None
    currency: str | None
    last_touch_at: int | None
    silent_since: int
    stage_entered_at: int
    is_open: int
    in_play: int
    snoozed_until: int | None
    owed_since: int | None
    unanswered_out: int
    next_task_on: str | None
    task_title: str | None
    engaged: int  # people: 0, 1, or 2 for two and more
    risk: str | None  # the gravest reason's code
    created_at: int


_COLUMNS = f"""
    lead.id, lead.title, lead.company, lead.stage_id, lead.source, lead.score, lead.heat, lead.value, lead.currency,
    lead.last_touch_at, lead.silent_since, lead.stage_entered_at, lead.is_open, lead.in_play, lead.snoozed_until,
    lead.owed_since, lead.unanswered_out, lead.next_task_on, task.title,
    {ENGAGED}, {GRAVEST}, lead.created_at
"""
_JOINS = "LEFT JOIN task ON task.id = lead.next_task_id"

# Newest word first: what the rep dealt with last is what is looked for most.
DEFAULT_ORDER = (("lead.silent_since", False), ("lead.id", False))


class Leads:
    """Leads under a filter in an order; remembers its count, so make a new one after each change."""

    def __init__(
        self, database: Database, *, now: int, where: str = "1", params: dict[str, Any] | None = None,
        order: Sequence[tuple[str, bool]] = (),
    ) -> None:  # fmt: skip
        self.database = database
        self._ordered = Ordered(where, {**(params or {}), "now": now}, tuple(order) or DEFAULT_ORDER)
        self._total: int | None = None

    def total(self) -> int:
        """How many leads the filter leaves."""
        if self._total is None:
            if self._ordered.where == "1":
                self._total = int(self.database.value("SELECT COALESCE(SUM(n), 0) FROM stage_total"))
            else:
                self._total = paging.count(self.database, self._ordered)
        return self._total

    def page(self, offset: int, limit: int) -> list[LeadRow]:
        """Rows `offset` … `offset + limit`."""
        known = self.total() if self._ordered.where == "1" else self._total
        rows = paging.page(self.database, _COLUMNS, _JOINS, self._ordered, offset, limit, known)
        return [LeadRow._make(row) for row in rows]

    def ids(self) -> list[int]:
        """The ids of all, in order: a snapshot to page by where filter or sort cannot walk an index."""
        sql = f"SELECT lead.id FROM lead WHERE {self._ordered.where} ORDER BY {self._ordered.order_by()}"
        return [row[0] for row in self.database.rows(sql, self._ordered.params)]

    def index_of(self, lead_id: int) -> int | None:
        """Where a lead stands, or None where the filter leaves it out."""
        return paging.index_of(self.database, self._ordered, lead_id)


def rows_by_id(database: Database, ids: Sequence[int], *, now: int) -> list[LeadRow]:
    """The rows of these leads, in the order of `ids`; those that are gone are left out."""
    import json  # not at start: `hermes list` does without

    sql = f"SELECT {_COLUMNS} FROM lead {_JOINS} WHERE lead.id IN (SELECT value FROM json_each(:ids))"
    rows = database.rows(sql, {"now": now, "ids": json.dumps(list(ids))})
    found = {row[0]: LeadRow._make(row) for row in rows}
    return [found[number] for number in ids if number in found]


def matching(database: Database, ids: Sequence[int], where: str, params: dict[str, Any]) -> set[int]:
    """Those of these leads that a filter's condition holds for."""
    marks = ", ".join(f":id{number}" for number in range(len(ids)))
    named = {f"id{number}": lead_id for number, lead_id in enumerate(ids)}
    sql = f"SELECT lead.id FROM lead WHERE lead.id IN ({marks}) AND ({where})"
    return {row[0] for row in database.rows(sql, {**params, **named})}


def among(ids: Sequence[int]) -> tuple[str, dict[str, Any]]:
    """The condition, with its parameters, that holds for just these leads, however many."""
    import json  # not at start: `hermes list` does without

    return "lead.id IN (SELECT value FROM json_each(:among))", {"among": json.dumps(list(ids))}


def column(
    database: Database, stage_id: int, *, now: int, newest_first: bool, where: str = "1",
    params: dict[str, Any] | None = None,
) -> Leads:  # fmt: skip
    """One column of the board, by its index lead_board: longest silent first, or (closed ones) newest first."""
    condition = "lead.stage_id = :column_stage" + ("" if where == "1" else f" AND ({where})")
    return Leads(
        database,
        now=now,
        where=condition,
        params={**(params or {}), "column_stage": stage_id},
        order=(("lead.silent_since", not newest_first), ("lead.id", not newest_first)),
    )


_COLUMN_TOTALS = """
SELECT lead.stage_id, COALESCE(lead.currency, ''), COUNT(*), SUM(COALESCE(lead.value, 0))
FROM lead WHERE {where} GROUP BY 1, 2
"""


def column_totals(database: Database, where: str, params: dict[str, Any]) -> list[tuple[int, str, int, int]]:
    """(stage id, currency, n, value in minor units) under a filter: a scan, for filtered boards only."""
    return [tuple(row) for row in database.rows(_COLUMN_TOTALS.format(where=where), params)]
