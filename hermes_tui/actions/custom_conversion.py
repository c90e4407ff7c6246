"""Bringing what leads hold in a field to its name and kind: all of it, or nothing, said lead by lead."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from hermes_tui.actions.custom import CUSTOM
from hermes_tui.actions.scores import follows_from, keep_scores
from hermes_tui.exchange import custom_values as values
from hermes_tui.exchange.custom_values import Value
from hermes_tui.formats import count
from storage import many
from storage.database import Database
from storage.errors import UsageError
from storage.queries.custom_fields import CHOICE, DATE, NUMBER, TEXT, CustomField, leads_holding

_SHOWN = 3  # leads that a refusal names


def convert(database: Database, field: CustomField, spelt: Sequence[str], now: int, *, force: bool) -> str:
    """Bring what leads hold under these names to the field's name and kind; says how many leads that changed.

    Raises UsageError where a value does not fit and may not be emptied.
    """
    after: dict[int, dict[str, Any]] = {}
    bad: list[tuple[int, str]] = []
    for lead_id, held in leads_holding(database, spelt):
        found: dict[str, Any] = {}
        for name, value in held.items():
            if name not in spelt:
                found[name] = value
            if name not in spelt or value in (None, ""):
                continue
            fits = fit(field, value)
            if fits is None:
                bad.append((lead_id, values.as_text(value)))
            elif field.name not in found:
                found[field.name] = fits
        if found != held or list(found) != list(held):
            after[lead_id] = found
    if bad and not force:
        raise UsageError(_refusal(field, bad))
    write(database, after, [*spelt, field.name], now)
    said = f", {count(len(after), 'lead')} changed" if after else ""
    return said + (f", {count(len(bad), 'value')} emptied" if bad else "")


def _refusal(field: CustomField, bad: list[tuple[int, str]]) -> str:
    leads = ", ".join(f"#{lead_id} “{text[:30]}”" for lead_id, text in bad[:_SHOWN])
    more = f" and {len(bad) - _SHOWN:,} more" if len(bad) > _SHOWN else ""
    what = "none of the choices" if field.kind == CHOICE else f"no {field.kind}"
    are = "1 value is" if len(bad) == 1 else f"{len(bad):,} values are"
    return f"{are} {what} ({leads}{more}); nothing was changed, --force empties them."


def fit(field: CustomField, value: Any) -> Value | None:
    """A value as the field's kind holds it; None where it cannot."""
    return _FITS[field.kind](field, values.as_text(value))


def _only_day(_field: CustomField, text: str) -> Value | None:
    days = values.one_day(text)
    return days[0].isoformat() if len(days) == 1 else None


_FITS: dict[str, Callable[[CustomField, str], Value | None]] = {
    TEXT: lambda _field, text: text or None,
    NUMBER: lambda _field, text: values.one_number(text),
    DATE: _only_day,
    CHOICE: lambda field, text: values.choice_named(field.choices, text),
}


def write(database: Database, customs: Mapping[int, Mapping[str, Any]], names: Sequence[str], now: int) -> None:
    """Set what each of these leads holds, inside the action under way; their scores follow where they read `names`."""
    many.set_custom(database, {lead: json.dumps(each, ensure_ascii=False) for lead, each in customs.items()})
    if follows_from(database, [f"{CUSTOM}{name}" for name in names]):
        keep_scores(database, list(customs), now)
