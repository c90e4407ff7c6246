"""The shape of a part: all that stands within braces, compiled once for all texts that differ only around it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import count
from threading import Lock
from types import CodeType
from typing import Any, TypeAlias

from jinja2 import Template
from jinja2.parser import Parser

from hermes_tui.outreach.templates.environment import LetterEnvironment
from hermes_tui.outreach.templates.fields import path_of
from hermes_tui.outreach.templates.plain_words import Spot
from hermes_tui.outreach.templates.tokens import DATA, Tokens
from hermes_tui.outreach.templates.tree import Tree

_UNSEEN = frozenset(("whitespace", "comment_begin", "comment", "comment_end", "raw_begin", "raw_end"))
_MOST_KEPT = 64
_PLACE = re.compile("\0(\\d+)\0")
"""Where letters go, in the code: no constant of a template has a NUL in it (tree.py)."""
_Key: TypeAlias = "tuple[tuple[str, str], ...]"


class Shape:
    """The reading of what stands within braces: its faults, or the fields it names and how to render it."""

    def __init__(self, environment: LetterEnvironment, tokens: Tokens) -> None:
        """Raises what Jinja2's parser does."""
        parser: Any = Parser(environment, "")
        parser.stream = tokens.stream(environment.lexer, _places())
        tree = Tree(parser.parse())
        self.faults: tuple[Spot, ...] = tuple(sorted(tree.faults))
        # For each plain name that is left in it: the field (canonical), its group, its name within.
        self.fields = tuple((key, field, *path_of(field)) for key, field in tree.fields.items())
        self._lines = lines_of(tokens)
        self._environment = environment
        self._root = tree.root
        self._code: CodeType | None = None
        self._compiling = Lock()  # a worker sends while the rep looks at the same template

    def template(self, letters: Sequence[str]) -> Template:
        """What renders it with these letters around the braces. Only for a shape without faults."""
        with self._compiling:
            if self._code is None:
                self._code = self._environment.compile(self._root)
        return Template.from_code(self._environment, _with_letters(self._code, letters), {})

    def line_in(self, lines: Sequence[int], line: int) -> int:
        """A line of the text that this was compiled from, as the line of the one that has its braces on `lines`."""
        token = max(0, bisect_right(self._lines, line) - 1)
        return lines[token] if token < len(lines) else 1


def shape_of(environment: LetterEnvironment, tokens: Tokens) -> Shape:
    """The shape that the tokens have; those without faults are kept. Raises what Jinja2's parser does.

    To write a letter is mostly to type between braces: nothing of what costs most of a key is done anew then.
    """
    key = _key(tokens)
    found = None if tokens.fault is not None else _KEPT.get(key)
    if found is None:
        found = Shape(environment, tokens)
        if not found.faults:
            if len(_KEPT) >= _MOST_KEPT:
                _KEPT.pop(next(iter(_KEPT)), None)
            _KEPT[key] = found
    return found


def lines_of(tokens: Tokens) -> list[int]:
    """The line of each token, those that the shape does not see left out."""
    return [at for at, kind, text in tokens.listed if text and kind not in _UNSEEN]


_KEPT: dict[_Key, Shape] = {}


def _key(tokens: Tokens) -> _Key:
    return tuple(
        (kind, "" if kind == DATA else text) for _, kind, text in tokens.listed if text and kind not in _UNSEEN
    )


def _places() -> Iterator[str]:
    return (f"\0{number}\0" for number in count())


def _with_letters(code: CodeType, letters: Sequence[str]) -> CodeType:
    def put(constant: object) -> object:
        if isinstance(constant, CodeType):
            return _with_letters(constant, letters)
        if isinstance(constant, str) and "\0" in constant:
            return _PLACE.sub(lambda place: letters[int(place[1])], constant)
        return constant

    return code.replace(co_consts=tuple(map(put, code.co_consts)))
