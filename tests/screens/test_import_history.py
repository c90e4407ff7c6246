"""The stage history of another CRM comes in beside its deals on the import screen, named by one key."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from hermes_tui.app import HermesApp
from hermes_tui.config import Settings
from hermes_tui.exchange.mapping import load
from hermes_tui.screens.import_file import ImportScreen
from hermes_tui.session import Session
from storage.database import Database
from tests.screens.test_import_file import opened, tried, until, write

DEALS = "Deal ID,Deal,Stage,Created\nD-1,ERP,Open,2026-01-02\nD-2,CRM,Open,2026-01-05\n"
EVENTS = "Id of deal,Stage,When\nD-1,Qualified,2026-01-13\nD-1,Hm,2026-02-21\nD-9,Won,2026-02-21\n"
STAGES = """SELECT lead_id, stage.name FROM stage_event JOIN stage ON stage.id = to_stage_id
    ORDER BY lead_id, at, stage_event.id"""


@pytest.fixture
def app(database: Database, monkeypatch: pytest.MonkeyPatch) -> HermesApp:
    """Hermes at an empty file."""
    monkeypatch.setenv("HERMES_NOW", "2026-06-22T09:00:00Z")
    return HermesApp(Session(database, Settings()))


async def beside(pilot: Pilot[int], screen: ImportScreen, text: str) -> None:
    """`h`, and the file of stage events."""
    await pilot.press("h")
    screen.strip.query_one(Input).value = text
    await pilot.press("enter")


async def known(pilot: Pilot[int], screen: ImportScreen) -> None:
    await until(pilot, lambda: bool(screen.events))
    await tried(pilot, screen)


def head(screen: ImportScreen) -> str:
    return str(screen.query_one("#import-head", Static).visual)


async def test_the_history_is_named_shown_and_imported_with_the_deals_and_taken_back(
    app: HermesApp, tmp_path: Path, database: Database
) -> None:
    path = write(tmp_path, DEALS, "deals.csv")
    write(tmp_path, EVENTS, "moves.csv")
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot, path)
        await beside(pilot, screen, "moves.csv")
        await until(pilot, lambda: "says which deal" in str(screen.strip.query_one(Static).visual))
        await beside(pilot, screen, "moves.csv lead=Id of deal")
        await known(pilot, screen)
        assert "3 stage events read: 1 filed, 2 rejected (line 3: nobody mapped the stage 'Hm'" in head(screen)
        below = "".join(screen.rows.render_line(y).text for y in range(screen.rows.size.height))
        assert ("QUALIFIED" in below, "NEW" in below) == (True, True), "D-1 as its history will leave it"
        await pilot.press("s")
        screen.strip.query_one(Input).value = "negotiating"
        await pilot.press("enter")
        await until(pilot, lambda: "2 filed" in head(screen))
        await tried(pilot, screen)
        assert screen.shown == "deals"
        await pilot.press("r")
        assert (screen.shown, screen.rows.chosen) == ("events", screen.events_rejected[0])
        await pilot.press("i")
        await until(pilot, lambda: screen.state == "over")
        assert database.rows(STAGES) == [(1, "NEW"), (1, "QUALIFIED"), (1, "NEGOTIATING"), (2, "NEW")]
        await pilot.press("u")
        await until(pilot, lambda: screen.state == "mapping")
        assert database.rows(STAGES) == []


async def test_history_of_deals_that_are_here_is_something_to_import(
    app: HermesApp, tmp_path: Path, database: Database
) -> None:
    path = write(tmp_path, DEALS, "deals.csv")
    moves = write(tmp_path, "deal,stage,at\nD-1,Won,02/03/2026\n", "other moves.csv")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, path)
        await pilot.press("i")
        await until(pilot, lambda: screen.state == "over")
        await pilot.press("q")
        screen = await opened(pilot, path)
        assert screen.map_row is not None
        assert screen._promise().startswith("Nothing to import")
        await beside(pilot, screen, str(moves))
        await until(pilot, lambda: screen.plan is not None and bool(screen.plan.questions))
        assert "02/03/2026 is 3 February 2026 or 2 March 2026: d says which" in head(screen)
        await pilot.press("d", "2")
        await known(pilot, screen)
        assert screen._promise() == "Import: 1 stage history"
        await pilot.press("i")
        await until(pilot, lambda: screen.state == "over")
        assert database.rows(STAGES) == [(1, "NEW"), (1, "WON"), (2, "NEW")]


async def test_the_history_can_be_left_out_again_and_needs_to_know_its_deals(app: HermesApp, tmp_path: Path) -> None:
    path = write(tmp_path, DEALS.replace("Deal ID", "Nothing"), "deals.csv")
    write(tmp_path, "deal,stage,at\nD-1,Won,2026-03-02\n", "moves.csv")
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot, path)
        await beside(pilot, screen, "none.csv")
        await until(pilot, lambda: "There is no file" in str(screen.strip.query_one(Static).visual))
        assert screen.beside is None
        await beside(pilot, screen, "moves.csv")
        await until(pilot, lambda: "let one fill external_id" in head(screen))
        await tried(pilot, screen)
        await beside(pilot, screen, "")
        await until(pilot, lambda: not screen.fault and screen.result is not None)
        assert screen.result is not None
        assert screen.result.history is None


async def test_a_saved_mapping_knows_the_columns_of_the_history_too(app: HermesApp, tmp_path: Path) -> None:
    path = write(tmp_path, DEALS, "deals.csv")
    write(tmp_path, EVENTS, "moves.csv")
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot, path)
        await beside(pilot, screen, "moves.csv lead=Id of deal")
        await known(pilot, screen)
        screen.action_save_mapping()
        await pilot.pause()
        saved = tmp_path / screen.strip.query_one(Input).value
        await pilot.press("enter")
        await until(pilot, saved.exists)
        again = await opened(pilot, path)
        again.draft.use(load(saved))
        await beside(pilot, again, "moves.csv")
        await known(pilot, again)
        assert again.beside is not None
        assert again.beside.fields == {"lead": "Id of deal", "stage": "Stage", "at": "When"}
