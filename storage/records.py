"""Writing rows: the only way an action inserts, updates or deletes, built by Peewee, run in its transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from storage.clean import clean
from storage.database import Database


def insert(database: Database, table: str, **values: Any) -> int:
    """Insert a row of `table` (column names as keywords) and return its id."""
    model = _model(table)
    cursor = database.run(model.insert(_fields(model, values)))
    return int(cursor.lastrowid or 0)


def update(database: Database, table: str, row_id: int, **values: Any) -> bool:
    """Set columns of one row; returns whether the row exists."""
    model = _model(table)
    return database.run(model.update(_fields(model, values)).where(model.id == row_id)).rowcount > 0


def delete(database: Database, table: str, row_id: int) -> bool:
    """Delete one row and, by the schema's cascades, what hangs on it; returns whether it existed."""
    model = _model(table)
    return database.run(model.delete().where(model.id == row_id)).rowcount > 0


def _model(table: str) -> Any:
    from storage.models import BY_TABLE

    return BY_TABLE[table]


# Texts that keep their lines; every other text is one line (storage/clean.py).
_MULTILINE = frozenset(
    {"text", "body", "description", "evidence", "resolution", "terms", "quote", "owed_quote", "words", "rules"}
)

# JSON is cleaned in its strings: cut or folded as a line it would be JSON no more.
_JSON = frozenset({"custom", "mapping", "score_reasons", "candidates", "choices", "learned"})


def _fields(model: Any, values: Mapping[str, Any]) -> dict[Any, Any]:
    """Peewee fields and values; every text passes `clean`, and one that is empty then is NULL where it may be."""
    columns = model._meta.columns
    found = {}
    for name, value in values.items():
        field = columns[name]
        if isinstance(value, str) and name in _JSON:
            given = json.loads(value)
            if (kept := _clean_inside(given)) != given:
                value = json.dumps(kept, ensure_ascii=False)
        elif isinstance(value, str):
            value = clean(value, multiline=name in _MULTILINE)
            if not value and field.null:
                value = None
        found[field] = value
    return found


def _clean_inside(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value, multiline=True)
    if isinstance(value, list):
        return [_clean_inside(item) for item in value]
    if isinstance(value, dict):
        return {clean(key): _clean_inside(item) for key, item in value.items()}
    return value
