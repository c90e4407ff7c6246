"""Tags: which there are, and on which leads."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

from storage.database import Database


class TagCount(NamedTuple):
    """A tag and how many leads have it."""

    name: str
    leads: int


_COUNTS = """
SELECT tag.name, COUNT(*) AS n FROM tag JOIN lead_tag ON lead_tag.tag_id = tag.id GROUP BY tag.id
ORDER BY n DESC, tag.name
"""


def tag_counts(database: Database) -> list[TagCount]:
    """Every tag that a lead has, the most used first; by index lead_tag_tag."""
    return [TagCount(*row) for row in database.rows(_COUNTS)]


def tag_id(database: Database, name: str) -> int | None:
    """The id of the tag of this name, whether a lead has it or not."""
    found = database.value("SELECT id FROM tag WHERE name = ?", (name,))
    return None if found is None else int(found)


_AMONG = "IN (SELECT value FROM json_each(?))"


def tagged(database: Database, tag: int, lead_ids: Sequence[int]) -> set[int]:
    """Those of these leads that have the tag."""
    sql = f"SELECT lead_id FROM lead_tag WHERE tag_id = ? AND lead_id {_AMONG}"
    return {row[0] for row in database.rows(sql, (tag, json.dumps(list(lead_ids))))}


def leads_with(database: Database, tag: int) -> list[int]:
    """The leads that have the tag, in order of their ids."""
    return [row[0] for row in database.rows("SELECT lead_id FROM lead_tag WHERE tag_id = ? ORDER BY 1", (tag,))]


def missing(database: Database, lead_ids: Sequence[int]) -> list[int]:
    """Those of these ids that are no lead's, in the order given."""
    sql = f"SELECT id FROM lead WHERE id {_AMONG}"
    there = {row[0] for row in database.rows(sql, (json.dumps(list(lead_ids)),))}
    return [lead_id for lead_id in lead_ids if lead_id not in there]
