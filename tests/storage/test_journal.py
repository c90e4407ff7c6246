"""One action, one entry, one undo: what the rep did is written down, taken back and done again."""
# ruff: noqa: PT012  (what happens inside the action that fails is the test)

from __future__ import annotations

import pytest

from storage import journal, records
from storage.database import Database
from storage.errors import NothingToUndo, UndoRefused

# -- what is written down --------------------------------------------------------------------------------


def test_an_action_is_one_entry_with_every_row_it_changed(rep) -> None:
    lead_id = rep.lead(title="ERP rollout", company="Acme")
    (line,) = journal.history(rep.database)
    assert (line.kind, line.label, line.at, line.undone_at) == ("add", "lead added", rep.now, None)
    changes = journal.changes_of(rep.database, line.id)
    assert [(change.table, change.op) for change in changes] == [("lead", "insert"), ("stage_event", "insert")]
    assert changes[0].after["company"] == "Acme"
    assert changes[0].row_id == lead_id


def test_an_edit_keeps_only_what_it_changed(rep) -> None:
    lead_id = rep.lead(title="ERP rollout", description="long " * 200)
    recording = rep.edit("lead", lead_id, title="CRM rollout", company=None)
    (change,) = journal.changes_of(rep.database, recording.action_id)
    assert (change.before, change.after) == ({"title": "ERP rollout"}, {"title": "CRM rollout"})


def test_the_label_says_what_was_done_once_it_is_known_and_is_cleaned(rep) -> None:
    with journal.action(rep.database, "tag", "tag", rep.now) as recording:
        rep.insert("tag", name="price")
        recording.label = "tagged \x1b[31mAcme\x1b[0m\n"
    assert recording.changed
    assert journal.history(rep.database)[0].label == "tagged Acme"


def test_an_action_that_changes_nothing_leaves_no_entry_and_ends_no_redo(rep) -> None:
    lead_id = rep.lead(title="ERP rollout")
    rep.edit("lead", lead_id, title="CRM rollout")
    journal.undo(rep.database, rep.now)
    recording = rep.edit("lead", lead_id, title="ERP rollout")
    assert not recording.changed
    assert len(journal.history(rep.database)) == 2
    assert journal.redo(rep.database, rep.now).label == "lead edited"
    assert rep.one("SELECT title FROM lead") == "CRM rollout"


def test_an_exception_inside_an_action_leaves_nothing(rep, all_rows) -> None:
    rep.lead()
    before, trail = all_rows(rep.database), rep.database.rows("SELECT * FROM action, change")
    with pytest.raises(KeyboardInterrupt), journal.action(rep.database, "add", "lead added", rep.now):
        rep.insert("contact", lead_id=rep.insert("lead"))
        raise KeyboardInterrupt
    assert all_rows(rep.database) == before
    assert rep.database.rows("SELECT * FROM action, change") == trail
    assert rep.one("SELECT action_id FROM journal_now") is None


def test_an_action_inside_an_action_is_part_of_it(rep, all_rows) -> None:
    # The inner one used to end the recording: what the outer one did after it could not be undone.
    before = all_rows(rep.database)
    with journal.action(rep.database, "win", "won and planned", rep.now) as outer:
        lead_id = rep.insert("lead")
        with journal.action(rep.database, "task", "task added", rep.now) as inner:
            rep.insert("task", lead_id=lead_id)
        with journal.action(rep.database, "nothing", "nothing", rep.now) as idle:
            pass
        rep.insert("note", lead_id=lead_id)
    assert (inner.action_id, inner.changed, idle.changed, outer.changed) == (outer.action_id, True, False, True)
    assert [line.label for line in journal.history(rep.database)] == ["won and planned"]
    assert rep.one("SELECT next_task_on FROM lead") == "2026-07-01"
    journal.undo(rep.database, rep.now)
    assert all_rows(rep.database) == before


def test_the_failed_part_of_an_action_is_not_in_its_entry(rep, check) -> None:
    with journal.action(rep.database, "marked", "two leads", rep.now) as outer:
        rep.insert("lead", title="goes")
        with pytest.raises(ValueError), journal.action(rep.database, "add", "one lead", rep.now):
            rep.insert("lead", title="does not")
            raise ValueError
        rep.insert("lead", title="goes too")
    changes = journal.changes_of(rep.database, outer.action_id)
    assert [change.after["title"] for change in changes] == ["goes", "goes too"]
    check(rep.database)


def test_the_trail_of_a_lead_is_its_own(rep) -> None:
    acme, other = rep.lead(title="Acme"), rep.lead(title="Other")
    rep.add("touch", lead_id=acme)
    rep.add("note", lead_id=other)
    assert [line.kind for line in journal.history(rep.database, lead_id=acme)] == ["touch", "add"]
    assert [line.kind for line in journal.history(rep.database, limit=1)] == ["note"]


def test_a_new_lead_does_not_inherit_the_number_and_trail_of_a_deleted_one(rep) -> None:
    gone = rep.lead(title="Gone")
    rep.remove("lead", gone)
    undone = rep.lead(title="Undone")
    journal.undo(rep.database, rep.now)
    new = rep.lead(title="New")
    assert new not in (gone, undone)
    assert len(journal.history(rep.database, lead_id=new)) == 1


# -- undo ------------------------------------------------------------------------------------------------


def test_there_is_nothing_to_undo_or_redo_in_a_new_file(database: Database, now: int) -> None:
    with pytest.raises(NothingToUndo, match="nothing to undo"):
        journal.undo(database, now)
    with pytest.raises(NothingToUndo, match="nothing to redo"):
        journal.redo(database, now)


def test_a_deleted_lead_comes_back_with_everything_that_hung_on_it(rep, all_rows, check) -> None:
    lead_id = rep.lead(title="ERP rollout", value=2_400_000, currency="USD")
    other = rep.lead(title="Other")
    people = [rep.add("contact", lead_id=lead_id, name=f"Ann {n}", is_primary=int(n == 0)) for n in range(10)]
    for person in people:
        rep.add("touch", lead_id=lead_id, contact_id=person, direction="in", kind="email", quote="what would it cost?")
        note = rep.add("note", lead_id=lead_id, contact_id=person, text="about the budget")
        rep.add("objection", lead_id=lead_id, note_id=note)
    rep.add("task", lead_id=lead_id, contact_id=people[3])
    rep.add("message", lead_id=lead_id, contact_id=people[4], direction="in", status="READ", body="hello")
    rep.add("lead_tag", lead_id=lead_id, tag_id=rep.add("tag", name="price"))
    rep.add("contact", lead_id=other, name="Bob")
    before = all_rows(rep.database)
    rep.remove("lead", lead_id)
    after = all_rows(rep.database)
    assert [len(after[table]) for table in ("lead", "contact", "touch", "note", "objection")] == [1, 1, 0, 0, 0]
    assert journal.undo(rep.database, rep.now).lead_ids == (lead_id,)
    assert all_rows(rep.database) == before
    check(rep.database)
    journal.redo(rep.database, rep.now)
    assert all_rows(rep.database) == after
    check(rep.database)


def test_a_deleted_person_is_put_back_into_every_touch_that_named_them(rep, all_rows) -> None:
    lead_id = rep.lead()
    ann = rep.add("contact", lead_id=lead_id)
    rep.add("touch", lead_id=lead_id, contact_id=ann)
    rep.add("task", lead_id=lead_id, contact_id=ann)
    before = all_rows(rep.database)
    rep.remove("contact", ann)
    assert rep.one("SELECT contact_id FROM touch") is None
    journal.undo(rep.database, rep.now)
    assert all_rows(rep.database) == before


def test_the_champion_changes_hands_and_back(rep, all_rows) -> None:
    lead_id = rep.lead()
    ann = rep.add("contact", lead_id=lead_id, is_primary=1)
    bob = rep.add("contact", lead_id=lead_id, name="Bob")
    before = all_rows(rep.database)
    with journal.action(rep.database, "champion", "Bob is the champion", rep.now):
        records.update(rep.database, "contact", ann, is_primary=0)
        records.update(rep.database, "contact", bob, is_primary=1)
    after = all_rows(rep.database)
    journal.undo(rep.database, rep.now)
    assert all_rows(rep.database) == before
    journal.redo(rep.database, rep.now)
    assert all_rows(rep.database) == after


def test_both_leads_are_right_after_a_task_moves_between_them_and_back(rep, check) -> None:
    # The lead that lost the task kept it as its next one.
    acme, other = rep.lead(title="Acme"), rep.lead(title="Other")
    task = rep.add("task", lead_id=acme)
    rep.edit("task", task, lead_id=other)
    check(rep.database)
    assert rep.database.rows("SELECT next_task_id FROM lead ORDER BY id") == [(None,), (task,)]
    assert sorted(journal.undo(rep.database, rep.now).lead_ids) == [acme, other]
    check(rep.database)
    assert rep.database.rows("SELECT next_task_id FROM lead ORDER BY id") == [(task,), (None,)]


def test_undo_and_redo_go_on_after_the_program_was_closed(rep, all_rows) -> None:
    states = [all_rows(rep.database)]
    lead_id = rep.lead()
    states.append(all_rows(rep.database))
    rep.move(lead_id, 2)
    states.append(all_rows(rep.database))
    path = rep.database.path

    def again(step, expected) -> None:
        opened = Database.open(path)
        step(opened, rep.now)
        assert all_rows(opened) == expected
        opened.close()

    rep.database.close()
    again(journal.undo, states[1])
    again(journal.undo, states[0])
    again(journal.redo, states[1])
    again(journal.redo, states[2])


def test_a_new_action_ends_what_could_be_redone_for_good(rep) -> None:
    # Undoing the new action used to offer the old one again, in a past it had never been part of.
    rep.add("tag", name="first")
    rep.add("tag", name="second")
    journal.undo(rep.database, rep.now)
    rep.add("tag", name="third")
    with pytest.raises(NothingToUndo):
        journal.redo(rep.database, rep.now)
    journal.undo(rep.database, rep.now)
    journal.redo(rep.database, rep.now)
    assert rep.database.rows("SELECT name FROM tag") == [("first",), ("third",)]
    with pytest.raises(NothingToUndo):
        journal.redo(rep.database, rep.now)


def test_a_named_action_is_undone_and_redone_among_later_ones(rep) -> None:
    acme, other = rep.lead(title="Acme"), rep.lead(title="Other")
    named = rep.edit("lead", acme, company="Acme Corp")
    rep.edit("lead", other, company="Other Corp")
    companies = "SELECT company FROM lead ORDER BY id"
    assert journal.undo(rep.database, rep.now, named.action_id).action_id == named.action_id
    assert rep.database.rows(companies) == [(None,), ("Other Corp",)]
    with pytest.raises(NothingToUndo, match="not there to undo"):
        journal.undo(rep.database, rep.now, named.action_id)
    journal.undo(rep.database, rep.now)
    journal.redo(rep.database, rep.now)
    assert rep.database.rows(companies) == [(None,), ("Other Corp",)]
    journal.redo(rep.database, rep.now)
    assert rep.database.rows(companies) == [("Acme Corp",), ("Other Corp",)]


# -- refusals --------------------------------------------------------------------------------------------


@pytest.fixture
def refuses(rep, all_rows):
    """Undo or redo of an action is refused in one sentence that names it, and changes nothing."""

    def check(expected: str, action_id: int | None = None, *, redo: bool = False) -> None:
        before = all_rows(rep.database), rep.database.rows("SELECT * FROM action ORDER BY id")
        with pytest.raises(UndoRefused, match=expected) as refused:
            if redo:
                journal.redo(rep.database, rep.now)
            else:
                journal.undo(rep.database, rep.now, action_id)
        assert "\n" not in str(refused.value)
        assert before == (all_rows(rep.database), rep.database.rows("SELECT * FROM action ORDER BY id"))

    return check


def by_hand(rep, sql: str, *params: object) -> None:
    """What another program does to the file without writing it down."""
    rep.database.connection().execute(sql, params)


def test_an_edit_that_a_later_one_built_on_is_not_undone(rep, refuses) -> None:
    lead_id = rep.lead()
    first = rep.edit("lead", lead_id, company="Acme")
    rep.edit("lead", lead_id, company="Acme Corp")
    refuses("“lead edited” was left as it is, because the lead's company has changed since", first.action_id)


def test_an_edit_that_another_program_changed_is_not_undone_or_redone(rep, refuses) -> None:
    lead_id = rep.lead()
    rep.edit("lead", lead_id, company="Acme")
    by_hand(rep, "UPDATE lead SET company = 'Akme'")
    refuses("company has changed since")
    by_hand(rep, "UPDATE lead SET company = 'Acme'")
    journal.undo(rep.database, rep.now)
    by_hand(rep, "UPDATE lead SET company = 'Akme'")
    refuses("company has changed since", redo=True)


def test_what_another_program_deleted_or_put_back_is_not_undone(rep, refuses) -> None:
    tag = rep.add("tag", name="price")
    by_hand(rep, "DELETE FROM tag")
    refuses("its tag is gone since")
    by_hand(rep, "INSERT INTO tag VALUES (?, 'price')", tag)
    rep.remove("tag", tag)
    by_hand(rep, "INSERT INTO tag VALUES (?, 'price')", tag)
    refuses("its tag is there again")


def test_copies_that_moved_on_do_not_hinder_an_undo(rep, check) -> None:
    lead_id = rep.lead()
    named = rep.edit("lead", lead_id, company="Acme")
    rep.now += 1000
    touched = rep.add("touch", lead_id=lead_id)
    journal.undo(rep.database, rep.now, named.action_id)
    assert rep.database.row("SELECT company, last_touch_at FROM lead") == (None, rep.now)
    assert rep.one("SELECT id FROM touch") == touched
    check(rep.database)


def test_a_touch_taken_back_from_the_middle_does_not_hide_the_later_one(rep, check) -> None:
    lead_id = rep.lead()
    rep.add("touch", lead_id=lead_id)
    named = journal.history(rep.database)[0].id
    rep.now += 1000
    rep.add("touch", lead_id=lead_id)
    journal.undo(rep.database, rep.now, named)
    assert rep.database.row("SELECT last_touch_at, unanswered_out FROM lead") == (rep.now, 1)
    check(rep.database)


def test_a_lead_is_not_taken_away_from_under_what_was_done_to_it_later(rep, refuses) -> None:
    rep.lead()
    rep.add("note", lead_id=1)
    refuses("“lead added” was not undone, because “note added” came after it: undo that first", 1)


def test_a_lead_is_not_taken_away_with_what_another_program_hung_on_it(rep, refuses) -> None:
    rep.lead()
    by_hand(rep, "INSERT INTO contact (lead_id, name, created_at, updated_at) VALUES (1, 'Ann', 0, 0)")
    refuses("because its lead has a contact since")
    by_hand(rep, "DELETE FROM contact")
    journal.undo(rep.database, rep.now)


def test_a_person_is_not_taken_away_from_a_later_touch(rep, refuses) -> None:
    # The touch used to lose its person without a word, and no redo could give them back.
    lead_id = rep.lead()
    ann = rep.add("contact", lead_id=lead_id)
    named = journal.history(rep.database)[0].id
    rep.add("touch", lead_id=lead_id, contact_id=ann)
    refuses("because its contact has a touch since", named)


def test_a_note_is_not_taken_away_with_a_later_objection(rep, refuses) -> None:
    lead_id = rep.lead()
    note = rep.add("note", lead_id=lead_id)
    named = journal.history(rep.database)[0].id
    rep.add("objection", lead_id=lead_id, note_id=note)
    refuses("because its note has an objection since", named)


def test_a_touch_edited_by_the_same_action_but_given_its_person_later_is_kept(rep, refuses) -> None:
    lead_id = rep.lead()
    touch = rep.add("touch", lead_id=lead_id)
    with journal.action(rep.database, "contact", "Ann added", rep.now) as named:
        ann = rep.insert("contact", lead_id=lead_id)
        records.update(rep.database, "touch", touch, text="was with Ann")
    rep.edit("touch", touch, contact_id=ann)
    refuses("because its contact has a touch since", named.action_id)


def test_a_person_added_and_named_in_an_old_touch_goes_again(rep, all_rows) -> None:
    lead_id = rep.lead()
    touch = rep.add("touch", lead_id=lead_id)
    before = all_rows(rep.database)
    with journal.action(rep.database, "contact", "it was Ann", rep.now):
        records.update(rep.database, "touch", touch, contact_id=rep.insert("contact", lead_id=lead_id))
    journal.undo(rep.database, rep.now)
    assert all_rows(rep.database) == before


def test_a_lead_deleted_again_does_not_take_along_what_came_in_between(rep, refuses) -> None:
    lead_id = rep.lead()
    rep.remove("lead", lead_id)
    journal.undo(rep.database, rep.now)
    by_hand(rep, "INSERT INTO contact (lead_id, name, created_at, updated_at) VALUES (?, 'Ann', 0, 0)", lead_id)
    refuses("because its lead has a contact since", redo=True)


def test_a_name_taken_again_since_is_a_refusal_and_no_traceback(rep, refuses) -> None:
    lead_id = rep.lead(source_url="https://acme.test/1")
    rep.remove("lead", lead_id)
    deleted = journal.history(rep.database)[0].id
    rep.lead(source_url="https://acme.test/1")
    refuses("“lead deleted” was left as it is, because what has been changed since stands in its way", deleted)


def test_a_person_gone_since_is_a_refusal_and_no_traceback(rep, refuses) -> None:
    lead_id = rep.lead()
    ann = rep.add("contact", lead_id=lead_id)
    draft = rep.add("message", lead_id=lead_id, contact_id=ann, status="DRAFT")
    named = rep.edit("message", draft, contact_id=None)
    rep.remove("contact", ann)
    refuses(
        "“message edited” was left as it is, because what has been changed since stands in its way", named.action_id
    )


# -- what cannot be taken back ---------------------------------------------------------------------------


def _leave(rep, lead_id: int, title: str) -> None:
    """Something happens to a lead that cannot be taken back, as mail that left."""
    with journal.action(rep.database, "sent", "mail to Ann", rep.now, final=True):
        records.update(rep.database, "lead", lead_id, title=title)


def test_undo_passes_over_what_cannot_be_taken_back(rep) -> None:
    mine, other = rep.lead(title="Acme"), rep.lead(title="Borealis")
    rep.edit("lead", mine, title="Acme Corp")
    _leave(rep, other, "Borealis, mailed")
    journal.undo(rep.database, rep.now)
    assert rep.database.value("SELECT title FROM lead WHERE id = ?", (mine,)) == "Acme"
    assert rep.database.value("SELECT title FROM lead WHERE id = ?", (other,)) == "Borealis, mailed"


def test_what_left_does_not_end_redo(rep) -> None:
    mine, other = rep.lead(title="Acme"), rep.lead(title="Borealis")
    rep.edit("lead", mine, title="Acme Corp")
    journal.undo(rep.database, rep.now)
    _leave(rep, other, "Borealis, mailed")
    journal.redo(rep.database, rep.now)
    assert rep.database.value("SELECT title FROM lead WHERE id = ?", (mine,)) == "Acme Corp"


def test_an_undo_that_mail_stands_in_the_way_of_is_refused_once_and_then_passed_over(rep) -> None:
    mine, other = rep.lead(title="Acme"), rep.lead(title="Borealis")
    rep.edit("lead", other, title="Borealis AG")
    rep.edit("lead", mine, title="Acme Corp")
    _leave(rep, mine, "Acme, mailed")
    with pytest.raises(UndoRefused, match=r"mail to Ann.*cannot be taken back"):
        journal.undo(rep.database, rep.now)
    journal.undo(rep.database, rep.now)
    assert rep.database.value("SELECT title FROM lead WHERE id = ?", (mine,)) == "Acme, mailed"
    assert rep.database.value("SELECT title FROM lead WHERE id = ?", (other,)) == "Borealis"
