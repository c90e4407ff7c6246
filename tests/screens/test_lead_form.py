"""A rep fills a form once: what is wrong is said where it stands, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from textual.widgets import Input, Static, TextArea

from hermes_tui.actions.leads import add_lead
from hermes_tui.app import HermesApp
from hermes_tui.config import Settings
from hermes_tui.screens.lead.page import LeadScreen
from hermes_tui.screens.lead_form import edit_leads
from hermes_tui.screens.queue import QueueScreen
from hermes_tui.screens.task_form import task_form
from hermes_tui.session import Session
from storage.database import Database
from storage.queries import lead as lead_queries
from storage.queries.tasks import pending_tasks
from tests.screens.hands import Hands
from widgets.form import FormScreen
from widgets.pick_line import PickLine


@pytest.fixture
def session(database: Database, monkeypatch: pytest.MonkeyPatch) -> Session:
    monkeypatch.setenv("HERMES_NOW", "2026-06-22T09:00:00Z")
    return Session(database, Settings(currency="EUR"))


class Rep(Hands):
    """Hands on a form."""

    @property
    def form(self) -> FormScreen:
        assert isinstance(self.app.screen, FormScreen)
        return self.app.screen

    def fill(self, **typed: str) -> None:
        """Write into fields by their names; `person_email` is the field `person.email`."""
        rows = {row.field.name.replace(".", "_"): row for row in self.form._rows}
        for name, text in typed.items():
            editor = rows[name].editor
            if isinstance(editor, TextArea):
                editor.text = text
            else:
                assert isinstance(editor, Input | PickLine)
                editor.value = text

    def texts(self) -> dict[str, str]:
        return {row.field.name: row.text for row in self.form._rows}

    async def save(self) -> None:
        await self.pilot.press("ctrl+s")
        await self.pilot.pause()

    def wrongs(self) -> str:
        notes = [str(each.content) for each in self.app.screen.query(Static) if each.display]
        return "\n".join(note for note in notes if note.startswith("✗"))

    def said(self) -> str:
        return str(self.app.here.strip._says.content)


@pytest.fixture
async def rep(session: Session) -> AsyncIterator[Rep]:
    app = HermesApp(session)
    async with app.run_test(size=(100, 40)) as pilot:
        yield Rep(pilot, session)


async def test_a_lead_is_added_with_its_person_and_its_page_opens(rep: Rep):
    await rep.pilot.press("c")
    await rep.pilot.pause()
    rep.fill(
        title="ERP [/] rollout", company="Acme 漢字", value="24k", stage="QUALIFIED", tags="crm, Hiring",
        person_name="Ann Lee", person_email="ann@acme.example", person_phone="+1 555", description="two\nlines",
    )  # fmt: skip
    await rep.save()
    await rep.pilot.pause()
    detail = lead_queries.detail(rep.database, 1)
    assert (detail.title, detail.value, detail.currency, detail.stage_id) == ("ERP [/] rollout", 2_400_000, "EUR", 2)
    assert (detail.description, detail.email) == ("two\nlines", None)
    person = lead_queries.contacts(rep.database, 1)[0]
    assert (person.name, person.email, person.phone, person.is_primary) == ("Ann Lee", "ann@acme.example", "+1 555", 1)
    assert isinstance(rep.app.here, LeadScreen)
    assert rep.app.here.lead_id == 1
    assert "added Acme 漢字" in rep.said()
    await rep.pilot.press("u")
    assert rep.database.rows("SELECT 1 FROM lead UNION ALL SELECT 1 FROM contact") == []
    assert rep.app.here.targets() == []


async def test_without_a_name_the_address_is_the_leads_own(rep: Rep):
    await rep.pilot.press("c")
    await rep.pilot.pause()
    rep.fill(title="T", person_email="ann@acme.example")
    await rep.save()
    assert lead_queries.detail(rep.database, 1).email == "ann@acme.example"
    assert lead_queries.contacts(rep.database, 1) == []


async def test_what_is_wrong_is_said_in_its_place_and_nothing_typed_is_lost(rep: Rep):
    await rep.pilot.press("c")
    await rep.pilot.pause()
    typed = {"company": "Acme", "value": "much", "currency": "euro", "person_email": "ann at acme"}
    rep.fill(**typed)
    await rep.save()
    wrong = rep.wrongs()
    for words in ("A lead needs a title", "`much` is no amount", "`euro` is no currency", "no e-mail address"):
        assert words in wrong
    assert rep.texts()["person.email"] == "ann at acme"
    rep.fill(title="T", value="1", currency="eur", person_email="")
    await rep.save()
    assert lead_queries.detail(rep.database, 1).currency == "EUR"


async def test_a_form_that_cannot_be_saved_comes_back_as_it_was_typed(rep: Rep, now: int):
    today = rep.session.today()
    add_lead(rep.database, {"title": "First", "source_url": "https://a.example/1"}, now, today)
    second = add_lead(rep.database, {"title": "Second"}, now, today).made
    edit_leads(rep.app.here, [second])
    await rep.pilot.pause()
    rep.fill(title="Second, renamed", source_url="https://a.example/1", description="long\nwords")
    await rep.save()
    assert rep.texts()["title"] == "Second, renamed"
    assert rep.texts()["description"] == "long\nwords"
    assert [str(note.message) for note in rep.app._notifications] == [
        "Lead #1 “First” has that source URL already; nothing was changed."
    ]
    assert lead_queries.detail(rep.database, second).title == "Second"
    rep.fill(source_url="https://a.example/2")
    await rep.save()
    found = lead_queries.detail(rep.database, second)
    assert (found.title, found.description, found.source_url) == (
        "Second, renamed",
        "long\nwords",
        "https://a.example/2",
    )


async def test_one_lead_is_edited_field_by_field_and_undone(rep: Rep, now: int):
    typed = {"title": "T", "value": "1500.50", "currency": "USD", "tags": "a, b", "deadline": "2026-12-03"}
    add_lead(rep.database, typed, now, rep.session.today())
    before = lead_queries.detail(rep.database, 1)
    rep.app.open_lead(1)
    await rep.pilot.pause()
    await rep.pilot.press("e")
    await rep.pilot.pause()
    texts = rep.texts()
    shown = [texts[name] for name in ("value", "tags", "deadline", "stage")]
    assert shown == ["1500.50", "a, b", "2026-12-03", "NEW"]
    await rep.save()
    assert "nothing changed" in rep.said()
    assert lead_queries.detail(rep.database, 1) == before
    await rep.pilot.press("e")
    await rep.pilot.pause()
    rep.fill(value="", stage="WON", tags="b")
    await rep.save()
    found = lead_queries.detail(rep.database, 1)
    assert (found.value, found.stage_id, lead_queries.tags(rep.database, 1)) == (None, 11, ["b"])
    await rep.pilot.press("u")
    assert lead_queries.detail(rep.database, 1) == before
    assert lead_queries.tags(rep.database, 1) == ["a", "b"]


async def test_of_several_leads_only_what_is_filled_in_is_set(rep: Rep, now: int):
    for number in (1, 2, 3):
        given = {"title": f"Deal {number}", "company": f"C{number}", "value": "10"}
        add_lead(rep.database, given, now - 30 * 86_400_000, rep.session.today(), at=now - 30 * 86_400_000)
    queue = rep.app.here
    assert isinstance(queue, QueueScreen)
    queue.reload()
    await rep.pilot.pause()
    await rep.pilot.press("space", "space", "e")
    await rep.pilot.pause()
    assert set(rep.texts().values()) == {""}
    rep.fill(source="fair", stage="CONTACTED")
    await rep.save()
    await rep.pilot.press("enter")  # the preview: so be it
    await rep.pilot.pause()
    rows = rep.database.rows("SELECT source, stage_id, company, value FROM lead ORDER BY source IS NULL, id")
    assert [row[:2] for row in rows] == [("fair", 3), ("fair", 3), (None, 1)]
    assert sorted(row[2] for row in rows) == ["C1", "C2", "C3"]
    assert {row[3] for row in rows} == {1000}
    await rep.pilot.press("u")
    assert rep.database.rows("SELECT DISTINCT source, stage_id FROM lead") == [(None, 1)]


async def test_a_task_of_no_lead_is_planned(rep: Rep):
    task_form(rep.app.here, None)
    await rep.pilot.pause()
    rep.fill(title="Tidy up", due="someday soon", priority="HIGH")
    await rep.save()
    assert "no day I know" in rep.wrongs()
    rep.fill(due="fri")
    await rep.save()
    found = pending_tasks(rep.database)
    assert [(task.title, task.due_on, task.priority) for task in found] == [("Tidy up", "2026-06-26", "HIGH")]


async def test_escape_leaves_everything_as_it_was(rep: Rep):
    await rep.pilot.press("c", "escape")
    await rep.pilot.pause()
    assert isinstance(rep.app.screen, QueueScreen)
    assert rep.database.rows("SELECT 1 FROM lead") == []
