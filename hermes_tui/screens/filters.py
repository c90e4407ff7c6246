"""Stripping what could drive a terminal from whatever is about to be painted: the last of three layers."""

from __future__ import annotations

import re

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_DRIVERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class StripControls(LineFilter):
    """Replaces controls and bidi overrides in every painted segment; what is clean passes untouched."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments, those with a driver in them replaced by ones without."""
        if not any(_DRIVERS.search(segment.text) for segment in segments):
            return segments
        return [Segment(_DRIVERS.sub("�", text), style, control) for text, style, control in segments]
