"""A rep works through the day's tasks."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from textual.widgets import Input

from hermes_tui.actions.contacts import add_contact
from hermes_tui.actions.leads import add_lead
from hermes_tui.actions.task_text import plan_from
from hermes_tui.actions.tasks import add_task
from hermes_tui.app import HermesApp
from hermes_tui.config import Settings
from hermes_tui.screens.lead.page import LeadScreen
from hermes_tui.screens.tasks import TasksScreen
from hermes_tui.session import Session
from storage.database import Database
from storage.queries import tasks as task_queries
from storage.queries.tasks import TaskRow
from tests.screens.hands import Hands
from widgets.form import FormScreen


class Rep(Hands):
    """Hands on the list of tasks, eyes on its lines."""

    async def type(self, text: str) -> None:
        self.app.here.strip.query_one(Input).value = text
        await self.press("enter")

    @property
    def tasks(self) -> TasksScreen:
        assert isinstance(self.app.here, TasksScreen)
        return self.app.here

    def lines(self) -> list[str]:
        """The list as read: headings with their numbers, and words of tasks; `>` where the cursor is."""
        rows = self.tasks.rows
        found = []
        for at in range(rows.total):
            line = rows.row(at)
            assert line is not None
            words = line.task.title if line.task is not None else f"{line.section.name} {line.n}"
            found.append(f"> {words}" if at == rows.index else words)
        return found

    def here(self) -> TaskRow:
        found = self.tasks.rows.chosen
        assert found is not None
        return task_queries.task(self.database, found.id)

    def said(self) -> str:
        return str(self.app.here.strip._says.content)


@pytest.fixture
async def rep(database: Database, now: int, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Rep]:
    monkeypatch.setenv("HERMES_NOW", "2026-06-22T09:00:00Z")
    session = Session(database, Settings())
    today, zone = session.today(), session.zone
    lead = add_lead(database, {"title": "ERP", "company": "Acme [/] 漢字"}, now, today, at=now - 30 * 86_400_000).made
    add_contact(database, lead, {"name": "Ann Lee"}, now, today)
    for line in ("today 8:00 send deck", "fri 14:00 call Ann !", "fri tidy up", "ask around"):
        add_task(database, [lead], plan_from(line, today, zone), now)
    add_task(database, [], plan_from("pay the rent 2026-06-22", today, zone)._replace(due_on=None), now)
    database.connection().execute("UPDATE task SET due_on = '2026-06-19' WHERE id = 5")
    app = HermesApp(session, "tasks")
    async with app.run_test(size=(120, 40)) as pilot:
        yield Rep(pilot, session)


async def test_the_list_has_its_sections_and_the_cursor_steps_over_their_headings(rep: Rep) -> None:
    whole = ["OVERDUE 1", "pay the rent", "TODAY 1", "send deck", "COMING 2", "tidy up", "call Ann", "SOMEDAY 1"]
    await rep.press("j")
    assert rep.lines() == [*whole[:3], "> send deck", *whole[4:], "ask around"]
    await rep.press("j", "j", "k", "k", "k")
    assert rep.lines()[1] == "> pay the rent"
    await rep.press("k")
    assert rep.lines()[1] == "> pay the rent"
    await rep.press("G")
    assert rep.lines()[-1] == "> ask around"
    await rep.press("g")
    assert rep.lines()[1] == "> pay the rent"
    assert "1 overdue · 1 today · 3 later" in str(rep.tasks.query_one("#progress").render())


async def test_a_task_done_gives_way_to_the_next_and_undo_brings_it_back_under_the_cursor(rep: Rep) -> None:
    await rep.press("j")
    first = rep.here()
    await rep.press("d")
    await rep.type("3d 9:30 call Ann again")
    assert rep.said().startswith(" Acme [/] 漢字: done: send deck; next: call Ann again on Thu 25 Jun 9:30")
    assert rep.lines()[:5] == ["OVERDUE 1", "pay the rent", "COMING 3", "call Ann again", "> tidy up"]
    assert task_queries.task(rep.database, first.id).status == "DONE"
    await rep.press("u")
    assert rep.here().id == first.id
    assert rep.here().status == "PENDING"


async def test_s_puts_a_task_off_and_dot_does_it_again(rep: Rep) -> None:
    await rep.press("s", "3")
    assert "pay the rent: put off to Thu 25 Jun" in rep.said()
    assert rep.here().title == "send deck"
    await rep.press("full_stop")
    assert [row.title for row in task_queries.pending_tasks(rep.database)][:2] == ["pay the rent", "send deck"]
    sent = task_queries.task(rep.database, 1)
    assert (sent.due_on, sent.due_at) == ("2026-06-25", 1_782_374_400_000)  # still at eight
    await rep.press("u")
    assert rep.here().id == 1
    await rep.press("s", "slash")
    await rep.type("someday soon")
    assert task_queries.task(rep.database, 1).due_on == "2026-06-22"
    await rep.press("escape", "s", "slash")
    await rep.type("3 dec 14:00")
    assert task_queries.task(rep.database, 1).due_on == "2026-12-03"
    await rep.press("s", "w")
    assert "put off to Mon 29 Jun" in rep.said()


async def test_begun_dropped_taken_up_again_and_how_pressing_by_one_key_each(rep: Rep) -> None:
    await rep.press("S")
    assert (rep.here().status, rep.here().title) == ("IN_PROGRESS", "pay the rent")
    await rep.press("exclamation_mark", "u")
    assert (rep.here().priority, rep.here().title) == ("URGENT", "pay the rent")
    await rep.press("X")
    assert task_queries.task(rep.database, 5).status == "CANCELLED"
    await rep.press("D", "G")
    assert (rep.here().id, rep.lines()[-2]) == (5, "OVER 1")
    await rep.press("U")
    assert (rep.here().status, rep.here().id) == ("PENDING", 5)
    assert rep.lines()[1] == "> pay the rent"


async def test_a_task_is_planned_without_a_lead_or_about_one(rep: Rep) -> None:
    await rep.press("F")
    await rep.type("tomorrow 9:30 buy stamps")
    assert (rep.here().title, rep.here().lead_id, rep.here().due_on) == ("buy stamps", None, "2026-06-23")
    await rep.press("F")
    await rep.type("#1 call Ann tomorrow")
    assert (rep.here().lead_id, rep.here().contact) == (1, "Ann Lee")
    await rep.press("F")
    await rep.type("#99 call")
    assert "There is no lead #99" in rep.said()
    await rep.press("F", "enter")
    assert isinstance(rep.app.screen, FormScreen)
    await rep.press("escape")


async def test_e_edits_the_task_and_enter_opens_its_lead(rep: Rep) -> None:
    await rep.press("G", "k", "e")
    form = rep.app.screen
    assert isinstance(form, FormScreen)
    editors = {row.field.name: row.editor for row in form._rows}
    due = editors["due"]
    assert isinstance(due, Input)
    assert due.value == "Fri 26 Jun 14:00"
    due.value = "fri 25:00"
    await rep.press("ctrl+s")
    assert rep.app.screen is form
    due.value = "mon 16:00"
    await rep.press("ctrl+s")
    assert "task is now: call Ann on Mon 29 Jun 16:00" in rep.said()
    await rep.press("enter")
    assert isinstance(rep.app.here, LeadScreen)
    await rep.press("q", "g", "enter")
    assert isinstance(rep.app.screen, FormScreen)  # about no lead: its own form


async def test_a_verb_for_the_lead_says_where_there_is_none(rep: Rep) -> None:
    await rep.press("t")
    assert "No lead here" in rep.said()
    await rep.press("j", "t", "c")
    assert rep.database.value("SELECT COUNT(*) FROM touch") == 1


async def test_no_mark_is_shown_that_no_verb_would_follow(rep: Rep) -> None:
    await rep.press("space", "v", "j")
    assert rep.tasks.rows.mark_count == 0


async def test_nothing_to_do_says_what_to_press(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HERMES_NOW", "2026-06-22T09:00:00Z")
    app = HermesApp(Session(database, Settings()), "tasks")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("j", "k", "d", "s", "e", "S", "X", "B", "exclamation_mark", "full_stop", "enter", "D")
        assert isinstance(app.here, TasksScreen)
        assert "F plans a task" in str(app.here.rows.empty)


async def test_on_the_leads_page_the_same_keys_mean_the_task_under_the_cursor(rep: Rep) -> None:
    rep.app.open_lead(1)
    await rep.pilot.pause()
    page = rep.app.here
    assert isinstance(page, LeadScreen)
    page.set_focus(page.panes["tasks"])
    await rep.press("S", "exclamation_mark", "l", "P", "1")
    row = task_queries.task(rep.database, 1)
    assert (row.status, row.priority, row.due_on) == ("IN_PROGRESS", "LOW", "2026-06-23")


async def test_what_enter_does_is_read_beside_the_longest_task_on_the_narrowest_terminal(rep: Rep) -> None:
    rep.database.connection().execute("UPDATE task SET title = 'Send deck ' || hex(randomblob(100))")
    rep.tasks.reload()
    await rep.pilot.resize_terminal(80, 24)
    await rep.press("d")
    for _ in ("the list", "the lead's page"):
        question = rep.app.here.strip._says
        assert rep.said().endswith("then (Enter: none):")
        assert "Send d" in rep.said()
        assert question.size.width >= len(rep.said())
        await rep.press("escape")
        rep.app.open_lead(1)
        await rep.pilot.pause()
        page = rep.app.here
        assert isinstance(page, LeadScreen)
        page.set_focus(page.panes["tasks"])
        await rep.press("d")


async def test_how_to_plan_a_task_is_read_to_its_end(rep: Rep) -> None:
    for width in (120, 80):
        await rep.pilot.resize_terminal(width, 24)
        await rep.press("F")
        assert rep.app.here.strip._says.size.width >= len(rep.said())
        await rep.press("escape")
