"""What is hot is seen at a glance, explained line by line, and cools before one's eyes when its hour has come."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from hermes_tui.actions.contacts import add_contact
from hermes_tui.actions.leads import add_lead
from hermes_tui.actions.touches import log_touch
from hermes_tui.app import HermesApp
from hermes_tui.config import Settings
from hermes_tui.screens.board import BoardScreen
from hermes_tui.screens.lead.facts import fact_rows
from hermes_tui.screens.lead.page import LeadScreen
from hermes_tui.screens.leads import LeadsScreen
from hermes_tui.session import Session
from hermes_tui.upkeep import cool
from storage.database import Database
from tests.screens.conftest import NOW
from tests.screens.hands import painted, press, says, text_of

DAY = 86_400_000


@pytest.fixture
def demo_bytes(small_demo_bytes: bytes) -> bytes:
    """A small year of work is enough here."""
    return small_demo_bytes


@pytest.fixture
def session(demo: Database) -> Session:
    return Session(demo, Settings())


@pytest.fixture
def hot(session: Session) -> int:
    """A lead of heat 45, which goes cold on the first of July unless somebody says something."""
    database, today = session.database, session.today()
    lead = add_lead(
        database, {"title": "ERP rollout", "company": "Zz Hot", "stage": "responded"}, NOW - 40 * DAY, today
    )
    ann, bob = (
        add_contact(database, lead.made, {"name": name}, NOW - 40 * DAY, today).made for name in ("Ann Lee", "Bob Ray")
    )
    for days, via, inbound, who in (
        (38, "email", False, ann), (37.5, "email", True, ann), (35, "call", True, bob), (5, "email", True, ann),
        (4, "email", False, ann),
    ):  # fmt: skip
        at = NOW - int(days * DAY)
        log_touch(
            database, [lead.made], via, at, inbound=inbound, contact_id=who, text="Sounds good!",
            sentiment="positive" if inbound else None,
        )  # fmt: skip
    return lead.made


async def test_the_page_tells_each_factor_its_evidence_its_age_and_what_it_is_worth(session: Session, hot: int) -> None:
    app = HermesApp(session)
    async with app.run_test(size=(200, 60)) as pilot:
        app.open_lead(hot)
        await press(pilot)
        assert isinstance(app.screen, LeadScreen)
        facts = text_of(app.screen.panes["facts"])
        assert "heat      ▲45  hot  now 33" in facts
        assert "+20 multiple stakeholders" in facts
        assert "5d, now +18: Ann Lee," in facts
        assert "+15 quick response time" in facts
        assert "+10 second response" in facts
        whole = next(fact.whole for fact in fact_rows(session, app.screen.page) if "quick" in fact.whole)
        assert whole == "+15 quick response time: median 12 h over 1 answer. The newest is 37d old, worth +6 now."


async def test_hot_leads_wear_a_badge_that_needs_no_colour(session: Session, hot: int) -> None:
    # An answer after three days: half of the answers were quick no more.
    log_touch(session.database, [hot], "email", NOW - DAY, inbound=True, text="When could we start?")
    app = HermesApp(session, filter_text="company:Zz")
    async with app.run_test(size=(160, 40)) as pilot:
        await press(pilot)
        shown = painted(app)
        assert "30  !▲ replied 1d ago, unanswered" in shown
        assert "▲ heat 30: multiple stakeholders engaged" in " ".join(shown.split())
        await press(pilot, "3")
        await press(pilot, "slash", *"company:Zz", "enter")
        assert "▲30" in painted(app)
        await press(pilot, "2")
        assert isinstance(app.here, BoardScreen)
        app.here.set_filter("company:Zz")
        await press(pilot)
        assert "▲ heat 30" in painted(app)


async def test_a_lead_below_the_rep_s_own_mark_or_closed_wears_none(session: Session, hot: int) -> None:
    from hermes_tui.actions.stages import move

    app = HermesApp(Session(session.database, Settings(hot_from=46)), "leads", "company:Zz")
    async with app.run_test(size=(160, 40)) as pilot:
        await press(pilot)
        assert " 45 " in painted(app)
        assert "▲" not in painted(app)
    move(session.database, [hot], "won", NOW)
    app = HermesApp(Session(session.database, Settings()), "leads", "company:Zz")
    async with app.run_test(size=(160, 40)) as pilot:
        await press(pilot)
        assert "▲" not in painted(app)


async def test_hot_lists_the_hot_leads_from_anywhere(session: Session, hot: int) -> None:
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "enter")
        await press(pilot, "colon", *"hot", "enter")
        await press(pilot)
        assert isinstance(app.here, LeadsScreen)
        assert app.here.filter_text == "+hot sort:-heat"
        heats = [app.here.rows.row(n).heat for n in range(app.here.rows.total)]  # type: ignore[union-attr]
        assert heats == sorted(heats, reverse=True)
        assert 45 in heats
        assert min(heats) >= 30
        await press(pilot, "escape", "enter")
        await press(pilot, "ctrl+p", *"hot lea", "enter")
        await press(pilot)
        assert app.here.filter_text == "+hot sort:-heat", says(app)


async def test_interest_cools_and_a_day_begins_before_ones_eyes(
    session: Session, hot: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = HermesApp(session, "leads", "company:Zz")
    async with app.run_test(size=(160, 40)) as pilot:
        await press(pilot)
        assert "Mon 22 Jun" in painted(app)
        cold_from = session.database.value("SELECT cold_from FROM lead WHERE id = ?", (hot,))
        for moment, shown in ((cold_from - 1, "▲45"), (cold_from, "▲30")):
            monkeypatch.setenv("HERMES_NOW", datetime.fromtimestamp(moment / 1000, UTC).isoformat())
            app._look()
            await press(pilot)
            assert shown in painted(app)
        assert "Wed 1 Jul" in painted(app)


def test_what_cooled_overnight_is_cold_at_the_first_frame(session: Session, hot: int) -> None:
    session.now = lambda: NOW + 20 * DAY  # type: ignore[method-assign]
    assert cool(session)
    assert session.database.value("SELECT heat FROM lead WHERE id = ?", (hot,)) == 30
    assert not cool(session)


def test_a_file_that_can_only_be_read_keeps_the_heat_it_has(session: Session, hot: int) -> None:
    session.now = lambda: NOW + 20 * DAY  # type: ignore[method-assign]
    session.database.connection().execute("PRAGMA query_only = ON")
    assert not cool(session)
    session.database.connection().execute("PRAGMA query_only = OFF")
    assert session.database.value("SELECT heat FROM lead WHERE id = ?", (hot,)) == 45
