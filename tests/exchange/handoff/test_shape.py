"""What goes into a packet, held equal to the schema."""

from __future__ import annotations

from hermes_tui.exchange.handoff.shape import LEAD, PARTS
from storage.database import Database
from storage.derived import CONTACT_COPIES, LEAD_COPIES, MESSAGE_COPIES

# Numbers of one file only (copies are named by storage/derived.py).
LEFT_BEHIND = frozenset({"id", "lead_id", "import_id", "claimed_at", "score_key"})
TABLES = {"lead": LEAD, **{part.table: part.fields for part in PARTS}}
# Tables of a lead that no packet carries: what a file said of it, pairs of this file only; tags go by their names,
# visits are a copy of the stage history.
OTHERS = {"import_row", "not_duplicate", "lead_tag", "visit"}


def test_every_column_of_a_lead_goes_along_or_is_named_as_one_that_stays(database: Database):
    copies = {"lead": LEAD_COPIES, "contact": CONTACT_COPIES, "message": MESSAGE_COPIES}
    for table, fields in TABLES.items():
        columns = {row[1] for row in database.rows(f"PRAGMA table_info({table})")}
        assert {field.column for field in fields} == columns - copies.get(table, frozenset()) - LEFT_BEHIND, table


def test_every_table_that_hangs_on_a_lead_goes_along(database: Database):
    hanging = {
        row[0]
        for row in database.rows(
            """SELECT child.name FROM sqlite_master AS child JOIN pragma_foreign_key_list(child.name) AS reference
               WHERE child.type = 'table' AND reference."table" = 'lead'"""
        )
    }
    assert hanging - OTHERS == {part.table for part in PARTS}


def test_what_may_not_be_empty_in_the_schema_may_not_be_missing_from_a_packet(database: Database):
    for table, fields in TABLES.items():
        needed = {row[1] for row in database.rows(f"PRAGMA table_info({table})") if row[3]}
        assert {field.column for field in fields if field.needed} == needed & {field.column for field in fields}, table
