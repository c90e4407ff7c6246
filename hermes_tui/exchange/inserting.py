"""Writing the new deals of a plan: rows made column by column and inserted in bulk, triggers out of the way."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from itertools import chain, compress, count, islice, repeat
from typing import NamedTuple

from hermes_tui.exchange.convert import Values
from hermes_tui.exchange.lead_rows import Batch, Columns, histories, lead_columns
from hermes_tui.exchange.plan import Deals
from hermes_tui.exchange.scoring import Scored, fill_in
from storage.bulk import next_id


class Written(NamedTuple):
    """How many rows were made."""

    leads: int
    contacts: int


Step = Callable[[int, str], None]

_CHUNK = 10_000


def insert_new(
    connection: sqlite3.Connection, deals: Deals, digests: list[str], scored: Scored, batch: Batch, step: Step
) -> Written:
    """Insert every deal of `deals` with its score, people, history, notes, tasks and tags.

    To be called inside `bulk_load`. `step(rows, phase)` is told of each chunk written and may raise to stop.
    """
    number = len(deals.keys)
    first = next_id(connection, "lead")
    leads = range(first, first + number)
    (created, entered), events = histories(deals, batch)
    tasks, of_lead = _tasks(deals, leads, batch, next_id(connection, "task"))
    columns = {"id": leads, **lead_columns(deals, batch, created, entered), **of_lead}
    fill_in(columns, events, deals, scored, batch)
    _insert(connection, "lead", columns, step)
    _insert(connection, "stage_event", events.columns(first), step)
    contacts = _insert_people(connection, deals, created, first, batch, step)
    _insert_notes(connection, deals, first, batch)
    _insert_touches(connection, deals, first, batch)
    if tasks:
        _insert(connection, "task", tasks, step)
    _insert_tags(connection, deals, first)
    kept = {"lead_id": leads, "import_id": repeat(batch.import_id, number), "key": deals.keys, "digest": digests}
    _insert(connection, "import_row", kept, step)
    return Written(number, contacts)


def _insert(connection: sqlite3.Connection, table: str, columns: Columns, step: Step) -> None:
    """Insert columns as rows, a chunk at a time so that progress can be shown and the work stopped."""
    sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
    rows = zip(*columns.values(), strict=True)
    while chunk := list(islice(rows, _CHUNK)):
        connection.executemany(sql, chunk)
        step(len(chunk), f"writing {table.replace('_', ' ')}s")


def _insert_people(
    connection: sqlite3.Connection, deals: Deals, created: list[int], first: int, batch: Batch, step: Step
) -> int:
    people = deals.people
    number = len(people.name)
    if not number:
        return 0
    previous = chain((-1,), people.deal)
    columns: Columns = {
        "lead_id": [first + deal for deal in people.deal],
        # The first person a file names of a deal is its main one.
        "is_primary": [int(deal != before) for deal, before in zip(people.deal, previous, strict=False)],
        "created_at": [created[deal] for deal in people.deal],
        "updated_at": repeat(batch.now, number),
        "import_id": repeat(batch.import_id, number),
    }
    for name in ("name", "email", "email_typed", "phone", "phone_typed", "role", "channel"):
        values = getattr(people, name)
        if name == "name" or any(values):
            columns[name] = values
    _insert(connection, "contact", columns, step)
    return number


def _insert_notes(connection: sqlite3.Connection, deals: Deals, first: int, batch: Batch) -> None:
    """Notes of a file are SYSTEM ones: a manual note would count as a touch, and an import touches nobody."""
    rows = [
        (first + deal, "SYSTEM", text, batch.now, batch.import_id, batch.now, batch.now)
        for deal, text in enumerate(deals.values.get("note", []))
        if text
    ]
    connection.executemany(
        "INSERT INTO note (lead_id, kind, text, at, import_id, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        rows,
    )


TOUCH = """INSERT INTO touch (lead_id, kind, channel, direction, text, at, import_id, created_at)
    VALUES (?, 'message', 'import', 'out', ?, ?, ?, ?)"""


def touch_text(file: str) -> str:
    """What the timeline says of a last touch that only a date is known of."""
    return f"last touch, as {file} names it"


def _insert_touches(connection: sqlite3.Connection, deals: Deals, first: int, batch: Batch) -> None:
    """A last touch is a row like any other, or the copies on the lead could not be rebuilt from rows."""
    text = touch_text(batch.file)
    touched = enumerate(deals.values.get("last_touch_at", []))
    rows = [(first + deal, text, at, batch.import_id, batch.now) for deal, at in touched if at is not None]
    connection.executemany(TOUCH, rows)


def _tasks(deals: Deals, leads: range, batch: Batch, first: int) -> tuple[Columns, Columns]:
    """The columns of the task table, and what the lead keeps of its next task."""
    nothing: Values = [None] * len(deals.keys)
    titles, dates = deals.values.get("next_task", nothing), deals.values.get("next_task_on", nothing)
    wanted = [bool(title or day) for title, day in zip(titles, dates, strict=True)]
    if not any(wanted):
        return {}, {}
    number = sum(wanted)
    tasks: Columns = {
        "id": range(first, first + number),
        "lead_id": compress(leads, wanted),
        "title": [title or "Follow up" for title in compress(titles, wanted)],
        "due_on": list(compress(dates, wanted)),
        "import_id": repeat(batch.import_id, number),
        "created_at": repeat(batch.now, number),
        "updated_at": repeat(batch.now, number),
    }
    ids = count(first)
    numbered = [next(ids) if want else None for want in wanted]
    next_ids = [task if day else None for task, day in zip(numbered, dates, strict=True)]
    return tasks, {"next_task_id": next_ids, "next_task_on": dates}


def _insert_tags(connection: sqlite3.Connection, deals: Deals, first: int) -> None:
    tags: Sequence[tuple[str, ...] | None] = deals.values.get("tags", [])
    numbers = tag_ids(connection, {name for names in tags if names for name in names})
    rows = [(first + deal, numbers[name]) for deal, names in enumerate(tags) for name in names or ()]
    connection.executemany("INSERT INTO lead_tag (lead_id, tag_id) VALUES (?, ?)", rows)


def tag_ids(connection: sqlite3.Connection, names: Iterable[str]) -> dict[str, int]:
    """The ids of these tags, made where they do not exist."""
    wanted = sorted(set(names))
    connection.executemany("INSERT OR IGNORE INTO tag (name) VALUES (?)", [(name,) for name in wanted])
    return dict(
        connection.execute(
            "SELECT name, id FROM tag WHERE name IN (SELECT value FROM json_each(?))", (json.dumps(wanted),)
        )
    )
