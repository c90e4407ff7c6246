"""The plots of a report, each of plain series: flows by week, a course, bars that are split, bars in pairs."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from hermes_tui.exchange.report.svg import block, element, hatching, line, picture, ticks, words

WIDTH = 680.0
_LEFT, _RIGHT, _TOP, _LABELS = 44.0, 12.0, 24.0, 20.0
_ROW, _BAR = 26.0, 14.0
_HIGH, _DEEP = 110.0, 80.0  # what came in, and what went out
_NAMES = 130.0  # for the names of rows, on the left
_LONGEST_NAME = 20


class Series(NamedTuple):
    """A series: its name, its look (solid, hatched, hollow, faint), and a value for each label."""

    name: str
    look: str
    values: Sequence[float]


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1].rstrip() + "…"


def _key(series: Sequence[Series], name: str, x: float) -> str:
    """What each look means, on one line."""
    parts = []
    for each in series:
        parts += [_bar(each, name, x, 4, 11, 11), words(x + 16, 13.5, each.name, "label")]
        x += 34 + 6.4 * len(each.name)
    return "".join(parts)


def _bar(series: Series, name: str, x: float, y: float, wide: float, high: float, said: str = "") -> str:
    return block(x, y, wide, high, series.look, said, f"url(#hatch-{name})" if series.look == "hatched" else "")


def flow(name: str, labels: Sequence[str], up: Sequence[Series], down: Sequence[Series], unit: str) -> str:
    """Columns over a line: what came in stands on it, what went out hangs from it, each side on a scale of its own.

    All of a label are stacked. `name` tells this plot from others on the page; `unit` is what is counted.
    """
    tops, depths = _stacked(up, len(labels)), _stacked(down, len(labels))
    sides = [(up, -1, ticks(max(tops, default=0), 3), _HIGH if down else _HIGH + _DEEP)]
    if down:
        sides.append((down, 1, ticks(max(depths, default=0), 3), _DEEP))
    zero = _TOP + sides[0][3]
    parts = [hatching(f"hatch-{name}"), _key([*up, *down], name, _LEFT)]
    parts.append(words(WIDTH - _RIGHT, 13.5, unit, "label", "end"))
    slot = (WIDTH - _LEFT - _RIGHT) / max(1, len(labels))
    wide = min(26.0, slot * 0.72)
    for series, side, marks, room in sides:
        scale = side * room / marks[-1]
        for tick in marks if side < 0 else marks[1:]:
            y = zero + tick * scale
            parts += [line(_LEFT, y, WIDTH - _RIGHT, y, "rule"), _at(y, tick)]
        for place, label in enumerate(labels):
            parts += _pile(_LEFT + slot * place + (slot - wide) / 2, zero, wide, series, place, scale, label, name)
    parts.append(line(_LEFT, zero, WIDTH - _RIGHT, zero, "axis"))
    bottom = zero + (_DEEP if down else 0)
    parts += _below(labels, slot, bottom)
    return picture(parts, WIDTH, bottom + _LABELS, f"{_listed([*up, *down])}: {unit}")


def _stacked(series: Sequence[Series], n: int) -> list[float]:
    return [sum(each.values[place] for each in series) for place in range(n)]


def _pile(
    x: float, zero: float, wide: float, series: Sequence[Series], place: int, scale: float, label: str, name: str
) -> list[str]:
    parts, y = [], zero
    for each in series:
        size = each.values[place] * scale
        said = f"{label}: {each.values[place]:,.0f} {each.name}"
        parts.append(_bar(each, name, x, min(y, y + size), wide, abs(size), said))
        y += size
    return parts


def _listed(series: Sequence[Series]) -> str:
    return ", ".join(each.name for each in series)


def _at(y: float, tick: float) -> str:
    return words(_LEFT - 6, y + 4, _round(tick), "label", "end")


def _round(number: float) -> str:
    if number >= 1_000_000:
        return f"{number / 1_000_000:g}M"
    return f"{number / 1_000:g}k" if number >= 10_000 else f"{number:,g}"


def _below(labels: Sequence[str], slot: float, y: float) -> list[str]:
    """As many labels as have room, the last always one of them."""
    every = max(1, -int(-56 // slot))
    last = len(labels) - 1
    return [
        words(_LEFT + slot * (place + 0.5), y + 15, label, "label", "middle")
        for place, label in enumerate(labels) if (last - place) % every == 0
    ]  # fmt: skip


def course(labels: Sequence[str], values: Sequence[float | None], unit: str) -> str:
    """A line with a dot at each value; where there is none it is broken. The last is written out."""
    known = [value for value in values if value is not None]
    marks = ticks(max(known, default=0), 3)
    height = 110.0
    scale, slot = height / marks[-1], (WIDTH - _LEFT - _RIGHT) / max(1, len(labels))
    parts = [words(_LEFT, 13.5, unit, "label")]
    for tick in marks:
        y = _TOP + height - tick * scale
        parts += [line(_LEFT, y, WIDTH - _RIGHT, y, "axis" if not tick else "rule"), _at(y, tick)]
    run: list[tuple[float, float]] = []
    last = (0.0, 0.0)
    for place, value in enumerate([*values, None]):
        if value is not None:
            x, y = _LEFT + slot * (place + 0.5), _TOP + height - value * scale
            run.append((x, y))
            told = element("title", escape(f"{labels[place]}: {value:,.0f} {unit}"))
            parts.append(element("circle", told, cx=x, cy=y, r=2.4 if slot > 8 else 1.4, class_="dot"))
        elif run:
            parts.append(element("polyline", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in run), class_="course"))
            last, run = run[-1], []
    if known:
        parts.append(words(last[0] + 4, last[1] - 7, f"{known[-1]:,.0f}", "label", "end"))
    parts += _below(labels, slot, _TOP + height)
    return picture(parts, WIDTH, _TOP + height + _LABELS, unit)


def split_bars(name: str, rows: Sequence[tuple[str, str]], series: Sequence[Series]) -> str:
    """A bar a row, split into the series; a row is its name and what is written behind its bar."""
    totals = _stacked(series, len(rows))
    room = WIDTH - _NAMES - 150
    scale = room / max([1, *totals])
    parts = [hatching(f"hatch-{name}"), _key(series, name, _NAMES)]
    for place, (row, behind) in enumerate(rows):
        y, x = _TOP + place * _ROW + 6, _NAMES
        parts.append(words(_NAMES - 8, y + 11, _short(row), "name", "end"))
        for each in series:
            wide = each.values[place] * scale
            said = f"{row}: {each.values[place]:,.0f} {each.name}"
            parts.append(_bar(each, name, x, y, wide, _BAR, said))
            x += wide
        parts.append(words(x + 6, y + 11, behind, "label"))
    return picture(parts, WIDTH, _TOP + len(rows) * _ROW + 6, f"{_listed(series)} by row")


def pair_bars(name: str, rows: Sequence[str], series: Sequence[Series], shown: Sequence[Sequence[str]]) -> str:
    """Two thin bars a row, one over the other, each with what is `shown` of it behind."""
    largest = max((value for each in series for value in each.values), default=0) or 1
    scale = (WIDTH - _NAMES - 70) / largest
    thin, tall = 9.0, 32.0
    parts = [hatching(f"hatch-{name}"), _key(series, name, _NAMES)]
    for place, row in enumerate(rows):
        top = _TOP + place * tall + 4
        parts.append(words(_NAMES - 8, top + 14, _short(row), "name", "end"))
        for line_of, each in enumerate(series):
            y, wide = top + line_of * (thin + 2), each.values[place] * scale
            said = f"{row}: {shown[line_of][place]} {each.name}"
            parts.append(_bar(each, name, _NAMES, y, wide, thin, said))
            parts.append(words(_NAMES + max(wide, 0) + 5, y + 8, shown[line_of][place], "small"))
    return picture(parts, WIDTH, _TOP + len(rows) * tall + 4, f"{_listed(series)} by row")
