"""A file of leads loaded at once: searchable, counted, one action, undone and done again whole."""
# ruff: noqa: PT012  (what happens inside the load that fails is the test)

from __future__ import annotations

import pytest

from storage import bulk, derived, journal, records, replay
from storage.errors import UndoRefused

MANY = 60


def load_rows(rep, import_id: int, known: int) -> None:
    """What an importer loads: leads with people, words, history and tags, and people of a lead it knows."""
    connection, now = rep.database.connection(), rep.now
    first = bulk.next_id(connection, "lead")
    leads = range(first, first + MANY)
    with bulk.bulk_load(connection):
        connection.executemany(
            "INSERT INTO lead (id, title, company, value, currency, stage_id, is_open, in_play, stage_entered_at, "
            "silent_since, import_id, created_at, updated_at) VALUES (?, ?, ?, ?, 'EUR', ?, ?, 0, ?, ?, ?, ?, ?)",
            [(n, f"Deal {n}", "Zürich Werke", n, 1 + 11 * (n % 2), 1 - n % 2, now, now, import_id, now, now)
             for n in leads],
        )  # fmt: skip
        connection.executemany(
            "INSERT INTO stage_event (lead_id, to_stage_id, at, left_at, cause) VALUES (?, ?, ?, ?, 'import')",
            [
                row
                for n in leads
                for row in ([(n, 1, now, None)] if n % 2 == 0 else [(n, 2, 1, now), (n, 12, now, None)])
            ],
        )
        connection.executemany(
            "INSERT INTO contact (lead_id, name, is_primary, import_id, created_at, updated_at) "
            "VALUES (?, ?, ?, ?, 1, 1)",
            [(n, f"Bärbel {n}", 1, import_id) for n in leads] + [(known, "Known Newcomer", 0, import_id)],
        )
        connection.executemany(
            "INSERT INTO note (lead_id, kind, text, at, import_id, created_at, updated_at) "
            "VALUES (?, 'SYSTEM', ?, 1, ?, 1, 1)",
            [(n, f"remarkable {n}", import_id) for n in leads],
        )
        connection.execute(
            "INSERT INTO objection (lead_id, note_id, kind, raised_at) "
            "SELECT lead_id, id, 'BUDGET', 1 FROM note WHERE lead_id = ?",
            (first,),
        )
        connection.execute("INSERT INTO tag (name) VALUES ('fair'), ('imported')")
        connection.executemany(
            "INSERT INTO lead_tag (lead_id, tag_id) VALUES (?, (SELECT id FROM tag WHERE name = 'fair'))",
            [(n,) for n in leads],
        )
        connection.executemany(
            "INSERT INTO import_row (lead_id, import_id, key, digest) VALUES (?, ?, 'k', 'd')",
            [(n, import_id) for n in leads],
        )
    derived.refresh_pace(connection)


def import_file(rep, known: int, *, journaled: bool = False, afterwards: bool = False) -> int:
    """An import as one action that also changes a known lead; returns the import's id."""
    values = {"at": rep.now, "name": "fair.csv"}
    with rep.database.transaction():
        import_id = 0 if journaled else records.insert(rep.database, "import", **values)
        with journal.action(rep.database, "import", "imported fair.csv", rep.now) as recording:
            recording.import_id = import_id = import_id or records.insert(rep.database, "import", **values)
            records.update(rep.database, "lead", known, company="Known AG", value=7)
            load_rows(rep, import_id, known)
            if afterwards:
                new = rep.one("SELECT MAX(id) FROM lead")
                records.update(rep.database, "lead", new, heat=20)
                rep.insert("lead_tag", lead_id=new, tag_id=rep.insert("tag", name="hot"))
                rep.insert("task", lead_id=new)
                records.update(rep.database, "import", import_id, created=MANY)
    return import_id


@pytest.fixture
def known(rep) -> int:
    """A lead that is there before the import, with a touch and a tag."""
    lead_id = rep.lead(title="Known", value=5, currency="USD")
    rep.add("touch", lead_id=lead_id)
    rep.add("lead_tag", lead_id=lead_id, tag_id=rep.add("tag", name="price"))
    return lead_id


def found(rep, table: str, word: str) -> int:
    return rep.one(f"SELECT COUNT(*) FROM {table}_fts WHERE {table}_fts MATCH ?", word)


def test_what_was_loaded_is_searchable_counted_and_kept(rep, known: int, check) -> None:
    triggers = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
    before = rep.database.rows(triggers)
    import_file(rep, known)
    assert [found(rep, "lead", "zurich"), found(rep, "contact", "bärbel"), found(rep, "note", "remark*")] == [MANY] * 3
    assert found(rep, "contact", "newcomer") == 1
    assert rep.one("SELECT SUM(n) FROM stage_total WHERE currency = 'EUR'") == MANY
    assert rep.database.rows(triggers) == before
    check(rep.database)


@pytest.mark.parametrize("many", [10, 500], ids=["many at once", "row by row"])
@pytest.mark.parametrize("journaled", [False, True], ids=["import row before", "import row inside"])
@pytest.mark.parametrize("afterwards", [False, True], ids=["load last", "changes after the load"])
def test_an_import_is_undone_and_redone_row_for_row(
    rep, known: int, all_rows, check, monkeypatch: pytest.MonkeyPatch, many: int, journaled: bool, afterwards: bool
) -> None:
    monkeypatch.setattr(replay, "_MANY", many)
    monkeypatch.setattr(replay, "_PAGE", 35)
    before = all_rows(rep.database)
    import_file(rep, known, journaled=journaled, afterwards=afterwards)
    after = all_rows(rep.database)
    for _ in range(2):
        assert len(journal.undo(rep.database, rep.now).lead_ids) == MANY + 1
        assert all_rows(rep.database) == before
        assert found(rep, "lead", "zurich") == found(rep, "note", "remark*") == 0
        check(rep.database)
        journal.redo(rep.database, rep.now)
        assert all_rows(rep.database) == after
        assert found(rep, "lead", "zurich") == MANY
        check(rep.database)


def test_an_import_is_undone_after_the_work_on_its_leads_was(rep, known: int, all_rows, check) -> None:
    before = all_rows(rep.database)
    import_file(rep, known)
    loaded = all_rows(rep.database)
    new = rep.one("SELECT MAX(id) FROM lead")
    rep.move(new, 3)
    rep.add("touch", lead_id=new)
    with pytest.raises(UndoRefused, match=r"“(touch added|moved)” came after it"):
        journal.undo(rep.database, rep.now, journal.history(rep.database)[2].id)
    journal.undo(rep.database, rep.now)
    journal.undo(rep.database, rep.now)
    assert all_rows(rep.database) == loaded
    journal.undo(rep.database, rep.now)
    assert all_rows(rep.database) == before
    for _ in range(3):
        journal.redo(rep.database, rep.now)
    assert rep.one("SELECT stage_id FROM lead WHERE id = ?", new) == 3
    check(rep.database)


def test_an_import_is_not_undone_from_under_what_another_program_added(rep, known: int, all_rows) -> None:
    import_file(rep, known)
    lead = rep.one("SELECT MAX(id) FROM lead")
    rep.database.connection().execute(
        "INSERT INTO suggestion (lead_id, kind, verdict, at) VALUES (?, 'call', 'refused', 1)", (lead,)
    )
    before = all_rows(rep.database)
    with pytest.raises(UndoRefused, match="its lead has a suggestion since"):
        journal.undo(rep.database, rep.now)
    assert all_rows(rep.database) == before


@pytest.mark.parametrize(
    "statement",
    ["UPDATE contact SET name = 'X' WHERE id = 9", "DELETE FROM objection", "UPDATE lead SET title = 'X' WHERE id = 9"],
)
def test_a_row_changed_by_another_program_keeps_the_whole_import(
    rep, known: int, all_rows, monkeypatch: pytest.MonkeyPatch, statement: str
) -> None:
    monkeypatch.setattr(replay, "_MANY", 10)
    import_file(rep, known)
    journal.undo(rep.database, rep.now)
    journal.redo(rep.database, rep.now)
    rep.database.connection().execute(statement)
    before = all_rows(rep.database)
    with pytest.raises(UndoRefused, match=r"“imported fair\.csv” was left as it is"):
        journal.undo(rep.database, rep.now)
    assert all_rows(rep.database) == before


def test_a_tag_that_an_import_made_is_not_taken_from_a_lead_tagged_since(rep, known: int) -> None:
    import_file(rep, known)
    rep.add("lead_tag", lead_id=known, tag_id=rep.one("SELECT id FROM tag WHERE name = 'fair'"))
    with pytest.raises(UndoRefused, match="because its tag is on another lead since"):
        journal.undo(rep.database, rep.now, journal.history(rep.database)[1].id)


def test_an_import_that_only_updates_is_undone(rep, known: int, all_rows) -> None:
    before = all_rows(rep.database)
    with rep.database.transaction():
        import_id = records.insert(rep.database, "import", at=rep.now, name="again.csv")
        with journal.action(rep.database, "import", "imported again.csv", rep.now) as recording:
            recording.import_id = import_id
            records.update(rep.database, "lead", known, company="Known AG", import_id=import_id)
    after = all_rows(rep.database)
    for _ in range(2):
        journal.undo(rep.database, rep.now)
        assert all_rows(rep.database) == before
        journal.redo(rep.database, rep.now)
        assert all_rows(rep.database) == after


def test_a_load_that_is_cancelled_leaves_nothing_and_every_trigger(rep, known: int, all_rows, check) -> None:
    before = all_rows(rep.database)
    triggers = rep.database.rows("SELECT * FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
    with pytest.raises(KeyboardInterrupt), rep.database.transaction() as connection, bulk.bulk_load(connection):
        connection.execute("INSERT INTO tag (name) VALUES ('half')")
        raise KeyboardInterrupt
    assert all_rows(rep.database) == before
    assert rep.database.rows("SELECT * FROM sqlite_master WHERE type = 'trigger' ORDER BY name") == triggers
    check(rep.database)


def test_loaded_leads_do_not_take_the_numbers_of_deleted_ones(rep) -> None:
    lead_id = rep.lead()
    assert bulk.next_id(rep.database.connection(), "lead") == lead_id + 1
    rep.remove("lead", lead_id)
    assert bulk.next_id(rep.database.connection(), "lead") == lead_id + 1
    assert bulk.next_id(rep.database.connection(), "contact") == 1
