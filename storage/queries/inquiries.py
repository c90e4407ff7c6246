"""What scoring reads of leads, many at a time, beside the score they have; those scored by hand are left out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from storage.database import Database

NEW, QUALIFIED = 1, 2  # ids of the first two stages (design.md, decision 5)
UNNAMED = "no stage in the file"
"""Why a lead stands in NEW whose file has a column of stages, and nothing in it for this lead."""

Params = dict[str, Any]
Value = str | float | tuple[str, ...]


class InquiryRow(NamedTuple):
    """A lead's own words and budget, and what is kept of its score.

    `tags` in alphabetical order; budgets in minor units of `currency`. `may_qualify`: it stands in NEW since it came,
    and neither the rep nor a file put it there. `columns` is empty unless asked for.
    """

    id: int
    title: str
    description: str
    budget_min: int | None
    budget_max: int | None
    currency: str | None
    tags: tuple[str, ...]
    score: int | None
    score_reasons: str
    score_key: int | None
    may_qualify: int
    columns: dict[str, Value]


# A lead that was moved has another visit; `add stage=NEW` leaves a reason; an import tells which fields its file had.
_MAY_QUALIFY = f"""
lead.stage_id = {NEW}
AND NOT EXISTS (SELECT 1 FROM stage_event AS visit WHERE visit.lead_id = lead.id
    AND (visit.from_stage_id IS NOT NULL OR COALESCE(visit.reason, '{UNNAMED}') <> '{UNNAMED}'))
AND (NOT EXISTS (SELECT 1 FROM import WHERE import.id = lead.import_id
        AND json_extract(import.mapping, '$.stage') IS NOT NULL)
    OR EXISTS (SELECT 1 FROM stage_event AS visit WHERE visit.lead_id = lead.id AND visit.reason = '{UNNAMED}'))
"""
_TAGS = """(SELECT GROUP_CONCAT(tag.name, char(10)) FROM lead_tag JOIN tag ON tag.id = lead_tag.tag_id
    WHERE lead_tag.lead_id = lead.id)"""
_READ = f"""
SELECT lead.id, lead.title, COALESCE(lead.description, ''), lead.budget_min, lead.budget_max, lead.currency, {_TAGS},
    lead.score, lead.score_reasons, lead.score_key, {_MAY_QUALIFY}{{columns}}
FROM lead WHERE lead.score_manual = 0 AND lead.id IN (SELECT value FROM json_each(?))
"""
# What else a lead came with, as scoring/learning/columns.py says what may teach.
PLAIN_COLUMNS = ("source", "company", "author")
_COLUMNS = "".join(f", lead.{name}" for name in PLAIN_COLUMNS) + ", lead.custom"
_FIRST_COLUMN = len(InquiryRow._fields) - 1


def inquiries(database: Database, lead_ids: Sequence[int], *, columns: bool = False) -> Iterator[InquiryRow]:
    """These leads in the order of their ids, without those scored by hand; `columns` are read only where asked for."""
    sql = _READ.format(columns=_COLUMNS if columns else "")
    for row in database.rows(sql, (json.dumps(list(lead_ids)),)):
        tags = tuple(sorted(row[6].split("\n"))) if row[6] else ()
        more = _columns(row[_FIRST_COLUMN:]) if columns else {}
        yield InquiryRow._make((*row[:6], tags, *row[7:_FIRST_COLUMN], more))


def _columns(values: Sequence[Any]) -> dict[str, Value]:
    """Columns by name, those that say nothing left out; the rep's own as `custom.NAME`."""
    found = {name: value for name, value in zip(PLAIN_COLUMNS, values, strict=False) if value is not None}
    if values[-1] != "{}":
        found |= custom_columns(values[-1])
    return found


def custom_columns(custom: str) -> dict[str, Value]:
    """A lead's own fields, kept as JSON, by their names as columns."""
    return {
        f"custom.{name}": value for name, value in json.loads(custom).items() if isinstance(value, str | int | float)
    }


# -- which leads -----------------------------------------------------------------------------------------

# Ranges, and not `score_key IS NOT :key`: so index lead_score_key finds the few stale ones among any number.
_STALE = """
SELECT id FROM lead WHERE score_manual = 0 AND score_key IS NULL
UNION ALL SELECT id FROM lead WHERE score_manual = 0 AND score_key < :score_key
UNION ALL SELECT id FROM lead WHERE score_manual = 0 AND score_key > :score_key
"""


def stale_ids(database: Database, key: int, where: str = "1", params: Params | None = None) -> list[int]:
    """Leads under a compiled filter whose score another basis made than that of this key, or none, in order."""
    asked = {**(params or {}), "score_key": key}
    if where == "1":
        return sorted(row[0] for row in database.rows(_STALE, asked))
    sql = f"SELECT lead.id FROM lead WHERE lead.id IN ({_STALE}) AND ({where}) ORDER BY lead.id"
    return [row[0] for row in database.rows(sql, asked)]


def scored_ids(database: Database, where: str = "1", params: Params | None = None) -> list[int]:
    """Every lead under a compiled filter that the rules score, in order."""
    sql = f"SELECT lead.id FROM lead WHERE lead.score_manual = 0 AND ({where}) ORDER BY lead.id"
    return [row[0] for row in database.rows(sql, params or {})]


class Standing(NamedTuple):
    """How many leads of a file stand how: scored by rules, those of them by others than these, scored by hand."""

    scored: int
    stale: int
    manual: int


def standing(database: Database, key: int, where: str = "1", params: Params | None = None) -> Standing:
    """How the leads under a compiled filter stand to the basis of this key; without a filter by index alone."""
    asked = {**(params or {}), "score_key": key}
    if where == "1":
        every = int(database.value("SELECT COUNT(*) FROM lead"))
        scored = int(database.value("SELECT COUNT(*) FROM lead WHERE score_manual = 0"))
        return Standing(scored, int(database.value(f"SELECT COUNT(*) FROM ({_STALE})", asked)), every - scored)
    sql = f"""SELECT COUNT(*), COALESCE(SUM(lead.score_manual), 0),
        COALESCE(SUM(lead.score_manual = 0 AND lead.score_key IS NOT :score_key), 0) FROM lead WHERE {where}"""
    every, manual, stale = database.rows(sql, asked)[0]
    return Standing(every - manual, stale, manual)


def scores_kept(database: Database, where: str = "1", params: Params | None = None) -> list[tuple[int, int]]:
    """How many leads have each score, lowest first; without those scored by hand or not at all."""
    sql = f"""SELECT lead.score, COUNT(*) FROM lead WHERE lead.score_manual = 0 AND lead.score IS NOT NULL
        AND ({where}) GROUP BY lead.score ORDER BY lead.score"""
    return [(row[0], row[1]) for row in database.rows(sql, params or {})]


def last_change(database: Database) -> int:
    """The number of the newest journaled change."""
    return int(database.value("SELECT COALESCE(MAX(id), 0) FROM change"))


def changed_since(database: Database, change: int) -> set[int]:
    """The leads that journaled changes newer than this one belong to."""
    # By the key alone: SQLite would rather walk the index of all leads that were ever changed.
    sql = "SELECT lead_id FROM change NOT INDEXED WHERE id > ?"
    return {row[0] for row in database.rows(sql, (change,)) if row[0] is not None}


def called(database: Database, lead_ids: Sequence[int]) -> dict[int, tuple[str | None, str]]:
    """The company and the label of the stage, by lead."""
    sql = """SELECT lead.id, lead.company, stage.label FROM lead JOIN stage ON stage.id = lead.stage_id
        WHERE lead.id IN (SELECT value FROM json_each(?))"""
    return {row[0]: (row[1], row[2]) for row in database.rows(sql, (json.dumps(list(lead_ids)),))}
