"""Who is silent, who is stuck, and whose turn it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hermes_tui.scoring.facts import DAY_MS, Evidence, LeadFacts, Person, Signal
from hermes_tui.scoring.staleness import (
    cold_after_interest,
    days_silent,
    is_stale,
    is_stuck,
    owed_reply,
    owes_reply,
    unanswered_outbound,
)

Lead = Callable[..., LeadFacts]
Said = Callable[..., Evidence]


@pytest.mark.parametrize(
    ("silent_ms", "days", "stale"),
    [(7 * DAY_MS, 7, True), (7 * DAY_MS - 1, 6, False), (0, 0, False), (-DAY_MS, 0, False)],
)
def test_a_lead_is_stale_from_the_seventh_whole_day(
    lead: Lead, now: int, silent_ms: int, days: int, stale: bool
) -> None:
    facts = lead(last_touch_at=now - silent_ms)
    assert days_silent(facts, now) == days
    assert is_stale(facts, now) is stale


def test_a_lead_never_touched_counts_from_its_creation(lead: Lead, now: int) -> None:
    assert days_silent(lead(created_at=now - 12 * DAY_MS), now) == 12


@pytest.mark.parametrize(
    ("changes", "stale"),
    [
        ({"stage": "WON", "stage_kind": "won"}, False),
        ({"stage": "LOST", "stage_kind": "lost"}, False),
        ({"stage": "ARCHIVED", "stage_kind": "archived"}, False),
        ({"snoozed_until": +1}, False),
        ({"snoozed_until": 0}, True),
        ({"snoozed_until": -1}, True),
    ],
)
def test_closed_and_snoozed_leads_are_never_stale(lead: Lead, now: int, changes: dict[str, Any], stale: bool) -> None:
    if "snoozed_until" in changes:
        changes = {"snoozed_until": now + changes["snoozed_until"]}
    assert is_stale(lead(**changes), now) is stale


def test_the_setting_moves_the_limit(lead: Lead, now: int) -> None:
    facts = lead(last_touch_at=now - 5 * DAY_MS)
    assert not is_stale(facts, now)
    assert is_stale(facts, now, stale_days=5)


@pytest.mark.parametrize(("days", "kind", "stuck"), [(14, "open", False), (15, "open", True), (15, "won", False)])
def test_a_deal_is_stuck_after_its_threshold_not_at_it(lead: Lead, now: int, days: int, kind: str, stuck: bool) -> None:
    facts = lead(stage_entered_at=now - days * DAY_MS - 1000, stage_kind=kind, stage_threshold_days=14.0)
    assert is_stuck(facts, now) is stuck


def test_a_question_is_owed_until_we_speak(said: Said) -> None:
    asked = said(3, "in", text="What would it cost?")
    owed = owes_reply((said(5, "out"), asked), None)
    assert owed is not None
    assert (owed.since, owed.quote) == (asked.at, "What would it cost?")


@pytest.mark.parametrize(
    ("direction", "kind"),
    [("out", "email"), ("out", "call"), ("out", "voicemail"), ("both", "call"), ("both", "meeting"), ("in", "call")],
)
def test_any_answer_or_conversation_settles_it(said: Said, direction: str, kind: str) -> None:
    assert owes_reply((said(3, "in"), said(2, direction, kind)), None) is None


def test_a_note_settles_nothing(said: Said) -> None:
    asked = said(3, "in", text="What would it cost?")
    owed = owes_reply((asked, said(1, "out", "note", text="He asked about price")), None)
    assert owed is not None
    assert owed.quote == "What would it cost?"


def test_bare_thanks_are_owed_nothing(said: Said) -> None:
    assert owes_reply((said(3, "out"), said(2, "in", text="Great, thanks!")), None) is None


def test_no_answer_needed_counts_until_they_write_again(said: Said, now: int) -> None:
    asked = said(3, "in", text="Shall we talk?")
    assert owes_reply((asked,), asked.at) is None
    assert owes_reply((asked,), asked.at - 1) is not None
    assert owes_reply((asked, said(1, "in", text="Any news?")), asked.at) is not None


def test_a_reply_is_owed_only_on_an_open_lead(lead: Lead, said: Said) -> None:
    asked = (said(3, "in", text="Shall we talk?"),)
    assert owed_reply(lead(touches=asked)) == (asked[0].at, "Shall we talk?")
    assert owed_reply(lead(touches=asked, stage="LOST", stage_kind="lost")) is None


def test_the_row_decides_what_is_owed_even_if_older_words_are_not_loaded(lead: Lead, said: Said, now: int) -> None:
    assert owed_reply(lead(touches=(), owed_since=now - DAY_MS)) == (now - DAY_MS, "")
    assert owed_reply(lead(touches=(said(1, "in"),), owed_since=None)) is None


def test_what_we_said_is_counted_since_they_last_spoke(said: Said) -> None:
    touches = (
        said(9, "out"),
        said(8, "in"),
        said(7, "out"),
        said(5, "out", "call"),
        said(3, "out"),
        said(2, "in", "note"),
    )
    assert unanswered_outbound(touches) == 3
    assert unanswered_outbound(()) == 0
    assert unanswered_outbound((*touches, said(1, "both", "call"))) == 0


@pytest.mark.parametrize(("heard_days", "cold"), [(14, True), (14 - 1e-6, False), (40, True)])
def test_interest_goes_cold_on_the_fourteenth_day(
    lead: Lead, said: Said, now: int, heard_days: float, cold: bool
) -> None:
    facts = lead(touches=(said(heard_days, "in", sentiment="positive"), said(5, "out")))
    assert (cold_after_interest(facts, now) is not None) is cold


def test_nothing_goes_cold_that_we_left_unanswered_or_that_was_never_warm(lead: Lead, said: Said, now: int) -> None:
    assert cold_after_interest(lead(touches=(said(20, "in", sentiment="positive"),)), now) is None
    assert cold_after_interest(lead(touches=(said(20, "in"), said(5, "out"))), now) is None
    assert cold_after_interest(lead(touches=(said(20, "in", sentiment="negative"), said(5, "out"))), now) is None
    assert (
        cold_after_interest(lead(touches=(said(20, "in", sentiment="positive"), said(5, "out", "note"))), now) is None
    )


@pytest.mark.parametrize(
    "warm",
    [
        {"contacts": (Person(1, "Ann", None, True, "positive"),)},
        {"signals": (Signal("pricing", "confirmed", 1_799_000_000_000),)},
    ],
)
def test_interest_may_be_the_persons_mood_or_a_confirmed_signal(
    lead: Lead, said: Said, now: int, warm: dict[str, Any]
) -> None:
    assert cold_after_interest(lead(touches=(said(20, "in"), said(5, "out")), **warm), now) is not None


def test_a_link_that_was_followed_is_no_word_of_interest(lead: Lead, said: Said, now: int) -> None:
    clicked = (Signal("click", "confirmed", 1_799_000_000_000),)
    assert cold_after_interest(lead(touches=(said(20, "in"), said(5, "out")), signals=clicked), now) is None
