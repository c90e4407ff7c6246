"""Whether a template may be used: its faults while it is written, placed and in plain words."""

from __future__ import annotations

from typing import NamedTuple


class Fault(NamedTuple):
    """What is wrong in a part (`subject` or `body`): line and column from 1, `length` characters to underline."""

    part: str
    line: int
    column: int
    words: str
    length: int = 1


def check(subject: str, body: str) -> tuple[Fault, ...]:
    """The faults of a template, in the order of the text; none where it may be used. Never raises."""
    from hermes_tui.outreach.templates.compiling import part

    return tuple(
        Fault(name, spot.line, spot.column, spot.words, spot.length)
        for name, source in (("subject", subject), ("body", body))
        for spot in part(source).faults
    )
