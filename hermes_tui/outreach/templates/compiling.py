"""From the text of a part to what renders it: parsed, read against the rules, compiled when asked for; and kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from threading import Lock
from typing import Any

from jinja2 import Template, TemplateSyntaxError
from jinja2.parser import Parser
from jinja2.runtime import Context

from hermes_tui.outreach.templates.environment import LetterEnvironment
from hermes_tui.outreach.templates.fields import path_of
from hermes_tui.outreach.templates.limits import MOST_SOURCE
from hermes_tui.outreach.templates.plain_words import Spot, syntax_fault
from hermes_tui.outreach.templates.tokens import TooMany, token_stream
from hermes_tui.outreach.templates.tree import Tree, visible

_DEEP = "this is nested too deeply for a letter"
_LONG = "this is more than a letter can hold; a part has at most 32,000 characters and 3,000 words within braces"
_COMPILING = Lock()  # a worker sends while the rep looks at the same template


class Part:
    """The subject or the body of a template: its faults, or the fields it names and how to render it."""

    __slots__ = ("_template", "_tree", "faults", "fields", "plain")

    def __init__(self, source: str) -> None:
        self.faults: tuple[Spot, ...] = ()
        # For each plain name that is left in it: the field (canonical), its group, its name within.
        self.fields: tuple[tuple[str, str, str, str], ...] = ()
        self.plain: str | None = None
        self._tree: Tree | None = None
        self._template: Template | None = None
        if "{" not in source and len(source) <= MOST_SOURCE:
            self.plain = visible(source)
        else:
            self._parse(source)

    def _parse(self, source: str) -> None:
        try:
            tree = _tree(source)
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
            self.faults = tuple(sorted(tree.faults))
            self.fields = tuple((key, field, *path_of(field)) for key, field in tree.fields.items())
            self._tree = None if self.faults else tree

    @property
    def root(self) -> Callable[[Context], Iterator[str]]:
        """The function that yields the text piece by piece. Only for a part without faults or plain text."""
        with _COMPILING:
            if self._template is None:
                assert self._tree is not None
                code = environment().compile(self._tree.root)
                self._template = Template.from_code(environment(), code, {})
                self._tree = None
            return self._template.root_render_func

    def line_of(self, error: BaseException) -> int:
        """The template's line at which a rendering failed."""
        line, trace = 1, error.__traceback__
        while trace is not None and self._template is not None:
            if trace.tb_frame.f_code.co_filename == "<template>":
                line = self._template.get_corresponding_lineno(trace.tb_lineno)
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


def _tree(source: str) -> Tree:
    if len(source) > MOST_SOURCE:
        raise TooMany
    parser: Any = Parser(environment(), "")
    parser.stream = token_stream(environment().lexer, source)
    return Tree(parser.parse())
