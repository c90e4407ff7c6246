"""A painted line is as few segments as what can be seen of it allows: each costs forty bytes on the wire."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from textual.content import Content, Span
from textual.style import Style
from textual.widgets import Static

from widgets.drawing import Painter, side_by_side

BASE = Style.parse("#d7dade on #14161b")
STYLES = tuple(map(Style.parse, ("", "bold", "#898b91", "on #2b2d32", "underline", "reverse", "strike")))
PARTS = st.lists(st.tuples(st.sampled_from(("a", " ", "  ", "漢", "b c")), st.sampled_from(STYLES)), max_size=12)


def line(parts: Iterable[tuple[str, Style]]) -> Content:
    return side_by_side(Content(text, [Span(0, len(text), style)]) for text, style in parts)


def seen(segments: Iterable[Segment]) -> list[tuple[object, ...]]:
    """What can be seen of each character: a space has no colour and no weight, but a ground and lines."""
    found: list[tuple[object, ...]] = []
    for text, style, _ in segments:
        assert style is not None
        ground = (style.bgcolor, bool(style.underline), bool(style.reverse), bool(style.strike))
        for character in text:
            ink = (style.color, bool(style.bold)) if not character.isspace() or any(ground[1:]) else ()
            found.append((character, ground, ink))
    return found


@given(PARTS)
def test_fewer_segments_look_the_same(parts: list[tuple[str, Style]]):
    painter = Painter(Static())
    one_by_one = [Segment(text, (BASE + style).rich_style) for text, style in parts]
    width = sum(segment.cell_length for segment in one_by_one)
    segments = painter.segments(line(parts), width, BASE)
    assert seen(segments) == seen(one_by_one)
    assert len(segments) <= len(parts)


def test_the_space_between_two_words_belongs_to_the_first():
    painter = Painter(Static())
    muted, bold = Style.parse("#898b91"), Style.parse("bold")
    row = line([("  ", Style()), ("185", muted), ("  ", Style()), ("Acme", bold), ("   New", Style())])
    texts = [segment.text for segment in painter.segments(row, 20, BASE, before=[("▌ ", BASE + bold)])]
    assert texts == ["▌   ", "185  ", "Acme", "   New   "]
