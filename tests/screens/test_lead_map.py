"""On a lead's page a rep sees who sits at the table, which chairs are empty, and what one chair less would mean."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.widget import Widget

from hermes_tui.actions.contacts import add_contact
from hermes_tui.actions.leads import add_lead
from hermes_tui.actions.stages import move
from hermes_tui.actions.touches import log_touch
from hermes_tui.app import HermesApp
from hermes_tui.config import Settings
from hermes_tui.screens.lead.page import LeadScreen
from hermes_tui.screens.lead.people import PeoplePane
from hermes_tui.session import Session
from storage.database import Database
from storage.queries import lead as lead_queries
from widgets.form import FormScreen

DAY = 86_400_000


@pytest.fixture
def session(database: Database, monkeypatch: pytest.MonkeyPatch) -> Session:
    monkeypatch.setenv("HERMES_NOW", "2026-06-22T09:00:00Z")
    return Session(database, Settings())


class Deal:
    """A lead that people join."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.now = session.now()
        typed = {"title": "ERP rollout", "company": "Acme", "stage": "responded"}
        begun = self.now - 60 * DAY
        self.id = add_lead(session.database, typed, begun, session.today(), at=begun).made

    def joins(self, name: str, heard: int | None = None, **typed: str) -> int:
        """Somebody joins, last heard so many days ago."""
        database, now = self.session.database, self.now
        person = add_contact(database, self.id, {"name": name, **typed}, now, self.session.today()).made
        if heard is not None:
            log_touch(database, [self.id], "call", now, at=now - heard * DAY, inbound=True, contact_id=person)
        return person


@pytest.fixture
def deal(session: Session) -> Deal:
    return Deal(session)


def text_of(widget: Widget) -> list[str]:
    return [widget.render_line(y).text.rstrip() for y in range(widget.size.height)]


async def people_of(pilot: Pilot[int], deal: Deal) -> PeoplePane:
    """The page, with the cursor among the people."""
    app = pilot.app
    assert isinstance(app, HermesApp)
    app.open_lead(deal.id)
    await pilot.pause()
    assert isinstance(app.here, LeadScreen)
    app.here.go_to("people")
    await pilot.pause()
    pane = app.here.panes["people"]
    assert isinstance(pane, PeoplePane)
    return pane


def brief(pane: PeoplePane) -> str:
    lines = [*text_of(pane.screen.query_one("#remark")), *text_of(pane.screen.query_one("#brief"))]
    return " ".join(" ".join(lines).split())


async def test_the_map_names_role_mood_silence_and_our_last_word(session: Session, deal: Deal):
    deal.joins("Ann Lee", 18, role="CTO", mood="positive", champion="yes")
    deal.joins("Bob Ray", 3, role="Founder", mood="negative")
    cid = deal.joins("Cid Marsh", role="End user")
    log_touch(session.database, [deal.id], "email", deal.now, at=deal.now - 5 * DAY, contact_id=cid)
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        pane = await people_of(pilot, deal)
        assert [line.split() for line in text_of(pane)[:4]] == [
            ["People", "3", "role", "±", "in", "quiet", "out"],
            ["▌", "★", "Ann", "Lee", "CTO", "+", "18d!▮▮▮··", "–"],
            ["Bob", "Ray", "Founder", "−", "3d", "·····", "–"],
            ["Cid", "Marsh", "user", "–", "never", "5d"],
        ]


async def test_in_a_small_window_the_words_are_written_out(session: Session, deal: Deal):
    deal.joins("Ann Lee", 18, role="Economic buyer", mood="positive", champion="yes")
    deal.joins("Bob Ray", 31, role="Technical buyer")
    app = HermesApp(session)
    async with app.run_test(size=(80, 24)) as pilot:
        pane = await people_of(pilot, deal)
        lines = [line.split() for line in text_of(pane)]
        assert lines[1] == ["▌", "★", "Ann", "Lee", "Economic", "buyer", "positive", "18d!▮▮▮▮▮▮····", "–"]
        assert lines[2] == ["Bob", "Ray", "Technical", "buyer", "–", "31d", "▮▮▮▮▮▮▮▮▮▮", "–"]
        assert "without Ann Lee: nobody engaged, no champion, no buyer" in brief(pane)


async def test_empty_chairs_stand_where_they_are_missed(session: Session, deal: Deal):
    deal.joins("Ann Lee", 3, role="CTO", champion="no")
    session.database.connection().execute("UPDATE contact SET is_primary = 0")
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        pane = await people_of(pilot, deal)
        shown = [line.lstrip("▌ ") for line in text_of(pane)[1:5]]
        assert shown[0] == "○ no champion yet"
        assert shown[1] == "○ nobody who can say yes"
        assert shown[2].startswith("Ann Lee")
        assert shown[3] == "○ no second voice"
        assert pane.person is not None  # the cursor begins on somebody
        await pilot.press("j")
        await pilot.pause()
        assert pane.person is None
        assert "whom do they work with" in brief(pane)


async def test_enter_on_an_empty_chair_adds_who_would_sit_there(session: Session, deal: Deal):
    deal.joins("Ann Lee", 3, role="CTO", champion="yes")
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        pane = await people_of(pilot, deal)
        assert [getattr(row, "text", "") for row in pane.rows_around(0, 9)] == [
            "", "nobody who can say yes", "no second voice",
        ]  # fmt: skip
        await pilot.press("j", "delete")
        assert len(lead_queries.contacts(session.database, deal.id)) == 1
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, FormScreen)
        await pilot.press(*"Bob")
        await pilot.press("ctrl+s")
        await pilot.pause()
        bob = lead_queries.contacts(session.database, deal.id)[1]
        assert (bob.name, bob.role, bob.buys) == ("Bob", "Economic buyer", 1)
        assert pane.total == 2  # both chairs are taken


async def test_a_closed_deal_misses_nobody(session: Session, deal: Deal):
    deal.joins("Ann Lee", 3, role="CTO")
    move(session.database, [deal.id], "WON", deal.now)
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        pane = await people_of(pilot, deal)
        assert pane.total == 1


async def test_what_remains_when_the_person_in_hand_leaves_follows_the_cursor(session: Session, deal: Deal):
    deal.joins("Ann Lee", 3, role="CTO", champion="yes")
    deal.joins("Bob Ray", 5, role="CEO")
    deal.joins("Cid", 40, role="Blocker", mood="negative")
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        pane = await people_of(pilot, deal)
        assert "without Ann Lee: only Bob Ray engaged, no champion" in brief(pane)
        assert "! every blocker is against it: Cid" in brief(pane)
        await pilot.press("j")
        await pilot.pause()
        assert "without Bob Ray: only Ann Lee engaged, no buyer" in brief(pane)
        await pilot.press("tab")
        await pilot.pause()
        assert brief(pane).startswith("2 of 3 people engaged")


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_thirty_people_are_walked_to_the_last(session: Session, deal: Deal, size: tuple[int, int]):
    for n in range(30):
        deal.joins(f"Person {n} [/]", n if n % 3 else None, role=("CTO", "Founder", "Blocker")[n % 3])
    app = HermesApp(session)
    async with app.run_test(size=size) as pilot:
        pane = await people_of(pilot, deal)
        assert text_of(pane)[0].split()[:2] == ["People", "30"]
        await pilot.press("G")
        assert text_of(pane)[-1].startswith("▌   Person 29 [")  # the blockers last, the longest silent at the end
        assert "still 19 engaged" in brief(pane)


async def test_an_empty_chair_above_the_first_person_is_in_sight_when_the_pane_unfolds(session: Session, deal: Deal):
    for n in range(30):
        deal.joins(f"Person {n}", n, role="End user")
    app = HermesApp(session)
    async with app.run_test(size=(80, 24)) as pilot:
        pane = await people_of(pilot, deal)
        lines = text_of(pane)
        assert [line.strip() for line in lines[1:3]] == ["○ no champion yet", "○ nobody who can say yes"]
        assert lines[3].startswith("▌   Person 0")


async def test_nobody_known_says_what_to_press(session: Session, deal: Deal):
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        pane = await people_of(pilot, deal)
        assert "Nobody known yet" in " ".join(text_of(pane))
        await pilot.press("asterisk")
        await pilot.pause()
        assert "Nobody is known here yet: p adds a person" in str(pane.host.strip.query_one("Static").render())
        await pilot.press("plus")
        await pilot.pause()
        assert isinstance(app.screen, FormScreen)
