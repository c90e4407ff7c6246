"""A rep opens a lead, walks its panes and the list it came from; nothing it holds can break the page."""

from __future__ import annotations

import pytest
from textual.events import MouseScrollDown, MouseScrollUp
from textual.pilot import Pilot

from hermes_tui.actions.contacts import add_contact, set_mood
from hermes_tui.actions.history import undo
from hermes_tui.actions.leads import add_lead, delete_leads
from hermes_tui.actions.notes import add_note
from hermes_tui.actions.objections import raise_objection
from hermes_tui.actions.tasks import Plan, add_task
from hermes_tui.actions.touches import log_touch
from hermes_tui.app import HermesApp
from hermes_tui.config import Settings
from hermes_tui.screens.lead.page import LeadScreen
from hermes_tui.screens.lead.panes import NAMES
from hermes_tui.screens.lead.timeline import TimelineSource
from hermes_tui.screens.lead_reader import ReaderScreen
from hermes_tui.session import Session
from storage.database import Database
from storage.queries.timeline import TimelineRow
from tests.screens.hands import text_of

DAY = 86_400_000
HOSTILE = "[/] [b]x[/b] \x1b]52;c;AAAA\x07漢字 [@click=app.quit]y"


@pytest.fixture
def session(database: Database, monkeypatch: pytest.MonkeyPatch) -> Session:
    monkeypatch.setenv("HERMES_NOW", "2026-06-22T09:00:00Z")
    return Session(database, Settings())


@pytest.fixture
def lead(session: Session, now: int) -> int:
    """A deal in the middle of its life."""
    database, today = session.database, session.today()
    typed = {
        "title": "ERP rollout", "company": "Acme", "value": "24000", "currency": "USD", "stage": "proposal sent",
        "tags": "hiring", "description": "They budget for autumn",
    }  # fmt: skip
    lead_id = add_lead(database, typed, now - 40 * DAY, today, at=now - 40 * DAY).made
    add_contact(database, lead_id, {"name": "Ann Lee", "role": "CTO", "champion": "yes"}, now, today)
    add_contact(database, lead_id, {"name": "Bob Ray", "role": "Finance"}, now, today)
    log_touch(database, [lead_id], "email", now, at=now - 20 * DAY, text="Our proposal")
    words = "Thanks.\nWhat would it cost per year?"
    log_touch(database, [lead_id], "email", now, at=now - 18 * DAY, inbound=True, text=words, contact_id=1)
    add_note(database, [lead_id], "too dear #budget", now, at=now - 17 * DAY)
    add_task(database, [lead_id], Plan("Call Ann", today), now)
    return lead_id


def page(app: HermesApp) -> LeadScreen:
    assert isinstance(app.here, LeadScreen)
    return app.here


def seen(app: HermesApp) -> str:
    """All that the page shows, pane after pane."""
    screen = page(app)
    parts = [screen.query_one("#head"), screen.query_one("#brief"), *screen.panes.values()]
    return "\n".join(text_of(part) for part in parts if part.display)


async def open_page(pilot: Pilot[int], lead_id: int, neighbours: tuple[int, ...] = ()) -> LeadScreen:
    app = pilot.app
    assert isinstance(app, HermesApp)
    app.open_lead(lead_id, neighbours)
    await pilot.pause()
    return page(app)


async def test_the_page_tells_what_decides(session: Session, lead: int):
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await open_page(pilot, lead)
        facts = text_of(screen.panes["facts"])
        for words in ("ERP rollout", "Proposal sent", "for 40d, stuck", "24,000 USD", "+10 hiring or buying tag"):
            assert words in facts
        assert "next  Answer the pricing question" in text_of(screen.query_one("#head"))
        people = text_of(screen.panes["people"]).split("\n")
        assert people[0].split() == ["People", "2", "role", "±", "in", "quiet", "out"]
        assert people[1].split() == ["▏", "★", "Ann", "Lee", "CTO", "18d!▮▮▮··", "20d"]
        brief = text_of(screen.query_one("#brief"))
        assert "! champion Ann Lee silent for 18d" in brief
        assert "! open objection: budget" in brief
        assert "“What would it cost per year?”" in brief
        timeline = text_of(screen.panes["timeline"]).split("\n")
        assert timeline[0].strip() == "Timeline 4"
        assert timeline[2].strip() == "4 Jun  ← mail Ann: “Thanks. What wo…"
        assert "Objections 1   Signals 1   Proposals   Stages 1" in text_of(screen.panes["tasks"])
        assert text_of(screen.panes["tasks"]).split("\n")[1].split()[:4] == ["▏", "today", "Call", "Ann"]


async def test_the_digit_of_the_list_it_was_opened_from_goes_back_there(session: Session, lead: int):
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        for digit, place in (("1", "queue"), ("3", "leads"), ("6", "tasks")):
            await pilot.press(digit)
            app.open_lead(lead)
            await pilot.pause()
            assert isinstance(app.screen, LeadScreen)
            await pilot.press(digit)
            await pilot.pause()
            assert (app.current_mode, len(app.screen_stack)) == (place, 1)


async def test_tab_walks_the_panes_and_one_tab_is_in_sight(session: Session, lead: int):
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await open_page(pilot, lead)
        walked = []
        for _ in NAMES:
            assert app.focused is not None
            walked.append(app.focused.id)
            await pilot.press("tab")
        assert tuple(walked) == NAMES
        assert app.focused is screen.panes["facts"]
        assert [name for name, pane in screen.panes.items() if pane.below and pane.display] == ["stages"]
        await pilot.press("shift+tab", "shift+tab")
        assert app.focused is screen.panes["proposals"]
        assert [name for name, pane in screen.panes.items() if pane.below and pane.display] == ["proposals"]


@pytest.mark.parametrize("size", [(80, 24), (40, 12), (20, 5)])
async def test_in_a_small_window_the_pane_in_hand_is_large(session: Session, lead: int, size: tuple[int, int]):
    app = HermesApp(session)
    async with app.run_test(size=size) as pilot:
        screen = await open_page(pilot, lead)
        for name in NAMES:
            if size[1] > 10:
                tallest = max(screen.panes.values(), key=lambda pane: pane.region.height * pane.display)
                assert name in (tallest.called, "people")
            await pilot.press("tab")
            await pilot.pause()
        if size == (80, 24):
            await pilot.press("tab")
            titles = seen(app)
            assert "Facts  Proposal sent · 24,000 USD · heat 0" in titles
            await pilot.press("shift+tab")
            await pilot.pause()
            assert "! single-threaded" in text_of(screen.panes["people"])


async def test_the_folded_timeline_says_the_newest(session: Session, lead: int):
    app = HermesApp(session)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await open_page(pilot, lead)
        assert "Timeline 4   5 Jun  ✎ too dear #budget" in text_of(screen.panes["timeline"])


async def test_enter_reads_the_whole_words(session: Session, lead: int):
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await open_page(pilot, lead)
        await pilot.press("tab", "tab", "j", "enter")
        assert isinstance(app.screen, ReaderScreen)
        shown = text_of(app.screen.query_one("#reader--text")).split("\n")
        assert shown[:2] == ["Thanks.", "What would it cost per year?"]
        await pilot.press("q")
        assert isinstance(app.screen, LeadScreen)


async def test_the_timeline_is_narrowed_by_its_own_keys(session: Session, lead: int):
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await open_page(pilot, lead)
        await pilot.press("tab", "tab", "n")
        assert [row.kind for row in screen.panes["timeline"].rows_around(0, 9)] == ["note"]
        assert text_of(screen.panes["timeline"]).split("\n")[0].strip() == "Timeline 1  notes only"
        await pilot.press("m")
        assert [row.kind for row in screen.panes["timeline"].rows_around(0, 9)] == ["note", "touch", "touch"]
        await pilot.press("escape")
        assert screen.panes["timeline"].total == 4


async def test_a_mood_that_turns_stands_on_the_timeline_and_undo_takes_it_off(session: Session, lead: int, now: int):
    set_mood(session.database, 1, "positive", now - DAY, session.today())
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await open_page(pilot, lead)
        screen.perform(lambda _ids: set_mood(session.database, 1, "negative", now, session.today()))
        assert text_of(screen.panes["timeline"]).split("\n")[1].endswith("± Ann: positive → negative")
        await pilot.press("u")
        await pilot.pause()
        assert text_of(screen.panes["timeline"]).split("\n")[1].endswith("± Ann: positive")


async def test_the_timeline_walks_from_any_pane_and_elsewhere_its_letters_are_verbs(session: Session, lead: int):
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await open_page(pilot, lead)
        await pilot.press("J", "J", "K")
        assert (screen.panes["timeline"].index, app.focused) == (1, screen.panes["facts"])
        await pilot.press("s")
        assert screen.strip.asking


async def test_a_long_timeline_is_read_a_page_at_a_time(session: Session, lead: int, now: int):
    database = session.database
    with database.transaction() as connection:
        connection.executemany(
            "INSERT INTO touch (lead_id, kind, direction, text, at, created_at) VALUES (?, 'call', 'out', ?, ?, ?)",
            [(lead, f"call {n}", now - n * DAY // 4, now) for n in range(1, 301)],
        )
    reads: list[tuple[int, int]] = []
    read = TimelineSource._read

    def counted(self: TimelineSource, offset: int, limit: int) -> list[TimelineRow]:
        reads.append((offset, limit))
        return read(self, offset, limit)

    TimelineSource._read = counted  # type: ignore[method-assign]
    try:
        app = HermesApp(session)
        async with app.run_test(size=(120, 40)) as pilot:
            screen = await open_page(pilot, lead)
            assert reads[0] == (0, 64)
            assert screen.panes["timeline"].total == 304
            assert len(reads) == 1  # the page that is shown; the count comes from the indexes
            await pilot.press("tab", "tab", "G")
            assert screen.panes["timeline"].index == 303
            assert screen.panes["timeline"].current is not None
            assert screen.panes["timeline"].current.text.startswith("call 300")
    finally:
        TimelineSource._read = read  # type: ignore[method-assign]


async def test_the_wheel_turns_a_pane_where_the_rep_is_not(session: Session, lead: int, now: int):
    with session.database.transaction() as connection:
        connection.executemany(
            "INSERT INTO touch (lead_id, kind, direction, text, at, created_at) VALUES (?, 'call', 'out', ?, ?, ?)",
            [(lead, f"call {n}", now - n * DAY // 4, now) for n in range(1, 101)],
        )
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await open_page(pilot, lead)
        timeline = screen.panes["timeline"]
        assert not timeline.show_vertical_scrollbar  # which would cost a layout pass before the first frame
        for wheel, top in ((MouseScrollDown, 3), (MouseScrollDown, 6), (MouseScrollUp, 3)):
            timeline.post_message(wheel(timeline, 5, 5, 0, 0, 0, False, False, False))
            await pilot.pause()
            assert (round(timeline.scroll_y), app.focused) == (top, screen.panes["facts"])
        screen.go_to("timeline")
        await pilot.pause()
        assert timeline.show_vertical_scrollbar


async def test_brackets_walk_the_list_it_came_from(session: Session, lead: int, now: int):
    others = [add_lead(session.database, {"title": f"Deal {n}"}, now, session.today()).made for n in range(2)]
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await open_page(pilot, lead, (others[0], lead, others[1]))
        assert "2 of 3" in text_of(screen.query_one("#head"))
        await pilot.press("]")
        assert (screen.lead_id, "Deal 1" in seen(app)) == (others[1], True)
        await pilot.press("]")
        assert screen.lead_id == others[1]
        await pilot.press("[", "[")
        assert (screen.lead_id, "Deal 0" in seen(app)) == (others[0], True)
        assert screen.targets() == [others[0]]
        await pilot.press("q")
        assert not isinstance(app.screen, LeadScreen)


async def test_a_verb_stays_on_the_page_and_undo_shows_it_as_before(session: Session, lead: int):
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await open_page(pilot, lead)
        before = seen(app)
        await pilot.press("L")
        assert "Negotiating" in text_of(screen.panes["facts"])
        assert "Acme: Proposal sent → Negotiating" in str(screen.strip._says.content)
        await pilot.press("u")
        assert seen(app) == before
        await pilot.press("t", "c")
        assert screen.panes["timeline"].total == 5
        await pilot.press("u")
        assert seen(app) == before


async def test_a_lead_that_was_deleted_meanwhile_is_said_and_may_come_back(session: Session, lead: int, now: int):
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await open_page(pilot, lead)
        delete_leads(session.database, [lead], now)
        screen.reload()
        await pilot.pause()
        assert f"Lead #{lead} is not here any more" in seen(app)
        await pilot.press("L", "p", "e", "enter", "delete", "d", "E", "y", "tab", "enter", "J")
        assert screen.targets() == []
        undo(session.database, now)
        screen.reload()
        await pilot.pause()
        assert "ERP rollout" in seen(app)


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 12)])
async def test_hostile_text_is_shown_as_text(session: Session, now: int, size: tuple[int, int]):
    database, today = session.database, session.today()
    typed = dict.fromkeys(("title", "company", "source", "phone", "website", "author", "tags"), HOSTILE)
    lead_id = add_lead(database, {**typed, "description": f"{HOSTILE}\n" * 3}, now, today).made
    add_contact(database, lead_id, {"name": HOSTILE, "role": HOSTILE, "champion": "yes"}, now, today)
    add_note(database, [lead_id], HOSTILE, now)
    add_task(database, [lead_id], Plan(HOSTILE, None), now)
    raise_objection(database, [lead_id], "trust", now, HOSTILE)
    log_touch(database, [lead_id], "email", now, inbound=True, text=f"{HOSTILE}?", contact_id=1)
    for table, column in (("lead", "company"), ("contact", "role"), ("task", "title"), ("touch", "text")):
        # as a file that another program wrote to would hold it
        database.connection().execute(f"UPDATE {table} SET {column} = ?", (HOSTILE,))
    app = HermesApp(session)
    async with app.run_test(size=size) as pilot:
        screen = await open_page(pilot, lead_id, (lead_id, 99))
        for _ in NAMES:
            await pilot.press("tab")
            assert "\x1b" not in seen(app)
        assert "[/] [b]x[/b]" in seen(app)
        await pilot.press("p", "escape", "O", "escape", "d", "escape")
        screen.set_focus(screen.panes["timeline"])
        await pilot.press("enter", "q", "y")
        assert app.clipboard.startswith(f"#{lead_id} [/] [b]x[/b] 漢字 [@click=app.quit]y: [/]")
