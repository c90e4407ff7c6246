"""Adding, editing, tagging and deleting leads."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from hermes_tui.actions.bulk_edit import edit_leads, manual_score, read_edit
from hermes_tui.actions.custom import custom_values, with_custom
from hermes_tui.actions.fields import lead_values
from hermes_tui.actions.outcome import Outcome, acting
from hermes_tui.actions.scores import keep_score
from hermes_tui.actions.stages import stage_named
from storage import records
from storage.database import Database
from storage.errors import UsageError
from storage.queries.inquiries import NEW
from storage.queries.stages import stages
from storage.queries.tags import tag_id

DEFAULT_CURRENCY = "USD"
NAMED = "as you said"
"""Why a new lead stands in NEW: where the rep said so, no rule moves it on."""


def add_lead(
    database: Database, given: Mapping[str, str], now: int, today: date, *, currency: str = DEFAULT_CURRENCY,
    at: int | None = None,
) -> Outcome:  # fmt: skip
    """Add a lead from typed fields (`title` needed; `stage` allowed) and score it. Raises UsageError."""
    custom, typed = custom_values(database, given, today)
    named = typed.pop("stage", "")
    stage = stage_named(stages(database), named or "NEW")
    values = lead_values(typed, today)
    if not values.get("title"):
        raise UsageError("A lead needs a title; nothing was added: try `hermes add title='ERP rollout' company=Acme`.")
    names = values.pop("tags", ())
    if values.get("value") is not None or values.get("budget_max") is not None:
        values.setdefault("currency", currency)
    _refuse_known_url(database, values)
    if custom:
        values["custom"] = json.dumps(with_custom({}, custom), ensure_ascii=False)
    values = manual_score(values)
    created = now if at is None else at
    if created > now:
        raise UsageError("A lead cannot have been created in the future; nothing was added.")
    with acting(database, "add", [], now) as doing:
        lead_id = records.insert(
            database, "lead", **values, stage_id=stage.id, created_at=created, updated_at=now,
            stage_entered_at=created, silent_since=created,
        )  # fmt: skip
        why = NAMED if named and stage.id == NEW else None
        records.insert(database, "stage_event", lead_id=lead_id, to_stage_id=stage.id, at=created, reason=why)
        _set_tags(database, lead_id, names)
        qualified = keep_score(database, lead_id, now, moves=not named)
        doing.made = lead_id
        doing.say("; ".join(filter(None, (f"added {values.get('company') or values['title']}", qualified.words))))
    return doing.outcome


def edit_lead(database: Database, lead_ids: Sequence[int], given: Mapping[str, str], now: int, today: date) -> Outcome:
    """Set typed fields on each lead (`stage` moves it, an empty `score` lets the rules decide again).

    Only what differs is written. Raises UsageError, NotFound.
    """
    edit = read_edit(database, given, today, several=len(lead_ids) > 1)
    return edit_leads(database, lead_ids, edit, now)


def delete_leads(database: Database, lead_ids: Sequence[int], now: int) -> Outcome:
    """Delete leads with everything that hangs on them; undo brings it all back."""
    with acting(database, "delete", lead_ids, now) as doing:
        for lead_id in lead_ids:
            records.delete(database, "lead", lead_id)
        doing.say("deleted")
    return doing.outcome


def _refuse_known_url(database: Database, values: Mapping[str, Any]) -> None:
    url = values.get("source_url")
    if url is None:
        return
    owner = database.row("SELECT id, title FROM lead WHERE source_url = ?", (url,))
    if owner is not None:
        raise UsageError(f"Lead #{owner[0]} “{owner[1]}” has that source URL already; nothing was changed.")


def _set_tags(database: Database, lead_id: int, names: Sequence[str]) -> None:
    for name in names:
        tag = tag_id(database, name) or records.insert(database, "tag", name=name)
        records.insert(database, "lead_tag", lead_id=lead_id, tag_id=tag)
