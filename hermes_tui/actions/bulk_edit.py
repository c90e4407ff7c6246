"""Setting the same fields on many leads: what would change on each, and doing just that as one action.

The preview and the writing ask the same question of each lead (`compared`), so that what was shown is what is done.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from hermes_tui.actions.custom import CUSTOM, as_text, custom_values, own_name, with_custom
from hermes_tui.actions.edit_text import typed_money
from hermes_tui.actions.fields import LEAD_FIELDS, lead_values
from hermes_tui.actions.outcome import Outcome, acting
from hermes_tui.actions.scores import NONE_QUALIFIED, Qualified, follows_from, keep_scores, qualified_words
from hermes_tui.actions.stages import enter, stage_named
from hermes_tui.actions.tags import TagChange, parse_change
from hermes_tui.scoring.score import Reason, Score, ledger
from storage import many, records
from storage.database import Database
from storage.errors import NotFound, UsageError
from storage.queries import tags as tag_queries
from storage.queries.edits import EditRow, edit_rows, tags_of_each
from storage.queries.stages import StageRow, stages

Progress = Callable[[int], None]
"""called with how many leads are dealt with so far"""

NOTHING = "–"
BY_RULES = "by the rules"
_AT_A_TIME = 500  # leads read at once


class Edit(NamedTuple):
    """What is to be set on each lead, checked: columns, tags, stage, custom fields (None takes one away)."""

    values: dict[str, Any]
    tags: tuple[str, ...] | TagChange | None
    stage: StageRow | None
    custom: dict[str, str | int | float | None]
    pipeline: dict[int, StageRow]

    @property
    def fields(self) -> tuple[str, ...]:
        """What is set, as the rep calls it, in the order of the preview."""
        names = [name.removesuffix("_on").replace("_", " ") for name in self.values]
        names += ["tags"] if self.tags is not None else []
        names += ["stage"] if self.stage is not None else []
        return (*names, *(f"{CUSTOM}{name}" for name in self.custom))


class FieldEdit(NamedTuple):
    """One field of one lead in words, as it is and as it would be, and whether that changes it."""

    field: str
    was: str
    becomes: str
    changes: bool


class LeadEdit(NamedTuple):
    """What an edit means for one lead; `skipped` says why it would be left alone."""

    lead_id: int
    called: str
    fields: tuple[FieldEdit, ...]
    skipped: str = ""

    @property
    def changes(self) -> bool:
        """Whether anything would change."""
        return not self.skipped and any(field.changes for field in self.fields)


class Tally(NamedTuple):
    """The leads of an edit by what it means for them, each in the order given."""

    changed: list[int]
    kept: list[int]
    skipped: list[int]


def read_edit(database: Database, given: Mapping[str, str], today: date, *, several: bool = True) -> Edit:
    """Typed fields as an edit, checked. `tags` that begin with + or - are added and taken away.

    Raises UsageError naming the nearest field, or saying what a field wants.
    """
    custom, rest = custom_values(database, given, today)
    typed = {name.casefold(): text for name, text in rest.items()}
    pipeline = {stage.id: stage for stage in stages(database)}
    stage = typed.pop("stage", "")
    tags: tuple[str, ...] | TagChange | None = None
    name = "tag" if "tag" in typed else "tags"
    if typed.get(name, "").strip()[:1] in ("+", "-"):
        tags = parse_change(typed.pop(name))
    values = lead_values(typed, today)
    tags = values.pop("tags", tags)
    if several and values.get("source_url"):
        raise UsageError("A source URL belongs to one lead only; nothing was changed.")
    target = stage_named(list(pipeline.values()), stage) if stage else None
    return Edit(values, tags, target, custom, pipeline)


def compared(database: Database, edit: Edit, lead_ids: Sequence[int], *, several: bool = True) -> Iterator[LeadEdit]:
    """What the edit means for each of these leads, in their order."""
    for at in range(0, len(lead_ids), _AT_A_TIME):
        ids = lead_ids[at : at + _AT_A_TIME]
        rows = edit_rows(database, ids, list(edit.values))
        tags = tags_of_each(database, ids) if edit.tags is not None else {}
        for lead_id in ids:
            row = rows.get(lead_id)
            if row is None:
                yield LeadEdit(lead_id, f"#{lead_id}", (), "there is no such lead")
            else:
                fields = tuple(_fields(edit, row, tags.get(lead_id, [])))
                yield LeadEdit(lead_id, row.called, fields, _refused(database, edit, row, several))


def tally(database: Database, edit: Edit, lead_ids: Sequence[int]) -> Tally:
    """How many leads the edit would change, keep and skip; 10,000 leads in a tenth of a second or two."""
    found = Tally([], [], [])
    for each in compared(database, edit, lead_ids):
        (found.skipped if each.skipped else found.changed if each.changes else found.kept).append(each.lead_id)
    return found


def edit_leads(
    database: Database, lead_ids: Sequence[int], edit: Edit, now: int, progress: Progress | None = None
) -> Outcome:
    """Make the edit on each lead that it changes, as one action; those that are skipped are counted.

    Raises UsageError, NotFound where it is one lead only and that is skipped.
    """
    ids = list(dict.fromkeys(lead_ids))
    several = len(ids) > 1
    with acting(database, "edit", ids, now) as doing:
        changed, seen, skipped = 0, 0, list[LeadEdit]()
        said: dict[str, None] = {}
        gone_on: list[Qualified] = []
        for batch in _batches(compared(database, edit, ids, several=several)):
            writing = [each for each in batch if each.changes]
            skipped += [each for each in batch if each.skipped]
            said.update(dict.fromkeys(field.field for each in writing for field in each.fields if field.changes))
            gone_on.append(_write(database, edit, writing, now))
            changed, seen = changed + len(writing), seen + len(batch)
            if progress is not None:
                progress(seen)
        if skipped and not several:
            raise _error(skipped[0])
        shown = f"{', '.join(each for each in edit.fields if each in said)} changed" if changed else "nothing changed"
        among = f" on {changed:,} of {len(ids):,}" if changed and several else ""
        why = f", {len(skipped):,} skipped ({skipped[0].skipped})" if skipped else ""
        doing.say("; ".join(filter(None, (f"{shown}{among}{why}", qualified_words(gone_on)))))
    return doing.outcome


def _error(skipped: LeadEdit) -> UsageError | NotFound:
    if not skipped.fields:
        return NotFound(f"There is no lead #{skipped.lead_id}; nothing was changed.")
    return UsageError(f"{skipped.skipped[:1].upper()}{skipped.skipped[1:]}; nothing was changed.")


def _batches(found: Iterable[LeadEdit]) -> Iterator[list[LeadEdit]]:
    batch: list[LeadEdit] = []
    for each in found:
        batch.append(each)
        if len(batch) == _AT_A_TIME:
            yield batch
            batch = []
    yield batch


# -- what it means for a lead ------------------------------------------------------------------------------


def _fields(edit: Edit, row: EditRow, tags: list[str]) -> Iterator[FieldEdit]:
    names = iter(edit.fields)
    for name, held in zip(edit.values, row.values, strict=True):
        was = held if name != "score" or row.score_manual else None
        value = edit.values[name]
        yield FieldEdit(next(names), _shown(name, was), _shown(name, value), was != value)
    if edit.tags is not None:
        after = edit.tags.of(tags) if isinstance(edit.tags, TagChange) else sorted(edit.tags)
        yield FieldEdit(next(names), ", ".join(tags) or NOTHING, ", ".join(after) or NOTHING, after != tags)
    if edit.stage is not None:
        here = edit.pipeline[row.stage_id]
        yield FieldEdit(next(names), here.label, edit.stage.label, here.id != edit.stage.id)
    if edit.custom:
        before = json.loads(row.custom)
        for name, value in edit.custom.items():
            was = before.get(own_name(before, name))
            changes = was != value or isinstance(was, str) is not isinstance(value, str)
            yield FieldEdit(next(names), as_text(was) or NOTHING, as_text(value) or NOTHING, changes)


def _shown(name: str, value: Any) -> str:
    if value is None:
        return BY_RULES if name == "score" else NOTHING
    return typed_money(value) if LEAD_FIELDS[name] == "money" else str(value)


def _refused(database: Database, edit: Edit, row: EditRow, several: bool) -> str:
    """Why the lead is left alone; nothing where it is not."""
    here = edit.pipeline[row.stage_id]
    if several and edit.stage is not None and edit.stage.kind == "open" and here.kind != "open":
        return f"it is {here.label.lower()}, reopen it first"
    low = edit.values.get("budget_min", row.budget_min)
    high = edit.values.get("budget_max", row.budget_max)
    if (
        ("budget_min" in edit.values or "budget_max" in edit.values)
        and low is not None
        and high is not None
        and low > high
    ):
        return f"its budget would begin at {typed_money(low)} and end at {typed_money(high)}"
    url = edit.values.get("source_url")
    owner = database.row("SELECT id, title FROM lead WHERE source_url = ?", (url,)) if url else None
    if owner is not None and owner[0] != row.id:
        return f"Lead #{owner[0]} “{owner[1]}” has that source URL already"
    return ""


# -- writing -----------------------------------------------------------------------------------------------


def manual_score(values: dict[str, Any]) -> dict[str, Any]:
    """The columns that a score set by hand, or released (None), brings with it."""
    if "score" not in values:
        return values
    score = values["score"]
    found = {**values, "score_manual": int(score is not None)}
    if score is not None:
        found["score_reasons"] = ledger(Score(score, (Reason(score, "set by hand", ""),)))
    return found


def _write(database: Database, edit: Edit, writing: Sequence[LeadEdit], now: int) -> Qualified:
    ids = [each.lead_id for each in writing]
    if not ids:
        return NONE_QUALIFIED
    values = manual_score(edit.values)
    if values.get("score", 0) is None:
        del values["score"]  # what the rules say comes at the end
    many.set_columns(database, ids, {**values, "updated_at": now})
    if edit.custom:
        rows = edit_rows(database, ids, ())
        after = {lead_id: with_custom(json.loads(row.custom), edit.custom) for lead_id, row in rows.items()}
        many.set_custom(database, {lead_id: json.dumps(each, ensure_ascii=False) for lead_id, each in after.items()})
    if edit.tags is not None:
        _write_tags(database, edit.tags, ids)
    if edit.stage is not None:
        for lead_id in ids:
            enter(database, lead_id, edit.stage, now)
    read = edit.tags is not None or follows_from(database, [*edit.values, *(f"{CUSTOM}{name}" for name in edit.custom)])
    return keep_scores(database, ids if read else [], now, moves=edit.stage is None)


def _write_tags(database: Database, tags: tuple[str, ...] | TagChange, ids: Sequence[int]) -> None:
    had = tags_of_each(database, ids)
    put: dict[str, list[int]] = {}
    taken: dict[str, list[int]] = {}
    for lead_id in ids:
        before = had.get(lead_id, [])
        after = tags.of(before) if isinstance(tags, TagChange) else tags
        for name in set(after) - set(before):
            put.setdefault(name, []).append(lead_id)
        for name in set(before) - set(after):
            taken.setdefault(name, []).append(lead_id)
    for name, leads in put.items():
        many.put_on(database, tag_queries.tag_id(database, name) or records.insert(database, "tag", name=name), leads)
    for name, leads in taken.items():
        known = tag_queries.tag_id(database, name)
        if known is not None:
            many.take_off(database, known, leads)
