"""The list of fields a rep picks from, and the names they may be typed by."""

from __future__ import annotations

import pytest

from hermes_tui.outreach.templates.checking import check
from hermes_tui.outreach.templates.fields import FIELDS, PLAIN, Values, canonical, fields_of, nearest, shown_value


def test_every_field_of_the_list_can_be_written_into_a_template() -> None:
    for field in FIELDS:
        assert field.help
        assert check("", f"{{{{ {field.name} }}}}") == ()
    for plain in PLAIN:
        assert check("", f"{{{{ {plain} }}}}") == ()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("author", "lead.author"), ("firstName", "contact.first_name"), ("sourceUrl", "lead.source_url"),
        ("lead_title", "lead.title"), ("contact.firstName", "contact.first_name"), ("me.name", "me.name"),
        ("custom.Seats sold", "custom.Seats sold"), ("lead.custom.seats", "custom.seats"), ("today", "today"),
        ("lead", None), ("custom.", None), ("lead.title.upper", None), ("__class__", None), ("", None), (".", None),
    ],
)  # fmt: skip
def test_a_typed_name_means_a_field_or_none(typed: str, meant: str | None) -> None:
    assert canonical(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lead.titel", "lead.title"), ("led.title", "lead.title"), ("proposl.title", "proposal.title"),
        ("lead.first_name", "contact.first_name"), ("contact.company", "lead.company"), ("compny", "company"),
        ("me.signatur", "me.signature"), ("proposal.price", None), ("contact.xyz", None),
    ],
)  # fmt: skip
def test_a_misspelt_name_has_a_nearest_field_where_one_is_near(typed: str, meant: str | None) -> None:
    assert nearest(typed) == meant


def test_the_list_shows_each_fields_value_and_those_of_the_leads_own() -> None:
    values: Values = {"lead": {"title": "ERP", "tags": ["a", "b"]}, "custom": {"seats": 40, "it's": "x"}}
    assert shown_value(values, "title") == "ERP"
    assert shown_value(values, "lead.tags") == "a, b"
    assert shown_value(values, "lead.company") == ""
    assert [field.name for field in fields_of(values)[len(FIELDS) :]] == ["custom.seats", "custom['it\\'s']"]
    assert [shown_value(values, field.name) for field in fields_of(values)[len(FIELDS) :]] == ["40", "x"]
    assert fields_of({}) == FIELDS
    assert check("", "{{ custom['it\\'s'] }}") == ()
