"""The rules of scoring that were adopted in this file, newest first; without any, those Hermes comes with hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from storage.database import Database


class RuleSetRow(NamedTuple):
    """One row of rule_set: the rules as TOML text, what was learned last as JSON, and whether that is used.

    `at` is UTC ms; `key` that of the basis which the Hermes that adopted them made of it.
    """

    id: int
    at: int
    key: int
    rules: str
    learned: str | None
    use_learned: int


_NEWEST = "SELECT id, at, key, rules, learned, use_learned FROM rule_set ORDER BY id DESC LIMIT 1 OFFSET ?"
_ALL = "SELECT id, at, key, rules, learned, use_learned FROM rule_set ORDER BY id DESC LIMIT ?"


def newest_first(database: Database) -> Iterator[RuleSetRow]:
    """The rows one by one: whoever can read the newest asks for no other."""
    place = 0
    while (row := database.row(_NEWEST, (place,))) is not None:
        yield RuleSetRow._make(row)
        place += 1


def history(database: Database, limit: int = 50) -> list[RuleSetRow]:
    """The latest rows, newest first."""
    return [RuleSetRow._make(row) for row in database.rows(_ALL, (limit,))]
