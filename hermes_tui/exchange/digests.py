"""What a file says of a deal, field by field, in few characters: enough to see later what the file changed.

Of e-mails and phones a digest is made of what the file says, not of what is stored: how numbers are stored may change.
"""

from __future__ import annotations

import json
from typing import Any
from zlib import crc32

from hermes_tui.exchange.convert import Values
from hermes_tui.exchange.people import Person, said_email, said_phone
from hermes_tui.exchange.plan import Deals

# The digest of nothing: the file left the field blank.
BLANK = 0
_PARTS = ("name", "email", "phone", "role", "channel")
Digest = dict[str, Any]  # field → number, `person NUMBER` → a number for each of _PARTS


def of_deals(deals: Deals) -> list[str]:
    """One JSON object a deal, a `Digest`."""
    fields = [field for field in sorted(deals.values) if field != "external_id"]
    shape = ",".join(json.dumps(field).replace("%", "%%") + ":%d" for field in fields)
    rows = zip(*(_marks(deals.values[field]) for field in fields), strict=True)
    if not deals.people.name:
        shape = "{" + shape + "}"
        return [shape % row for row in rows]
    shape = "{" + shape + "%s}"
    return [shape % (*row, people) for row, people in zip(rows, _people(deals), strict=True)]


def mark(value: Any) -> int:
    """The digest of one value, 32 bits; BLANK for none."""
    return BLANK if value is None else crc32(str(value).encode("utf-8", "surrogatepass"))


def _marks(values: Values) -> list[int]:
    """The digests of a column: read once each where values repeat, straight where they hardly do."""
    distinct = set(values)
    if len(distinct) * 2 < len(values):
        memo = {value: mark(value) for value in distinct}
        return [memo[value] for value in values]
    if all(type(value) is str for value in distinct):
        return list(map(crc32, map(str.encode, values)))
    return [mark(value) for value in values]


def _people(deals: Deals) -> list[str]:
    found = [""] * len(deals.keys)
    people = deals.people
    emails, phones = people.email, people.phone
    if any(people.email_typed):
        emails = list(map(said_email, emails, people.email_typed))
    if any(people.phone_typed):
        phones = list(map(said_phone, phones, people.phone_typed))
    words = (people.name, emails, phones, people.role, people.channel)
    columns = zip(people.deal, *map(_marks, words), strict=True)
    for deal, name, email, phone, role, channel in columns:
        found[deal] += f',"person {email or name}":[{name},{email},{phone},{role},{channel}]'
    return found


def changed_fields(before: Digest, deals: Deals, deal: int) -> dict[str, bool]:
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


def key_of(person: Person) -> str:
    """What a person of a file or of the database is called in a digest."""
    return f"person {mark(said_email(person.email, person.email_typed)) or mark(person.name)}"


def changed_parts(before: Digest, person: Person, key: str) -> dict[str, bool] | None:
    """As `changed_fields`, of one person's parts; None where the file never named somebody by `key` before."""
    if key not in before:
        return None
    old = dict(zip(_PARTS, before[key], strict=True))
    found = {}
    email, phone = said_email(person.email, person.email_typed), said_phone(person.phone, person.phone_typed)
    for part, value in zip(_PARTS, (person.name, email, phone, person.role, person.channel), strict=True):
        if value is not None and mark(value) != old[part]:
            found[part] = bool(old[part])
    return found


def together(before: Digest, after: Digest) -> str:
    """The digest to keep: what the file says now, and what it said before of what it is silent about now."""
    merged = dict(before)
    for field, value in after.items():
        if field.startswith("person ") and field in before:
            value = [new or kept for new, kept in zip(value, before[field], strict=True)]
        if value or field not in before:
            merged[field] = value
    return json.dumps(merged, ensure_ascii=False, separators=(",", ":"))
