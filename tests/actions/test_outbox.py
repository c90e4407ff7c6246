"""A rep sends: after a delay in which undo takes it back, once, and never twice whatever goes wrong."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hermes_tui.actions import history
from hermes_tui.actions.drafting import drop, edit_draft, save_draft
from hermes_tui.actions.leads import delete_leads
from hermes_tui.actions.outbox import (
    hand_over,
    look_for_lost,
    mark,
    postpone,
    schedule,
    schedule_all,
    send_due,
    settle,
    state_words,
    unschedule,
)
from hermes_tui.actions.stages import move
from hermes_tui.actions.touches import log_touch
from hermes_tui.outreach.ways.faults import SendInDoubt, SendRefused
from hermes_tui.outreach.ways.pretended import Pretended
from storage import claims, records, snapshots
from storage.database import PRAGMAS, Database
from storage.errors import HermesError, UndoRefused, UsageError
from storage.queries import outbox as waiting
from storage.queries.stages import stages
from storage.senders import if_nobody_sends, sending
from tests.actions.mailroom import DAY, ME, NOW, SECOND, FakeWay, Mailroom


@pytest.fixture(autouse=True, scope="module")
def unsynced() -> Iterator[None]:
    """Power cuts are storage's to test; here thousands of commits need not each wait for the disk."""
    with pytest.MonkeyPatch.context() as patch:
        eager = tuple(("synchronous", "OFF", 0) if row[0] == "synchronous" else row for row in PRAGMAS)
        patch.setattr("storage.database.PRAGMAS", eager)
        yield


@pytest.fixture
def room(database: Database) -> Mailroom:
    return Mailroom(database)


# -- the outbox --------------------------------------------------------------------------------------------


def test_a_mail_waits_its_time_and_then_leaves(room: Mailroom) -> None:
    outcome = schedule(room.database, room.letter("Hi"), NOW + 30 * SECOND, NOW)
    assert outcome.words == "Acme: mail to Ann Lee leaves in 30 s"
    early = room.send(29 * SECOND)
    assert (early.sent, early.waiting, room.way.got) == (0, 1, [])
    done = room.send(1 * SECOND)
    assert (done.words, done.lines[0].fate, done.lines[0].words) == ("1 sent", "sent", "given to fake")
    row = room.row(outcome.made)
    assert (row.status, row.at, row.way, row.claimed_at) == ("SENT", NOW + 30 * SECOND, "fake", None)
    letter = room.way.got[0]
    assert (letter.message_id, letter.body, letter.from_address) == (row.rfc_message_id, "Hi", "rep@north.example")
    assert row.thread == row.rfc_message_id
    assert room.send(DAY).words == "0 sent"
    assert len(room.way.got) == 1


def test_a_mail_that_left_is_a_touch(room: Mailroom) -> None:
    room.sent()
    row = room.database.row("SELECT last_touch_at, unanswered_out FROM lead WHERE id = ?", (room.lead,))
    assert row == (NOW + 30 * SECOND, 1)
    assert room.one("SELECT touch_count FROM contact WHERE id = ?", room.ann) == 1


def test_undo_before_its_time_takes_a_mail_back_wholly(room: Mailroom) -> None:
    room.schedule()
    history.undo(room.database, NOW)
    assert room.send(DAY).words == "0 sent"
    assert room.one("SELECT COUNT(*) FROM message") == 0
    history.redo(room.database, room.now)
    assert room.send().sent == 1


def test_what_comes_back_into_the_outbox_after_its_time_can_be_taken_back_again(room: Mailroom) -> None:
    number = room.schedule()
    history.undo(room.database, room.now)
    room.now += DAY
    history.redo(room.database, room.now)
    assert room.send(29 * SECOND).sent == 0, "it waits its 30 seconds anew"
    unschedule(room.database, number, room.now)
    room.now += DAY
    history.undo(room.database, room.now)
    assert room.send(29 * SECOND).sent == 0
    history.undo(room.database, room.now)
    assert room.database.rows("SELECT id FROM message") == []
    history.redo(room.database, room.now)
    history.redo(room.database, room.now)
    assert room.row(number).status == "DRAFT"
    history.undo(room.database, room.now)
    assert room.send(60 * SECOND).sent == 1


def test_what_was_put_off_for_days_does_not_wait_for_days_again(room: Mailroom) -> None:
    room.schedule(delay=3 * DAY)
    history.undo(room.database, room.now)
    room.now += 7 * DAY
    history.redo(room.database, room.now)
    assert room.send(SECOND).sent == 0
    assert room.send(60 * SECOND).sent == 1


def test_undo_after_it_left_refuses_in_a_sentence_and_goes_on_next_time(room: Mailroom) -> None:
    log_touch(room.database, [room.lead], "call", NOW)
    number = save_draft(room.database, room.letter("First words"), NOW).made
    edit_draft(room.database, number, {"body": "Last words"}, NOW)
    schedule(room.database, number, NOW, NOW)
    room.send(0)
    for _ in range(3):  # scheduled, edited, drafted: none can be taken from under what left
        with pytest.raises(UndoRefused, match="cannot be taken back"):
            history.undo(room.database, room.now)
    assert room.row(number).body == "Last words" == room.way.got[0].body
    assert "call logged" in history.undo(room.database, room.now).words


def test_a_mail_is_put_off_and_taken_out(room: Mailroom) -> None:
    number = room.schedule()
    assert postpone(room.database, number, NOW + 2 * DAY, NOW).words == "Acme: mail to Ann Lee leaves in 2 d"
    assert waiting.next_due(room.database) == NOW + 2 * DAY
    assert room.send(DAY).waiting == 1
    unschedule(room.database, number, room.now)
    assert (room.row(number).status, waiting.next_due(room.database)) == ("DRAFT", None)
    assert room.send(5 * DAY).words == "0 sent"
    with pytest.raises(UsageError, match="is a draft, not waiting"):
        postpone(room.database, number, room.now, room.now)


def test_a_mail_changed_while_it_waits_leaves_in_its_new_words(room: Mailroom) -> None:
    number = room.schedule()
    edit_draft(room.database, number, {"body": "Better words"}, NOW)
    room.send()
    assert room.way.got[0].body == "Better words"


@pytest.mark.parametrize(
    ("body", "subject", "words"),
    [
        ("", "ERP", "says nothing yet"),
        ("Hi ‹contact.first_name›", "ERP", "lacks contact.first_name"),
        ("Hi", "", "has no subject"),
    ],
)
def test_what_is_not_finished_is_not_sent(room: Mailroom, body: str, subject: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        room.schedule(room.letter(body, subject))
    assert room.one("SELECT COUNT(*) FROM message") == 0


def test_nobody_is_written_to_without_an_address(room: Mailroom) -> None:
    carl = room.person("Carl")
    with pytest.raises(UsageError, match="Carl has no e-mail address"):
        room.schedule(room.letter(contact_id=carl))


def test_a_message_for_another_channel_cannot_leave_by_itself(room: Mailroom) -> None:
    with pytest.raises(UsageError, match="A linkedin message cannot leave by itself"):
        room.schedule(room.compose(room.template("L", "Hi", channel="linkedin")))


def test_an_address_that_came_back_meanwhile_is_not_written_to(room: Mailroom) -> None:
    number = room.schedule()
    records.update(room.database, "contact", room.ann, bounced_at=NOW)
    assert room.send().words == "0 sent, 1 failed"
    assert "came back" in (room.row(number).failure or "")
    assert room.way.got == []


def test_several_mails_are_one_action_and_those_that_cannot_go_stay_drafts(room: Mailroom) -> None:
    carl = room.person("Carl")
    drafts = [room.letter(), room.letter("More"), room.letter(contact_id=carl)]
    outcome = schedule_all(room.database, drafts, NOW, NOW)
    assert outcome.words.startswith("Acme: 2 mails leave now; 1 draft kept (Acme: Carl has no e-mail address")
    assert waiting.counts(room.database)[:4] == (2, 0, 1, 0)
    history.undo(room.database, NOW)
    assert waiting.counts(room.database)[:4] == (0, 0, 0, 0)


def test_mails_leave_in_the_order_of_their_moments_and_a_stop_leaves_the_rest(room: Mailroom) -> None:
    later, sooner = room.schedule(delay=20 * SECOND), room.schedule(delay=10 * SECOND)
    told: list[tuple[int, int]] = []
    done = room.send(progress=lambda n, of: told.append((n, of)), cancelled=lambda: bool(told))
    assert [line.message_id for line in done.lines] == [sooner]
    assert (done.words, told) == ("1 sent, 1 waiting. Stopped; what is left waits.", [(1, 2)])
    assert room.row(later).claimed_at is None


# -- where the lead moves ----------------------------------------------------------------------------------


def test_mail_moves_a_lead_forward_and_never_back(room: Mailroom) -> None:
    seen = []
    for _ in range(4):
        room.sent()
        seen.append(room.stage)
    assert seen == ["CONTACTED", "FOLLOWUP_1", "FOLLOWUP_2", "FOLLOWUP_2"]
    events = room.database.rows("SELECT cause FROM stage_event WHERE lead_id = ? AND from_stage_id > 0", (room.lead,))
    assert events == [("message",)] * 3


@pytest.mark.parametrize("stage", ["QUALIFIED", "RESPONDED", "NEGOTIATING", "WON", "LOST"])
def test_a_lead_further_on_stays_where_it_is(room: Mailroom, stage: str) -> None:
    move(room.database, [room.lead], stage, NOW)
    room.sent()
    assert room.stage == ("CONTACTED" if stage == "QUALIFIED" else stage)


def test_a_message_knows_the_stage_it_found_the_lead_in(room: Mailroom) -> None:
    first, second = room.sent(), room.sent()
    by_id = {stage.id: stage.name for stage in stages(room.database)}
    found = [by_id[room.one("SELECT stage_id FROM message WHERE id = ?", each)] for each in (first, second)]
    assert found == ["NEW", "CONTACTED"]


# -- what goes wrong -----------------------------------------------------------------------------------------


def test_a_refusal_keeps_the_text_and_can_be_sent_again_by_key(room: Mailroom) -> None:
    number = room.schedule()
    room.way.fault = SendRefused("The server refused Ann.")
    assert room.send().words == "0 sent, 1 failed"
    row = room.row(number)
    assert (row.status, row.failure, row.body, room.stage) == (
        "FAILED",
        "The server refused Ann.",
        "Shall we talk?",
        "NEW",
    )
    with pytest.raises(UndoRefused):
        history.undo(room.database, room.now)
    assert room.send(DAY).words == "0 sent", "nothing is tried again by itself"
    room.way.fault = None
    room.schedule(number)
    assert room.send().sent == 1
    assert room.row(number).failure is None


def test_a_way_that_fails_itself_is_left_alone_for_a_while_and_the_mail_waits(room: Mailroom) -> None:
    numbers = [room.schedule(), room.schedule()]
    room.way.fault = SendRefused("No network.", stop=True)
    assert room.send().words == "0 sent, 2 waiting. No network."
    assert [room.row(each).status for each in numbers] == ["SCHEDULED"] * 2
    room.way.fault = None
    assert room.send(60 * SECOND).held == "No network.", "not asked again within five minutes"
    assert room.send(0, anyway=True).sent == 2, "unless the rep says so"


def test_undo_takes_back_what_waits_for_a_way_that_failed(room: Mailroom) -> None:
    room.schedule()
    room.way.fault = SendRefused("No network.", stop=True)
    room.send()
    history.undo(room.database, room.now)
    room.way.fault = None
    assert room.send(DAY).words == "0 sent"


def test_what_may_have_left_is_never_sent_again_by_itself(room: Mailroom) -> None:
    number = room.schedule()
    room.way.late_fault = SendInDoubt("The line broke after the last dot.")
    assert room.send().words == "0 sent, 1 in doubt"
    room.way.late_fault = None
    assert room.send(DAY).words == "0 sent"
    row = room.row(number)
    assert (state_words(row), row.failure, row.status) == (
        "in doubt",
        "The line broke after the last dot.",
        "SCHEDULED",
    )
    assert [each.id for each in waiting.in_doubt(room.database)] == [number]
    for refused in (
        lambda: edit_draft(room.database, number, {"body": "x"}, room.now),
        lambda: drop(room.database, [number], room.now),
        lambda: schedule(room.database, number, room.now, room.now),
        lambda: unschedule(room.database, number, room.now),
        lambda: mark(room.database, [number], "SCHEDULED", room.now),
    ):
        with pytest.raises(UsageError, match="in doubt"):
            refused()
    with pytest.raises(UndoRefused, match="may have left"):
        history.undo(room.database, room.now)


def test_the_rep_says_that_it_went(room: Mailroom) -> None:
    number = room.schedule()
    room.way.late_fault = SendInDoubt("?")
    room.send()
    assert settle(room.database, number, True, room.now + DAY).words.startswith(
        "Acme: mail to Ann Lee sent → Contacted"
    )
    assert room.row(number).at == NOW + 30 * SECOND
    history.undo(room.database, room.now + DAY)
    assert (state_words(room.row(number)), room.stage) == ("in doubt", "NEW")


def test_the_rep_says_that_it_did_not_go_and_sends_it_again(room: Mailroom) -> None:
    number = room.schedule()
    room.way.late_fault = SendInDoubt("?")
    room.send()
    first = room.way.got.pop()
    room.way.late_fault = None
    settle(room.database, number, False, room.now, again_at=room.now)
    assert room.send(0).sent == 1
    assert room.way.got[0].message_id == first.message_id, "so that a mailbox that has it knows it again"


def test_only_what_is_in_doubt_can_be_settled(room: Mailroom) -> None:
    with pytest.raises(UsageError, match="no doubt about message 1: it is in the outbox"):
        settle(room.database, room.schedule(), True, NOW)


@pytest.mark.parametrize("fault", [KeyboardInterrupt(), RuntimeError("a bug"), OSError("the pipe broke")])
def test_whatever_breaks_off_a_sending_leaves_doubt_and_not_two_mails(room: Mailroom, fault: BaseException) -> None:
    number = room.schedule()
    room.way.late_fault = fault
    with pytest.raises(type(fault)):
        room.send()
    room.way.late_fault = None
    assert room.send(DAY).words == "0 sent"
    assert room.row(number).is_in_doubt


def left_in_hand(room: Mailroom) -> int:
    """A program took the mail in hand and died."""
    number = room.schedule()
    room.now += 30 * SECOND
    assert claims.claim(room.database, number, "fake", "<mark@north.example>", room.now)
    return number


@pytest.mark.parametrize(("knows", "state"), [(True, "sent"), (None, "in doubt")])
def test_what_a_program_had_in_hand_when_it_died_is_asked_of_the_way(
    room: Mailroom, knows: bool | None, state: str
) -> None:
    number = left_in_hand(room)
    room.way.knows = knows
    done = room.send(DAY)
    assert (state_words(room.row(number)), room.way.got) == (state, [])
    assert done.lines[0].fate == state
    if knows:
        assert room.row(number).at == NOW + 30 * SECOND


def test_what_certainly_had_not_left_is_sent(room: Mailroom) -> None:
    number = left_in_hand(room)
    room.way.knows = False
    assert room.send(DAY).sent == 1
    assert room.row(number).status == "SENT"


def test_a_way_is_asked_only_of_its_own_mails(room: Mailroom) -> None:
    number = left_in_hand(room)
    room.way = FakeWay("another")
    room.way.knows = False
    room.send(DAY)
    assert room.row(number).is_in_doubt


def test_while_somebody_sends_his_mails_are_not_taken_for_lost(room: Mailroom) -> None:
    number = left_in_hand(room)
    with sending(room.database.path, lambda: None):
        assert not if_nobody_sends(room.database.path, lambda: None)
        assert look_for_lost(room.database, None, ME, room.now) == 0
        room.send(DAY)
        assert room.row(number).is_in_hand
        with pytest.raises(UsageError, match="is being sent just now"):
            mark(room.database, [number], "SENT", room.now)
    assert look_for_lost(room.database, None, ME, room.now) == 1
    assert room.row(number).is_in_doubt


def test_undo_does_not_take_a_mail_out_of_the_hand_that_sends_it(room: Mailroom) -> None:
    number = save_draft(room.database, room.letter(), NOW).made
    schedule(room.database, number, NOW, NOW)
    tried: list[str] = []

    class Undoing(FakeWay):
        def send(self, letter: object) -> str:
            with pytest.raises(UndoRefused) as refused:
                history.undo(room.database, NOW)
            tried.append(str(refused.value))
            return "ok"

    room.way = Undoing()
    assert room.send(0).sent == 1
    assert tried
    assert room.row(number).status == "SENT"


def test_a_lead_deleted_while_its_mail_leaves_does_not_stop_the_rest(room: Mailroom) -> None:
    room.schedule()

    class Deleting(FakeWay):
        def send(self, letter: object) -> str:
            delete_leads(room.database, [room.lead], room.now)
            return "ok"

    room.way = Deleting()
    assert "its lead was deleted" in room.send().lines[0].words
    history.undo(room.database, room.now)
    room.way = FakeWay()
    assert room.send(DAY).words == "0 sent, 1 in doubt", "the lead is back, and its mail is not sent again"


# -- other files -------------------------------------------------------------------------------------------


def test_nothing_ever_leaves_a_demo_file(room: Mailroom) -> None:
    with room.database.transaction() as connection:
        connection.execute("INSERT INTO setting VALUES ('demo', '1')")
    number = room.schedule()
    done = room.send(DAY)
    assert done.held == "This is a demo file: nothing is ever sent out of it."
    assert (room.way.got, done.waiting) == ([], 1)
    with pytest.raises(UsageError, match="demo file"):
        hand_over(room.database, number, FakeWay("eml", hands_over=True), ME, NOW)
    room.way = Pretended()
    assert room.send(DAY).lines[0].words == "made up: nothing left this machine"
    assert room.database.value("SELECT status FROM message WHERE id = ?", (number,)) == "SENT"


def test_a_restored_backup_does_not_send_again_what_left_since_it_was_made(room: Mailroom, tmp_path: Path) -> None:
    number = room.schedule()
    folder, live = tmp_path / "backups", Path(room.database.path)
    backup = snapshots.take(room.database, folder, "manual", NOW)
    room.send()
    room.database.close()
    snapshots.restore(backup, live, folder, room.now)
    assert room.send(DAY).words == "0 sent"
    assert len(room.way.got) == 1
    row = room.row(number)
    assert row.is_in_doubt
    assert "A backup was put back" in (row.failure or "")
    with pytest.raises(UndoRefused, match="held back"):
        history.undo(room.database, room.now)


def test_a_copy_of_the_file_does_not_send_what_the_file_itself_sends(room: Mailroom, tmp_path: Path) -> None:
    number = room.schedule()
    copy = tmp_path / "copy.db"
    room.database.close()
    shutil.copy(room.database.path, copy)
    other = Mailroom.__new__(Mailroom)
    other.database, other.now, other.way = Database.open(copy), room.now, room.way
    assert other.send().words == "0 sent"
    assert other.row(number).is_in_doubt
    other.database.close()
    assert room.send().sent == 1
    assert len(room.way.got) == 1


def test_a_file_that_was_moved_goes_on_sending(room: Mailroom, tmp_path: Path) -> None:
    room.schedule()
    room.database.close()
    os.rename(room.database.path, tmp_path / "moved.db")
    room.database = Database.open(tmp_path / "moved.db")
    assert room.send().sent == 1
    room.database.close()


def test_without_an_address_of_ones_own_nothing_leaves(room: Mailroom) -> None:
    room.schedule()
    room.now += DAY
    done = send_due(room.database, room.way, ME._replace(email=""), lambda: room.now)
    assert "hermes config set email" in done.held
    assert done.waiting == 1


# -- the rep's own program -----------------------------------------------------------------------------------


def test_what_is_handed_over_waits_for_the_rep_to_say_that_it_went(room: Mailroom) -> None:
    eml = FakeWay("eml", hands_over=True)
    outcome = hand_over(room.database, room.letter(), eml, ME, NOW)
    assert outcome.words == "Acme: mail to Ann Lee: given to eml"
    row = room.row(outcome.made)
    assert (state_words(row), row.status, room.stage) == ("handed over", "DRAFT", "NEW")
    assert eml.got[0].message_id == row.rfc_message_id
    assert [each.id for each in waiting.handed_over(room.database)] == [row.id]
    with pytest.raises(UsageError, match="was handed over by eml; say first whether it was sent"):
        room.schedule(row.id)
    mark(room.database, [row.id], "SENT", NOW + DAY)
    assert (room.row(row.id).way, room.stage) == ("eml", "CONTACTED")


def test_a_way_that_cannot_take_it_leaves_all_as_it_was(room: Mailroom) -> None:
    eml = FakeWay("eml", hands_over=True)
    eml.fault = SendRefused("The folder is full.")
    with pytest.raises(SendRefused):
        hand_over(room.database, room.letter(), eml, ME, NOW)
    assert room.one("SELECT COUNT(*) FROM message") == 0


def test_what_was_handed_over_and_not_sent_is_a_draft_again_by_key(room: Mailroom) -> None:
    number = hand_over(room.database, room.letter(), FakeWay("eml", hands_over=True), ME, NOW).made
    mark(room.database, [number], "DRAFT", NOW)
    assert room.schedule(number)


def test_what_is_due_goes_to_the_own_program_where_that_is_the_way(room: Mailroom) -> None:
    number = room.schedule()
    room.way = FakeWay("maildir", hands_over=True)
    done = room.send()
    assert (done.words, done.sent) == ("1 handed over", 0)
    assert room.row(number).is_handed_over
    assert room.send(DAY).words == "0 sent"


# -- by key ------------------------------------------------------------------------------------------------


def test_a_message_by_another_channel_is_marked_by_key(room: Mailroom) -> None:
    number = save_draft(room.database, room.compose(room.template("L", "Hi", channel="linkedin")), NOW).made
    words = mark(room.database, [number], "sent", NOW, at=NOW - DAY).words
    assert words == "Acme: linkedin message to Ann Lee sent → Contacted; follow-up 1 on Tue 23 Jun"
    assert room.one("SELECT last_out_at FROM lead WHERE id = ?", room.lead) == NOW - DAY
    mark(room.database, [number], "READ", NOW)
    assert (
        mark(room.database, [number], "REPLIED", NOW).words == "Acme: linkedin message to Ann Lee replied → Responded"
    )
    for stage in ("RESPONDED", "CONTACTED", "CONTACTED"):
        assert room.stage == stage
        history.undo(room.database, NOW)
    assert (room.stage, room.row(number).status) == ("NEW", "DRAFT")


def test_an_answer_marked_on_what_was_never_marked_sent_says_both(room: Mailroom) -> None:
    number = save_draft(room.database, room.letter(), NOW).made
    mark(room.database, [number], "REPLIED", NOW)
    assert (room.row(number).status, room.stage) == ("REPLIED", "RESPONDED")
    assert room.tasks() == []


def test_an_answer_moves_nobody_back(room: Mailroom) -> None:
    move(room.database, [room.lead], "NEGOTIATING", NOW)
    mark(room.database, [room.sent()], "REPLIED", room.now)
    assert room.stage == "NEGOTIATING"


def test_a_bounce_flags_the_address_written_to_and_no_other(room: Mailroom) -> None:
    number = room.sent()
    words = mark(room.database, [number], "BOUNCED", room.now).words
    assert words == "Acme: mail to Ann Lee bounced; ann@acme.example is marked as bouncing"
    assert room.one("SELECT bounced_at FROM contact WHERE id = ?", room.ann) == room.now
    assert room.one("SELECT unanswered_out FROM lead WHERE id = ?", room.lead) == 0
    history.undo(room.database, room.now)
    assert room.one("SELECT bounced_at FROM contact WHERE id = ?", room.ann) is None
    records.update(room.database, "contact", room.ann, email="new@acme.example")
    assert mark(room.database, [number], "BOUNCED", room.now).words == "Acme: mail to Ann Lee bounced"


def test_several_are_marked_as_one_action(room: Mailroom) -> None:
    numbers = [room.sent(), room.sent()]
    assert mark(room.database, numbers, "DELIVERED", room.now).words == "Acme: 2 messages marked delivered"
    history.undo(room.database, room.now)
    assert {room.row(each).status for each in numbers} == {"SENT"}


@pytest.mark.parametrize("status", ["DRAFT", "SCHEDULED", "FAILED"])
@pytest.mark.parametrize("since", ["SENT", "BOUNCED", "REPLIED"])
def test_what_hermes_sent_is_never_unsent(room: Mailroom, status: str, since: str) -> None:
    number = room.sent()
    mark(room.database, [number], since, room.now)
    with pytest.raises(UsageError, match="left by fake and is never sent again"):
        mark(room.database, [number], status, room.now)


@pytest.mark.parametrize(
    ("status", "at", "words"),
    [("LOST", 0, "A message is never `LOST`"), ("SENT", DAY, "cannot be of the future")],
)
def test_what_cannot_be_is_refused(room: Mailroom, status: str, at: int, words: str) -> None:
    number = save_draft(room.database, room.letter(), NOW).made
    with pytest.raises(UsageError, match=words):
        mark(room.database, [number], status, NOW, at=NOW + at)
    assert room.row(number).status == "DRAFT"


def test_their_own_words_have_no_status_of_ours(room: Mailroom) -> None:
    number = records.insert(
        room.database, "message", lead_id=room.lead, direction="in", status="READ", body="Yes", at=NOW, created_at=NOW,
        updated_at=NOW,
    )  # fmt: skip
    with pytest.raises(UsageError, match="came from them"):
        mark(room.database, [number], "SENT", NOW)


# -- a word of theirs ----------------------------------------------------------------------------------------


def test_a_logged_answer_is_credited_to_the_last_mail_to_that_person(room: Mailroom) -> None:
    first, second = room.sent(), room.sent()
    outcome = log_touch(room.database, [room.lead], "email", room.now, inbound=True, text="What would it cost?")
    logged = "Acme: email from them logged: mail to Ann Lee answered → Responded"
    assert outcome.words == f"{logged}; pricing question suggested"
    assert [room.row(each).status for each in (first, second)] == ["SENT", "REPLIED"]
    again = log_touch(room.database, [room.lead], "email", room.now, inbound=True, text="And by when?")
    assert again.words == "Acme: email from them logged", "an earlier mail is not answered by a second word"
    history.undo(room.database, room.now)
    history.undo(room.database, room.now)
    assert (room.row(second).status, room.stage) == ("SENT", "FOLLOWUP_1")


def test_a_word_by_another_channel_or_of_another_person_answers_no_mail(room: Mailroom) -> None:
    number = room.sent()
    bob = room.person("Bob Ray")
    log_touch(room.database, [room.lead], "linkedin", room.now, inbound=True, text="Hi")
    log_touch(room.database, [room.lead], "email", room.now, inbound=True, contact_id=bob, text="Hi")
    log_touch(room.database, [room.lead], "email", room.now, inbound=True, at=NOW - DAY, text="before")
    log_touch(room.database, [room.lead], "call", room.now, inbound=True)
    assert room.row(number).status == "SENT"


# -- whatever happens, in whatever order ---------------------------------------------------------------------

_STEPS = st.sampled_from([
    "schedule", "send", "refused", "stopped", "doubt", "killed", "undo", "redo", "went", "not gone", "again", "draft",
    "sent", "replied", "bounced", "failed", "delivered", "postpone", "unschedule", "edit", "drop", "wait", "restore",
])  # fmt: skip


class _Day:
    """A rep's day at random; the way counts what really left."""

    def __init__(self, room: Mailroom) -> None:
        self.room = room
        self.highest = 0
        room.schedule()

    def latest(self) -> int:
        return int(self.room.one("SELECT COALESCE(MAX(id), 0) FROM message"))

    def step(self, name: str) -> None:
        room, database = self.room, self.room.database
        number = self.latest()
        room.now += SECOND
        room.way.fault = {"refused": SendRefused("no"), "stopped": SendRefused("no", stop=True)}.get(name)
        room.way.late_fault = {"doubt": SendInDoubt("?"), "killed": SystemExit()}.get(name)
        if name in ("send", "refused", "stopped", "doubt"):
            room.send(60 * SECOND, anyway=True)
        elif name == "killed":
            self.killed()
        elif name == "wait":
            room.now += DAY
        elif name == "schedule":
            room.schedule()
        elif name in ("undo", "redo"):
            getattr(history, name)(database, room.now)
        elif name in ("went", "not gone", "again"):
            # "again" is the rep's word that it did not leave; here it is asked only where that is so.
            if name == "went" or not self.left(number):
                settle(database, number, name == "went", room.now, again_at=room.now if name == "again" else None)
        elif name in ("draft", "failed"):
            if not (room.row(number).is_in_doubt and self.left(number)):
                mark(database, [number], name, room.now)
        elif name in ("postpone", "unschedule"):
            if name == "postpone":
                postpone(database, number, room.now + 30 * SECOND, room.now)
            else:
                unschedule(database, number, room.now)
        elif name == "edit":
            edit_draft(database, number, {"body": f"Words of {room.now}"}, room.now)
        elif name == "drop":
            drop(database, [number], room.now)
        elif name == "restore":
            claims.hold_back(database, "A backup was put back.", room.now)
        else:
            mark(database, [number], name, room.now)

    def killed(self) -> None:
        """The program ends between the claim and its end, and writes nothing more."""
        room = self.room
        room.now += 60 * SECOND
        for number in waiting.due_ids(room.database, room.now)[:1]:
            row = claims.claim(room.database, number, "fake", f"<{number}.{room.now}@north.example>", room.now)
            if row is not None:
                room.way.late_fault = None
                from hermes_tui.actions.drafting import letter_of

                room.way.send(letter_of(row, ME, room.now))

    def left(self, number: int) -> bool:
        return bool(number) and self.room.row(number).rfc_message_id in {each.message_id for each in self.room.way.got}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=st.lists(_STEPS, max_size=25))
def test_whatever_happens_a_mail_leaves_at_most_once_and_no_lead_goes_back(
    begin_file: Callable[[], Database], steps: list[str]
) -> None:
    database = begin_file()
    try:
        day = _Day(Mailroom(database))
        for name in steps:
            stage = database.value("SELECT stage_id FROM lead") or 0
            try:
                day.step(name)
            except HermesError:
                pass
            twice = [each for each, n in Counter(each.message_id for each in day.room.way.got).items() if n > 1]
            assert not twice, f"{name}: left twice"
            if name not in ("undo", "redo"):
                assert (database.value("SELECT stage_id FROM lead") or 0) >= stage, f"{name}: the lead went back"
            for row in database.rows("SELECT id, status FROM message WHERE status IN ('DRAFT', 'FAILED')"):
                assert not day.left(row[0]), f"{name}: message {row[0]} left and is {row[1]}"
        day.room.way.fault = day.room.way.late_fault = None
        left = Counter(each.message_id for each in day.room.way.got)
        day.room.send(2 * DAY, anyway=True)
        assert all(n == 1 for n in Counter(each.message_id for each in day.room.way.got).values())
        assert waiting.waiting_count(database) == 0
        assert left <= Counter(each.message_id for each in day.room.way.got)
    finally:
        database.close()
