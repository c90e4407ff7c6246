"""Templates as a rep writes, mends and puts them away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from hermes_tui.actions import templates as actions
from hermes_tui.actions.leads import add_lead
from hermes_tui.actions.outcome import acting
from hermes_tui.outreach.templates.checking import check
from hermes_tui.outreach.templates.starters import STARTERS
from storage import journal, records
from storage.database import Database
from storage.errors import NotFound, UsageError
from storage.queries.templates import KINDS, template, template_named, templates, versions

NOW = 1_782_118_800_000
HOUR = 3_600_000


@pytest.fixture
def nudge(database: Database) -> int:
    """A template with a good text."""
    given = {
        "name": "Nudge",
        "kind": "followup 1",
        "subject": "Re: {{ lead.title }}",
        "body": "Hi {{ author }},\n\nstill on?",
    }
    return actions.add_template(database, given, NOW).made


def a_message(database: Database, template_id: int, status: str = "SENT") -> None:
    """One message written from a template."""
    lead = add_lead(database, {"title": "Deal"}, NOW, date(2026, 6, 22)).made
    with acting(database, "message", [lead], NOW):
        records.insert(
            database, "message", lead_id=lead, template_id=template_id, direction="out", status=status, at=NOW,
            created_at=NOW, updated_at=NOW,
        )  # fmt: skip


# -- writing and mending ---------------------------------------------------------------------------------


def test_a_template_is_added_by_words_a_rep_would_type(database: Database) -> None:
    outcome = actions.add_template(database, {"name": " First  mail ", "kind": "Initial", "channel": "Twitter"}, NOW)
    row = template(database, outcome.made)
    assert (row.name, row.kind, row.channel, row.active, row.version) == ("First mail", "INITIAL_OUTREACH", "x", 1, 1)
    assert outcome.words == "template “First mail” added"
    journal.undo(database, NOW)
    assert templates(database) == []


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"kind": "custom"}, "A template needs a name"),
        ({"name": "\u200b "}, "A template needs a name"),
        ({"name": "NUDGE"}, "There is a template “Nudge” already"),
        ({"name": "A", "kind": "closng"}, "`closng` is no kind of template; did you mean CLOSING?"),
        ({"name": "A", "kind": "followup"}, "there are INITIAL_OUTREACH, FOLLOWUP_1"),
        ({"name": "A", "channel": "linkdin"}, "`linkdin` is no channel; did you mean linkedin?"),
        ({"name": "A", "subjct": "Hi"}, "A template has no field `subjct`; did you mean `subject`?"),
        ({"name": "A", "text": "b", "body": "c"}, "`body` is set twice"),
        ({"name": "A", "active": "perhaps"}, "`perhaps` is neither yes nor no"),
        ({"name": "A" * 81}, "The name is 81 characters long"),
    ],
)
def test_what_cannot_be_added_says_why_and_adds_nothing(
    database: Database, nudge: int, given: dict[str, str], words: str
) -> None:
    with pytest.raises(UsageError) as refused:
        actions.add_template(database, given, NOW)
    assert words in str(refused.value)
    assert [row.id for row in templates(database)] == [nudge]


def test_a_changed_text_is_the_next_version_and_the_old_one_is_kept(database: Database, nudge: int) -> None:
    said = actions.edit_template(database, nudge, {"body": "Hi, still on?"}, NOW + HOUR).words
    assert said == "template “Nudge” v2 saved"
    actions.edit_template(database, nudge, {"subject": "One question"}, NOW + 2 * HOUR)
    kept = versions(database, nudge)
    assert [(row.version, row.subject, row.at - NOW) for row in kept] == [
        (3, "One question", 2 * HOUR), (2, "Re: {{ lead.title }}", HOUR), (1, "Re: {{ lead.title }}", 0),
    ]  # fmt: skip
    assert kept[2].body == "Hi {{ author }},\n\nstill on?"
    journal.undo(database, NOW)
    assert [row.version for row in versions(database, nudge)] == [2, 1]


def test_another_name_kind_or_channel_is_no_new_version(database: Database, nudge: int) -> None:
    said = actions.edit_template(database, nudge, {"name": "Gentle nudge"}, NOW).words
    assert said == "template “Nudge” is now “Gentle nudge”"
    actions.edit_template(database, nudge, {"kind": "followup_2", "channel": "linkedin"}, NOW)
    assert actions.edit_template(database, nudge, {"name": "GENTLE nudge"}, NOW).action_id  # its own name in other case
    assert template(database, nudge).version == 1
    same = actions.edit_template(database, nudge, {"body": template(database, nudge).body}, NOW)
    assert (same.action_id, same.words) == (0, "template “GENTLE nudge” is so already")


def test_a_broken_text_is_kept_but_not_offered_until_it_is_mended(database: Database, nudge: int) -> None:
    said = actions.edit_template(database, nudge, {"body": "Hi,\n{{ lead.title"}, NOW).words
    assert said.startswith("template “Nudge” v2 saved, inactive until it is mended (line 2: ")
    row = template(database, nudge)
    assert (row.body, row.active) == ("Hi,\n{{ lead.title", 0)
    assert templates(database, active_only=True) == []
    with pytest.raises(UsageError, match="“Nudge” stays inactive: line 2: "):
        actions.set_active(database, [nudge], True, NOW)
    assert "inactive until it is mended" in actions.edit_template(database, nudge, {"active": "yes"}, NOW).words
    assert (
        actions.edit_template(database, nudge, {"body": "Hi"}, NOW).words == "template “Nudge” v3 saved, active again"
    )
    assert template(database, nudge).active == 1


def test_what_the_rep_put_away_stays_away_when_its_words_change(database: Database, nudge: int) -> None:
    assert actions.set_active(database, [nudge], False, NOW).words == "template “Nudge” inactive"
    actions.edit_template(database, nudge, {"body": "Hi"}, NOW)
    assert template(database, nudge).active == 0
    assert actions.set_active(database, [nudge], True, NOW).words == "template “Nudge” active"


def test_a_fault_that_asks_ends_with_its_question_mark(database: Database, nudge: int) -> None:
    said = actions.edit_template(database, nudge, {"body": "{{ autor }}"}, NOW).words
    assert said.endswith("inactive until it is mended (line 1: there is no field `autor`; did you mean `author`?)")
    with pytest.raises(UsageError, match=r"did you mean `author`\?$"):
        actions.set_active(database, [nudge], True, NOW)
    actions.edit_template(database, nudge, {"body": "{{ autor }}{{ titel }}"}, NOW)
    with pytest.raises(UsageError, match=r"did you mean `author`\? \(1 more\)\.$"):
        actions.set_active(database, [nudge], True, NOW)


def test_a_new_template_may_be_broken_too(database: Database) -> None:
    outcome = actions.add_template(database, {"name": "Draft", "subject": "{% if %}"}, NOW)
    assert "added, inactive until it is mended (the subject: " in outcome.words
    assert template(database, outcome.made).active == 0


def test_an_old_version_comes_back_as_the_next_one(database: Database, nudge: int) -> None:
    actions.edit_template(database, nudge, {"subject": "B", "body": "b"}, NOW + HOUR)
    said = actions.bring_back(database, nudge, 1, NOW + 2 * HOUR).words
    assert said == "template “Nudge” says again what v1 did (v3)"
    row = template(database, nudge)
    assert (row.version, row.subject) == (3, "Re: {{ lead.title }}")
    assert actions.bring_back(database, nudge, 1, NOW).action_id == 0
    with pytest.raises(NotFound, match="no version 9; it has v1, v2, v3"):
        actions.bring_back(database, nudge, 9, NOW)


def test_a_copy_has_a_name_of_its_own(database: Database, nudge: int) -> None:
    first = actions.duplicate_template(database, nudge, NOW)
    second = actions.duplicate_template(database, first.made, NOW)
    assert [template(database, each.made).name for each in (first, second)] == ["Nudge 2", "Nudge 3"]
    assert template(database, second.made).body == template(database, nudge).body


# -- putting away ----------------------------------------------------------------------------------------


def test_one_that_nothing_was_written_from_is_deleted_and_undo_brings_back_its_versions(
    database: Database, nudge: int
) -> None:
    actions.edit_template(database, nudge, {"body": "b"}, NOW)
    assert actions.delete_template(database, nudge, NOW).words == "template “Nudge” deleted"
    assert templates(database) == []
    journal.undo(database, NOW)
    assert [row.version for row in versions(database, nudge)] == [2, 1]


@pytest.mark.parametrize("status", ["SENT", "DRAFT"])
def test_one_that_was_used_stays_for_its_rates_inactive(database: Database, nudge: int, status: str) -> None:
    a_message(database, nudge, status)
    said = actions.delete_template(database, nudge, NOW).words
    assert said == "template “Nudge” stays, inactive: 1 message was written from it"
    assert template(database, nudge).active == 0


# -- which one is meant ----------------------------------------------------------------------------------


def test_a_template_is_named_by_its_name_its_id_or_a_part_that_only_it_has(database: Database, nudge: int) -> None:
    other = actions.add_template(database, {"name": "Nudge on LinkedIn"}, NOW).made
    assert template_named(database, "nudge").id == nudge
    assert template_named(database, f"#{other}").id == other
    assert template_named(database, "linked").id == other
    with pytest.raises(UsageError, match="Which template is “nud”: “Nudge”, “Nudge on LinkedIn”"):
        template_named(database, "nud")
    with pytest.raises(NotFound, match="did you mean “Nudge”"):
        template_named(database, "nudgge")
    with pytest.raises(NotFound, match="template list"):
        template_named(database, "zzz")


# -- starters --------------------------------------------------------------------------------------------


def test_a_new_file_gets_starters_of_every_kind_once_and_undo_does_not_touch_them(database: Database) -> None:
    assert actions.ensure_starters(database, NOW) == len(STARTERS)
    there = templates(database)
    assert {row.kind for row in there} == set(KINDS)
    assert all(row.active and not check(row.subject, row.body) for row in there)
    assert journal.history(database) == []
    assert actions.ensure_starters(database, NOW) == 0
    for row in there:
        actions.delete_template(database, row.id, NOW)
    assert actions.ensure_starters(database, NOW) == 0
    assert templates(database) == []


def test_a_rep_who_has_templates_or_had_some_gets_no_starters_unasked(database: Database, nudge: int) -> None:
    assert actions.ensure_starters(database, NOW) == 0
    actions.delete_template(database, nudge, NOW)
    assert actions.ensure_starters(database, NOW) == 0
    asked = actions.add_starters(database, NOW)
    assert len(templates(database)) == len(STARTERS)
    assert asked.words == f"{len(STARTERS)} starter templates added"
    assert actions.add_starters(database, NOW).words == "every starter template is there already"
    journal.undo(database, NOW)
    assert templates(database) == []


# -- whatever is written ---------------------------------------------------------------------------------

TEXT = some.sampled_from(
    ["Hi", "Hi {{ lead.title }}", "{{ broken", "{% for x in y %}", "{{ ''.__class__ }}", "[/]", ""]
)
EDIT = some.fixed_dictionaries(
    {},
    optional={
        "subject": TEXT,
        "body": TEXT,
        "active": some.sampled_from(["yes", "no"]),
        "name": some.sampled_from("ABC"),
    },
)


@settings(max_examples=15)
@given(edits=some.lists(EDIT, max_size=8))
def test_no_faulty_template_is_ever_offered_and_every_version_can_be_read_again(
    begin_file: Callable[[], Database], edits: list[dict[str, str]]
) -> None:
    database = begin_file()
    try:
        number = actions.add_template(database, {"name": "A"}, NOW).made
        said = [("", "")]
        for step, edit in enumerate(edits, start=1):
            actions.edit_template(database, number, edit, NOW + step)
            row = template(database, number)
            if (row.subject, row.body) != said[-1]:
                said.append((row.subject, row.body))
            assert not (row.active and check(row.subject, row.body))
            assert [(each.subject, each.body) for each in reversed(versions(database, number))] == said
            assert row.version == len(said)
        for _ in range(len(journal.history(database)) - 1):
            journal.undo(database, NOW)
        assert template(database, number)[1:8] == ("A", "CUSTOM", "email", "", "", 1, 1)
    finally:
        database.close()
