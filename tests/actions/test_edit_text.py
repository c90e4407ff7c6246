"""A rep edits leads as text in an editor of their own: nothing is lost on the way there or back."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hermes_tui.actions.edit_text import (
    TEXT_FIELDS,
    _block,
    _read,
    apply_edits,
    budget_typed,
    edits_from_text,
    leads_as_text,
    typed_money,
    value_typed,
)
from hermes_tui.actions.fields import parse_money
from hermes_tui.actions.history import undo
from hermes_tui.actions.leads import add_lead
from storage.clean import clean
from storage.database import Database
from storage.errors import NotFound, UsageError
from storage.queries import lead as lead_queries


def lead_as_text(database: Database, lead_id: int) -> str:
    return leads_as_text(database, [lead_id])


def changes_from_text(before: str, after: str) -> dict[str, str]:
    """What the edited text of one lead changes."""
    return next(iter(edits_from_text(before, after).values()), {})


def day(now: int) -> date:
    return datetime.fromtimestamp(now / 1000, UTC).date()


TRICKY = "first\nnotes: not a note\n\\notes:\ndescription:\n=== lead #9\n\n  indented [/] 漢字\n#budget is no comment"


@pytest.fixture
def lead(database: Database, now: int) -> int:
    typed = {
        "title": "ERP: rollout", "company": "Acme [/]", "value": "1,500.50", "stage": "contacted",
        "tags": "crm, hiring", "description": TRICKY, "deadline": "2026-12-03", "source_url": "https://example.com/a:b",
    }  # fmt: skip
    return add_lead(database, typed, now, day(now)).made


def test_an_untouched_text_changes_nothing(database: Database, lead: int):
    text = lead_as_text(database, lead)
    assert changes_from_text(text, text) == {}
    assert changes_from_text(text, text.replace("\n", "\r\n") + "\n\n") == {}


def test_what_was_typed_is_what_changes(database: Database, lead: int, now: int):
    before = lead_as_text(database, lead)
    after = before.replace("value: 1500.50", "value: 24k").replace("stage: CONTACTED", "Stage:  call done ")
    after = after.replace("deadline: 2026-12-03", "deadline:").replace("first\n", "the first\n")
    changes = changes_from_text(before, after + "too dear\n\n#budget\n")
    assert changes == {
        "value": "24k", "stage": "call done", "deadline": "", "description": TRICKY.replace("first", "the first"),
        "note": "too dear\n\n#budget",
    }  # fmt: skip
    outcome = apply_edits(database, {lead: changes}, now, day(now))
    detail = lead_queries.detail(database, lead)
    assert (detail.value, detail.deadline_on, detail.stage_id) == (2_400_000, None, 8)
    assert detail.description == TRICKY.replace("first", "the first")
    assert [note.text for note in lead_queries.notes(database, lead)] == ["too dear\n\n#budget"]
    assert [found.kind for found in lead_queries.objections(database, lead)] == ["BUDGET"]
    assert outcome.words == "Acme [/]: stage, value, deadline, description changed, note added"


def test_one_undo_takes_back_the_whole_edit(database: Database, lead: int, now: int):
    before = lead_queries.detail(database, lead)
    apply_edits(database, {lead: {"title": "New", "tags": "x", "note": "why"}}, now + 1, day(now))
    undo(database, now + 2)
    assert lead_queries.detail(database, lead) == before
    assert lead_queries.notes(database, lead) == []
    assert lead_queries.tags(database, lead) == ["crm", "hiring"]


def test_a_line_taken_out_is_left_as_it_was(database: Database, lead: int):
    before = lead_as_text(database, lead)
    kept = "\n".join(line for line in before.split("\n") if not line.startswith(("value:", "tags:")))
    assert changes_from_text(before, kept) == {}
    assert changes_from_text(before, before.replace("stage: CONTACTED", "stage:")) == {}
    assert changes_from_text(before, f"=== lead #{lead}\ntitle: T\n") == {"title": "T"}


def test_several_leads_are_one_text_and_one_action(database: Database, lead: int, now: int):
    other = add_lead(database, {"title": "Second"}, now, day(now)).made
    before = leads_as_text(database, [lead, other])
    after = before.replace("title: Second", "title: Third").replace("company: Acme [/]", "company: Borealis")
    edits = edits_from_text(before, after)
    assert edits == {lead: {"company": "Borealis"}, other: {"title": "Third"}}
    apply_edits(database, edits, now, day(now))
    assert lead_queries.detail(database, other).title == "Third"
    undo(database, now)
    assert lead_queries.detail(database, other).title == "Second"
    assert lead_queries.detail(database, lead).company == "Acme [/]"


@pytest.mark.parametrize(
    ("was", "now_is", "says"),
    [
        ("company: Acme [/]", "company Acme", r"Line 5 is no `field: value`: `company Acme`"),
        ("company: Acme [/]", "compny: Acme", r"Line 5: .*no field `compny`; did you mean `company`"),
        ("company: Acme [/]", "title: Again", r"Line 5: `title` stands in a line above"),
        ("=== lead #1", "=== lead #7", r"Lead #7 was not in this text"),
        ("# Save", "Save", r"Line 1 stands before any lead"),
    ],
)
def test_a_wrong_line_is_named(database: Database, lead: int, was: str, now_is: str, says: str):
    before = lead_as_text(database, lead)
    with pytest.raises(UsageError, match=says):
        changes_from_text(before, before.replace(was, now_is))


@pytest.mark.parametrize(
    ("typed", "says"),
    [({"value": "much"}, "Lead #1: `much` is no amount"), ({"stage": "wn"}, "Lead #1: There is no stage `wn`"),
     ({"title": ""}, "Lead #1: A lead needs a title"), ({"deadline": "32 may"}, "has no 32 May")],
)  # fmt: skip
def test_a_wrong_value_changes_nothing(database: Database, lead: int, now: int, typed: dict[str, str], says: str):
    before = lead_as_text(database, lead)
    with pytest.raises(UsageError, match=says):
        apply_edits(database, {lead: {"company": "Changed", **typed}}, now, day(now))
    assert lead_as_text(database, lead) == before


def test_a_lead_that_is_gone_is_said(database: Database):
    with pytest.raises(NotFound):
        lead_as_text(database, 99)


@given(st.integers(-(10**12), 10**12))
def test_an_amount_typed_out_reads_back_to_the_cent(minor: int):
    assert parse_money(typed_money(minor)) == minor


lines = st.text().map(clean)


@settings(max_examples=50)
@given(
    st.fixed_dictionaries(dict.fromkeys(TEXT_FIELDS, lines)),
    st.one_of(
        st.text().map(lambda text: clean(text, multiline=True)),
        st.lists(st.sampled_from(["notes:", "\\", "description: x", "=== lead #3", "# a", "", "\\\\notes:"])).map(
            lambda parts: clean("\n".join(parts), multiline=True)
        ),
    ),
)
def test_every_text_comes_back_as_it_went(typed: dict[str, str], description: str):
    typed = {**typed, "description": description}
    assert _read(_block(12, typed)) == {12: {**typed, "note": ""}}


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("24000 USD", {"value": "24000", "currency": "USD"}), ("24k eur", {"value": "24k", "currency": "eur"}),
        ("1,500.50", {"value": "1,500.50"}), ("24k", {"value": "24k"}), ("", {"value": ""}),
        ("1500chf", {"value": "1500", "currency": "chf"}), ("USD", {"value": "", "currency": "USD"}),
    ],
)  # fmt: skip
def test_an_amount_may_be_typed_with_its_currency(text: str, fields: dict[str, str]):
    assert value_typed(text) == fields


@pytest.mark.parametrize(
    ("text", "ends"),
    [("10k - 24k", ("10k", "24k")), ("10,000–24,000", ("10,000", "24,000")), ("10k to 24k", ("10k", "24k")),
     ("24k", ("", "24k")), ("10k -", ("10k", "")), ("", ("", ""))],
)  # fmt: skip
def test_a_budget_may_be_typed_by_its_ends(text: str, ends: tuple[str, str]):
    assert budget_typed(text) == {"budget_min": ends[0], "budget_max": ends[1]}
