"""What every condition needs to know, and the named parameters that a filter's SQL is given."""

from __future__ import annotations

import datetime
from typing import Any, NamedTuple

_LARGEST = 2**63 - 1  # what an SQLite integer holds; beyond it the driver raises


class Stage(NamedTuple):
    """A stage as filters name it."""

    id: int
    name: str
    label: str
    kind: str


class Asked(NamedTuple):
    """The moment (UTC ms), the rep's date and timezone, the stale setting and the stages of the question."""

    now: int
    today: datetime.date
    timezone: datetime.tzinfo
    stale_days: int
    stages: tuple[Stage, ...]


class Parameters:
    """Named parameters `f0`, `f1`, …, each kept once; the same value is given the same name."""

    def __init__(self) -> None:
        self.named: dict[str, Any] = {}
        self._names: dict[tuple[type, Any], str] = {}

    def mark(self, value: str | float) -> str:
        """The `:name` that stands for `value` in the SQL."""
        if isinstance(value, int):
            value = max(-_LARGEST, min(_LARGEST, value))
        key = (type(value), value)
        if key not in self._names:
            self._names[key] = f"f{len(self.named)}"
            self.named[self._names[key]] = value
        return f":{self._names[key]}"
