"""A rep tags and edits the marked leads: sees what would change, goes back and forth, writes once, undoes once."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from textual.widgets import Input, Static, TextArea

from hermes_tui.actions.leads import add_lead
from hermes_tui.app import HermesApp
from hermes_tui.config import Settings
from hermes_tui.screens import many
from hermes_tui.screens.bulk_edit import EditPreview
from hermes_tui.screens.leads import LeadsScreen
from hermes_tui.screens.tag_prompt import TagSuggester
from hermes_tui.session import Session
from storage.database import Database
from storage.queries import lead as lead_queries
from tests.screens.hands import Hands, worked
from widgets.form import FormScreen
from widgets.pick_line import PickLine


class Rep(Hands):
    """Hands on the list of leads."""

    async def answer(self, text: str) -> None:
        self.app.here.strip.query_one(Input).value = text
        await self.press("enter")

    @property
    def form(self) -> FormScreen:
        assert isinstance(self.app.screen, FormScreen)
        return self.app.screen

    def fill(self, **typed: str) -> None:
        rows = {row.field.name.replace(".", "_").replace(" ", "_"): row for row in self.form._rows}
        for name, text in typed.items():
            editor = rows[name].editor
            assert isinstance(editor, Input | PickLine)
            editor.value = text

    def filled(self) -> dict[str, str]:
        return {row.field.name: row.text for row in self.form._rows if row.text}

    @property
    def preview(self) -> EditPreview:
        assert isinstance(self.app.screen, EditPreview)
        return self.app.screen

    def shown(self) -> list[str]:
        """The tally and the leads of the preview, as read."""
        rows = self.preview.query_one("#edits")
        lines = [str(self.preview.query_one(".edit-preview--tally", Static).render())]
        for at in range(rows.total):  # type: ignore[attr-defined]
            drawn = rows._draw(rows.row(at), 100)  # type: ignore[attr-defined]
            lines += [" ".join(line.plain.split()) for line in drawn]
        return lines

    def said(self) -> str:
        return str(self.app.here.strip._says.content)


@pytest.fixture
async def rep(database: Database, now: int, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Rep]:
    monkeypatch.setenv("HERMES_NOW", "2026-06-22T09:00:00Z")
    session = Session(database, Settings())
    for company, more in (
        ("Acme [/] 漢字", {"value": "10", "tags": "crm", "custom.seats": "40"}),
        ("Borealis", {"value": "20"}),
        ("Cobalt", {"value": "10", "stage": "WON"}),
    ):
        add_lead(database, {"title": f"{company} deal", "company": company, **more}, now, session.today())
    app = HermesApp(session, "leads", "sort:id")
    async with app.run_test(size=(120, 40)) as pilot:
        yield Rep(pilot, session)


async def test_the_preview_says_what_changes_and_enter_writes_it_as_one_action(rep: Rep) -> None:
    await rep.press("V", "e")
    rep.fill(value="10", stage="CONTACTED", custom_seats="50")
    await rep.press("ctrl+s")
    assert rep.shown() == [
        "2 leads would change · 0 so already · 1 skipped   value, stage, custom.seats",
        "Cobalt skipped: it is won, reopen it first",
        "Acme [/] 漢字 value 10 as it is",
        "stage New → Contacted",
        "custom.seats 40 → 50",
        "Borealis value 20 → 10",
        "stage New → Contacted",
        "custom.seats – → 50",
    ]
    await rep.press("enter")
    assert isinstance(rep.app.screen, LeadsScreen)
    assert "3 leads: value, stage, custom.seats changed on 2 of 3, 1 skipped" in rep.said()
    assert rep.database.rows("SELECT value, stage_id FROM lead ORDER BY id") == [(1000, 3), (1000, 3), (1000, 11)]
    await rep.press("u")
    assert rep.database.rows("SELECT value, stage_id FROM lead ORDER BY id") == [(1000, 1), (2000, 1), (1000, 11)]


async def test_escape_goes_back_to_the_form_with_what_was_typed(rep: Rep) -> None:
    await rep.press("V", "e")
    rep.fill(source="fair", another_field="region=north")
    await rep.press("ctrl+s", "escape")
    assert rep.filled() == {"source": "fair", "another field": "region=north"}
    rep.fill(source="trade fair")
    await rep.press("ctrl+s")
    assert "source – → trade fair" in " ".join(rep.shown())
    await rep.press("q")
    assert rep.filled() == {"source": "trade fair", "another field": "region=north"}
    await rep.press("escape")
    assert isinstance(rep.app.screen, LeadsScreen)
    assert rep.database.rows("SELECT DISTINCT source, custom FROM lead WHERE id > 1") == [(None, "{}")]


async def test_a_dash_empties_a_field_and_nothing_filled_in_does_nothing(rep: Rep) -> None:
    await rep.press("V", "e", "ctrl+s")
    assert "Nothing was filled in" in rep.said()
    await rep.press("e")
    rep.fill(value="-", tags="+new -crm")
    await rep.press("ctrl+s", "enter")
    assert rep.database.rows("SELECT DISTINCT value FROM lead") == [(None,)]
    assert [lead_queries.tags(rep.database, lead) for lead in (1, 2, 3)] == [["new"]] * 3


async def test_what_cannot_be_is_said_in_the_form(rep: Rep) -> None:
    await rep.press("V", "e")
    rep.fill(value="much", another_field="region", deadline="31 feb", title="-")
    await rep.press("ctrl+s")
    wrong = [str(note.render()) for note in rep.app.screen.query(Static) if str(note.render()).startswith("✗")]
    assert len(wrong) == 4
    assert "`much` is no amount" in " ".join(wrong)


async def test_where_nothing_would_change_enter_writes_nothing(rep: Rep) -> None:
    await rep.press("V", "e")
    rep.fill(custom_seats="-", another_field="region=")
    await rep.press("ctrl+s", "escape")
    rep.fill(custom_seats="", another_field="region=")
    await rep.press("ctrl+s")
    assert rep.shown()[0].startswith("0 leads would change · 3 so already")
    await rep.press("enter")
    assert isinstance(rep.app.screen, EditPreview)


async def test_many_leads_are_compared_and_written_in_a_thread_that_counts(
    rep: Rep, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(many, "AT_ONCE", 1)
    monkeypatch.setattr("hermes_tui.screens.bulk_edit.AT_ONCE", 1)
    await rep.press("V", "e")
    rep.fill(source="fair")
    await rep.press("ctrl+s")
    await worked(rep.app)
    await rep.press("enter")
    await worked(rep.app)
    await rep.pilot.pause()
    assert isinstance(rep.app.screen, LeadsScreen)
    assert "source changed on 3 of 3" in rep.said()
    await rep.press("V", "number_sign")
    await rep.answer("+big")
    await worked(rep.app)
    await rep.pilot.pause()
    assert "3 leads: tags +big, 3 of 3 changed" in rep.said()


async def test_tags_of_the_marked_leads_by_one_key(rep: Rep) -> None:
    await rep.press("V", "number_sign")
    assert "tags 3 leads: +new -old (crm 1):" in rep.said()
    await rep.answer("+crm -crm")
    assert rep.app.here.strip.asking
    await rep.answer("+hot -crm")
    assert "3 leads: tags +hot -crm, 3 of 3 changed" in rep.said()
    await rep.press("u")
    assert [lead_queries.tags(rep.database, lead) for lead in (1, 2, 3)] == [["crm"], [], []]


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("+h", "+hot"),
        ("+new -cr", "+new -crm"),
        ("hot, tr", "hot, trade fair"),
        ("+", None),
        ("hot", None),
        ("x", None),
    ],
)
async def test_tags_are_completed_from_those_there_are(typed: str, completed: str | None) -> None:
    assert await TagSuggester(["hot", "crm", "trade fair"]).get_suggestion(typed) == completed


async def test_the_text_of_a_form_may_be_of_several_lines(rep: Rep) -> None:
    await rep.press("V", "e")
    editor = next(row.editor for row in rep.form._rows if row.field.name == "description")
    assert isinstance(editor, TextArea)
    editor.text = "two\nlines"
    await rep.press("ctrl+s", "enter")
    assert rep.database.rows("SELECT DISTINCT description FROM lead") == [("two\nlines",)]
