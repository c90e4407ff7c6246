"""Undo of something large, as an import: the screen waits and says so; and what comes while a screen goes or comes."""

from __future__ import annotations

import pytest

from hermes_tui.app import HermesApp
from hermes_tui.config import Settings
from hermes_tui.exchange import load, mapping, plan, tables
from hermes_tui.screens import travel
from hermes_tui.screens.lead.page import LeadScreen
from hermes_tui.screens.queue import QueueScreen
from hermes_tui.screens.waiting import Waiting
from hermes_tui.session import Session
from storage.database import Database
from storage.journal import next_weight

NOW = 1_782_118_800_000


def bring_in(database: Database, rows: int) -> None:
    """Import so many leads."""
    lines = "\n".join(f"D-{n},Deal {n},Company {n}" for n in range(rows))
    table = tables.read_bytes(f"Deal ID,Title,Company\n{lines}\n".encode(), "deals.csv")
    found = plan.plan(table, mapping.complete(mapping.ColumnMap(), table))
    load.load(database, found, now=NOW)


async def test_taking_back_a_large_import_waits_in_a_thread_and_redo_brings_it_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(travel, "AT_ONCE", 20)
    bring_in(database, 50)
    assert next_weight(database) >= 50
    app = HermesApp(Session(database, Settings()))
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        for key, left in (("u", 0), ("ctrl+r", 50)):
            await pilot.press(key)
            while isinstance(app.screen, Waiting):
                await pilot.pause(0.02)
            assert isinstance(app.screen, QueueScreen)
            assert database.value("SELECT COUNT(*) FROM lead") == left


async def test_keys_sleep_while_it_is_taken_back(database: Database) -> None:
    app = HermesApp(Session(database, Settings()))
    async with app.run_test() as pilot:
        from threading import Event

        from hermes_tui.actions.outcome import Outcome

        go_on = Event()

        def slow() -> Outcome:
            go_on.wait(10)
            return Outcome(1, (), "Undone: it")

        ended: list[object] = []
        app.push_screen(Waiting("Taking it back…", slow, database), ended.append)
        await pilot.pause()
        for key in ("q", "escape", "u", "Q", "c"):
            await pilot.press(key)
        assert isinstance(app.screen, Waiting)
        go_on.set()
        while isinstance(app.screen, Waiting):
            await pilot.pause(0.02)
        assert ended == [Outcome(1, (), "Undone: it")]
        assert isinstance(app.screen, QueueScreen)


def test_the_weight_of_nothing_is_nothing(database: Database) -> None:
    assert next_weight(database) == 0
    assert next_weight(database, redo=True) == 0


async def test_what_the_clock_or_a_thread_brings_while_a_page_comes_up_waits_for_it(database: Database) -> None:
    bring_in(database, 1)
    app = HermesApp(Session(database, Settings()))
    async with app.run_test() as pilot:
        await pilot.pause()
        page = LeadScreen(app.session, 1)
        app.push_screen(page)
        assert app.here is page
        app._look()  # on a slow machine the clock ticks while the page is built: it ended the program
        page.say("Handed over")
        await pilot.pause(0.1)
        assert "Handed over" in str(page.strip._says.content)


async def test_the_clock_ticks_on_for_a_moment_when_the_program_has_been_left(database: Database) -> None:
    bring_in(database, 1)
    app = HermesApp(Session(database, Settings()))
    async with app.run_test() as pilot:
        await pilot.pause()
        assert app.stands
    app._screen_stacks = {app.current_mode: []}  # as the screens are gone before their program is
    assert not app.stands
    app._look()


async def test_what_a_thread_says_of_a_page_that_was_left_is_said_where_the_rep_is(database: Database) -> None:
    bring_in(database, 1)
    app = HermesApp(Session(database, Settings()))
    async with app.run_test() as pilot:
        await pilot.pause()
        page = LeadScreen(app.session, 1)
        app.push_screen(page)
        await pilot.pause()
        app.pop_screen()
        await pilot.pause()
        page.say("Handed over in a folder")
        await pilot.pause()
        assert "Handed over in a folder" in str(app.here.strip._says.content)
