"""Declaring the custom fields that a file fills, in the action of its import, and what is said of them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from hermes_tui.exchange.custom_columns import CustomColumn
from hermes_tui.exchange.rows import LeftEmpty
from storage.errors import UsageError
from storage.queries.custom_fields import CHOICE

_SHOWN = 5  # choices, and cells, that a line names


class Declares(NamedTuple):
    """A field that an import declares (`new`), or whose choices it adds to."""

    name: str
    kind: str
    choices: tuple[str, ...]
    added: tuple[str, ...]
    new: bool


def declared_by(customs: Iterable[CustomColumn]) -> tuple[Declares, ...]:
    """The fields that these columns declare or add choices to, in the file's order."""
    return tuple(
        Declares(each.field.name, each.field.kind, each.field.choices, each.added, each.new)
        for each in customs
        if each.field is not None and (each.new or each.added)
    )


def declare(connection: sqlite3.Connection, customs: Iterable[CustomColumn], now: int) -> None:
    """Write the fields, in the transaction and action that are open. Raises UsageError where one changed meanwhile."""
    for each in declared_by(customs):
        known = connection.execute(
            "SELECT id, kind, choices FROM custom_field WHERE name = ?", (each.name,)
        ).fetchone()  # fmt: skip
        if known is None:
            connection.execute(
                """INSERT INTO custom_field (name, kind, choices, position, created_at)
                   VALUES (?, ?, ?, (SELECT COALESCE(MAX(position), 0) + 1 FROM custom_field), ?)""",
                (each.name, each.kind, json.dumps(each.choices, ensure_ascii=False), now),
            )
            continue
        if known[1] != each.kind:
            raise UsageError(
                f"custom.{each.name} was declared as {known[1]} while the file was read; nothing was imported, "
                "import it again."
            )
        if each.kind == CHOICE:
            there = json.loads(known[2])
            folded = {choice.casefold() for choice in there}
            more = [choice for choice in each.choices if choice.casefold() not in folded]
            if more:
                grown = json.dumps([*there, *more], ensure_ascii=False)
                connection.execute("UPDATE custom_field SET choices = ? WHERE id = ?", (grown, known[0]))


# -- in words ----------------------------------------------------------------------------------------------


def sentences(fields: Sequence[Declares], left_empty: Sequence[LeftEmpty], most: int) -> list[str]:
    """What to say of them: the new fields with their kinds, new choices, and the first `most` cells left empty."""
    new = [each for each in fields if each.new]
    found = []
    if new:
        called = "1 new field" if len(new) == 1 else f"{len(new):,} new fields"
        found.append(f"{called}: {', '.join(f'custom.{each.name} ({_kind(each)})' for each in new)}")
    for each in fields:
        if not each.new:
            more = f" and {len(each.added) - _SHOWN:,} more" if len(each.added) > _SHOWN else ""
            found.append(f"custom.{each.name} has new choices: {', '.join(each.added[:_SHOWN])}{more}")
    found += [cell.sentence() for cell in left_empty[:most]]
    if len(left_empty) > most:
        found.append(f"… and {len(left_empty) - most:,} more cells left empty")
    return found


def _kind(each: Declares) -> str:
    return f"choice of {len(each.choices)}" if each.kind == CHOICE else each.kind
