"""Long after a merge the rep finds that the two were two after all."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hermes_tui.actions.contact_merge import merge_contacts
from hermes_tui.actions.contacts import add_contact
from hermes_tui.actions.leads import add_lead, delete_leads, edit_lead
from hermes_tui.actions.merging import merge_leads
from hermes_tui.actions.notes import add_note
from hermes_tui.actions.stages import lose, move
from hermes_tui.actions.touches import log_touch
from hermes_tui.actions.unmerging import mergers, unmerge
from storage import journal
from storage.database import Database
from storage.errors import NotFound, UndoRefused

NOW = 1_782_118_800_000
TODAY = date(2026, 6, 22)


class Merged:
    """Acme (#1, with Ann) took in Acme Corp (#2, with Ann and Bob, a call of Bob's, a note of the rep's)."""

    def __init__(self, database: Database, **choices: str) -> None:
        self.database = database
        self.keep = add_lead(database, {"title": "ERP", "company": "Acme"}, NOW, TODAY).made
        self.drop = add_lead(
            database, {"title": "ERP 2", "company": "Acme Corp", "phone": "+49 30 1234567", "source_url": "https://x.example/2"},
            NOW, TODAY,
        ).made  # fmt: skip
        self.ann = self.person(self.keep, "Ann", "ann@x.com")
        self.other_ann = self.person(self.drop, "Ann Lee", "ann@x.com")
        self.bob = self.person(self.drop, "Bob", "bob@x.com")
        self.call = log_touch(database, [self.drop], "call", NOW, inbound=True, contact_id=self.bob).made
        self.note = add_note(database, [self.drop], "their words", NOW).made
        self.before = self.rows()
        self.action = merge_leads(database, self.keep, self.drop, choices, NOW + 1).action_id

    def person(self, lead_id: int, name: str, email: str) -> int:
        return add_contact(self.database, lead_id, {"name": name, "email": email}, NOW, TODAY).made

    def part(self) -> str:
        return unmerge(self.database, self.action, NOW + 9).words

    def one(self, sql: str, *params: Any) -> Any:
        return self.database.value(sql, params)

    def rows(self) -> dict[str, list[Any]]:
        names = [row[0] for row in self.database.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
        left = [name for name in names if name not in ("action", "change", "sqlite_sequence") and "_fts" not in name]
        return {name: self.database.rows(f"SELECT * FROM {name} ORDER BY 1, 2") for name in left}


@pytest.fixture
def merged(database: Database) -> Merged:
    """The two leads, made one."""
    return Merged(database)


def test_at_once_every_row_is_as_it_was_and_undo_merges_again(merged: Merged) -> None:
    after = merged.rows()
    assert merged.part() == "Acme: #2 Acme Corp is a lead of its own again with 2 people, 1 touch, 1 note"
    assert merged.rows() == merged.before
    journal.undo(merged.database, NOW + 10)
    assert merged.rows() == after
    journal.redo(merged.database, NOW + 11)
    assert merged.rows() == merged.before


def test_what_the_rep_changed_since_stays_and_is_named(merged: Merged) -> None:
    edit_lead(merged.database, [merged.keep], {"phone": "+44 20 7946 0000", "company": "Acme Group"}, NOW + 2, TODAY)
    words = merged.part()
    row = merged.database.row("SELECT company, phone, source_url FROM lead WHERE id = ?", (merged.keep,))
    assert row == ("Acme Group", "+44 20 7946 0000", None)
    row = merged.database.row("SELECT phone, source_url FROM lead WHERE id = ?", (merged.drop,))
    assert row == ("+49 30 1234567", "https://x.example/2")
    assert "changed since and kept: phone" in words


def test_words_edited_since_go_back_as_they_are_now(merged: Merged) -> None:
    with journal.action(merged.database, "note", "edited", NOW + 2):
        from storage import records

        records.update(merged.database, "note", merged.note, text="their words, put better")
    merged.part()
    row = merged.database.row("SELECT lead_id, text FROM note WHERE id = ?", (merged.note,))
    assert row == (merged.drop, "their words, put better")


def test_what_was_added_since_stays_with_whom_it_was_said_in_both(merged: Merged) -> None:
    since = log_touch(merged.database, [merged.keep], "call", NOW + 2, contact_id=merged.bob).made
    words = merged.part()
    row = merged.database.row(
        "SELECT touch.lead_id, name, contact.id FROM touch JOIN contact ON contact.id = contact_id WHERE touch.id = ?",
        (since,),
    )
    assert row[:2] == (merged.keep, "Bob")
    assert row[2] != merged.bob
    assert merged.one("SELECT touch_count FROM contact WHERE id = ?", merged.bob) == 1
    assert "added since and kept by Acme: 1 touch" in words
    assert "1 person is in both now" in words


def test_what_was_deleted_since_stays_deleted_and_is_told(merged: Merged) -> None:
    from storage import records

    with journal.action(merged.database, "delete", "deleted", NOW + 2):
        records.delete(merged.database, "touch", merged.call)
    words = merged.part()
    assert merged.one("SELECT COUNT(*) FROM touch") == 0
    assert "deleted since, and still: 1 touch" in words


@pytest.mark.parametrize("close", [False, True])
def test_a_deal_moved_or_closed_since_stays_where_it_is_and_the_other_is_where_it_was(
    database: Database, close: bool
) -> None:
    merged = Merged(database, stage="drop")
    if close:
        lose(database, [merged.keep], "price", NOW + 2)
    else:
        move(database, [merged.keep], "CALL_DONE", NOW + 2)
    merged.part()
    stages = dict(database.rows("SELECT id, stage_id FROM lead"))
    assert stages == {merged.keep: 12 if close else 8, merged.drop: 1}
    unended = "SELECT lead_id, to_stage_id FROM stage_event WHERE left_at IS NULL ORDER BY lead_id"
    assert database.rows(unended) == sorted(stages.items())


def test_a_number_given_to_somebody_else_since_is_not_taken_from_them(merged: Merged) -> None:
    """Ann's second row is gone with the merge; whoever is added next may get its number."""
    zoe = merged.person(merged.keep, "Zoe", "zoe@x.com")
    from storage import records

    with journal.action(merged.database, "delete", "deleted", NOW + 2):
        records.delete(merged.database, "contact", merged.bob)
    yan = merged.person(merged.keep, "Yan", "yan@x.com")
    merged.part()
    assert dict(merged.database.rows("SELECT id, name FROM contact WHERE id IN (?, ?)", (zoe, yan))) == {
        zoe: "Zoe", yan: "Yan",
    }  # fmt: skip
    assert merged.database.rows("SELECT name FROM contact WHERE lead_id = ?", (merged.drop,)) == [("Ann Lee",)]


def test_after_a_restart_it_is_found_by_action_and_by_either_lead(merged: Merged, tmp_path: Path) -> None:
    merged.database.close()
    database = Database.open(merged.database.path)
    for number in (None, merged.action, merged.keep, merged.drop):
        assert [line.action_id for line in mergers(database, number)][:1] == [merged.action]
    unmerge(database, merged.action, NOW + 9)
    with pytest.raises(UndoRefused, match="of its own again already"):
        unmerge(database, merged.action, NOW + 9)
    database.close()


def test_the_kept_lead_may_have_gone_into_a_third_since(merged: Merged) -> None:
    third = add_lead(merged.database, {"title": "ERP", "company": "Acme Holding"}, NOW + 2, TODAY).made
    merge_leads(merged.database, third, merged.keep, {}, NOW + 3)
    merged.part()
    assert merged.one("SELECT lead_id FROM touch WHERE id = ?", merged.call) == merged.drop
    assert merged.one("SELECT lead_id FROM contact WHERE id = ?", merged.bob) == merged.drop
    assert merged.one("SELECT COUNT(*) FROM contact WHERE lead_id = ?", third) == 1


def test_there_is_a_sentence_for_what_cannot_be_parted(merged: Merged) -> None:
    with pytest.raises(NotFound, match="is no merge"):
        unmerge(merged.database, 1, NOW)
    delete_leads(merged.database, [merged.keep], NOW + 2)
    with pytest.raises(UndoRefused, match="has been deleted since"):
        merged.part()
    journal.undo(merged.database, NOW + 3)
    journal.undo(merged.database, NOW + 3)
    with pytest.raises(UndoRefused, match="was undone already"):
        merged.part()


def test_two_rows_of_a_person_made_one_are_two_again(database: Database) -> None:
    lead = add_lead(database, {"title": "ERP"}, NOW, TODAY).made
    ann = add_contact(database, lead, {"name": "Ann", "role": "CTO"}, NOW, TODAY).made
    annie = add_contact(database, lead, {"name": "Annie", "is_primary": "yes", "email": "a@x.com"}, NOW, TODAY).made
    touch = log_touch(database, [lead], "call", NOW, contact_id=annie).made
    action = merge_contacts(database, ann, annie, NOW + 1).action_id
    edit_lead(database, [lead], {"company": "Acme"}, NOW + 2, TODAY)
    assert unmerge(database, action, NOW + 3).words == "Acme: Annie is a person of their own again; 1 touch went back"
    assert database.value("SELECT contact_id FROM touch WHERE id = ?", (touch,)) == annie
    rows = database.rows("SELECT name, email, is_primary FROM contact ORDER BY id")
    assert rows == [("Ann", None, 0), ("Annie", "a@x.com", 1)]
