"""A rep hands the deal over from its page."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from hermes_tui.actions.leads import add_lead, delete_leads
from hermes_tui.app import HermesApp
from hermes_tui.config import Settings
from hermes_tui.exchange.handoff.folder import read_packet
from hermes_tui.screens.base import HermesScreen
from hermes_tui.session import Session
from storage.database import Database

HOSTILE = "[/] [@click=app.quit]x"


@pytest.fixture
def lead(database: Database, now: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.chdir(tmp_path)
    session = Session(database, Settings())
    return add_lead(database, {"title": HOSTILE, "company": "Acme & Co"}, now, session.today()).made


@pytest.fixture
def app(database: Database) -> HermesApp:
    return HermesApp(Session(database, Settings(name="Sam")))


async def opened(pilot: Pilot[int], lead: int) -> HermesScreen:
    app = pilot.app
    assert isinstance(app, HermesApp)
    app.open_lead(lead)
    await pilot.pause()
    return app.here


async def said(pilot: Pilot[int], screen: HermesScreen, words: str) -> None:
    """The strip says so, once the thread is done."""
    for _ in range(200):
        if words in str(screen.strip.query_one(".strip-prompt--says", Static).content):
            return
        await pilot.pause(0.02)
    raise AssertionError(f"never said: {words}")


async def test_h_asks_for_the_folder_and_says_where_the_packet_is(app: HermesApp, lead: int, tmp_path: Path) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot, lead)
        await pilot.press("h")
        line = screen.strip.query_one(Input)
        assert line.value == str(tmp_path / f"acme-co-{lead}")
        await pilot.press("enter")
        await said(pilot, screen, f"Handed over in {tmp_path / f'acme-co-{lead}'}")
        packet = read_packet(tmp_path / f"acme-co-{lead}")
        assert packet.content["title"] == HOSTILE
        assert "Handed over by Sam on" in (tmp_path / f"acme-co-{lead}" / "handoff.md").read_text()


async def test_a_folder_of_something_else_is_left_and_said(app: HermesApp, lead: int, tmp_path: Path) -> None:
    (tmp_path / "desktop").mkdir()
    (tmp_path / "desktop" / "[b]taxes").write_text("x")
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot, lead)
        await pilot.press("colon")
        screen.strip.query_one(Input).value = "handoff desktop"
        await pilot.press("enter")
        await said(pilot, screen, "holds something else")
        assert [entry.name for entry in (tmp_path / "desktop").iterdir()] == ["[b]taxes"]


async def test_a_lead_that_is_gone_cannot_be_handed_over(
    app: HermesApp, lead: int, database: Database, now: int, tmp_path: Path
) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot, lead)
        delete_leads(database, [lead], now)
        await pilot.press("h")
        await said(pilot, screen, f"There is no lead #{lead}")
        made = [entry.name for entry in tmp_path.iterdir() if entry.is_dir()]
        assert made in ([], ["work-backups"])  # which is made behind the screen when a slow machine rests


async def test_a_packet_is_taken_over_by_its_folder_and_undone_by_one_key(
    app: HermesApp, lead: int, database: Database, now: int, tmp_path: Path
) -> None:
    from datetime import UTC

    from hermes_tui.actions.handoff import handoff, write_handoff

    write_handoff(handoff(database, lead, now, UTC, 7), "packet")
    delete_leads(database, [lead], now)
    async with app.run_test(size=(120, 40)) as pilot:
        for words in (f"Acme & Co is here as #{lead + 1}: 0 people", "already here"):
            await pilot.press("colon")
            app.here.strip.query_one(Input).value = "import packet"
            await pilot.press("enter")
            await said(pilot, app.here, words)
        await pilot.press("u")
        await said(pilot, app.here, "Undone: imported Acme & Co from packet")
        assert database.value("SELECT COUNT(*) FROM lead") == 0
        await pilot.press("colon")
        app.here.strip.query_one(Input).value = f"import {tmp_path}"
        await pilot.press("enter")
        await said(pilot, app.here, "folder without a lead.json")
