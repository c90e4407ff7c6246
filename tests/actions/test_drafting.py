"""A rep writes to somebody: to the right person, in the right thread, signed, and with every gap seen."""

from __future__ import annotations

import pytest

from hermes_tui.actions import history
from hermes_tui.actions.contacts import edit_contact
from hermes_tui.actions.drafting import BLANK, as_letter, drop, edit_draft, edited, gaps_in, load, save_draft
from hermes_tui.actions.leads import add_lead
from hermes_tui.actions.outbox import mark, schedule
from hermes_tui.actions.touches import log_touch
from hermes_tui.outreach.templates.values import Me
from storage import journal, records
from storage.database import Database
from storage.errors import NotFound, UsageError
from storage.queries.messages import messages_of
from tests.actions.mailroom import DAY, ME, NOW, TODAY, Mailroom


@pytest.fixture
def room(database: Database) -> Mailroom:
    return Mailroom(database)


def hear(room: Mailroom, text: str, **more: object) -> int:
    """Ann wrote; as the reading of mail files it."""
    known = {
        "lead_id": room.lead, "contact_id": room.ann, "direction": "in", "status": "READ", "subject": "Re: ERP",
        "body": text, "address": "ann@acme.example", "at": room.now, "created_at": room.now, "updated_at": room.now,
    }  # fmt: skip
    with journal.action(room.database, "mail", "reply", room.now):
        return records.insert(room.database, "message", **{**known, **more})


# -- whom, and in which words ------------------------------------------------------------------------------


def test_a_template_is_filled_in_for_the_champion(room: Mailroom) -> None:
    room.person("Bob Ray", "bob@acme.example")
    draft = room.compose(room.template())
    assert (draft.to_name, draft.address, draft.channel) == ("Ann Lee", "ann@acme.example", "email")
    assert (draft.subject, draft.body, draft.missing) == ("About ERP rollout", "Hi Ann", ())
    assert (draft.template_version, draft.in_reply_to, draft.thread) == (1, None, None)


def test_mail_goes_to_somebody_whose_address_has_not_come_back(room: Mailroom) -> None:
    bob = room.person("Bob Ray", "bob@acme.example")
    records.update(room.database, "contact", room.ann, bounced_at=NOW)
    assert room.compose(room.template()).contact_id == bob


def test_the_person_named_is_written_to_whatever_their_address(room: Mailroom) -> None:
    carl = room.person("Carl")
    draft = room.compose(room.template(), carl)
    assert (draft.to_name, draft.address) == ("Carl", None)


def test_where_nobody_is_known_the_leads_own_address_is_written_to(room: Mailroom) -> None:
    given = {"title": "Rollout", "email": "hello@borealis.example", "author": "Kim"}
    room.lead = add_lead(room.database, given, NOW, TODAY).made
    draft = room.compose(room.template())
    assert (draft.contact_id, draft.to_name, draft.address) == (None, "Kim", "hello@borealis.example")


def test_somebody_of_another_lead_is_not_written_to(room: Mailroom) -> None:
    other = add_lead(room.database, {"title": "Other"}, NOW, TODAY).made
    room.lead = other
    with pytest.raises(UsageError, match="not one of Other's people"):
        room.compose(room.template(), room.ann)


def test_a_missing_value_is_a_gap_that_is_seen_and_never_sent(room: Mailroom) -> None:
    draft = room.compose(room.template(body="Dear {{ contact.role }}, about {{ lead.deadline }}"))
    assert draft.missing == ("contact.role", "lead.deadline")
    with pytest.raises(UsageError, match=r"lacks contact\.role, lead\.deadline; it was not sent, .* kept\.$"):
        room.schedule(draft)
    assert messages_of(room.database, room.lead) == []
    filled = edited(draft, draft.subject, "Dear CTO, about June")
    assert filled.missing == ()
    assert room.schedule(filled)


def test_words_between_quotation_marks_are_no_gaps() -> None:
    assert gaps_in("", "Sie nannten es ‹Haus› und ‹das alte Haus›, ‹lead.title›") == ("lead.title",)


def test_a_template_with_a_fault_says_which_and_writes_nothing(room: Mailroom) -> None:
    with pytest.raises(UsageError, match=r"“Hello” cannot be used for Acme: .*line 1"):
        room.compose(room.template(body="Hi {{ contact.first_name"))


def test_the_signature_ends_the_mail_unless_the_template_has_it(room: Mailroom) -> None:
    me = ME._replace(signature="Rep Roe\nNorthbeam")
    assert room.compose(room.template(), me=me).body == "Hi Ann\n\n-- \nRep Roe\nNorthbeam"
    own = room.template("Signed", "Hi Ann\n\n{{ me.signature }}")
    assert room.compose(own, me=me).body == "Hi Ann\n\nRep Roe\nNorthbeam"
    linkedin = room.template("LinkedIn", "Hi Ann", channel="linkedin")
    assert room.compose(linkedin, me=me).body == "Hi Ann"


def test_another_channel_needs_no_address_and_has_no_subject(room: Mailroom) -> None:
    draft = room.compose(room.template("LinkedIn", channel="linkedin"))
    assert (draft.to_name, draft.address, draft.subject) == ("Ann Lee", None, "")


def test_without_a_choice_the_suggested_template_says_because_of_what(room: Mailroom) -> None:
    first = room.template()
    draft = room.compose(None)
    assert draft.template_id == first
    assert draft.suggestion


def test_without_a_template_there_is_room_for_words_of_ones_own(room: Mailroom) -> None:
    draft = room.compose(None)
    assert (draft.template_id, draft.body) == (None, "")
    assert "no template" in draft.suggestion


def test_a_lead_that_is_not_there_is_said(room: Mailroom) -> None:
    room.lead = 99
    with pytest.raises(NotFound):
        room.compose(room.template())


# -- threads -----------------------------------------------------------------------------------------------


def test_a_follow_up_goes_on_in_the_thread_of_the_last_mail_to_that_address(room: Mailroom) -> None:
    first = room.row(room.sent(room.letter(subject="ERP")))
    draft = room.compose(room.template("Nudge", "Any news?", kind="FOLLOWUP_1", subject=""))
    assert draft.subject == "Re: ERP"
    assert (draft.in_reply_to, draft.refs, draft.thread) == (first.rfc_message_id, first.rfc_message_id, first.thread)
    second = room.row(room.sent(draft))
    third = room.compose(room.template("Last", "Still there?", kind="FOLLOWUP_2", subject=""))
    assert third.subject == "Re: ERP"
    assert third.refs == f"{first.rfc_message_id} {second.rfc_message_id}"
    assert third.in_reply_to == second.rfc_message_id


def test_a_mail_with_a_subject_of_its_own_begins_a_thread(room: Mailroom) -> None:
    room.sent()
    draft = room.compose(room.template("Offer", "Here it is", kind="PROPOSAL"))
    assert (draft.in_reply_to, draft.thread, draft.subject) == (None, None, "About ERP rollout")


def test_the_thread_with_somebody_else_is_not_gone_on_with(room: Mailroom) -> None:
    room.sent()
    bob = room.person("Bob Ray", "bob@acme.example")
    draft = room.compose(room.template("Nudge", "Any news?", kind="FOLLOWUP_1"), bob)
    assert draft.in_reply_to is None


def test_a_long_thread_names_its_first_mail_and_its_latest(room: Mailroom) -> None:
    ids = " ".join(f"<{n}@acme.example>" for n in range(60))
    hear(room, "Yes", rfc_message_id="<yes@acme.example>", thread="<0@acme.example>", refs=ids)
    refs = room.compose(BLANK).refs.split()
    assert (len(refs), refs[0], refs[-1]) == (20, "<0@acme.example>", "<yes@acme.example>")


def test_a_blank_reply_stands_in_the_buyers_thread_above_their_words(room: Mailroom) -> None:
    first = room.row(room.sent())
    mark_at = "<reply@acme.example>"
    hear(room, "What would it cost?\n\n> earlier words", rfc_message_id=mark_at, thread=first.thread,
         in_reply_to=first.rfc_message_id, refs=first.rfc_message_id)  # fmt: skip
    draft = room.compose(BLANK)
    assert draft.body == "\n\nOn Mon 22 Jun Ann Lee wrote:\n> What would it cost?\n>\n>> earlier words"
    assert (draft.subject, draft.in_reply_to) == ("Re: ERP", mark_at)
    assert draft.refs == f"{first.rfc_message_id} {mark_at}"


def test_a_blank_reply_answers_a_word_that_was_only_logged(room: Mailroom) -> None:
    log_touch(room.database, [room.lead], "linkedin", NOW, inbound=True, text="Call me")
    draft = room.compose(BLANK)
    assert (draft.channel, draft.address) == ("linkedin", None)
    assert draft.body.endswith("> Call me")


def test_an_answer_without_a_word_of_the_reps_own_is_not_sent(room: Mailroom) -> None:
    hear(room, "What would it cost?\n\n> earlier words")
    for me in (ME, ME._replace(signature="Rep Roe\nNorthbeam")):
        with pytest.raises(UsageError, match="no word of yours"):
            schedule(room.database, room.compose(BLANK, me=me), NOW, NOW)
    draft = room.compose(BLANK, me=ME._replace(signature="Rep Roe"))
    schedule(room.database, edited(draft, draft.subject, f"4,000 a year.{draft.body}"), NOW, NOW)


# -- drafts kept -------------------------------------------------------------------------------------------


def test_a_draft_is_kept_changed_and_taken_back(room: Mailroom) -> None:
    outcome = save_draft(room.database, room.letter("Shall we?"), NOW)
    assert outcome.words == "Acme: mail to Ann Lee drafted"
    edit_draft(room.database, outcome.made, {"subject": "Another", "text": "Other words"}, NOW)
    row = room.row(outcome.made)
    assert (row.subject, row.body, row.status) == ("Another", "Other words", "DRAFT")
    history.undo(room.database, NOW)
    assert room.row(outcome.made).subject == "ERP"
    history.undo(room.database, NOW)
    assert messages_of(room.database, room.lead) == []


def test_a_draft_is_no_touch_and_counts_for_nothing(room: Mailroom) -> None:
    save_draft(room.database, room.letter(), NOW)
    assert room.one("SELECT last_touch_at FROM lead WHERE id = ?", room.lead) is None
    assert room.stage == "NEW"


def test_a_stored_draft_is_loaded_and_kept_in_its_place(room: Mailroom) -> None:
    number = save_draft(room.database, room.letter(), NOW).made
    again = load(room.database, number)
    assert save_draft(room.database, edited(again, "Other", "Words"), NOW).made == number
    assert len(messages_of(room.database, room.lead)) == 1


def test_a_draft_for_somebody_else_begins_a_thread_of_its_own(room: Mailroom) -> None:
    room.sent()
    number = save_draft(room.database, room.compose(room.template("N", "?", kind="FOLLOWUP_1")), NOW).made
    room.person("Bob Ray", "bob@acme.example")
    edit_draft(room.database, number, {"to": "Bob"}, NOW)
    row = room.row(number)
    assert (row.to_name, row.address, row.in_reply_to, row.thread) == ("Bob Ray", "bob@acme.example", None, None)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"sbject": "x"}, "did you mean `subject`"),
        ({"address": "no address"}, "is no e-mail address"),
        ({"to": "Zoe"}, "Nobody of Acme is called `Zoe`"),
        ({"text": "a", "body": "b"}, "`body` is set twice"),
    ],
)
def test_what_makes_no_sense_changes_nothing(room: Mailroom, given: dict[str, str], words: str) -> None:
    number = save_draft(room.database, room.letter(), NOW).made
    with pytest.raises(UsageError, match=words):
        edit_draft(room.database, number, given, NOW)
    assert room.row(number).subject == "ERP"


def test_what_left_is_neither_changed_nor_dropped(room: Mailroom) -> None:
    number = room.sent()
    for act in (
        lambda: edit_draft(room.database, number, {"body": "other"}, room.now),
        lambda: drop(room.database, [number], room.now),
        lambda: schedule(room.database, number, room.now, room.now),
        lambda: save_draft(room.database, load(room.database, number), room.now),
    ):
        with pytest.raises(UsageError, match="is sent and stays as it is"):
            act()
    assert len(room.way.got) == 1


def test_dropping_several_is_one_action(room: Mailroom) -> None:
    numbers = [save_draft(room.database, room.letter(), NOW).made for _ in range(3)]
    assert drop(room.database, numbers, NOW).words == "Acme: 3 messages dropped"
    history.undo(room.database, NOW)
    assert len(messages_of(room.database, room.lead)) == 3


def test_a_letter_carries_what_the_message_says(room: Mailroom) -> None:
    row = room.row(room.sent())
    letter = as_letter(room.database, row.id, Me("Rep", "rep@north.example"), NOW)
    assert (letter.message_id, letter.to_address, letter.subject) == (row.rfc_message_id, row.address, "ERP")
    other = as_letter(room.database, room.letter(), ME, NOW)
    assert other.message_id.endswith("@north.example>")
    assert as_letter(room.database, room.letter(), ME, NOW) == other


def test_another_address_of_the_person_has_not_come_back_yet(room: Mailroom) -> None:
    mark(room.database, [room.sent()], "BOUNCED", room.now)
    with pytest.raises(UsageError, match=r"ann@acme\.example came back"):
        room.schedule()
    edit_contact(room.database, room.ann, {"email": "ann.lee@acme.example"}, room.now, TODAY)
    room.now += DAY
    assert room.schedule(room.letter())
