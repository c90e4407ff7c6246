"""While a mail waits, the world goes on: they answer, the deal ends, an address is mended, a person leaves."""

from __future__ import annotations

import pytest

from hermes_tui.actions import history
from hermes_tui.actions.contacts import edit_contact, remove_contact
from hermes_tui.actions.outbox import schedule
from hermes_tui.actions.stages import archive, lose
from hermes_tui.actions.touches import log_touch
from storage import journal, records
from storage.database import Database
from tests.actions.mailroom import DAY, NOW, SECOND, TODAY, Mailroom


@pytest.fixture
def room(database: Database) -> Mailroom:
    return Mailroom(database)


def nudge(room: Mailroom, kind: str = "FOLLOWUP_1", delay: int = 3 * DAY) -> int:
    """A message from a template of this kind, put off for days."""
    return room.schedule(room.compose(room.template(kind, kind=kind)), delay)


def answer(room: Mailroom, at: int) -> None:
    """Ann's mail of that moment, read from the mailbox now."""
    with journal.action(room.database, "mail", "reply", room.now):
        records.insert(
            room.database, "message", lead_id=room.lead, contact_id=room.ann, direction="in", status="READ",
            subject="Re: ERP", body="Yes", address="ann@acme.example", at=at, created_at=room.now, updated_at=room.now,
        )  # fmt: skip


@pytest.mark.parametrize("how", ["mail", "call", "meeting"])
def test_who_answered_meanwhile_is_not_nudged(room: Mailroom, how: str) -> None:
    waiting = nudge(room)
    room.now += DAY
    if how == "mail":
        answer(room, room.now - 3600 * SECOND)
    else:
        log_touch(room.database, [room.lead], how, room.now, inbound=True)
    assert room.send(2 * DAY).failed == 1
    assert room.way.got == []
    row = room.row(waiting)
    assert (row.status, row.body) == ("FAILED", "Hi Ann")
    assert "answered since this was put into the outbox" in (row.failure or "")
    schedule(room.database, waiting, room.now, room.now)  # the rep has read it and means it
    assert room.send(0).sent == 1


def test_an_old_mail_that_is_read_only_now_is_no_answer(room: Mailroom) -> None:
    room.sent()
    nudge(room)
    room.now += DAY
    answer(room, NOW - 20 * DAY)
    assert room.send(2 * DAY).sent == 1


@pytest.mark.parametrize("kind", ["PROPOSAL", "CLOSING", "CUSTOM"])
def test_what_asks_for_nothing_leaves_though_they_wrote(room: Mailroom, kind: str) -> None:
    nudge(room, kind)
    room.now += DAY
    answer(room, room.now)
    assert room.send(2 * DAY).sent == 1


def test_an_answer_of_a_machine_stops_nothing(room: Mailroom) -> None:
    nudge(room)
    with journal.action(room.database, "mail", "away", room.now + DAY):
        records.insert(
            room.database, "message", lead_id=room.lead, contact_id=room.ann, direction="in", status="READ",
            automatic="out_of_office", subject="Away", body="Away", address="ann@acme.example", at=room.now + DAY,
            created_at=room.now + DAY, updated_at=room.now + DAY,
        )  # fmt: skip
    assert room.send(3 * DAY).sent == 1


def test_a_deal_that_ended_meanwhile_is_not_chased(room: Mailroom) -> None:
    waiting = nudge(room)
    lose(room.database, [room.lead], "price", room.now + SECOND)
    assert room.send(3 * DAY).failed == 1
    assert "is lost since" in (room.row(waiting).failure or "")


def test_a_closed_deal_can_be_written_to_again(room: Mailroom) -> None:
    archive(room.database, [room.lead], room.now)
    room.now += DAY
    nudge(room)
    assert room.send(3 * DAY).sent == 1


def test_an_address_mended_while_mail_waits_is_where_it_goes(room: Mailroom) -> None:
    waiting = room.schedule()
    elsewhere = room.schedule()
    with journal.action(room.database, "test", "an address of the rep's choice", room.now):
        records.update(room.database, "message", elsewhere, address="ann@home.example")
    done = edit_contact(room.database, room.ann, {"email": "ann.lee@acme.example"}, room.now + SECOND, TODAY)
    assert done.words == "Acme: Ann Lee edited; 1 mail not sent yet goes there too"
    history.undo(room.database, room.now + 2 * SECOND)
    assert room.row(waiting).address == "ann@acme.example"
    history.redo(room.database, room.now + 3 * SECOND)
    assert room.send().sent == 2
    assert {letter.to_address for letter in room.way.got} == {"ann.lee@acme.example", "ann@home.example"}


def test_mail_for_somebody_without_an_address_any_more_is_not_sent(room: Mailroom) -> None:
    waiting = room.schedule()
    edit_contact(room.database, room.ann, {"email": ""}, room.now + SECOND, TODAY)
    assert room.send().failed == 1
    assert "no e-mail address" in (room.row(waiting).failure or "")


def test_mail_for_somebody_who_was_removed_is_a_draft_again(room: Mailroom) -> None:
    waiting = room.schedule()
    done = remove_contact(room.database, room.ann, room.now + SECOND)
    assert done.words == "Acme: Ann Lee removed; 1 mail of the outbox kept as a draft"
    assert room.send(DAY).sent == 0
    assert room.row(waiting).status == "DRAFT"
    history.undo(room.database, room.now)
    assert (room.row(waiting).status, room.row(waiting).contact_id) == ("SCHEDULED", room.ann)
