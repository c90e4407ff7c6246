"""The committee and the named reasons why an open deal is at risk."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hermes_tui.scoring.committee import champion, engaged_contacts
from hermes_tui.scoring.facts import DAY_MS, Evidence, LeadFacts, Person
from hermes_tui.scoring.phrase import RISK_WORDS
from hermes_tui.scoring.risk import Risk, risks

Lead = Callable[..., LeadFacts]
Said = Callable[..., Evidence]


def codes(facts: LeadFacts, now: int) -> list[str]:
    return [risk.code for risk in risks(facts, now)]


@pytest.mark.parametrize(("days", "engaged"), [(30, True), (30 + 1e-6, False), (0, True)])
def test_a_contact_is_engaged_for_thirty_days_after_speaking(
    lead: Lead, said: Said, now: int, days: float, engaged: bool
) -> None:
    facts = lead(touches=(said(days, "in", by=2),))
    assert [p.name for p in engaged_contacts(facts, now)] == (["Bob Ray"] if engaged else [])


def test_our_own_call_engages_nobody(lead: Lead, said: Said, now: int) -> None:
    facts = lead(touches=(said(3, "out", "call"), said(2, "out", "call", by=2)))
    assert engaged_contacts(facts, now) == ()


def test_the_champion_is_the_primary_contact(lead: Lead) -> None:
    found = champion(lead())
    assert found is not None
    assert found.name == "Ann Lee"
    assert champion(lead(contacts=())) is None


def test_two_voices_and_a_buyer_are_no_risk(lead: Lead, said: Said, now: int) -> None:
    facts = lead(stage="PROPOSAL_SENT", touches=(said(3, "in", by=1), said(2, "in", by=2)))
    assert risks(facts, now) == ()


def test_one_voice_is_single_threaded_and_is_named(lead: Lead, said: Said, now: int) -> None:
    facts = lead(stage="RESPONDED", touches=(said(3, "in"),))
    assert risks(facts, now) == (Risk("single-threaded", "single-threaded: only Ann Lee is engaged"),)


def test_no_voice_is_ghosted(lead: Lead, said: Said, now: int) -> None:
    assert Risk("ghosted", "ghosted: nobody was heard yet") in risks(lead(stage="RESPONDED"), now)
    late = lead(stage="RESPONDED", touches=(said(31, "in"),))
    assert Risk("ghosted", "ghosted: nobody heard in 30 days") in risks(late, now)
    assert codes(lead(stage="FOLLOWUP_2"), now) == []


@pytest.mark.parametrize(("days", "silent"), [(14, False), (15, True)])
def test_the_champion_may_be_silent_for_fourteen_days(
    lead: Lead, said: Said, now: int, days: int, silent: bool
) -> None:
    facts = lead(stage="RESPONDED", touches=(said(days, "in", by=1), said(1, "in", by=2)))
    expected = (Risk("champion-silent", "champion Ann Lee silent for 15d"),) if silent else ()
    assert risks(facts, now) == expected


def test_a_champion_never_heard_is_a_risk_only_once_others_answered(lead: Lead, said: Said, now: int) -> None:
    assert "champion-silent" in codes(lead(stage="RESPONDED"), now)
    assert "champion-silent" not in codes(lead(stage="RESPONDED", created_at=now - 14 * DAY_MS), now)
    assert "champion-silent" not in codes(lead(stage="CONTACTED"), now)


def test_a_proposal_without_anyone_who_can_buy_is_a_risk(lead: Lead, now: int) -> None:
    tech = (Person(1, "Ann", "CTO", False, None),)
    assert "no-buyer" in codes(lead(stage="PROPOSAL_SENT", contacts=tech), now)
    assert "no-buyer" not in codes(lead(stage="CALL_DONE", contacts=tech), now)
    assert "no-buyer" in codes(lead(stage="NEGOTIATING", contacts=()), now)


@pytest.mark.parametrize(
    ("moods", "risk"),
    [
        (("negative", "negative"), True),
        (("negative", None), True),
        (("negative", "neutral"), False),
        ((None, None), False),
    ],
)
def test_only_negative_moods_are_a_risk(lead: Lead, now: int, moods: tuple[str | None, str | None], risk: bool) -> None:
    people = tuple(Person(n, "P", "CEO", False, mood) for n, mood in enumerate(moods))
    assert ("negative" in codes(lead(contacts=people), now)) is risk


def test_where_no_person_has_a_mood_the_touches_decide(lead: Lead, said: Said, now: int) -> None:
    assert "negative" in codes(lead(touches=(said(3, "in", sentiment="negative"),)), now)


def test_a_closed_deal_is_at_no_risk(lead: Lead, now: int) -> None:
    assert risks(lead(stage="WON", stage_kind="won"), now) == ()


def test_the_thresholds_in_force_come_with_the_facts(lead: Lead, said: Said, now: int) -> None:
    facts = lead(stage="RESPONDED", touches=(said(20, "in", by=2), said(10, "in", by=1)))
    assert codes(facts, now) == []
    assert codes(facts._replace(engaged_days=15), now) == ["single-threaded"]
    assert codes(facts._replace(engaged_days=5, champion_silent_days=9), now) == ["ghosted", "champion-silent"]


def test_every_reason_has_words_for_a_list(lead: Lead, said: Said, now: int) -> None:
    silent = lead(stage="PROPOSAL_SENT", contacts=(Person(1, "Ann", "CTO", True, "negative"),))
    single = lead(stage="RESPONDED", touches=(said(3, "in"),))
    assert {risk.code for facts in (silent, single) for risk in risks(facts, now)} == set(RISK_WORDS)
