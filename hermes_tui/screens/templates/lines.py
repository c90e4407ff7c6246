"""How the list of templates is drawn and sorted: a line each, its rate with how sure that is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from textual.content import Content

from hermes_tui.metrics.intervals import Rate
from hermes_tui.scoring.follow_up import KIND_WORDS
from hermes_tui.screens.styles import DIM
from storage.queries.templates import KINDS, TemplateRow
from widgets.columns import Column, ColumnLayout

if TYPE_CHECKING:
    from hermes_tui.metrics.templates import Performance

NONE = Rate(0, None, None, None)

COLUMNS = ColumnLayout(
    (
        Column("template", None, min_width=16, priority=9), Column("kind", 14, priority=5),
        Column("channel", 8, priority=4), Column("replies", 7, align="right", priority=8),
        Column("95 %", 6, align="right", priority=7), Column("of", 5, align="right", priority=6),
        Column("used", 5, align="right", priority=2),
    )
)  # fmt: skip
NARROW = ColumnLayout(
    (Column("template", None, min_width=10, priority=9), Column("replies", 7, align="right", priority=8))
)


class Line(NamedTuple):
    """A template with how it fares; None until that is counted."""

    row: TemplateRow
    found: Performance | None

    @property
    def rate(self) -> Rate:
        """Its reply rate."""
        return NONE if self.found is None else self.found.rate


class Lines:
    """The list as pages, for a PagedList; a template's id is its key."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = tuple(lines)

    def page(self, offset: int, limit: int) -> Sequence[Line]:
        """So many lines from there."""
        return self.lines[offset : offset + limit]

    def key(self, line: Line) -> int:
        """The template."""
        return line.row.id


def channel_name(channel: str) -> str:
    """What a rep calls it."""
    from hermes_tui.screens.letter.lines import channel_name as named

    return named(channel)


# -- drawing -----------------------------------------------------------------------------------------------


def draw(line: Line, width: int) -> list[Content]:
    """A template in one line; one out of use is dim and says so."""
    row, found = line
    name = Content(row.name) if row.active else Content.assemble(row.name, " · out of use")
    cells = [
        name, Content.styled(KIND_WORDS.get(row.kind, row.kind), DIM), Content.styled(channel_name(row.channel), DIM),
        rate_words(line.rate), interval_words(line.rate), _count(line.rate.n), _count(found.usage if found else 0),
    ]  # fmt: skip
    drawn = COLUMNS.line(cells, width)
    return [drawn if row.active else drawn.stylize(DIM)]


def draw_narrow(line: Line, width: int) -> Content:
    """The same beside the editor, where there is less room."""
    drawn = NARROW.line([Content(line.row.name), rate_words(line.rate)], width)
    return drawn if line.row.active else drawn.stylize(DIM)


def rate_words(found: Rate) -> Content:
    """`30 %`; a rate of fewer than ten is not said."""
    if found.rate is None:
        return Content.styled("–", DIM)
    return Content.styled("too few", DIM) if found.is_early else Content(f"{found.rate:.0%}")


def interval_words(found: Rate) -> Content:
    """`17–48`, in percent."""
    if found.low is None or found.high is None:
        return Content("")
    return Content.styled(f"{100 * found.low:.0f}–{100 * found.high:.0f}", DIM)


def _count(number: int) -> Content:
    return Content(f"{number:,}") if number else Content.styled("–", DIM)


# -- sorting -----------------------------------------------------------------------------------------------

Place = Callable[[Line], Any]


def _by_lower_end(line: Line) -> Any:
    from hermes_tui.metrics.templates import by_lower_end

    return (True, 0.0, 0, line.row.name.casefold()) if line.found is None else by_lower_end(line.found)


def _by_kind(line: Line) -> Any:
    kind = line.row.kind
    return (KINDS.index(kind) if kind in KINDS else len(KINDS), line.row.name.casefold())


SORTS: dict[str, tuple[str, Place]] = {
    "r": ("reply rate", _by_lower_end),
    "n": ("name", lambda line: line.row.name.casefold()),
    "k": ("kind", _by_kind),
    "c": ("channel", lambda line: (line.row.channel, *_by_kind(line))),
    "u": ("used most", lambda line: (-(line.found.usage if line.found else 0), line.row.name.casefold())),
    "e": ("edited last", lambda line: (-line.row.updated_at, line.row.name.casefold())),
}
"""Key → what to sort by, and how: the first is how the list begins, by the lower end of the interval."""
