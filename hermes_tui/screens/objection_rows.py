"""How the objections screen draws its two lists: how each kind fares, and what is open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual.content import Content

from hermes_tui import formats
from hermes_tui.actions.objections import bare_words
from hermes_tui.metrics.intervals import Rate
from hermes_tui.metrics.objections import KindStats
from hermes_tui.screens.objection_answers import ending_words
from hermes_tui.screens.styles import DIM
from storage.database import Database
from storage.queries.objections import KINDS, ObjectionItem, Objections
from widgets.columns import Column, ColumnLayout

# Numbers that Enter opens: what they are called here → the filter that finds the leads behind them.
NUMBERS = ("raised", "resolved", "open", "unresolved", "win")
_FILTERS = {
    "raised": "objection:{kind}",
    "resolved": "objection.resolved:{kind}",
    "open": "objection.open:{kind}",
    "unresolved": "objection.unresolved:{kind}",
    "win": "objection:{kind} stage:won,lost",
}

_KINDS = ColumnLayout(
    (
        Column("kind", 11, priority=12), Column("raised", 6, align="right", priority=11),
        Column("resolved", 8, align="right", priority=10), Column("open", 5, align="right", priority=10),
        Column("at close", 8, align="right", priority=10), Column("rate", 9, align="right", priority=9),
        Column("95 %", 7, align="right", priority=7), Column("days", 5, align="right", priority=5),
        Column("mean", 5, align="right", priority=3), Column("win rate", 9, align="right", priority=8),
        Column("95 %", 7, align="right", priority=6), Column("of", 6, align="right", priority=4),
    )
)  # fmt: skip
_CELL_OF = {"raised": 1, "resolved": 2, "open": 3, "unresolved": 4, "win": 9}
_OPEN = ColumnLayout(
    (
        Column("kind", 11, priority=9), Column("lead", None, min_width=16, priority=8),
        Column("since", 5, align="right", priority=7), Column("they said", None, min_width=18, priority=6),
        Column("what answered it before", None, min_width=34, priority=3),
    )
)  # fmt: skip


class KindRow(NamedTuple):
    """A line of the upper list, with the number that is chosen in it."""

    stats: KindStats
    chosen: str


class OpenRow(NamedTuple):
    """A line of the lower list: an open objection, and the best answer that its kind ever had."""

    item: ObjectionItem
    answer: str
    now: int


class OpenSource:
    """Pages of open objections with the answers known to each kind, read once a kind."""

    def __init__(self, database: Database, kind: str | None, now: int) -> None:
        self._database = database
        self._listed = Objections(database, kind=kind, only_open=True)
        self._now = now
        self._answers: dict[str, str] = {}

    def total(self) -> int:
        """How many are open."""
        return self._listed.total()

    def page(self, offset: int, limit: int) -> Sequence[OpenRow]:
        """Those longest open first."""
        return [OpenRow(item, self._answer(item.kind), self._now) for item in self._listed.page(offset, limit)]

    def key(self, row: OpenRow) -> int:
        """The objection."""
        return row.item.id

    def _answer(self, kind: str) -> str:
        if kind not in self._answers:
            from hermes_tui.metrics.objections import past_answers

            found = past_answers(self._database, kind, limit=1)
            self._answers[kind] = f"{ending_words(found[0])}: {found[0].words}" if found else ""
        return self._answers[kind]


def filter_behind(stats: KindStats, number: str) -> str:
    """The filter that finds the leads behind a number of a kind."""
    return _FILTERS[number].format(kind=(stats.kind or "").lower() or ",".join(KINDS).lower())


def kinds_header(width: int, chosen: str) -> Content:
    """The titles of the upper list; that of the chosen number is lit."""
    cells = [Content(column.title) for column in _KINDS.columns]
    cells[_CELL_OF[chosen]] = cells[_CELL_OF[chosen]].stylize("bold $accent")
    return _KINDS.line(cells, width)


def draw_kind(row: KindRow, width: int) -> Content:
    """A kind's numbers; a rate of too few says so instead, its interval beside it."""
    stats = row.stats
    name = Content(stats.kind.lower()) if stats.kind else Content.styled("all", "bold")
    days = stats.days
    cells = [
        name, _count(stats.raised), _count(stats.resolved), _count(stats.open), _count(stats.unresolved),
        _rate(stats.resolution), _interval(stats.resolution), _length(days.median), _length(days.mean),
        _rate(stats.win.of), _interval(stats.win.of), Content.styled(f"{stats.win.of.n:,}", DIM),
    ]  # fmt: skip
    place = _CELL_OF[row.chosen]
    cells[place] = cells[place].stylize("bold underline")
    return _KINDS.line(cells, width)


def _count(n: int) -> Content:
    return Content(f"{n:,}") if n else Content.styled("0", DIM)


def _rate(found: Rate) -> Content:
    if found.rate is None:
        return Content.styled("–", DIM)
    return Content.styled("too early", DIM) if found.is_early else Content(f"{found.rate:.0%}")


def _interval(found: Rate) -> Content:
    if found.low is None or found.high is None:
        return Content("")
    return Content.styled(f"{100 * found.low:.0f}–{100 * found.high:.0f}", DIM)


def _length(days: float | None) -> Content:
    return Content.styled("–", DIM) if days is None else Content.styled(f"{days:.1f}", DIM)


def open_header(width: int) -> Content:
    """The titles of the lower list."""
    return _OPEN.header(width)


def draw_open(row: OpenRow, width: int) -> list[Content]:
    """An open objection: whose, since when, what they said, and what answered it in another deal."""
    item = row.item
    cells = [
        Content.styled(item.kind.lower(), "bold"), Content(item.company or item.title),
        Content.styled(formats.age(item.raised_at, row.now), DIM), Content(bare_words(item.note)),
        Content.styled(row.answer or "–", DIM),
    ]  # fmt: skip
    return [_OPEN.line(cells, width)]
