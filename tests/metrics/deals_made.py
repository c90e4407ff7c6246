"""Deals for the tests of figures: begun, moved, won and lost so many days before the frozen moment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date
from decimal import Decimal
from typing import Any

import pytest

from hermes_tui.actions.leads import add_lead
from hermes_tui.actions.stages import move
from hermes_tui.metrics.asked import ALL, Asked
from hermes_tui.metrics.tables import Number, Table, behind_rows, made_of
from storage.database import Database
from tests.conftest import DAY, NOW

TODAY = date(2026, 6, 22)


def asked(days: float | None = None, *, ago: float = 0, rates: dict[str, str] | None = None, **more: Any) -> Asked:
    """What happened in so many days (None: ever) up to so many days ago."""
    at = NOW - int(ago * DAY)
    found = Asked(at, TODAY, ALL if days is None else at - int(days * DAY), ago == 0, days is not None, zone=UTC)
    return found._replace(rates={code: Decimal(one) for code, one in (rates or {}).items()}, **more)


def a_deal(database: Database, begun: float, *moves: tuple[str, float], **fields: str) -> int:
    """A lead that came `begun` days ago and to each stage so many days ago."""
    lead = add_lead(database, {"title": "Deal", **fields}, NOW, TODAY, at=NOW - int(begun * DAY)).made
    assert lead is not None
    for stage, ago in moves:
        move(database, [lead], stage, NOW, at=NOW - int(ago * DAY))
    return lead


def won(database: Database, begun: float, ended: float, **fields: str) -> int:
    """A deal that was won."""
    return a_deal(database, begun, ("WON", ended), **fields)


def lost(database: Database, begun: float, ended: float, **fields: str) -> int:
    """A deal that was lost."""
    return a_deal(database, begun, ("LOST", ended), **fields)


def row(table: Table, name: str) -> dict[str, Any]:
    """The cells of the row of this name, by column."""
    found = next(cells for cells in table.rows if cells[0] == name)
    return dict(zip((column.name for column in table.columns), found, strict=True))


def opened(database: Database, number: Number) -> list[int]:
    """The leads that Enter on a number lists."""
    assert number.behind is not None
    return [lead for lead, _ in behind_rows(database, number.behind)]


def check_opens(database: Database, tables: Sequence[Table]) -> None:
    """Every number is made by the leads behind it."""
    for table in tables:
        for cells in table.rows:
            for cell in cells:
                if isinstance(cell, Number) and cell.behind is not None:
                    made = made_of([amount for _, amount in behind_rows(database, cell.behind)], cell.behind.how)
                    assert made == (pytest.approx(cell.value) if cell.value is not None else made), (cells[0], cell)
                    assert cell.value is not None or not made, (cells[0], cell)
