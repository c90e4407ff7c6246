"""The template suggested for a stored lead."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from hermes_tui.actions.contacts import add_contact, edit_contact
from hermes_tui.actions.leads import add_lead
from hermes_tui.actions.outcome import acting
from hermes_tui.actions.stages import move
from hermes_tui.metrics.next_template import channels_of, next_template
from storage import records
from storage.database import Database
from storage.errors import NotFound
from storage.queries import lead as lead_queries

DAY = 86_400_000
NOW = 1_782_118_800_000
TODAY = date(2026, 6, 22)


class Desk:
    """A lead with Ann on it, and a template of each kind asked for."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.lead = add_lead(database, {"title": "Deal"}, NOW, TODAY, at=NOW - 60 * DAY).made
        self.ann = add_contact(database, self.lead, {"name": "Ann Lee", "email": "ann@x.example"}, NOW, TODAY).made
        self.first = self.template("First", "INITIAL_OUTREACH")
        self.nudge = self.template("Nudge", "FOLLOWUP_1")
        self.hello = self.template("LinkedIn nudge", "FOLLOWUP_1", channel="linkedin")

    def template(self, name: str, kind: str, **values: Any) -> int:
        with acting(self.database, "template", [], NOW):
            return records.insert(
                self.database, "template", name=name, kind=kind, created_at=NOW, updated_at=NOW, **values
            )

    def sent(self, template: int, days_ago: float, **values: Any) -> int:
        at = NOW - int(days_ago * DAY)
        with acting(self.database, "message", [self.lead], NOW):
            return records.insert(
                self.database, "message", lead_id=self.lead, template_id=template, direction="out", at=at,
                created_at=at, updated_at=at, **{"status": "SENT", "contact_id": self.ann} | values,
            )  # fmt: skip


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


def test_a_new_lead_gets_a_first_message(database: Database, desk: Desk) -> None:
    found = next_template(database, desk.lead, desk.ann, NOW)
    assert found is not None
    assert (found.template_id, found.because) == (desk.first, "first message; not sent yet")
    assert [each.name for each in found.alternatives] == ["Nudge", "LinkedIn nudge"]


def test_after_five_days_of_silence_the_follow_up_with_its_record(database: Database, desk: Desk) -> None:
    desk.sent(desk.first, 5)
    move(database, [desk.lead], "CONTACTED", NOW)
    found = next_template(database, desk.lead, desk.ann, NOW)
    assert found is not None
    assert (found.name, found.because) == ("Nudge", "follow-up 1 after 5 days of silence; not sent yet")
    edit_contact(database, desk.ann, {"channel": "LinkedIn"}, NOW, TODAY)
    liked = next_template(database, desk.lead, desk.ann, NOW)
    assert liked is not None
    assert liked.name == "LinkedIn nudge"


def test_what_bounced_did_not_reach_them_and_may_be_sent_again(database: Database, desk: Desk) -> None:
    desk.sent(desk.first, 5, status="BOUNCED")
    other = desk.template("Other first", "INITIAL_OUTREACH")
    found = next_template(database, desk.lead, desk.ann, NOW)
    assert found is not None
    assert found.template_id == other  # sent least
    assert "already" not in " ".join(each.because for each in found.alternatives)


def test_enough_says_what_else_to_do_and_counts_as_the_settings_say(database: Database, desk: Desk) -> None:
    for days in (20, 18, 11):
        desk.sent(desk.first, days)
    move(database, [desk.lead], "FOLLOWUP_1", NOW)
    found = next_template(database, desk.lead, desk.ann, NOW)
    assert found is not None
    assert (found.template_id, len(found.alternatives)) == (None, 3)
    assert "enough" in found.because
    patient = next_template(database, desk.lead, desk.ann, NOW, followups_at_most=3)
    assert patient is not None
    assert patient.template_id == desk.nudge


def test_a_second_person_is_not_followed_up_on_what_the_first_one_got(database: Database, desk: Desk) -> None:
    desk.sent(desk.first, 5)
    move(database, [desk.lead], "CONTACTED", NOW)
    bob = add_contact(database, desk.lead, {"name": "Bob Ray", "email": "bob@x.example"}, NOW, TODAY).made
    found = next_template(database, desk.lead, bob, NOW)
    assert found is not None
    assert found.template_id == desk.first


def test_without_a_name_it_is_whom_a_mail_would_go_to(database: Database, desk: Desk) -> None:
    desk.sent(desk.first, 5)
    found = next_template(database, desk.lead, None, NOW)
    assert found is not None
    assert "they got it already" in found.because
    other = desk.template("Other first", "INITIAL_OUTREACH")
    found = next_template(database, desk.lead, None, NOW)
    assert found is not None
    assert found.template_id == other


def test_an_address_that_bounced_is_none(database: Database, desk: Desk) -> None:
    move(database, [desk.lead], "CONTACTED", NOW)
    with acting(database, "contact", [desk.lead], NOW):
        records.update(database, "contact", desk.ann, bounced_at=NOW, phone="+49 30 1")
    desk.template("Nudge by text message", "FOLLOWUP_1", channel="sms")
    found = next_template(database, desk.lead, desk.ann, NOW)
    assert found is not None
    assert found.name == "Nudge by text message"


def test_a_lead_without_people_is_written_to_at_its_own_address(database: Database, desk: Desk) -> None:
    lead = add_lead(database, {"title": "Post", "source": "Reddit", "author": "u/ann"}, NOW, TODAY).made
    assert channels_of(lead_queries.detail(database, lead), None) == ("reddit",)
    desk.template("Reddit first", "INITIAL_OUTREACH", channel="reddit")
    found = next_template(database, lead, None, NOW)
    assert found is not None
    assert found.name == "Reddit first"


def test_without_an_active_template_there_is_nothing_to_suggest(database: Database, desk: Desk) -> None:
    with acting(database, "template", [], NOW):
        for number in (desk.first, desk.nudge, desk.hello):
            records.update(database, "template", number, active=0)
    assert next_template(database, desk.lead, desk.ann, NOW) is None
    with pytest.raises(NotFound):
        next_template(database, 999, None, NOW)
