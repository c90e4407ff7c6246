"""The parts of the Mail screen in their order, and their rows as one list with a heading each."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple

from storage.database import Database
from storage.queries import outbox
from storage.queries.mailboxes import Question, questions
from storage.queries.messages import MessageRow
from widgets.paged_list import PagedList


class Section(IntEnum):
    """What is a matter of seconds first, then what only the rep can settle, then what waits."""

    OUTBOX = 1
    IN_DOUBT = 2
    FAILED = 3
    QUESTIONS = 4
    HANDED_OVER = 5
    DRAFTS = 6


class MailLine(NamedTuple):
    """A line of the list: a message, a question about one that came in, or (neither) the heading of a section."""

    section: Section
    message: MessageRow | None = None
    question: Question | None = None
    n: int = 0

    @property
    def key(self) -> tuple[bool, int]:
        """By which the cursor finds it again, also where it went to another section."""
        row = self.message or self.question
        return self.question is not None, 0 if row is None else row.id


def read(database: Database) -> list[MailLine]:
    """Every section that holds something, each after its heading."""
    found: list[MailLine] = []
    parts = (
        (Section.OUTBOX, outbox.outbox), (Section.IN_DOUBT, outbox.in_doubt), (Section.FAILED, outbox.failed),
        (Section.QUESTIONS, None), (Section.HANDED_OVER, outbox.handed_over), (Section.DRAFTS, outbox.drafts),
    )  # fmt: skip
    for section, messages in parts:
        if messages is None:
            lines = [MailLine(section, question=each) for each in questions(database)]
        else:
            lines = [MailLine(section, message=each) for each in messages(database)]
        if lines:
            found += [MailLine(section, n=len(lines)), *lines]
    return found


class _Lines:
    """Lines with their places as keys."""

    def __init__(self, lines: Sequence[MailLine]) -> None:
        self._lines = lines

    def page(self, offset: int, limit: int) -> Sequence[MailLine]:
        return self._lines[offset : offset + limit]

    def key(self, row: MailLine) -> int:
        is_question, number = row.key
        return -row.section if not number else number * 2 + is_question


class MailList(PagedList[MailLine]):
    """The list; the cursor steps over headings, and nothing is marked: keys act on one message."""

    lines: Sequence[MailLine] = ()
    headings: frozenset[int] = frozenset()

    def show_lines(self, lines: Sequence[MailLine], cursor: int) -> None:
        """Show these, the cursor on the row at or next to `cursor`."""
        self.lines = lines
        self.headings = frozenset(at for at, line in enumerate(lines) if line.n)
        self.show(_Lines(lines), len(lines), cursor)

    @property
    def chosen(self) -> MailLine | None:
        """The row under the cursor."""
        line = self.current
        return None if line is None or line.n else line

    def place_of(self, wanted: MailLine) -> int | None:
        """Where this message or question stands now."""
        return next((at for at, line in enumerate(self.lines) if not line.n and line.key == wanted.key), None)

    def go_section(self, by: int) -> None:
        """To the first row of the next section (`by` 1), or of the one before (−1); round at the ends."""
        starts = sorted(self.headings)
        if not starts:
            return
        here = max((n for n, at in enumerate(starts) if at < self.index), default=0)
        self.move_to(starts[(here + by) % len(starts)] + 1)

    def draw_anew(self) -> None:
        """The same rows as the clock has them now."""
        self._drawn.clear()
        self.refresh()

    def _place(self, index: int) -> int:
        place = super()._place(index)
        if place not in self.headings:
            return place
        return place - 1 if place and place < self.index else place + 1

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing is marked here."""
        return action not in ("mark", "range") and super().check_action(action, parameters)
