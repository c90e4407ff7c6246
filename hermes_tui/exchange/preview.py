"""The first deals of a plan as they will be, for the rep to look at before anything is written."""

from __future__ import annotations

from typing import Any, NamedTuple

from hermes_tui.exchange.dates import day_of_ms
from hermes_tui.exchange.fields import Kind, kind_of
from hermes_tui.exchange.plan import Plan


class Preview(NamedTuple):
    """Columns by field name, `people` last, and one row of texts a deal."""

    fields: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def preview(plan: Plan, limit: int = 20) -> Preview:
    """The first `limit` deals: amounts in major units, moments as UTC days, people by name."""
    fields = tuple(plan.deals.values)
    people: dict[int, list[str]] = {}
    for deal, name in zip(plan.deals.people.deal, plan.deals.people.name, strict=True):
        if deal < limit:
            people.setdefault(deal, []).append(name)
    rows = tuple(
        (*(_text(field, plan.deals.values[field][deal]) for field in fields), ", ".join(people.get(deal, ())))
        for deal in range(min(limit, len(plan.deals.keys)))
    )
    return Preview((*fields, "people"), rows)


def _text(field: str, value: Any) -> str:
    if value is None:
        return ""
    match kind_of(field):
        case Kind.MONEY:
            return f"{value / 100:,.2f}".removesuffix(".00")
        case Kind.MOMENT:
            return day_of_ms(value)
        case Kind.TAGS:
            return ", ".join(value)
        case _:
            return str(value)
