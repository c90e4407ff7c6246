"""A rep reviews what goes out next: one key lets it go, and nothing half-written ever does."""

from __future__ import annotations

from pathlib import Path
from threading import Event
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hermes_tui import keymap
from hermes_tui.actions.contacts import add_contact
from hermes_tui.actions.drafting import save_draft
from hermes_tui.actions.leads import add_lead
from hermes_tui.actions.stages import move
from hermes_tui.actions.templates import add_template
from hermes_tui.actions.touches import log_touch
from hermes_tui.app import HermesApp
from hermes_tui.config import Settings
from hermes_tui.screens import outbox_work
from hermes_tui.screens.letter import template_choice
from hermes_tui.screens.letter.making import draft_for
from hermes_tui.screens.letter.screen import LetterScreen
from hermes_tui.screens.letter.template_choice import TemplateChoice
from hermes_tui.screens.letter.text import Written, as_text, from_text
from hermes_tui.screens.queue import QueueScreen
from hermes_tui.session import Session
from storage.database import Database
from storage.queries import outbox
from storage.queries.messages import MessageRow, message, messages_of
from tests.actions.mailroom import FakeWay
from tests.screens.hands import painted, press, says, worked

NOW = 1_782_118_800_000
DAY = 86_400_000
HOSTILE = "[/] [b]x[/b] 漢字 [@click=app.quit]y"


@pytest.fixture
def session(database: Database) -> Session:
    return Session(database, Settings(name="Rita Rep", email="rita@rep.example", send_by="smtp", send_delay=30))


@pytest.fixture(autouse=True)
def _template(session: Session, now: int) -> None:
    text = {
        "name": "First",
        "kind": "INITIAL_OUTREACH",
        "subject": "For {{ lead.company }}",
        "body": "Hi {{ contact.first_name }},\n\nshall we talk?",
    }
    add_template(session.database, text, now - DAY)


@pytest.fixture
def leads(session: Session, now: int) -> list[int]:
    """Three stale leads that nobody wrote to yet, each with a person; the oldest stands first in the queue."""
    people = (
        ("Acme", "Ann Lee", "ann@acme.example"),
        ("Borealis", "Bob Ray", "bob@borealis.example"),
        ("Cobalt", "Cy Poe", "cy@cobalt.example"),
    )
    return [_lead(session, *person, now - (40 - n) * DAY) for n, person in enumerate(people)]


def _lead(session: Session, company: str, name: str, email: str, at: int) -> int:
    typed = {"title": "ERP rollout", "company": company, "stage": "qualified"}
    lead_id = add_lead(session.database, typed, NOW, session.today(), at=at).made
    person = {"name": name, **({"email": email} if email else {})}
    add_contact(session.database, lead_id, person, NOW, session.today())
    return lead_id


def letter(app: HermesApp) -> LetterScreen:
    assert isinstance(app.screen, LetterScreen)
    return app.screen


def waiting(session: Session) -> list[MessageRow]:
    return outbox.outbox(session.database)


# -- two keys a lead ---------------------------------------------------------------------------------------


async def test_r_y_puts_the_follow_up_into_the_outbox_and_the_queue_goes_on(session: Session, leads: list[int]) -> None:
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "r")
        shown = painted(app)
        for words in (
            "Acme: ERP rollout",
            "Ann Lee  ann@acme.example",
            "30 s in the outbox, then smtp",
            "First",
            "For Acme",
            "Hi Ann,",
        ):
            assert words in shown
        await press(pilot, "y")
        assert isinstance(app.screen, QueueScreen)
        assert app.screen.targets() == [leads[1]]
        assert "→ mail goes out" in painted(app).split("\n")[4]
        assert says(app) == "Acme: mail to Ann Lee leaves in 30 s. u undo"
        assert [(row.lead_id, row.subject, row.send_at) for row in waiting(session)] == [
            (leads[0], "For Acme", NOW + 30_000)
        ]
        await press(pilot, "r", "y", "u")
        assert [row.lead_id for row in waiting(session)] == [leads[0]]
        await press(pilot, "u")
        assert waiting(session) == []


async def test_a_second_r_on_a_lead_whose_mail_waits_says_so_and_writes_no_other(
    session: Session, leads: list[int]
) -> None:
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "r", "y", "k", "r")
        assert isinstance(app.screen, QueueScreen)
        assert "Acme: mail to Ann Lee goes out in 30 s already; & shows it." in _notices(app)
        assert len(waiting(session)) == 1


async def test_gaps_are_marked_and_named_and_y_does_not_send(session: Session, gappy: int) -> None:
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "R", "2")
        assert "Until ‹proposal.expires›, ‹contact.role›" in painted(app)
        assert "2 gaps: proposal.expires, contact.role" in painted(app)
        await press(pilot, "y")
        assert "Not sent, 2 gaps: proposal.expires, contact.role; e fills them in" in says(app)
        assert waiting(session) == []
        await press(pilot, "e")
        letter(app).editor.text = "Subject: So\n\nUntil Friday, ‹CTO› she said"
        await press(pilot, "escape", "y")
        assert [(row.subject, row.body) for row in waiting(session)] == [("So", "Until Friday, ‹CTO› she said")]


@pytest.fixture
def gappy(session: Session, now: int) -> int:
    """A lead, and a second template that asks for what nobody knows."""
    text = {"name": "Odd", "kind": "CUSTOM", "subject": "x", "body": "Until {{ proposal.expires }}, {{ contact.role }}"}
    add_template(session.database, text, now - DAY)
    return _lead(session, "Acme", "Ann Lee", "ann@acme.example", now - 40 * DAY)


async def test_no_address_and_one_that_came_back_are_seen_before_and_refused_after(session: Session, now: int) -> None:
    first = _lead(session, "Acme", "Ann Lee", "", now - 40 * DAY)
    second = _lead(session, "Borealis", "Bob Ray", "bob@borealis.example", now - 39 * DAY)
    with session.database.transaction() as connection:
        connection.execute("UPDATE contact SET bounced_at = ? WHERE lead_id = ?", (now - DAY, second))
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "r")
        assert "Ann Lee  no address" in painted(app)
        await press(pilot, "y")
        assert "Ann Lee has no e-mail address; the mail was not sent" in says(app)
        await press(pilot, "q", "j", "r")
        assert "bob@borealis.example  ! mail to this address came back" in painted(app)
        await press(pilot, "y")
        assert "Mail to bob@borealis.example came back" in says(app)
        assert waiting(session) == []
        assert messages_of(session.database, first) == []


async def test_an_owed_reply_is_answered_in_ones_own_words_with_theirs_below(
    session: Session, leads: list[int]
) -> None:
    log_touch(
        session.database, [leads[1]], "email", NOW, inbound=True, text="What would it cost per year?", at=NOW - DAY
    )
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "r")
        shown = painted(app)
        assert "Borealis: ERP rollout" in shown
        assert "none, your own words" in shown
        assert "> What would it cost per year?" in shown
        assert "Not a word of yours stands in it yet" in shown
        await press(pilot, "y")
        assert "has no word of yours in it yet" in says(app)
        assert waiting(session) == []


async def test_a_draft_begun_before_says_so_and_gives_way_to_the_answer_that_is_owed_since(
    session: Session, leads: list[int]
) -> None:
    made = save_draft(session.database, draft_for(session, leads[0]), NOW - DAY).made
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "r")
        assert "A draft of 21 Jun; R begins anew." in painted(app)
        await press(pilot, "q")
        log_touch(
            session.database, [leads[0]], "email", NOW, inbound=True, text="What would it cost?", at=NOW - 3_600_000
        )
        await press(pilot, "r")
        assert "> What would it cost?" in painted(app)
        assert "A draft of" not in painted(app)
    assert message(session.database, made).status == "DRAFT"


async def test_the_command_names_the_template(session: Session, gappy: int) -> None:
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "colon", *"write odd", "enter")
        assert "Until ‹proposal.expires›" in painted(app)
        await press(pilot, "q", "colon", *"write nosuch", "enter")
        assert "There is no template “nosuch”" in str(app.here.strip._wrong.content)


# -- a walk through those marked -----------------------------------------------------------------------------


async def test_marks_are_walked_one_by_one_and_undo_walks_back(session: Session, leads: list[int]) -> None:
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "V", "r")
        assert painted(app).split("\n")[1].endswith("1 of 3")
        await press(pilot, "y")
        assert "2 of 3" in painted(app)
        assert "Borealis: ERP rollout" in painted(app)
        await press(pilot, "u")
        assert "1 of 3" in painted(app)
        assert waiting(session) == []
        await press(pilot, "y", "n", "y")
        assert isinstance(app.screen, QueueScreen)
        assert "2 leads written to; the last, Cobalt: mail to Cy Poe leaves in 30 s" in says(app)
        assert [row.lead_id for row in waiting(session)] == [leads[0], leads[2]]
        assert app.screen.rows.mark_count == 0


async def test_a_capital_y_takes_all_the_rest_but_what_cannot_go_stays(
    session: Session, leads: list[int], now: int
) -> None:
    bare = _lead(session, "Dune", "Di Fox", "", now - 45 * DAY)
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "V", "r", "Y")
        assert sorted(row.lead_id for row in waiting(session)) == leads
        assert "Dune: ERP rollout" in painted(app)
        assert "1 message cannot go out as written" in says(app)
        await press(pilot, "n", "u")
        assert waiting(session) == []
        assert messages_of(session.database, bare) == []


async def test_what_is_done_again_waits_again_and_the_same_letter_is_not_in_hand_twice(
    session: Session, leads: list[int]
) -> None:
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "V", "r", "y", "u", "ctrl+r")
        assert "2 of 3" in painted(app)
        assert "Redone" in says(app)
        await press(pilot, "u", "y", "u", "ctrl+r", "y", "y")
        assert isinstance(app.screen, QueueScreen)
        assert [row.lead_id for row in waiting(session)] == leads
        assert "3 leads written to" in says(app)


async def test_a_bundle_taken_back_is_in_the_walk_again(session: Session, leads: list[int], now: int) -> None:
    bare = _lead(session, "Dune", "Di Fox", "", now - 45 * DAY)
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "V", "r", "Y", "u")
        assert "1 of 4" in painted(app)
        assert "Mail 4" not in painted(app)
        await press(pilot, "n", "n", "n", "n")
        assert isinstance(app.screen, QueueScreen)
        assert "written to" not in says(app)
        assert messages_of(session.database, bare) == []


async def test_who_was_passed_over_is_told_in_the_end(session: Session, leads: list[int]) -> None:
    app = HermesApp(session)
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await press(pilot, "r", "y", "V", "r", "y", "y")
        assert isinstance(app.screen, QueueScreen)
        assert "goes out in 30 s already" in _notices(app)


async def test_many_marked_go_in_bundles_that_can_be_taken_back(
    session: Session, leads: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hermes_tui.screens.letter.screen.MOST_AT_ONCE", 2)
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "V", "r", "Y")
        assert [row.lead_id for row in waiting(session)] == leads[:2]
        assert "2 leads: 2 mails leave in 30 s. Y takes the next of 1" in says(app)
        await press(pilot, "Y")
        assert isinstance(app.screen, QueueScreen)
        assert len(waiting(session)) == 3


# -- changing it ---------------------------------------------------------------------------------------------


async def test_what_was_typed_is_there_again_after_the_terminal_went(session: Session, leads: list[int]) -> None:
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "r", "e", *"Dear Ann! ", "escape", "q")
        assert isinstance(app.screen, QueueScreen)
    again = HermesApp(session)
    async with again.run_test(size=(120, 40)) as pilot:
        await press(pilot, "r")
        assert "Dear Ann! Hi Ann," in painted(again)
        assert "Here is what was typed the last time and not sent; n drops it." in painted(again)
        await press(pilot, "n", "k", "r")
        assert "Dear Ann!" not in painted(again)


async def test_edited_words_are_a_draft_before_they_wait_so_that_undo_keeps_them(
    session: Session, leads: list[int]
) -> None:
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "r", "e", *"Dear Ann! ", "ctrl+s", "y", "u")
        assert waiting(session) == []
        kept = outbox.drafts(session.database)
        assert [row.body for row in kept] == ["Dear Ann! Hi Ann,\n\nshall we talk?"]
        await press(pilot, "r")
        assert "Dear Ann! Hi Ann," in painted(app)
        await press(pilot, "y")
        assert [row.id for row in waiting(session)] == [kept[0].id]


async def test_the_reps_own_editor_writes_subject_and_body(
    session: Session, leads: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def written(_app: object, file: Path) -> str:
        assert file.read_text() == "Subject: For Acme\n\nHi Ann,\n\nshall we talk?"
        return "Subject: Better\n\nDear Ann"

    monkeypatch.setattr("hermes_tui.screens.lead_editor.written_in_editor", written)
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "r", "E", "y")
        assert [(row.subject, row.body) for row in waiting(session)] == [("Better", "Dear Ann")]


async def test_a_template_is_chosen_by_its_digit_and_own_words_by_0(session: Session, gappy: int) -> None:
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "R")
        assert isinstance(app.screen, TemplateChoice)
        shown = painted(app)
        assert shown.index("First") < shown.index("Odd") < shown.index("your own words")
        assert "first message; not sent yet" in shown
        await press(pilot, "0")
        assert "Nothing is written yet" in painted(app)
        await press(pilot, "R", "1")
        assert "For Acme" in painted(app)
        await press(pilot, "R", "q", "q")
        assert isinstance(app.screen, QueueScreen)


async def test_among_many_messages_the_choice_is_counted_behind_the_screen_and_a_digit_is_not_lost(
    session: Session, gappy: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(template_choice, "READ_AT_ONCE", -1)
    allowed, count = Event(), template_choice.offers

    def slowly(*given: Any) -> Any:
        allowed.wait(10)
        return count(*given)

    monkeypatch.setattr(template_choice, "offers", slowly)
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("R")
        await pilot.pause()
        assert "Counting how each fares…" in painted(app)
        await pilot.press("1")
        assert isinstance(app.screen, TemplateChoice)
        allowed.set()
        await worked(app)
        await pilot.pause()
        assert "For Acme" in painted(app)


async def test_the_choice_says_why_none_is_urged(session: Session, leads: list[int]) -> None:
    begun = NOW - 40 * DAY
    move(session.database, leads[:1], "CONTACTED", NOW, at=begun)
    for hour in (1, 2, 3):
        log_touch(session.database, leads[:1], "email", NOW, at=begun + hour * DAY // 24)
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "R")
        assert "2 follow-ups unanswered is enough: snooze it, call, or lose it" in painted(app)


async def test_tab_writes_to_another_person_and_keeps_what_was_typed(session: Session, leads: list[int]) -> None:
    add_contact(session.database, leads[0], {"name": "Zoe Fry", "email": "zoe@acme.example"}, NOW, session.today())
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "r", "tab")
        assert "Zoe Fry  zoe@acme.example" in painted(app)
        assert "Hi Zoe," in painted(app)
        await press(pilot, "e", *"PS ", "escape", "tab")
        assert "Ann Lee  ann@acme.example" in painted(app)
        assert "PS Hi Zoe," in painted(app)


async def test_p_lets_it_go_on_a_morning_to_come(session: Session, leads: list[int]) -> None:
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "r", "p", "2")
        assert [row.send_at for row in waiting(session)] == [NOW + 2 * DAY - 3_600_000]  # 8:00 of the day, in UTC
        await press(pilot, "k", "r")
        assert "goes out Wed 24 Jun 8:00 already" in _notices(app)
        await press(pilot, "j", "r", "p", "slash", *"fri", "enter")
        assert [row.send_at for row in waiting(session)][1] == NOW + 4 * DAY - 3_600_000


async def test_words_that_look_like_markup_are_shown_as_they_are(session: Session, now: int) -> None:
    _lead(session, HOSTILE, HOSTILE, "x@y.example", now - 40 * DAY)
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "r")
        assert HOSTILE in painted(app)
        assert f"For {HOSTILE}" in painted(app)


# -- by the rep's own program ---------------------------------------------------------------------------------


async def test_without_a_way_out_the_words_are_copied_and_a_key_says_that_they_were_sent(
    session: Session, leads: list[int]
) -> None:
    session.settings = session.settings._replace(send_by="")
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "r")
        assert "copied for you to paste" in painted(app)
        await press(pilot, "y")
        assert app.clipboard == "Hi Ann,\n\nshall we talk?"
        assert "sent? y yes n not yet" in says(app)
        await press(pilot, "y")
        (row,) = messages_of(session.database, leads[0])
        assert (row.status, row.way) == ("SENT", "clipboard")
        assert "mail to Ann Lee sent → Contacted" in says(app)
        await press(pilot, "u")
        assert [row.is_handed_over for row in messages_of(session.database, leads[0])] == [True]


async def test_not_yet_leaves_it_among_what_was_handed_over(
    session: Session, leads: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(HermesApp, "open_url", lambda _app, url, **_: opened.append(url))
    session.settings = session.settings._replace(send_by="mailto")
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "r", "y", "n")
        assert opened[0].startswith("mailto:ann@acme.example?subject=For%20Acme")
        assert isinstance(app.screen, QueueScreen)
        assert [row.lead_id for row in outbox.handed_over(session.database)] == [leads[0]]


async def test_a_draft_for_the_mail_program_says_where_it_is(
    session: Session, leads: list[int], tmp_path: Path
) -> None:
    for part in ("cur", "new", "tmp"):
        (tmp_path / "Drafts" / part).mkdir(parents=True)
    session.settings = session.settings._replace(send_by="maildir", drafts=str(tmp_path / "Drafts"))
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "r", "y")
        assert len(list((tmp_path / "Drafts" / "cur").iterdir())) == 1
        assert "a draft in" in says(app)
        await press(pilot, "y")
        assert messages_of(session.database, leads[0])[0].status == "SENT"


# -- sending in the background --------------------------------------------------------------------------------


async def test_what_is_due_leaves_by_itself_and_the_cursor_stays_with_its_lead(
    session: Session, leads: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    wire = FakeWay("smtp")
    monkeypatch.setattr("hermes_tui.outreach.ways.choosing.way_of", lambda *_args, **_also: wire)
    monkeypatch.setattr(outbox_work, "LOOK_SECONDS", 0.05)
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "r", "y")
        await pilot.pause(0.3)
        assert wire.got == []
        monkeypatch.setenv("HERMES_NOW", "2026-06-22T09:00:31Z")
        for _ in range(100):
            await pilot.pause(0.05)
            if "given to smtp" in says(app):
                break
        assert len(wire.got) == 1
        assert messages_of(session.database, leads[0])[0].status == "SENT"
        assert "Acme: mail to Ann Lee sent, given to smtp" in says(app)
        assert app.here.rows.total == 2
        assert app.here.targets() == [leads[1]]


async def test_an_empty_outbox_is_not_asked_about_again(
    session: Session, leads: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(outbox, "next_due", lambda _database: asked.append(1))
    monkeypatch.setattr(outbox_work, "LOOK_SECONDS", 0.02)
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause(0.5)
        assert len(asked) == 1


# -- words ----------------------------------------------------------------------------------------------------


@given(
    st.text(st.characters(exclude_characters="\n\r", exclude_categories=("Cs", "Cc", "Z"))), st.text(), st.booleans()
)
def test_an_editors_text_is_read_back_as_it_was(subject: str, body: str, with_subject: bool) -> None:
    written = Written(subject if with_subject else "", body)
    assert from_text(as_text(written, with_subject=with_subject), with_subject=with_subject) == written


def test_no_key_means_two_things_here() -> None:
    taken: dict[str, str] = {}
    for scope in LetterScreen.scopes:
        for command in keymap.in_scope(scope):
            for key in command.keys.split(","):
                assert taken.setdefault(key, command.id) == command.id


def _notices(app: HermesApp) -> str:
    return " ".join(str(notice.message) for notice in app._notifications)


@pytest.mark.parametrize("way", ["pretend", "sendmail"])
async def test_in_a_demo_it_is_said_that_nothing_leaves(session: Session, leads: list[int], way: str) -> None:
    with session.database.transaction() as connection:
        connection.execute("INSERT INTO setting VALUES ('demo', '1')")
    session.settings = session.settings._replace(send_by=way)
    app = HermesApp(session)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "r")
        told = {
            "pretend": "30 s in the outbox, then as if sent: in the demo nothing leaves",
            "sendmail": "which stays in the outbox: out of a demo file nothing is sent",
        }
        assert told[way] in painted(app)
