"""A template's tokens for Jinja2's parser, each knowing its column; tags alone on a line leave no line behind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from hermes_tui.outreach.templates.limits import MOST_TOKENS

if TYPE_CHECKING:
    from jinja2.lexer import Lexer, TokenStream

_REST_OF_LINE = re.compile(r"[ \t]*\n?")
_AT = re.compile(r"unexpected char .+ at (\d+)$", re.S)
_TAGS = {"block_begin": "block_end", "comment_begin": "comment_end"}


class At(int):
    """A line number that knows the column too; Jinja2 hands it on into its tree and its errors. Both from 1."""

    column: int = 1


class TooMany(Exception):
    """More tokens than a letter ever has."""


def token_stream(lexer: Lexer, source: str) -> TokenStream:
    """The stream to be parsed. Raises TooMany; a lexical error is raised when the parser comes to it."""
    from jinja2.lexer import TokenStream

    return TokenStream(lexer.wrap(_placed(lexer, source), None, None), None, None)


def _placed(lexer: Lexer, source: str) -> Iterator[tuple[At, str, str]]:
    from jinja2 import TemplateSyntaxError

    found: list[tuple[At, str, str]] = []
    position = line_start = 0
    fault: TemplateSyntaxError | None = None
    try:
        for line, kind, text in lexer.tokeniter(source, None):
            start = source.find(text, position)
            if start < position:
                start = position
            if start > position:
                line_start = max(line_start, source.rfind("\n", position, start) + 1)
            at = At(line)
            at.column = start - line_start + 1
            found.append((at, kind, text))
            position = start + len(text)
            if "\n" in text:
                line_start = start + text.rfind("\n") + 1
            if len(found) > MOST_TOKENS:
                raise TooMany
    except TemplateSyntaxError as error:
        place = _AT.search(error.message or "")
        if place is not None:
            position = int(place[1])
        at = At(error.lineno)
        at.column = position - (source.rfind("\n", 0, position) + 1) + 1
        error.lineno = at
        fault = error
    yield from _without_bare_lines(found)
    if fault is not None:
        raise fault


def _without_bare_lines(tokens: list[tuple[At, str, str]]) -> list[tuple[At, str, str]]:
    """The tokens without the white space of lines that hold nothing but tags and comments."""
    kept = list(tokens)
    number = 0
    while number < len(tokens):
        if tokens[number][1] not in _TAGS:
            number += 1
            continue
        first = number
        while number < len(tokens) and tokens[number][1] in _TAGS:
            ending = _TAGS[tokens[number][1]]
            number = next((n for n in range(number, len(tokens)) if tokens[n][1] == ending), len(tokens)) + 1
        if number > len(tokens):
            break  # a tag that is not closed yet
        if _opens_line(tokens, first) and _ends_line(tokens, number):
            if first:
                at, kind, text = kept[first - 1]
                kept[first - 1] = (at, kind, text.rstrip(" \t"))
            if number < len(tokens):
                at, kind, text = tokens[number]
                kept[number] = (at, kind, _REST_OF_LINE.sub("", text, count=1))
    return kept


def _opens_line(tokens: list[tuple[At, str, str]], number: int) -> bool:
    if number == 0:
        return True
    _, kind, text = tokens[number - 1]
    margin = text.rstrip(" \t")
    return kind == "data" and (margin.endswith("\n") or (number == 1 and not margin))


def _ends_line(tokens: list[tuple[At, str, str]], number: int) -> bool:
    if number == len(tokens):
        return True
    _, kind, text = tokens[number]
    rest = text.lstrip(" \t")
    return kind == "data" and (rest.startswith("\n") or (number == len(tokens) - 1 and not rest))
