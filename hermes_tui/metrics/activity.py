"""How much was said, day by day and by kind (definitions.md, "Touch")."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING, NamedTuple

from hermes_tui.formats import count
from hermes_tui.metrics import spoken
from hermes_tui.metrics.asked import ALL, DAY_MS, Asked
from hermes_tui.metrics.tables import Cell, Column, Number, Table
from hermes_tui.metrics.written import counted
from storage.queries import activity as queries
from storage.queries.activity import KINDS

if TYPE_CHECKING:
    from storage.database import Database

MOST_DAYS = 60
"""A longer period is told by weeks."""
MOST_WEEKS = 104
"""Of a longer one only so many weeks are told, the last."""

LABELS: Mapping[str, str] = dict(
    zip(KINDS, ("Calls", "E-mails", "Meetings", "Messages", "Voicemails", "Notes"), strict=True)
)


class Span(NamedTuple):
    """A day, or a week from `first`, of what the window has of it: after `low` up to `high` (UTC ms).

    `counts`: how many touches by (kind, direction): `in`, `out`, `both`, and "" of notes.
    """

    first: date
    low: int
    high: int
    counts: Mapping[tuple[str, str], int]

    def of(self, *, kind: str | None = None, direction: str | None = None) -> int:
        """How many of a kind, of a direction, or in all."""
        return sum(
            n for (a_kind, a_direction), n in self.counts.items()
            if kind in (None, a_kind) and direction in (None, a_direction)
        )  # fmt: skip


class Activity(NamedTuple):
    """The days (or weeks, `by_week`) of the window in order; `cut`: it began before the first of them."""

    spans: tuple[Span, ...]
    by_week: bool
    cut: bool


def narrowed(asked: Asked) -> str:
    """The filter of what is asked, as storage/queries/activity.py takes it."""
    return asked.of("{lead}")


def activity(database: Database, asked: Asked) -> Activity:
    """Touches of each day of the window, of each week where it is longer than MOST_DAYS; the rep's zone decides."""
    since = asked.since
    if since == ALL:
        since = (queries.first_at(database) or asked.at) - 1
    if since >= asked.at:
        return Activity((), False, False)
    earliest = (
        asked.at - 7 * (MOST_WEEKS + 1) * DAY_MS
    )  # nothing before it is told, however long ago a clock went wrong
    first, last = (datetime.fromtimestamp(at / 1000, asked.zone).date() for at in (max(since, earliest) + 1, asked.at))
    by_week, cut = (last - first).days >= MOST_DAYS, False
    step = timedelta(days=7 if by_week else 1)
    if by_week:
        first -= timedelta(days=first.weekday())
        told = last - timedelta(days=last.weekday() + 7 * (MOST_WEEKS - 1))
        first, cut = max(first, told), first < told
    days = [first + number * step for number in range((last - first) // step + 1)]
    edges = [(max(since, start_of(day, asked.zone) - 1), min(asked.at, start_of(day + step, asked.zone) - 1))
             for day in days]  # fmt: skip
    found = spoken.counts(spoken.spoken(database, asked), edges)
    spans = (Span(day, *edge, counts) for day, edge, counts in zip(days, edges, found, strict=True))
    return Activity(tuple(spans), by_week, cut)


def start_of(day: date, zone: tzinfo) -> int:
    """Local midnight, UTC ms."""
    return int(datetime.combine(day, time(0), zone).timestamp() * 1000)


# -- day by day ------------------------------------------------------------------------------------------

_HEADS = (
    Column("Touches", "touches"), Column("Ours", "out"), Column("Theirs", "in"), Column("Talks", "both"),
    *(Column(LABELS[kind], kind) for kind in KINDS),
)  # fmt: skip
_TOUCH = "A touch is a message that went out or came in, a call, a meeting, a voicemail or a manual note."
DIRECTION_TEXTS: Mapping[str | None, str] = {
    None: f"{_TOUCH} What a machine answered, and what bounced, is none.",
    "out": f"{_TOUCH} These went from us to them, one way.",
    "in": f"{_TOUCH} These came from them, one way; what a machine answered is none.",
    "both": "Calls and meetings in which both sides spoke.",
}
"""What touches of a direction are, None: of any."""
_OF_KIND = "{label}, of either side."
_WRITTEN = " What a machine answered, and what bounced, is none."
_BY_HAND = "Notes that were written by hand."


def activity_table(database: Database, asked: Asked) -> Table:
    """Touches a day, by direction and by kind."""
    found = activity(database, asked)
    title = "Touches a week" if found.by_week else "Touches a day"
    columns = (Column("Week of" if found.by_week else "Day", "week" if found.by_week else "day", False), *_HEADS)
    total = sum(span.of() for span in found.spans)
    if not total:
        return Table("activity", title, columns, (), 1, empty="No touch took place in this period.")
    note = f"{count(total, 'touch', 'touches')} in all"
    if found.cut:
        note += f"; of a longer period the last {MOST_WEEKS} weeks are shown"
    rows = tuple(_span_row(span, found.by_week, asked) for span in found.spans)
    return Table("activity", title, columns, rows, 1, note=f"{note}.")


def _span_row(span: Span, by_week: bool, asked: Asked) -> tuple[Cell, ...]:
    when = f" Counted is that {'week' if by_week else 'day'} alone, as far as it is in the period."
    by_direction = (
        _counted(span, asked, text + when, direction=direction) for direction, text in DIRECTION_TEXTS.items()
    )
    by_kind = (_counted(span, asked, _kind_is(kind) + when, kind=kind) for kind in KINDS)
    return (span.first.isoformat(), *by_direction, *by_kind)


def _kind_is(kind: str) -> str:
    if kind == "note":
        return _BY_HAND
    return _OF_KIND.format(label=LABELS[kind]) + (_WRITTEN if kind in ("email", "message") else "")


def _counted(
    span: Span, asked: Asked, definition: str, *, kind: str | None = None, direction: str | None = None
) -> Number:
    given = {**asked.params, "low": span.low, "high": span.high}
    such = ""
    if kind is not None:
        such, given["kind"] = " WHERE kind = :kind", kind
    if direction is not None:
        such, given["direction"] = " WHERE direction = :direction", direction
    said = queries.said(narrowed(asked), ":high", ":low")
    sql = f"SELECT lead_id, 1 FROM ({said}) AS spoken{such} ORDER BY at, lead_id"
    return counted(span.of(kind=kind, direction=direction), definition, sql, given, unit="touches")
