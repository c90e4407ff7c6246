"""A changed file changes what it says otherwise than before, and nothing the rep has said since."""

from __future__ import annotations

from typing import Any

import pytest

from hermes_tui.exchange.load import ImportResult, load
from hermes_tui.exchange.mapping import from_options
from hermes_tui.exchange.plan import plan
from hermes_tui.exchange.tables import read_bytes
from storage import derived, journal
from storage.database import Database

DAY = 86_400_000
HEADER = "id,Deal,Company,Contact Name,Email,Phone,Amount,Stage,Created,Closed,Source,Notes,Next step,Last contacted\n"
FIRST = (
    HEADER
    + "A-1,ERP,Acme,Ann,ann@a.co,1,500,Engaging,2025-01-01,,web,,,\nA-2,CRM,Dune,Bob,bob@d.co,2,700,New,,,web,,,\n"
)


def bring(database: Database, text: str, now: int, *maps: str) -> ImportResult:
    return load(database, plan(read_bytes(text.encode(), "deals.csv"), from_options(maps)), now=now)


def by_hand(database: Database, now: int, sql: str, *values: Any) -> None:
    with journal.action(database, "edit", "by hand", now), database.transaction() as connection:
        connection.execute(sql, values)


def events(database: Database, lead: int) -> list[tuple[str, int | None]]:
    return database.rows(
        """SELECT stage.name, left_at FROM stage_event JOIN stage ON stage.id = to_stage_id
           WHERE lead_id = ? ORDER BY at, stage_event.id""",
        (lead,),
    )


def test_only_what_the_file_changed_is_changed_and_it_is_said(database: Database, now: int) -> None:
    bring(database, FIRST, now)
    by_hand(database, now, "UPDATE lead SET source = 'fair', company = 'ACME Inc' WHERE id = 1")
    result = bring(database, FIRST.replace(",500,", ",650,"), now + DAY)
    assert (result.updated, result.unchanged, result.created) == (1, 1, 0)
    assert [(each.lead_id, each.fields) for each in result.updates] == [(1, ("value",))]
    assert database.row("SELECT value, source, company FROM lead WHERE id = 1") == (65_000, "fair", "ACME Inc")
    assert bring(database, FIRST.replace(",500,", ",650,"), now + 2 * DAY).unchanged == 2


def test_what_the_file_leaves_blank_erases_nothing(database: Database, now: int) -> None:
    bring(database, FIRST, now)
    result = bring(database, FIRST.replace(",500,", ",,").replace("web", ""), now)
    assert (result.updated, result.unchanged) == (0, 2)
    assert database.row("SELECT value, source FROM lead WHERE id = 1") == (50_000, "web")


def test_a_file_with_fewer_columns_changes_only_those(database: Database, now: int) -> None:
    bring(database, FIRST, now)
    result = bring(database, "id,Deal,Amount\nA-1,ERP,900\n", now)
    assert [each.fields for each in result.updates] == [("value",)]
    assert bring(database, FIRST, now).updates[0].fields == ("value",)


def test_a_column_new_in_the_file_fills_what_is_empty_only(database: Database, now: int) -> None:
    bring(database, FIRST, now)
    by_hand(database, now, "UPDATE lead SET website = 'mine.org' WHERE id = 1")
    bring(database, "id,Deal,Website\nA-1,ERP,theirs.org\nA-2,CRM,dune.org\n", now)
    assert database.rows("SELECT website FROM lead ORDER BY id") == [("mine.org",), ("dune.org",)]


def test_a_deal_closed_in_the_file_is_closed_with_its_date(database: Database, now: int) -> None:
    bring(database, FIRST, now)
    closed = FIRST.replace("Engaging,2025-01-01,", "Won,2025-01-01,2025-02-01")
    assert bring(database, closed, now).updates[0].fields == ("stage", "closed_at")
    assert [name for name, _ in events(database, 1)] == ["CONTACTED", "WON"]
    assert database.row("SELECT stage_id, is_open, stage_entered_at FROM lead WHERE id = 1") == (
        11,
        0,
        1_738_368_000_000,
    )
    later = closed.replace("2025-02-01", "2025-03-01")
    assert bring(database, later, now).updates[0].fields == ("closed_at",)
    assert events(database, 1) == [("CONTACTED", 1_740_787_200_000), ("WON", None)]


WEEKS = ("Contacted,,", "Call done,,", "Won,,2026-07-10", "Won,,2026-07-11")


def test_a_deal_that_the_file_loses_is_lost_with_what_was_open_and_has_it_open_when_the_file_goes_on(
    database: Database, now: int
) -> None:
    bring(database, FIRST, now)
    by_hand(database, now, "INSERT INTO note (lead_id, text, at, created_at, updated_at) VALUES (1, 'dear', 1, 1, 1)")
    by_hand(database, now, "INSERT INTO objection (lead_id, note_id, kind, raised_at) VALUES (1, 1, 'BUDGET', 1)")
    lost = FIRST.replace("Engaging,2025-01-01,", "Lost,2025-01-01,2025-03-01")
    for text, state in ((lost, "lost_with"), (FIRST, "open")):
        assert bring(database, text, now).updated == 1
        assert database.value("SELECT state FROM objection") == state


def test_each_weeks_export_adds_to_the_stage_history_of_the_weeks_before(database: Database, now: int) -> None:
    """A rep imported the same export every Monday; each import forgot the stages of the one before."""
    for week, said in enumerate(WEEKS[:2]):
        bring(database, f"id,Deal,Stage,Created,Closed\nA-1,ERP,{said}\n", now + week * 7 * DAY)
    assert events(database, 1) == [("CONTACTED", now + 7 * DAY), ("CALL_DONE", None)]
    before = database.rows("SELECT * FROM stage_event"), database.row("SELECT * FROM lead")
    bring(database, f"id,Deal,Stage,Created,Closed\nA-1,ERP,{WEEKS[2]}\n", now + 30 * DAY)
    closed = 1_783_641_600_000  # 2026-07-10
    assert events(database, 1) == [("CONTACTED", now + 7 * DAY), ("CALL_DONE", closed), ("WON", None)]
    assert database.row("SELECT created_at, stage_entered_at FROM lead") == (now, closed)
    with database.transaction() as connection:
        assert derived.rebuild(connection) == 0
    bring(database, f"id,Deal,Stage,Created,Closed\nA-1,ERP,{WEEKS[3]}\n", now + 31 * DAY)
    assert events(database, 1) == [("CONTACTED", now + 7 * DAY), ("CALL_DONE", closed + DAY), ("WON", None)]
    journal.undo(database, now + 31 * DAY)
    journal.undo(database, now + 31 * DAY)
    assert (database.rows("SELECT * FROM stage_event"), database.row("SELECT * FROM lead")) == before


def test_a_creation_date_the_file_corrects_moves_the_beginning_and_no_visit_is_lost(
    database: Database, now: int
) -> None:
    bring(database, "id,Deal,Stage,Created\nA-1,ERP,New,2025-02-01\n", now)
    bring(database, "id,Deal,Stage,Created\nA-1,ERP,Qualified,2025-02-01\n", now)
    assert bring(database, "id,Deal,Stage,Created\nA-1,ERP,Qualified,2025-01-01\n", now + DAY).updated == 1
    assert database.rows("SELECT at, left_at FROM stage_event") == [(1_735_689_600_000, now), (now, None)]
    assert database.value("SELECT created_at FROM lead") == 1_735_689_600_000


def test_a_deal_the_rep_moved_keeps_that_history(database: Database, now: int) -> None:
    bring(database, FIRST, now)
    with journal.action(database, "stage", "moved", now), database.transaction() as connection:
        connection.execute("UPDATE stage_event SET left_at = ? WHERE lead_id = 1", (now,))
        connection.execute(
            "INSERT INTO stage_event (lead_id, from_stage_id, to_stage_id, at) VALUES (1, 3, 6, ?)", (now,)
        )
        connection.execute("UPDATE lead SET stage_id = 6 WHERE id = 1")
    bring(database, FIRST.replace("Engaging", "Lost"), now + DAY)
    assert [name for name, _ in events(database, 1)] == ["CONTACTED", "RESPONDED", "LOST"]
    assert database.row("SELECT stage_id, stage_entered_at FROM lead WHERE id = 1") == (12, now + DAY)


def test_people_are_added_and_changed_but_the_reps_words_stay(database: Database, now: int) -> None:
    bring(database, FIRST, now)
    by_hand(database, now, "UPDATE contact SET phone = '999', role = 'CTO' WHERE id = 1")
    by_hand(database, now, "DELETE FROM contact WHERE id = 2")
    changed = FIRST.replace("Ann,ann@a.co", "Ann Lee,ann@a.co") + "A-1,ERP,Acme,Cy,cy@a.co,3,,,,,,,,\n"
    result = bring(database, changed, now)
    assert (result.updated, result.unchanged, result.contacts) == (2, 1, 1)
    assert result.updates[0].fields == ("contact name", "contact")
    assert database.rows("SELECT lead_id, name, phone, role FROM contact ORDER BY id") == [
        (1, "Ann Lee", "999", "CTO"), (1, "Cy", "3", None),
    ]  # fmt: skip


def test_an_address_changed_in_the_file_is_changed_and_makes_nobody_new(database: Database, now: int) -> None:
    bring(database, FIRST, now)
    changed = FIRST.replace("ann@a.co", "ann.lee@a.co")
    assert bring(database, changed, now).updates[0].fields == ("contact email",)
    assert database.rows("SELECT name, email FROM contact WHERE lead_id = 1") == [("Ann", "ann.lee@a.co")]
    assert bring(database, changed, now).unchanged == 2


def test_notes_tasks_and_touches_follow_the_file(database: Database, now: int) -> None:
    bring(database, FIRST.replace("web,,,", "web,first,call,2025-02-01", 1), now)
    bring(database, FIRST.replace("web,,,", "web,second,meet,2025-03-01", 1), now)
    assert [text for (text,) in database.rows("SELECT text FROM note ORDER BY id")] == ["first", "second"]
    assert database.rows("SELECT title FROM task") == [("meet",)]
    assert database.value("SELECT last_touch_at FROM lead WHERE id = 1") == 1_740_787_200_000
    with database.transaction() as connection:
        assert derived.rebuild(connection) == 0


def test_an_update_is_undone_like_any_action(database: Database, now: int) -> None:
    bring(database, FIRST, now)
    before = [
        database.rows(f"SELECT * FROM {table}") for table in ("lead", "contact", "stage_event", "import_row", "import")
    ]
    bring(database, FIRST.replace(",500,", ",650,").replace("New", "Lost") + "A-3,Web,Elm,,,,,,,,,,,\n", now + DAY)
    journal.undo(database, now + DAY)
    after = [
        database.rows(f"SELECT * FROM {table}") for table in ("lead", "contact", "stage_event", "import_row", "import")
    ]
    assert after == before


def test_two_programs_that_both_count_from_one_do_not_overwrite_each_other(database: Database, now: int) -> None:
    bring(database, "id,Deal,Company\n1,ERP,Acme\n", now)
    result = bring(database, "id,Deal,Company\n1,Boats,Harbour\n", now)
    assert len(result.rejected) == 1
    assert "its id 1 is that of lead #1 ('ERP'), which is another deal" in result.rejected[0].reason
    assert database.value("SELECT title FROM lead") == "ERP"
    assert bring(database, "id,Deal,Company\n1,Boats,Harbour\n", now, "external_id=").created == 1


def test_a_url_that_another_lead_has_is_rejected(database: Database, now: int) -> None:
    text = "external_id,title,source_url\nA-1,ERP,https://x.org/1\nA-2,CRM,https://x.org/2\n"
    bring(database, text, now)
    result = bring(database, text.replace("A-2,CRM,https://x.org/2", "A-2,CRM,https://x.org/1"), now)
    assert len(result.rejected) == 1
    result = bring(database, "external_id,title,source_url\nA-2,CRM,https://x.org/1\n", now)
    assert result.rejected[0].reason == "its source URL https://x.org/1 is that of another lead (#1)"


@pytest.mark.parametrize("change", [("web", "fair"), (",500,", ",1,"), ("Ann,", "Anna,"), ("Engaging", "Lost")])
def test_a_change_settles_at_once(database: Database, now: int, change: tuple[str, str]) -> None:
    bring(database, FIRST, now)
    assert bring(database, FIRST.replace(*change), now).updated >= 1
    again = bring(database, FIRST.replace(*change), now)
    assert (again.updated, again.unchanged, again.import_id) == (0, 2, None)


def test_tags_in_another_order_and_words_that_are_there_already_are_no_update(database: Database, now: int) -> None:
    """A rep brought back an export of his own: forty leads were said to be updated and nothing had changed."""
    text = "id,Deal,Tags,Notes,Next step,Next step date\nA-1,ERP,{},{},{},{}\n"
    bring(database, text.format('"saas,b2b"', "hello", "call", "2026-08-01"), now)
    by_hand(database, now, "INSERT INTO note (lead_id, text, at, created_at, updated_at) VALUES (1, 'mine', 1, 1, 1)")
    by_hand(database, now, "UPDATE task SET title = 'call Ann', due_on = '2026-08-02'")
    result = bring(database, text.format('"b2b,saas"', "mine", "call Ann", "2026-08-02"), now)
    assert (result.updated, result.unchanged, result.import_id) == (0, 1, None)
    added = bring(database, text.format('"b2b,hot"', "new words", "call Ann", "2026-08-03"), now)
    assert added.updates[0].fields == ("tags", "note", "next_task_on")
    tags = database.rows("SELECT tag.name FROM lead_tag JOIN tag ON tag.id = tag_id ORDER BY 1")
    assert tags == [("b2b",), ("hot",), ("saas",)]


def test_an_amount_that_a_later_file_brings_is_in_the_reps_currency_as_in_the_first(
    database: Database, now: int
) -> None:
    bring(database, "id,Deal\nA-1,ERP\nA-2,CRM\n", now)
    table = read_bytes(b"id,Deal,Amount\nA-1,ERP,500\n", "deals.csv")
    load(database, plan(table, from_options()), now=now, currency="EUR")
    assert database.rows("SELECT value, currency FROM lead ORDER BY id") == [(50_000, "EUR"), (None, None)]


def test_a_stage_column_new_in_the_file_does_not_take_back_the_reps_moves(database: Database, now: int) -> None:
    bring(database, "id,Deal\nA-1,ERP\nA-2,CRM\n", now)
    by_hand(database, now, "UPDATE lead SET stage_id = 6 WHERE id = 1")
    bring(database, "id,Deal,Stage\nA-1,ERP,Qualified\nA-2,CRM,Qualified\n", now + DAY)
    assert database.rows("SELECT stage_id FROM lead ORDER BY id") == [(6,), (2,)]
