"""Rows go in through one gateway: every text cleaned, every shape kept."""

from __future__ import annotations

import json

import pytest

from storage import records


def test_texts_are_cleaned_on_their_way_in_and_notes_keep_their_lines(rep) -> None:
    lead_id = rep.lead(title=" \x1b[31mAcme\x1b[0m \u202eCorp\n", company="\u200b")
    note_id = rep.add("note", lead_id=lead_id, text="first\r\nsecond \x07")
    assert rep.database.row("SELECT title, company FROM lead") == ("Acme Corp", None)
    assert rep.one("SELECT text FROM note WHERE id = ?", note_id) == "first\nsecond"


def test_a_lead_cannot_be_stored_without_a_title_that_can_be_seen(rep) -> None:
    with pytest.raises(Exception, match="CHECK constraint"):
        rep.lead(title="\u200b \u202e")
    assert rep.one("SELECT COUNT(*) FROM lead") == 0


def test_many_custom_fields_stay_one_readable_object(rep) -> None:
    # As one line of text it was cut at 2,000 characters, in the middle of a word, and never read again.
    fields = {f"field {number}": f"two  spaces, {number} lines\nand more" for number in range(200)}
    lead_id = rep.lead(custom=json.dumps(fields))
    assert json.loads(rep.one("SELECT custom FROM lead WHERE id = ?", lead_id)) == fields


def test_what_drives_a_terminal_does_not_hide_inside_json(rep) -> None:
    rep.lead(custom=json.dumps({"a\x1b[31m": ["\x1b]0;owned\x07b", {"c": "\u202ed"}], "n": 1, "none": None}))
    assert json.loads(rep.one("SELECT custom FROM lead")) == {"a": ["b", {"c": "d"}], "n": 1, "none": None}


def test_json_that_needs_no_cleaning_is_stored_as_given(rep) -> None:
    given = '[{"reason":"budget mentioned","points":10,"evidence":"caf\\u00e9"}]'
    rep.lead(score_reasons=given)
    assert rep.one("SELECT score_reasons FROM lead") == given


def test_changing_or_deleting_a_row_says_whether_it_was_there(rep) -> None:
    tag = rep.add("tag", name="price")
    assert records.update(rep.database, "tag", tag, name="prices")
    assert rep.one("SELECT name FROM tag") == "prices"
    assert records.delete(rep.database, "tag", tag)
    assert not records.update(rep.database, "tag", tag, name="gone")
    assert not records.delete(rep.database, "tag", tag)


def test_the_id_of_a_new_row_is_its_own_though_triggers_write_others(rep) -> None:
    for number in range(1, 4):
        lead_id = rep.lead(title=f"Deal {number}")
        assert rep.one("SELECT title FROM lead WHERE id = ?", lead_id) == f"Deal {number}"
        contact_id = rep.add("contact", lead_id=lead_id, name=f"Ann {number}")
        assert rep.one("SELECT name FROM contact WHERE id = ?", contact_id) == f"Ann {number}"
