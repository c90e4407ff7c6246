"""Buying signals: suggested with the text that gives them, decided once, and never asked again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from hermes_tui.actions import history
from hermes_tui.actions.contacts import add_contact
from hermes_tui.actions.leads import add_lead
from hermes_tui.actions.mail_questions import answer_question
from hermes_tui.actions.merging import merge_leads
from hermes_tui.actions.replies import file_letter
from hermes_tui.actions.signal_texts import look_again
from hermes_tui.actions.signals import confirm, confirm_newest, refuse, refuse_newest, remove, set_signal
from hermes_tui.actions.touches import edit_touch, log_touch, remove_touch
from hermes_tui.scoring.signals import found_in, same_words
from storage import journal
from storage.database import Database
from storage.errors import NotFound, NothingToUndo, UsageError
from storage.queries.signals import Signals, newest_waiting, of_lead, signal
from tests.actions.postbox import ME, OWN, incoming, lead_with

DAY = 86_400_000
TODAY = date(2026, 6, 22)
ASKS = "Thanks, Bob. What would it cost per year?"
ALSO_ASKS = "One more thing: how much is it for 50 users?"


@pytest.fixture
def lead(database: Database, now: int) -> int:
    """A lead with Ann Lee, its champion."""
    made = add_lead(database, {"title": "ERP rollout", "company": "Acme"}, now, TODAY, at=now - 30 * DAY).made
    add_contact(database, made, {"name": "Ann Lee", "champion": "yes"}, now, TODAY)
    return made


def hear(database: Database, lead_id: int, words: str, now: int, days: int = 0, via: str = "email") -> int:
    """A word of theirs, so many days ago; returns the touch."""
    return log_touch(database, [lead_id], via, now, inbound=True, text=words, at=now - days * DAY).made


def standing(database: Database, lead_id: int) -> list[tuple[str, str, str]]:
    """Kind, state and evidence of each signal, in the order of ids."""
    sql = "SELECT kind, state, evidence FROM signal WHERE lead_id = ? ORDER BY id"
    return [tuple(row) for row in database.rows(sql, (lead_id,))]


# -- suggesting --------------------------------------------------------------------------------------------


def test_a_word_that_asks_for_the_price_suggests_a_signal_with_who_when_and_the_words(
    database: Database, lead: int, now: int
) -> None:
    said = log_touch(database, [lead], "email", now, inbound=True, text=ASKS, at=now - DAY)
    assert said.words.endswith("; pricing question suggested")
    (row,) = of_lead(database, lead)
    assert (row.kind, row.state, row.evidence) == ("pricing", "suggested", "What would it cost per year?")
    assert (row.contact, row.at, row.origin, row.decided_at) == ("Ann Lee", now - DAY, f"touch:{said.made}", None)


def test_one_undo_takes_text_and_suggestion_back_and_redo_brings_both(database: Database, lead: int, now: int) -> None:
    hear(database, lead, ASKS, now)
    history.undo(database, now)
    assert (database.value("SELECT COUNT(*) FROM touch"), standing(database, lead)) == (0, [])
    history.redo(database, now)
    assert [row[:2] for row in standing(database, lead)] == [("pricing", "suggested")]


@pytest.mark.parametrize(
    ("via", "inbound", "text"),
    [
        ("email", False, ASKS),  # our own words
        ("meeting", True, "They asked: what would it cost per year?"),  # the rep's notes of a talk
        ("email", True, "Thanks for the quote, we are reading it."),
        ("email", True, "Automatic reply: I am out of the office. What would it cost? Ask my colleague Ann."),
        ("email", True, ""),
    ],
)
def test_what_is_no_buyers_own_word_suggests_nothing(
    database: Database, lead: int, now: int, via: str, inbound: bool, text: str
) -> None:
    log_touch(database, [lead], via, now, inbound=inbound, text=text)
    assert standing(database, lead) == []


def test_a_corrected_text_gives_other_suggestions_and_what_was_decided_stays(
    database: Database, lead: int, now: int
) -> None:
    touch = hear(database, lead, f"{ASKS} Could you send us a quote?", now)
    pricing, offer = of_lead(database, lead)[1], of_lead(database, lead)[0]
    assert {pricing.kind, offer.kind} == {"pricing", "proposal_request"}
    confirm(database, [signal.id for signal in (pricing, offer) if signal.kind == "pricing"], now)
    said = edit_touch(database, touch, {"text": "Can we meet next week?"}, now, UTC).words
    assert said.endswith("; meeting asked for suggested")
    assert [row[:2] for row in standing(database, lead)] == [("pricing", "confirmed"), ("meeting", "suggested")]
    history.undo(database, now)
    assert sorted(row[:2] for row in standing(database, lead)) == [
        ("pricing", "confirmed"), ("proposal_request", "suggested"),
    ]  # fmt: skip


def test_who_and_when_follow_the_text(database: Database, lead: int, now: int) -> None:
    touch = hear(database, lead, ASKS, now)
    add_contact(database, lead, {"name": "Cy Doe"}, now, TODAY)
    confirm_newest(database, [lead], now)
    edit_touch(database, touch, {"contact": "Cy Doe", "at": "2026-06-20 12:00"}, now, UTC)
    (row,) = of_lead(database, lead)
    assert (row.contact, row.at, row.state) == ("Cy Doe", 1_781_956_800_000, "confirmed")


def test_a_touch_that_turns_out_to_be_ours_or_is_removed_takes_its_suggestion_along(
    database: Database, lead: int, now: int
) -> None:
    ours, gone, kept = (hear(database, lead, ASKS, now, days) for days in (20, 10, 0))
    confirm(database, [row.id for row in of_lead(database, lead) if row.origin == f"touch:{kept}"], now)
    edit_touch(database, ours, {"direction": "out"}, now, UTC)
    remove_touch(database, gone, now)
    remove_touch(database, kept, now)
    (row,) = of_lead(database, lead)
    assert (row.state, row.origin) == ("confirmed", None)  # what the rep said of it stays, and names no other text


# -- deciding ----------------------------------------------------------------------------------------------


def test_confirming_and_refusing_keep_when_and_can_be_taken_back(database: Database, lead: int, now: int) -> None:
    hear(database, lead, ASKS, now)
    said = confirm_newest(database, [lead], now + 5)
    assert said.words == "Acme: pricing question confirmed: “What would it cost per year?”"
    assert [(row.state, row.decided_at) for row in of_lead(database, lead)] == [("confirmed", now + 5)]
    history.undo(database, now)
    assert refuse_newest(database, [lead], now + 6).words.startswith("Acme: pricing question refused")
    assert [(row.state, row.decided_at) for row in of_lead(database, lead)] == [("refused", now + 6)]
    history.undo(database, now)
    assert [(row.state, row.decided_at) for row in of_lead(database, lead)] == [("suggested", None)]


def test_what_was_refused_is_not_suggested_again_in_the_same_words_nor_of_the_same_text(
    database: Database, lead: int, now: int
) -> None:
    touch = hear(database, lead, ASKS, now, 3)
    refuse_newest(database, [lead], now)
    hear(database, lead, "what would it cost, per year", now)
    edit_touch(database, touch, {"text": ALSO_ASKS}, now, UTC)
    assert [row[1] for row in standing(database, lead)] == ["refused"]
    hear(database, lead, ALSO_ASKS, now)
    assert [row[1] for row in standing(database, lead)] == ["refused", "suggested"]


def test_refusing_one_lets_its_like_go_that_waits(database: Database, lead: int, now: int) -> None:
    hear(database, lead, ASKS, now, 2)
    hear(database, lead, ASKS, now)
    refuse_newest(database, [lead], now)
    assert [row[1] for row in standing(database, lead)] == ["refused"]


def test_a_question_confirmed_is_not_asked_again_for_a_week_and_a_new_one_later_is(
    database: Database, lead: int, now: int
) -> None:
    hear(database, lead, ASKS, now, 20)
    confirm_newest(database, [lead], now)
    hear(database, lead, ALSO_ASKS, now, 14)
    assert [row[1] for row in standing(database, lead)] == ["confirmed"]
    hear(database, lead, ALSO_ASKS, now, 2)
    assert [row[1] for row in standing(database, lead)] == ["confirmed", "suggested"]


def test_confirming_one_lets_the_echoes_of_its_week_go_and_refusing_it_after_all_brings_them_back(
    database: Database, lead: int, now: int
) -> None:
    first = hear(database, lead, ASKS, now, 3)
    hear(database, lead, ALSO_ASKS, now)
    (one,) = [row.id for row in of_lead(database, lead) if row.origin == f"touch:{first}"]
    confirm(database, [one], now)
    assert [row[1] for row in standing(database, lead)] == ["confirmed"]
    refuse(database, [one], now)
    assert [row[1] for row in standing(database, lead)] == ["refused", "suggested"]


def test_deciding_of_many_leads_takes_each_ones_newest(database: Database, lead: int, now: int) -> None:
    other = add_lead(database, {"title": "Other"}, now, TODAY).made
    silent = add_lead(database, {"title": "Silent"}, now, TODAY).made
    hear(database, lead, ASKS, now, 20)
    newest = hear(database, lead, "Can we meet next week?", now)
    hear(database, other, ASKS, now)
    assert set(newest_waiting(database, [lead, other, silent])) == {lead, other}
    assert confirm_newest(database, [lead, other, silent], now).words == "2 leads: 2 buying signals confirmed"
    assert signal(database, newest_waiting(database, [lead])[lead]).origin != f"touch:{newest}"
    assert confirm_newest(database, [silent], now).words == "Silent: no buying signal waits"
    assert confirm_newest(database, [silent], now).action_id == 0


def test_what_is_so_already_changes_nothing(database: Database, lead: int, now: int) -> None:
    hear(database, lead, ASKS, now)
    confirm_newest(database, [lead], now)
    (row,) = of_lead(database, lead)
    again = confirm(database, [row.id], now + 1)
    assert (again.action_id, again.words) == (0, "Acme: the pricing question is confirmed")
    with pytest.raises(NotFound, match="no buying signal 99"):
        confirm(database, [99], now)


# -- by hand -----------------------------------------------------------------------------------------------


def test_a_signal_set_by_hand_is_confirmed_and_its_echo_no_longer_waits(
    database: Database, lead: int, now: int
) -> None:
    hear(database, lead, ASKS, now)
    assert set_signal(database, [lead], "price", now, words="on the phone").words == "Acme: pricing question recorded"
    assert standing(database, lead) == [("pricing", "confirmed", "on the phone")]


def test_a_signal_of_no_kind_of_the_future_or_of_another_leads_person_is_refused(
    database: Database, lead: int, now: int
) -> None:
    other = add_lead(database, {"title": "Other"}, now, TODAY).made
    stranger = add_contact(database, other, {"name": "Di Ray"}, now, TODAY).made
    with pytest.raises(UsageError, match=r"did you mean `pricing`\? The kinds are pricing, proposal_request, click"):
        set_signal(database, [lead], "pricng", now)
    with pytest.raises(UsageError, match="future"):
        set_signal(database, [lead], "click", now, at=now + 1)
    with pytest.raises(UsageError):
        set_signal(database, [lead], "click", now, contact_id=stranger)
    assert standing(database, lead) == []


def test_removing_deletes_what_the_rep_set_and_refuses_what_a_text_gave(
    database: Database, lead: int, now: int
) -> None:
    made = set_signal(database, [lead], "click", now).made
    assert remove(database, [made], now).words == "Acme: link clicked removed"
    hear(database, lead, ASKS, now)
    (row,) = of_lead(database, lead)
    assert remove(database, [row.id], now).words == "Acme: pricing question refused, it is not suggested again"
    assert look_again(database, lead) == (0, 0)
    assert [each[1] for each in standing(database, lead)] == ["refused"]


# -- lists, mail, merging ----------------------------------------------------------------------------------


def test_a_list_has_what_waits_first(database: Database, lead: int, now: int) -> None:
    set_signal(database, [lead], "click", now)
    hear(database, lead, ASKS, now, 5)
    rows = Signals(database).page(0, 10)
    assert [(row.kind, row.state) for row in rows] == [("pricing", "suggested"), ("click", "confirmed")]
    assert Signals(database, states=("suggested",)).total() == 1
    assert Signals(database, lead_id=lead + 1).page(0, 10) == []


def test_mail_answered_for_its_lead_suggests_and_mail_moved_takes_its_signal_along(
    database: Database, lead: int, now: int
) -> None:
    other = add_lead(database, {"title": "Other"}, now, TODAY, at=now - 30 * DAY).made
    with journal.action(database, "test", "a mail waits", now):
        from storage import records

        asked = records.insert(
            database, "mail_question", at=now - DAY, rfc_message_id="one@x", from_name="Di Ray", address="di@x.example",
            subject="Hello", body=ASKS, words=ASKS, direction="in", created_at=now,
        )  # fmt: skip
    answer_question(database, asked, lead, now, TODAY)
    (row,) = of_lead(database, lead)
    assert (row.state, row.origin, row.at) == ("suggested", "message:1", now - DAY)
    with journal.action(database, "test", "its writer is unknown", now):
        asked = records.insert(
            database, "mail_question", at=now - DAY, rfc_message_id="one@x", from_name="Di Ray", address="di@x.example",
            subject="Hello", body=ASKS, words=ASKS, direction="in", created_at=now, message_id=1,
        )  # fmt: skip
    answer_question(database, asked, other, now, TODAY, new_person=True)
    assert of_lead(database, lead) == []
    (row,) = of_lead(database, other)
    assert (row.state, row.contact) == ("suggested", "Di Ray")


Kind = Literal["human", "out_of_office"]


def came(database: Database, words: str, now: int, at: int, number: int, kind: Kind = "human") -> None:
    """A mail of Ann's is filed, of the kind that a reader took it for."""
    read = incoming(words, "Ann Lee <ann@acme.example>", ME, at, f"in{number}", "Re: ERP")._replace(kind=kind)
    file_letter(database, read, OWN, now)


def test_mail_of_a_person_suggests_in_its_own_action_and_a_machines_or_one_of_years_ago_does_not(
    database: Database, now: int
) -> None:
    acme = lead_with(database, now, "Acme", "Ann Lee <ann@acme.example>")
    quoted = "Thanks!\n\nOn Mon, 1 Jun 2026, Rep wrote:\n> What would it cost?"
    came(database, quoted, now, now - DAY, 1)
    came(database, ASKS, now, now - 400 * DAY, 2)
    came(database, ASKS, now, now - DAY, 3, kind="out_of_office")
    assert standing(database, acme) == []
    came(database, f"{ASKS}\n\n> Shall I send a quote?", now, now - DAY, 4)
    (row,) = of_lead(database, acme)
    assert (row.kind, row.state, row.contact, row.at) == ("pricing", "suggested", "Ann Lee", now - DAY)
    came(database, ASKS, now, now - DAY, 4)  # met again: on file already
    assert len(of_lead(database, acme)) == 1
    history.undo(database, now)
    assert (of_lead(database, acme), database.value("SELECT COUNT(*) FROM message")) == ([], 3)


def test_a_merge_keeps_the_signals_of_both(database: Database, lead: int, now: int) -> None:
    other = add_lead(database, {"title": "ERP rollout again", "company": "Acme"}, now, TODAY).made
    hear(database, other, ASKS, now)
    set_signal(database, [lead], "click", now, words="https://x.example")
    merge_leads(database, lead, other, {}, now)
    assert sorted(row[:2] for row in standing(database, lead)) == [("click", "confirmed"), ("pricing", "suggested")]


# -- any history -------------------------------------------------------------------------------------------

WORDS = (ASKS, ALSO_ASKS, "Could you send us a quote?", "Thanks!", "Can we meet next week? And what would it cost?", "")
Step = tuple[str, int, int, int]
steps = some.lists(
    some.tuples(
        some.sampled_from(("say", "say", "say", "edit", "ours", "drop", "yes", "no", "set", "remove", "undo", "redo")),
        some.integers(0, 40), some.integers(0, len(WORDS) - 1), some.integers(0, 30),
    ),
    max_size=16,
)  # fmt: skip


def walk(database: Database, lead_id: int, step: Step, now: int) -> None:
    """One step of a rep's day; what cannot be done is left."""
    what, which, words, days = step
    touches = [row[0] for row in database.rows("SELECT id FROM touch ORDER BY id")]
    rows = [row[0] for row in database.rows("SELECT id FROM signal ORDER BY id")]
    if what == "say":
        hear(database, lead_id, WORDS[words], now, days)
    elif what == "undo":
        if database.value("SELECT COUNT(*) FROM action WHERE undone_at IS NULL") > 1:  # the lead itself stays
            history.undo(database, now)
    elif what == "redo":
        with suppress(NothingToUndo):
            history.redo(database, now)
    elif what == "set":
        set_signal(database, [lead_id], ("pricing", "meeting")[which % 2], now, at=now - days * DAY)
    elif what in ("edit", "ours", "drop") and touches:
        touch = touches[which % len(touches)]
        if what == "drop":
            remove_touch(database, touch, now)
        else:
            edit_touch(database, touch, {"text": WORDS[words]} if what == "edit" else {"direction": "out"}, now, UTC)
    elif rows and what in ("yes", "no", "remove"):
        {"yes": confirm, "no": refuse, "remove": remove}[what](database, [rows[which % len(rows)]], now)


def expected(database: Database, lead_id: int) -> set[tuple[str, str]]:
    """(text, kind) of what must wait: said by a text that stands, and answered by no decision."""
    sql = "SELECT kind, state, evidence, origin, at FROM signal WHERE lead_id = ? AND state <> 'suggested'"
    decided = database.rows(sql, (lead_id,))
    found = set()
    for number, text, at in database.rows("SELECT id, text, at FROM touch WHERE direction = 'in'"):
        for each in found_in(text):
            answered = any(
                kind == each.kind
                and (
                    origin == f"touch:{number}"
                    or (state == "confirmed" and abs(when - at) <= 7 * DAY)
                    or (state == "refused" and same_words(evidence) == same_words(each.sentence))
                )
                for kind, state, evidence, origin, when in decided
            )
            if not answered:
                found.add((f"touch:{number}", each.kind))
    return found


@given(steps)
@settings(max_examples=25)
def test_whatever_a_day_brings_what_waits_is_what_the_texts_say_and_nobody_decided(
    begin_file: Callable[[], Database], given: list[Step]
) -> None:
    """No suggestion comes twice, none refused comes back, and text by text gives what all texts give anew."""
    database = begin_file()
    now = 1_782_118_800_000
    lead_id = add_lead(database, {"title": "Any"}, now, TODAY, at=now - 40 * DAY).made
    for step in given:
        walk(database, lead_id, step, now)
        sql = "SELECT origin, kind FROM signal WHERE state = 'suggested' ORDER BY 1, 2"
        waiting = [tuple(row) for row in database.rows(sql)]
        assert len(waiting) == len(set(waiting))
        assert set(waiting) == expected(database, lead_id)
    before = database.rows("SELECT * FROM signal ORDER BY id")
    with journal.action(database, "test", "looked again", now):
        assert look_again(database, lead_id) == (0, 0)
    assert database.rows("SELECT * FROM signal ORDER BY id") == before
    database.close()
