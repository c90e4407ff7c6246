"""The templates Hermes brings along: without faults, short, and filled in whole for a lead that is known well."""

from __future__ import annotations

import pytest

from hermes_tui.outreach.templates.checking import check
from hermes_tui.outreach.templates.days import Day
from hermes_tui.outreach.templates.fields import Values
from hermes_tui.outreach.templates.rendering import render
from hermes_tui.outreach.templates.starters import STARTERS, Starter
from storage.clean import clean
from storage.queries.templates import CHANNELS, KINDS

KNOWN: Values = {
    "lead": {"title": "ERP rollout", "company": "Acme"},
    "contact": {"first_name": "Ann"},
    "me": {"name": "Sam Reed", "first_name": "Sam"},
    "proposal": {"title": "ERP rollout", "amount": "24,000 USD", "expires": Day(2026, 7, 22)},
    "today": Day(2026, 6, 22),
}
by_name = pytest.mark.parametrize("starter", STARTERS, ids=[starter.name for starter in STARTERS])


def test_each_kind_has_one_and_names_differ() -> None:
    assert {starter.kind for starter in STARTERS} == set(KINDS)
    assert len({starter.name.casefold() for starter in STARTERS}) == len(STARTERS)
    assert {"email", "linkedin"} <= {starter.channel for starter in STARTERS} <= set(CHANNELS)


@by_name
def test_it_is_whole_for_a_lead_that_is_known_and_never_sent_to_one_that_is_not(starter: Starter) -> None:
    assert check(starter.subject, starter.body) == ()
    whole = render(starter.subject, starter.body, KNOWN)
    assert not whole.missing
    assert not whole.faults
    assert render(starter.subject, starter.body, {}).missing


@by_name
def test_it_is_short_and_stays_as_it_is_when_stored(starter: Starter) -> None:
    assert clean(starter.body, multiline=True) == starter.body
    assert clean(starter.subject) == starter.subject
    assert len(render(starter.subject, starter.body, KNOWN).body.split()) <= 80
    assert bool(starter.subject) == (starter.channel == "email")
    if starter.channel == "linkedin":
        assert len(render("", starter.body, KNOWN).body) <= 300  # what an invitation may say


def test_two_days_to_choose_from_are_working_days() -> None:
    days = next(starter for starter in STARTERS if starter.kind == "CUSTOM")
    found = render("", days.body, {**KNOWN, "today": Day(2026, 6, 25)}).body  # a Thursday
    assert "- Monday, 29 June\n- Wednesday, 1 July\n" in found
