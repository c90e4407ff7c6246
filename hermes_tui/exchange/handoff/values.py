"""Values of rows as a packet writes them, and back: what comes in is checked, whoever made the packet."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from hermes_tui.exchange.handoff.shape import ORIGINS, Field
from hermes_tui.formats import exact_iso, major
from storage.errors import UsageError

Numbers = Mapping[str, Mapping[Any, Any]]
"""What a number of the file is in the packet, or the other way: by kind (stage, template) or part (contacts, …)."""

POINTS_TO = {"stage": "stage", "template": "template", "contact": "contacts", "note": "notes"}
_MOST = 2**63 - 1


# -- out -------------------------------------------------------------------------------------------------


def packed(fields: Sequence[Field], row: Sequence[Any], numbers: Numbers) -> dict[str, Any]:
    """A row, its columns in the order of `fields`, as the packet writes it."""
    found: dict[str, Any] = {}
    for field, value in zip(fields, row, strict=True):
        if field.kind == "money":
            found[field.name] = major(value)
            found[f"{field.name}_minor"] = value
        elif field.kind == "moment":
            found[field.name] = exact_iso(value)
        elif field.kind == "flag":
            found[field.name] = bool(value)
        elif field.kind in ("custom", "reasons"):
            found[field.name] = json.loads(value)
        elif field.kind in POINTS_TO:
            found[field.name] = None if value is None else numbers[POINTS_TO[field.kind]].get(value)
        elif field.kind == "origin":
            found[field.name] = _origin(value, numbers)
        else:
            found[field.name] = value
    return found


def _origin(value: str | None, numbers: Numbers) -> str | None:
    """`touch:12` with the place in the packet for the number; None where it is of something that is not in it."""
    kind, _, number = (value or "").partition(":")
    place = numbers.get(ORIGINS.get(kind, ""), {}).get(int(number)) if number.isdecimal() else None
    return None if place is None else f"{kind}:{place}"


# -- in --------------------------------------------------------------------------------------------------


def unpacked(fields: Sequence[Field], said: Any, numbers: Numbers, where: str) -> dict[str, Any]:
    """Column values of what a packet says of one row. Raises UsageError naming `where` and the field that is wrong."""
    if not isinstance(said, dict):
        raise UsageError(f"{where} is no record")
    found = {}
    for field in fields:
        value = said.get(field.name)
        try:
            if field.kind == "money" and said.get(f"{field.name}_minor") is not None:
                value = _whole(said[f"{field.name}_minor"], numbers)
            elif value is not None:
                value = _READ[field.kind](value, numbers)
        except (ValueError, TypeError, OverflowError, KeyError):
            raise UsageError(f"`{field.name}` of {where} makes no sense") from None
        if value is None and field.needed:
            raise UsageError(f"`{field.name}` of {where} is missing")
        found[field.column] = value
    return found


def _text(value: Any, _numbers: Numbers) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _whole(value: Any, _numbers: Numbers) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) > _MOST:
        raise TypeError
    return value


def _flag(value: Any, _numbers: Numbers) -> int:
    if not isinstance(value, bool):
        raise TypeError
    return int(value)


def moment(value: Any, _numbers: Numbers | None = None) -> int:
    """UTC milliseconds of an ISO moment that names its zone; to the millisecond, without floats."""
    at = datetime.fromisoformat(_text(value, {}))
    if at.tzinfo is None:
        raise ValueError
    since = at - datetime(1970, 1, 1, tzinfo=UTC)
    return (since.days * 86_400 + since.seconds) * 1000 + since.microseconds // 1000


def _day(value: Any, _numbers: Numbers) -> str:
    return date.fromisoformat(_text(value, {})).isoformat()


def _money(value: Any, _numbers: Numbers) -> int:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise TypeError
    return _whole(round(value * 100), {})


def _custom(value: Any, _numbers: Numbers) -> str:
    if not isinstance(value, dict) or any(isinstance(inner, dict | list) for inner in value.values()):
        raise TypeError
    return json.dumps(value, ensure_ascii=False)


def _reasons(value: Any, _numbers: Numbers) -> str:
    from hermes_tui.scoring.score import from_rows, to_rows

    if not isinstance(value, list) or not all(isinstance(reason, dict) for reason in value):
        raise TypeError
    return json.dumps(to_rows(from_rows(value)), ensure_ascii=False)


def _pointed(kind: str) -> Callable[[Any, Numbers], Any]:
    return lambda value, numbers: numbers[POINTS_TO[kind]][value]


def _template(value: Any, numbers: Numbers) -> int | None:
    """By name, where this file has one of that name: what was sent stays told even where it has none."""
    return numbers["template"].get(_text(value, {}))


def _pointed_origin(value: Any, numbers: Numbers) -> str:
    kind, _, place = _text(value, {}).partition(":")
    return f"{kind}:{numbers[ORIGINS[kind]][int(place)]}"


_READ: dict[str, Callable[[Any, Numbers], Any]] = {
    "text": _text, "words": _text, "whole": _whole, "flag": _flag, "moment": moment, "date": _day, "money": _money,
    "custom": _custom, "reasons": _reasons, "stage": _pointed("stage"), "contact": _pointed("contact"),
    "note": _pointed("note"), "template": _template, "origin": _pointed_origin,
}  # fmt: skip
