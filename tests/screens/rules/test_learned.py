"""A rep sees what the won and lost leads taught, learns anew, and switches it on and off."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot

from hermes_tui.actions.leads import add_lead
from hermes_tui.actions.rules import in_force
from hermes_tui.app import HermesApp
from hermes_tui.config import Settings
from hermes_tui.screens.rules.screen import RulesScreen
from hermes_tui.session import Session
from storage.database import Database
from tests.screens.hands import says, text_of
from tests.screens.rules.waiting import until


@pytest.fixture
def session(database: Database) -> Session:
    return Session(database, Settings())


def closed(session: Session, now: int, n: int) -> None:
    """So many closed leads: three in four that came by referral are won, one in four of those from fairs."""
    for number in range(n):
        referred, luck = number % 2 == 0, number % 8 >= 6
        won = referred != luck
        typed = {
            "title": f"Deal {number}", "company": f"Firm {number}", "source": "referral" if referred else "fair",
            "stage": "WON" if won else "LOST",
        }  # fmt: skip
        add_lead(session.database, typed, now - number * 1_000, session.today())


async def at_learned(pilot: Pilot[Any]) -> RulesScreen:
    await pilot.pause()
    await pilot.press("percent_sign")
    await pilot.pause()
    await pilot.press("f9")
    page = pilot.app.screen
    assert isinstance(page, RulesScreen)
    await until(pilot, lambda: bool(words(page).strip()))
    return page


def words(page: RulesScreen) -> str:
    return " ".join(text_of(page.query_one("#learned-words")).split())


async def test_before_eighty_are_closed_it_says_how_many_are_missing(session: Session, now: int):
    closed(session, now, 10)
    async with HermesApp(session, "leads").run_test(size=(120, 40)) as pilot:
        page = await at_learned(pilot)
        assert words(page).startswith("Nothing learned yet 5 won / 5 lost so far: it takes 80 closed leads")
        assert "70 more are needed" in words(page)
        await pilot.press("l")
        await until(pilot, lambda: not page.saving and "Too few" in says(pilot.app))  # type: ignore[arg-type]
        assert in_force(session.database).at is None


async def test_learning_says_how_good_it_is_scores_by_it_and_goes_off_on_and_back(session: Session, now: int):
    closed(session, now, 160)
    lead = add_lead(session.database, {"title": "New", "source": "referral"}, now, session.today()).made
    app = HermesApp(session, "leads")

    def score() -> int:
        return int(session.database.value("SELECT score FROM lead WHERE id = ?", (lead,)))

    async with app.run_test(size=(120, 40)) as pilot:
        page = await at_learned(pilot)
        assert "l learns from the 80 won / 80 lost" in words(page)
        await pilot.press("l")
        await until(pilot, lambda: not page.saving and "In use" in words(page))
        assert "Learned from 80 won / 80 lost, AUC 0.7" in words(page)
        assert "against rules 0.50" in words(page)
        assert "source: referral" in text_of(page.learned.rows)
        assert "60 won of 80" in text_of(page.query_one("#learned-why"))
        assert "company" in text_of(page.learned.rows)
        learned = score()
        assert learned > 5
        assert "u undo" in says(app)
        assert "with what was learned" in str(page.query_one("#rules-head").content)  # type: ignore[attr-defined]

        await pilot.press("o")
        await until(pilot, lambda: not page.saving and "Not in use" in words(page))
        assert score() == 0
        await pilot.press("u")
        await until(pilot, lambda: "In use" in words(page))
        assert score() == learned
        await pilot.press("u")
        await until(pilot, lambda: "Nothing learned yet" in words(page))
        assert score() == 0


async def test_learned_opens_by_its_command_and_f9_goes_back_to_what_would_change(session: Session, now: int):
    closed(session, now, 4)
    app = HermesApp(session, "queue")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("colon", *"learn", "enter")
        await pilot.pause()
        page = app.screen
        assert isinstance(page, RulesScreen)
        await until(pilot, lambda: "Nothing learned yet" in words(page))
        assert page.learned.size.height > 12
        assert page.learned.rows.has_focus
        await pilot.press("tab")
        await pilot.pause()
        assert page.area.has_focus
        await pilot.press("f9", "f9")
        await pilot.pause()
        assert page.area.size.height > 8
        assert not page.learned.display
