"""From Content to strips of an exact width in cells, whatever the text holds: the one place where rows become paint."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from rich.segment import Segment
from textual.content import Content, Span
from textual.strip import Strip
from textual.style import Style
from textual.widget import Widget

Align = Literal["left", "right", "center"]

_SHADES = {"$text-muted": "$foreground 60%", "$text-disabled": "$foreground 38%"}

_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_PICTURES = {code: 0x2400 + code for code in range(0x20)} | {9: 0x20, 10: 0x20, 13: 0x20, 0x7F: 0x2421}


def one_line(content: Content) -> Content:
    """The same text without anything that could move the terminal's cursor: line ends and tabs become spaces,
    control characters their pictures (␛), bidi controls a replacement mark. Styles keep their places."""
    text = content.plain
    if not _UNSAFE.search(text):
        return content
    safe = _UNSAFE.sub(lambda found: chr(_PICTURES.get(ord(found[0]), 0xFFFD)), text)
    return Content(safe, list(content.spans), strip_control_codes=False)


def fit(content: Content, width: int, align: Align = "left") -> Content:
    """The content as one line of exactly `width` cells: cut with `…` or padded, never splitting a wide character."""
    if width <= 0:
        return Content("")
    content = one_line(content)
    if content.cell_length > width:
        return content.truncate(width, ellipsis=True)
    if align != "left":
        spare = width - content.cell_length
        content = content.pad_left(spare if align == "right" else spare // 2)
    return content.truncate(width, pad=True)


def shaded(style: str) -> str:
    """The style text with $text-muted and $text-disabled as shades of the foreground. In CSS these are contrasts with
    an alpha; in a Content's style Textual 8.2 drops the alpha, and what should be dim comes out as pure white."""
    for name, shade in _SHADES.items():
        style = style.replace(name, shade)
    return style


def shaded_content(content: Content) -> Content:
    """The content with each of its styles `shaded`, for widgets that draw Content without a Painter."""
    spans = [
        Span(start, end, shaded(style) if isinstance(style, str) else style) for start, end, style in content.spans
    ]
    return Content(content.plain, spans, strip_control_codes=False)


def side_by_side(parts: Iterable[Content]) -> Content:
    """Contents joined into one, styles kept; quicker than Content.assemble for many small cells."""
    texts: list[str] = []
    spans: list[Span] = []
    at = 0
    for part in parts:
        text = part.plain
        texts.append(text)
        spans.extend(Span(start + at, end + at, style) for start, end, style in part.spans)
        at += len(text)
    return Content("".join(texts), spans, strip_control_codes=False)


def _blank_alike(one: Style, other: Style) -> bool:
    """Whether a space looks the same in both: it shows nothing but its background."""
    shown = (
        style.underline or style.underline2 or style.reverse or style.strike or style.link for style in (one, other)
    )
    return one.background == other.background and not any(shown)


class Painter:
    """Turns Content into strips in the styles of one widget; keeps parsed styles until the theme or focus changes."""

    def __init__(self, widget: Widget) -> None:
        self._widget = widget
        self._parsed: dict[str, Style] = {}
        self._bases: dict[tuple[str, ...], Style] = {}

    def forget(self) -> None:
        """Parse every style again: the theme, the classes or the focus changed."""
        self._parsed.clear()
        self._bases.clear()

    def base(self, *components: str) -> Style:
        """The widget's own style under these component classes, the later ones on top."""
        style = self._bases.get(components)
        if style is None:
            style = self._bases[components] = self._widget.get_visual_style(*components)
        return style

    def segments(
        self, content: Content, width: int, base: Style, before: Sequence[tuple[str, Style]] = ()
    ) -> list[Segment]:
        """One line of exactly `width` cells as segments, after those of `before`; no more of them than can be told
        apart on the screen, since each costs forty bytes of colours whenever the line is painted."""
        runs = list(before)
        for text, style in fit(content, width).render(base, end="", parse_style=self._parse):
            if runs and (style == runs[-1][1] or (text.isspace() and _blank_alike(style, runs[-1][1]))):
                runs[-1] = (runs[-1][0] + text, runs[-1][1])
            elif text:
                runs.append((text, style))
        return [Segment(text, style.rich_style) for text, style in runs]

    def strip(self, content: Content, width: int, base: Style) -> Strip:
        """One line of exactly `width` cells."""
        return Strip(self.segments(content, width, base), width)

    def blank(self, width: int, base: Style) -> Strip:
        """An empty line."""
        return Strip.blank(width, base.rich_style)

    def _parse(self, style: str | Style) -> Style:
        if isinstance(style, Style):
            return style
        parsed = self._parsed.get(style)
        if parsed is None:
            parsed = self._parsed[style] = self._widget.app.stylesheet.parse_style(shaded(style))
        return parsed
