"""Leads out of Hermes: CSV for spreadsheets or for an exact way back in, and JSON lines; streamed, never cut."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple, TextIO

from hermes_tui.exchange.custom_values import as_text
from hermes_tui.formats import exact_iso, major
from storage.database import Database
from storage.queries.custom_fields import CHOICE, TEXT, custom_fields, declared

_PAGE = 500

# One page of leads by primary key; contacts, tags and tasks by the indexes contact_lead, lead_tag, task's key.
_LEADS = """
SELECT lead.id, lead.title, lead.company, stage.name AS stage, stage.kind, lead.value, lead.currency, lead.source,
    lead.source_url, lead.external_id, lead.email, lead.phone, lead.website, lead.author, lead.author_url,
    lead.budget_min, lead.budget_max, lead.deadline_on AS deadline, lead.description, lead.score, lead.heat,
    lead.created_at, lead.engaged_at, lead.stage_entered_at, lead.last_touch_at, lead.close_reason AS lost_reason,
    task.title AS next_task, lead.next_task_on, lead.snoozed_until, lead.custom
FROM json_each(?) AS wanted
JOIN lead ON lead.id = wanted.value
JOIN stage ON stage.id = lead.stage_id
LEFT JOIN task ON task.id = lead.next_task_id
ORDER BY wanted.key
"""
_CONTACTS = """
SELECT lead_id, name, email, phone, role, channel, sentiment, is_primary FROM contact
WHERE lead_id IN (SELECT value FROM json_each(?)) ORDER BY lead_id, is_primary DESC, id
"""
_TAGS = """
SELECT lead_id, name FROM lead_tag JOIN tag ON tag.id = tag_id
WHERE lead_id IN (SELECT value FROM json_each(?)) ORDER BY lead_id, name
"""
_NOTES = """
SELECT lead_id, kind, at, text FROM note WHERE lead_id IN (SELECT value FROM json_each(?)) ORDER BY lead_id, at, id
"""
_VISITS = """
SELECT lead_id, stage.name, at, left_at FROM stage_event JOIN stage ON stage.id = to_stage_id
WHERE lead_id IN (SELECT value FROM json_each(?)) ORDER BY lead_id, at, stage_event.id
"""
_MOST_PEOPLE = """
SELECT MAX(n) FROM (
    SELECT COUNT(*) AS n FROM contact WHERE lead_id IN (SELECT value FROM json_each(?)) GROUP BY lead_id
)
"""
_CUSTOM_NAMES = """
SELECT DISTINCT field.key FROM lead, json_each(lead.custom) AS field
WHERE lead.custom <> '{}' AND lead.id IN (SELECT value FROM json_each(?)) ORDER BY 1
"""

_MONEY = frozenset({"value", "budget_min", "budget_max"})
_MOMENTS = frozenset({"created_at", "engaged_at", "closed_at", "last_touch_at", "snoozed_until"})
_NUMBERS = frozenset({"id", "score", "heat"}) | _MONEY
_PERSON = ("name", "email", "phone", "role", "channel")
# The order of the columns; the names are those that an import knows.
_COLUMNS = (
    *("id", "title", "company", "stage", "value", "currency", "source", "source_url", "external_id", "email", "phone"),
    *(
        "website",
        "author",
        "author_url",
        "budget_min",
        "budget_max",
        "deadline",
        "description",
        "tags",
        "score",
        "heat",
    ),
    *("created_at", "engaged_at", "closed_at", "last_touch_at", "lost_reason", "next_task", "next_task_on"),
)
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


class Exported(NamedTuple):
    """One lead with what hangs on it, in plain values: amounts in major units, moments as ISO texts."""

    lead: dict[str, Any]
    custom: dict[str, Any]
    tags: list[str]
    contacts: list[dict[str, Any]]


def write_csv(out: TextIO, database: Database, lead_ids: Iterable[int] | None = None, *, exact: bool = False) -> int:
    """Write leads as CSV, all of them where `lead_ids` is None, in the order given; returns how many.

    One row a lead, with as many `contactN.…` columns as the lead with most contacts needs and a `custom.NAME`
    column for each custom field, the declared ones first. A text that a spreadsheet would run as a formula gets a `'`
    in front; `exact` leaves it out, so that an import gives back what was exported, and says the kind of a field where
    its values alone do not: `custom.plan:choice`.
    """
    ids = _ids(database, lead_ids)
    listed = json.dumps(ids)
    people = int(database.value(_MOST_PEOPLE, (listed,)) or 0)
    customs = _customs(database, listed, exact=exact)
    slots = ["contact" if number == 1 else f"contact{number}" for number in range(1, people + 1)]
    writer = csv.writer(out, lineterminator="\r\n")
    header = [
        *_COLUMNS,
        *customs.values(),
        *(f"{slot}.{part}" for slot in slots for part in _PERSON),
    ]
    guard = _as_it_is if exact else harmless
    writer.writerow(map(guard, header))
    written = 0
    for each in _exported(database, ids):
        fields = {**each.lead, "tags": ", ".join(each.tags)}
        cells = [_cell(fields[name]) if name in _NUMBERS else guard(_cell(fields[name])) for name in _COLUMNS]
        cells.extend(_own_cell(each.custom.get(name), guard) for name in customs)
        for contact in each.contacts:
            cells.extend(guard(_cell(contact[part])) for part in _PERSON)
        cells.extend([""] * (len(header) - len(cells)))
        writer.writerow(cells)
        written += 1
    return written


def write_jsonl(out: TextIO, database: Database, lead_ids: Iterable[int] | None = None) -> int:
    """Write leads as JSON lines, one object a lead with contacts, tags, notes and stage history; returns how many."""
    written = 0
    for page in _pages(_ids(database, lead_ids)):
        notes = _grouped(database, _NOTES, page)
        visits = _grouped(database, _VISITS, page)
        for each in _exported(database, page):
            number = each.lead["id"]
            line = {
                **each.lead,
                "tags": each.tags,
                "custom": each.custom,
                "contacts": each.contacts,
                "notes": [
                    {"kind": kind, "at": exact_iso(at), "text": text} for kind, at, text in notes.get(number, [])
                ],
                "stages": [
                    {"stage": stage, "entered_at": exact_iso(at), "left_at": exact_iso(left)}
                    for stage, at, left in visits.get(number, [])
                ],
            }
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
            written += 1
    return written


def _ids(database: Database, lead_ids: Iterable[int] | None) -> list[int]:
    if lead_ids is not None:
        return list(lead_ids)
    return [int(row[0]) for row in database.rows("SELECT id FROM lead ORDER BY id")]


def _pages(ids: Sequence[int]) -> Iterator[list[int]]:
    rest = iter(ids)
    while page := list(islice(rest, _PAGE)):
        yield page


def _exported(database: Database, ids: Sequence[int]) -> Iterator[Exported]:
    for page in _pages(ids):
        contacts = _grouped(database, _CONTACTS, page)
        tags = _grouped(database, _TAGS, page)
        names = (*_PERSON, "sentiment", "is_primary")
        with database.faults():
            cursor = database.connection().execute(_LEADS, (json.dumps(page),))
            columns = [column[0] for column in cursor.description]
            rows = [dict(zip(columns, row, strict=True)) for row in cursor]
        for row in rows:
            number = row["id"]
            people = [dict(zip(names, person, strict=True)) for person in contacts.get(number, [])]
            for person in people:
                person["is_primary"] = bool(person["is_primary"])
            custom = json.loads(row.pop("custom"))
            yield Exported(_plain(row), custom, [name for (name,) in tags.get(number, [])], people)


def _grouped(database: Database, sql: str, page: Sequence[int]) -> dict[int, list[tuple[Any, ...]]]:
    found: dict[int, list[tuple[Any, ...]]] = {}
    for number, *rest in database.rows(sql, (json.dumps(page),)):
        found.setdefault(number, []).append(tuple(rest))
    return found


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """A lead's columns as they leave the house; a closed deal has a `closed_at`, an open one none."""
    entered = row.pop("stage_entered_at")
    row["closed_at"] = None if row.pop("kind") == "open" else entered
    for name in _MONEY:
        row[name] = major(row[name])
    for name in _MOMENTS:
        row[name] = exact_iso(row[name])
    return row


def _customs(database: Database, listed: str, *, exact: bool) -> dict[str, str]:
    """The custom fields that these leads hold, each with the head of its column."""
    fields = custom_fields(database)
    held = [str(row[0]) for row in database.rows(_CUSTOM_NAMES, (listed,))]
    place = {field.name: number for number, field in enumerate(fields)}
    found = {}
    for name in sorted(held, key=lambda each: place.get(each, len(place))):
        field = declared(fields, name)
        told = exact and field is not None and field.kind in (TEXT, CHOICE)
        found[name] = f"custom.{name}:{field.kind}" if told and field is not None else f"custom.{name}"
    return found


def _own_cell(value: Any, guard: Callable[[str], str]) -> str:
    return guard(value) if isinstance(value, str) else as_text(value)


def _cell(value: Any) -> str:
    return "" if value is None else str(value)


def _as_it_is(text: str) -> str:
    return text


def harmless(text: str) -> str:
    """A text that a spreadsheet would run as a formula behind a `'`; any other as it is."""
    return f"'{text}" if text.startswith(_DANGEROUS) else text
