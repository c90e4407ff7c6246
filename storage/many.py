"""The same write to many leads, inside the action under way: one statement where a row at a time would be felt."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from storage.clean import clean
from storage.database import Database

_AMONG = "IN (SELECT value FROM json_each(?))"
_MULTILINE = frozenset({"description"})


def set_columns(database: Database, lead_ids: Iterable[int], values: Mapping[str, Any]) -> None:
    """Set columns (names are ours, never typed) of these leads to these values; texts are cleaned as in records."""
    found = {name: _cleaned(name, value) for name, value in values.items()}
    assigned = ", ".join(f"{name} = ?" for name in found)
    database.connection().execute(f"UPDATE lead SET {assigned} WHERE id {_AMONG}", (*found.values(), _json(lead_ids)))


def set_custom(database: Database, customs: Mapping[int, str]) -> None:
    """Set the custom fields of leads: id → JSON whose texts are clean."""
    database.connection().executemany(
        "UPDATE lead SET custom = ? WHERE id = ?", [(custom, lead_id) for lead_id, custom in customs.items()]
    )


def put_on(database: Database, tag: int, lead_ids: Iterable[int]) -> None:
    """Give a tag to leads that do not have it yet."""
    database.connection().execute(
        "INSERT INTO lead_tag (lead_id, tag_id) SELECT value, ? FROM json_each(?)", (tag, _json(lead_ids))
    )


def take_off(database: Database, tag: int, lead_ids: Iterable[int]) -> None:
    """Take a tag from leads."""
    database.connection().execute(f"DELETE FROM lead_tag WHERE tag_id = ? AND lead_id {_AMONG}", (tag, _json(lead_ids)))


def _cleaned(name: str, value: Any) -> Any:
    if not isinstance(value, str) or name == "score_reasons":
        return value
    return clean(value, multiline=name in _MULTILINE) or None


def _json(lead_ids: Iterable[int]) -> str:
    return json.dumps(list(lead_ids))
