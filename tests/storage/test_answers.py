"""Which of our messages an answer is credited to, and where the deal stood when each left."""

from __future__ import annotations

import pytest

from storage import derived, journal, records

MINUTE = 60_000


@pytest.fixture
def said(rep):
    """Write one message on a lead, `minutes` after the rep's now; returns its id."""

    def write(lead_id: int, direction: str, minutes: int, **values: object) -> int:
        at = rep.now + minutes * MINUTE
        status = "SENT" if direction == "out" else "READ"
        return rep.add("message", **{"lead_id": lead_id, "direction": direction, "status": status, "at": at, **values})

    return write


def answered(rep, message_id: int) -> int | None:
    """Minutes from the rep's now to the answer that a message of ours was given."""
    at = rep.database.value("SELECT answered_at FROM message WHERE id = ?", (message_id,))
    return None if at is None else (at - rep.now) // MINUTE


def test_an_answer_is_credited_to_the_last_of_ours_before_it_in_its_thread(rep, said) -> None:
    lead = rep.lead()
    first = said(lead, "out", 1, thread="<a>")
    second = said(lead, "out", 2, thread="<a>")
    other = said(lead, "out", 3, thread="<b>")
    said(lead, "in", 4, thread="<a>")
    said(lead, "in", 5, thread="<a>")
    assert [answered(rep, each) for each in (first, second, other)] == [None, 4, None]


def test_an_out_of_office_a_bounce_and_a_draft_change_nothing(rep, said) -> None:
    lead = rep.lead()
    mine = said(lead, "out", 1, thread="<a>")
    said(lead, "out", 2, thread="<a>", status="DRAFT")
    said(lead, "out", 3, thread="<a>", status="BOUNCED")
    said(lead, "in", 4, thread="<a>", automatic="out_of_office")
    assert answered(rep, mine) is None
    said(lead, "in", 5, thread="<a>")
    assert answered(rep, mine) == 5


def test_without_a_thread_one_person_on_one_channel_is_one_conversation(rep, said) -> None:
    lead = rep.lead()
    ann, bob = rep.add("contact", lead_id=lead), rep.add("contact", lead_id=lead, name="Bob Ray")
    to_ann = said(lead, "out", 1, contact_id=ann, channel="linkedin")
    to_bob = said(lead, "out", 2, contact_id=bob, channel="linkedin")
    said(lead, "in", 3, contact_id=ann, channel="linkedin")
    assert (answered(rep, to_ann), answered(rep, to_bob)) == (3, None)


def test_an_answer_that_is_taken_back_takes_its_credit_along(rep, said) -> None:
    lead = rep.lead()
    mine = said(lead, "out", 1, thread="<a>")
    said(lead, "in", 2, thread="<a>", sentiment="positive")
    assert rep.database.value("SELECT answered_well FROM message WHERE id = ?", (mine,)) == 1
    journal.undo(rep.database, rep.now)
    assert answered(rep, mine) is None
    assert rep.database.value("SELECT answered_well FROM message WHERE id = ?", (mine,)) == 0


def test_the_stage_is_the_one_the_message_found_not_the_one_it_caused(rep, said) -> None:
    lead = rep.lead()
    with journal.action(rep.database, "sent", "sent", rep.now):
        mine = said(lead, "out", 0)
        visit = rep.database.value("SELECT id FROM stage_event WHERE lead_id = ?", (lead,))
        records.update(rep.database, "stage_event", visit, left_at=rep.now)
        rep.insert("stage_event", lead_id=lead, from_stage_id=1, to_stage_id=3, at=rep.now, cause="message")
        records.update(rep.database, "lead", lead, stage_id=3)
    assert rep.database.value("SELECT stage_id FROM message WHERE id = ?", (mine,)) == 1
    later = said(lead, "out", 5)
    assert rep.database.value("SELECT stage_id FROM message WHERE id = ?", (later,)) == 3
    with rep.database.transaction() as connection:
        assert derived.rebuild(connection) == 0
