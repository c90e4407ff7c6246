"""Mailboxes are read: all that is new is filed or reckoned with, once, whatever happens meanwhile."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hermes_tui.actions import history, mail_sync
from hermes_tui.actions.mail_reckoning import Box, SyncReckoning
from hermes_tui.actions.mail_sync import sync
from hermes_tui.outreach.reading.maildir import Maildir
from storage import derived, journal, records
from storage.database import Database
from storage.queries.lead import contacts, detail
from storage.queries.mailboxes import mailboxes, questions
from storage.queries.messages import messages_of
from tests.actions.postbox import DAY, ME, OWN, Postbox, bounce, lead_with, mail

NOW = 1_782_118_800_000  # as the fixture `now`

ANN = "Ann Lee <ann@acme.example>"
BOB = "Bob Ray <bob@else.example>"


@pytest.fixture
def home(tmp_path: Path) -> Postbox:
    return Postbox(tmp_path / "home")


@pytest.fixture
def acme(database: Database, now: int) -> int:
    return lead_with(database, now, "Acme", ANN)


def numbers(found: SyncReckoning) -> int:
    return sum(
        (found.replies, found.bounces, found.auto_replies, found.not_ours, found.unreadable, found.yours,
         found.questions, found.known)
    )  # fmt: skip


def a_week(now: int) -> list[bytes]:
    """Mails of every kind, the oldest first: Sam writes, Ann answers, Bob joins from outside, one comes back."""
    away = {"auto_submitted": "auto-replied", "in_reply_to": "<1@x>"}
    return [
        mail("Would you like a demo?", ME, ANN, now - 9 * DAY, "1"),
        mail("I am out of the office, back on 15 June 2026.", ANN, ME, now - 9 * DAY + 60_000, "2",
             "Automatic reply: Hello", **away),
        mail("What would it cost?", ANN, f"{ME}, {BOB}", now - 7 * DAY, "3", "Re: Hello", in_reply_to="<1@x>"),
        mail("And how long?", BOB, ME, now - 6 * DAY, "4", "Re: Hello", in_reply_to="<3@x>", references="<1@x> <3@x>"),
        mail("9,000 and two weeks", ME, ANN, now - 5 * DAY, "5", "Re: Hello", in_reply_to="<3@x>"),
        mail("Another thing", BOB, ME, now - 4 * DAY, "6", "A question"),
        mail("Too dear, sorry?", ANN, ME, now - 3 * DAY, "7", "Re: Hello", references="<1@x> <3@x> <5@x>"),
        mail("Once more", ME, ANN, now - 2 * DAY, "8", "Hello again"),
        bounce("ann@acme.example", now - 2 * DAY + 60_000, "9", of="<8@x>"),
        mail("I am Cleo", "Cleo <cleo@acme.example>", ME, now - DAY, "10"),
        mail("Buy now", "shop@shop.example", ME, now - DAY, "11", list_unsubscribe="<https://shop.example>"),
    ]  # fmt: skip


def state(database: Database) -> dict[str, Any]:
    """What a rep sees of the file after mail was read, without row numbers and the moments of reading."""
    return {
        "messages": database.rows(
            """SELECT lead_id, contact_id, direction, status, automatic, at, rfc_message_id, thread, quote, answered_at,
                      return_on, failure FROM message ORDER BY rfc_message_id"""
        ),
        "leads": database.rows("SELECT stage_id, owed_since, owed_quote, last_in_at, last_out_at, heat FROM lead"),
        "people": database.rows("SELECT name, touch_count, last_in_at, last_out_at, bounced_at FROM contact"),
        "visits": database.rows("SELECT to_stage_id, at, left_at FROM stage_event ORDER BY lead_id, at, to_stage_id"),
        "questions": database.rows("SELECT address, why FROM mail_question ORDER BY address"),
    }


# -- the whole -------------------------------------------------------------------------------------------


def test_a_week_of_mail_is_filed_and_reckoned_with(database: Database, home: Postbox, acme: int, now: int) -> None:
    for content in a_week(now):
        home.drop(content)
    found = sync(database, [home.box], OWN, now)
    assert found.words == (
        "11 read, 4 replies, 1 bounce, 1 auto-reply, 1 not ours, 0 unreadable, 3 of yours, 1 to ask about"
    )
    assert (found.read, numbers(found), found.lead_ids, found.faults) == (11, 11, (acme,), ())
    assert found.said == ("Acme: reply from Bob Ray, whom nobody knows there: `hermes mail ask`",)
    by_id = {row.rfc_message_id: row for row in messages_of(database, acme)}
    ours = ("<1@x>", "<5@x>", "<8@x>")
    assert [by_id[number].status for number in ours] == ["REPLIED", "REPLIED", "BOUNCED"]
    assert by_id["<5@x>"].answered_at == now - 3 * DAY
    assert detail(database, acme).owed_since == now - 3 * DAY  # what came back answers nothing
    assert [line.label for line in journal.history(database, 1)] == [
        "mail: 4 replies, 1 bounce, 1 auto-reply, 3 of yours, 1 to ask about"
    ]


def test_a_second_sync_has_nothing_new_and_reading_again_files_nothing_twice(
    database: Database, home: Postbox, acme: int, now: int
) -> None:
    for content in a_week(now):
        home.drop(content)
    sync(database, [home.box], OWN, now)
    before = state(database)
    second = sync(database, [home.box], OWN, now + 1000)
    assert second.words == "0 read, 0 replies, 0 bounces, 0 auto-replies, 0 not ours, 0 unreadable"
    assert not second.changed
    again = sync(database, [home.box], OWN, now + 2000, again=True)
    assert (again.read, again.known, again.not_ours, again.changed) == (11, 10, 1, False)
    assert state(database) == before
    assert [(row.name, row.kind, row.synced_at) for row in mailboxes(database)] == [("home", "maildir", now + 2000)]


def test_undo_takes_a_batch_back_and_reading_again_files_it_anew(
    database: Database, home: Postbox, acme: int, now: int, all_tables: Callable[[Database], Any]
) -> None:
    before = all_tables(database)
    for content in a_week(now):
        home.drop(content)
    sync(database, [home.box], OWN, now)
    filed = state(database)
    history.undo(database, now)
    assert all_tables(database) == before
    assert sync(database, [home.box], OWN, now).read == 0
    assert sync(database, [home.box], OWN, now, again=True).replies == 4
    assert state(database) == filed


@pytest.fixture
def all_tables() -> Callable[[Database], Any]:
    """Reads every row a rep may undo."""

    def read(database: Database) -> Any:
        tables = ("lead", "contact", "message", "touch", "task", "stage_event", "mail_question")
        return {table: database.rows(f"SELECT * FROM {table} ORDER BY id") for table in tables}

    return read


def test_a_reply_shows_on_the_lead_and_counts_for_the_template_that_earned_it(
    database: Database, home: Postbox, acme: int, now: int
) -> None:
    template = records.insert(database, "template", name="First", created_at=now, updated_at=now)
    ann = contacts(database, acme)[0].id
    ours = records.insert(
        database, "message", lead_id=acme, contact_id=ann, template_id=template, direction="out", status="SENT",
        at=now - 9 * DAY, rfc_message_id="<1@x>", thread="<1@x>", address="ann@acme.example",
        created_at=now, updated_at=now,
    )  # fmt: skip
    home.drop(mail("What would it cost?", ANN, ME, now - 7 * DAY, "3", "Re: Hello", in_reply_to="<1@x>"))
    sync(database, [home.box], OWN, now)
    assert database.row("SELECT status, answered_at FROM message WHERE id = ?", (ours,)) == ("REPLIED", now - 7 * DAY)
    assert database.value("SELECT name FROM stage WHERE id = (SELECT stage_id FROM lead)") == "RESPONDED"
    assert detail(database, acme).owed_quote == "What would it cost?"
    derived.rebuild(database.connection())
    assert database.value("SELECT answered_at FROM message WHERE id = ?", (ours,)) == now - 7 * DAY


# -- order -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def acme_file(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a file with the lead of `acme`."""
    path = tmp_path_factory.mktemp("acme") / "acme.db"
    database = Database.open(path, create=True)
    lead_with(database, NOW, "Acme", ANN)
    database.close()
    return path.read_bytes()


def desk_of(path: Path, content: bytes) -> Database:
    """A rep's file that does not wait for the disk."""
    path.write_bytes(content)
    database = Database.open(path)
    database.connection().execute("PRAGMA synchronous = OFF")
    return database


@settings(max_examples=15)
@given(data=st.data())
def test_whatever_the_order_and_in_whatever_mailboxes_the_end_is_the_same(
    tmp_path_factory: pytest.TempPathFactory, acme_file: bytes, data: st.DataObject
) -> None:
    folder, now = tmp_path_factory.mktemp("order"), NOW
    mails = a_week(now)
    order = data.draw(st.permutations(range(len(mails))))
    boxes = [Postbox(folder / name, name) for name in ("inbox", "sent")]
    straight = Postbox(folder / "straight", "straight")
    for number in order:
        boxes[data.draw(st.integers(0, 1))].drop(mails[number])
    for content in mails:
        straight.drop(content)
    ends = []
    for name, read in (("one", [straight]), ("other", boxes)):
        database = desk_of(folder / f"{name}.db", acme_file)
        assert sync(database, [each.box for each in read], OWN, now).read == len(mails)
        ends.append(state(database))
        database.close()
    shutil.rmtree(folder)
    assert ends[1] == ends[0]


@settings(max_examples=15)
@given(data=st.data())
def test_mail_of_known_people_may_come_in_any_number_of_syncs_in_any_order(
    tmp_path_factory: pytest.TempPathFactory, acme_file: bytes, data: st.DataObject
) -> None:
    """Only who nobody knows yet has to come after the mail that makes them known."""
    folder, now = tmp_path_factory.mktemp("syncs"), NOW
    mails = [content for number, content in enumerate(a_week(now), 1) if number not in (4, 6)]  # Bob's
    order = data.draw(st.permutations(range(len(mails))))
    box = Postbox(folder / "box", "box")
    straight = Postbox(folder / "straight", "straight")
    databases = [desk_of(folder / f"{name}.db", acme_file) for name in ("one", "other")]
    for content in mails:
        straight.drop(content)
    sync(databases[0], [straight.box], OWN, now)
    for number in order:
        box.drop(mails[number])
        if data.draw(st.booleans()):
            sync(databases[1], [box.box], OWN, now)
    sync(databases[1], [box.box], OWN, now)
    ends = [state(database) for database in databases]
    for database in databases:
        database.close()
    shutil.rmtree(folder)
    assert ends[1] == ends[0]


def test_a_strangers_answer_that_is_read_before_the_reply_it_answers_is_in_our_thread(
    database: Database, home: Postbox, acme: int, now: int
) -> None:
    mails = a_week(now)
    for number in (5, 3, 2, 0):  # Bob's new mail, Bob's answer to Ann's, Ann's answer to ours, ours
        home.drop(mails[number])
    found = sync(database, [home.box], OWN, now)
    assert (found.replies, found.yours, found.not_ours) == (3, 1, 0)


def test_what_lies_in_two_folders_is_filed_once(
    database: Database, home: Postbox, acme: int, tmp_path: Path, now: int
) -> None:
    archive = Postbox(tmp_path / "archive", "archive")
    for content in a_week(now):
        home.drop(content)
        archive.drop(content)
    found = sync(database, [home.box, archive.box], OWN, now)
    assert (found.read, numbers(found), found.replies, found.known) == (22, 22, 4, 10)
    assert database.value("SELECT COUNT(*) FROM message") == 9


# -- what goes wrong -------------------------------------------------------------------------------------


def test_what_cannot_be_read_is_told_and_tried_again_and_the_rest_is_filed(
    database: Database, home: Postbox, acme: int, now: int
) -> None:
    torn = home.drop(b"")
    home.drop(mail("Hello?", ANN, ME, now - DAY, "1"))
    first = sync(database, [home.box], OWN, now)
    assert (first.read, first.replies, first.unreadable, numbers(first)) == (2, 1, 1, 2)
    assert first.faults[0].startswith("home: ")
    assert sync(database, [home.box], OWN, now).unreadable == 1
    torn.write_bytes(mail("And now?", ANN, ME, now, "2"))
    assert sync(database, [home.box], OWN, now).replies == 1


def test_what_will_never_be_readable_is_told_once_and_not_at_every_sync(
    database: Database, home: Postbox, acme: int, now: int
) -> None:
    nested = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (depth, depth) for depth in range(2_000)
    )
    home.drop(f"From: {ANN}\nTo: {ME}\nMessage-ID: <deep@x>\nMIME-Version: 1.0\n".encode() + nested)
    first = sync(database, [home.box], OWN, now)
    assert (first.read, first.unreadable, numbers(first), len(first.faults)) == (1, 1, 1, 1)
    assert sync(database, [home.box], OWN, now).read == 0


def test_a_mailbox_that_is_gone_is_one_sentence_and_the_others_are_read(
    database: Database, home: Postbox, acme: int, tmp_path: Path, now: int
) -> None:
    home.drop(mail("Hello?", ANN, ME, now - DAY, "1"))
    gone = Box("work", "maildir", str(tmp_path / "gone"), Maildir("work", tmp_path / "gone"))
    found = sync(database, [gone, home.box], OWN, now)
    assert (found.replies, found.unreadable, found.troubled) == (1, 0, 1)
    assert len(found.faults) == 1
    assert found.faults[0].startswith("work: There is no mailbox at")


def test_a_mailbox_that_vanishes_while_it_is_read_loses_nothing(
    database: Database, home: Postbox, acme: int, tmp_path: Path, now: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for content in a_week(now):
        home.drop(content)
    away = tmp_path / "elsewhere"

    def unplugged(*given: Any) -> Any:
        home.folder.rename(away)
        monkeypatch.undo()
        return mail_sync._Sync._letters(*given)

    monkeypatch.setattr(mail_sync._Sync, "_letters", unplugged)
    found = sync(database, [home.box], OWN, now)
    assert (found.replies, found.troubled, len(found.faults)) == (0, 1, 1)
    away.rename(home.folder)
    assert sync(database, [home.box], OWN, now).replies == 4


@pytest.mark.parametrize("fatal", range(4))
def test_a_sync_that_is_killed_files_the_rest_the_next_time_and_nothing_twice(
    database: Database, home: Postbox, acme: int, now: int, monkeypatch: pytest.MonkeyPatch, fatal: int
) -> None:
    for content in a_week(now):
        home.drop(content)
    monkeypatch.setattr(mail_sync, "BATCH", 3)
    met = iter(range(100))

    def killed(*given: Any) -> None:
        if next(met) == fatal:
            raise KeyboardInterrupt
        return whole(*given)

    whole = mail_sync.boxes_on_file.mark_seen
    monkeypatch.setattr(mail_sync.boxes_on_file, "mark_seen", killed)
    with pytest.raises(KeyboardInterrupt):
        sync(database, [home.box], OWN, now)
    database.close_thread()
    monkeypatch.setattr(mail_sync.boxes_on_file, "mark_seen", whole)
    sync(database, [home.box], OWN, now)
    assert database.value("SELECT COUNT(*) FROM message") == 9
    assert len(questions(database)) == 2
    assert sync(database, [home.box], OWN, now).read == 0


def test_a_sync_can_be_stopped_and_goes_on_where_it_was(
    database: Database, home: Postbox, acme: int, now: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail_sync, "_TOLD_EVERY", 1)
    monkeypatch.setattr(mail_sync, "WINDOW", 4)
    for content in a_week(now):
        home.drop(content)
    told: list[tuple[int, int | None]] = []
    first = sync(
        database, [home.box], OWN, now, progress=lambda *done: told.append(done), cancelled=lambda: len(told) >= 6
    )
    assert first.stopped
    assert first.read == numbers(first) < 11
    assert told[-1] == (6, 11)
    rest = sync(database, [home.box], OWN, now, progress=lambda *done: told.append(done))
    assert first.read + rest.read == 11
    assert told[-1][0] == told[-1][1]
    assert database.value("SELECT COUNT(*) FROM message") == 9


def test_an_empty_mailbox_and_an_empty_file_are_reckoned_with_too(database: Database, home: Postbox, now: int) -> None:
    assert sync(database, [home.box], OWN, now).words.startswith("0 read")
    home.drop(mail("Hello?", ANN, ME, now - DAY, "1"))
    assert sync(database, [home.box], frozenset(), now).not_ours == 1


# -- real mail -------------------------------------------------------------------------------------------


def test_the_mail_of_notmuch_is_read_whole_and_once(database: Database, shared_data: Path, now: int) -> None:
    folder = shared_data / "mail" / "notmuch_default"
    box = Box("notmuch", "maildir", str(folder), Maildir("notmuch", folder))
    lead = lead_with(database, now, "Notmuch", "Keith Packard <keithp@keithp.com>", "Lars K <lars@seas.harvard.edu>")
    found = sync(database, [box], frozenset({"cworth@cworth.org"}), now)
    assert (found.read, numbers(found), found.unreadable, found.faults) == (53, 53, 0, ())
    # All of it went over the list, and so answers nobody, but for what answers a mail of the rep's.
    assert {row.direction for row in messages_of(database, lead)} <= {"in", "out"}
    assert found.not_ours + found.replies + found.yours + found.known == 53
    filed = state(database)
    second = sync(database, [box], frozenset({"cworth@cworth.org"}), now)
    assert second.words == "0 read, 0 replies, 0 bounces, 0 auto-replies, 0 not ours, 0 unreadable"
    assert state(database) == filed
