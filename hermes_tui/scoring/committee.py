"""The buying committee: who has been heard of lately, who leads it, who can buy."""

from __future__ import annotations

from hermes_tui.scoring.facts import DAY_MS, LeadFacts, Person


def is_engaged(last_in_at: int | None, now: int, engaged_days: int) -> bool:
    """Whether somebody who last spoke then (UTC ms) is engaged: within so many days, the last included."""
    return last_in_at is not None and now - last_in_at <= engaged_days * DAY_MS


def engaged_contacts(facts: LeadFacts, now: int) -> tuple[Person, ...]:
    """Contacts who spoke in the last 30 days (a setting; the 30th included), in the order of the facts."""
    return tuple(p for p in facts.contacts if is_engaged(p.last_in_at, now, facts.engaged_days))


def champion(facts: LeadFacts) -> Person | None:
    """The contact marked primary, if any."""
    return next((person for person in facts.contacts if person.is_primary), None)
