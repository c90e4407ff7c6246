"""Heat gives the owner's points exactly, each factor once, each with its evidence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hermes_tui.scoring.facts import DAY_MS, Evidence, LeadFacts, Person, ProposalFact, Signal
from hermes_tui.scoring.heat import Factor, answer_times, factors, heat, heat_now
from hermes_tui.scoring.score import Reason

Lead = Callable[..., LeadFacts]
Said = Callable[..., Evidence]
NOW = 1_800_000_000_000


def names(facts: LeadFacts, now: int) -> dict[str, int]:
    return {reason.text: reason.points for reason in heat(facts, now).reasons}


def test_a_deal_heats_up_step_by_step_and_goes_cold(lead: Lead, said: Said, now: int) -> None:
    """20, 35, 45, 55, 65, and 50 once two weeks pass without an answer."""
    calls = (said(10, "both", "call", by=1), said(9, "in", "call", by=2, sentiment="positive"))
    answered = (*calls, said(8, "out"), said(7.5, "in"))
    pricing = (Signal("pricing", "confirmed", now - 7 * DAY_MS),)
    viewed = (ProposalFact("VIEWED", now - 6 * DAY_MS, now - 7 * DAY_MS),)
    second = (*answered, said(5, "in"), said(4, "out"))
    steps = [
        lead(),
        lead(touches=calls),
        lead(touches=answered),
        lead(touches=answered, signals=pricing),
        lead(touches=answered, signals=pricing, proposals=viewed),
        lead(touches=second, signals=pricing, proposals=viewed),
    ]
    assert [heat(facts, now).points for facts in steps] == [0, 20, 35, 45, 55, 65]
    assert heat(steps[-1], now + 9 * DAY_MS - 1).points == 65
    assert heat(steps[-1], now + 9 * DAY_MS).points == 50
    assert [reason.points for reason in heat(steps[-1], now + 9 * DAY_MS).reasons] == [20, 15, 10, 10, 10, -15]


def test_each_reason_names_its_evidence(lead: Lead, said: Said, now: int) -> None:
    facts = lead(
        touches=(said(40, "out"), said(39.875, "in"), said(39, "in", by=2, sentiment="positive"), said(5, "out")),
        signals=(Signal("pricing", "confirmed", now - 39 * DAY_MS),),
        proposals=(ProposalFact("VIEWED", now - 30 * DAY_MS, None),),
    )
    assert {r.text: r.evidence for r in heat(facts, now).reasons} == {
        "multiple stakeholders engaged": "Ann Lee, Bob Ray",
        "quick response time": "median 3 h over 1 answer",
        "asked about pricing": "pricing signal confirmed",
        "clicked proposal link": "proposal viewed",
        "second response": "2 messages from them",
        "went cold after interest": "14 days or more without a word, our last message unanswered",
    }


@pytest.mark.parametrize(
    ("by", "holds"),
    [((1, 2), True), ((1, 1), False), ((1, None), False)],
    ids=["two people", "one twice", "one unknown"],
)
def test_two_different_people_must_speak(
    lead: Lead, said: Said, now: int, by: tuple[int | None, ...], holds: bool
) -> None:
    facts = lead(touches=tuple(said(3, "in", "call", by=who) for who in by))
    assert ("multiple stakeholders engaged" in names(facts, now)) is holds


def test_being_called_is_not_engagement(lead: Lead, said: Said, now: int) -> None:
    assert heat(lead(touches=(said(3, "out", "call", by=1), said(2, "out", "call", by=2))), now).points == 0


@pytest.mark.parametrize(("hours", "holds"), [(24, True), (24 + 1 / 3600, False), (1, True)])
def test_an_answer_is_quick_up_to_24_hours(lead: Lead, said: Said, now: int, hours: float, holds: bool) -> None:
    facts = lead(touches=(said(5, "out"), said(5 - hours / 24, "in")))
    assert ("quick response time" in names(facts, now)) is holds


def test_the_answer_time_is_credited_to_our_last_message_and_only_once(lead: Lead, said: Said) -> None:
    facts = lead(
        touches=(
            said(20, "in"), said(12, "out"), said(10, "out"), said(9.5, "out", "call"), said(9, "in"), said(8, "in"),
            said(7, "out"), said(6.9, "in", "note"), said(5, "in"), said(1, "out"),
        )
    )  # fmt: skip
    assert [taken // DAY_MS for _, taken in answer_times(facts)] == [1, 2]


def test_the_median_of_two_answers_is_their_middle(lead: Lead, said: Said, now: int) -> None:
    fast_and_slow = (said(9, "out"), said(9 - 1 / 24, "in"), said(5, "out"), said(5 - 46 / 24, "in"))
    [quick] = [r for r in heat(lead(touches=fast_and_slow), now).reasons if r.text == "quick response time"]
    assert quick.evidence == "median 24 h over 2 answers"


@pytest.mark.parametrize(
    ("kind", "state", "factor"),
    [
        ("pricing", "confirmed", "asked about pricing"),
        ("proposal_request", "confirmed", "asked about pricing"),
        ("PRICING", "confirmed", "asked about pricing"),
        ("pricing", "suggested", None),
        ("pricing", "refused", None),
        ("click", "suggested", "clicked proposal link"),
        ("click", "refused", None),
        ("timing", "confirmed", None),
    ],
)
def test_only_what_the_rep_confirmed_or_a_click_counts(
    lead: Lead, now: int, kind: str, state: str, factor: str | None
) -> None:
    assert list(names(lead(signals=(Signal(kind, state, now - DAY_MS),)), now)) == ([factor] if factor else [])


@pytest.mark.parametrize(
    ("proposal", "holds"),
    [
        (ProposalFact("VIEWED", None, NOW - DAY_MS), True),
        (ProposalFact("ACCEPTED", NOW - DAY_MS, None), True),
        (ProposalFact("SENT", None, NOW - DAY_MS), False),
        (ProposalFact("DRAFT", None, None), False),
    ],
)
def test_a_proposal_counts_once_viewed(lead: Lead, now: int, proposal: ProposalFact, holds: bool) -> None:
    assert ("clicked proposal link" in names(lead(proposals=(proposal, proposal)), now)) is holds


def test_second_response_counts_what_they_wrote_only(lead: Lead, said: Said, now: int) -> None:
    spoken = (said(5, "in"), said(4, "in", "call"), said(3, "in", "voicemail"), said(2, "out"))
    assert "second response" not in names(lead(touches=spoken), now)
    assert "second response" in names(lead(touches=(*spoken, said(1, "in", "message"))), now)


@pytest.mark.parametrize(("days", "points"), [(0, 20), (30, 10), (60, 5), (90, 3), (400, 0)])
def test_heat_now_halves_every_thirty_days(lead: Lead, said: Said, now: int, days: int, points: int) -> None:
    facts = lead(touches=(said(days + 200, "in", "call", by=1), said(days, "in", "call", by=2)))
    assert heat(facts, now).points == 20
    assert heat_now(facts, now).points == points


def test_cold_fades_from_our_last_unanswered_word(lead: Lead, said: Said, now: int) -> None:
    facts = lead(touches=(said(60, "in", sentiment="positive"), said(30, "out")))
    assert heat(facts, now).points == -15
    assert heat_now(facts, now).points == -8


touch = st.builds(
    Evidence,
    st.integers(NOW - 90 * DAY_MS, NOW),
    st.sampled_from(["call", "email", "meeting", "message", "voicemail", "note"]),
    st.sampled_from(["in", "out", "both"]),
    st.sampled_from([1, 2, None]),
    st.sampled_from(["positive", "negative", None]),
    st.sampled_from(["What would it cost?", "thanks", ""]),
)
signal = st.builds(
    Signal,
    st.sampled_from(["pricing", "click", "x"]),
    st.sampled_from(["suggested", "confirmed", "refused"]),
    st.just(NOW),
)
proposal = st.builds(
    ProposalFact, st.sampled_from(["DRAFT", "VIEWED"]), st.none() | st.just(NOW), st.none() | st.just(NOW)
)


@given(
    touches=st.lists(touch, max_size=8),
    signals=st.lists(signal, max_size=3),
    proposals=st.lists(proposal, max_size=2),
    later=st.integers(0, 100 * DAY_MS),
)
def test_heat_stays_within_the_owners_range_whatever_happened(
    lead: Lead, touches: list[Evidence], signals: list[Signal], proposals: list[ProposalFact], later: int
) -> None:
    ordered = tuple(sorted(touches, key=lambda evidence: evidence.at))
    facts = lead(touches=ordered, signals=tuple(signals), proposals=tuple(proposals))
    hot, fading = heat(facts, NOW + later), heat_now(facts, NOW + later)
    assert -15 <= hot.points <= 65
    assert -15 <= fading.points <= 65
    assert len({reason.text for reason in hot.reasons}) == len(hot.reasons)
    for now_reason, reason in zip(fading.reasons, hot.reasons, strict=True):
        assert abs(now_reason.points) <= abs(reason.points)


# What was said (days ago, direction, kind, by whom, mood), signals and offers (kind or status, state, days ago):
# the one factor that holds, its points, its evidence, how old the newest is, and what it is worth by now.
ALL_SIX = [
    ([(40, "both", "meeting", 1), (30, "in", "call", 2)], (), 20, "multiple stakeholders engaged", "Ann Lee, Bob Ray",
     30, 10),
    ([(3, "out"), (2, "in")], (), 15, "quick response time", "median 24 h over 1 answer", 2, 14),
    ([], [Signal("pricing", "confirmed", NOW - 60 * DAY_MS, "What would it cost?")], 10, "asked about pricing",
     "pricing signal confirmed: “What would it cost?”", 60, 3),
    ([], [Signal("pricing", "confirmed", NOW - 9 * DAY_MS), Signal("proposal_request", "confirmed", NOW - 5 * DAY_MS)],
     10, "asked about pricing", "proposal request confirmed", 5, 9),
    ([], [Signal("click", "confirmed", NOW - DAY_MS)], 10, "clicked proposal link", "link clicked", 1, 10),
    ([], [ProposalFact("VIEWED", NOW - 4 * DAY_MS, NOW - 9 * DAY_MS)], 10, "clicked proposal link", "proposal viewed",
     4, 9),
    ([(9, "in", "message"), (7, "in", "email", None)], (), 10, "second response", "2 messages from them", 7, 9),
    ([(14, "in", "call", 1, "positive"), (13, "out")], (), -15, "went cold after interest",
     "14 days or more without a word, our last message unanswered", 13, -11),
]  # fmt: skip


@pytest.mark.parametrize(("touches", "hints", "points", "reason", "evidence", "age", "worth"), ALL_SIX)
def test_each_factor_alone_with_its_evidence_and_its_age(
    lead: Lead, said: Said, now: int, touches: Any, hints: Any, points: int, reason: str, evidence: str, age: int,
    worth: int,
) -> None:  # fmt: skip
    spoken = tuple(
        said(days, direction, *more[:2], sentiment=more[2] if len(more) > 2 else None)
        for days, direction, *more in touches
    )
    facts = lead(
        touches=spoken,
        signals=tuple(hint for hint in hints if isinstance(hint, Signal)),
        proposals=tuple(hint for hint in hints if isinstance(hint, ProposalFact)),
    )
    assert factors(facts, now) == (Factor(Reason(points, reason, evidence), now - age * DAY_MS, worth),)


def test_the_ledger_does_not_change_with_the_day_alone(lead: Lead, said: Said, now: int) -> None:
    facts = lead(touches=(said(3, "in"), said(2, "in")), signals=(Signal("pricing", "confirmed", now - DAY_MS),))
    assert heat(facts, now) == heat(facts, now + 5 * DAY_MS)


def test_a_person_deleted_since_still_spoke(lead: Lead, said: Said, now: int) -> None:
    facts = lead(touches=(said(3, "in", by=1), said(2, "in", by=9)), contacts=(Person(1, "Ann", None, True, None),))
    assert heat(facts, now).reasons[0].evidence == "Ann, contact 9"
