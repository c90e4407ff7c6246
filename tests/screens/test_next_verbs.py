"""A rep takes up what is suggested, or refuses it: one key, and the keys that do it are there."""

from __future__ import annotations

from datetime import date

import pytest

from hermes_tui.actions.objections import raise_objection
from hermes_tui.actions.stages import move
from hermes_tui.actions.tasks import Plan, add_task
from hermes_tui.actions.touches import log_touch
from hermes_tui.app import HermesApp
from hermes_tui.config import Settings
from hermes_tui.metrics.lead_facts import lead_facts
from hermes_tui.metrics.suggestion import suggestion
from hermes_tui.screens.lead.page import LeadScreen
from hermes_tui.screens.letter.screen import LetterScreen
from hermes_tui.screens.proposal import ProposalScreen
from hermes_tui.screens.queue import QueueScreen
from hermes_tui.session import Session
from storage import journal, records
from storage.database import Database
from storage.queries.queue import Queue
from tests.screens.hands import painted, press, says, worked
from widgets.form import FormScreen
from widgets.text_pane import TextPane

NOW = 1_782_118_800_000
DAY = 86_400_000
TODAY = date(2026, 6, 22)
TAKE, REFUSE = "greater_than_sign", "less_than_sign"


def add(database: Database, stage: str, title: str = "ERP", days: int = 30, **columns: object) -> int:
    """A lead that came in `days` ago and stands in this stage since."""
    from hermes_tui.actions.leads import add_lead

    given = {"title": title, "company": "Acme Corp", "stage": stage}
    lead = add_lead(database, given, NOW - days * DAY, TODAY).made
    with database.transaction():
        records.insert(
            database, "contact", lead_id=lead, name="Ann Lee", email="ann@acme.example", is_primary=1,
            created_at=NOW - days * DAY, updated_at=NOW - days * DAY,
        )  # fmt: skip
        if columns:
            records.update(database, "lead", lead, **columns)
    return lead


def suggested(database: Database, lead: int) -> str | None:
    found = suggestion(database, lead_facts(database, lead), NOW, TODAY, 7)
    return None if found is None else found.action


def verdicts(database: Database) -> list[tuple[int, str, str]]:
    return [tuple(row) for row in database.rows("SELECT lead_id, kind, verdict FROM suggestion ORDER BY id")]


def hermes(database: Database) -> HermesApp:
    return HermesApp(Session(database, Settings()))


async def taken(database: Database, lead: int, action: str, *keys: str) -> tuple[HermesApp, str]:
    """The key on the only lead of the queue's filter, then these; the app as it was, and what it showed."""
    assert suggested(database, lead) == action
    app = hermes(database)
    async with app.run_test(size=(120, 40)) as pilot:
        app.open_lead(lead)
        await press(pilot, TAKE, *keys)
        assert verdicts(database) == [(lead, action, "accepted")]
        return app, f"{type(app.screen).__name__}\n{painted(app)}"


# -- each action leads into doing it ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stage", "wrote", "action"),
    [("responded", True, "answer"), ("qualified", False, "first_message"), ("contacted", False, "follow_up")],
)
async def test_what_is_to_be_written_opens_in_review(database: Database, stage: str, wrote: bool, action: str) -> None:
    lead = add(database, stage)
    if wrote:
        log_touch(database, [lead], "email", NOW, inbound=True, text="Can we meet?", at=NOW - DAY)
    _, shown = await taken(database, lead, action)
    assert shown.startswith(LetterScreen.__name__)


async def test_a_proposal_that_is_asked_for_is_written_and_a_draft_of_it_gone_on_with(database: Database) -> None:
    lead = add(database, "responded")
    with database.transaction():
        records.insert(database, "signal", lead_id=lead, kind="pricing", state="confirmed", at=NOW - DAY)
    app, shown = await taken(database, lead, "send_proposal")
    assert shown.startswith(ProposalScreen.__name__)
    assert "New proposal: Acme Corp" in shown
    from hermes_tui.actions.proposals import add_proposal

    add_proposal(database, lead, {"title": "ERP", "body": "Words"}, NOW, TODAY)
    async with hermes(database).run_test(size=(120, 40)) as pilot:
        app = pilot.app
        assert isinstance(app, HermesApp)
        app.open_lead(lead)
        await press(pilot, TAKE)
        assert "Draft of v1: ERP" in painted(app)


async def test_the_task_that_is_due_is_done_whatever_row_the_cursor_is_on(database: Database) -> None:
    lead = add(database, "contacted")
    add_task(database, [lead], Plan("send the deck", date(2026, 6, 20)), NOW)
    add_task(database, [lead], Plan("call Ann", date(2026, 6, 22)), NOW)
    assert suggested(database, lead) == "do_task"
    app = hermes(database)
    async with app.run_test(size=(120, 40)) as pilot:
        app.open_lead(lead)
        await press(pilot, "tab", "tab", "tab", "j", TAKE)
        assert says(app).startswith("done: send the deck")
        await press(pilot, "enter")
        assert "done: send the deck" in says(app)
    assert database.rows("SELECT title FROM task WHERE status = 'DONE'") == [("send the deck",)]


async def test_a_call_of_today_is_prepared_on_the_leads_page(database: Database) -> None:
    lead = add(database, "call_scheduled")
    add_task(database, [lead], Plan("demo with Ann", TODAY, "CALL"), NOW)
    assert suggested(database, lead) == "prepare_call"
    app = hermes(database)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "2")
        app.here.set_filter("stage=call_scheduled")  # type: ignore[attr-defined]
        await press(pilot, TAKE)
        assert isinstance(app.screen, LeadScreen)
        assert app.screen.lead_id == lead
        await press(pilot, TAKE)
        assert "accepted: Prepare the call" in says(app)


async def test_a_lead_that_was_never_scored_is_scored_at_once_and_its_points_said(database: Database) -> None:
    lead = add(database, "new", days=8, score=None, score_reasons="[]")
    app = hermes(database)
    assert suggested(database, lead) == "qualify"
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, TAKE)
        assert says(app) == "Acme Corp: stays new: 0 points, 15 needed. u undo"
        assert isinstance(app.screen, QueueScreen)
        assert app.screen.rows.current_key == lead
        await press(pilot, "u")
    assert database.value("SELECT score FROM lead") is None


async def test_a_second_person_is_asked_for_in_a_form(database: Database) -> None:
    lead = add(database, "responded", days=1)
    log_touch(database, [lead], "meeting", NOW, at=NOW - DAY // 2)
    _, shown = await taken(database, lead, "find_stakeholder")
    assert shown.startswith(FormScreen.__name__)
    assert "New person" in shown


async def test_an_objection_is_answered_in_words(database: Database) -> None:
    lead = add(database, "contacted", days=1)
    raise_objection(database, [lead], "budget", NOW - DAY)
    await taken(database, lead, "address_objection", *"spread", "enter")
    assert database.row("SELECT state, resolution FROM objection") == ("resolved", "spread")


@pytest.mark.parametrize(("keys", "stage"), [(("L",), "CALL_SCHEDULED"), (("x", "1"), "LOST"), (("a",), "ARCHIVED")])
async def test_a_stuck_deal_is_decided_by_one_more_key(database: Database, keys: tuple[str, ...], stage: str) -> None:
    lead = add(database, "responded")
    await taken(database, lead, "decide", *keys)
    name = "SELECT stage.name FROM lead JOIN stage ON stage.id = lead.stage_id"
    assert database.value(name) == stage


async def test_a_stale_lead_is_touched(database: Database) -> None:
    lead = add(database, "followup_2", days=8)
    await taken(database, lead, "touch", "c")
    assert database.value("SELECT kind FROM touch") == "call"


async def test_one_at_a_time_is_taken_up_and_nothing_where_nothing_is_suggested(database: Database) -> None:
    leads = [add(database, "qualified", title) for title in ("A", "B")]
    app = hermes(database)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "V", TAKE)
        assert "one lead at a time; Esc lets go of the marks" in says(app)
        assert verdicts(database) == []
        for lead in leads:
            move(database, [lead], "won", NOW)
        await press(pilot, "3", TAKE)
        assert "nothing asks to be done now" in says(app)
        assert verdicts(database) == []


# -- refusing --------------------------------------------------------------------------------------------


async def test_what_is_refused_gives_way_to_the_next_and_the_cursor_stays(app: HermesApp, demo: Database) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "j")
        queue = app.screen
        assert isinstance(queue, QueueScreen)
        lead, total = queue.rows.current_key, queue.rows.total
        pane = queue.query_one("#preview", TextPane)
        await pilot.pause(0.3)

        def preview() -> str:
            return "\n".join(pane.render_line(y).text.rstrip() for y in range(pane.size.height))

        before = preview()
        assert "> do it < not now" in " ".join(before.split())
        progress = str(queue.query_one("#progress").content)  # type: ignore[attr-defined]
        was = suggested(demo, lead)
        await press(pilot, REFUSE)
        assert (queue.rows.current_key, queue.rows.total) == (lead, total)
        assert "refused until Mon 29 Jun" in says(app)
        assert suggested(demo, lead) != was
        assert preview() != before
        assert str(queue.query_one("#progress").content) == progress, "nobody was dealt with"  # type: ignore[attr-defined]
        await press(pilot, "u")
        assert "Undone" in says(app)
        assert queue.rows.current_key == lead
        assert suggested(demo, lead) == was


async def test_the_marked_are_refused_together(app: HermesApp, demo: Database) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "space", "space", REFUSE)
        assert "2 leads: 2 suggestions refused until Mon 29 Jun" in says(app)
        assert [kind for _, _, kind in verdicts(demo)[-2:]] == ["refused", "refused"]
        assert journal.history(demo, 1)[0].kind == "refuse"


async def test_many_are_refused_behind_a_count(app: HermesApp, demo: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hermes_tui.screens.next_deeds.REFUSED_AT_ONCE", 1)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "space", "space", REFUSE)
        await worked(app)
        await press(pilot)
        assert "2 leads: 2 suggestions refused" in says(app)


@pytest.mark.parametrize("place", ["1", "2", "3"])
async def test_both_keys_work_wherever_leads_are(app: HermesApp, demo: Database, place: str) -> None:
    first = Queue(demo, now=NOW, today=TODAY.isoformat()).page(0, 1)[0].id
    title = demo.value("SELECT title FROM lead WHERE id = ?", (first,))
    known = len(verdicts(demo))
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, place)
        app.here.set_filter(f"id:{first}")  # type: ignore[attr-defined]
        await press(pilot, REFUSE)
        assert verdicts(demo)[known:] == [(first, "answer", "refused")], title
        await press(pilot, TAKE, "escape")
        assert verdicts(demo)[-1][2] == "accepted"


async def test_the_page_names_the_keys_as_the_rep_set_them(demo: Database) -> None:
    first = Queue(demo, now=NOW, today=TODAY.isoformat()).page(0, 1)[0].id
    app = HermesApp(Session(demo, Settings(keys={"verb.accept_next": "ctrl+y"})))
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_lead(first)
        await press(pilot)
        assert " ^Y do it  < not now" in painted(app).split("\n")[2]
