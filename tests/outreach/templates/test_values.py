"""What the fields say for a real lead and person, and which leads a template is tried on."""

from __future__ import annotations

from datetime import UTC, date, timedelta, timezone

import pytest

from hermes_tui.actions.contacts import add_contact, mark_champion
from hermes_tui.actions.custom_fields import add_field
from hermes_tui.actions.leads import add_lead, edit_lead
from hermes_tui.actions.proposals import add_proposal, mark
from hermes_tui.actions.touches import log_touch
from hermes_tui.outreach.templates.fields import FIELDS, fields_of, shown_value
from hermes_tui.outreach.templates.rendering import render
from hermes_tui.outreach.templates.values import MOST_SAMPLES, Me, samples, template_values
from storage.database import Database
from storage.errors import NotFound

TODAY = date(2026, 6, 22)
DAY = 86_400_000
SAM = Me("Sam Reed", "sam@reed.example", "Reed & Co", "+1 641 555 0184", "Sam Reed\nReed & Co")


@pytest.fixture
def acme(database: Database, now: int) -> int:
    """A lead of last month that is known well, with two people."""
    given = {
        "title": "ERP rollout", "company": "Acme Corp", "value": "24k", "currency": "EUR", "budget_min": "10k",
        "budget_max": "24000.50", "deadline_on": "2026-09-15", "tags": "fair, renewal", "author": "u/acme_it",
        "custom.Seats sold": "40", "description": "Forty people,\ntwo sites.",
    }  # fmt: skip
    lead_id = add_lead(database, given, now, TODAY, at=now - 30 * DAY).made
    add_contact(database, lead_id, {"name": "Dr. Ann Lee", "email": "ann@acme.example", "role": "CTO"}, now, TODAY)
    add_contact(database, lead_id, {"name": "Bob Ray"}, now, TODAY)
    return lead_id


def said(database: Database, lead_id: int, now: int, *names: str, contact: int | None = None) -> list[str]:
    values = template_values(database, lead_id, contact, SAM, now, UTC)
    return [shown_value(values, name) for name in names]


def test_the_facts_of_a_lead_read_as_a_letter_says_them(database: Database, acme: int, now: int) -> None:
    log_touch(database, [acme], "call", now - 3 * DAY)
    names = ("title", "company", "value", "budget", "deadline", "tags", "author", "lead.stage", "lead.days_silent")
    assert said(database, acme, now, *names) == [
        "ERP rollout", "Acme Corp", "24,000 EUR", "10,000–24,000.50 EUR", "15 September 2026", "fair, renewal",
        "u/acme_it", "New", "3",
    ]  # fmt: skip
    assert said(database, acme, now, "lead.last_touch", "lead.value_number", "custom.seats sold") == [
        "19 June 2026", "24000", "40",
    ]  # fmt: skip


def test_the_person_written_to_is_the_one_named_else_the_champion(database: Database, acme: int, now: int) -> None:
    ann, bob = (row[0] for row in database.rows("SELECT id FROM contact ORDER BY id"))
    assert said(database, acme, now, "contact.name", "first_name", "role", contact=bob) == ["Bob Ray", "Bob", ""]
    mark_champion(database, [ann], now)
    assert said(database, acme, now, "contact.first_name", "contact.last_name", "email") == [
        "Ann", "Lee", "ann@acme.example",
    ]  # fmt: skip
    assert said(database, acme, now, "contact.name", contact=999) == [""]


def test_a_lead_that_knows_nobody_is_written_to_by_its_author(database: Database, now: int) -> None:
    given = {"title": "Shop", "author": "Jean-Luc Picard", "email": "jl@shop.example"}
    lead_id = add_lead(database, given, now, TODAY).made
    assert said(database, lead_id, now, "first_name", "author", "contact.email") == [
        "Jean-Luc", "Jean-Luc Picard", "jl@shop.example",
    ]  # fmt: skip


def test_the_newest_proposal_that_is_not_over_is_the_one_spoken_of(database: Database, acme: int, now: int) -> None:
    assert said(database, acme, now, "proposal.title") == [""]
    given = {"title": "ERP", "amount": "20k", "currency": "EUR", "expires_on": "2026-07-22", "terms": "30 days net"}
    first = add_proposal(database, acme, given, now, TODAY).made
    mark(database, first, "SENT", now, at=now - DAY)
    names = ("proposal.title", "proposal.amount", "proposal.expires", "proposal.sent", "proposal.version")
    assert said(database, acme, now, *names) == ["ERP", "20,000 EUR", "22 July 2026", "21 June 2026", "1"]
    second = add_proposal(database, acme, {**given, "title": "ERP, smaller", "amount": "9k"}, now, TODAY).made
    assert said(database, acme, now, "proposal.amount") == ["9,000 EUR"]
    mark(database, second, "SENT", now)
    mark(database, second, "REJECTED", now)
    assert said(database, acme, now, "proposal.amount") == ["20,000 EUR"]


def test_the_calendar_is_the_reps_own(database: Database, acme: int, now: int) -> None:
    late = now + 14 * 3_600_000  # 23:00 UTC, the next day in Berlin
    there = template_values(database, acme, None, SAM, late, timezone(timedelta(hours=2)))
    names = ("today", "tomorrow", "weekday", "month", "next_month", "year")
    assert [shown_value(there, name) for name in names] == [
        "23 June 2026", "24 June 2026", "Tuesday", "June", "July", "2026",
    ]  # fmt: skip


def test_what_the_settings_say_of_the_rep_is_cleaned_as_they_are_no_data_of_ours(
    database: Database, acme: int, now: int
) -> None:
    me = Me("Sam\x1b[31m Reed\n", signature="Sam\nReed\x07")
    values = template_values(database, acme, None, me, now, UTC)
    assert shown_value(values, "me.name") == "Sam Reed"
    assert shown_value(values, "me.first_name") == "Sam"
    assert shown_value(values, "me.signature") == "Sam\nReed"
    assert render("", "{{ me.firm }}", values).missing == ("me.firm",)


def test_every_field_can_be_printed_for_every_lead(database: Database, acme: int, now: int) -> None:
    bare = add_lead(database, {"title": "x"}, now, TODAY).made
    text = "\n".join(f"{{{{ {field.name} }}}}" for field in FIELDS)
    for lead_id in (acme, bare):
        assert render(text, text, template_values(database, lead_id, None, SAM, now, UTC)).faults == ()


def test_a_lead_that_is_gone_says_so(database: Database, now: int) -> None:
    with pytest.raises(NotFound):
        template_values(database, 7, None, SAM, now, UTC)


def test_samples_begin_with_the_stalest_and_differ_in_what_they_lack(database: Database, now: int) -> None:
    assert samples(database, now) == []
    full = {"title": "ERP rollout", "company": "Acme", "value": "24k", "description": "x", "author": "Ann"}
    made = [add_lead(database, full, now, TODAY, at=now - (40 - n) * DAY).made for n in range(30)]
    for lead_id in made:
        add_contact(database, lead_id, {"name": "Ann Lee", "email": f"a{lead_id}@acme.example"}, now, TODAY)
    bare = add_lead(database, {"title": "Bare"}, now, TODAY, at=now - DAY).made
    accented = add_lead(database, {**full, "title": "Büro"}, now, TODAY, at=now - DAY).made
    found = samples(database, now)
    assert [lead_id for lead_id, _ in found] == [made[0], bare, accented, *made[1:10]]
    assert [contact_id is None for _, contact_id in found][:4] == [False, True, True, False]


def test_where_open_leads_are_few_the_closed_ones_are_tried_too(database: Database, now: int) -> None:
    from hermes_tui.actions.stages import move

    made = [add_lead(database, {"title": f"Lead {n}"}, now, TODAY, at=now - (9 - n) * DAY).made for n in range(5)]
    move(database, made[:2], "WON", now)
    assert [lead_id for lead_id, _ in samples(database, now)] == [*made[2:], *made[:2]]


def test_samples_are_a_dozen_at_most(database: Database, now: int) -> None:
    for n in range(40):
        given = {"title": "x", **{name: "1k" for bit, name in enumerate(("company", "value", "author", "description",
                 "deadline_on")) if n >> bit & 1}}  # fmt: skip
        add_lead(database, {**given, **({"deadline_on": "2026-09-01"} if "deadline_on" in given else {})}, now, TODAY)
    assert len(samples(database, now)) == MOST_SAMPLES


def test_without_an_open_lead_closed_ones_are_samples(database: Database, acme: int, now: int) -> None:
    edit_lead(database, [acme], {"title": "ERP"}, now, TODAY)
    from hermes_tui.actions.stages import move

    move(database, [acme], "WON", now)
    assert [lead_id for lead_id, _ in samples(database, now)] == [acme]


def test_a_declared_field_says_what_its_kind_is_and_stands_among_the_fields_also_where_it_is_empty(
    database: Database, acme: int, now: int
) -> None:
    for name, kind in (("renewal", "date"), ("plan", "text"), ("Seats sold", "number")):
        add_field(database, name, now, kind=kind)
    edit_lead(database, [acme], {"custom.renewal": "2026-12-03", "custom.zip": "0815"}, now, TODAY)
    values = template_values(database, acme, None, SAM, now, UTC)
    own = [field.name for field in fields_of(values)[len(FIELDS) :]]
    assert own == ["custom.renewal", "custom.plan", "custom['Seats sold']", "custom.zip"]
    letter = render("", "{{ lead.custom.renewal }}, {{ custom.Renewal | plus_days(1) }}, {{ custom.plan }}", values)
    assert letter.body.startswith("3 December 2026, 4 December 2026, ‹custom.plan›")
    assert letter.missing == ("custom.plan",)
