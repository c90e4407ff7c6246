"""What is said of how templates fare: one in words, all as a chart, one by its groups, two against each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from hermes_tui import formats
from hermes_tui.screens.styles import DIM
from hermes_tui.screens.templates.lines import Line, channel_name, interval_words, rate_words
from widgets.columns import Column, ColumnLayout
from widgets.drawing import fit
from widgets.interval_line import interval_line, scale_line, scale_to

if TYPE_CHECKING:
    from hermes_tui.metrics.intervals import Rate
    from hermes_tui.metrics.templates import Performance

GROUPS = ("", "channel", "stage", "month")
"""The ways that figures are broken down, in turn; the first is not at all."""

_NAME_CELLS = 20
_LABEL = 9
_GROUPED = ColumnLayout(
    (
        Column("", 12, priority=9), Column("sent", 5, align="right", priority=7),
        Column("replied", 7, align="right", priority=5), Column("replies", 7, align="right", priority=8),
        Column("95 %", 6, align="right", priority=7), Column("", None, min_width=8, priority=6),
    )
)  # fmt: skip


def in_words(found: Performance | None) -> Content:
    """Its reply rate with the interval, who is counted, and how long an answer takes."""
    if found is None:
        return Content.styled("Counting…", DIM)
    if not found.usage:
        return Content.styled("No message was sent from it yet", DIM)
    lines = [_rate_line(found.rate), _row("sent", _sent(found)), _row("replied", _replied(found))]
    if found.median_days is not None:
        lines.append(_row("answer", f"after {length(found.median_days)} (median)"))
    return Content("\n").join(lines)


def _rate_line(found: Rate) -> Content:
    if found.rate is None or found.low is None or found.high is None:
        return _row("replies", "too early: nobody had it for a week yet")
    sure = f" [{100 * found.low:.0f}–{100 * found.high:.0f}]"
    few = Content.styled(" too few to tell", "$text-warning") if found.is_early else ""
    return _row("replies", Content.assemble((f"{found.rate:.0%}", "bold"), sure, (f" of {found.n:,}", DIM), few))


def _sent(found: Performance) -> str:
    maturing = f", {found.maturing:,} more within the last 7 days" if found.maturing else ""
    return f"{found.sent:,}{maturing} · used {formats.count(found.usage, 'time')}"


def _replied(found: Performance) -> str:
    share = f" ({found.positive / found.replied:.0%})" if found.replied else ""
    return f"{found.replied:,} · {found.positive:,} positive{share}"


def length(days: float) -> str:
    """How long an answer takes: `5 h`, `1.4 d`."""
    return f"{24 * days:.0f} h" if days < 1 else f"{days:.1f} d"


def _row(label: str, words: Content | str) -> Content:
    return Content.assemble((f"{label:{_LABEL}}", DIM), words)


# -- the chart ---------------------------------------------------------------------------------------------


def chart(lines: Sequence[Line], here: int, width: int, height: int) -> Content:
    """A line each with its interval on a common scale, in the order of the list; `here` is the one in hand.

    `height` lines in all: of more templates than that those around the one in hand.
    """
    shown = max(1, height - 1)
    place = next((at for at, line in enumerate(lines) if line.row.id == here), 0)
    first = max(0, min(place - shown // 2, len(lines) - shown))
    top = scale_to(max((line.rate.high or 0.0 for line in lines if line.rate.n), default=0.0))
    room = max(0, width - _NAME_CELLS - 1)
    drawn = [Content.assemble(fit(Content.styled("Reply rates", "bold"), _NAME_CELLS), " ", _scale(room, top))]
    drawn += [_chart_line(line, line.row.id == here, room, top) for line in lines[first : first + shown]]
    return Content("\n").join(drawn)


def _scale(room: int, top: float) -> Content:
    return scale_line(width=room, top=top, style=DIM)


def _chart_line(line: Line, here: bool, room: int, top: float) -> Content:
    style = "bold" if here else "" if line.row.active else DIM
    name = fit(Content.styled(line.row.name, style), _NAME_CELLS)
    return Content.assemble(name, " ", _interval(line.rate, room, top, bright=here))


def _interval(found: Rate, room: int, top: float, *, bright: bool = False) -> Content:
    if found.rate is None or found.low is None or found.high is None:
        return Content("")
    faint = "$foreground" if bright else DIM
    return interval_line(found.low, found.rate, found.high, width=room, top=top, style="bold $accent", faint=faint)


# -- groups ------------------------------------------------------------------------------------------------


def grouped(found: Sequence[Performance], by: str, width: int) -> Content:
    """A line a channel, stage or month with its interval on a common scale."""
    title = Content.styled(f"By {by}", "bold")
    if not found:
        return Content("\n").join([title, Content.styled("Nothing was sent from it yet", DIM)])
    top = scale_to(max((each.rate.high or 0.0 for each in found if each.rate.n), default=0.0))
    columns = _GROUPED.shown(width)
    room = width - sum((column.width or 0) + 2 for column in columns) + 2
    lines = [title, _GROUPED.header(width).stylize(DIM)]
    for each in found:
        cells = [
            Content(_group_name(each.group, by)), Content(f"{each.sent:,}"), Content(f"{each.replied:,}"),
            rate_words(each.rate), interval_words(each.rate), _interval(each.rate, room, top),
        ]  # fmt: skip
        lines.append(_GROUPED.line(cells, width))
    return Content("\n").join(lines)


def _group_name(group: str | None, by: str) -> str:
    if group is None:
        return "not known"
    if by == "channel":
        return channel_name(group)
    return group.replace("_", " ").capitalize() if by == "stage" else group


# -- two against each other ----------------------------------------------------------------------------------


def against(first: Line, second: Line) -> Content:
    """`“A” against “B”: clearly better, +22.5 points [+5.3, +38.7]`."""
    from hermes_tui.metrics.templates import compare

    if first.found is None or second.found is None:
        return Content.styled("Counting…", DIM)
    found = compare(first.found, second.found)
    names = Content.assemble((f"“{first.row.name}”", "bold"), " against ", (f"“{second.row.name}”", "bold"), ": ")
    points = ""
    if found.difference is not None and found.low is not None and found.high is not None:
        low, high = (f"{100 * each:+.1f}".replace("-", "−") for each in (found.low, found.high))
        points = f", {100 * found.difference:+.1f} points [{low}, {high}]".replace("-", "−")
    more = ""
    if found.more and found.words.startswith("too close"):
        more = f"; about {found.more:,} more sends of both would tell"
    return Content.assemble(names, (found.words, "bold $accent"), points, (more, DIM))
