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


# Ranges, and not `score_key IS NOT :key`: so index lead_score_key finds the few stale ones among any number.
STALE_IDS = """
SELECT id FROM lead WHERE score_manual = 0 AND score_key IS NULL
UNION ALL SELECT id FROM lead WHERE score_manual = 0 AND score_key < :key
UNION ALL SELECT id FROM lead WHERE score_manual = 0 AND score_key > :key
"""
"""The leads whose score other rules made than those of this key, or none, or whose words changed since."""


def stale(database: Database, key: int) -> int:
    """How many leads have a score of other rules than those of this key."""
    return int(database.value(f"SELECT COUNT(*) FROM ({STALE_IDS})", {"key": key}))
