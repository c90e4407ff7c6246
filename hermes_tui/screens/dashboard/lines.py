"""The lines around the figures: which page of which period stands there, and what is said of the number in hand."""

from __future__ import annotations

from textual.content import Content

from hermes_tui.metrics.asked import Asked
from hermes_tui.metrics.sections import PAGES
from hermes_tui.metrics.tables import Number, Table
from hermes_tui.screens.dashboard.period import loud_day, period_words
from hermes_tui.screens.figure_cells import name_of
from hermes_tui.screens.styles import DIM
from widgets.drawing import fit
from widgets.number_view import NumberView


def head_line(page: str, asked: Asked | None, width: int) -> Content:
    """The pages by name, the one in sight marked, and on the right what is looked at; a day in the past loudly."""
    names = [Content.styled(f" {title} ", "bold reverse" if key == page else DIM) for key, title in PAGES]
    left = Content.assemble(" ", Content(" ").join(names))
    if asked is None:
        return left
    right = _looked_at(asked)
    room = width - left.cell_length - right.cell_length - 1
    if room < 2:  # the other pages give way: tab goes through them
        left = Content.assemble(" ", names[[key for key, _ in PAGES].index(page)], (" ⇥", DIM))
        room = width - left.cell_length - right.cell_length - 1
    if room < 2:
        right = fit(right, max(0, width - left.cell_length - 3))
        room = 2
    return Content.assemble(left, " " * room, right)


def _looked_at(asked: Asked) -> Content:
    parts: list[Content | tuple[str, str]] = []
    if not asked.is_now:
        parts += [(f" AS IT WAS ON {loud_day(asked)} ", "bold $accent reverse"), ("  ", "")]
    if asked.text:
        parts += [(asked.text, "bold $accent"), (" · ", DIM)]
    parts.append((period_words(asked), "bold" if asked.is_now else ""))
    return Content.assemble(*parts)


def number_line(table: Table, number: Number, view: NumberView, width: int) -> Content:
    """What the number in hand is, what must stand beside it, and what it was in the window before."""
    parts: list[tuple[str, str]] = [(f" {name_of(table, view)}  ", DIM), (number.shown, "bold $accent")]
    beside = " · ".join(filter(None, (number.note, number.change)))
    if beside:
        parts.append((f"  {beside}", ""))
    return fit(Content.assemble(*parts), width)
