"""What the line at the bottom of a lead's page says of a key is what the key does, whatever keys the rep has."""

from __future__ import annotations

import pytest

from hermes_tui.actions.leads import add_lead
from hermes_tui.app import HermesApp
from hermes_tui.config import Settings
from hermes_tui.screens.keys_here import working_keys
from hermes_tui.screens.lead.page import LeadScreen
from hermes_tui.screens.lead.panes import NAMES
from hermes_tui.session import Session
from storage.database import Database

WIDE = (240, 40)  # room for every key


@pytest.fixture
def with_acme(database: Database, monkeypatch: pytest.MonkeyPatch, now: int) -> Database:
    monkeypatch.setenv("HERMES_NOW", "2026-06-22T09:00:00Z")
    add_lead(database, {"title": "ERP rollout", "company": "Acme"}, now, Session(database, Settings()).today())
    return database


MOVED = {"people.champion": "Y", "timeline.stages": "S", "task.start": "B", "task.reopen": "S"}


@pytest.mark.parametrize("settings", [Settings(), Settings(preset="gmail"), Settings(keys=MOVED)], ids=str)
async def test_each_key_the_line_names_does_one_thing_and_the_one_it_says(
    with_acme: Database, settings: Settings
) -> None:
    app = HermesApp(Session(with_acme, settings))
    async with app.run_test(size=WIDE) as pilot:
        app.open_lead(1, ())
        await pilot.pause()
        page = app.here
        assert isinstance(page, LeadScreen)
        for name in NAMES:
            page.go_to(name)
            await pilot.pause()
            does = {key: each.command for each in working_keys(page, page.scopes) for key in each.keys}
            said = [key for keys, _ in page.hint_keys() for key in keys.split()]
            assert len(said) == len(set(said)), f"{name}: {page.hint()}"
            for keys, label in page.hint_keys():
                for key in keys.split():
                    assert key in does, f"{name}: nothing listens to {key}"
                if len(keys.split()) == 1 and does[keys].where == "verbs" and (keys, label) not in own_of(page):
                    assert label == does[keys].label, f"{name}: {keys} is {does[keys].label}"


def own_of(page: LeadScreen) -> list[tuple[str, str]]:
    return [(page.keys_of(names), label) for names, label in page.here.keys]


async def test_in_the_timeline_the_line_tells_of_no_snooze_by_the_key_that_narrows_to_stages(
    with_acme: Database,
) -> None:
    app = HermesApp(Session(with_acme, Settings()))
    async with app.run_test(size=WIDE) as pilot:
        app.open_lead(1, ())
        await pilot.pause()
        page = app.here
        assert isinstance(page, LeadScreen)
        assert "s snooze" in str(page.hint())
        page.go_to("timeline")
        assert "s snooze" not in str(page.hint())
        assert "m n s messages notes stages" in str(page.hint())


async def test_the_line_of_the_gmail_fingers_edits_by_E_where_e_archives(with_acme: Database) -> None:
    app = HermesApp(Session(with_acme, Settings(preset="gmail")))
    async with app.run_test(size=WIDE) as pilot:
        app.open_lead(1, ())
        await pilot.pause()
        page = app.here
        assert isinstance(page, LeadScreen)
        page.go_to("timeline")
        assert "E edit" in str(page.hint())
        assert "e edit" not in str(page.hint())


async def test_the_help_tells_the_keys_of_the_pane_first(with_acme: Database) -> None:
    app = HermesApp(Session(with_acme, Settings()))
    async with app.run_test(size=WIDE) as pilot:
        app.open_lead(1, ())
        await pilot.pause()
        page = app.here
        assert isinstance(page, LeadScreen)
        page.go_to("people")
        await pilot.pause()
        first = working_keys(page, page.scopes)[0]
        assert (first.command.id, first.group) == ("people.champion", "People")
