"""A rep scores leads anew: what would change is seen first, and one key writes it as one action."""

from __future__ import annotations

from threading import Event
from time import sleep
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from hermes_tui.actions import rescore as rescoring
from hermes_tui.actions.leads import add_lead
from hermes_tui.actions.scores import Stopped
from hermes_tui.app import HermesApp
from hermes_tui.config import Settings
from hermes_tui.screens.commands import wrong
from hermes_tui.screens.lead.page import LeadScreen
from hermes_tui.screens.rescore import RescoreScreen
from hermes_tui.screens.rules.screen import RulesScreen
from hermes_tui.session import Session
from storage import records
from storage.database import Database
from tests.screens.hands import says, text_of
from tests.screens.rules.waiting import until

HOSTILE = "[/] <b> \x1b[31m 漢字"


def outdated(database: Database, now: int, *lead_ids: int) -> None:
    """These leads have scores that rules of another day made, and stand in NEW."""
    from hermes_tui.actions.outcome import acting

    with database.transaction(), acting(database, "test", list(lead_ids), now) as doing:
        for lead_id in lead_ids:
            records.update(database, "lead", lead_id, score=0, score_reasons="[]", score_key=None)
        doing.say("outdated")


@pytest.fixture
def session(database: Database, now: int) -> Session:
    """Four leads whose text is worth points; the scores of the first three are of another day."""
    found = Session(database, Settings())
    for title, company, source, text in (
        ("Shop", "Acme", "reddit", "We build in Django."),
        ("Portal", HOSTILE, "reddit", "We work remotely."),
        ("Roof", "Cobalt", "fair", "Python and React, please."),
        ("Till", "Dune", "fair", "Flask."),
    ):
        typed = {"title": title, "company": company, "source": source, "description": text}
        add_lead(database, typed, now, found.today())
    outdated(database, now, 1, 2, 3)
    return found


async def opened(pilot: Pilot[Any], *keys: str) -> RescoreScreen:
    await pilot.pause()
    await pilot.press(*(keys or ("C",)))
    await pilot.pause()
    page = pilot.app.screen
    assert isinstance(page, RescoreScreen)
    await until(pilot, lambda: page.state == "shown")
    return page


def head(page: RescoreScreen) -> str:
    return str(page.query_one("#rescore-head", Static).content)


def scores_of(session: Session) -> list[int]:
    return [row[0] for row in session.database.rows("SELECT score FROM lead ORDER BY id")]


def command(text: str) -> tuple[str, ...]:
    keys = {":": "colon", " ": "space"}
    return (*(keys.get(letter, letter) for letter in f":{text}"), "enter")


async def test_in_the_list_all_that_it_shows_is_looked_at_and_enter_writes_it_as_one_action(session: Session):
    app = HermesApp(session, "leads")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot)
        assert "Rescore · all leads · by the built-in rules" in head(page)
        assert "3 of 4 would change" in head(page)
        assert "↑ 3 up" in head(page)
        assert "漢字" in text_of(page.rows)
        assert "+5 ideal-customer stack ×2" in text_of(page.rows)
        assert "now    +5 ideal-customer stack: Python" in text_of(page.query_one("#rescore-why"))
        assert scores_of(session) == [0, 0, 0, 5]
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is not page)
        assert "4 leads scored, 3 changed. u undo" in says(app)
        assert scores_of(session) == [5, 5, 10, 5]
        await pilot.press("u")
        await pilot.pause()
        assert scores_of(session) == [0, 0, 0, 5]


async def test_under_a_filter_only_what_it_leaves_and_y_writes_too(session: Session):
    app = HermesApp(session, "leads", "source:reddit")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot)
        assert "all under source:reddit" in head(page)
        assert "2 of 2 would change" in head(page)
        await pilot.press("y")
        await until(pilot, lambda: app.screen is not page)
        assert scores_of(session) == [5, 5, 0, 5]


async def test_marked_leads_alone_where_any_are(session: Session):
    app = HermesApp(session, "leads", "sort:id")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot, "space", "space", "C")
        assert "Rescore · 2 leads" in head(page)
        await pilot.press("y")
        await until(pilot, lambda: app.screen is not page)
        assert scores_of(session) == [5, 5, 0, 5]


async def test_on_a_leads_page_and_in_the_queue_the_one_lead(session: Session):
    app = HermesApp(session, "queue")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        app.open_lead(3)
        await pilot.pause()
        page = await opened(pilot)
        assert "Rescore · Cobalt" in head(page)
        await pilot.press("y")
        await until(pilot, lambda: app.screen is not page)
        assert isinstance(app.screen, LeadScreen)
        assert scores_of(session) == [0, 0, 10, 5]


async def test_where_nothing_would_change_it_says_so_and_writes_nothing(session: Session):
    app = HermesApp(session, "leads")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot, *command("rescore"))
        await pilot.press("y")
        await until(pilot, lambda: app.screen is not page)
        actions = session.database.value("SELECT COUNT(*) FROM action")
        page = await opened(pilot)
        assert "0 of 4 would change" in head(page)
        assert "Nothing would change" in text_of(page.rows)
        assert "4 leads scored by these rules already" in text_of(page.rows)
        await pilot.press("y")
        assert "Nothing to write" in says(app)
        assert session.database.value("SELECT COUNT(*) FROM action") == actions
        await pilot.press("n")
        await pilot.pause()
        assert app.screen is not page


async def test_the_command_takes_a_filter_and_names_a_wrong_one(session: Session):
    app = HermesApp(session, "queue")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot, *command("rescore source:fair"))
        assert "all under source:fair" in head(page)
        assert "1 of 2 would change" in head(page)
        await pilot.press("escape")
        await pilot.pause()
        assert "did you mean `source`?" in (wrong(app.here, "rescore sorce:fair") or "")


async def test_esc_while_it_writes_stops_it_and_every_score_stays(session: Session, monkeypatch: pytest.MonkeyPatch):
    begun = Event()

    def endless(*_: object, progress: Any, cancelled: Any, **__: object) -> None:
        progress(1, 4)
        begun.set()
        while not cancelled():
            sleep(0.01)
        raise Stopped("The rescore was stopped; nothing was changed.")

    monkeypatch.setattr(rescoring, "rescore", endless)
    app = HermesApp(session, "leads")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot)
        await pilot.press("enter")
        await until(pilot, begun.is_set)
        await until(pilot, lambda: "25%" in head(page))
        await pilot.press("o", "escape")
        await until(pilot, lambda: page.state == "shown")
        assert app.screen is page
        assert "stopped" in says(app)
        assert "3 of 4 would change" in head(page)
        assert scores_of(session) == [0, 0, 0, 5]


async def test_esc_while_it_looks_leaves_and_the_thread_stops(session: Session, monkeypatch: pytest.MonkeyPatch):
    from hermes_tui.actions import what_if

    begun, ended = Event(), Event()

    def endless(*_: object, cancelled: Any, **__: object) -> None:
        begun.set()
        while not cancelled():
            sleep(0.01)
        ended.set()
        raise Stopped("Stopped.")

    monkeypatch.setattr(what_if, "what_if", endless)
    app = HermesApp(session, "leads")
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await pilot.press("C")
        await until(pilot, begun.is_set)
        await pilot.press("escape")
        await until(pilot, ended.is_set)
        assert not isinstance(app.screen, RescoreScreen)


async def test_a_score_set_by_hand_is_left_as_set(session: Session, now: int):
    from hermes_tui.actions.leads import edit_lead

    edit_lead(session.database, [1], {"score": "40"}, now, session.today())
    app = HermesApp(session, "leads")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot)
        assert "1 set by hand stay" in head(page)
        assert "2 of 3 would change" in head(page)


async def test_r_shows_the_rules_that_it_goes_by_and_what_they_would_do_is_looked_at_again(session: Session):
    app = HermesApp(session, "leads")
    async with app.run_test(size=(120, 40)) as pilot:
        page = await opened(pilot)
        await pilot.press("r")
        await pilot.pause()
        rules = app.screen
        assert isinstance(rules, RulesScreen)
        rules.area.load_text(rules.area.text.replace('"django"', '"elixir"'))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.screen is page and page.state == "shown")
        await until(pilot, lambda: "0 of 4" in head(page))
        assert "by the rules of 22 Jun" in head(page)


async def test_it_fits_a_small_window(session: Session):
    app = HermesApp(session, "leads")
    async with app.run_test(size=(80, 24)) as pilot:
        page = await opened(pilot)
        assert page.rows.size.height > 10
        assert "漢字" in text_of(page.rows)
        assert page.query_one("#rescore-why").region.bottom <= 23
