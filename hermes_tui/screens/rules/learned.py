"""What the won and lost leads taught, as the rules' screen shows it: how good it is, what counts, what was left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget

from hermes_tui.formats import count
from hermes_tui.scoring.score import signed
from hermes_tui.screens.brief import Brief
from hermes_tui.screens.fixed_rows import FixedList
from hermes_tui.screens.styles import DIM
from widgets.columns import Column, ColumnLayout

if TYPE_CHECKING:
    from hermes_tui.metrics.learning import Learned, Panel

_COLUMNS = ColumnLayout(
    (
        Column("points", 6, align="right", priority=9),
        Column("for", None, min_width=16, priority=8),
        Column("because", 22, priority=7),
    )
)
_POINTS = "10 points double the odds of winning; they take the place of the rules' own, and each is still explained."
_NOT_YET = "Nothing learned yet"

Keys = Callable[[str], str]
"""ids of commands → their keys as a person writes them"""


class Lesson(NamedTuple):
    """A line of the list: what counts, or a column that was left out (`points` empty)."""

    points: str
    text: str
    because: str


class Standing(NamedTuple):
    """All that the panel shows: `learned` as kept or just tried, `used`, what there is to learn from by now, and what
    is missing to do so ('' where nothing is)."""

    learned: Learned | None
    used: bool
    won: int
    lost: int
    missing: str
    closed_since: int
    anew: bool


def standing(panel: Panel, closed: tuple[int, int], missing: str) -> Standing:
    """What the panel shows of what was learned last and of what there is to learn from."""
    return Standing(panel.learned, panel.used, *closed, missing, panel.closed_since, bool(panel.advice))


class LearnedPanel(Vertical):
    """The right half of the screen while it shows what was learned."""

    def compose(self) -> Iterable[Widget]:
        """How good it is and whether it is used; below it what counts."""
        yield Brief(id="learned-words")
        yield FixedList(_draw, header=_COLUMNS.header, empty=Content(""), id="learned-points")
        yield Brief(id="learned-why")

    @property
    def rows(self) -> FixedList[Lesson]:
        """What counts, and what was left out."""
        return self.query_one("#learned-points", FixedList)

    def show(self, found: Standing, keys: Keys) -> None:
        """Show how things stand; the cursor stays."""
        self.query_one("#learned-words", Brief).show(words_of(found, keys))
        self.rows.empty = Content.styled(_nothing(found), DIM)
        self.rows.show_rows([*lessons(found.learned)], self.rows.index)
        self.show_why()

    def show_why(self) -> None:
        """The line under the cursor, whole."""
        row = self.rows.chosen
        words = Content("") if row is None else Content.assemble((row.text, "bold"), "\n", (row.because, DIM))
        self.query_one("#learned-why", Brief).show(words)

    def on_paged_list_cursor_moved(self) -> None:
        """Another line."""
        self.show_why()


def words_of(found: Standing, keys: Keys) -> Content:
    """Whether it is used, from what it was learned and how good it is, and what a key would do about it."""
    learned, learn, use = found.learned, keys("rules.learn"), keys("rules.use")
    closed = f"{found.won:,} won / {found.lost:,} lost"
    if learned is None:
        advice = f"{learn} learns from the {closed}." if not found.missing else f"{closed} so far: {found.missing}."
        return Content.assemble((_NOT_YET, "bold"), "\n", advice)
    if found.used:
        head, turn = "In use: scores go by what was learned", f"{use} goes by the rules alone"
    elif learned.passed:
        head, turn = "Not in use: the rules' own points hold", f"{use} scores by what was learned"
    else:
        head, turn = "Not in use: it is no better than the rules", ""
    since = f"{count(found.closed_since, 'lead')} closed since; " if found.closed_since else ""
    again = f"{since}{learn} learns anew"
    lines = [Content.styled(head, "bold"), Content(learned.words), Content.styled(_POINTS, DIM)]
    lines.append(Content.styled(f"{turn} · {again}" if turn else again, "bold $text-warning" if found.anew else DIM))
    return Content("\n").join(lines)


def _nothing(found: Standing) -> str:
    return "" if found.learned is None else "No column is worth any points"


def lessons(learned: Learned | None) -> Iterable[Lesson]:
    """What counts, the largest first; then the columns that were left out, and why."""
    if learned is None:
        return
    for reason in learned.reasons:
        yield Lesson(signed(reason.points), reason.text, reason.evidence)
    for column, why in learned.left_out:
        yield Lesson("", column, f"left out: {why}")


def _draw(row: Lesson, width: int) -> Content:
    quiet = "" if row.points else DIM
    points = Content.styled(row.points or "–", "bold" if row.points else DIM)
    return _COLUMNS.line([points, Content.styled(row.text, quiet), Content.styled(row.because, DIM)], width)
