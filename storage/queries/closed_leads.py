"""Won and lost leads as they came in, for learning from them; and what open leads hold, to compare with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from storage.database import Database
from storage.queries.inquiries import PLAIN_COLUMNS, Value, custom_columns


class ClosedRow(NamedTuple):
    """What a lead said when it came in, and whether it was won (0 of open ones); `tags` in alphabetical order,
    budgets in minor units of `currency`, the rep's own fields among `columns` as `custom.NAME`."""

    id: int
    won: int
    title: str
    description: str
    budget_min: int | None
    budget_max: int | None
    currency: str
    tags: tuple[str, ...]
    columns: dict[str, Value]


_COUNTS = """
SELECT COALESCE(SUM(stage.kind = 'won'), 0), COALESCE(SUM(stage.kind = 'lost'), 0)
FROM lead JOIN stage ON stage.id = lead.stage_id WHERE stage.kind IN ('won', 'lost')
"""
_READ = f"""
SELECT lead.id, stage.kind = 'won', lead.title, SUBSTR(COALESCE(lead.description, ''), 1, :longest),
    lead.budget_min, lead.budget_max, COALESCE(lead.currency, ''),
    (SELECT GROUP_CONCAT(tag.name, char(10)) FROM lead_tag JOIN tag ON tag.id = lead_tag.tag_id
        WHERE lead_tag.lead_id = lead.id),
    lead.custom, {", ".join(f"lead.{name}" for name in PLAIN_COLUMNS)}
FROM lead JOIN stage ON stage.id = lead.stage_id
WHERE stage.kind IN ('won', 'lost') AND :closed OR stage.kind = 'open' AND NOT :closed
ORDER BY {{newest}} DESC, lead.id DESC LIMIT :most
"""


def closed_counts(database: Database) -> tuple[int, int]:
    """How many leads stand in a stage that is won, and in one that is lost."""
    won, lost = database.rows(_COUNTS)[0]
    return won, lost


def closed_leads(database: Database, most: int, longest: int) -> Iterator[ClosedRow]:
    """The won and lost leads that closed last, at most so many; `longest` characters of a description."""
    asked = {"closed": 1, "most": most, "longest": longest}
    return _rows(database, _READ.format(newest="lead.stage_entered_at"), asked)


def open_leads(database: Database, most: int) -> Iterator[ClosedRow]:
    """The open leads that came in last, at most so many; of a description only its beginning."""
    return _rows(database, _READ.format(newest="lead.id"), {"closed": 0, "most": most, "longest": 100})


def _rows(database: Database, sql: str, asked: dict[str, int]) -> Iterator[ClosedRow]:
    for row in database.rows(sql, asked):
        own = custom_columns(row[8]) if row[8] != "{}" else {}
        plain = {name: value for name, value in zip(PLAIN_COLUMNS, row[9:], strict=True) if value is not None}
        tags = tuple(sorted(row[7].split("\n"))) if row[7] else ()
        yield ClosedRow._make((*row[:7], tags, {**plain, **own}))
