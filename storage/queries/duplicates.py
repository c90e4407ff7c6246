"""What leads are compared by, the pairs said to be two, and the merges there were."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

from storage import replay
from storage.database import Database


class DealText(NamedTuple):
    """What a lead says of itself. Moments UTC ms; `closed_at` is when it was closed, None while it is open."""

    id: int
    title: str
    company: str | None
    email: str | None
    phone: str | None
    website: str | None
    author: str | None
    author_url: str | None
    source_url: str | None
    external_id: str | None
    import_id: int | None
    created_at: int
    closed_at: int | None


class PersonText(NamedTuple):
    """What a person of a lead is known by."""

    lead_id: int
    name: str
    email: str | None
    phone: str | None


class MergeLine(NamedTuple):
    """A merge of the history, `of` two leads or two rows of a person. `apart_again`: it was un-merged since.

    `kept` is the lead that stayed, or whose person it is; `dropped` the lead or the person that went.
    """

    of: str
    action_id: int
    at: int
    label: str
    kept_id: int | None
    kept: str | None
    dropped_id: int
    dropped: str
    apart_again: int


_DEALS = """
SELECT id, title, company, email, phone, website, author, author_url, source_url, external_id, import_id, created_at,
       CASE WHEN is_open THEN NULL ELSE stage_entered_at END
FROM lead {where} ORDER BY id
"""
_PEOPLE = "SELECT lead_id, name, email, phone FROM contact {where} ORDER BY id"
_AMONG = "WHERE {column} IN (SELECT value FROM json_each(:ids))"


def deals(database: Database, lead_ids: Sequence[int] | None = None) -> list[DealText]:
    """All leads, or those named, by id."""
    where = "" if lead_ids is None else _AMONG.format(column="id")
    return [DealText._make(row) for row in database.rows(_DEALS.format(where=where), _ids(lead_ids))]


def people(database: Database, lead_ids: Sequence[int] | None = None) -> list[PersonText]:
    """The people of all leads, or of those named."""
    where = "" if lead_ids is None else _AMONG.format(column="lead_id")
    return [PersonText._make(row) for row in database.rows(_PEOPLE.format(where=where), _ids(lead_ids))]


def _ids(lead_ids: Sequence[int] | None) -> dict[str, str]:
    return {} if lead_ids is None else {"ids": json.dumps(list(lead_ids))}


def said_to_be_two(database: Database) -> set[tuple[int, int]]:
    """The pairs (lower id, higher id) that the rep said are no duplicates."""
    return {(one, other) for one, other in database.rows("SELECT lead_a, lead_b FROM not_duplicate")}


# The row that a merge deleted, by index change_action; one that a later action brought back is apart again.
_MERGES = """
SELECT '{of}', merge.action_id, merge.at, merge.label, merge.kept_id, COALESCE(lead.company, lead.title),
    merge.dropped_id, merge.dropped, EXISTS (
        SELECT 1 FROM change AS back JOIN action AS later ON later.id = back.action_id
        WHERE back.table_name = '{of}' AND back.op = 'insert' AND {same}
            AND back.action_id > merge.action_id AND later.undone_at IS NULL AND later.kind = 'unmerge'
    )
FROM (
    SELECT action.id AS action_id, action.at, action.label, gone.row_id AS dropped_id, {name} AS dropped,
        {kept} AS kept_id, gone.before AS before
    FROM action JOIN change AS gone
        ON gone.action_id = action.id AND gone.table_name = '{of}' AND gone.op = 'delete'
    WHERE {merged} AND action.undone_at IS NULL AND {which}
    ORDER BY action.id DESC LIMIT :limit
) AS merge LEFT JOIN lead ON lead.id = merge.kept_id
ORDER BY merge.action_id DESC
"""
_OF_LEADS = {
    "of": "lead",
    "same": "back.row_id = merge.dropped_id",
    "name": "COALESCE(json_extract(gone.before, '$.company'), json_extract(gone.before, '$.title'))",
    "kept": """(SELECT lead_id FROM change AS mine
        WHERE mine.action_id = action.id AND mine.lead_id IS NOT NULL AND mine.lead_id <> gone.row_id LIMIT 1)""",
    "merged": "action.kind = 'merge'",
}
# Removing a person changes no other one. Their number may be another's by now, so that they come back under a new one.
_OF_PEOPLE = {
    "of": "contact",
    "same": """json_extract(back.after, '$.created_at') = json_extract(merge.before, '$.created_at')
            AND json_extract(back.after, '$.name') = merge.dropped AND back.lead_id = merge.kept_id""",
    "name": "json_extract(gone.before, '$.name')",
    "kept": "gone.lead_id",
    "merged": """action.kind = 'contact' AND EXISTS (SELECT 1 FROM change AS mine
        WHERE mine.action_id = action.id AND mine.table_name = 'contact' AND mine.op = 'update')""",
}


def _lines(database: Database, which: str, asked: dict[str, int]) -> list[MergeLine]:
    found = [
        MergeLine._make(row)
        for kind in (_OF_LEADS, _OF_PEOPLE)
        for row in database.rows(_MERGES.format(**kind, which=which), asked)
    ]
    return sorted(found, key=lambda line: -line.action_id)


def merges(database: Database, limit: int = 500) -> list[MergeLine]:
    """The merges not undone, of leads and of people, the latest first."""
    return _lines(database, "1", {"limit": limit})[:limit]


def merge_of(database: Database, action_id: int) -> MergeLine | None:
    """The merge that this action was; None where it was none, or was undone."""
    found = _lines(database, "action.id = :action", {"limit": 1, "action": action_id})
    return found[0] if found else None


_POINTING = """
SELECT child.name, reference."from" FROM sqlite_master AS child JOIN pragma_foreign_key_list(child.name) AS reference
WHERE child.type = 'table' AND child.name <> 'visit' AND reference."table" = ? ORDER BY child.name
"""


def pointing_to(database: Database, table: str) -> list[tuple[str, str]]:
    """(table, column) of everything that points to rows of this table, as the schema is now."""
    return [(child, column) for child, column in database.rows(_POINTING, (table,))]


def merges_of_lead(database: Database, lead_id: int) -> list[MergeLine]:
    """The merges that a lead went by or took another in by, and of its people, not undone, the latest first."""
    which = "action.id IN (SELECT action_id FROM change WHERE lead_id = :lead)"
    return _lines(database, which, {"limit": 500, "lead": lead_id})


def columns_of(database: Database, table: str) -> list[str]:
    """The names of a table's columns, in order."""
    return replay.columns_of(database.connection(), table)
