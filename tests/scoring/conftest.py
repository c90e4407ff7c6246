"""A lead and what was said to it, told in days before now, for the scoring tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hermes_tui.scoring.facts import DAY_MS, Evidence, LeadFacts, Person

NOW = 1_800_000_000_000


@pytest.fixture(scope="session")
def now() -> int:
    return NOW


@pytest.fixture(scope="session")
def said() -> Callable[..., Evidence]:
    """`said(3, "in")`: an e-mail from contact 1, three days ago."""

    def build(
        days: float,
        direction: str,
        kind: str = "email",
        by: int | None = 1,
        text: str = "We would like to go on.",
        sentiment: str | None = None,
    ) -> Evidence:
        return Evidence(NOW - int(days * DAY_MS), kind, direction, by, sentiment, text)

    return build


@pytest.fixture(scope="session")
def lead() -> Callable[..., LeadFacts]:
    """A healthy open lead created 60 days ago; last touch and owed reply follow from the touches given."""

    def build(**changes: Any) -> LeadFacts:
        from hermes_tui.scoring.staleness import heard, owes_reply

        facts = LeadFacts(
            lead_id=142,
            title="ERP rollout",
            company="Acme Corp",
            stage="CONTACTED",
            stage_kind="open",
            stage_entered_at=NOW - DAY_MS,
            created_at=NOW - 60 * DAY_MS,
            last_touch_at=None,
            snoozed_until=None,
            score=25,
            value=2_400_000,
            touches=(),
            contacts=(Person(1, "Ann Lee", "CTO", True, None), Person(2, "Bob Ray", "Founder", False, None, buys=True)),
            tasks=(),
            open_objections=(),
            signals=(),
            proposals=(),
            owed_since=None,
            answered_dismissed_at=None,
            stage_threshold_days=14.0,
            stage_median_days=None,
        )._replace(**changes)
        if "contacts" not in changes:
            # Whoever spoke among the two is known to have: storage keeps that on the contact's row.
            spoke = {e.contact_id: e.at for e in heard(facts.touches)}
            facts = facts._replace(contacts=tuple(p._replace(last_in_at=spoke.get(p.id)) for p in facts.contacts))
        if facts.touches and "last_touch_at" not in changes:
            facts = facts._replace(last_touch_at=facts.touches[-1].at)
        if "owed_since" not in changes:
            owed = owes_reply(facts.touches, facts.answered_dismissed_at)
            facts = facts._replace(owed_since=owed.since if owed else None)
        return facts

    return build
