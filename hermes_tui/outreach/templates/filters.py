"""The filters a template may use (`{{ lead.title | upper }}`): few, each cheap on any value, and pure.

Those that Jinja2 has too do the same here. What comes in is plain (text, number, day, list of texts) and short; the
length of what comes out is checked by who calls them.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import quote

from hermes_tui.outreach.templates import days
from hermes_tui.outreach.templates.limits import MOST_VALUE, Refused

_WIDEST = 200  # columns: wider than any letter
_WORD = re.compile(r"\w+")
_WORD_START = re.compile(r"(?:^|(?<=[-\s({\[<]))\S")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


class Listing(tuple[Any, ...]):
    """A list that prints as `a, b, c`."""

    __slots__ = ()

    def __str__(self) -> str:
        return ", ".join(map(str, self))


# -- text ------------------------------------------------------------------------------------------------


def _upper(value: Any) -> str:
    return str(value).upper()


def _lower(value: Any) -> str:
    return str(value).lower()


def _capitalize(value: Any) -> str:
    return str(value).capitalize()


def _title(value: Any) -> str:
    return _WORD_START.sub(lambda match: match[0].upper(), str(value).lower())


def _trim(value: Any, chars: str | None = None) -> str:
    return str(value).strip(chars)


def _replace(value: Any, old: Any, new: Any, count: int = -1) -> str:
    text, before, after = str(value), str(old), str(new)
    grown = (text.count(before) if before else len(text) + 1) * (len(after) - len(before)) + len(text)
    if grown > MOST_VALUE:
        raise Refused(f"a text grows beyond {MOST_VALUE:,} characters")
    return text.replace(before, after, _whole(count))


def _truncate(value: Any, length: int = 255, killwords: bool = False, end: str = "...", leeway: int = 5) -> str:
    text, ending, most = str(value), str(end), _whole(length)
    if len(text) <= most + _whole(leeway):
        return text
    cut = text[: max(0, most - len(ending))]
    return (cut if killwords else cut.rsplit(" ", 1)[0]) + ending


def _indent(value: Any, width: int | str = 4, first: bool = False, blank: bool = False) -> str:
    margin = width[:_WIDEST] if isinstance(width, str) else " " * _width(width)
    opening, *rest = str(value).split("\n")
    lines = [margin + opening if first else opening, *(margin + line if line or blank else line for line in rest)]
    return _joined("\n", lines)


def _wordwrap(value: Any, width: int = 72) -> str:
    columns = max(1, _width(width))
    return "\n".join(textwrap.fill(line, columns, break_on_hyphens=False) for line in str(value).split("\n"))


def _center(value: Any, width: int = 72) -> str:
    return str(value).center(_width(width))


def _wordcount(value: Any) -> int:
    return len(_WORD.findall(str(value)))


def _first_word(value: Any) -> str:
    return str(value).split(None, 1)[0] if str(value).strip() else ""


def _first_line(value: Any) -> str:
    return str(value).strip().partition("\n")[0]


def _first_sentence(value: Any) -> str:
    return _SENTENCE.split(" ".join(str(value).split()), maxsplit=1)[0]


def _quoted(value: Any) -> str:
    return _joined("\n", [f"> {line}".rstrip() for line in str(value).split("\n")])


def _urlencode(value: Any) -> str:
    return quote(str(value).encode("utf-8", "replace"), safe="/")


def _string(value: Any) -> str:
    return str(value)


# -- lists -----------------------------------------------------------------------------------------------


def _items(value: Any) -> Sequence[Any]:
    if isinstance(value, str | tuple | list):
        return value
    raise Refused("only a list or a text has first, last and following parts")


def _first(value: Any) -> Any:
    return next(iter(_items(value)), "")


def _last(value: Any) -> Any:
    return next(iter(reversed(_items(value))), "")


def _length(value: Any) -> int:
    return len(_items(value))


def _join(value: Any, d: str = "") -> str:
    return _joined(str(d), [str(item) for item in _items(value)])


def _sort(value: Any, reverse: bool = False) -> Listing:
    return Listing(sorted(_items(value), key=lambda item: str(item).casefold(), reverse=bool(reverse)))


def _unique(value: Any) -> Listing:
    once: dict[str, Any] = {}
    for item in _items(value):
        once.setdefault(str(item).casefold(), item)
    return Listing(once.values())


def _reverse(value: Any) -> Any:
    return value[::-1] if isinstance(value, str) else Listing(_items(value)[::-1])


def _smallest(value: Any) -> Any:
    return min(_items(value), default="")


def _largest(value: Any) -> Any:
    return max(_items(value), default="")


# -- numbers ---------------------------------------------------------------------------------------------


def _int(value: Any, default: int = 0) -> int:
    try:
        return int(_number_in(value))
    except (ValueError, OverflowError):
        return default


def _float(value: Any, default: float = 0.0) -> float:
    try:
        return float(_number_in(value))
    except ValueError:
        return default


def _number_in(value: Any) -> int | float:
    if isinstance(value, str):
        return float(value[:40].replace(",", ""))
    return _number(value)


def _number(value: Any) -> int | float:
    if isinstance(value, int | float):
        return value
    raise Refused(f"`{str(value)[:40]}` is no number")


def _whole(value: Any) -> int:
    return int(_number(value))


def _width(value: Any) -> int:
    columns = _whole(value)
    if not 0 <= columns <= _WIDEST:
        raise Refused(f"no letter is {columns:,} columns wide; {_WIDEST} are the most")
    return columns


def _places(value: Any) -> int:
    return min(10, max(0, _whole(value)))


def _abs(value: Any) -> int | float:
    return abs(_number(value))


def _round(value: Any, precision: int = 0) -> int | float:
    found = round(_number(value), _places(precision))
    return int(found) if _places(precision) == 0 else found


def _thousands(value: Any, decimals: int = 0) -> str:
    return f"{_number(value):,.{_places(decimals)}f}"


# -- days ------------------------------------------------------------------------------------------------


def _day(value: Any) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value)[:20])
    except ValueError:
        raise Refused(f"`{str(value)[:40]}` is no day") from None


def _weekday(value: Any) -> str:
    return days.weekday(_day(value))


def _month(value: Any) -> str:
    return days.month(_day(value))


def _day_and_month(value: Any) -> str:
    return days.day_and_month(_day(value))


def _plus_days(value: Any, n: int = 1) -> date:
    try:
        return days.later(_day(value), _whole(n))
    except (ValueError, OverflowError):
        raise Refused("that day is more than a hundred years away") from None


def _plus_workdays(value: Any, n: int = 1) -> date:
    found, left = _day(value), _whole(n)
    if not 0 <= left <= 250:
        raise Refused("count at most 250 working days")
    while left:
        found = _plus_days(found, 1)
        left -= found.weekday() < 5
    return days.day_of(found)


def _iso(value: Any) -> str:
    return _day(value).isoformat()


# -- any -------------------------------------------------------------------------------------------------


def _default(value: Any, default_value: Any = "", boolean: bool = False) -> Any:
    """Called for a missing value too, which comes as None."""
    return default_value if value is None or (boolean and not value) else value


def _joined(parting: str, parts: Sequence[str]) -> str:
    if sum(map(len, parts)) + len(parting) * len(parts) > 2 * MOST_VALUE:
        raise Refused(f"a text grows beyond {MOST_VALUE:,} characters")
    return parting.join(parts)


FILTERS: Mapping[str, Callable[..., Any]] = {
    "default": _default, "d": _default, "upper": _upper, "lower": _lower, "capitalize": _capitalize, "title": _title,
    "trim": _trim, "replace": _replace, "truncate": _truncate, "indent": _indent, "wordwrap": _wordwrap,
    "center": _center, "wordcount": _wordcount, "first_word": _first_word, "first_line": _first_line,
    "first_sentence": _first_sentence, "quoted": _quoted, "urlencode": _urlencode, "string": _string,
    "first": _first, "last": _last, "length": _length, "count": _length, "join": _join, "sort": _sort,
    "unique": _unique, "reverse": _reverse, "min": _smallest, "max": _largest, "int": _int, "float": _float,
    "abs": _abs, "round": _round, "thousands": _thousands, "weekday": _weekday, "month": _month,
    "day_and_month": _day_and_month, "plus_days": _plus_days, "plus_workdays": _plus_workdays, "iso": _iso,
}  # fmt: skip
TESTS = ("defined", "undefined", "none", "odd", "even", "divisibleby", "number", "string", "in")
