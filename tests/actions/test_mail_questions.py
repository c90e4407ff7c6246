"""The rep says whose a mail is, and what was asked is settled as if it had been known."""

from __future__ import annotations

import pytest

from hermes_tui.actions import history
from hermes_tui.actions.leads import delete_leads
from hermes_tui.actions.mail_questions import answer_nobody, answer_question, answer_with_new_lead
from hermes_tui.actions.merging import merge_leads
from hermes_tui.actions.replies import file_letter
from hermes_tui.actions.unmerging import unmerge
from hermes_tui.outreach.reading.letters import read_letter
from storage.database import Database
from storage.errors import NotFound, UsageError
from storage.queries.lead import ContactRow, contacts, detail
from storage.queries.mailboxes import questions
from storage.queries.messages import messages_of
from tests.actions.postbox import DAY, ME, OWN, TODAY, lead_with, mail

ANN = "Ann Lee <ann@acme.example>"
CLEO = "Cleo Fox <cleo@acme.example>"
BOB = "Bob Ray <bob@else.example>"


@pytest.fixture
def acme(database: Database, now: int) -> int:
    return lead_with(database, now, "Acme", ANN)


def came(database: Database, now: int, content: bytes) -> int | None:
    """File a mail; returns the question that it became, if it did."""
    file_letter(database, read_letter(content), OWN, now)
    return next((one.id for one in questions(database)), None)


def called(database: Database, lead_id: int, name: str) -> ContactRow:
    (found,) = [person for person in contacts(database, lead_id) if person.name == name]
    return found


def test_one_of_two_leads_gets_the_mail_with_all_that_follows(database: Database, acme: int, now: int) -> None:
    other = lead_with(database, now, "Borealis", ANN)
    asked = came(database, now, mail("What would it cost?", ANN, ME, now - DAY, "2"))
    came(database, now, mail("Or shall we talk?", ANN, ME, now - 3_600_000, "3", references="<2@x>"))
    outcome = answer_question(database, asked or 0, other, now, TODAY)
    assert outcome.words == "Borealis: the mail from Ann Lee and 1 more mail filed"
    assert messages_of(database, acme) == []
    assert [(row.contact_id, row.thread) for row in messages_of(database, other)] == [
        (contacts(database, other)[0].id, "<2@x>")
    ] * 2
    lead = detail(database, other)
    assert (lead.owed_quote, database.value("SELECT name FROM stage WHERE id = ?", (lead.stage_id,))) == (
        "Or shall we talk?", "RESPONDED",
    )  # fmt: skip
    assert questions(database) == []
    history.undo(database, now)
    assert len(questions(database)) == 2
    assert messages_of(database, other) == []


def test_a_new_person_is_added_with_the_mail(database: Database, acme: int, now: int) -> None:
    asked = came(database, now, mail("May I have an offer?", CLEO, ME, now - DAY, "2"))
    outcome = answer_question(database, asked or 0, acme, now, TODAY, new_person=True)
    assert outcome.words == "Acme: the mail from Cleo Fox filed, Cleo Fox added"
    cleo = called(database, acme, "Cleo Fox")
    assert (cleo.email, cleo.touch_count) == ("cleo@acme.example", 1)
    history.undo(database, now)
    assert (len(contacts(database, acme)), len(questions(database))) == (1, 1)


def test_a_person_there_may_have_written_from_elsewhere(database: Database, acme: int, now: int) -> None:
    asked = came(database, now, mail("It is me", CLEO, ME, now - DAY, "2"))
    ann = contacts(database, acme)[0].id
    other = lead_with(database, now, "Borealis", "Kim Roe <kim@borealis.example>")
    with pytest.raises(UsageError, match="not one of Borealis's people"):
        answer_question(database, asked or 0, other, now, TODAY, contact_id=ann)
    answer_question(database, asked or 0, acme, now, TODAY, contact_id=ann)
    assert [row.contact_id for row in messages_of(database, acme)] == [ann]
    with pytest.raises(NotFound, match="no question"):
        answer_question(database, asked or 0, acme, now, TODAY)


def test_all_that_a_stranger_wrote_in_a_thread_is_theirs_once_they_are_added(
    database: Database, acme: int, now: int
) -> None:
    came(database, now, mail("Hello?", ANN, ME, now - 4 * DAY, "1"))
    asked = came(database, now, mail("Me too", BOB, ME, now - 3 * DAY, "2", in_reply_to="<1@x>"))
    came(database, now, mail("Well?", BOB, ME, now - 2 * DAY, "3", in_reply_to="<2@x>"))
    assert answer_question(database, asked or 0, acme, now, TODAY, new_person=True).words == (
        "Acme: the mail from Bob Ray and 1 more mail filed, Bob Ray added"
    )
    bob = called(database, acme, "Bob Ray")
    assert (bob.touch_count, bob.last_in_at) == (2, now - 2 * DAY)
    assert len(messages_of(database, acme)) == 3


def test_a_mail_that_its_thread_put_on_the_wrong_lead_moves(database: Database, acme: int, now: int) -> None:
    came(database, now, mail("Hello?", ANN, ME, now - 4 * DAY, "1"))
    asked = came(database, now, mail("Something else", BOB, ME, now - 3 * DAY, "2", in_reply_to="<1@x>"))
    other = lead_with(database, now, "Borealis", "Kim Roe <kim@borealis.example>")
    answer_question(database, asked or 0, other, now, TODAY)
    assert [len(messages_of(database, lead)) for lead in (acme, other)] == [1, 1]
    assert detail(database, other).owed_quote == "Something else"
    assert detail(database, acme).owed_quote == "Hello?"


def test_a_mail_may_begin_a_new_lead(database: Database, acme: int, now: int) -> None:
    asked = came(database, now, mail("Do you sell boats?", CLEO, ME, now - DAY, "2", "Boats"))
    outcome = answer_with_new_lead(database, asked or 0, now, TODAY)
    assert outcome.words == "new lead “Boats” from the mail from Cleo Fox"
    (cleo,) = contacts(database, outcome.made)
    assert (cleo.name, cleo.is_primary, cleo.last_in_at) == ("Cleo Fox", 1, now - DAY)
    assert detail(database, outcome.made).owed_quote == "Do you sell boats?"
    history.undo(database, now)
    assert database.value("SELECT COUNT(*) FROM lead") == 1
    assert len(questions(database)) == 1


def test_a_mail_may_be_nobodys(database: Database, acme: int, now: int) -> None:
    asked = came(database, now, mail("Buy", CLEO, ME, now - DAY, "2"))
    assert answer_nobody(database, asked or 0, now).words == "the mail from Cleo Fox: not ours"
    assert (questions(database), messages_of(database, acme)) == ([], [])
    history.undo(database, now)
    assert len(questions(database)) == 1


def test_whoever_is_not_to_be_added_leaves_the_mail_where_it_is(database: Database, acme: int, now: int) -> None:
    came(database, now, mail("Hello?", ANN, ME, now - 4 * DAY, "1"))
    asked = came(database, now, mail("Me too", BOB, ME, now - 3 * DAY, "2", in_reply_to="<1@x>"))
    assert answer_nobody(database, asked or 0, now).words == "Bob Ray is nobody to be added; the mail stays"
    assert len(messages_of(database, acme)) == 2
    assert len(contacts(database, acme)) == 1


def test_what_the_rep_wrote_to_one_of_two_leads_is_no_debt(database: Database, acme: int, now: int) -> None:
    other = lead_with(database, now, "Borealis", ANN)
    asked = came(database, now, mail("9,000?", ME, ANN, now - DAY, "2"))
    answer_question(database, asked or 0, other, now, TODAY)
    (row,) = messages_of(database, other)
    assert (row.direction, row.status, row.quote, row.to_name) == ("out", "SENT", None, "Ann Lee")
    assert (detail(database, other).owed_since, detail(database, other).last_out_at) == (None, now - DAY)


def test_who_was_merged_meanwhile_is_offered_as_the_one_they_became(database: Database, acme: int, now: int) -> None:
    other = lead_with(database, now, "Acme Corp", ANN)
    third = lead_with(database, now, "Borealis", ANN)
    came(database, now, mail("What would it cost?", ANN, ME, now - DAY, "2"))

    def offered() -> list[tuple[int, int | None]]:
        return [(lead, person) for lead, person, _ in questions(database)[0].candidates]

    before = offered()
    assert {lead for lead, _ in before} == {acme, other, third}
    merged = merge_leads(database, acme, other, {}, now)
    ann, double = contacts(database, acme)[0].id, contacts(database, third)[0].id
    assert sorted(offered()) == [(acme, ann), (third, double)]
    delete_leads(database, [third], now)
    assert offered() == [(acme, ann)]
    history.undo(database, now)
    unmerge(database, merged.action_id, now)
    assert offered() == before
