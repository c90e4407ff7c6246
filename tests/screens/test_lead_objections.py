"""On a lead's page: notes are tagged with what they raise, and objections are taken out of the way."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

import pytest
from textual.content import Content
from textual.pilot import Pilot
from textual.widgets import Input

from hermes_tui.actions.leads import add_lead
from hermes_tui.actions.notes import add_note
from hermes_tui.actions.objections import resolve_objection
from hermes_tui.actions.stages import lose, move
from hermes_tui.app import HermesApp
from hermes_tui.config import Settings
from hermes_tui.screens.lead.page import LeadScreen
from hermes_tui.session import Session
from storage.database import Database
from storage.queries.lead import objections

DAY = 86_400_000
TABLES = ("lead", "note", "objection")


class Rep:
    """Hands on the page of lead 1."""

    def __init__(self, pilot: Pilot[int | None], app: HermesApp, database: Database) -> None:
        self.pilot, self.app, self.database = pilot, app, database

    @property
    def page(self) -> LeadScreen:
        """The page."""
        assert isinstance(self.app.here, LeadScreen)
        return self.app.here

    async def go(self, pane: str, row: int = 0) -> None:
        """To a row of a pane."""
        self.page.go_to(pane)
        await self.pilot.pause()
        self.page.panes[pane].move_to(row)
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        """Keys as typed, then all settles."""
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def answer(self, text: str) -> None:
        """Type over what stands in the line, and Enter."""
        await self.pilot.pause()
        assert isinstance(self.app.focused, Input)
        self.app.focused.value = text
        await self.press("enter")

    def lines(self, pane: str, width: int = 118) -> list[str]:
        """The rows of a pane as they are drawn."""
        shown = self.page.panes[pane]
        rows: Sequence[object] = [shown.row(at) for at in range(shown.total)]
        drawn: list[Content] = [shown.draw(row, width) for row in rows]
        return [" ".join(line.plain.split()) for line in drawn]

    def states(self) -> list[tuple[str, str]]:
        """Kind and state of each objection of the lead."""
        return [(row.kind, row.state) for row in objections(self.database, 1)]

    def rows(self) -> list[object]:
        """All that an undo has to bring back."""
        return [self.database.rows(f"SELECT * FROM {table} ORDER BY id") for table in TABLES]


@pytest.fixture
async def rep(database: Database, now: int) -> AsyncIterator[Rep]:
    """Lead 1 with a note that raises BUDGET; two other deals had the same and answered it."""
    session = Session(database, Settings())
    for number, company in enumerate(("Acme", "Won Ltd", "Lost Ltd")):
        lead = add_lead(database, {"title": "Deal", "company": company}, now, session.today(), at=now - 60 * DAY).made
        add_note(database, [lead], "#budget is gone [/]", now, at=now - 50 * DAY)
        if number:
            resolve_objection(database, number + 1, ("Two phases", "Discount")[number - 1], now, at=now - 9 * DAY)
    move(database, [2], "WON", now)
    lose(database, [3], "price", now)
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        app.open_lead(1, ())
        await pilot.pause()
        yield Rep(pilot, app, database)


# -- notes -----------------------------------------------------------------------------------------------


async def test_a_digit_tags_the_note_in_hand_and_takes_the_tag_off_again(rep: Rep) -> None:
    await rep.go("notes")
    before = rep.rows()
    assert rep.lines("notes") == ["3 May #budget is gone [/] budget"]
    await rep.press("O", "5")
    assert rep.states() == [("BUDGET", "open"), ("TRUST", "open")]
    assert rep.lines("notes") == ["3 May #budget is gone [/] budget, trust"]
    await rep.press("O", "1")
    assert rep.states() == [("TRUST", "open")]
    assert rep.lines("notes") == ["3 May #budget is gone [/] trust"]
    await rep.press("u", "u")
    assert rep.rows() == before


async def test_where_there_is_no_note_the_same_key_writes_one(rep: Rep) -> None:
    await rep.go("notes")
    await rep.press("delete")
    await rep.press("O", "6")
    assert rep.states() == [("SCOPE", "open")]


# -- objections ------------------------------------------------------------------------------------------


async def test_under_an_open_objection_stands_what_answered_it_in_other_deals_the_won_one_first(rep: Rep) -> None:
    assert rep.page.panes["objections"].total == 1  # nobody looked there yet
    await rep.go("objections")
    assert rep.lines("objections") == [
        "budget open 3 May is gone [/]",
        "↳ Two phases won · Won Ltd, 13 Jun",
        "↳ Discount lost · Lost Ltd, 13 Jun",
    ]


async def test_a_digit_takes_an_answer_and_undo_brings_the_objection_back(rep: Rep) -> None:
    await rep.go("objections")
    before = rep.rows()
    await rep.press("enter", "2")
    found = objections(rep.database, 1)[0]
    assert (found.state, found.resolution) == ("resolved", "Discount")
    assert rep.lines("objections") == ["budget resolved 3 May Discount"]
    await rep.press("u")
    assert rep.rows() == before
    assert len(rep.lines("objections")) == 3


async def test_an_answer_of_another_deal_is_made_ones_own(rep: Rep) -> None:
    await rep.go("objections", 1)
    await rep.press("enter")
    assert isinstance(rep.app.focused, Input)
    assert rep.app.focused.value == "Two phases"
    await rep.answer("Two phases, the second free")
    assert objections(rep.database, 1)[0].resolution == "Two phases, the second free"


async def test_own_words_resolve_it_and_what_did_not_hold_is_reopened(rep: Rep) -> None:
    await rep.go("objections")
    before = rep.rows()
    await rep.press("enter", "enter")
    await rep.answer("we pay half")
    assert objections(rep.database, 1)[0].resolution == "we pay half"
    await rep.press("e")
    await rep.answer("we paid half")
    assert objections(rep.database, 1)[0].resolution == "we paid half"
    await rep.press("enter", "r")
    assert rep.states() == [("BUDGET", "open")]
    await rep.press("u", "u", "u")
    assert rep.rows() == before


async def test_a_tag_set_by_mistake_goes_and_its_note_stays(rep: Rep) -> None:
    await rep.go("objections", 1)
    await rep.press("delete")
    assert rep.states() == [("BUDGET", "open")]  # another deal's answer is not ours to remove
    await rep.go("objections", 0)
    await rep.press("delete")
    assert rep.states() == []
    assert rep.database.value("SELECT COUNT(*) FROM note WHERE lead_id = 1") == 1


async def test_what_a_deal_was_lost_or_won_with_is_read_and_may_still_be_resolved(rep: Rep) -> None:
    await rep.go("objections")
    await rep.press("x", "1")
    assert rep.lines("objections") == ["budget lost with 3 May is gone [/]"]
    await rep.press("enter", "enter", "q")
    await rep.press("enter", "r", "1")
    assert rep.states() == [("BUDGET", "resolved")]
    await rep.press("u", "u")
    await rep.press("colon", *"stage won", "enter")
    assert rep.lines("objections") == ["budget unresolved 3 May is gone [/]"]


async def test_in_a_small_window_answers_have_their_lines_too(rep: Rep) -> None:
    await rep.pilot.resize_terminal(80, 24)
    await rep.go("objections")
    painted = ["".join(part.text for part in strip) for strip in rep.app.screen._compositor.render_strips()]
    assert any("↳ Two phases  won · Won Ltd, 13 Jun" in line for line in painted)
