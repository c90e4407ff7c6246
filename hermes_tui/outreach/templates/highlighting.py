"""The colours of a template being written: which stretches of each line are fields, tags, filters, texts, comments.

It reads text that is half typed as well as text that is done, and never fails.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from hermes_tui.outreach.templates.checking import Fault

KINDS = ("delimiter", "field", "name", "filter", "keyword", "string", "number", "operator", "comment", "fault")


class Piece(NamedTuple):
    """A stretch of a line: `line` from 0, columns `start` to `end` from 0, as editors count; `kind` is one of KINDS."""

    line: int
    start: int
    end: int
    kind: str


_OPENS = re.compile(r"\{[{%#][-+]?")
_ENDS_COMMENT = re.compile(r"#\}|\Z")
_ENDS_RAW = re.compile(r"\{%[-+]?\s*endraw\s*[-+]?%\}|\Z")
_IS_RAW = re.compile(r"\{%[-+]?\s*raw\s*[-+]?%\}")
_TOKEN = re.compile(
    r"""(?P<delimiter>[-+]?[%}]\})
      | (?P<string>'(?:[^'\\\n]|\\.)*'?|"(?:[^"\\\n]|\\.)*"?)
      | (?P<filter>(?<=\|)\s*[^\W\d]\w*|(?<=\|\s)[^\W\d]\w*)
      | (?P<name>[^\W\d]\w*(?:\.\w+)*)
      | (?P<number>\d[\d_.]*)
      | (?P<operator>[^\s\w])""",
    re.VERBOSE,
)
_KEYWORDS = frozenset((
    "if", "elif", "else", "endif", "for", "endfor", "in", "set", "and", "or", "not", "is", "true", "false", "none",
    "True", "False", "None", "raw", "endraw",
))  # fmt: skip


def pieces(text: str, faults: Sequence[Fault] = ()) -> list[Piece]:
    """The coloured stretches in order, none over the end of a line; those of `faults` (of this part) come last."""
    found = list(_pieces(text))
    for fault in faults:
        start = fault.column - 1
        found.append(Piece(fault.line - 1, start, start + fault.length, "fault"))
    return found


@lru_cache(maxsize=64)
def _pieces(text: str) -> tuple[Piece, ...]:
    found: list[Piece] = []
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    row = 0
    for start, end, kind in _stretches(text):
        while starts[row + 1] <= start:
            row += 1
        at = row
        while start < end:
            stop = min(end, starts[at + 1] - 1)
            if stop > start:
                found.append(Piece(at, start - starts[at], stop - starts[at], kind))
            at += 1
            start = starts[at] if at < len(lines) else end
    return tuple(found)


def _stretches(text: str) -> list[tuple[int, int, str]]:
    """Stretches by their places in the whole text; a comment may span lines."""
    found: list[tuple[int, int, str]] = []
    position = 0
    while (opening := _OPENS.search(text, position)) is not None:
        start = opening.start()
        if opening[0].startswith("{#"):
            position = _end(_ENDS_COMMENT, text, opening.end())
            found.append((start, position, "comment"))
            continue
        raw = _IS_RAW.match(text, start)
        if raw is not None:
            position = _end(_ENDS_RAW, text, raw.end())
            found.append((start, raw.end(), "keyword"))
            closing = text.rfind("{%", raw.end(), position)
            if closing >= 0:
                found.append((closing, position, "keyword"))
            continue
        found.append((start, opening.end(), "delimiter"))
        position = _inside(text, opening.end(), found)
    return found


def _inside(text: str, position: int, found: list[tuple[int, int, str]]) -> int:
    """What stands within braces, up to their end, the next opening ones or the end of the text."""
    while (token := _TOKEN.search(text, position)) is not None:
        start, kind = token.start(), str(token.lastgroup)
        if kind == "operator" and _OPENS.match(text, start):
            return start
        position = token.end()
        if kind == "filter":
            start += len(token[0]) - len(token[0].lstrip())
        elif kind == "name":
            kind = "keyword" if token[0] in _KEYWORDS else _named(token[0])
        found.append((start, position, kind))
        if kind == "delimiter":
            return position
    return len(text)


def _named(word: str) -> str:
    from hermes_tui.outreach.templates.fields import canonical

    return "field" if canonical(word) is not None else "name"


def _end(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.search(text, position)
    return match.end() if match is not None else len(text)
