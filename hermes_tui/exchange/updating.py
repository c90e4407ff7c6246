"""Writing what a changed file changes in leads that are here already: journaled, row by row."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Any

from hermes_tui.exchange import digests, moving
from hermes_tui.exchange.comparing import Comparison, Edits, Row
from hermes_tui.exchange.inserting import TOUCH, tag_ids, touch_text
from hermes_tui.exchange.lead_rows import Batch
from hermes_tui.exchange.plan import Deals
from storage.settling import settle_objections

_AMOUNTS = ("value", "budget_min", "budget_max")


def apply(connection: sqlite3.Connection, deals: Deals, found: Comparison, marks: Sequence[str], batch: Batch) -> None:
    """Write every edit, journaled, in the transaction and action that are open."""
    for deal, each in found.edits.items():
        _write(connection, deals, deal, each, batch)
        kept = digests.together(json.loads(each.known.digest), json.loads(marks[deal]))
        _set(connection, "import_row", each.known.row_id, {"digest": kept})


def _write(connection: sqlite3.Connection, deals: Deals, deal: int, each: Edits, batch: Batch) -> None:
    lead = each.known.lead_id
    values = dict(each.lead)
    if each.row["currency"] is None and any(values.get(amount) is not None for amount in _AMOUNTS):
        values.setdefault("currency", batch.currency)
    if each.history:
        values |= moving.follow(connection, deals, deal, each, batch)
    if each.custom:
        values["custom"] = json.dumps({**json.loads(each.row["custom"]), **each.custom}, ensure_ascii=False)
    _set(connection, "lead", lead, {**values, "updated_at": batch.now})
    if "stage_id" in values:
        settle_objections(connection, lead)
    if each.touch is not None:
        connection.execute(TOUCH, (lead, touch_text(batch.file), each.touch, batch.import_id, batch.now))
    if each.note:
        _add(connection, "note", batch, lead_id=lead, kind="SYSTEM", text=each.note, at=batch.now)
    if each.task:
        _write_task(connection, deals, deal, lead, batch)
    for number in tag_ids(connection, each.tags).values():
        connection.execute("INSERT OR IGNORE INTO lead_tag (lead_id, tag_id) VALUES (?, ?)", (lead, number))
    for contact, parts in each.people:
        _set(connection, "contact", contact, {**parts, "updated_at": batch.now})
    for person in each.new_people:
        _add(connection, "contact", batch, lead_id=lead, **person._asdict())


def _set(connection: sqlite3.Connection, table: str, row_id: int, values: Row) -> None:
    columns = ", ".join(f"{column} = ?" for column in values)
    connection.execute(f"UPDATE {table} SET {columns} WHERE id = ?", [*values.values(), row_id])


def _add(connection: sqlite3.Connection, table: str, batch: Batch, **values: Any) -> None:
    row = {**values, "import_id": batch.import_id, "created_at": batch.now, "updated_at": batch.now}
    columns, places = ", ".join(row), ", ".join("?" * len(row))
    connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({places})", list(row.values()))


def _write_task(connection: sqlite3.Connection, deals: Deals, deal: int, lead: int, batch: Batch) -> None:
    """Change the task the file gave before, while it is still to be done; else give another."""
    title, day = (deals.values[name][deal] if name in deals.values else None for name in ("next_task", "next_task_on"))
    pending = connection.execute(
        """SELECT id FROM task WHERE lead_id = ? AND import_id IS NOT NULL AND status IN ('PENDING', 'IN_PROGRESS')
           ORDER BY id DESC""",
        (lead,),
    ).fetchone()
    values = {name: value for name, value in (("title", title), ("due_on", day)) if value}
    if pending:
        _set(connection, "task", pending[0], {**values, "updated_at": batch.now})
    else:
        _add(connection, "task", batch, **{"lead_id": lead, "title": "Follow up", **values})
