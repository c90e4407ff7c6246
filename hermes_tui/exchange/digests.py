"""What a file says of a deal, field by field, in few characters: enough to see later what the file changed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from zlib import crc32

from hermes_tui.exchange.convert import Values
from hermes_tui.exchange.people import Person
from hermes_tui.exchange.plan import Deals

# The field's own name, so that a file with other columns can be compared; "" says the file left it blank.
_PARTS = ("name", "email", "phone", "role", "channel")


def of_deals(deals: Deals) -> list[str]:
    """One JSON object a deal: field → digest, and `person …` → digests of that person's parts."""
    columns = [_column(field, values) for field, values in sorted(deals.values.items()) if field != "external_id"]
    columns.append(_people(deals))
    return ["{" + text.rstrip(",") + "}" for text in map("".join, zip(*columns, strict=True))]


def mark(value: Any) -> str:
    """The digest of one value: eight hexadecimal digits, or "" for none."""
    return "" if value is None else f"{crc32(str(value).encode('utf-8', 'surrogatepass')):08x}"


def _column(field: str, values: Values) -> list[str]:
    name = json.dumps(field)
    memo = {value: f'{name}:"{mark(value)}",' for value in set(values)}
    return [memo[value] for value in values]


def _people(deals: Deals) -> list[str]:
    found = [""] * len(deals.keys)
    people = deals.people
    marks = [_marks(column) for column in (people.name, people.email, people.phone, people.role, people.channel)]
    for deal, name, email, phone, role, channel in zip(people.deal, *marks, strict=True):
        found[deal] += f'"person {email or name}":"{name} {email} {phone} {role} {channel}",'
    return found


def _marks(values: Iterable[Any]) -> list[str]:
    values = list(values)
    memo = {value: mark(value) for value in set(values)}
    return [memo[value] for value in values]


def changed_fields(before: dict[str, str], deals: Deals, deal: int) -> dict[str, bool]:
    """The fields of a deal whose value in the file is another than `before`, and not blank.

    The value says whether the file had said something of the field before: a field that it names for the first
    time only fills what is empty.
    """
    found = {}
    for field, values in deals.values.items():
        value = values[deal]
        if field == "external_id" or value is None or mark(value) == before.get(field):
            continue
        found[field] = bool(before.get(field))
    return found


def changed_parts(before: dict[str, str], person: Person) -> dict[str, bool] | None:
    """As `changed_fields`, of one person's parts; None where the file never named the person before."""
    key = f"person {mark(person.email) or mark(person.name)}"
    if key not in before:
        return None
    old = dict(zip(_PARTS, before[key].split(" "), strict=True))
    found = {}
    for part in _PARTS:
        value = getattr(person, part)
        if value is not None and mark(value) != old[part]:
            found[part] = bool(old[part])
    return found


def together(before: dict[str, str], after: dict[str, str]) -> str:
    """The digest to keep: what the file says now, and what it said before of what it is silent about now."""
    merged = dict(before)
    for field, value in after.items():
        if field.startswith("person ") and field in before:
            old = before[field].split(" ")
            value = " ".join(new or kept for new, kept in zip(value.split(" "), old, strict=True))
        if value or field not in before:
            merged[field] = value
    return json.dumps(merged, ensure_ascii=False, separators=(",", ":"))
