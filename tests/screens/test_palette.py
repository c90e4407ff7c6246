"""ctrl+p finds a command, a view or a lead by a few letters, whatever the lead is called."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from textual.command import CommandList, CommandPalette, DiscoveryHit, Hit

from hermes_tui.actions.contacts import add_contact
from hermes_tui.actions.leads import add_lead
from hermes_tui.actions.views import save_view
from hermes_tui.app import HermesApp
from hermes_tui.config import Settings
from hermes_tui.screens.palette import HermesPalette
from hermes_tui.screens.queue import QueueScreen
from hermes_tui.session import Session
from storage.database import Database


@pytest.fixture
def app(database: Database, now: int, monkeypatch: pytest.MonkeyPatch) -> HermesApp:
    """Hermes with three stale leads and a view."""
    monkeypatch.setenv("HERMES_NOW", "2026-06-22T09:00:00Z")
    session = Session(database, Settings())
    for company, title in (("Acme Corp", "ERP rollout"), ("[/] Borealis [b]", "Portal"), ("Cobalt & Sons", "Support")):
        add_lead(database, {"title": title, "company": company}, now - 10 * 86_400_000, session.today())
    add_contact(database, 2, {"name": "Ann Lee"}, now, session.today())
    save_view(database, "[@click=app.quit] dear", "+stale value>1k", now)
    return HermesApp(session)


async def found(app: HermesApp, query: str) -> list[Hit | DiscoveryHit]:
    """What the palette would list, best first."""
    provider = HermesPalette(app.here)
    await provider.startup()
    hits: list[Any] = [hit async for hit in (provider.search(query) if query else provider.discover())]
    return sorted(hits, key=lambda hit: -hit.score) if query else hits


@pytest.mark.parametrize("width", [60, 80, 120])
async def test_each_entry_stands_in_one_line(app: HermesApp, width: int) -> None:
    async with app.run_test(size=(width, 24)) as pilot:
        await pilot.press("ctrl+p")
        await pilot.pause(0.3)
        commands = app.screen.query_one(CommandList)
        assert commands.option_count > 30
        assert commands.virtual_size.height == commands.option_count


def first(hits: list[Hit | DiscoveryHit]) -> str:
    return str(hits[0].text)


async def test_before_a_letter_it_lists_the_verbs_with_their_keys_and_the_views(app: HermesApp) -> None:
    async with app.run_test(size=(120, 40)):
        hits = await found(app, "")
    assert first(hits) == "touch"
    assert str(hits[0].prompt).startswith("t ")
    assert "[@click=app.quit] dear" in [hit.text for hit in hits]


async def test_a_command_is_found_by_its_beginning_by_scattered_letters_and_by_its_help(app: HermesApp) -> None:
    async with app.run_test(size=(120, 40)):
        assert first(await found(app, "arch")) == "archive"
        assert "no answer needed" in [hit.text for hit in await found(app, "noansw")]
        assert "snooze" in [hit.text for hit in await found(app, "hide until")]


async def test_a_lead_is_found_by_its_company_by_one_of_its_people_and_by_number(app: HermesApp) -> None:
    async with app.run_test(size=(120, 40)):
        assert first(await found(app, "cobal")) == "Cobalt & Sons"
        assert first(await found(app, "ann lee")) == "[/] Borealis [b]"
        assert first(await found(app, "#1")) == "Acme Corp"


async def test_choosing_a_lead_opens_its_page_and_choosing_a_verb_does_it(
    app: HermesApp, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[int] = []
    monkeypatch.setattr(HermesApp, "open_lead", lambda _self, lead_id, _neighbours=(): opened.append(lead_id))
    async with app.run_test(size=(120, 40)) as pilot:
        app.push_screen(CommandPalette(providers=[HermesPalette]))
        await pilot.pause()
        await pilot.press(*"boreal")
        await pilot.pause(0.3)
        await pilot.press("enter")
        await pilot.pause()
        assert opened == [2]
        app.push_screen(CommandPalette(providers=[HermesPalette]))
        await pilot.pause()
        await pilot.press(*"archive")
        await pilot.pause(0.3)
        await pilot.press("enter")
        await pilot.pause()
        assert (
            database.value("SELECT COUNT(*) FROM lead JOIN stage ON stage.id = stage_id WHERE name = 'ARCHIVED'") == 1
        )


async def test_choosing_a_view_narrows_the_list(app: HermesApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        hit = (await found(app, "dear"))[0]
        hit.command()
        await pilot.pause()
        assert isinstance(app.here, QueueScreen)
        assert app.here.filter_text == "+stale value>1k"


async def test_choosing_a_theme_changes_it(app: HermesApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        (await found(app, "hermes-light"))[0].command()
        await pilot.pause()
        assert app.theme == "hermes-light"


async def test_global_commands_are_offered_though_they_sleep_under_the_palette(app: HermesApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        app.push_screen(CommandPalette(providers=[HermesPalette]))
        await pilot.pause()
        await pilot.press(*"quit")
        await pilot.pause(0.3)
        await pilot.press("enter")
        await pilot.pause()
    assert not app.is_running


async def test_at_most_twenty_leads_are_listed(app: HermesApp, database: Database, now: int) -> None:
    today = Session(database, Settings()).today()
    for number in range(30):
        add_lead(database, {"title": f"Zebra {number}"}, now, today)
    async with app.run_test(size=(120, 40)):
        assert len(await found(app, "zebra")) == 20


async def test_the_naughtiest_names_and_queries_are_shown_as_they_are(
    app: HermesApp, database: Database, now: int, shared_data: Path
) -> None:
    strings = json.loads((shared_data / "naughty" / "blns.json").read_text("utf-8"))
    today = Session(database, Settings()).today()
    for text in strings[::10]:
        if any(character.isalnum() for character in text):
            add_lead(database, {"title": f"naughty {text}"}, now, today)
    async with app.run_test(size=(120, 40)) as pilot:
        for text in strings:
            await found(app, text)
        app.push_screen(CommandPalette(providers=[HermesPalette]))
        await pilot.pause()
        await pilot.press(*"borea")
        await pilot.pause(0.5)
        shown = [str(option.prompt) for option in app.screen.query_one(CommandList).options]
    assert any("[/] Borealis [b]" in line and "Portal" in line for line in shown)
