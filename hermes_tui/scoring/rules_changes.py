"""How one set of rules differs from another, in a rep's words: `threshold 15 → 20`, `stack +rust −flask`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from hermes_tui.scoring.rules import Rules

_AMOUNTS = ("budget_minimum", "budget_maximum")
_MOST = 4


def rule_changes(old: Rules, new: Rules) -> tuple[str, ...]:
    """Every difference, in the order of the rules; empty where they are the same."""
    return tuple(_changes(old, new))


def in_short(changes: Sequence[str]) -> str:
    """The first few changes on a line, and how many more there are."""
    shown = ", ".join(changes[:_MOST])
    return f"{shown}, {len(changes) - _MOST} more" if len(changes) > _MOST else shown


def _changes(old: Rules, new: Rules) -> Iterator[str]:
    for name, was, becomes in zip(Rules._fields, old, new, strict=True):
        if was == becomes:
            continue
        called = name.replace("_", " ")
        if isinstance(was, tuple) and isinstance(becomes, tuple):
            yield f"{called} {_members(was, becomes)}"
        elif isinstance(was, bool):
            yield f"{called} {'on' if becomes else 'off'}"
        else:
            yield f"{called} {_said(name, was)} → {_said(name, becomes)}"


def _said(name: str, value: object) -> str:
    if name in _AMOUNTS and isinstance(value, int):
        return f"{value / 100:,.2f}".removesuffix(".00")
    return str(value).replace("-", "−")


class _Member(NamedTuple):
    name: str
    whole: object


def _members(was: tuple[object, ...], becomes: tuple[object, ...]) -> str:
    """What came, went and changed of phrases, red flags or rules of the rep's own."""
    before = {each.name: each.whole for each in map(_member, was)}
    after = {each.name: each.whole for each in map(_member, becomes)}
    parts = [f"+{name}" for name in after if name not in before]
    parts += [f"−{name}" for name in before if name not in after]
    parts += [f"~{name}" for name in after if name in before and before[name] != after[name]]
    return " ".join(parts) or "in another order"


def _member(member: object) -> _Member:
    if isinstance(member, tuple):
        return _Member(str(member[0]), member)
    return _Member(str(member), member)
