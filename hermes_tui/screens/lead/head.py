"""The lines on top of a lead's page: who, where in the list, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.strip import Strip

from hermes_tui import formats
from hermes_tui.screens.lead.reading import LeadPage
from hermes_tui.screens.listing import STRETCH
from hermes_tui.screens.styles import DIM
from widgets.drawing import fit
from widgets.painted import Painted

Ends = tuple[Content, Content]


class LeadHead(Painted):
    """Lines with a left and a right end."""

    def __init__(self) -> None:
        super().__init__(id="head")
        self._lines: list[Ends] = []

    def show(self, lines: Sequence[Ends]) -> None:
        """Show these lines; where both ends do not fit the left one is cut."""
        self._lines = list(lines)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """A line at the present width."""
        width, base = self.size.width, self.painter.base()
        if y >= len(self._lines):
            return self.painter.blank(width, base)
        left, right = self._lines[y]
        return self.painter.strip(Content.assemble(fit(left, max(0, width - right.cell_length)), right), width, base)


def head_lines(
    page: LeadPage, neighbours: Sequence[int], now: int, keys: tuple[str, str] = ("", "")
) -> list[Ends]:  # fmt: skip
    """Who, and where in the list; what to do next, and how long nothing was said. Left and right ends.

    `keys`: those that take up and refuse what is next.
    """
    detail = page.detail
    name = f"{detail.company}: {detail.title}" if detail.company else detail.title
    place = ""
    # A longer list is known only as far as [ and ] may walk: its place in that stretch would be no place in the list.
    if detail.id in neighbours and 1 < len(neighbours) <= STRETCH:
        place = f" {neighbours.index(detail.id) + 1} of {len(neighbours)} "
    first = Content.assemble((f" {name}", "bold"), (f"  #{detail.id}", "dim"))
    second = Content.styled(" nothing asks to be done now", DIM)
    if page.suggested is not None:
        because = (f"  {page.suggested.because}", DIM)
        second = Content.assemble((" next  ", "bold $accent"), (page.suggested.label, "bold"), because)
    age = formats.age(detail.silent_since, now)
    silent = f" silent {age} " if detail.is_open and age != "now" else ""
    take, refuse = keys
    asks = page.suggested is not None and take
    offered = [(f" {take}", "bold $accent"), (" do it ", DIM), (f" {refuse}", "bold $accent"), (" not now ", DIM)]
    right = Content.assemble(*(offered if asks else []), (silent, DIM))
    return [(first, Content.styled(place, DIM)), (second, right)]


def gone_lines(lead_id: int) -> list[Ends]:
    """The lines on top of a lead that was deleted."""
    gone = Content.styled(f" Lead #{lead_id} is not here any more", "bold")
    return [(gone, Content("")), (Content(" q goes back, u may bring it back"), Content(""))]
