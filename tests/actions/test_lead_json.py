"""What a command at the end of a pipe gets to read about a lead."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from hermes_tui.actions.contacts import add_contact
from hermes_tui.actions.lead_json import lead_json
from hermes_tui.actions.leads import add_lead
from hermes_tui.actions.notes import add_note
from hermes_tui.actions.stages import lose
from hermes_tui.actions.tasks import Plan, add_task
from hermes_tui.actions.touches import log_touch
from storage.database import Database
from storage.errors import NotFound

HOSTILE = "[/] \x1b[31m漢字 “\\”"


def day(now: int) -> date:
    return datetime.fromtimestamp(now / 1000, UTC).date()


@pytest.fixture
def lead(database: Database, now: int) -> int:
    given = {"title": HOSTILE, "company": "Acme", "value": "1,500.50", "tags": "crm, hiring", "stage": "responded"}
    lead_id = add_lead(database, given, now - 3 * 86_400_000, day(now)).made
    add_contact(database, lead_id, {"name": "Ann", "champion": "yes"}, now, day(now))
    add_note(database, [lead_id], "too dear #budget", now)
    add_task(database, [lead_id], Plan("Call Ann", day(now)), now)
    log_touch(database, [lead_id], "email", now, inbound=True, text="What would it cost?")
    return lead_id


def test_a_lead_is_told_whole(database: Database, lead: int, now: int):
    found = json.loads(json.dumps(lead_json(database, lead, now, day(now), 7)))
    assert (found["id"], found["title"], found["stage"], found["value"]) == (lead, "[/] 漢字 “\\”", "RESPONDED", 1500.5)
    assert found["tags"] == ["crm", "hiring"]
    assert [(who["name"], who["is_primary"], who["engaged"]) for who in found["contacts"]] == [("Ann", True, True)]
    assert [(each["kind"], each["state"]) for each in found["objections"]] == [("BUDGET", "open")]
    assert found["next_task"] == {"title": "Call Ann", "due": "2026-06-22"}
    assert [task["status"] for task in found["tasks"]] == ["PENDING"]
    assert {entry["kind"] for entry in found["timeline"]} == {"touch", "note", "stage"}
    assert [(visit["stage"], visit["days"]) for visit in found["stages"]] == [("RESPONDED", 3.0)]
    assert found["next_action"]["action"] == "answer"
    assert found["score"] == sum(reason["points"] for reason in found["score_reasons"])
    assert found["last_touch_at"] == "2026-06-22T09:00:00Z"
    assert found["completeness"]["missing"][0] == "an economic buyer"


def test_a_lost_lead_says_why(database: Database, lead: int, now: int):
    lose(database, [lead], "price", now + 1)
    found = lead_json(database, lead, now + 1, day(now), 7)
    assert (found["stage"], found["close_reason"], found["stale"], found["risk"]) == ("LOST", "price", False, [])
    assert found["timeline"][0]["text"] == "LOST: price"


def test_a_lead_that_is_not_there_is_said(database: Database, now: int):
    with pytest.raises(NotFound, match="no lead #99"):
        lead_json(database, 99, now, day(now), 7)


def test_nobody_owes_a_reply_on_a_closed_deal(database: Database, lead: int, now: int):
    assert lead_json(database, lead, now, day(now), 7)["owed_quote"] == "What would it cost?"
    lose(database, [lead], "price", now)
    found = lead_json(database, lead, now, day(now), 7)
    assert (found["owed_quote"], found["owed_since"]) == (None, None)
