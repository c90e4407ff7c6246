"""What every condition needs to know, and the named parameters that a filter's SQL is given."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

_LARGEST = 2**63 - 1  # what an SQLite integer holds; beyond it the driver raises


class Stage(NamedTuple):
    """A stage as filters name it."""

    id: int
    name: str
    label: str
    kind: str


class OwnField(Protocol):
    """A field of the rep's own; `kind` is text, number, date or choice, "" where it was never declared."""

    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def choices(self) -> Sequence[str]: ...


class Customs(Protocol):
    """The fields of the rep's own in a file, read when a filter names the first one."""

    def named(self, typed: str) -> OwnField | None:
        """The field that is meant, declared or only held by leads; None where there is none."""
        ...

    def names(self) -> Sequence[str]:
        """All there are."""
        ...


class Asked(NamedTuple):
    """The moment (UTC ms), the rep's date and timezone, the stale setting, the stages and own fields of the question.

    `customs` None: it is not known which fields the file has, so every name may be one.
    """

    now: int
    today: datetime.date
    timezone: datetime.tzinfo
    stale_days: int
    stages: tuple[Stage, ...]
    customs: Customs | None = None


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
