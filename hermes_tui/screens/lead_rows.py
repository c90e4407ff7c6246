"""How the rows of a lead's page are drawn: people, timeline, tasks, notes, objections, proposals, visits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from textual.content import Content

from hermes_tui import formats
from hermes_tui.scoring.committee import ENGAGED_DAYS
from hermes_tui.scoring.place import day_name
from hermes_tui.screens.lead_preview import timeline_words
from hermes_tui.screens.lead_reading import PENDING
from hermes_tui.session import Session
from storage.queries.lead import ContactRow, NoteRow, ObjectionRow, ProposalRow, TaskRow, TimelineRow, VisitRow
from storage.queries.stages import StageRow
from widgets.columns import Column, ColumnLayout

DAY_MS = formats.DAY_MS
_SILENCE_CELLS = 5

# Where there is room the mood is written out; where there is not, a name is worth more than a whole word.
_PEOPLE_FROM_WIDTH = 54


def _people(role: int, mood: int) -> ColumnLayout:
    return ColumnLayout(
        (
            Column("", None, min_width=14, priority=9), Column("role", role, priority=5),
            Column("mood", mood, priority=6), Column("in", 4, align="right", priority=8),
            Column("silence", _SILENCE_CELLS, priority=2),
        )
    )  # fmt: skip


_PEOPLE, _PEOPLE_WIDE = _people(10, 3), _people(18, 8)
_TASKS = ColumnLayout(
    (
        Column("due", 12, priority=9), Column("task", None, min_width=14, priority=9), Column("kind", 9, priority=4),
        Column("priority", 8, priority=3), Column("state", 9, priority=6),
    )
)  # fmt: skip
_NOTES = ColumnLayout(
    (Column("day", 11, priority=9), Column("words", None, min_width=14, priority=9), Column("by", 11, priority=3))
)
_OBJECTIONS = ColumnLayout(
    (
        Column("kind", 11, priority=9), Column("state", 9, priority=8), Column("raised", 11, priority=5),
        Column("words", None, min_width=14, priority=7),
    )
)  # fmt: skip
_PROPOSALS = ColumnLayout(
    (
        Column("", 3, align="right", priority=8), Column("title", None, min_width=14, priority=9),
        Column("amount", 14, align="right", priority=7), Column("status", 9, priority=8),
        Column("sent", 11, priority=5), Column("viewed", 11, priority=4), Column("expires", 11, priority=3),
    )
)  # fmt: skip
_VISITS = ColumnLayout(
    (
        Column("stage", 16, priority=9), Column("entered", 11, priority=8), Column("left", 11, priority=5),
        Column("days", 5, align="right", priority=9), Column("why", None, min_width=6, priority=4),
    )
)  # fmt: skip


class LeadRows:
    """Draws rows as seen at one moment; `begin` again after each reading."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.begin({}, ())

    def begin(self, pipeline: dict[int, StageRow], people: Sequence[ContactRow]) -> None:
        """The moment, the stages and the people that the next rows are drawn with."""
        self._pipeline = pipeline
        firsts = [person.name.split(" ")[0] for person in people]
        self._short_names = {
            person.id: first for person, first in zip(people, firsts, strict=True) if firsts.count(first) == 1
        }
        self._now = self._session.now()
        self._today = self._session.today()

    def _day(self, moment: int | None) -> Content:
        if moment is None:
            return Content.styled("–", "dim")
        return Content.styled(formats.day(moment, self._session.zone, self._now), "$text-muted")

    def person(self, row: ContactRow, width: int) -> Content:
        """`★ Ann Lee   CTO   positive   3d   ▮▮···`: the bar is silence, full where no longer engaged."""
        wide = width >= _PEOPLE_FROM_WIDTH
        mood = row.sentiment or "–"
        heard, full = "–", 0
        if row.last_in_at is not None:
            heard = formats.age(row.last_in_at, self._now)
            full = min(_SILENCE_CELLS, (self._now - row.last_in_at) * _SILENCE_CELLS // (ENGAGED_DAYS * DAY_MS))
        style = "$text-warning" if mood == "negative" else "" if mood == "positive" else "$text-muted"
        star, weight = ("★ ", "bold") if row.is_primary else ("  ", "")
        cells = [
            Content.assemble((star, "$accent"), (row.name, weight)),
            Content.styled(row.role or "–", "$text-muted"),
            Content.styled(mood if wide else mood[:3], style),
            Content.styled(heard, "" if row.last_in_at is not None else "$text-muted"),
            Content.assemble(("▮" * full, "$text-muted"), ("·" * (_SILENCE_CELLS - full), "dim")),
        ]
        return (_PEOPLE_WIDE if wide else _PEOPLE).line(cells, width)

    def happening(self, row: TimelineRow, width: int) -> Content:
        """What happened, in one line."""
        day = formats.day(row.at, self._session.zone, self._now)
        who = self._short_names.get(row.contact_id or 0, row.contact)
        words = timeline_words(row._replace(contact=who), self._pipeline, max(1, width))
        return Content.assemble((f"{day}  ", "$text-muted"), *words)

    def task(self, row: TaskRow, width: int) -> Content:
        """A task; what is over is dim."""
        over = row.status not in PENDING
        due, style = ("some day", "dim") if row.due_on is None else (day_name(row.due_on), "")
        if row.due_on is not None and not over:
            late = (self._today - date.fromisoformat(row.due_on)).days
            if late >= 0:
                due, style = ("today" if late == 0 else f"{late}d overdue"), "bold $text-warning"
        done = formats.day(row.done_at, self._session.zone, self._now).strip() if row.done_at is not None else ""
        state = {"DONE": f"✓ {done}", "CANCELLED": "dropped", "IN_PROGRESS": "begun"}.get(row.status, "")
        urgent = row.priority in ("HIGH", "URGENT") and not over
        cells = [
            Content.styled(due, "dim" if over else style),
            Content.styled(row.title, "dim" if over else ""),
            Content.styled(row.kind.lower(), "dim" if over else "$text-muted"),
            Content.styled(row.priority.lower() if row.priority != "MEDIUM" else "", "bold" if urgent else "dim"),
            Content.styled(state, "dim"),
        ]
        return _TASKS.line(cells, width)

    def note(self, row: NoteRow, width: int) -> Content:
        """A note's first words."""
        by = "" if row.kind == "MANUAL" else row.kind.lower().replace("_", " ")
        cells = [self._day(row.at), Content(formats.one_line(row.text)), Content.styled(by, "$text-muted")]
        return _NOTES.line(cells, width)

    def objection(self, row: ObjectionRow, width: int) -> Content:
        """An objection, and how it was answered."""
        still = row.state == "open"
        words = formats.one_line(row.resolution or row.note)
        cells = [
            Content.styled(row.kind.lower(), "bold" if still else "$text-muted"),
            Content.styled(row.state.replace("_", " "), "$text-warning" if still else "$text-muted"),
            self._day(row.raised_at),
            Content.styled(words, "" if still else "$text-muted"),
        ]
        return _OBJECTIONS.line(cells, width)

    def proposal(self, row: ProposalRow, width: int) -> Content:
        """One version of an offer."""
        cells = [
            Content.styled(f"v{row.version}", "dim"),
            Content(row.title),
            Content(formats.money_with(row.amount, row.currency)),
            Content.styled(row.status.lower(), "bold" if row.status in ("SENT", "VIEWED", "ACCEPTED") else ""),
            self._day(row.sent_at),
            self._day(row.viewed_at),
            Content.styled(day_name(row.expires_on) if row.expires_on else "–", "$text-muted"),
        ]
        return _PROPOSALS.line(cells, width)

    def visit(self, row: VisitRow, width: int) -> Content:
        """A stay in a stage, in whole days; the one that lasts is bold."""
        stage = self._pipeline[row.stage_id]
        days = max(0, ((row.left_at or self._now) - row.entered_at) // DAY_MS)
        slow = stage.threshold_days is not None and days > stage.threshold_days
        why = row.reason or ("" if row.cause == "rep" else row.cause)
        cells = [
            Content.styled(stage.label, "bold" if row.left_at is None else ""),
            self._day(row.entered_at),
            Content.styled("now", "bold") if row.left_at is None else self._day(row.left_at),
            Content.styled(f"{days}d", "$text-warning" if slow else ""),
            Content.styled(why, "$text-muted"),
        ]
        return _VISITS.line(cells, width)
