"""A rep logs what took place, corrects it, and says what needs nothing more."""

from __future__ import annotations

from datetime import UTC, date

import pytest

from hermes_tui.actions import history
from hermes_tui.actions.contacts import add_contact, set_mood
from hermes_tui.actions.leads import add_lead
from hermes_tui.actions.snoozes import snooze, wake
from hermes_tui.actions.touches import edit_touch, log_touch, no_answer_needed, remove_touch
from storage.database import Database
from storage.errors import NotFound, UsageError

TODAY = date(2026, 6, 22)
DAY = 86_400_000


@pytest.fixture
def leads(database: Database, now: int) -> list[int]:
    """Two leads of last month; the buyer of the first asks something since yesterday."""
    ids = [add_lead(database, {"title": f"Lead {n}"}, now, TODAY, at=now - 30 * DAY).made for n in range(2)]
    log_touch(database, ids[:1], "email", now, inbound=True, text="What would it cost?", at=now - DAY)
    return ids


def test_no_answer_needed_touches_only_those_who_wait_for_one(database: Database, leads: list[int], now: int) -> None:
    assert no_answer_needed(database, leads, now).words == "2 leads: no answer needed on 1"
    assert database.rows("SELECT owed_since, dismissed_at FROM lead ORDER BY id") == [(None, now), (None, None)]
    again = no_answer_needed(database, leads, now)
    assert (again.action_id, again.words) == (0, "2 leads: none of them waits for an answer")


def test_a_lead_that_is_not_snoozed_does_not_come_back_from_it(database: Database, leads: list[int], now: int) -> None:
    assert wake(database, leads[1:], now).action_id == 0
    snooze(database, leads, now + DAY, now, "tomorrow")
    assert wake(database, leads, now).words == "2 leads: back from snooze"
    assert database.rows("SELECT snoozed_until FROM lead") == [(None,), (None,)]


def test_a_buyers_word_wakes_a_snoozed_lead_and_ours_does_not(database: Database, leads: list[int], now: int) -> None:
    snooze(database, leads, now + DAY, now, "tomorrow")
    log_touch(database, leads[1:], "call", now)
    log_touch(database, leads[:1], "email", now, inbound=True, text="Are you there?")
    assert database.rows("SELECT snoozed_until FROM lead ORDER BY id") == [(None,), (now + DAY,)]


def test_a_touch_of_the_future_or_by_no_known_way_is_refused(database: Database, leads: list[int], now: int) -> None:
    with pytest.raises(UsageError, match="future"):
        log_touch(database, leads, "call", now, at=now + 1)
    with pytest.raises(UsageError, match="voicemail"):
        log_touch(database, leads, "pigeon", now)


def people(database: Database) -> dict[str, tuple[object, ...]]:
    rows = database.rows("SELECT name, touch_count, last_touch_at, last_in_at, sentiment FROM contact")
    return {name: tuple(rest) for name, *rest in rows}


@pytest.fixture
def ann_and_bob(database: Database, leads: list[int], now: int) -> tuple[int, int]:
    """Two people of the first lead, the first its champion."""
    ann = add_contact(database, leads[0], {"name": "Ann Lee", "champion": "yes"}, now, TODAY).made
    return ann, add_contact(database, leads[0], {"name": "Bob Ray"}, now, TODAY).made


def test_a_touch_given_to_the_right_person_takes_its_counts_and_its_mood_along(
    database: Database, leads: list[int], ann_and_bob: tuple[int, int], now: int
) -> None:
    at = now - 2 * DAY
    touch = log_touch(database, leads[:1], "call", now, inbound=True, sentiment="positive", at=at).made
    log_touch(database, leads[:1], "call", now, contact_id=ann_and_bob[0], at=now - 5 * DAY)
    assert people(database) == {"Ann Lee": (2, at, at, "positive"), "Bob Ray": (0, None, None, None)}
    assert edit_touch(database, touch, {"contact": "bob"}, now, UTC).words == "Lead 0: call corrected"
    moved = {"Ann Lee": (1, now - 5 * DAY, None, None), "Bob Ray": (1, at, at, "positive")}
    assert people(database) == moved
    edit_touch(database, touch, {"with": "", "mood": ""}, now, UTC)
    assert people(database)["Bob Ray"] == (0, None, None, None)
    history.undo(database, now)
    assert people(database) == moved


def test_every_field_of_a_touch_can_be_corrected(database: Database, leads: list[int], now: int) -> None:
    touch = log_touch(database, leads[:1], "call", now, text="teh demo").made
    given = {"via": "linkedin", "in": "yes", "at": "2026-06-20 10:00", "text": "Can you do it by May?", "mood": "neg"}
    edit_touch(database, touch, given, now, UTC)
    columns = "kind, channel, direction, at, text, quote, sentiment"
    assert database.row(f"SELECT {columns} FROM touch WHERE id = ?", (touch,)) == (
        "message", "linkedin", "in", 1_781_949_600_000, "Can you do it by May?", "Can you do it by May?", "negative",
    )  # fmt: skip
    edit_touch(database, touch, {"via": "meeting"}, now, UTC)
    assert database.row("SELECT direction, quote FROM touch WHERE id = ?", (touch,)) == ("both", None)


def test_a_reply_logged_by_mistake_is_owed_no_longer(database: Database, leads: list[int], now: int) -> None:
    owed = "SELECT owed_quote FROM lead WHERE id = ?"
    assert database.value(owed, (leads[0],)) == "What would it cost?"
    edit_touch(database, 1, {"text": "Thanks!"}, now, UTC)
    assert database.value(owed, (leads[0],)) is None
    edit_touch(database, 1, {"text": "And the price?"}, now, UTC)
    assert database.value(owed, (leads[0],)) == "And the price?"
    remove_touch(database, 1, now)
    assert database.row("SELECT owed_since, last_touch_at FROM lead WHERE id = ?", (leads[0],)) == (None, None)
    history.undo(database, now)
    assert database.value(owed, (leads[0],)) == "And the price?"


def test_a_touch_taken_out_gives_back_the_mood_before_it(
    database: Database, leads: list[int], ann_and_bob: tuple[int, int], now: int
) -> None:
    set_mood(database, ann_and_bob[0], "neutral", now, TODAY)
    touch = log_touch(database, leads[:1], "call", now + DAY, inbound=True, sentiment="negative").made
    assert people(database)["Ann Lee"][-1] == "negative"
    remove_touch(database, touch, now + DAY)
    assert people(database)["Ann Lee"] == (0, None, None, "neutral")


@pytest.mark.parametrize(
    ("given", "said"),
    [({"via": "pigeon"}, "no touch by `pigeon`"), ({"at": "2030-01-01"}, "future"), ({"contact": "zoe"}, "Nobody of"),
     ({"mood": "grim"}, "no sentiment"), ({"colour": "red"}, "no field `colour`"), ({"in": "perhaps"}, "yes nor no"),
     ({"mood": "positive", "sentiment": "negative"}, "set twice")],
)  # fmt: skip
def test_a_correction_that_makes_no_sense_changes_nothing(
    database: Database, leads: list[int], now: int, given: dict[str, str], said: str
) -> None:
    before = database.rows("SELECT * FROM touch")
    with pytest.raises(UsageError, match=said):
        edit_touch(database, 1, {"text": "other words", **given}, now, UTC)
    assert database.rows("SELECT * FROM touch") == before


def test_a_touch_names_only_people_of_its_own_lead(
    database: Database, leads: list[int], ann_and_bob: tuple[int, int], now: int
) -> None:
    with pytest.raises(UsageError, match="Contact 1 is not one of Lead 1's people, where nobody is known"):
        log_touch(database, leads[1:], "call", now, contact_id=ann_and_bob[0])
    with pytest.raises(NotFound, match="no touch 99"):
        remove_touch(database, 99, now)
    assert edit_touch(database, 1, {"in": "yes"}, now, UTC).action_id == 0
