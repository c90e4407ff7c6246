"""The buying committee: who has been heard of lately, who leads it, who can buy."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from hermes_tui.scoring.facts import DAY_MS, Evidence, LeadFacts, Person
from hermes_tui.scoring.staleness import heard

ENGAGED_DAYS = 30

BUYING_ROLES: tuple[str, ...] = (
    "economic buyer", "decision maker", "decision-maker", "budget holder", "budget owner",
    "founder", "co-founder", "cofounder", "owner", "ceo", "cfo", "president", "managing director",
)  # fmt: skip
"""Roles and titles that can say yes. Technical buyers, finance staff and procurement shape a deal but do not decide
it alone: the queue sketch of screens.md calls a committee of a CTO and Finance one without an economic buyer."""

_NOT_BUYING = ("product owner", "process owner", "vice president")


def last_heard(voices: Iterable[Evidence]) -> dict[int, int]:
    """Contact id → the newest moment (UTC ms) that contact spoke, for touches known to be theirs."""
    newest: dict[int, int] = {}
    for evidence in voices:
        if evidence.contact_id is not None:
            newest[evidence.contact_id] = max(evidence.at, newest.get(evidence.contact_id, evidence.at))
    return newest


def engaged_contacts(facts: LeadFacts, now: int) -> tuple[Person, ...]:
    """Contacts with an inbound touch in the last 30 days (the 30th included), in the order of the facts."""
    newest = last_heard(heard(facts.touches))
    return tuple(p for p in facts.contacts if p.id in newest and now - newest[p.id] <= ENGAGED_DAYS * DAY_MS)


def champion(facts: LeadFacts) -> Person | None:
    """The contact marked primary, if any."""
    return next((person for person in facts.contacts if person.is_primary), None)


def can_buy(role: str | None) -> bool:
    """Whether a free-text role is one that can say yes to the purchase.

    >>> can_buy("Founder & CEO"), can_buy("Technical buyer"), can_buy("Product owner")
    (True, False, False)
    """
    if not role:
        return False
    said = " ".join(role[:200].lower().split())
    for lesser in _NOT_BUYING:
        said = said.replace(lesser, " ")
    return _buying().search(said) is not None


@cache
def _buying() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, BUYING_ROLES))})\b")
