"""A rep looks at what is on its way out, settles what only the rep can know, and reads the mailboxes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from textual.pilot import Pilot

from hermes_tui.actions import outbox as deeds
from hermes_tui.actions.composing import BLANK, compose
from hermes_tui.actions.draft import edited
from hermes_tui.actions.mail_reckoning import SyncReckoning
from hermes_tui.actions.replies import file_letter
from hermes_tui.app import HermesApp
from hermes_tui.config import Settings
from hermes_tui.outreach.reading.letters import read_letter
from hermes_tui.outreach.templates.values import Me
from hermes_tui.screens.lead.page import LeadScreen
from hermes_tui.screens.letter.lines import goes_in
from hermes_tui.screens.letter.screen import LetterScreen
from hermes_tui.screens.mail.screen import MailScreen
from hermes_tui.screens.mail.sections import Section
from hermes_tui.screens.queue import QueueScreen
from hermes_tui.session import Session
from storage.database import Database
from storage.queries import outbox
from storage.queries.lead import contacts, detail
from storage.queries.mailboxes import Question, questions
from storage.queries.messages import message, messages_of
from tests.actions.mailroom import FakeWay
from tests.actions.postbox import DAY, ME, OWN, Postbox, lead_with, mail
from tests.screens.hands import painted, press, says

NOW = 1_782_118_800_000
ANN = "Ann Lee <ann@acme.example>"
BOB = "Bob Ray <bob@acme.example>"
HOSTILE = "[/] [b]x[/b] 漢字 [@click=app.quit]y"


@pytest.fixture
def session(database: Database) -> Session:
    return Session(database, Settings(name="Sam", email=ME, send_by="smtp", send_delay=30))


@pytest.fixture
def acme(database: Database, now: int) -> int:
    return lead_with(database, now, "Acme", ANN)


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> FakeWay:
    """The way out that every message goes by."""
    way = FakeWay("smtp")
    monkeypatch.setattr("hermes_tui.outreach.ways.choosing.way_of", lambda *_args, **_also: way)
    return way


def write(session: Session, lead_id: int, words: str = "shall we talk?", send_at: int | None = None) -> int:
    """A draft of these words to the lead, or in the outbox until that moment."""
    draft = compose(session.database, lead_id, Me("Sam", ME), NOW, session.zone, template_id=BLANK)
    draft = edited(draft, "Hello", words)
    if send_at is None:
        from hermes_tui.actions.drafting import save_draft

        return save_draft(session.database, draft, NOW).made
    return deeds.schedule(session.database, draft, send_at, NOW).made


def in_doubt(session: Session, lead_id: int) -> int:
    """A message that a program had in hand when it died."""
    made = write(session, lead_id, send_at=NOW)
    with session.database.transaction() as connection:
        connection.execute(
            "UPDATE message SET claimed_at = ?, way = 'smtp', failure = 'no answer' WHERE id = ?", (NOW, made)
        )
    return made


def here(app: HermesApp) -> MailScreen:
    assert isinstance(app.screen, MailScreen)
    return app.screen


def sections(app: HermesApp) -> list[Section]:
    return [line.section for line in here(app).rows.lines if not line.n]


# -- what is on its way out ------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=str)
async def test_everything_that_waits_stands_in_its_section(session: Session, acme: int, size: tuple[int, int]) -> None:
    write(session, acme, "a draft")
    write(session, acme, "on its way", NOW + 20_000)
    in_doubt(session, acme)
    app = HermesApp(session)
    async with app.run_test(size=size) as pilot:
        await press(pilot, "ampersand")
        shown = painted(app)
        assert "1 going out · 1 want a word of yours · 1 draft" in shown
        assert [word for word in ("Outbox", "May have gone out", "Drafts") if word in shown] == [
            "Outbox",
            "May have gone out",
            "Drafts",
        ]
        assert "in 20 s" in shown
        assert sections(app) == [Section.OUTBOX, Section.IN_DOUBT, Section.DRAFTS]
        await press(pilot, "ampersand")
        assert len(app.screen_stack) == 2
        await press(pilot, "q")
        assert isinstance(app.screen, QueueScreen)


async def test_n_takes_it_out_of_the_outbox_and_u_puts_it_back(session: Session, acme: int) -> None:
    made = write(session, acme, send_at=NOW + 20_000)
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "ampersand", "n")
        assert message(session.database, made).status == "DRAFT"
        assert "mail to Ann Lee is a draft again" in says(app)
        await press(pilot, "u")
        assert message(session.database, made).status == "SCHEDULED"
        await press(pilot, "p", "3")
        assert message(session.database, made).send_at == NOW + 3 * DAY - 3_600_000
        await press(pilot, "s")
        assert message(session.database, made).send_at == NOW


async def test_what_waits_cannot_leave_while_it_is_edited(session: Session, acme: int) -> None:
    made = write(session, acme, send_at=NOW + 20_000)
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "ampersand", "e")
        assert message(session.database, made).status == "DRAFT"
        await press(pilot, "e")
        assert "^S done writing   ^G $EDITOR" in painted(app)
        await press(pilot, "escape", "q")
        assert sections(app) == [Section.DRAFTS]
        assert "mail to Ann Lee is a draft again. u undo" in says(app)
        await press(pilot, "u")
        assert sections(app) == [Section.OUTBOX]


async def test_a_draft_is_sent_edited_or_dropped(session: Session, acme: int) -> None:
    made = write(session, acme)
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "ampersand", "e")
        assert isinstance(app.screen, LetterScreen)
        assert "^S done writing" not in painted(app)
        await press(pilot, "e", *"Ann, ", "escape", "y")
        assert sections(app) == [Section.OUTBOX]
        assert message(session.database, made).body == "Ann, shall we talk?"
        await press(pilot, "n", "y")
        assert message(session.database, made).status == "SCHEDULED"
        await press(pilot, "n", "n")
        assert messages_of(session.database, acme) == []
        assert "No mail waits" in painted(app)


async def test_of_what_may_have_gone_out_the_rep_says_whether_it_went(session: Session, acme: int) -> None:
    first, second, third = (in_doubt(session, acme) for _ in range(3))
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "ampersand", "enter")
        assert "no answer" in painted(app)
        await press(pilot, "q", "y")
        assert message(session.database, first).status == "SENT"
        await press(pilot, "s")
        assert (message(session.database, second).status, message(session.database, second).claimed_at) == (
            "SCHEDULED",
            None,
        )
        await press(pilot, "j", "n")
        assert message(session.database, third).status == "DRAFT"


async def test_what_failed_is_sent_again_or_dropped(session: Session, acme: int) -> None:
    made = write(session, acme)
    deeds.mark(session.database, [made], "FAILED", NOW)
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "ampersand")
        assert "Not sent  1" in painted(app)
        await press(pilot, "e")
        assert "Not sent before: marked by hand" in painted(app)
        await press(pilot, "q", "r")
        assert message(session.database, made).status == "SCHEDULED"
        await press(pilot, "u", "n")
        assert messages_of(session.database, acme) == []


async def test_what_was_handed_over_waits_for_a_yes(session: Session, acme: int, wire: FakeWay) -> None:
    wire.hands_over = True
    first, second = (write(session, acme) for _ in range(2))
    for made in (first, second):
        deeds.hand_over(session.database, made, wire, Me("Sam", ME), NOW)
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "ampersand")
        assert sections(app) == [Section.HANDED_OVER] * 2
        went = here(app).rows.chosen
        await press(pilot, "y")
        assert went is not None
        assert went.message is not None
        assert message(session.database, went.message.id).status == "SENT"
        await press(pilot, "n")
        assert sections(app) == [Section.DRAFTS]


async def test_what_failed_on_the_wire_is_told_and_stands_among_what_was_not_sent(
    session: Session, acme: int, wire: FakeWay, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    from hermes_tui.outreach.ways.faults import SendRefused
    from hermes_tui.screens import outbox_work

    monkeypatch.setattr(outbox_work, "LOOK_SECONDS", 0.05)
    wire.fault = SendRefused("The server refused the address.")
    write(session, acme, send_at=NOW)
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "ampersand")
        for _ in range(100):
            await pilot.pause(0.05)
            if sections(app) == [Section.FAILED]:
                break
        assert sections(app) == [Section.FAILED]
        assert "The server refused the address." in " ".join(str(notice.message) for notice in app._notifications)


async def test_why_what_is_due_does_not_leave_stands_above_and_now_tries_again(
    session: Session, acme: int, wire: FakeWay, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    from hermes_tui.outreach.ways.faults import SendRefused
    from hermes_tui.screens import outbox_work

    monkeypatch.setattr(outbox_work, "LOOK_SECONDS", 0.05)
    wire.fault, wire.name = SendRefused("Nobody answers at mx:25.", stop=True), session.settings.send_by
    write(session, acme, send_at=NOW)
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "ampersand")
        await until(pilot, lambda: "held, next try in 5 min: Nobody answers at mx:25." in painted(app))
        wire.fault = None
        await press(pilot, "s")
        await until(pilot, lambda: len(wire.got) == 1 and sections(app) == [])
        assert "held" not in painted(app)


def test_how_long_it_still_waits_is_said_in_what_a_person_counts_in(session: Session) -> None:
    waits = (-5_000, 19_400, 59_000, 61_000, 3_599_000, 5 * 3_600_000, 2 * DAY)
    said = [goes_in(NOW + wait, NOW, session.zone) for wait in waits]
    assert said == ["now", "in 20 s", "in 59 s", "in 1 min", "in 59 min", "14:00", "Wed 24 Jun 9:00"]


# -- mail that asks whose it is --------------------------------------------------------------------------------


@pytest.fixture
def asked(session: Session, acme: int) -> int:
    """A mail of Ann's, who is on two leads; the other one is Borealis'."""
    other = lead_with(session.database, NOW, "Borealis", ANN)
    file_letter(session.database, read_letter(mail("What would it cost?", ANN, ME, NOW - DAY, "2", "Price")), OWN, NOW)
    return other


def chosen(app: HermesApp) -> Question:
    """The question under the cursor."""
    assert isinstance(app.screen, MailScreen)
    line = app.screen.rows.chosen
    assert line is not None
    assert line.question is not None
    return line.question


async def test_a_digit_says_whose_a_mail_is_and_u_asks_again(session: Session, acme: int, asked: int) -> None:
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "ampersand")
        assert "Whose is this?  1" in painted(app)
        await press(pilot, "enter")
        assert "Ann Lee “Price”, whose is it? 1 Acme (Ann Lee) 2 Borealis (Ann Lee)" in says(app)
        await press(pilot, "2")
        assert [row.body for row in messages_of(session.database, asked)] == ["What would it cost?"]
        assert questions(session.database) == []
        await press(pilot, "u")
        assert len(questions(session.database)) == 1


async def test_undo_puts_the_cursor_back_on_the_mail_that_was_answered(session: Session, acme: int, asked: int) -> None:
    for number in range(3):
        words = mail("How much?", ANN, ME, NOW - (2 + number) * DAY, f"m{number}", f"Price {number}")
        file_letter(session.database, read_letter(words), OWN, NOW)
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "ampersand", "j", "n")
        assert chosen(app).subject == "Price 1"
        await press(pilot, "u")
        assert chosen(app).subject == "Price 0"


async def test_mail_of_the_reps_own_is_asked_about_as_what_it_is(session: Session, acme: int, asked: int) -> None:
    file_letter(session.database, read_letter(mail("Hi", ME, ANN, NOW, "o1", "Offer")), OWN, NOW)
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "ampersand")
        assert "to Ann Lee" in painted(app)
        await press(pilot, "enter")
        assert "to Ann Lee “Offer”, whose is it?" in says(app)


async def test_a_stranger_is_added_to_the_lead_that_was_looked_for(session: Session, acme: int, asked: int) -> None:
    cobalt = lead_with(session.database, NOW, "Cobalt", "Cy Poe <cy@cobalt.example>")
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "ampersand", "slash", *"cobalt", "enter")
        assert "who wrote it? y Ann Lee is new there: add n no person 1 is Cy Poe" in says(app)
        await press(pilot, "y")
        assert [person.name for person in contacts(session.database, cobalt)] == ["Ann Lee", "Cy Poe"]
        assert len(messages_of(session.database, cobalt)) == 1


async def test_a_mail_begins_a_new_lead_or_is_nobodys(session: Session, acme: int, asked: int) -> None:
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "ampersand", "c", "enter")
        made = session.database.value("SELECT MAX(id) FROM lead")
        assert detail(session.database, made).title == "Price"
        assert len(messages_of(session.database, made)) == 1
        await press(pilot, "u", "n")
        assert questions(session.database) == []
        assert session.database.value("SELECT COUNT(*) FROM message WHERE direction = 'in'") == 0


# -- reading the mailboxes -------------------------------------------------------------------------------------


@pytest.fixture
def postbox(tmp_path: Path, session: Session) -> Postbox:
    found = Postbox(tmp_path / "Mail")
    session.settings = session.settings._replace(mail={"home": str(found.folder)})
    return found


async def until(pilot: Pilot[int | None], true: Callable[[], bool]) -> None:
    """What a thread does is there when it is."""
    for _ in range(200):
        await pilot.pause(0.02)
        if true():
            return
    raise AssertionError("it never came")


async def test_a_key_reads_the_mailboxes_and_says_what_became_of_each_mail(
    session: Session, acme: int, postbox: Postbox
) -> None:  # fmt: skip
    postbox.drop(mail("What would it cost?", ANN, ME, NOW - DAY, "2"))
    postbox.drop(mail("Win a prize", "Spam <spam@else.example>", ME, NOW - DAY, "3"))
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "at")
        await until(pilot, lambda: "read," in says(app))
        assert "2 read, 1 reply, 0 bounces, 0 auto-replies, 1 not ours, 0 unreadable" in says(app)
        assert "replied 1d ago, unanswered" in painted(app)
        await press(pilot, "j", "at")
        await until(pilot, lambda: "0 read" in says(app))
        await press(pilot, "colon", *"sync", "space", *"again", "enter")
        await until(pilot, lambda: "2 read" in says(app))
        assert "1 on file already" in says(app)


async def test_who_is_away_is_waited_for_by_one_key(session: Session, acme: int, postbox: Postbox) -> None:
    away = mail(
        "I am out of the office and back on 3 December 2026.",
        ANN,
        ME,
        NOW - DAY,
        "2",
        "Out of office",
        Auto_Submitted="auto-replied",
    )
    postbox.drop(away)
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "at")
        await until(pilot, lambda: "Ann Lee is back Thu 3 Dec, s b waits" in says(app))
        await press(pilot, "s")
        assert "b back Thu 3 Dec" in says(app)
        await press(pilot, "b")
        until_then = session.database.value("SELECT snoozed_until FROM lead WHERE id = ?", (acme,))
        assert until_then == NOW - 9 * 3_600_000 + 164 * DAY
        assert "snoozed until Thu 3 Dec" in says(app)


async def test_who_is_away_on_another_lead_is_named_with_the_lead(
    session: Session, acme: int, postbox: Postbox, now: int
) -> None:
    lead_with(session.database, now, "Beta", "Carl Cox <carl@beta.example>")
    lead_with(session.database, now, "Gamma", "Gus Fox <gus@gamma.example>")
    for number, sender in enumerate(("Gus Fox <gus@gamma.example>", "Carl Cox <carl@beta.example>")):
        words = "I am out of the office and back on 3 December 2026."
        postbox.drop(mail(words, sender, ME, NOW - number, f"{number}", "Out of office", Auto_Submitted="auto-replied"))
    app = HermesApp(session)
    async with app.run_test(size=(140, 40)) as pilot:
        assert app.here.targets() == [acme]
        await press(pilot, "at")
        await until(pilot, lambda: "Carl Cox of Beta is back Thu 3 Dec, s b there waits; 1 more is away" in says(app))


async def test_reading_goes_on_behind_the_keys_and_stops_by_the_same_key(
    session: Session, acme: int, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    begun, go_on = Event(), Event()

    def slow_sync(
        *_args: object, progress: Callable[[int, int], None], cancelled: Callable[[], bool], **_also: object
    ) -> SyncReckoning:  # fmt: skip
        progress(1_200, 50_000)
        begun.set()
        go_on.wait(10)
        return SyncReckoning(1_200, 0, 0, 0, 1_200, 0, stopped=cancelled())

    monkeypatch.setattr("hermes_tui.actions.mail_sync.sync", slow_sync)
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "at")
        await until(pilot, lambda: "reading mail" in says(app))
        assert "2% reading mail @ stops" in says(app)
        await press(pilot, "t", "c")
        assert session.database.value("SELECT COUNT(*) FROM touch") == 1
        await press(pilot, "at")
        assert "Stopping" in says(app)
        go_on.set()
        await until(pilot, lambda: "(stopped)" in says(app))
        await press(pilot, "j")
        assert "touch" in says(app)


async def test_without_a_mailbox_the_command_that_names_one_is_said(session: Session) -> None:
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "at")
        assert "hermes config set mail.home" in " ".join(str(notice.message) for notice in app._notifications)


async def test_a_mailbox_that_is_not_there_is_said_in_a_sentence(session: Session, postbox: Postbox) -> None:
    session.settings = session.settings._replace(mail={"home": "/nowhere/Mail"})
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "at")
        await until(pilot, lambda: any("/nowhere/Mail" in str(notice.message) for notice in app._notifications))


async def test_words_that_look_like_markup_are_shown_as_they_are(session: Session, now: int) -> None:
    lead_id = lead_with(session.database, now, HOSTILE, "x <x@y.example>")
    write(session, lead_id, HOSTILE)
    app = HermesApp(session)
    async with app.run_test(size=(200, 40)) as pilot:
        await press(pilot, "ampersand")
        assert painted(app).count("[@click") >= 1
        await press(pilot, "o")
        assert isinstance(app.screen, LeadScreen)


async def test_the_seconds_run_down_while_one_looks(
    session: Session, acme: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hermes_tui.screens.mail import screen

    monkeypatch.setattr(screen, "TICK_SECONDS", 0.05)
    write(session, acme, send_at=NOW + 20_000)
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "ampersand")
        assert "in 20 s" in painted(app)
        monkeypatch.setenv("HERMES_NOW", "2026-06-22T09:00:05Z")
        await until(pilot, lambda: "in 15 s" in painted(app))
        assert outbox.counts(session.database).outbox == 1


@pytest.mark.parametrize(("size", "shown"), [((120, 40), True), ((80, 24), False)])
async def test_all_of_the_mail_under_the_cursor_stands_below_the_list_where_there_is_room(
    session: Session, acme: int, size: tuple[int, int], shown: bool
) -> None:
    write(session, acme, f"First line\n{HOSTILE}\nlast words")
    app = HermesApp(session)
    async with app.run_test(size=size) as pilot:
        await press(pilot, "&")
        pane = app.screen.query_one("#whole")
        assert pane.display is shown
        if shown:
            said = "\n".join(strip.text for strip in (pane.render_line(y) for y in range(pane.size.height)))
            assert "Ann Lee" in said
            assert HOSTILE in said
            assert "last words" in said
