"""A template filled in: what it says, where it has gaps, and that nothing in a value is ever taken for a template."""

from __future__ import annotations

import pytest

from hermes_tui.outreach.templates.checking import check
from hermes_tui.outreach.templates.days import Day
from hermes_tui.outreach.templates.fields import Values
from hermes_tui.outreach.templates.rendering import Gap, render

ANN: Values = {
    "lead": {
        "title": "ERP rollout",
        "company": "Acme",
        "author": "Ann Lee",
        "value": "24,000 USD",
        "value_number": 24000,
        "tags": ["fair", "renewal"],
        "deadline": Day(2026, 9, 15),
        "source": "",
    },
    "contact": {"name": "Ann Lee", "first_name": "Ann", "role": None},
    "me": {"name": "Sam Reed", "signature": "Sam Reed\nReed & Co"},
    "custom": {"Seats sold": 40, "region": "North"},
    "today": Day(2026, 6, 22),
}


def body(text: str, values: Values = ANN) -> str:
    """The body as rendered, without faults."""
    found = render("", text, values)
    assert not found.faults
    return found.body


def test_fields_are_filled_in_dotted_and_in_the_plain_style_of_the_owners_notes() -> None:
    assert body("{{ contact.first_name }} of {{ lead.company }}") == "Ann of Acme"
    assert body("Hi {{author}}, about {{title}} at {{company}}, {{first_name}}") == (
        "Hi Ann Lee, about ERP rollout at Acme, Ann"
    )
    assert body("{{firstName}} {{lead_title}}") == "Ann ERP rollout"


def test_money_and_days_read_as_a_letter_says_them() -> None:
    assert body("{{ lead.value }} by {{ lead.deadline }}") == "24,000 USD by 15 September 2026"
    assert body("{{ today | plus_days(7) | weekday }}, {{ today + 1 }}") == "Monday, 23 June 2026"
    assert body("{{ lead.value_number / 2 }} {{ (lead.value_number / 7) | round(2) }}") == "12000 3428.57"
    assert body("{{ lead.tags }}") == "fair, renewal"


def test_fields_of_the_leads_own_are_found_however_they_are_cased() -> None:
    assert body("{{ custom['Seats sold'] }} {{ custom.Region }} {{ lead.custom.region }}") == "40 North North"


def test_a_missing_field_is_a_gap_that_says_its_name_and_where_it_stands() -> None:
    found = render("For {{ contact.role }}", "Hi {{ contact.last_name }}, {{ lead.source }}{{ contact.role }}", ANN)
    assert found.subject == "For ‹contact.role›"
    assert found.body == "Hi ‹contact.last_name›, ‹lead.source›‹contact.role›"
    assert found.missing == ("contact.role", "contact.last_name", "lead.source")
    assert found.gaps[0] == Gap("contact.role", "subject", 4, 18)
    assert [found.body[gap.start : gap.end] for gap in found.gaps[1:]] == [
        "‹contact.last_name›", "‹lead.source›", "‹contact.role›",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ contact.role | default('there') }}", "there"),
        ("{{ contact.role | upper | default('there') }}", "there"),
        ("{% if contact.role %}x{% else %}-{% endif %}", "-"),
        ("{{ contact.role or 'there' }}", "there"),
        ("{% if contact.role is defined %}x{% endif %}", ""),
        ("{% if contact.role == 'CTO' %}x{% endif %}", ""),
        ("{% for tag in contact.role %}x{% endfor %}", ""),
    ],
)
def test_what_provides_for_a_missing_field_is_no_gap(text: str, said: str) -> None:
    found = render("", text, ANN)
    assert (found.body, found.missing, found.faults) == (said, (), ())


@pytest.mark.parametrize(
    "text", ["{{ contact.role | upper }}", "{{ 'for ' ~ contact.role }}", "{{ contact.role + '!' }}"]
)
def test_a_missing_field_stays_a_gap_through_filters_and_signs(text: str) -> None:
    assert render("", text, ANN).missing == ("contact.role",)


def test_a_value_that_looks_like_a_gap_is_none() -> None:
    assert render("", "{{ lead.title }}", {"lead": {"title": "‹contact.role›"}}).missing == ()


def test_tags_alone_on_their_line_leave_no_line_behind() -> None:
    assert body("Hi,\n  {% if lead.company %}\nyours\n  {% endif %}\nbye") == "Hi,\nyours\nbye"
    assert body("{# to the board #}\n{% set x = 1 %}\nHi {{ x }}\n{% if x %}\n{% endif %}") == "Hi 1\n"
    assert body("Hi {% if lead.company %}you{% endif %}\nbye") == "Hi you\nbye"


def test_a_subject_is_one_line_and_its_gaps_move_with_it() -> None:
    found = render("  A\n {{ me.signature }}\n{{ contact.role }} ", "", ANN)
    assert found.subject == "A Sam Reed Reed & Co ‹contact.role›"
    assert [found.subject[gap.start : gap.end] for gap in found.gaps] == ["‹contact.role›"]


def test_faults_leave_nothing_to_send() -> None:
    found = render("{{ lead.title }}", "a\n{{ lead.value / 2 }}", ANN)
    assert (found.subject, found.body) == ("", "")
    assert [(fault.part, fault.line) for fault in found.faults] == [("body", 2)]
    assert render("{{", "", ANN).faults == check("{{", "")
