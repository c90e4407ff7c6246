"""Adding, editing, tagging and deleting leads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from hermes_tui.actions.fields import lead_values
from hermes_tui.actions.outcome import Outcome, acting
from hermes_tui.actions.scores import keep_score
from hermes_tui.actions.stages import enter, stage_named
from hermes_tui.scoring.score import Reason, Score, ledger
from storage import records
from storage.database import Database
from storage.errors import UsageError
from storage.queries.lead import tags as tags_of
from storage.queries.stages import stages

DEFAULT_CURRENCY = "USD"


def add_lead(
    database: Database, given: Mapping[str, str], now: int, today: date, *, currency: str = DEFAULT_CURRENCY,
    at: int | None = None,
) -> Outcome:  # fmt: skip
    """Add a lead from typed fields (`title` needed; `stage` allowed) and score it. Raises UsageError."""
    typed = dict(given)
    stage = stage_named(stages(database), typed.pop("stage", "") or "NEW")
    values = lead_values(typed, today)
    if not values.get("title"):
        raise UsageError("A lead needs a title; nothing was added: try `hermes add title='ERP rollout' company=Acme`.")
    names = values.pop("tags", ())
    if values.get("value") is not None or values.get("budget_max") is not None:
        values.setdefault("currency", currency)
    _refuse_known_url(database, values, None)
    _mark_manual(values)
    created = now if at is None else at
    if created > now:
        raise UsageError("A lead cannot have been created in the future; nothing was added.")
    with acting(database, "add", [], now) as doing:
        lead_id = records.insert(
            database, "lead", **values, stage_id=stage.id, created_at=created, updated_at=now,
            stage_entered_at=created, silent_since=created,
        )  # fmt: skip
        records.insert(database, "stage_event", lead_id=lead_id, to_stage_id=stage.id, at=created)
        _set_tags(database, lead_id, names)
        keep_score(database, lead_id)
        doing.made = lead_id
        doing.say(f"added {values.get('company') or values['title']}")
    return doing.outcome


def edit_lead(database: Database, lead_ids: Sequence[int], given: Mapping[str, str], now: int, today: date) -> Outcome:
    """Set typed fields on each lead (`stage` moves it, an empty `score` lets the rules decide again)."""
    typed = dict(given)
    stage_name = typed.pop("stage", None)
    values = lead_values(typed, today)
    names: tuple[str, ...] | None = values.pop("tags", None)
    target = stage_named(stages(database), stage_name) if stage_name else None
    if len(lead_ids) > 1 and values.get("source_url"):
        raise UsageError("A source URL belongs to one lead only; nothing was changed.")
    with acting(database, "edit", lead_ids, now) as doing:
        for lead_id in lead_ids:
            _refuse_known_url(database, values, lead_id)
            _mark_manual(values)
            if values or names is not None:
                records.update(database, "lead", lead_id, **values, updated_at=now)
            if names is not None:
                _set_tags(database, lead_id, names)
            if target is not None:
                enter(database, lead_id, target, now)
            keep_score(database, lead_id)
        said = [*values, *(["tags"] if names is not None else []), *(["stage"] if target else [])]
        shown = ", ".join(name.removesuffix("_on").replace("_", " ") for name in said if name != "score_manual")
        doing.say(f"{shown} changed" if shown else "nothing changed")
    return doing.outcome


def delete_leads(database: Database, lead_ids: Sequence[int], now: int) -> Outcome:
    """Delete leads with everything that hangs on them; undo brings it all back."""
    with acting(database, "delete", lead_ids, now) as doing:
        for lead_id in lead_ids:
            records.delete(database, "lead", lead_id)
        doing.say("deleted")
    return doing.outcome


def _mark_manual(values: dict[str, Any]) -> None:
    if "score" in values:
        values["score_manual"] = int(values["score"] is not None)
        if values["score"] is not None:
            values["score_reasons"] = ledger(Score(values["score"], (Reason(values["score"], "set by hand", ""),)))


def _refuse_known_url(database: Database, values: Mapping[str, Any], lead_id: int | None) -> None:
    url = values.get("source_url")
    if url is None:
        return
    owner = database.row("SELECT id, title FROM lead WHERE source_url = ?", (url,))
    if owner is not None and owner[0] != lead_id:
        raise UsageError(f"Lead #{owner[0]} “{owner[1]}” has that source URL already; nothing was changed.")


def _set_tags(database: Database, lead_id: int, names: Sequence[str]) -> None:
    present = set(tags_of(database, lead_id))
    for name in present - set(names):
        database.connection().execute(
            "DELETE FROM lead_tag WHERE lead_id = ? AND tag_id = (SELECT id FROM tag WHERE name = ?)", (lead_id, name)
        )
    for name in names:
        if name not in present:
            tag_id = database.value("SELECT id FROM tag WHERE name = ?", (name,))
            tag_id = records.insert(database, "tag", name=name) if tag_id is None else tag_id
            records.insert(database, "lead_tag", lead_id=lead_id, tag_id=tag_id)
