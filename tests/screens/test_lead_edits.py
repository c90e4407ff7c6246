"""On a lead's page a rep edits what stands under the cursor, and takes each edit back with one key."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from hermes_tui.actions.contacts import add_contact
from hermes_tui.actions.leads import add_lead
from hermes_tui.actions.notes import add_note
from hermes_tui.actions.tasks import Plan, add_task
from hermes_tui.app import HermesApp
from hermes_tui.config import Settings
from hermes_tui.screens.lead.page import LeadScreen
from hermes_tui.session import Session
from storage.database import Database
from storage.queries import lead as lead_queries
from storage.queries import tasks as task_queries
from widgets.form import FormScreen
from widgets.prompt_line import PromptLine

TABLES = ("lead", "contact", "note", "objection", "task", "touch", "stage_event", "lead_tag")


@pytest.fixture
def session(database: Database, monkeypatch: pytest.MonkeyPatch, now: int) -> Session:
    monkeypatch.setenv("HERMES_NOW", "2026-06-22T09:00:00Z")
    session = Session(database, Settings())
    today = session.today()
    typed = {"title": "ERP rollout", "company": "Acme", "value": "24000", "currency": "USD", "tags": "hiring"}
    lead_id = add_lead(database, typed, now - 9 * 86_400_000, today, at=now - 9 * 86_400_000).made
    assert lead_id == 1
    add_contact(database, 1, {"name": "Ann Lee", "role": "CTO", "champion": "yes"}, now, today)
    add_contact(database, 1, {"name": "Bob Ray"}, now, today)
    add_note(database, [1], "first words\nsecond line #budget", now - 1000)
    add_task(database, [1], Plan("Call Ann", today), now)
    add_task(database, [1], Plan("Send deck", None), now)
    return session


class Rep:
    """Hands on the page of lead 1."""

    def __init__(self, pilot: Pilot[int], session: Session) -> None:
        self.pilot = pilot
        self.database = session.database
        app = pilot.app
        assert isinstance(app, HermesApp)
        self.app = app

    @property
    def page(self) -> LeadScreen:
        assert isinstance(self.app.here, LeadScreen)
        return self.app.here

    async def open(self) -> None:
        self.app.open_lead(1, ())
        await self.pilot.pause()

    async def go(self, pane: str, row: int = 0) -> None:
        """To a row of a pane."""
        self.page.go_to(pane)
        self.page.panes[pane].move_to(row)
        await self.pilot.pause()

    async def go_to_person(self, name: str) -> None:
        rows = self.page.panes["people"].rows_around(0, 99)
        await self.go("people", [getattr(row, "name", "") for row in rows].index(name))

    async def go_to_fact(self, label: str) -> None:
        labels = [self.page.panes["facts"].row(n).label for n in range(self.page.panes["facts"].total)]  # type: ignore[index]
        await self.go("facts", labels.index(label))

    async def answer(self, text: str) -> None:
        """Type over what stands in the line or field in hand, and Enter."""
        await self.pilot.pause()
        focused = self.app.focused
        assert isinstance(focused, Input)
        focused.value = text
        await self.pilot.press("enter")
        await self.pilot.pause()

    def said(self) -> str:
        return str(self.page.strip._says.content)

    def rows(self) -> dict[str, list[tuple[object, ...]]]:
        return {table: self.database.rows(f"SELECT * FROM {table} ORDER BY id") for table in TABLES}

    def detail(self) -> lead_queries.LeadDetail:
        return lead_queries.detail(self.database, 1)

    async def undo(self) -> None:
        await self.pilot.press("u")
        await self.pilot.pause()


@pytest.fixture
async def rep(session: Session) -> AsyncIterator[Rep]:
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        hands = Rep(pilot, session)
        await hands.open()
        yield hands


FACTS = (
    # the fact, the text it begins with, what is typed over it, the column, what is stored
    ("title", "ERP rollout", "New [/] title 漢字", "title", "New [/] title 漢字"),
    ("value", "24000 USD", "1,500.50 eur", "value", 150_050),
    ("budget", "", "10k - 20k", "budget_min", 1_000_000),
    ("deadline", "", "fri", "deadline_on", "2026-06-26"),
    ("score", "", "30", "score", 30),
    ("e-mail", "", "ann@acme.example", "email", "ann@acme.example"),
    ("company", "Acme", "", "company", None),
)


async def test_a_word_where_an_amount_is_wanted_is_refused_and_empties_nothing(rep: Rep):
    before = rep.rows()
    await rep.go_to_fact("value")
    await rep.pilot.press("enter")
    await rep.answer("tbd")
    assert rep.page.strip.asking
    assert rep.page.strip.has_class("-wrong")
    await rep.pilot.press("escape")
    assert rep.rows() == before


async def test_the_cursor_stays_on_the_person_who_moved_up_the_list(rep: Rep):
    """Bob made champion goes to the top; the key that follows is still meant for him."""
    await rep.go_to_person("Bob Ray")
    await rep.pilot.press("p", "c")
    await rep.pilot.pause()
    chosen = rep.page.panes["people"].chosen
    assert chosen is not None
    assert (chosen.name, chosen.is_primary, rep.page.panes["people"].index) == ("Bob Ray", True, 0)
    await rep.pilot.press("p", "m", "minus")
    await rep.pilot.pause()
    moods = dict(rep.database.rows("SELECT name, sentiment FROM contact WHERE sentiment IS NOT NULL"))
    assert moods == {"Bob Ray": "negative"}


async def test_facts_are_edited_in_place(rep: Rep):
    before = rep.rows()
    for label, shown, typed, column, stored in FACTS:
        await rep.go_to_fact(label)
        await rep.pilot.press("enter")
        assert rep.page.query_one(PromptLine).value == shown
        await rep.answer(typed)
        assert getattr(rep.detail(), column) == stored
        assert rep.app.focused is rep.page.panes["facts"]
        await rep.undo()
        assert rep.rows() == before, label


async def test_what_a_fact_cannot_be_is_said_and_the_text_stays(rep: Rep):
    await rep.go_to_fact("deadline")
    await rep.pilot.press("enter")
    await rep.answer("never ever")
    assert "no day I know" in str(rep.page.strip._wrong.content)
    assert rep.page.query_one(PromptLine).value == "never ever"
    await rep.pilot.press("escape")
    assert rep.detail().deadline_on is None


async def test_the_stage_is_one_key_and_lost_asks_why(rep: Rep):
    await rep.go_to_fact("stage")
    await rep.pilot.press("enter", "9")
    assert rep.detail().stage_id == 9
    await rep.pilot.press("enter", "l", "1")
    assert (rep.detail().stage_id, rep.detail().close_reason) == (12, "price")
    await rep.undo()
    await rep.undo()
    assert rep.detail().stage_id == 1


async def test_tags_and_description(rep: Rep):
    await rep.go_to_fact("tags")
    await rep.pilot.press("enter")
    await rep.answer("hiring, crm")
    assert lead_queries.tags(rep.database, 1) == ["crm", "hiring"]
    await rep.go_to_fact("about")
    await rep.pilot.press("enter")
    await rep.pilot.pause()
    assert isinstance(rep.app.focused, TextArea)
    rep.app.focused.text = "two\nlines"
    await rep.pilot.press("ctrl+s")
    await rep.pilot.pause()
    assert rep.detail().description == "two\nlines"


async def test_what_is_not_set_by_hand_says_what_sets_it(rep: Rep):
    await rep.go_to_fact("heat")
    await rep.pilot.press("enter")
    assert "Heat follows from what they say" in rep.said()
    await rep.pilot.press("delete")
    assert "Nothing to remove here" in rep.said()


async def test_delete_empties_a_fact(rep: Rep):
    await rep.go_to_fact("value")
    await rep.pilot.press("delete")
    assert rep.detail().value is None
    await rep.undo()
    assert (rep.detail().value, rep.detail().currency) == (2_400_000, "USD")


# -- people ----------------------------------------------------------------------------------------------


async def test_the_person_menu_acts_on_the_person_in_hand(rep: Rep):
    before = rep.rows()
    await rep.go_to_person("Bob Ray")
    cases = (
        (("c",), "is_primary", 1), (("m", "plus"), "sentiment", "positive"), (("m", "minus"), "sentiment", "negative"),
        (("m", "0"), "sentiment", "neutral"), (("m", "x"), "sentiment", None),
    )  # fmt: skip
    for keys, column, stored in cases:
        await rep.go_to_person("Bob Ray")
        await rep.pilot.press("p", *keys)
        people = lead_queries.contacts(rep.database, 1)
        assert getattr(next(person for person in people if person.name == "Bob Ray"), column) == stored
        assert sum(person.is_primary for person in people) == 1
        if stored is not None:
            await rep.undo()
        assert [row[:11] for row in rep.rows()["contact"]] == [row[:11] for row in before["contact"]], keys


async def test_a_role_may_be_any_words(rep: Rep):
    await rep.go_to_person("Bob Ray")
    await rep.pilot.press("p", "r")
    await rep.answer("Chief [/] of staff")
    assert [person.role for person in lead_queries.contacts(rep.database, 1)] == ["CTO", "Chief [/] of staff"]


async def test_a_person_is_removed_and_comes_back(rep: Rep):
    before = rep.rows()
    for keys in (("p", "x"), ("delete",)):
        await rep.go_to_person("Bob Ray")
        await rep.pilot.press(*keys)
        assert [person.name for person in lead_queries.contacts(rep.database, 1)] == ["Ann Lee"]
        await rep.undo()
        assert rep.rows() == before


async def test_a_person_is_edited_in_a_form(rep: Rep):
    for keys in (("enter",), ("e",), ("p", "e")):
        await rep.go_to_person("Ann Lee")
        await rep.pilot.press(*keys)
        await rep.pilot.pause()
        await rep.answer("Ann Lee-Wong")
        await rep.pilot.press("ctrl+s")
        await rep.pilot.pause()
        assert lead_queries.contacts(rep.database, 1)[0].name == "Ann Lee-Wong"
        assert "Acme: Ann Lee-Wong edited" in rep.said()
        await rep.undo()
        assert lead_queries.contacts(rep.database, 1)[0].name == "Ann Lee"


async def test_a_person_is_added(rep: Rep):
    await rep.pilot.press("p", "a")
    await rep.pilot.pause()
    await rep.pilot.press("ctrl+s")
    assert isinstance(rep.app.screen, FormScreen)  # without a name there is nobody
    await rep.answer("Cid [/]")
    await rep.pilot.press("ctrl+s")
    await rep.pilot.pause()
    assert [person.name for person in lead_queries.contacts(rep.database, 1)] == ["Ann Lee", "Bob Ray", "Cid [/]"]


# -- notes, tasks, objections ------------------------------------------------------------------------------


@pytest.mark.parametrize("pane", ["notes", "timeline"])
async def test_a_note_is_edited_and_removed(rep: Rep, pane: str):
    before = rep.rows()
    row = 0
    if pane == "timeline":
        shown = rep.page.panes[pane].rows_around(0, 9)
        row = next(n for n, found in enumerate(shown) if found.kind == "note")
    await rep.go(pane, row)
    await rep.pilot.press("e")
    await rep.pilot.pause()
    assert isinstance(rep.app.focused, TextArea)
    assert rep.app.focused.text == "first words\nsecond line #budget"
    rep.app.focused.text = "other words\n#trust"
    await rep.pilot.press("ctrl+s")
    await rep.pilot.pause()
    assert [note.text for note in lead_queries.notes(rep.database, 1)] == ["other words\n#trust"]
    assert {found.kind for found in lead_queries.objections(rep.database, 1)} == {"TRUST"}
    await rep.undo()
    assert rep.rows() == before
    await rep.pilot.press("delete")
    assert lead_queries.notes(rep.database, 1) == []
    await rep.undo()
    assert rep.rows() == before


async def test_notes_are_written_in_one_line_or_among_the_notes_in_several(rep: Rep):
    await rep.pilot.press("i")
    await rep.answer("a short one")
    await rep.go("notes")
    await rep.pilot.press("i")
    await rep.pilot.pause()
    assert isinstance(rep.app.focused, TextArea)
    rep.app.focused.text = "a\nlong one"
    await rep.pilot.press("ctrl+s")
    await rep.pilot.pause()
    assert {note.text for note in lead_queries.notes(rep.database, 1)} > {"a short one", "a\nlong one"}


async def test_a_task_is_planned_edited_done_and_dropped(rep: Rep):
    before = rep.rows()
    await rep.go("tasks", 1)
    await rep.pilot.press("d")
    await rep.answer("3d call Bob")
    tasks = {task.title: (task.status, task.due_on) for task in task_queries.tasks(rep.database, 1)}
    assert tasks == {
        "Call Ann": ("PENDING", "2026-06-22"), "Send deck": ("DONE", None), "call Bob": ("PENDING", "2026-06-25"),
    }  # fmt: skip
    await rep.undo()
    assert rep.rows() == before
    await rep.go("tasks", 0)
    await rep.pilot.press("enter")
    await rep.pilot.pause()
    await rep.answer("Ring Ann")
    await rep.answer("tomorrow")
    await rep.pilot.press("ctrl+s")
    await rep.pilot.pause()
    first = task_queries.tasks(rep.database, 1)[0]
    assert (first.title, first.due_on) == ("Ring Ann", "2026-06-23")
    await rep.pilot.press("delete")
    assert task_queries.tasks(rep.database, 1)[-1].status == "CANCELLED"
    await rep.undo()
    await rep.undo()
    assert rep.rows() == before
