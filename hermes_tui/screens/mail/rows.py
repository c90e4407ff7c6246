"""How the Mail screen draws its rows: when it goes, to whom, what it says, and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo

from textual.content import Content

from hermes_tui import formats
from hermes_tui.screens.letter.lines import channel_name, goes_in
from hermes_tui.screens.mail.sections import MailLine, Section
from hermes_tui.screens.styles import DIM
from storage.queries.mailboxes import Question
from storage.queries.messages import MessageRow
from widgets.columns import Column, ColumnLayout

HEADINGS = {
    Section.OUTBOX: ("Outbox", ""),
    Section.IN_DOUBT: ("May have gone out", "nobody knows; look into your sent mail"),
    Section.FAILED: ("Not sent", "the text is kept"),
    Section.QUESTIONS: ("Whose is this?", "mail that came in"),
    Section.HANDED_OVER: ("Handed over", "was it sent?"),
    Section.DRAFTS: ("Drafts", ""),
}
_WARNED = (Section.IN_DOUBT, Section.FAILED)
_ROOM_FOR_REASON = 100  # cells from which the last column stands
_COLUMNS = ColumnLayout(
    (
        Column("when", 14, priority=9), Column("lead", 20, priority=8), Column("with", 18, priority=5),
        Column("what it says", None, min_width=16, priority=9), Column("", 24, priority=6),
    )
)  # fmt: skip
_MINUTE, _HOUR, _DAY = 60_000, 3_600_000, 86_400_000

header = _COLUMNS.header


def draw(line: MailLine, width: int, now: int, zone: tzinfo) -> list[Content]:
    """A heading, a message or a question in one line."""
    if line.n:
        name, note = HEADINGS[line.section]
        style = "bold $text-warning" if line.section in _WARNED else "bold"
        return [Content.assemble((name, style), (f"  {line.n:,}", DIM), (f"  {note}" if note else "", DIM))]
    if line.question is not None:
        return [_COLUMNS.line(_question_cells(line.question, now, zone), width)]
    assert line.message is not None
    cells = _CELLS[line.section](line.message, now, zone)
    if line.section in _WARNED and width < _ROOM_FOR_REASON:  # what went wrong goes before what it says
        cells[3] = Content.assemble(line.message.subject, (f"  {line.message.failure or ''}", "$text-warning"))
    return [_COLUMNS.line(cells, width)]


def _words(row: MessageRow) -> Content:
    first = formats.one_line(row.body)
    if not row.subject:
        return Content(first)
    return Content.assemble(row.subject, (f"  {first}", DIM))


def _common(row: MessageRow, when: Content, last: Content) -> list[Content]:
    whom = row.to_name or row.address or "–"
    by = "" if row.channel == "email" else f" ({channel_name(row.channel)})"
    return [when, Content(row.lead), Content(whom + by), _words(row), last]


def _outgoing(row: MessageRow, now: int, zone: tzinfo) -> list[Content]:
    if row.is_in_hand:
        when = Content.styled("leaving", "bold $accent")
    elif row.send_at is None:
        when = Content("")
    else:
        soon = row.send_at - now < _MINUTE
        when = Content.styled(goes_in(row.send_at, now, zone), "bold $accent" if soon else "")
    return _common(row, when, Content.styled(row.template or "", DIM))


def _doubted(row: MessageRow, now: int, zone: tzinfo) -> list[Content]:
    when = Content(_since(row.claimed_at or row.at, now, zone))
    return _common(row, when, Content.styled(row.failure or "", "$text-warning"))


def _failed(row: MessageRow, now: int, zone: tzinfo) -> list[Content]:
    when = Content(_since(row.updated_at, now, zone))
    return _common(row, when, Content.styled(row.failure or "", "$text-warning"))


def _drafted(row: MessageRow, now: int, zone: tzinfo) -> list[Content]:
    when = Content.styled(_since(row.updated_at, now, zone), DIM)
    return _common(row, when, Content.styled(row.template or "", DIM))


def _given(row: MessageRow, now: int, zone: tzinfo) -> list[Content]:
    when = Content(_since(row.updated_at, now, zone))
    return _common(row, when, Content.styled(f"by {row.way}" if row.way else "", DIM))


_CELLS: dict[Section, Callable[[MessageRow, int, tzinfo], list[Content]]] = {
    Section.OUTBOX: _outgoing, Section.IN_DOUBT: _doubted, Section.FAILED: _failed,
    Section.HANDED_OVER: _given, Section.DRAFTS: _drafted,
}  # fmt: skip


def _question_cells(row: Question, now: int, zone: tzinfo) -> list[Content]:
    said = formats.one_line(row.words or row.body)
    return [
        Content(_since(row.at, now, zone)),
        Content.styled("?", "bold $accent"),
        Content(f"{'to ' if row.direction == 'out' else ''}{row.from_name or row.address}"),
        Content.assemble(row.subject, (f"  {said}", DIM)) if row.subject else Content(said),
        Content.styled(row.why, DIM),
    ]


def _since(moment: int, now: int, zone: tzinfo) -> str:
    """How long ago, or from yesterday back the day."""
    if now - moment >= _DAY:
        return formats.day(moment, zone, now).strip()
    passed = now - moment
    if passed < _HOUR:
        return f"{passed // _MINUTE} min ago" if passed >= _MINUTE else "just now"
    return f"{formats.age(moment, now)} ago"
