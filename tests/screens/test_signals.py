"""A rep says yes and no to buying signals: in the queue by one key, on the lead's page one by one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date

import pytest

from hermes_tui.actions.contacts import add_contact
from hermes_tui.actions.leads import add_lead
from hermes_tui.actions.signals import set_signal
from hermes_tui.actions.touches import log_touch
from hermes_tui.app import HermesApp
from hermes_tui.config import Settings
from hermes_tui.screens.lead.page import LeadScreen
from hermes_tui.screens.queue import QueueScreen
from hermes_tui.session import Session
from storage.database import Database
from tests.screens.hands import Hands, painted, says, text_of
from widgets.text_pane import TextPane

NOW = 1_782_118_800_000
DAY = 86_400_000
TODAY = date(2026, 6, 22)
ASKS = "Hi Bob,\nthanks for the demo. What would it cost per year?\nAnn"


@pytest.fixture
def file(database: Database) -> Database:
    """Acme, whose Ann asked what it costs; Borealis, who said nothing yet."""
    for name in ("Acme", "Borealis"):
        add_lead(database, {"title": "ERP rollout", "company": name}, NOW, TODAY, at=NOW - 30 * DAY)
    add_contact(database, 1, {"name": "Ann Lee", "champion": "yes"}, NOW, TODAY)
    log_touch(database, [1], "email", NOW, inbound=True, text=ASKS, at=NOW - 3 * DAY)
    return database


@pytest.fixture
async def rep(file: Database) -> AsyncIterator[Hands]:
    """At the queue."""
    session = Session(file, Settings())
    async with HermesApp(session).run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        yield Hands(pilot, session)


def states(database: Database) -> list[tuple[str, str]]:
    """Kind and state of each signal."""
    return [tuple(row) for row in database.rows("SELECT kind, state FROM signal ORDER BY id")]


def preview_of(rep: Hands) -> str:
    """What stands beside the list."""
    return " ".join(text_of(rep.app.here.query_one("#preview", TextPane)).split())


async def test_what_waits_stands_above_the_people_with_its_keys_and_b_confirms_it_in_place(rep: Hands) -> None:
    await rep.press("g")
    shown = preview_of(rep)
    assert "? pricing question “What would it cost per year?” b yes B no" in shown
    assert shown.index("? pricing") < shown.index("Ann Lee")
    await rep.press("b")
    assert says(rep.app) == "Acme: pricing question confirmed: “What would it cost per year?”. u undo"
    assert isinstance(rep.app.here, QueueScreen)
    assert rep.app.here.targets() == [1]  # saying yes deals with nothing: the next thing to do is here
    assert "signals pricing question 3d" in preview_of(rep)
    await rep.press("u")
    assert states(rep.database) == [("pricing", "suggested")]


async def test_capital_b_refuses_it_and_it_is_gone_from_sight(rep: Hands) -> None:
    await rep.press("g", "B")
    assert says(rep.app).startswith("Acme: pricing question refused")
    assert states(rep.database) == [("pricing", "refused")]
    assert "? pricing question" not in preview_of(rep)
    await rep.press("B")
    assert says(rep.app) == "Acme: no buying signal waits"


async def test_where_nothing_waits_b_asks_for_a_letter_and_escape_leaves_all_as_it_is(rep: Hands) -> None:
    await rep.press("G", "b")
    assert "p pricing question" in says(rep.app)
    assert "q proposal asked for" in says(rep.app)
    await rep.press("escape")
    assert len(states(rep.database)) == 1
    await rep.press("b", "q")
    assert says(rep.app) == "Borealis: proposal requested recorded. u undo"
    assert states(rep.database)[-1] == ("proposal_request", "confirmed")


async def test_marked_leads_are_each_asked_for_their_newest(rep: Hands) -> None:
    log_touch(rep.database, [2], "email", NOW, inbound=True, text="Can we meet next week?")
    await rep.press("V", "b")
    assert says(rep.app) == "2 leads: 2 buying signals confirmed. u undo"
    assert states(rep.database) == [("pricing", "confirmed"), ("meeting", "confirmed")]


async def test_under_gmails_keys_s_says_yes(file: Database) -> None:
    session = Session(file, Settings(preset="gmail"))
    async with HermesApp(session).run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        rep = Hands(pilot, session)
        await rep.press("g")
        assert "s yes B no" in preview_of(rep)
        await rep.press("s")
    assert states(file) == [("pricing", "confirmed")]


async def on_page(rep: Hands) -> LeadScreen:
    """Acme's page, among its signals."""
    await rep.press("g", "enter")
    assert isinstance(rep.app.here, LeadScreen)
    rep.app.here.go_to("signals")
    await rep.pilot.pause()
    return rep.app.here


async def test_on_the_page_yes_and_no_are_to_the_row_under_the_cursor(rep: Hands) -> None:
    log_touch(rep.database, [1], "email", NOW, inbound=True, text="Can we meet next week?")
    page = await on_page(rep)
    assert "Signals 2" in painted(rep.app)
    assert "is it a meeting asked for? b yes B no" in " ".join(text_of(page.query_one("#remark")).split())
    await rep.press("j", "B")  # the older one
    assert states(rep.database) == [("pricing", "refused"), ("meeting", "suggested")]
    await rep.press("g", "b")
    assert states(rep.database) == [("pricing", "refused"), ("meeting", "confirmed")]
    assert "refused" in text_of(page.panes["signals"])


async def test_enter_reads_the_whole_text_and_the_words_stand_out(rep: Hands) -> None:
    await on_page(rep)
    await rep.press("enter")
    assert "thanks for the demo. What would it cost per year?" in painted(rep.app)
    from hermes_tui.screens.lead.signals import lit_in

    lit = lit_in(ASKS, "pricing")
    assert [lit.plain[span.start : span.end] for span in lit.spans] == ["What would it cost"]
    await rep.press("q")
    assert isinstance(rep.app.here, LeadScreen)


async def test_plus_sets_one_and_delete_takes_it_away(rep: Hands) -> None:
    page = await on_page(rep)
    await rep.press("plus", "c")
    assert states(rep.database)[-1] == ("click", "confirmed")
    page.panes["signals"].move_to(1)
    await rep.press("delete")
    assert says(rep.app) == "Acme: link clicked removed. u undo"
    await rep.press("g", "delete")
    assert says(rep.app).startswith("Acme: pricing question refused, it is not suggested again")


async def test_hostile_words_are_shown_as_they_are(rep: Hands) -> None:
    set_signal(rep.database, [1], "click", NOW, words="[@click=app.quit]x[/] [/]")
    log_touch(rep.database, [1], "email", NOW, inbound=True, text="[/b] What would it cost [red]per seat[/]?")
    page = await on_page(rep)
    shown = text_of(page.panes["signals"])
    assert "[@click=app.quit]x[/] [/]" in shown
    assert "[/b] What would it cost [red]per seat[/]?" in shown


async def test_a_lead_without_signals_says_which_key_sets_one(rep: Hands) -> None:
    await rep.press("G", "enter")
    assert isinstance(rep.app.here, LeadScreen)
    rep.app.here.go_to("signals")
    await rep.pilot.pause()
    assert "No buying signals; + sets one" in text_of(rep.app.here.panes["signals"])
