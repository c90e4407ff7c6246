"""On a lead's page the rep reads what was written, thread by thread, and says what became of it."""

from __future__ import annotations

import pytest
from textual.content import Content
from textual.pilot import Pilot
from textual.widget import Widget

from hermes_tui import keymap
from hermes_tui.actions.replies import file_letter
from hermes_tui.app import HermesApp
from hermes_tui.config import Settings
from hermes_tui.outreach.reading.letters import read_letter
from hermes_tui.screens.lead.messages import MessagesPane, by_thread
from hermes_tui.screens.lead.page import LeadScreen
from hermes_tui.screens.lead_preview import timeline_words
from hermes_tui.screens.lead_reader import ReaderScreen
from hermes_tui.screens.letter.screen import LetterScreen
from hermes_tui.session import Session
from storage import records
from storage.database import Database
from storage.queries.lead import contacts
from storage.queries.messages import message, messages_of
from storage.queries.timeline import TimelineRow
from tests.actions.postbox import DAY, ME, OWN, lead_with, mail
from tests.screens.hands import press, says

NOW = 1_782_118_800_000
ANN = "Ann Lee <ann@acme.example>"
HOSTILE = "[/] [b]x[/b] 漢字 [@click=app.quit]y"


@pytest.fixture
def session(database: Database) -> Session:
    return Session(database, Settings(name="Sam", email=ME, send_by="smtp"))


@pytest.fixture
def acme(database: Database, now: int) -> int:
    return lead_with(database, now, "Acme", ANN)


def ours(
    session: Session,
    lead_id: int,
    number: str,
    at: int,
    *,
    status: str = "SENT",
    subject: str = "ERP",
    body: str = "shall we talk?",
) -> int:
    """A mail of ours to Ann."""
    ann = contacts(session.database, lead_id)[0].id
    with session.database.transaction():
        return records.insert(
            session.database, "message", lead_id=lead_id, contact_id=ann, direction="out", status=status,
            channel="email", subject=subject, body=body, at=at, address="ann@acme.example",
            rfc_message_id=f"<{number}@x>",
            thread=f"<{number}@x>", created_at=at, updated_at=at,
        )  # fmt: skip


def theirs(session: Session, number: str, at: int, words: str, answers: str = "") -> None:
    """A mail of Ann's."""
    heads = {"in_reply_to": f"<{answers}@x>"} if answers else {}
    file_letter(session.database, read_letter(mail(words, ANN, ME, at, number, "Re: ERP", **heads)), OWN, NOW)


async def at_messages(pilot: Pilot[int], lead_id: int) -> MessagesPane:
    app = pilot.app
    assert isinstance(app, HermesApp)
    app.open_lead(lead_id)
    await pilot.pause()
    screen = app.here
    assert isinstance(screen, LeadScreen)
    screen.go_to("messages")
    await pilot.pause()
    pane = screen.panes["messages"]
    assert isinstance(pane, MessagesPane)
    return pane


def text_of(widget: Widget) -> list[str]:
    return [widget.render_line(y).text.rstrip() for y in range(widget.size.height)]


async def test_each_thread_stands_together_the_newest_on_top(session: Session, acme: int) -> None:
    ours(session, acme, "1", NOW - 9 * DAY)
    ours(session, acme, "2", NOW - 5 * DAY, subject="Other matter")
    theirs(session, "3", NOW - 2 * DAY, "What would it cost?", answers="1")
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        pane = await at_messages(pilot, acme)
        title, *rows = [line for line in text_of(pane) if line.strip()]
        assert "Messages 3" in title
        assert [row.lstrip("▌ ")[:6] for row in rows] == ["20 Jun", "13 Jun", "17 Jun"]
        assert "←  Ann" in rows[0]
        assert "Re: ERP  What would it cost?" in rows[0]
        assert "└ shall we talk?" in rows[1]
        assert "replied in 7d" in rows[1]
        assert "Other matter" in rows[2]
        assert rows[2].endswith("sent")


async def test_enter_reads_a_message_whole(session: Session, acme: int) -> None:
    ours(session, acme, "1", NOW - 9 * DAY, body=f"{HOSTILE}\n\nthe end")
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await at_messages(pilot, acme)
        await press(pilot, "enter")
        assert isinstance(app.screen, ReaderScreen)
        shown = "\n".join("".join(s.text for s in strip) for strip in app.screen._compositor.render_strips())
        for words in ("Ann Lee  ann@acme.example", "ERP", "sent", HOSTILE, "the end"):
            assert words in shown


async def test_a_letter_says_what_became_of_it_and_u_takes_that_back(session: Session, acme: int) -> None:
    made = ours(session, acme, "1", NOW - 9 * DAY)
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await at_messages(pilot, acme)
        await press(pilot, "S")
        assert "mail to Ann Lee was: s sent d delivered v read r replied b bounced f failed t draft" in says(app)
        await press(pilot, "r")
        assert message(session.database, made).status == "REPLIED"
        await press(pilot, "u", "S", "b")
        assert message(session.database, made).status == "BOUNCED"
        assert session.database.value("SELECT bounced_at FROM contact WHERE lead_id = ?", (acme,)) == NOW


async def test_their_words_have_a_mood_by_one_key_which_is_the_persons_too(session: Session, acme: int) -> None:
    ours(session, acme, "1", NOW - 9 * DAY)
    theirs(session, "3", NOW - 2 * DAY, "Sounds good", answers="1")
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await at_messages(pilot, acme)
        await press(pilot, "equals_sign")
        assert messages_of(session.database, acme)[0].sentiment == "positive"
        assert contacts(session.database, acme)[0].sentiment == "positive"
        await press(pilot, "equals_sign")
        assert messages_of(session.database, acme)[0].sentiment is None
        await press(pilot, "j", "minus")
        assert "is no word of theirs" in says(app)
        await press(pilot, "k", "S")
        assert "What they wrote has no status" in says(app)


async def test_r_answers_the_message_in_hand_with_its_words_below(session: Session, acme: int) -> None:
    ours(session, acme, "1", NOW - 9 * DAY)
    theirs(session, "3", NOW - 2 * DAY, "What would it cost?", answers="1")
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await at_messages(pilot, acme)
        await press(pilot, "r")
        page = app.screen
        assert isinstance(page, LetterScreen)
        assert page.review is not None
        assert "> What would it cost?" in page.review.draft.body
        assert page.review.draft.in_reply_to == "<3@x>"


async def test_a_draft_is_edited_and_dropped_here_and_what_left_stays(session: Session, acme: int) -> None:
    ours(session, acme, "1", NOW - 9 * DAY)
    draft = ours(session, acme, "2", NOW - DAY, status="DRAFT")
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await at_messages(pilot, acme)
        await press(pilot, "e")
        page = app.screen
        assert isinstance(page, LetterScreen)
        assert page.review is not None
        assert page.review.draft.message_id == draft
        await press(pilot, "q", "delete")
        assert [row.status for row in messages_of(session.database, acme)] == ["SENT"]
        await press(pilot, "u")
        assert [row.status for row in messages_of(session.database, acme)] == ["DRAFT", "SENT"]
        await press(pilot, "j", "delete")
        assert len(messages_of(session.database, acme)) == 2


async def test_an_empty_tab_says_what_writes_the_first_one(session: Session, acme: int) -> None:
    app = HermesApp(session)
    async with app.run_test(size=(80, 24)) as pilot:
        pane = await at_messages(pilot, acme)
        assert "No message; r writes one" in "\n".join(text_of(pane))
        await press(pilot, "enter", "S", "equals_sign", "delete", "e", "escape")
        assert isinstance(app.screen, LeadScreen)


def test_messages_without_a_thread_are_one_with_each_person_and_channel(session: Session, acme: int) -> None:
    ours(session, acme, "1", NOW - 9 * DAY)
    with session.database.transaction() as connection:
        connection.execute("UPDATE message SET thread = NULL")
    assert [line.heads for line in by_thread(messages_of(session.database, acme) * 2)] == [True, False]


def test_no_key_means_two_things_in_the_pane() -> None:
    taken: dict[str, str] = {}
    for command in keymap.in_scope("messages"):
        for key in command.keys.split(","):
            assert taken.setdefault(key, command.id) == command.id


def test_what_never_left_or_a_machine_wrote_is_told_apart_from_what_was_said() -> None:
    def shown(direction: str, fate: str) -> str:
        row = TimelineRow(1, "message", f"email {fate}", direction, 1, "Ann", "Hello", None, None, 1)
        return Content.assemble(*timeline_words(row, {}, 80)).plain

    assert shown("out", "SENT") == shown("out", "REPLIED") == "→ mail Ann: Hello"
    assert shown("in", "READ") == "← mail Ann: “Hello”"
    assert shown("out", "DRAFT") == "→ mail draft Ann: Hello"
    assert shown("out", "IN_DOUBT") == "→ mail in doubt Ann: Hello"
    assert shown("out", "BOUNCED") == "→ mail came back Ann: Hello"
    assert shown("in", "OUT_OF_OFFICE") == "← mail out of office Ann: Hello"
