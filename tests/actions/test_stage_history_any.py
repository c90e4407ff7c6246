"""Any deals and any stage events: together or one after the other they come to the same, and undo is exact."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from hermes_tui.actions.stage_history import bring_history
from hermes_tui.exchange.load import load
from hermes_tui.exchange.mapping import from_options
from hermes_tui.exchange.plan import plan
from hermes_tui.exchange.stage_events import read_events
from hermes_tui.exchange.tables import read_bytes
from storage import derived, journal
from storage.database import Database

NOW = 1_782_118_800_000
STAGES = ("New", "Qualified", "Proposal", "Won", "Lost")
DAYS = st.integers(0, 9)
DEALS = st.lists(st.tuples(st.sampled_from(("Open", *STAGES)), DAYS, DAYS), min_size=1, max_size=4)
MOVES = st.lists(st.tuples(st.integers(0, 4), st.sampled_from((*STAGES, "Hm")), DAYS), min_size=1, max_size=10)
HISTORY = """SELECT external_id, to_stage_id, from_stage_id, stage_event.at, left_at, cause FROM stage_event
    JOIN lead ON lead.id = lead_id ORDER BY external_id, stage_event.at, stage_event.id"""
LEADS = "SELECT external_id, stage_id, created_at, stage_entered_at, is_open FROM lead ORDER BY external_id"


def day(number: int) -> str:
    return (date(2026, 1, 1) + timedelta(days=number)).isoformat()


def everything(database: Database) -> list[list[Any]]:
    return [
        database.rows(f"SELECT * FROM {table} ORDER BY 1, 2")
        for table in ("lead", "stage_event", "visit", "stage_total")
    ]


@settings(max_examples=40)
@given(DEALS, MOVES)
def test_together_or_one_after_the_other(
    begin_file: Callable[[], Database], deals: list[tuple[str, int, int]], moves: list[tuple[int, str, int]]
) -> None:
    rows = "".join(f"D-{n},Deal {n},{stage},{day(begun)},{day(ended) if stage in ('Won', 'Lost') else ''}\n"
                   for n, (stage, begun, ended) in enumerate(deals))  # fmt: skip
    text = "".join(f"D-{n},{stage},{day(at)}\n" for n, stage, at in moves)
    file = read_bytes(f"Deal ID,Deal Name,Stage,Created,Closed\n{rows}".encode(), "deals.csv")
    told = read_events(read_bytes(f"deal,stage,at\n{text}".encode(), "moves.csv"), from_options([]), now=NOW)
    planned = plan(file, from_options([]))
    together, apart = begin_file(), begin_file()
    beside = load(together, planned, now=NOW, events=(told,)).history
    load(apart, planned, now=NOW)
    before = everything(apart)
    alone = bring_history(apart, [told], NOW).result
    for result in (beside, alone):
        assert result is not None
        assert result.read == len(moves) == result.filed + result.unchanged + result.repeated + len(result.rejected)
    assert together.rows(HISTORY) == apart.rows(HISTORY)
    assert together.rows(LEADS) == apart.rows(LEADS)
    for database in (together, apart):
        with database.transaction() as connection:
            assert derived.rebuild(connection, now=NOW) == 0
            assert not derived.rebuild_totals(connection)
        assert bring_history(database, [told], NOW).result.leads == 0
    if alone.leads:
        journal.undo(apart, NOW)
        assert everything(apart) == before
    together.close()
    apart.close()
