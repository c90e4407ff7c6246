"""Field by field the rep says whose word holds, and no word of either lead is lost in silence."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest

from hermes_tui.actions.leads import add_lead
from hermes_tui.actions.merge_fields import both, fields
from hermes_tui.actions.merging import merge_leads
from hermes_tui.actions.snoozes import snooze
from hermes_tui.actions.touches import log_touch
from storage.database import Database
from storage.errors import UsageError

NOW = 1_782_118_800_000
WEEK = 7 * 86_400_000
TODAY = date(2026, 6, 22)
Lead = Callable[..., int]


@pytest.fixture
def lead(database: Database) -> Lead:
    """Adds a lead from typed fields."""

    def add(**given: str) -> int:
        named = {name.replace("custom_", "custom."): text for name, text in given.items()}
        return add_lead(database, {"title": "ERP rollout", **named}, NOW, TODAY).made

    return add


def custom(database: Database, lead_id: int) -> dict[str, object]:
    found: dict[str, object] = json.loads(database.value("SELECT custom FROM lead WHERE id = ?", (lead_id,)))
    return found


def said(database: Database, lead_id: int) -> str:
    return str(database.value("SELECT text FROM note WHERE lead_id = ? AND kind = 'SYSTEM'", (lead_id,)))


def test_both_descriptions_are_one_where_the_other_says_nothing(database: Database, lead: Lead) -> None:
    keep, drop, third = lead(), lead(description="long words"), lead()
    merge_leads(database, keep, drop, {"description": "both"}, NOW)
    merge_leads(database, keep, third, {"description": "both"}, NOW)
    assert database.value("SELECT description FROM lead WHERE id = ?", (keep,)) == "long words"


def test_custom_fields_are_chosen_like_any_other(database: Database, lead: Lead) -> None:
    keep, drop = lead(custom_region="north", custom_seats="4"), lead(custom_Region="south", custom_size="9")
    found = {field.name: field for field in fields(database, *both(database, keep, drop), {})}
    assert (found["custom.region"].kept, found["custom.region"].dropped) == ("north", "south")
    merge_leads(database, keep, drop, {"CUSTOM.REGION": "drop"}, NOW)
    assert custom(database, keep) == {"region": "south", "seats": 4, "size": 9}


def test_what_a_custom_field_said_otherwise_is_written_down(database: Database, lead: Lead) -> None:
    keep, drop = lead(custom_region="north"), lead(custom_region="south")
    merge_leads(database, keep, drop, {}, NOW)
    assert custom(database, keep) == {"region": "north"}
    assert "region south" in said(database, keep)


def test_a_custom_field_of_neither_is_no_choice(database: Database, lead: Lead) -> None:
    keep, drop = lead(), lead()
    with pytest.raises(UsageError, match="Neither lead has a field"):
        merge_leads(database, keep, drop, {"custom.size": "drop"}, NOW)


def test_the_word_that_a_choice_replaces_is_written_down_too(database: Database, lead: Lead) -> None:
    keep, drop = lead(source="fair"), lead(source="reddit")
    merge_leads(database, keep, drop, {"source": "drop"}, NOW)
    assert "this one said: source fair" in said(database, keep)


def test_amounts_in_two_currencies_name_those_that_follow(database: Database, lead: Lead) -> None:
    keep, drop = lead(value="5k", currency="EUR"), lead(value="7k", budget_max="9k", currency="USD")
    found = {field.name: field for field in fields(database, *both(database, keep, drop), {"value": "drop"})}
    assert found["budget_max"].choice == "drop"
    chosen = dict.fromkeys(found["budget_max"].together, "keep")
    assert fields(database, *both(database, keep, drop), chosen)
    merge_leads(database, keep, drop, {"value": "drop"}, NOW)
    row = database.row("SELECT value, budget_max, currency FROM lead WHERE id = ?", (keep,))
    assert row == (700_000, 900_000, "USD")


def test_a_reply_that_is_owed_wakes_the_lead_it_comes_to(database: Database, lead: Lead) -> None:
    keep, quiet, asking = lead(), lead(), lead()
    snooze(database, [keep], NOW + WEEK, NOW, "Mon")
    merge_leads(database, keep, quiet, {}, NOW)
    assert database.value("SELECT snoozed_until FROM lead WHERE id = ?", (keep,)) == NOW + WEEK
    log_touch(database, [asking], "email", NOW, inbound=True, text="When can you start?")
    merge_leads(database, keep, asking, {}, NOW)
    assert database.row("SELECT snoozed_until, owed_since FROM lead WHERE id = ?", (keep,)) == (None, NOW)
