"""The parts of a board that are not cards: a column's head, its folded strip, the light over a drop target."""

from __future__ import annotations

from collections.abc import Iterable

from rich.segment import Segment
from textual.content import Content
from textual.strip import Strip
from textual.style import Style

from widgets.board_layout import FOLDED_WIDTH
from widgets.drawing import Painter, fit, one_line, side_by_side

HEAD_LINES = 2
"""Title and note; a rule."""


def head_line(painter: Painter, title: str, note: str, width: int, y: int, focused: bool) -> Strip:
    """Line 0: title left, note right. Line 1: a rule, heavy under the focused column."""
    if y:
        style = painter.base("kanban--rule-focused" if focused else "kanban--rule")
        return painter.strip(Content(("━" if focused else "─") * width), width, style)
    style = painter.base("kanban--header-focused" if focused else "kanban--header")
    right = one_line(Content(note))
    if right.cell_length + 4 > width:
        return painter.strip(Content(title), width, style)
    left = fit(Content(title), width - right.cell_length - 1)
    return painter.strip(side_by_side((left, Content(" "), right)), width, style)


def folded_line(painter: Painter, title: str, total: int, y: int) -> Strip:
    """A folded column, three cells wide: its total, a rule, the title read downwards."""
    if y == 0:
        text = Content(str(total) if total < 1000 else "1k+")
        return painter.strip(fit(text, FOLDED_WIDTH, "center"), FOLDED_WIDTH, painter.base("kanban--header"))
    if y == 1:
        return painter.strip(Content("─" * FOLDED_WIDTH), FOLDED_WIDTH, painter.base("kanban--rule"))
    letters = one_line(Content(title)).plain
    letter = letters[y - HEAD_LINES] if y - HEAD_LINES < len(letters) else ""
    cell = fit(Content(f" {letter}"), FOLDED_WIDTH)
    return painter.strip(cell, FOLDED_WIDTH, painter.base("kanban--header"))


def lit(segments: Iterable[Segment], light: Style) -> list[Segment]:
    """The same segments on the background of `light`."""
    glow = light.background_style.rich_style
    return [Segment(text, glow if style is None else style + glow) for text, style, _ in segments]


def with_arrows(strip: Strip, width: int, more_left: bool, more_right: bool, style: Style) -> Strip:
    """The strip with ‹ and › over its ends where the board goes on beyond the view."""
    left = [Segment("‹", style.rich_style)] if more_left else []
    right = [Segment("›", style.rich_style)] if more_right else []
    if not left and not right:
        return strip
    middle = strip.crop(len(left), width - len(right))
    return Strip([*left, *middle, *right], width)
