"""A rep sets fields on many leads: what the preview shows is what is done, and one undo takes it back."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hermes_tui.actions import history
from hermes_tui.actions.bulk_edit import compared, edit_leads, read_edit, tally
from hermes_tui.actions.custom import untyped, with_custom
from hermes_tui.actions.leads import add_lead, edit_lead
from hermes_tui.actions.stages import move
from storage.database import Database
from storage.errors import NotFound, UsageError

TODAY = date(2026, 6, 22)


@pytest.fixture
def leads(database: Database, now: int) -> list[int]:
    """Acme (10, crm, seats 40), Borealis (20, from a fair), and Cobalt, which is won."""
    return [
        add_lead(database, {"title": f"{name} deal", "company": name, **more}, now, TODAY).made
        for name, more in (
            ("Acme", {"value": "10", "tags": "crm", "custom.seats": "40"}),
            ("Borealis", {"value": "20", "source": "fair", "budget_max": "30"}),
            ("Cobalt", {"value": "10", "stage": "WON"}),
        )
    ]


def everything(database: Database) -> list[object]:
    leads = database.rows("SELECT id, value, source, stage_id, score, score_manual, custom, updated_at FROM lead")
    tags = "SELECT lead_id, name FROM lead_tag JOIN tag ON tag.id = tag_id ORDER BY 1, 2"
    return [*leads, *database.rows(tags)]


def shown(database: Database, leads: list[int], **given: str) -> list[str]:
    """The preview in lines."""
    found = []
    for lead in compared(database, read_edit(database, given, TODAY), leads):
        words = [
            f"{each.field} {each.was} → {each.becomes}" if each.changes else f"{each.field} kept"
            for each in lead.fields
        ]
        found.append(f"{lead.called}: {lead.skipped or ', '.join(words)}")
    return found


def test_the_preview_says_of_each_lead_what_changes_what_is_kept_and_what_is_skipped(
    database: Database, leads: list[int]
) -> None:
    assert shown(database, [*leads, 99], value="10", source="fair", stage="contacted") == [
        "Acme: value kept, source – → fair, stage New → Contacted",
        "Borealis: value 20 → 10, source kept, stage New → Contacted",
        "Cobalt: it is won, reopen it first",
        "#99: there is no such lead",
    ]
    edit = read_edit(database, {"value": "10"}, TODAY)
    assert tally(database, edit, [*leads, 99]) == ([leads[1]], [leads[0], leads[2]], [99])


@pytest.mark.parametrize(
    ("field", "text", "lines"),
    [
        ("tags", "+new -crm", ["tags crm → new", "tags – → new", "tags – → new"]),
        ("tags", "crm", ["tags kept", "tags – → crm", "tags – → crm"]),
        ("custom.seats", "40", ["custom.seats kept", "custom.seats – → 40", "custom.seats – → 40"]),
        ("custom.Seats", "", ["custom.Seats 40 → –", "custom.Seats kept", "custom.Seats kept"]),
        ("score", "7", ["score by the rules → 7"] * 3),
        ("score", "", ["score kept"] * 3),
        ("deadline", "fri", ["deadline – → 2026-06-26"] * 3),
        ("budget_min", "40", ["budget min – → 40", "its budget would begin at 40 and end at 30", "budget min – → 40"]),
    ],
)
def test_every_kind_of_field(database: Database, leads: list[int], field: str, text: str, lines: list[str]) -> None:
    assert [line.partition(": ")[2] for line in shown(database, leads, **{field: text})] == lines


def test_what_was_shown_is_done_as_one_action_and_one_undo_takes_it_back(
    database: Database, leads: list[int], now: int
) -> None:
    before = everything(database)
    given = {
        "value": "10",
        "source": "fair",
        "stage": "contacted",
        "tags": "+x",
        "custom.region": "north",
        "score": "5",
    }
    edit = read_edit(database, given, TODAY)
    told: list[int] = []
    outcome = edit_leads(database, leads, edit, now + 1, told.append)
    changed = "value, source, score, tags, stage, custom.region changed on 2 of 3"
    assert outcome.words == f"3 leads: {changed}, 1 skipped (it is won, reopen it first)"
    assert told[-1] == 3
    after = [lead.fields for lead in compared(database, edit, leads)][:2]
    assert not any(field.changes for fields in after for field in fields)
    assert json.loads(database.value("SELECT custom FROM lead WHERE id = ?", (leads[0],))) == {
        "seats": 40,
        "region": "north",
    }
    assert edit_leads(database, leads, edit, now + 2).action_id == 0
    history.undo(database, now + 3)
    assert everything(database) == before
    history.redo(database, now + 4)
    assert [lead.fields for lead in compared(database, edit, leads)][:2] == after


def test_leads_that_keep_all_they_have_are_not_touched(database: Database, leads: list[int], now: int) -> None:
    assert edit_lead(database, leads, {"value": "10"}, now + 1, TODAY).words == "3 leads: value changed on 1 of 3"
    touched = database.rows("SELECT id FROM lead WHERE updated_at = ?", (now + 1,))
    assert touched == [(leads[1],)]


def test_of_one_lead_a_refusal_is_an_error_and_a_closed_one_may_be_moved(
    database: Database, leads: list[int], now: int
) -> None:
    with pytest.raises(UsageError, match="Its budget would begin at 40 and end at 30; nothing was changed"):
        edit_lead(database, [leads[1]], {"budget_min": "40"}, now, TODAY)
    with pytest.raises(NotFound, match="no lead #99"):
        edit_lead(database, [99], {"value": "1"}, now, TODAY)
    with pytest.raises(UsageError, match="belongs to one lead only"):
        edit_lead(database, leads, {"url": "https://a.example"}, now, TODAY)
    move(database, [leads[0]], "LOST", now)
    edit_lead(database, [leads[0]], {"stage": "NEW"}, now, TODAY)
    assert database.value("SELECT stage_id FROM lead WHERE id = ?", (leads[0],)) == 1


def test_a_score_released_is_what_the_rules_say(database: Database, leads: list[int], now: int) -> None:
    before = everything(database)
    edit_lead(database, leads, {"score": "99"}, now, TODAY)
    edit_lead(database, leads, {"score": ""}, now, TODAY)
    assert [row[4:6] for row in everything(database)[:3]] == [row[4:6] for row in before[:3]]  # type: ignore[index]


_EDITS = st.fixed_dictionaries(
    {},
    optional={
        "value": st.sampled_from(["", "10", "24k"]), "source": st.sampled_from(["", "fair"]),
        "stage": st.sampled_from(["NEW", "CONTACTED", "WON", "LOST"]), "score": st.sampled_from(["", "3"]),
        "tags": st.sampled_from(["", "crm", "+new -crm", "-crm", "hiring"]),
        "custom.seats": st.sampled_from(["", "40", "x"]),
        "budget_min": st.sampled_from(["", "5", "40"]),
        "description": st.sampled_from(["", "we need a CRM, budget 5k"]),
    },
)  # fmt: skip


@given(edits=st.lists(_EDITS, min_size=1, max_size=4))
@settings(max_examples=12)
def test_whatever_is_edited_the_preview_tells_what_is_done_and_undo_brings_all_back(
    begin_file: Callable[[], Database], edits: list[dict[str, str]]
) -> None:
    now = 1_782_118_800_000
    database = begin_file()
    leads = [
        add_lead(database, {"title": f"T{n}", **more}, now, TODAY).made
        for n, more in enumerate(
            ({"value": "10", "tags": "crm"}, {"budget_max": "30"}, {"stage": "LOST"}, {"score": "9"})
        )
    ]
    states = [everything(database)]
    for number, given_fields in enumerate(edits, 1):
        edit = read_edit(database, given_fields, TODAY)
        before = tally(database, edit, leads)
        outcome = edit_leads(database, leads, edit, now + number)
        after = tally(database, edit, leads)
        assert bool(outcome.action_id) is bool(before.changed)
        assert sorted(after.kept + after.skipped) == leads
        assert {row[0] for row in everything(database)[:4] if row[7] == now + number} == set(before.changed)  # type: ignore[index]
        if outcome.action_id:
            states.append(everything(database))
    while len(states) > 1:
        assert everything(database) == states.pop()
        history.undo(database, now + 9)
    assert everything(database) == states[0]
    database.close()


@pytest.mark.parametrize(
    ("typed", "value"),
    [("40", 40), ("-3", -3), ("1.5", 1.5), ("007", "007"), ("1e5", "1e5"), ("1,000", "1,000"), ("", None), (" ", None),
     ("12345678901234567890", "12345678901234567890"), ("nan", "nan"), ("north\x1b[31m", "north")],
)  # fmt: skip
def test_a_custom_field_is_a_number_where_it_is_one(typed: str, value: object) -> None:
    found = untyped(typed)
    assert found == value
    assert type(found) is type(value)


@given(st.text(max_size=20))
def test_any_custom_value_is_kept_as_json_keeps_it(text: str) -> None:
    kept = with_custom({}, {"x": untyped(text)})
    assert json.loads(json.dumps(kept)) == kept


def test_a_custom_field_needs_a_name(database: Database, leads: list[int], now: int) -> None:
    with pytest.raises(UsageError, match="needs a name"):
        edit_lead(database, leads, {"custom.": "1"}, now, TODAY)
    with pytest.raises(UsageError, match="no field `customs"):
        edit_lead(database, leads, {"customs.x": "1"}, now, TODAY)
