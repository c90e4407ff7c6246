"""A rep logs what took place, and says what needs nothing more."""

from __future__ import annotations

from datetime import date

import pytest

from hermes_tui.actions.leads import add_lead
from hermes_tui.actions.snoozes import snooze, wake
from hermes_tui.actions.touches import log_touch, no_answer_needed
from storage.database import Database
from storage.errors import UsageError

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
