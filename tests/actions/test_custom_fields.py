"""A rep declares fields of their own, changes them with what leads hold in them, and takes each step back."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hermes_tui.actions import history
from hermes_tui.actions.bulk_edit import edit_leads, read_edit
from hermes_tui.actions.custom import as_text, own_texts, typed_value
from hermes_tui.actions.custom_fields import (
    add_field,
    choices_text,
    choices_typed,
    edit_field,
    field_name,
    listed,
    move_field,
    remove_field,
)
from hermes_tui.actions.edit_text import apply_edits, edits_from_text, leads_as_text
from hermes_tui.actions.leads import add_lead, edit_lead
from hermes_tui.actions.merging import merge_leads
from hermes_tui.actions.templates import add_template
from hermes_tui.actions.views import save_view
from storage.database import Database
from storage.errors import NotFound, UsageError
from storage.queries.custom_fields import CustomField, custom_fields

TODAY = date(2026, 6, 22)
PLAN = CustomField(1, "plan", "choice", ("Gold", "silver"))
SEATS = CustomField(2, "seats", "number")
SEEN = CustomField(3, "seen", "date")
NOTE = CustomField(4, "note", "text")


@pytest.fixture
def leads(database: Database, now: int) -> list[int]:
    """Three leads: 40 seats on gold, many seats, none."""
    given = ({"custom.seats": "40", "custom.plan": "gold"}, {"custom.Seats": "many"}, {})
    return [add_lead(database, {"title": f"T{n}", **each}, now, TODAY).made for n, each in enumerate(given)]


def customs(database: Database) -> list[dict[str, Any]]:
    return [json.loads(row[0]) for row in database.rows("SELECT custom FROM lead ORDER BY id")]


def state(database: Database) -> tuple[Any, ...]:
    return customs(database), [field._replace(id=0) for field in custom_fields(database)]


# -- values by kind ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        (SEATS, "1,234.50", 1234.5), (SEATS, "1.234,50", 1234.5), (SEATS, "", None), (SEEN, "3 dec", "2026-12-03"),
        (SEEN, "2026-06-22", "2026-06-22"), (SEEN, "22.06.2026", "2026-06-22"), (SEEN, "7d", "2026-06-29"),
        (PLAN, "GOLD", "Gold"), (PLAN, " ", None), (NOTE, "007", "007"), (None, "40", 40), (None, "007", "007"),
    ],
)  # fmt: skip
def test_what_is_typed_is_read_by_the_kind_of_its_field(field: CustomField | None, text: str, value: object) -> None:
    assert typed_value(field, text, TODAY) == value


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        (SEATS, "many", "custom.seats is a number, and `many` is none; write it like 40 or 1,234.50."),
        (PLAN, "bronze", "custom.plan has no choice `bronze`; there are Gold, silver."),
        (SEEN, "03/04/2026", "custom.seen: `03/04/2026` can be 2026-03-04 or 2026-04-03; write the one you mean."),
        (SEEN, "soonish", "custom.seen is a date: `soonish` is no day I know"),
        (SEEN, "1492-10-12", "a date from 1900 to 2200"),
    ],
)
def test_a_value_its_field_cannot_hold_is_refused_in_one_sentence(field: CustomField, text: str, said: str) -> None:
    with pytest.raises(UsageError) as refused:
        typed_value(field, text, TODAY)
    assert said in str(refused.value)


@given(
    st.one_of(
        st.tuples(st.just(SEATS), st.integers(-(10**12), 10**12) | st.floats(-1e6, 1e6).filter(lambda v: v % 1 != 0)),
        st.tuples(st.just(SEEN), st.dates(date(1900, 1, 1), date(2200, 12, 31)).map(str)),
        st.tuples(st.just(PLAN), st.sampled_from(PLAN.choices)),
        st.tuples(st.just(NOTE), st.text("ab 01.,-", min_size=1).map(lambda t: " ".join(t.split())).filter(bool)),
    )
)
def test_a_value_and_its_text_are_one(both: tuple[CustomField, Any]) -> None:
    field, value = both
    assert typed_value(field, as_text(value), TODAY) == value


@given(st.lists(st.text('ab ,"', min_size=1, max_size=6), max_size=5))
def test_choices_and_their_text_are_one(words: list[str]) -> None:
    choices = choices_typed(choices_text(choices_typed(choices_text(words))))
    assert choices_typed(choices_text(choices)) == choices


# -- every door ---------------------------------------------------------------------------------------------


@pytest.fixture
def declared(database: Database, leads: list[int], now: int) -> list[int]:
    add_field(database, "seats", now, kind="number", force=True)
    add_field(database, "plan", now, choices="Gold, silver")
    return leads


def _add(database: Database, _lead: int, typed: dict[str, str], now: int) -> None:
    add_lead(database, {"title": "new", **typed}, now, TODAY)


def _edit(database: Database, lead: int, typed: dict[str, str], now: int) -> None:
    edit_lead(database, [lead], typed, now, TODAY)


def _bulk(database: Database, lead: int, typed: dict[str, str], now: int) -> None:
    edit_leads(database, [lead, lead + 1], read_edit(database, typed, TODAY), now)


def _editor(database: Database, lead: int, typed: dict[str, str], now: int) -> None:
    before = leads_as_text(database, [lead])
    ((name, text),) = typed.items()
    lines = [f"{name}: {text}" if line.startswith(f"{name}:") else line for line in before.split("\n")]
    apply_edits(database, edits_from_text(before, "\n".join(lines)), now, TODAY)


@pytest.mark.parametrize("door", [_add, _edit, _bulk, _editor])
def test_every_door_reads_by_kind_and_refuses_what_does_not_fit(
    database: Database, declared: list[int], now: int, door: Any
) -> None:
    for typed, wrong in (
        ({"custom.seats": "1,200"}, {"custom.seats": "lots"}),
        ({"custom.plan": "GOLD"}, {"custom.plan": "x"}),
    ):
        before = state(database)
        with pytest.raises(UsageError, match=r"custom\.(seats is a number|plan has no choice)"):
            door(database, declared[1], wrong, now)
        assert state(database) == before
        door(database, declared[1], typed, now)
        assert {"custom.seats": 1200, "custom.plan": "Gold"}[next(iter(typed))] in [
            value for custom in customs(database) for value in custom.values()
        ]


def test_the_text_for_an_editor_has_each_field_also_with_a_colon_in_its_name(database: Database, now: int) -> None:
    add_field(database, "seats", now, kind="number")
    lead = add_lead(database, {"title": "T", 'custom.a: "b"': "x: y", "custom.ratio": "2.5"}, now, TODAY).made
    text = leads_as_text(database, [lead])
    assert 'custom.seats:\ncustom."a: \\"b\\"": x: y\ncustom.ratio: 2.5\n' in text
    assert edits_from_text(text, text) == {}
    edits = edits_from_text(text, text.replace(": x: y", ": z").replace("custom.seats:", "custom.seats: 7"))
    apply_edits(database, edits, now, TODAY)
    assert customs(database) == [{'a: "b"': "z", "ratio": 2.5, "seats": 7}]


def test_a_lead_shows_declared_fields_in_their_order_then_its_others() -> None:
    held = {"zip": "0815", "PLAN": "Gold"}
    assert own_texts([SEATS, PLAN], held) == {"custom.seats": "", "custom.plan": "Gold", "custom.zip": "0815"}


# -- the fields themselves ---------------------------------------------------------------------------------


def test_declaring_a_field_brings_what_leads_hold_to_its_name_and_kind(
    database: Database, leads: list[int], now: int
) -> None:
    before = state(database)
    with pytest.raises(UsageError, match=r"1 value is no number .#2 “many”.; nothing was changed, --force"):
        add_field(database, "SEATS", now, kind="num")
    assert state(database) == before
    done = add_field(database, "SEATS", now, kind="num", force=True)
    assert "field SEATS added: number, 2 leads changed, 1 value emptied" in done.words
    assert customs(database) == [{"SEATS": 40, "plan": "gold"}, {}, {}]
    history.undo(database, now)
    assert state(database) == before


def test_a_choice_without_choices_has_the_words_that_leads_hold(database: Database, leads: list[int], now: int) -> None:
    add_field(database, "plan", now, kind="choice")
    assert custom_fields(database)[0].choices == ("gold",)
    with pytest.raises(UsageError, match="needs its choices"):
        add_field(database, "tier", now, kind="choice")


def test_a_rename_moves_the_values_in_every_lead_and_one_undo_moves_them_back(
    database: Database, declared: list[int], now: int
) -> None:
    before = state(database)
    edit_field(database, "seats", now, rename="Seats sold")
    assert customs(database)[0] == {"Seats sold": 40, "plan": "Gold"}
    with pytest.raises(UsageError, match="There is a field `plan` already"):
        edit_field(database, "seats sold", now, rename="PLAN")
    history.undo(database, now)
    assert state(database) == before


def test_a_rename_never_runs_over_values_of_another_name(database: Database, declared: list[int], now: int) -> None:
    edit_lead(database, [declared[2]], {"custom.tier": "a"}, now, TODAY)
    with pytest.raises(UsageError, match="Leads hold values under `tier`"):
        edit_field(database, "plan", now, rename="tier")


def test_another_kind_converts_what_converts_and_refuses_else(
    database: Database, declared: list[int], now: int
) -> None:
    edit_field(database, "seats", now, kind="text")
    assert customs(database)[0]["seats"] == "40"
    edit_field(database, "seats", now, kind="number")
    assert customs(database)[0]["seats"] == 40
    before = state(database)
    with pytest.raises(UsageError, match=r"1 value is no date .#1 “Gold”"):
        edit_field(database, "plan", now, kind="date")
    assert state(database) == before


def test_a_choice_in_use_is_only_taken_away_by_force(database: Database, declared: list[int], now: int) -> None:
    with pytest.raises(UsageError, match=r"1 value is none of the choices .#1 “Gold”"):
        edit_field(database, "plan", now, choices="silver,bronze")
    edit_field(database, "plan", now, choices="silver,GOLD,bronze")
    assert customs(database)[0]["plan"] == "GOLD"
    edit_field(database, "plan", now, choices="silver", force=True)
    assert "plan" not in customs(database)[0]


def test_a_removed_field_leaves_its_values_unless_they_go_too(
    database: Database, declared: list[int], now: int
) -> None:
    before = state(database)
    remove_field(database, "seats", now)
    assert customs(database) == before[0]
    assert [(each.name, each.field is None, each.leads) for each in listed(database)] == [
        ("plan", False, 1), ("seats", True, 1),
    ]  # fmt: skip
    with pytest.raises(UsageError, match="--values removes those"):
        remove_field(database, "seats", now)
    remove_field(database, "seats", now, with_values=True)
    assert customs(database)[0] == {"plan": "Gold"}
    history.undo(database, now)
    history.undo(database, now)
    assert state(database) == before


def test_fields_are_put_in_order(database: Database, declared: list[int], now: int) -> None:
    move_field(database, "plan", 1, now)
    assert [field.name for field in custom_fields(database)] == ["plan", "seats"]
    move_field(database, "plan", 99, now)
    assert [field.name for field in custom_fields(database)] == ["seats", "plan"]


@pytest.mark.parametrize(
    ("name", "said"), [("", "needs a name"), ("custom.", "needs a name"), ("a=b", "cannot have `=`"), ("x" * 61, "60")]
)
def test_a_name_that_cannot_be_said_is_refused(name: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        field_name(name)


def test_a_field_that_is_not_there_names_the_nearest(database: Database, declared: list[int], now: int) -> None:
    with pytest.raises(NotFound, match="did you mean `plan`"):
        edit_field(database, "plna", now, kind="text")
    with pytest.raises(UsageError, match="there are text, number, date, choice"):
        add_field(database, "x", now, kind="colour")


def test_a_merge_takes_fields_of_ones_own_one_by_one(database: Database, declared: list[int], now: int) -> None:
    edit_lead(database, [declared[1]], {"custom.seats": "7", "custom.zip": "0815"}, now, TODAY)
    merge_leads(database, declared[0], declared[1], {"custom.seats": "drop"}, now)
    assert customs(database)[0] == {"seats": 7, "plan": "Gold", "zip": "0815"}


def test_a_field_that_a_file_named_as_no_rep_could_is_renamed_and_removed_like_any(
    database: Database, leads: list[int], now: int
) -> None:
    with database.transaction() as connection:
        connection.execute("INSERT INTO custom_field (name, kind, created_at) VALUES ('a:b', 'number', 0)")
    assert edit_field(database, "a:b", now, kind="text").words == "field a:b: text"
    assert edit_field(database, "custom.a:b", now, rename="ab").words == "field a:b is now ab"
    history.undo(database, now)
    assert remove_field(database, "a:b", now).words == "field a:b no longer declared; its values are kept (0 leads)"


def test_a_renamed_field_says_which_views_and_templates_still_have_its_old_name(
    database: Database, declared: list[int], now: int
) -> None:
    save_view(database, "Big", "+stale sort:-custom.seats", now)
    save_view(database, "Odd", '"custom.seats', now)
    save_view(database, "Other", "custom.plan:gold custom.seats_sold>4", now)
    add_template(database, {"name": "Intro", "body": "Your {{ lead.custom.seats }} seats"}, now)
    said = edit_field(database, "seats", now, rename="chairs").words
    assert said.endswith("; the view “Big” and the template “Intro” still say custom.seats")
    history.undo(database, now)
    assert edit_field(database, "plan", now, rename="tier").words.endswith("; the view “Other” still says custom.plan")
    assert remove_field(database, "seats", now).words.endswith("lead)"), "its values can still be asked for"
    assert "still say" in remove_field(database, "seats", now, with_values=True).words
