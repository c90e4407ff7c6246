"""A lead with all that hangs on it, as the plain values of a packet: nothing in it depends on the file or the day."""

from __future__ import annotations

from typing import Any

from hermes_tui.exchange.handoff.shape import LEAD, PARTS, Part
from hermes_tui.exchange.handoff.values import packed
from storage.database import Database
from storage.errors import NotFound

_STAGES = "SELECT id, name FROM stage"
_TEMPLATES = "SELECT id, name FROM template WHERE id IN (SELECT template_id FROM message WHERE lead_id = ?)"
_TAGS = "SELECT name FROM tag JOIN lead_tag ON lead_tag.tag_id = tag.id WHERE lead_id = ? ORDER BY name"


def lead_content(database: Database, lead_id: int) -> dict[str, Any]:
    """Everything a packet says of a lead: its own fields, `tags`, and a list for each part. Raises NotFound.

    Rows are known by their place in their list, from 1; the same lead in another file gives the same content.
    """
    columns = ", ".join(field.column for field in LEAD)
    row = database.row(f"SELECT {columns} FROM lead WHERE id = ?", (lead_id,))
    if row is None:
        raise NotFound(f"There is no lead #{lead_id}; `hermes list` shows those there are.")
    numbers: dict[str, dict[Any, Any]] = {
        "stage": dict(database.rows(_STAGES)),
        "template": dict(database.rows(_TEMPLATES, (lead_id,))),
    }
    content = packed(LEAD, row, numbers)
    content["tags"] = [name for (name,) in database.rows(_TAGS, (lead_id,))]
    for part in PARTS:
        content[part.name] = _rows(database, part, lead_id, numbers)
    return content


def _rows(database: Database, part: Part, lead_id: int, numbers: dict[str, dict[Any, Any]]) -> list[dict[str, Any]]:
    columns = ", ".join(field.column for field in part.fields)
    rows = database.rows(f"SELECT id, {columns} FROM {part.table} WHERE lead_id = ? ORDER BY id", (lead_id,))
    numbers[part.name] = {row[0]: place for place, row in enumerate(rows, 1)}
    return [packed(part.fields, row[1:], numbers) for row in rows]
