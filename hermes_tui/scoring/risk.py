"""Why an open deal is at risk, each reason named (definitions.md, "Committee and risk")."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from hermes_tui.scoring.committee import champion, engaged_contacts, nobody_heard
from hermes_tui.scoring.facts import LeadFacts, is_inbound, whole_days
from hermes_tui.scoring.stages import at_or_past


class Risk(NamedTuple):
    """One named reason: a stable code and a sentence for the rep."""

    code: str
    text: str


def risks(facts: LeadFacts, now: int) -> tuple[Risk, ...]:
    """The reasons an open lead is at risk, gravest first; empty for a healthy or closed one."""
    if facts.stage_kind != "open":
        return ()
    return tuple(
        risk for rule in (_thin_committee, _silent_champion, _nobody_buys, _only_negative) for risk in rule(facts, now)
    )


def _thin_committee(facts: LeadFacts, now: int) -> Iterator[Risk]:
    if not at_or_past(facts.stage, "RESPONDED"):
        return
    engaged = engaged_contacts(facts, now)
    if not engaged:
        yield Risk("ghosted", f"ghosted: {nobody_heard(facts.contacts, facts.engaged_days)}")
    elif len(engaged) == 1:
        yield Risk("single-threaded", f"single-threaded: only {engaged[0].name} is engaged")


def _silent_champion(facts: LeadFacts, now: int) -> Iterator[Risk]:
    person = champion(facts)
    if person is None:
        return
    if person.last_in_at is None:
        # Before the first answer everyone is silent: that is outreach, not a deal at risk.
        if at_or_past(facts.stage, "RESPONDED") and whole_days(facts.created_at, now) > facts.champion_silent_days:
            yield Risk("champion-silent", f"champion {person.name} was never heard")
        return
    days = whole_days(person.last_in_at, now)
    if days > facts.champion_silent_days:
        yield Risk("champion-silent", f"champion {person.name} silent for {days}d")


def _nobody_buys(facts: LeadFacts, now: int) -> Iterator[Risk]:
    if at_or_past(facts.stage, "PROPOSAL_SENT") and not any(person.buys for person in facts.contacts):
        yield Risk("no-buyer", "no economic buyer: nobody on the committee has a buying role")


def _only_negative(facts: LeadFacts, now: int) -> Iterator[Risk]:
    moods = [p.sentiment for p in facts.contacts if p.sentiment]
    moods = moods or [e.sentiment for e in facts.touches if is_inbound(e) and e.sentiment]
    if moods and all(mood == "negative" for mood in moods):
        yield Risk("negative", "only negative sentiment")
