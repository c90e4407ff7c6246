"""Mail that comes is filed where it belongs: replies, bounces, out-of-offices, what the rep wrote elsewhere."""

from __future__ import annotations

from datetime import UTC
from typing import Any

import pytest

from hermes_tui.actions import history
from hermes_tui.actions.cadence import Cadence
from hermes_tui.actions.contacts import edit_contact
from hermes_tui.actions.mail_sieve import is_over_list
from hermes_tui.actions.message_status import mark
from hermes_tui.actions.proposals import add_proposal
from hermes_tui.actions.proposals import mark as mark_proposal
from hermes_tui.actions.replies import Filed, file_letter
from hermes_tui.actions.snoozes import snooze
from hermes_tui.actions.stages import move
from hermes_tui.actions.touches import log_touch
from hermes_tui.outreach.reading.heads import read_head
from hermes_tui.outreach.reading.letters import read_letter
from storage import records
from storage.database import Database
from storage.errors import NotFound
from storage.queries.lead import contacts, detail
from storage.queries.mailboxes import questions
from storage.queries.messages import MessageRow, message, messages_of
from tests.actions.postbox import DAY, ME, OWN, TODAY, bounce, lead_with, mail

ANN = "Ann Lee <ann@acme.example>"


@pytest.fixture
def acme(database: Database, now: int) -> int:
    """A contacted lead with one person, Ann."""
    return lead_with(database, now, "Acme", ANN)


def came(database: Database, now: int, content: bytes, **given: Any) -> Filed:
    return file_letter(database, read_letter(content), OWN, now, over_list=is_over_list(read_head(content)), **given)


def sent(database: Database, lead_id: int, at: int, number: str, **given: Any) -> int:
    """A mail of ours that left, as the outbox leaves it."""
    ann = contacts(database, lead_id)[0].id
    values = {
        "lead_id": lead_id, "contact_id": ann, "direction": "out", "status": "SENT", "subject": "Hello", "body": "Hi",
        "at": at, "rfc_message_id": f"<{number}@x>", "thread": f"<{number}@x>", "address": "ann@acme.example",
        "created_at": at, "updated_at": at, **given,
    }  # fmt: skip
    from hermes_tui.actions.outcome import acting

    with acting(database, "message", [lead_id], at):
        return records.insert(database, "message", **values)


def only(database: Database, lead_id: int, direction: str) -> MessageRow:
    (found,) = [row for row in messages_of(database, lead_id) if row.direction == direction]
    return found


def stage(database: Database, lead_id: int) -> str:
    return str(database.value("SELECT name FROM stage JOIN lead ON stage_id = stage.id WHERE lead.id = ?", (lead_id,)))


# -- replies ---------------------------------------------------------------------------------------------


def test_a_reply_goes_the_whole_way(database: Database, acme: int, now: int) -> None:
    template = records.insert(database, "template", name="First", created_at=now, updated_at=now)
    ours = sent(database, acme, now - 5 * DAY, "1", template_id=template)
    snooze(database, [acme], now + DAY, now - 3 * DAY, "tomorrow")
    said = "What would it cost?\n\nOn Monday Sam wrote:\n> Hi\n> there\n"
    filed = came(database, now, mail(said, ANN, ME, now - 2 * DAY, "2", "Re: Hello", in_reply_to="<1@x>"))
    assert (filed.kind, filed.lead_id, filed.words) == ("reply", acme, "Acme: reply from Ann Lee")
    row = only(database, acme, "in")
    assert (row.to_name, row.body, row.quote) == ("Ann Lee", "What would it cost?", "What would it cost?")
    assert (row.rfc_message_id, row.in_reply_to, row.thread, row.at) == ("<2@x>", "<1@x>", "<1@x>", now - 2 * DAY)
    assert (message(database, ours).status, message(database, ours).answered_at) == ("REPLIED", now - 2 * DAY)
    lead = detail(database, acme)
    assert stage(database, acme) == "RESPONDED"
    assert (lead.owed_since, lead.owed_quote, lead.snoozed_until) == (now - 2 * DAY, "What would it cost?", None)
    assert contacts(database, acme)[0].last_in_at == now - 2 * DAY
    history.undo(database, now)
    assert stage(database, acme) == "CONTACTED"
    assert [(row.id, row.status, row.answered_at) for row in messages_of(database, acme)] == [(ours, "SENT", None)]
    assert detail(database, acme).snoozed_until == now + DAY


def test_the_same_mail_is_filed_once(database: Database, acme: int, now: int) -> None:
    content = mail("Hello?", ANN, ME, now - DAY, "2")
    assert came(database, now, content).kind == "reply"
    again = came(database, now, content)
    assert (again.kind, again.words) == ("known", "Acme: that mail is on file already")
    assert len(messages_of(database, acme)) == 1


def test_mail_of_nobody_on_file_changes_nothing(database: Database, acme: int, now: int) -> None:
    assert came(database, now, mail("Buy!", "x@shop.example", ME, now - DAY, "2")).kind == "not_ours"
    assert database.value("SELECT COUNT(*) FROM message") == 0
    assert database.value("SELECT COUNT(*) FROM action WHERE kind = 'mail'") == 0


def test_the_stage_never_goes_back_and_a_rep_who_put_it_back_is_not_overruled(
    database: Database, acme: int, now: int
) -> None:
    move(database, [acme], "CALL_DONE", now - 4 * DAY)
    came(database, now, mail("Hello?", ANN, ME, now - 3 * DAY, "2"))
    assert stage(database, acme) == "CALL_DONE"
    move(database, [acme], "CONTACTED", now - 2 * DAY)
    came(database, now, mail("Still there?", ANN, ME, now - 3 * DAY, "3"))
    assert stage(database, acme) == "CONTACTED"
    came(database, now, mail("Yes!", ANN, ME, now - DAY, "4"))
    assert stage(database, acme) == "RESPONDED"


def test_a_closed_lead_is_not_reopened_but_said(database: Database, acme: int, now: int) -> None:
    move(database, [acme], "LOST", now - 5 * DAY, reason="price")
    filed = came(database, now, mail("We changed our mind.", ANN, ME, now - DAY, "2"))
    assert stage(database, acme) == "LOST"
    assert filed.words == (
        f"Acme: reply from Ann Lee; Acme is lost and wrote; it was not reopened: `hermes reopen {acme}` does."
    )


def test_what_was_written_long_before_the_deal_is_history_and_wants_nothing(
    database: Database, acme: int, now: int
) -> None:
    came(database, now, mail("Could you help us?", ANN, ME, now - 300 * DAY, "2"))
    assert stage(database, acme) == "CONTACTED"
    assert (detail(database, acme).owed_since, only(database, acme, "in").quote) == (None, None)


def test_a_mail_from_the_future_came_now(database: Database, acme: int, now: int) -> None:
    came(database, now, mail("Hello?", ANN, ME, now + 400 * DAY, "2"))
    assert only(database, acme, "in").at == now


def test_a_tagged_address_is_the_person_and_so_is_one_in_capitals(database: Database, acme: int, now: int) -> None:
    came(database, now, mail("One?", "Ann.Lee <ANN+news@ACME.example>", ME, now - DAY, "2"))
    assert only(database, acme, "in").contact_id == contacts(database, acme)[0].id


def test_a_reply_ends_the_cadence_and_history_does_not(database: Database, acme: int, now: int) -> None:
    ours = sent(database, acme, now - 5 * DAY, "1", status="DRAFT", way="mailto", claimed_at=now - 5 * DAY)
    mark(database, [ours], "SENT", now, at=now - 5 * DAY, cadence=Cadence(), zone=UTC)
    planned = "SELECT status FROM task WHERE origin = 'cadence'"
    assert database.rows(planned) == [("PENDING",)]
    came(database, now, mail("Old words", ANN, ME, now - 300 * DAY, "2"))
    assert database.rows(planned) == [("PENDING",)]
    came(database, now, mail("No thanks", ANN, ME, now - DAY, "3", in_reply_to="<1@x>"))
    assert database.rows(planned) == [("CANCELLED",)]


def test_whoever_answers_what_was_only_handed_over_has_it(database: Database, acme: int, now: int) -> None:
    draft = sent(database, acme, now - 3 * DAY, "1", status="DRAFT", way="maildir", claimed_at=now - 3 * DAY)
    doubt = sent(
        database, acme, now - 3 * DAY, "5", status="SCHEDULED", way="smtp", claimed_at=now - 3 * DAY, failure="cut off"
    )
    came(database, now, mail("Sounds good, when?", ANN, ME, now - DAY, "2", in_reply_to="<1@x>"))
    came(database, now, mail("And this?", ANN, ME, now - DAY, "3", references="<5@x>"))
    for number in (draft, doubt):
        row = message(database, number)
        assert (row.status, row.at, row.claimed_at) == ("REPLIED", now - 3 * DAY, None)


def test_a_touch_logged_without_words_gives_way_to_the_mail_it_stood_for(
    database: Database, acme: int, now: int
) -> None:
    log_touch(database, [acme], "email", now, inbound=True, at=now - DAY)
    log_touch(database, [acme], "email", now, inbound=True, at=now - 3 * DAY, text="she called it dear")
    came(database, now, mail("Hello?", ANN, ME, now - DAY + 60_000, "2"))
    assert database.rows("SELECT text FROM touch") == [("she called it dear",)]
    assert contacts(database, acme)[0].touch_count == 2


def test_what_was_sent_on_is_kept_whole(database: Database, acme: int, now: int) -> None:
    text = "See below.\n\n---------- Forwarded message ----------\nFrom: Boss\nWe take the large plan.\n"
    came(database, now, mail(text, ANN, ME, now - DAY, "2"))
    assert "We take the large plan." in only(database, acme, "in").body


def test_what_a_list_sends_to_everybody_is_no_reply(database: Database, acme: int, now: int) -> None:
    to_all = mail("News", ANN, "all@lists.example", now - DAY, "2", list_id="<all.lists.example>", precedence="list")
    assert came(database, now, to_all).kind == "not_ours"
    sent(database, acme, now - 5 * DAY, "1")
    over = {"list_id": "<all.lists.example>"}
    to_bob = mail("I agree with Bob", ANN, "all@lists.example", now - DAY, "3", in_reply_to="<b@x>", **over)
    assert came(database, now, to_bob).kind == "not_ours"
    to_us = mail("Yes?", ANN, "all@lists.example", now - DAY, "4", in_reply_to="<1@x>", **over)
    assert came(database, now, to_us).kind == "reply"
    later = {"in_reply_to": "<4@x>", "references": "<1@x> <4@x>", **over}
    assert came(database, now, mail("Well?", ANN, "all@lists.example", now, "5", **later)).kind == "not_ours"
    assert came(database, now, mail("Well?", ANN, f"all@lists.example, {ME}", now, "6", **later)).kind == "reply"


# -- unsure ----------------------------------------------------------------------------------------------


def test_one_address_on_two_open_leads_is_asked_about_unless_the_thread_tells(
    database: Database, acme: int, now: int
) -> None:
    other = lead_with(database, now, "Borealis", ANN)
    filed = came(database, now, mail("Hello?", ANN, ME, now - DAY, "2"))
    assert (filed.kind, filed.words) == (
        "question", "Ann Lee wrote; the address is on 2 open leads: `hermes mail ask`",
    )  # fmt: skip
    (asked,) = questions(database)
    assert [lead for lead, _, _ in asked.candidates] == [acme, other]
    assert (asked.words, asked.direction, messages_of(database, acme)) == ("Hello?", "in", [])
    assert came(database, now, mail("Hello?", ANN, ME, now - DAY, "2")).kind == "known"
    sent(database, other, now - 3 * DAY, "1")
    assert came(database, now, mail("And?", ANN, ME, now - DAY, "3", in_reply_to="<1@x>")).lead_id == other
    history.undo(database, now)


def test_a_stranger_of_a_known_firm_or_name_is_asked_about_and_one_of_a_free_mailbox_is_not(
    database: Database, acme: int, now: int
) -> None:
    assert came(database, now, mail("Hi", "Cleo <cleo@acme.example>", ME, now - DAY, "2")).kind == "question"
    assert came(database, now, mail("Hi", "Ann Lee <annie@gmail.com>", ME, now - DAY, "3")).kind == "question"
    lead_with(database, now, "Cobalt", "Kim Roe <kim@gmail.com>")
    assert came(database, now, mail("Hi", "Zed <zed@gmail.com>", ME, now - DAY, "4")).kind == "not_ours"
    assert came(database, now, mail("Hi", "Di <di@acme.example>", "all@x.example", now - DAY, "5")).kind == "not_ours"
    assert came(database, now, mail("Hi", "Di <di@acme.example>", ME, now - 99 * DAY, "6")).kind == "not_ours"
    assert came(database, now, mail("Hi", "Di <di@northbeam.example>", ME, now - DAY, "7")).kind == "not_ours"
    whys = [one.candidates[0][2] for one in reversed(questions(database))]
    assert whys == ["acme.example is Acme's", "Ann Lee is called so"]


def test_a_stranger_in_our_thread_is_filed_and_asked_about_once(database: Database, acme: int, now: int) -> None:
    sent(database, acme, now - 5 * DAY, "1")
    bob = "Bob Ray <bob@gmail.com>"
    filed = came(database, now, mail("Which plan?", bob, ME, now - 2 * DAY, "2", in_reply_to="<1@x>"))
    assert (filed.kind, filed.lead_id) == ("reply", acme)
    came(database, now, mail("Well?", bob, ME, now - DAY, "3", in_reply_to="<2@x>"))
    assert came(database, now, mail("A new one", bob, ME, now - DAY, "4")).lead_id == acme  # known by then
    assert [row.contact_id for row in messages_of(database, acme) if row.direction == "in"] == [None] * 3
    (asked,) = questions(database)
    assert (asked.message_id, asked.why) == (filed.message_id, "nobody there has the address; is Bob Ray new?")


def test_the_rep_may_say_whose_it_is(database: Database, acme: int, now: int) -> None:
    content = mail("Hi", "Zed <zed@gmail.com>", ME, now - DAY, "4")
    assert came(database, now, content, lead_id=acme).lead_id == acme
    assert questions(database) == []
    with pytest.raises(NotFound, match="no lead #99"):
        came(database, now, mail("Hi", "Zed <zed@gmail.com>", ME, now - DAY, "5"), lead_id=99)


# -- machines --------------------------------------------------------------------------------------------


def away(at: int, number: str, **heads: str) -> bytes:
    text = "I am out of the office until 3 July 2026 and back on 6 July 2026."
    return mail(text, ANN, ME, at, number, "Automatic reply: Hello", auto_submitted="auto-replied", **heads)


def test_an_out_of_office_is_kept_apart_with_its_date(database: Database, acme: int, now: int) -> None:
    sent(database, acme, now - 2 * DAY, "1")
    filed = came(database, now, away(now - 2 * DAY + 60_000, "2", in_reply_to="<1@x>"))
    assert (filed.kind, filed.return_on) == ("out_of_office", "2026-07-06")
    row = only(database, acme, "in")
    assert (row.automatic, row.return_on, row.quote) == ("out_of_office", "2026-07-06", None)
    lead = detail(database, acme)
    assert (stage(database, acme), lead.owed_since, lead.last_in_at) == ("CONTACTED", None, None)
    assert only(database, acme, "out").status == "SENT"


def test_a_machines_answer_without_a_thread_is_of_the_lead_that_was_written_to_last(
    database: Database, acme: int, now: int
) -> None:
    other = lead_with(database, now, "Borealis", ANN)
    sent(database, acme, now - 5 * DAY, "1")
    sent(database, other, now - 3 * DAY, "2")
    assert came(database, now, away(now - 2 * DAY, "3")).lead_id == other
    assert came(database, now, away(now - 4 * DAY, "4")).lead_id == acme


# -- bounces ---------------------------------------------------------------------------------------------


def test_a_bounce_marks_the_message_and_the_address(database: Database, acme: int, now: int) -> None:
    first, second = sent(database, acme, now - 5 * DAY, "1"), sent(database, acme, now - 4 * DAY, "2")
    filed = came(database, now, bounce("ann@acme.example", now - 3 * DAY, "9", of="<1@x>"))
    assert (filed.kind, filed.words) == ("bounce", "Acme: mail to ann@acme.example came back")
    assert [message(database, number).status for number in (first, second)] == ["BOUNCED", "SENT"]
    assert "User unknown" in (message(database, first).failure or "")
    assert database.value("SELECT bounced_at FROM contact") == now - 3 * DAY
    assert only(database, acme, "in").automatic == "bounce"
    assert (stage(database, acme), detail(database, acme).last_in_at) == ("CONTACTED", None)
    history.undo(database, now)
    assert message(database, first).status == "SENT"
    assert database.value("SELECT bounced_at FROM contact") is None


def test_a_bounce_that_names_no_mail_is_of_the_last_to_that_address(database: Database, acme: int, now: int) -> None:
    first, second = sent(database, acme, now - 5 * DAY, "1"), sent(database, acme, now - 2 * DAY, "2")
    came(database, now, bounce("ann@acme.example", now - 3 * DAY, "9"))
    assert [message(database, number).status for number in (first, second)] == ["BOUNCED", "SENT"]


def test_a_full_mailbox_says_nothing_against_the_address_and_a_delay_nothing_at_all(
    database: Database, acme: int, now: int
) -> None:
    ours = sent(database, acme, now - 5 * DAY, "1")
    came(database, now, bounce("ann@acme.example", now - 4 * DAY, "8", of="<1@x>", action="delayed", status="4.4.1"))
    assert message(database, ours).status == "SENT"
    came(database, now, bounce("ann@acme.example", now - 3 * DAY, "9", of="<1@x>", status="4.2.2", reason="full"))
    assert message(database, ours).status == "BOUNCED"
    assert database.value("SELECT bounced_at FROM contact") is None


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_whoever_writes_from_an_address_that_bounced_is_alive_there(
    database: Database, acme: int, now: int, order: tuple[int, int]
) -> None:
    mails = [bounce("ann@acme.example", now - 3 * DAY, "9"), mail("Hello?", ANN, ME, now - DAY, "2")]
    for number in order:
        came(database, now, mails[number])
    assert database.value("SELECT bounced_at FROM contact") is None


# -- the rep's own ---------------------------------------------------------------------------------------


def test_what_was_handed_over_or_in_doubt_and_lies_among_the_sent_has_left(
    database: Database, acme: int, now: int
) -> None:
    for number, status in (("1", "DRAFT"), ("2", "SCHEDULED")):
        ours = sent(database, acme, now - 3 * DAY, number, status=status, way="maildir", claimed_at=now - 3 * DAY)
        filed = came(database, now, mail("Hi", ME, ANN, now - 2 * DAY, number))
        assert (filed.kind, filed.message_id) == ("yours", ours)
        assert (message(database, ours).status, message(database, ours).at) == ("SENT", now - 2 * DAY)
    assert came(database, now, mail("Hi", ME, ANN, now - 2 * DAY, "2")).kind == "known"
    assert len(messages_of(database, acme)) == 2


def test_a_draft_to_which_the_mail_program_gave_another_id_is_not_a_second_message(
    database: Database, acme: int, now: int
) -> None:
    ours = sent(database, acme, now - 2 * DAY, "1", status="DRAFT", way="mailto", claimed_at=now - 2 * DAY)
    filed = came(database, now, mail("Hi, changed a little", ME, ANN, now - DAY, "77"))
    assert (filed.kind, filed.message_id) == ("yours", ours)
    row = message(database, ours)
    assert (row.status, row.rfc_message_id) == ("SENT", "<77@x>")
    assert came(database, now, mail("Yes?", ANN, ME, now, "78", in_reply_to="<77@x>")).lead_id == acme
    assert message(database, ours).status == "REPLIED"


def test_an_answer_from_another_program_is_ours_so_that_no_reply_is_owed(
    database: Database, acme: int, now: int
) -> None:
    came(database, now, mail("What would it cost?", ANN, ME, now - 3 * DAY, "1"))
    assert detail(database, acme).owed_since is not None
    from_home = mail("9,000", "Sam <sam@HOME.example>", ANN, now - 2 * DAY, "2", "Re: Hello", in_reply_to="<1@x>")
    filed = came(database, now, from_home)
    row = only(database, acme, "out")
    assert (filed.kind, row.status, row.template_id, row.thread) == ("yours", "SENT", None, "<1@x>")
    assert row.contact_id == contacts(database, acme)[0].id
    assert (detail(database, acme).owed_since, contacts(database, acme)[0].touch_count) == (None, 2)


def test_the_mail_that_carried_a_proposal_takes_the_place_of_its_logged_touch(
    database: Database, acme: int, now: int
) -> None:
    offer = add_proposal(database, acme, {"amount": "9000"}, now, TODAY).made
    mark_proposal(database, offer, "SENT", now, at=now - DAY)
    assert database.value("SELECT COUNT(*) FROM touch") == 1
    came(database, now, mail("Here it is", ME, ANN, now - DAY - 600_000, "2"))
    assert database.value("SELECT COUNT(*) FROM touch") == 0
    assert (contacts(database, acme)[0].touch_count, detail(database, acme).last_out_at) == (1, now - DAY - 600_000)


def test_own_mail_to_somebody_on_two_leads_is_asked_about_and_to_nobody_is_not_ours(
    database: Database, acme: int, now: int
) -> None:
    lead_with(database, now, "Borealis", ANN)
    assert came(database, now, mail("Hi", ME, "mum@home.example", now - DAY, "1")).kind == "not_ours"
    filed = came(database, now, mail("Hi", ME, ANN, now - DAY, "2"))
    assert filed.words == "you wrote to Ann Lee; the address is on 2 open leads: `hermes mail ask`"
    (asked,) = questions(database)
    assert (asked.direction, asked.address) == ("out", "ann@acme.example")


# -- whose answer it is ----------------------------------------------------------------------------------


def test_a_mail_of_ours_that_is_met_late_takes_the_credit_it_earned(database: Database, acme: int, now: int) -> None:
    first = sent(database, acme, now - 6 * DAY, "1")
    came(database, now, mail("Yes?", ANN, ME, now - 2 * DAY, "3", references="<1@x>"))
    assert message(database, first).status == "REPLIED"
    came(database, now, mail("Once more", ME, ANN, now - 4 * DAY, "2", in_reply_to="<1@x>"))
    second = next(row for row in messages_of(database, acme) if row.rfc_message_id == "<2@x>")
    assert (message(database, first).status, second.status) == ("SENT", "REPLIED")


def test_a_reply_marked_by_key_stays_one(database: Database, acme: int, now: int) -> None:
    ours = sent(database, acme, now - 6 * DAY, "1")
    mark(database, [ours], "REPLIED", now, at=now - 5 * DAY)
    came(database, now, mail("Yes?", ANN, ME, now - 2 * DAY, "3"))
    assert message(database, ours).status == "REPLIED"


def test_an_address_that_changed_leads_on_to_its_person(database: Database, acme: int, now: int) -> None:
    came(database, now, mail("Hi", ANN, ME, now - 5 * DAY, "1"))
    ann = contacts(database, acme)[0].id
    edit_contact(database, ann, {"email": "ann@lee.example"}, now, TODAY)
    assert came(database, now, mail("It is still me", ANN, ME, now - DAY, "2")).lead_id == acme
    assert {row.contact_id for row in messages_of(database, acme)} == {ann}


def test_an_answer_dated_before_what_it_answers_came_after_it_all_the_same(
    database: Database, now: int, acme: int
) -> None:
    ours = sent(database, acme, now, "1")
    early = mail("What would it cost?", ANN, ME, now - 90_000, "2", "Re: Hello", in_reply_to="<1@x>")
    came(database, now, early)
    reply = only(database, acme, "in")
    assert reply.at == now + 1
    assert message(database, ours).status == "REPLIED"
    assert detail(database, acme).owed_since == now + 1


def test_an_answer_whose_program_leaves_the_ids_out_is_credited_by_its_subject(
    database: Database, acme: int, now: int
) -> None:
    ours = sent(database, acme, now - 5 * DAY, "r1", subject="Rollout")
    came(database, now, mail("Yes.", ANN, ME, now - DAY, "a1", "Re: Rollout"))
    assert (message(database, ours).status, message(database, ours).answered_at) == ("REPLIED", now - DAY)


def test_an_answer_to_a_mail_marked_as_sent_by_hand_is_credited_to_it(database: Database, acme: int, now: int) -> None:
    ours = sent(database, acme, now - 5 * DAY, "r1", subject="Rollout", rfc_message_id=None, thread=None)
    came(database, now, mail("Yes.", ANN, ME, now - DAY, "a1", "AW: Rollout", in_reply_to="<elsewhere@x>"))
    assert message(database, ours).status == "REPLIED"
    history.undo(database, now)
    assert (message(database, ours).status, message(database, ours).thread) == ("SENT", None)


def test_an_answer_with_references_alone_and_a_slow_clock_comes_after_ours(
    database: Database, acme: int, now: int
) -> None:
    ours = sent(database, acme, now - DAY, "r1")
    came(database, now, mail("Yes.", ANN, ME, now - 2 * DAY, "a1", references="<r1@x>"))
    assert message(database, ours).answered_at == now - DAY + 1


def test_what_a_filter_marked_as_spam_in_a_contacts_name_moves_nothing_but_an_answer_is_heard(
    database: Database, acme: int, now: int
) -> None:
    sent(database, acme, now - DAY, "r1")
    spam = mail("You won!", ANN, ME, now, "a1", x_spam_flag="YES", in_reply_to="<made-up@x>")
    assert came(database, now, spam).kind == "not_ours"
    answer = mail("Yes.", ANN, ME, now, "a2", x_spam_flag="YES", in_reply_to="<r1@x>")
    assert came(database, now, answer).kind == "reply"


def test_one_mail_to_people_of_two_leads_says_so(database: Database, acme: int, now: int) -> None:
    lead_with(database, now, "Beta", "Carl Cox <carl@beta.example>")
    both = mail("Hello", ME, f"{ANN}, carl@beta.example", now, "o1")
    assert came(database, now, both).words == "you wrote to Ann Lee; it is to people of 2 open leads: `hermes mail ask`"


def test_what_is_said_of_a_lead_within_the_reps_own_firm_is_no_reply_and_no_touch(
    database: Database, acme: int, now: int
) -> None:
    boss = "Bo Ross <bo@northbeam.example>"
    ours = sent(database, acme, now - 5 * DAY, "r1")
    asked = mail("What may I offer?", ME, boss, now - 4 * DAY, "b1", "Fwd: Hello", references="<r1@x>")
    assert came(database, now, asked).words == "not filed, it stays in your own firm: a mail of sam@northbeam.example"
    told = mail("Ten percent.", boss, ME, now - 3 * DAY, "b2", "Re: Fwd: Hello", references="<r1@x> <b1@x>")
    assert came(database, now, told).words == "not filed, it is of your own firm: a mail of Bo Ross"
    assert (message(database, ours).status, len(messages_of(database, acme))) == ("SENT", 1)
    assert came(database, now, told, lead_id=acme).kind == "reply"


def test_a_mailing_list_that_the_rep_answered_a_contact_over_is_nobodys_address(
    database: Database, acme: int, now: int
) -> None:
    came(database, now, mail("How?", ANN, "devs@lists.example", now - 5 * DAY, "a1"))
    answer = mail("So.", ME, "devs@lists.example", now - 4 * DAY, "o1", in_reply_to="<a1@x>")
    assert came(database, now, answer).kind == "yours"
    assert came(database, now, mail("News", ME, "devs@lists.example", now - DAY, "o2")).kind == "not_ours"
