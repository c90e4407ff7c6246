"""A rep writes an offer beside what the buyer will read, and says by one key what became of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static, TextArea

from hermes_tui.actions.contacts import add_contact
from hermes_tui.actions.leads import add_lead
from hermes_tui.actions.proposals import add_proposal, mark
from hermes_tui.app import HermesApp
from hermes_tui.config import Settings
from hermes_tui.screens.lead.page import LeadScreen
from hermes_tui.screens.lead_reader import ReaderScreen
from hermes_tui.screens.markdown_view import MOST, markdown_content
from hermes_tui.screens.proposal import Preview, ProposalScreen
from hermes_tui.session import Session
from storage.database import Database
from storage.queries.lead import detail
from storage.queries.proposals import lead_lines, offer
from tests.screens.hands import text_of

DAY = 86_400_000
HOSTILE = "[/] [b]x[/b] \x1b]52;c;AAAA\x07漢字 [@click=app.quit]y"


@pytest.fixture
def session(database: Database) -> Session:
    return Session(database, Settings())


@pytest.fixture
def lead(session: Session, now: int) -> int:
    """A deal that has been answered, with its champion."""
    typed = {"title": "ERP rollout", "company": "Acme", "value": "24000", "currency": "USD", "stage": "responded"}
    lead_id = add_lead(session.database, typed, now, session.today(), at=now - 40 * DAY).made
    add_contact(session.database, lead_id, {"name": "Ann Lee", "champion": "yes"}, now, session.today())
    return lead_id


@pytest.fixture
def draft(session: Session, lead: int, now: int) -> int:
    """Its proposal, in draft, without gaps."""
    given = {"title": "ERP in steps", "body": "# Why\n\nBecause *now*.", "amount": "22,500"}
    return add_proposal(session.database, lead, given, now, session.today()).made


async def at_proposals(pilot: Pilot[int], lead_id: int) -> LeadScreen:
    app = pilot.app
    assert isinstance(app, HermesApp)
    app.open_lead(lead_id)
    await pilot.pause()
    screen = app.here
    assert isinstance(screen, LeadScreen)
    screen.go_to("proposals")
    await pilot.pause()
    return screen


def says(app: HermesApp) -> str:
    return str(app.screen.query_one("#proposal--says", Static).content)


def strip_says(app: HermesApp) -> str:
    return " ".join(str(app.here.strip._says.content).split())


def editor(app: HermesApp) -> ProposalScreen:
    assert isinstance(app.screen, ProposalScreen)
    return app.screen


async def drawn(pilot: Pilot[int]) -> None:
    """The preview has followed."""
    await pilot.pause(0.2)
    await pilot.pause()


# -- writing ---------------------------------------------------------------------------------------------


async def test_plus_drafts_from_the_lead_and_shows_it_as_the_buyer_will_read_it(session: Session, lead: int):
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        pane = (await at_proposals(pilot, lead)).panes["proposals"]
        assert "No proposal yet; + drafts one" in text_of(pane)
        await pilot.press("plus")
        await drawn(pilot)
        preview = text_of(editor(app).query_one(Preview))
        for words in ("ERP rollout", "24,000 USD", "22 July 2026", "Hello Ann Lee,", "•  ‹what is delivered"):
            assert words in preview
        assert "4 gaps still to fill in" in says(app)
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert "v1  ERP rollout" in text_of(pane)
        assert "Acme: proposal drafted, 24,000 USD. u undo" in strip_says(app)
        await pilot.press("u")
        assert lead_lines(session.database, lead) == []


async def test_what_cannot_be_saved_stays_with_the_reason_and_the_words_are_still_shown(session: Session, draft: int):
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await at_proposals(pilot, 1)
        await pilot.press("e")
        text = editor(app).query_one(TextArea)
        text.text = text.text.replace("22500", "-5").replace("*now*", "[/] **today**")
        await drawn(pilot)
        assert "less than nothing" in says(app)
        assert "Because [/] today." in text_of(editor(app).query_one(Preview))
        await pilot.press("ctrl+s")
        assert "Your text is still here." in says(app)
        text.text = "x" * 1_000_000
        await pilot.press("ctrl+s")
        assert "is gone; put it back. Your text is still here." in says(app)
        text.text = "title: ERP in steps\n---\n" + "x" * 1_000_000
        await pilot.press("ctrl+s")
        assert "200,000 is the most" in says(app)
        assert text.text.endswith("x" * 1_000)
        assert offer(session.database, draft).body == "# Why\n\nBecause *now*."


async def test_leaving_asks_once_where_something_was_typed(session: Session, draft: int):
    app = HermesApp(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_proposals(pilot, 1)
        await pilot.press("e", "escape")
        assert not isinstance(app.screen, ProposalScreen)
        await pilot.press("e", "x", "escape")
        assert "Esc again drops" in says(app)
        await pilot.press("y", "escape")
        assert isinstance(app.screen, ProposalScreen)
        await pilot.press("escape")
        assert not isinstance(app.screen, ProposalScreen)


async def test_what_was_typed_when_the_terminal_went_is_there_again_and_overwrites_nothing_else(
    session: Session, draft: int, now: int
):
    from hermes_tui.actions.proposals import edit_proposal

    async with HermesApp(session).run_test(size=(80, 24)) as pilot:  # it ends without a word to the editor
        await at_proposals(pilot, 1)
        await pilot.press("e")
        text = editor(pilot.app).query_one(TextArea)
        text.text = text.text.replace("*now*", "of 漢字")
        await drawn(pilot)
    folder = Path(session.database.path).parent
    (left,) = folder.glob("*.unsaved-*")
    assert left.stat().st_mode & 0o077 == 0
    edit_proposal(session.database, draft, {"amount": "19k"}, now, session.today())
    async with HermesApp(session).run_test(size=(80, 24)) as pilot:
        await at_proposals(pilot, 1)
        await pilot.press("e")
        await drawn(pilot)
        assert "typed the last time and not saved" in says(pilot.app)
        await pilot.press("ctrl+s")
        found = offer(session.database, draft)
        assert (found.amount, found.body) == (1_900_000, "# Why\n\nBecause of 漢字.")
    assert list(folder.glob("*.unsaved-*")) == []


async def test_what_was_dropped_stays_dropped(session: Session, draft: int):
    app = HermesApp(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_proposals(pilot, 1)
        await pilot.press("e", "x", "escape", "escape")
        await drawn(pilot)
        await pilot.press("e")
        assert editor(app).query_one(TextArea).text.startswith("title: ERP")
        assert "not saved" not in says(app)


async def test_what_was_sent_is_edited_as_its_next_version(session: Session, draft: int, now: int):
    mark(session.database, draft, "sent", now)
    app = HermesApp(session)
    async with app.run_test(size=(80, 24)) as pilot:
        pane = (await at_proposals(pilot, 1)).panes["proposals"]
        await pilot.press("e")
        heading = str(editor(app).query_one("#proposal--title", Static).content)
        assert heading == "Draft of v2 (v1 was sent and stays): ERP in steps"
        text = editor(app).query_one(TextArea)
        text.text = text.text.replace("22500", "20k")
        await pilot.press("f2")
        await pilot.pause()
        assert [line.version for line in lead_lines(session.database, 1)] == [2, 1]
        assert text_of(pane).split("\n")[1].split()[:6] == ["v2", "ERP", "in", "steps", "20,000", "USD"]
        await pilot.press("g", "down", "e")
        await pilot.pause()
        assert "Version 2 is a draft already; edit that one." in strip_says(app)


async def test_what_another_program_changed_meanwhile_is_not_overwritten(session: Session, draft: int, now: int):
    from hermes_tui.actions.proposals import edit_proposal

    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await at_proposals(pilot, 1)
        await pilot.press("e")
        edit_proposal(session.database, draft, {"amount": "19k"}, now, session.today())
        text = editor(app).query_one(TextArea)
        text.text = text.text.replace("*now*", "of May")
        await pilot.press("ctrl+s")
        found = offer(session.database, draft)
        assert (found.amount, found.body) == (1_900_000, "# Why\n\nBecause of May.")


async def test_the_reps_own_editor_gives_its_text_back_to_be_saved(
    session: Session, draft: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    script = tmp_path / "ed"
    script.write_text('#!/bin/sh\nsed -i "s/^amount:.*/amount: 9k EUR/" "$1"\n', encoding="utf-8")
    script.chmod(0o700)
    monkeypatch.setenv("VISUAL", str(script))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        lent: list[str] = []

        @contextmanager
        def suspend() -> Iterator[None]:  # as Textual does: the terminal is not taken back where an error leaves
            lent.append("lent")
            yield
            lent.append("back")

        monkeypatch.setattr(app, "suspend", suspend)
        await at_proposals(pilot, 1)
        await pilot.press("e", "ctrl+g")
        assert "amount: 9k EUR" in editor(app).query_one(TextArea).text
        assert [name for name in os.listdir(tmp_path) if name.startswith("hermes-")] == []
        monkeypatch.setenv("VISUAL", "false")
        await pilot.press("ctrl+g")
        await pilot.pause()
        assert "ended with exit code 1" in says(app)
        script.write_text('#!/bin/sh\nprintf "\\377" >> "$1"\n', encoding="utf-8")
        monkeypatch.setenv("VISUAL", str(script))
        await pilot.press("ctrl+g")
        await pilot.pause()
        assert "is no text in UTF-8" in says(app)
        assert lent == ["lent", "back"] * 3
        await pilot.press("ctrl+s")
        assert offer(session.database, draft).currency == "EUR"


async def test_f5_shows_only_what_the_buyer_reads(session: Session, draft: int):
    app = HermesApp(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_proposals(pilot, 1)
        await pilot.press("e", "f5")
        await pilot.pause()
        assert editor(app).query_one(TextArea).size.height == 0
        await pilot.press("f5")
        await pilot.pause()
        assert editor(app).query_one(TextArea).size.height > 0
        assert editor(app).query_one(TextArea).has_focus


# -- what became of it -----------------------------------------------------------------------------------


async def test_enter_and_a_key_say_what_became_of_it(session: Session, draft: int, lead: int):
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        pane = (await at_proposals(pilot, lead)).panes["proposals"]
        await pilot.press("enter")
        assert strip_says(app).startswith("v1 draft: s sent v viewed a accepted r rejected e edit")
        await pilot.press("s")
        assert "Acme: proposal v1 sent, 22,500 USD → Proposal sent. u undo" in strip_says(app)
        await pilot.press("enter", "v")
        assert "viewed" in text_of(pane)
        assert detail(session.database, lead).heat == 10
        await pilot.press("enter", "a")
        assert "w the deal is won v its value is 22,500 USD, was 24,000 USD b both" in strip_says(app)
        await pilot.press("escape")
        assert offer(session.database, draft).status == "VIEWED"
        await pilot.press("enter", "a", "b")
        found = detail(session.database, lead)
        assert (found.is_open, found.value) == (0, 2_250_000)
        await pilot.press("u")
        assert detail(session.database, lead).is_open == 1
        assert offer(session.database, draft).status == "VIEWED"
        await pilot.press("enter", "a", "enter")
        assert (detail(session.database, lead).is_open, offer(session.database, draft).status) == (1, "ACCEPTED")


async def test_a_version_past_its_day_says_so_and_nothing_was_rewritten(session: Session, draft: int, now: int):
    from hermes_tui.actions.proposals import edit_proposal

    edit_proposal(session.database, draft, {"expires": "2026-06-19"}, now, session.today())
    mark(session.database, draft, "sent", now, at=now - 10 * DAY)
    app = HermesApp(session)
    async with app.run_test(size=(80, 24)) as pilot:
        pane = (await at_proposals(pilot, 1)).panes["proposals"]
        assert "expired 3d ago" in text_of(pane)
        assert offer(session.database, draft).status == "SENT"


async def test_delete_takes_a_draft_and_leaves_what_was_sent(session: Session, draft: int, now: int):
    app = HermesApp(session)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_proposals(pilot, 1)
        await pilot.press("delete")
        assert lead_lines(session.database, 1) == []
        await pilot.press("u", "enter", "s", "delete")
        assert "has gone out and stays" in strip_says(app)


async def test_it_is_read_compared_and_written_to_a_file(
    session: Session, draft: int, now: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    from hermes_tui.actions.proposals import edit_proposal

    monkeypatch.chdir(tmp_path)
    mark(session.database, draft, "sent", now)
    edit_proposal(session.database, draft, {"amount": "20k", "body": HOSTILE}, now, session.today())
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await at_proposals(pilot, 1)
        await pilot.press("g", "enter", "o")
        await pilot.pause()
        assert isinstance(app.screen, ReaderScreen)
        assert "[/] [b]x[/b]" in text_of(app.screen.query_one("#reader--text"))
        await pilot.press("q", "enter", "c")
        await pilot.pause()
        assert "amount: 22,500 USD → 20,000 USD" in text_of(app.screen.query_one("#reader--text"))
        await pilot.press("q", "enter", "w", "enter")
        assert "acme-erp-in-steps-v2.html" in strip_says(app)
        assert "漢字" in (tmp_path / "acme-erp-in-steps-v2.html").read_text(encoding="utf-8")
        await pilot.press("enter", "w")
        assert "acme-erp-in-steps-v2-2.html" in app.here.strip._line.value


async def test_a_command_drafts_one_from_any_list(session: Session, lead: int):
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await pilot.press("3", "colon", *"proposal", "enter")
        await pilot.pause()
        await pilot.press("ctrl+s")
        assert [line.title for line in lead_lines(session.database, lead)] == ["ERP rollout"]


# -- Markdown --------------------------------------------------------------------------------------------


def test_markdown_reads_as_it_will_look() -> None:
    text = (
        "# Why\n\n- one\n- two\n  1. deep\n\n> said\n> so\n\n| a | b |\n|---|---|\n| 1 | 22 |\n\n[x](http://y) ![i](z)"
    )
    assert markdown_content(text).plain.split("\n") == [
        "Why", "", "•  one", "•  two", "  1.  deep", "", "│  said so", "", "a  b ", "1  22", "", "x (http://y) [i]",
    ]  # fmt: skip


def test_markup_in_markdown_is_data_and_a_long_text_is_drawn_in_part() -> None:
    assert markdown_content("[/] [b]x[/b] <b>").plain == "[/] [b]x[/b] <b>"
    assert markdown_content("word " * MOST).plain.endswith(f"… and {4 * MOST:,} characters more")
