"""Leads whose score would change, a line each, and why, in words; for the rules' screen and for rescoring."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.content import Content

from hermes_tui.scoring.score import Reason, signed
from hermes_tui.screens.lead_lines import name_of
from hermes_tui.screens.styles import DIM
from widgets.columns import Column, ColumnLayout

if TYPE_CHECKING:
    from hermes_tui.actions.what_if import Changed


def _columns(lead: int) -> ColumnLayout:
    return ColumnLayout(
        (
            Column("lead", lead, priority=9),
            Column("was", 4, align="right", priority=8),
            Column("now", 4, align="right", priority=8),
            Column("", 4, align="right", priority=3),
            Column("because", None, min_width=20, priority=7),
        )
    )


_NARROW, _WIDE = _columns(18), _columns(30)
_WIDE_FROM = 100


def _at(width: int) -> ColumnLayout:
    return _WIDE if width >= _WIDE_FROM else _NARROW


def header(width: int) -> Content:
    """The titles of the columns."""
    return _at(width).header(width)


def points(score: int | None) -> str:
    """A score as it is printed: `25`, `−10`; `–` where there is none yet."""
    return "–" if score is None else str(score).replace("-", "−")


def draw(row: Changed, width: int) -> Content:
    """`Acme Corp    10   25   +15   → Qualified · +10 budget mentioned, +5 remote`."""
    up = row.now_ > (row.was or 0)
    change = signed(row.now_ - (row.was or 0)) if row.now_ != (row.was or 0) else ""
    return _at(width).line(
        [
            Content(name_of(row.company, row.title)),
            Content.styled(points(row.was), DIM),
            Content.styled(points(row.now_), "bold"),
            Content.styled(change, "$success" if up else "$text-muted"),
            Content.assemble(*_moves(row), *_because(row)),
        ],
        width,
    )


def _moves(row: Changed) -> Iterable[tuple[str, str]]:
    if row.qualifies:
        yield "→ Qualified", "bold $accent"
    elif row.falls:
        yield "below", "bold"
    if (row.qualifies or row.falls) and (row.reasons_gained or row.reasons_lost):
        yield " · ", DIM


def _because(row: Changed) -> Iterable[tuple[str, str]]:
    if row.was is None and not row.reasons_gained:
        yield "no rule holds", DIM
    for place, (words, counts) in enumerate(row.because.items()):
        yield ", " if place else "", DIM
        yield words, "" if counts else DIM


def in_full(row: Changed) -> Content:
    """All that is to be said about one of them, over several lines: who, what comes and what goes, with the words."""
    name = name_of(row.company, row.title)
    title = f": {row.title}" if row.company else ""
    lines = [Content.assemble((name, "bold"), title, (f"  #{row.lead_id} · {row.stage}", DIM))]
    lines += [_reason("now", each, "$foreground") for each in row.reasons_gained]
    lines += [_reason("gone", each, DIM) for each in row.reasons_lost]
    return Content("\n").join(lines)


def _reason(when: str, reason: Reason, style: str) -> Content:
    said = f": {reason.evidence}" if reason.evidence else ""
    return Content.assemble((f"{when:<4}  ", DIM), (f"{signed(reason.points):>3} {reason.text}", style), (said, DIM))
