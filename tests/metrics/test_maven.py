"""The figures of a pipeline that nobody of this project wrote, and of one whose every stay is known beforehand."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date
from pathlib import Path
from statistics import mean, median

import pytest

from hermes_tui.exchange.load import load
from hermes_tui.exchange.mapping import ColumnMap, from_options
from hermes_tui.exchange.plan import plan
from hermes_tui.exchange.stage_events import read_events
from hermes_tui.exchange.tables import read_bytes, read_file
from hermes_tui.metrics.asked import Asked
from hermes_tui.metrics.closings import closings
from hermes_tui.metrics.funnel import funnel
from hermes_tui.metrics.sources import sources
from hermes_tui.metrics.stage_times import stage_times
from storage.database import Database

MAPS = ["title={account} {product}", "source=product", "owner="]
TODAY = date(2026, 6, 22)


def test_a_pipeline_of_8800_deals_gives_the_figures_that_its_file_gives(
    database: Database, shared_data: Path, now: int
) -> None:
    path = shared_data / "maven" / "sales_pipeline.csv"
    assert load(database, plan(read_file(path), from_options(MAPS)), now=now).leads == 8800
    ended: dict[str, list[tuple[bool, int, int]]] = defaultdict(list)
    leads: dict[str, int] = defaultdict(int)
    with path.open(newline="") as file:
        for row in csv.DictReader(file):
            leads[row["product"]] += 1
            if row["close_date"]:
                length = date.fromisoformat(row["close_date"]) - date.fromisoformat(row["engage_date"])
                ended[row["product"]].append((row["deal_stage"] == "Won", int(row["close_value"]), length.days))
    asked = Asked(now, TODAY)
    every = [deal for deals in ended.values() for deal in deals]
    won, lost = ([days for is_won, _, days in every if is_won is which] for which in (True, False))
    found = closings(database, asked)
    assert (found.won, found.lost, round(found.win.rate or 0, 4)) == (len(won), len(lost), 0.6315)
    assert found.won_values[0].sum == 100 * sum(value for is_won, value, _ in every if is_won)
    for cycle, days, known in ((found.cycle_won, won, (51.782, 57)), (found.cycle_lost, lost, (41.479, 14))):
        assert (cycle.n, cycle.median) == (len(days), median(days))
        assert cycle.mean == pytest.approx(mean(days))
        assert (round(cycle.mean or 0, 3), cycle.median) == known
    products = {each.source: each for each in sources(database, asked)}
    assert {name: each.leads for name, each in products.items()} == leads
    for name, deals in ended.items():
        values = [value for is_won, value, _ in deals if is_won]
        each = products[name]
        assert (each.won, each.won + each.lost) == (len(values), len(deals))
        assert each.win.rate == pytest.approx(len(values) / len(deals))
        assert each.won_values[0].mean == pytest.approx(100 * mean(values))
        assert each.won_values[0].n == len(values)


DEALS = """Deal ID,Deal name,Stage,Amount
{rows}"""


def known_pipeline(database: Database, now: int) -> None:
    """40 deals: each is n days in QUALIFIED, 2n in PROPOSAL_SENT, n = 1 … 40; the even ones won, the others lost; every
    tenth is opened again a day later, and is negotiated since."""
    deals = "".join(f"D-{n},Deal {n},Open,100\n" for n in range(1, 41))
    events = []
    for n in range(1, 41):
        end = "Closed won" if n % 2 == 0 else "Closed lost"
        day = 1_735_689_600 + 86_400 * n  # 2025-01-01 and n days
        at = [day, day + 86_400 * n, day + 86_400 * 3 * n]
        events += [f"D-{n},{stage},{moment}" for stage, moment in zip(("Qualified", "Proposal", end), at, strict=True)]
        if n % 10 == 0:
            events.append(f"D-{n},Negotiation,{at[-1] + 86_400}")
    text = "Deal,Stage,Timestamp\n" + "".join(f"{event}\n" for event in reversed(events))
    told = read_events(read_bytes(text.encode(), "moves.csv"), ColumnMap(), now=now)
    planned = plan(read_bytes(DEALS.format(rows=deals).encode(), "deals.csv"), from_options([]))
    result = load(database, planned, now=now, events=(told,))
    assert result.history is not None
    assert (result.leads, result.history.filed, result.history.rejected) == (40, 124, ())


def test_velocity_works_from_the_first_day_of_those_who_bring_their_stage_history(database: Database, now: int) -> None:
    known_pipeline(database, now)
    asked = Asked(now, TODAY)
    times = {each.stage: each for each in stage_times(database, asked)}
    assert times["QUALIFIED"].done == (40, 20.5, 20.5, 30.25)
    assert times["PROPOSAL_SENT"].done == (40, 41.0, 41.0, 60.5)
    assert (times["NEGOTIATING"].here.n, times["WON"].here.n, times["LOST"].here.n) == (4, 16, 20)
    assert times["NEGOTIATING"].done.n == 0
    steps = {each.stage: each for each in funnel(database, asked)}
    qualified = steps["QUALIFIED"]
    assert (qualified.entered, qualified.passed, qualified.advanced, qualified.dropped) == (40, 0, 40, 0)
    contacted = steps["CONTACTED"]  # nobody told it: every deal went past it
    assert (contacted.entered, contacted.passed, contacted.advanced) == (40, 40, 40)
    proposal = steps["PROPOSAL_SENT"]
    assert (proposal.entered, proposal.advanced, proposal.dropped) == (40, 20, 20)
    assert steps["WON"].entered == 20
    found = closings(database, asked)
    assert (found.won, found.lost) == (16, 20)  # four of the won ones are open again
    assert found.cycle_lost.median == 3 * 20
