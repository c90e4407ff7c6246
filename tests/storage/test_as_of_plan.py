"""What a past day is read by: an index whose condition must be the query's, word for word."""

from __future__ import annotations

from storage.database import Database
from storage.queries.as_of import changed_since


def test_what_changed_in_worth_is_found_by_its_own_index(database: Database) -> None:
    sql = f"EXPLAIN QUERY PLAN WITH {changed_since('changed', ':at')} SELECT * FROM changed"
    assert any("USING INDEX change_worth" in row[3] for row in database.rows(sql, {"at": 1}))
