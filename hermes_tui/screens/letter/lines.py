"""How a message under review is drawn: who gets it and how, where it comes from, and the words with their gaps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import NamedTuple

from textual.content import Content

from hermes_tui import formats
from hermes_tui.screens.letter.text import Written
from hermes_tui.screens.styles import DIM
from widgets.text_pane import hanging_lines

_LABEL_CELLS = 10
_GAP_STYLE = "bold $text-warning"
_MINUTE, _HOUR = 60_000, 3_600_000
CHANNELS = {"email": "mail", "linkedin": "LinkedIn", "reddit": "Reddit", "discord": "Discord", "x": "X"}


class Facts(NamedTuple):
    """What stands above a message's words. Empty texts are left out."""

    title: str
    to_name: str
    address: str
    bounced: str  # what is wrong with the address
    channel: str
    out_by: str  # how it goes out, in words
    thread: str  # what it goes on from, in words
    template: str
    because: str  # why this one, with its record
    kept: str  # that it was begun before, and why it did not leave then


def channel_name(channel: str) -> str:
    """What a rep calls it."""
    return CHANNELS.get(channel, channel)


def goes_in(send_at: int, now: int, zone: tzinfo) -> str:
    """When a message leaves: `in 20 s`, `in 12 min`, `14:30`, `Fri 26 Jun 8:00`."""
    left = send_at - now
    if left <= 0:
        return "now"
    if left < _MINUTE:
        return f"in {-(-left // 1000)} s"
    if left < _HOUR:
        return f"in {left // _MINUTE} min"
    there, here = (datetime.fromtimestamp(moment / 1000, zone) for moment in (send_at, now))
    clock = f"{there.hour}:{there.minute:02}"
    return clock if there.date() == here.date() else f"{formats.day_words(there.date())} {clock}"


def head(facts: Facts, subject: Content | None, width: int) -> Content:
    """The lines above the words; `subject` None where the channel has none or it is being written."""
    lines = [_to(facts), _by(facts), *_template(facts, width)]
    if subject is not None:
        lines.append(_line("subject", subject))
    return Content("\n").join([wrapped for line in lines for wrapped in hanging_lines(line, max(1, width))])


def subject_as_read(written: Written, gaps: Sequence[str]) -> Content:
    """The subject, what is still to be filled in marked."""
    if not written.subject:
        return Content.styled("none", "$text-warning")
    return _marked(Content.styled(written.subject, "bold"), gaps)


def as_read(written: Written, gaps: Sequence[str]) -> Content:
    """The words as they will be read, what is still to be filled in marked."""
    if not written.body.strip():
        return Content.styled("Nothing is written yet", DIM)
    return _marked(Content(written.body), gaps)


def _marked(words: Content, gaps: Sequence[str]) -> Content:
    marks = "|".join(re.escape(f"‹{name}›") for name in gaps)
    return words.highlight_regex(marks, style=_GAP_STYLE) if marks else words


def gaps_words(gaps: Sequence[str]) -> str:
    """`2 gaps: contact.first_name, offer.date`; empty where there is none."""
    return f"{formats.count(len(gaps), 'gap')}: {', '.join(gaps)}" if gaps else ""


def _line(label: str, *parts: Content) -> Content:
    return Content.assemble((f"{label:<{_LABEL_CELLS}}", DIM), *parts)


def _to(facts: Facts) -> Content:
    parts = [Content.styled(facts.to_name or "nobody", "bold" if facts.to_name else "$text-warning")]
    if facts.address:
        parts.append(Content(f"  {facts.address}"))
    elif facts.channel == "email":
        parts.append(Content.styled("  no address", "bold $text-warning"))
    if facts.bounced:
        parts.append(Content.styled(f"  ! {facts.bounced}", "bold $text-warning"))
    return _line("to", *parts)


def _by(facts: Facts) -> Content:
    parts = [Content(channel_name(facts.channel))]
    if facts.out_by:
        parts.append(Content.styled(f", {facts.out_by}", DIM))
    if facts.thread:
        parts.append(Content.styled(f" · {facts.thread}", DIM))
    return _line("by", *parts)


def _template(facts: Facts, width: int) -> list[Content]:
    """The template, and why this one: on the same line where there is room."""
    first = _line("template", Content(facts.template or "none, your own words"))
    if not facts.because:
        return [first]
    because = Content.styled(facts.because, DIM)
    if first.cell_length + 3 + because.cell_length <= width:
        return [Content.assemble(first, (" · ", DIM), because)]
    return [first, _line("", because)]
