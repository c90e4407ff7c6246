"""From the text of a part to what renders it: parsed, read against the rules, compiled when asked for; and kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, lru_cache

from jinja2 import Template, TemplateSyntaxError
from jinja2.runtime import Context

from hermes_tui.outreach.templates.environment import LetterEnvironment
from hermes_tui.outreach.templates.limits import MOST_SOURCE
from hermes_tui.outreach.templates.plain_words import Spot, syntax_fault, widened
from hermes_tui.outreach.templates.shapes import Shape, lines_of, shape_of
from hermes_tui.outreach.templates.stray_braces import stray_braces
from hermes_tui.outreach.templates.tokens import DATA, TooMany, tokens_of
from hermes_tui.outreach.templates.tree import visible

_DEEP = "this is nested too deeply for a letter"
_LONG = "this is more than a letter can hold; a part has at most 32,000 characters and 3,000 words within braces"


class Part:
    """The subject or the body of a template: its faults, or the fields it names and how to render it."""

    __slots__ = ("_letters", "_lines", "_shape", "_template", "faults", "fields", "plain")

    def __init__(self, source: str) -> None:
        self.faults: tuple[Spot, ...] = ()
        # For each plain name that is left in it: the field (canonical), its group, its name within.
        self.fields: tuple[tuple[str, str, str, str], ...] = ()
        self.plain: str | None = None
        self._shape: Shape | None = None
        self._template: Template | None = None
        if len(source) > MOST_SOURCE:
            self.faults = (Spot(1, 1, 1, _LONG),)
        elif "{{" in source or "{%" in source or "{#" in source:
            self._parse(source)
        else:
            self.faults = tuple(stray_braces(source, [(0, source)]))
            self.plain = None if self.faults else visible(source)

    def _parse(self, source: str) -> None:
        found = environment()
        try:
            tokens = tokens_of(found.lexer, source)
            shape = shape_of(found, tokens)
        except TemplateSyntaxError as error:
            column = getattr(error.lineno, "column", 1)
            self.faults = (syntax_fault(error.message or "", source, int(error.lineno), column),)
        except (RecursionError, MemoryError):
            self.faults = (Spot(1, 1, 1, _DEEP),)
        except TooMany:
            self.faults = (Spot(1, 1, 1, _LONG),)
        except (ValueError, OverflowError, AssertionError):  # a number of thousands of digits, and the like
            self.faults = (Spot(1, 1, 1, "something in the braces makes no sense"),)
        else:
            within = (widened(spot, source) for spot in shape.faults)
            self.faults = tuple(sorted((*within, *stray_braces(source, tokens.letters))))
            self.fields = shape.fields
            self._shape = shape
            self._letters = [visible(text) for _, kind, text in tokens.listed if kind == DATA and text]
            self._lines = lines_of(tokens)

    @property
    def root(self) -> Callable[[Context], Iterator[str]]:
        """The function that yields the text piece by piece. Only for a part without faults or plain text."""
        if self._template is None:
            assert self._shape is not None
            self._template = self._shape.template(self._letters)
        return self._template.root_render_func

    def line_of(self, error: BaseException) -> int:
        """The template's line at which a rendering failed."""
        line, trace = 1, error.__traceback__
        while trace is not None and self._template is not None:
            if trace.tb_frame.f_code.co_filename == "<template>" and self._shape is not None:
                line = self._shape.line_in(self._lines, self._template.get_corresponding_lineno(trace.tb_lineno))
            trace = trace.tb_next
        return line


@cache
def environment() -> LetterEnvironment:
    """The one environment of all templates."""
    return LetterEnvironment()


@lru_cache(maxsize=128)
def part(source: str) -> Part:
    """The part that a text is; the same text is read and compiled once."""
    return Part(source.replace("\r\n", "\n").replace("\r", "\n"))
