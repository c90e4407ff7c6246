"""Among the people of a lead's page one key says who leads, who feels how, who is who, and whom a word was with."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from hermes_tui.actions.contacts import add_contact
from hermes_tui.actions.leads import add_lead
from hermes_tui.actions.outcome import acting
from hermes_tui.actions.touches import log_touch
from hermes_tui.app import HermesApp
from hermes_tui.config import Settings
from hermes_tui.screens.lead.page import LeadScreen
from hermes_tui.session import Session
from storage import records
from storage.database import Database
from widgets.form import FormScreen

DAY = 86_400_000


@pytest.fixture
def session(database: Database, monkeypatch: pytest.MonkeyPatch, now: int) -> Session:
    """Acme, with Ann the champion, who wrote yesterday, Bob, and Robert, who is Bob."""
    monkeypatch.setenv("HERMES_NOW", "2026-06-22T09:00:00Z")
    session = Session(database, Settings(region="DE"))
    today = session.today()
    add_lead(database, {"title": "ERP rollout", "company": "Acme"}, now - 9 * DAY, today, at=now - 9 * DAY)
    add_contact(database, 1, {"name": "Ann Lee", "role": "CTO", "champion": "yes"}, now, today)
    add_contact(database, 1, {"name": "Bob Ray", "email": "bob@acme.example"}, now, today)
    add_contact(database, 1, {"name": "Robert Ray"}, now, today)
    log_touch(database, [1], "email", now, inbound=True, text="What would it cost?", at=now - DAY)
    return session


class Rep:
    """Hands on the people of lead 1."""

    def __init__(self, pilot: Pilot[int], session: Session) -> None:
        self.pilot = pilot
        self.database = session.database
        assert isinstance(pilot.app, HermesApp)
        self.app = pilot.app

    @property
    def page(self) -> LeadScreen:
        assert isinstance(self.app.here, LeadScreen)
        return self.app.here

    async def go(self, pane: str, name: str = "") -> None:
        """To a pane, and to the person of this name in it."""
        self.page.go_to(pane)
        target = self.page.panes[pane]
        if name:
            rows = [target.row(at) for at in range(target.total)]
            target.move_to([getattr(row, "name", "") for row in rows].index(name))
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def fill(self, name: str, text: str) -> None:
        """Type over one field of the form in hand, and save."""
        form = self.app.screen
        assert isinstance(form, FormScreen)
        editor = next(row.editor for row in form._rows if row.field.name == name)
        assert isinstance(editor, Input)
        editor.value = text
        await self.press("ctrl+s")

    def said(self) -> str:
        return str(self.page.strip._says.content)

    def people(self, column: str) -> dict[str, object]:
        return dict(self.database.rows(f"SELECT name, {column} FROM contact"))


@pytest.fixture
async def rep(session: Session) -> AsyncIterator[Rep]:
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        app.open_lead(1, ())
        await pilot.pause()
        yield Rep(pilot, session)


async def test_one_key_makes_the_champion_and_the_same_one_ends_it(rep: Rep):
    await rep.go("people", "Bob Ray")
    await rep.press("asterisk")
    assert rep.people("is_primary") == {"Ann Lee": 0, "Bob Ray": 1, "Robert Ray": 0}
    assert "Bob Ray is the champion in place of Ann Lee" in rep.said()
    await rep.press("asterisk")
    assert set(rep.people("is_primary").values()) == {0}
    await rep.press("u", "u")
    assert rep.people("is_primary")["Ann Lee"] == 1


async def test_the_line_at_the_bottom_tells_the_keys_of_the_people(rep: Rep):
    await rep.go("people")
    for words in ("= 0 - mood", "* champion", "p person"):
        assert words in str(rep.page.hint())


async def test_one_key_sets_a_mood_and_its_history_is_kept(rep: Rep):
    await rep.go("people", "Bob Ray")
    await rep.press("equals_sign")
    await rep.press("minus")
    assert "Bob Ray is negative" in rep.said()
    await rep.go("people", "Ann Lee")
    await rep.press("0")
    assert rep.people("sentiment") == {"Ann Lee": "neutral", "Bob Ray": "negative", "Robert Ray": None}
    moods = [mood for (mood,) in rep.database.rows("SELECT sentiment FROM sentiment_event ORDER BY id")]
    assert moods == ["positive", "negative", "neutral"]


@pytest.mark.parametrize("keys", [("M",), ("p", "g")], ids=["M", "p g"])
async def test_two_rows_of_one_person_are_made_one_by_a_digit(rep: Rep, keys: tuple[str, ...]):
    await rep.go("people", "Robert Ray")
    await rep.press(*keys)
    assert "merge Robert Ray into:" in rep.said()
    digit = rep.said().split(" Bob Ray")[0][-1]
    await rep.press(digit)
    assert list(rep.people("id")) == ["Ann Lee", "Bob Ray"]
    await rep.press("u")
    assert list(rep.people("id")) == ["Ann Lee", "Bob Ray", "Robert Ray"]


async def test_among_many_the_other_is_named(rep: Rep, session: Session, now: int):
    for n in range(9):
        add_contact(rep.database, 1, {"name": f"Guest {n}"}, now, session.today())
    rep.page.reload()
    await rep.go("people", "Robert Ray")
    await rep.press("M")
    line = rep.app.focused
    assert isinstance(line, Input)
    line.value = "guest"
    await rep.press("enter")
    assert rep.page.strip.has_class("-wrong"), "nine are called so"
    line.value = "bob"
    await rep.press("enter")
    assert "Robert Ray" not in rep.people("id")


async def test_a_number_is_read_as_the_reps_region_dials_it(rep: Rep):
    await rep.go("people", "Bob Ray")
    await rep.press("enter")
    await rep.fill("phone", "030 1234567")
    assert rep.people("phone")["Bob Ray"] == "+49301234567"


async def test_a_touch_and_a_note_among_the_people_are_with_whom_the_cursor_is_on(rep: Rep):
    await rep.go("people", "Bob Ray")
    await rep.press("t", "c")
    assert rep.people("touch_count") == {"Ann Lee": 1, "Bob Ray": 1, "Robert Ray": 0}
    await rep.press("t", "E")
    assert rep.database.row("SELECT kind, direction, contact_id FROM touch ORDER BY id DESC") == ("email", "in", 2)
    await rep.press("i", "h", "i", "enter")
    assert rep.database.row("SELECT text, contact_id FROM note") == ("hi", 2)
    assert rep.people("touch_count")["Bob Ray"] == 3


async def test_a_touch_on_the_timeline_is_given_to_whom_it_was_with_and_taken_out(rep: Rep):
    await rep.go("timeline")
    await rep.press("e")
    await rep.fill("contact", "bob")
    assert rep.people("touch_count") == {"Ann Lee": 0, "Bob Ray": 1, "Robert Ray": 0}
    await rep.press("delete")
    assert rep.people("touch_count")["Bob Ray"] == 0
    await rep.press("u", "u")
    assert rep.people("touch_count")["Ann Lee"] == 1


async def test_on_an_empty_chair_no_key_touches_anybody(rep: Rep):
    before = rep.database.rows("SELECT * FROM contact")
    pane = rep.page.panes["people"]
    empty = [at for at in range(pane.total) if getattr(pane.row(at), "id", None) is None]
    assert empty, "nobody here can say yes"
    await rep.go("people")
    pane.move_to(empty[0])
    await rep.pilot.pause()
    await rep.press("asterisk", "minus", "M", "delete")
    assert rep.database.rows("SELECT * FROM contact") == before


async def test_an_address_that_came_back_is_said_under_the_people(rep: Rep, now: int):
    with acting(rep.database, "contact", [1], now):
        records.update(rep.database, "contact", 2, bounced_at=now)
    rep.page.reload()
    await rep.go("people", "Bob Ray")
    bob = rep.page.panes["people"].current
    assert bob is not None
    assert "! bob@acme.example came back · " in str(rep.page.panes["people"].remark(bob))
