"""What leads hold in the fields that are about to be set, read many at a time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from storage.database import Database


class EditRow(NamedTuple):
    """A lead before an edit; `values` are the columns asked for, in their order."""

    id: int
    called: str
    stage_id: int
    score_manual: int
    custom: str
    budget_min: int | None
    budget_max: int | None
    values: tuple[Any, ...]


_AMONG = "lead.id IN (SELECT value FROM json_each(?))"


def edit_rows(database: Database, lead_ids: Sequence[int], columns: Sequence[str]) -> dict[int, EditRow]:
    """Rows by lead; one that is not there is left out. `columns` are names of ours, never typed."""
    asked = "".join(f", {name}" for name in columns)
    sql = f"""SELECT id, COALESCE(company, title), stage_id, score_manual, custom, budget_min, budget_max{asked}
              FROM lead WHERE {_AMONG}"""
    rows = database.rows(sql, (json.dumps(list(lead_ids)),))
    return {row[0]: EditRow._make((*row[:7], tuple(row[7:]))) for row in rows}


def tags_of_each(database: Database, lead_ids: Sequence[int]) -> dict[int, list[str]]:
    """Tags by lead, in alphabetical order; a lead without any is left out."""
    sql = f"""SELECT lead.id, tag.name FROM lead JOIN lead_tag ON lead_tag.lead_id = lead.id
              JOIN tag ON tag.id = lead_tag.tag_id WHERE {_AMONG} ORDER BY tag.name"""
    found: dict[int, list[str]] = {}
    for lead_id, name in database.rows(sql, (json.dumps(list(lead_ids)),)):
        found.setdefault(lead_id, []).append(name)
    return found


def custom_names(database: Database, lead_ids: Sequence[int]) -> list[str]:
    """The names of the custom fields that any of these leads has."""
    sql = f"""SELECT DISTINCT field.key FROM lead, json_each(lead.custom) AS field
              WHERE lead.custom <> '{{}}' AND {_AMONG} ORDER BY 1"""
    return [row[0] for row in database.rows(sql, (json.dumps(list(lead_ids)),))]
