"""A template's tokens for Jinja2's parser, each knowing its column; tags alone on a line leave no line behind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from hermes_tui.outreach.templates.limits import MOST_TOKENS

if TYPE_CHECKING:
    from jinja2 import TemplateSyntaxError
    from jinja2.lexer import Lexer, TokenStream

_REST_OF_LINE = re.compile(r"[ \t]*\n?")
_AT = re.compile(r"unexpected char .+ at (\d+)$", re.S)
DATA = "data"
_TAGS = {"block_begin": "block_end", "comment_begin": "comment_end"}


class At(int):
    """A line number that knows the column too; Jinja2 hands it on into its tree and its errors. Both from 1."""

    column: int = 1


class TooMany(Exception):
    """More tokens than a letter ever has."""


Token: TypeAlias = "tuple[At, str, str]"
"""Where it stands, its kind as Jinja2's lexer calls it, its letters; of kind `data` is what is printed as it is."""


class Tokens(NamedTuple):
    """The tokens of a text, up to the one that makes no sense: its `fault`.

    `letters`: what stands outside braces and `raw`, each with its place in the whole text, from 0.
    """

    listed: list[Token]
    fault: TemplateSyntaxError | None
    letters: list[tuple[int, str]]

    def stream(self, lexer: Lexer, texts: Iterator[str]) -> TokenStream:
        """For Jinja2's parser, with `texts` in the place of what is printed as it is.

        A lexical fault is raised when the parser comes to it.
        """
        from jinja2.lexer import TokenStream

        def listed() -> Iterator[Token]:
            for at, kind, text in self.listed:
                yield at, kind, next(texts) if kind == DATA and text else text
            if self.fault is not None:
                raise self.fault

        return TokenStream(lexer.wrap(listed(), None, None), None, None)


def tokens_of(lexer: Lexer, source: str) -> Tokens:
    """The tokens of a text. Raises TooMany."""
    from jinja2 import TemplateSyntaxError

    found: list[Token] = []
    letters: list[tuple[int, str]] = []
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
            if kind == DATA and (not found or found[-1][1] != "raw_begin"):
                letters.append((start, text))
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
    return Tokens(_without_bare_lines(found), fault, letters)


def _without_bare_lines(tokens: list[Token]) -> list[Token]:
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


def _opens_line(tokens: list[Token], number: int) -> bool:
    if number == 0:
        return True
    _, kind, text = tokens[number - 1]
    margin = text.rstrip(" \t")
    return kind == DATA and (margin.endswith("\n") or (number == 1 and not margin))


def _ends_line(tokens: list[Token], number: int) -> bool:
    if number == len(tokens):
        return True
    _, kind, text = tokens[number]
    rest = text.lstrip(" \t")
    return kind == DATA and (rest.startswith("\n") or (number == len(tokens) - 1 and not rest))
