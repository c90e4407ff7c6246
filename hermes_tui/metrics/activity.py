"""How much was said, day by day and by kind, and what came of what we said (definitions.md, "Touch")."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING, Any, NamedTuple

from hermes_tui.formats import count
from hermes_tui.metrics import spoken
from hermes_tui.metrics.asked import ALL, DAY_MS, Asked
from hermes_tui.metrics.intervals import Rate, rate
from hermes_tui.metrics.tables import Cell, Column, Number, Table
from hermes_tui.metrics.written import counted, shared
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
_DIRECTIONS = (
    (None, f"{_TOUCH} What a machine answered, and what bounced, is none."),
    ("out", f"{_TOUCH} These went from us to them, one way."),
    ("in", f"{_TOUCH} These came from them, one way; what a machine answered is none."),
    ("both", "Calls and meetings in which both sides spoke."),
)
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
    by_direction = (_counted(span, asked, text + when, direction=direction) for direction, text in _DIRECTIONS)
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


# -- what came of it -------------------------------------------------------------------------------------


class Outcome(NamedTuple):
    """Our touches of a kind (None: of any) that went one way, out, and what came of them.

    Of those older than 14 days, `answered`: they wrote or spoke within 14 days, `unanswered`: they did not; `answers`
    is answered ÷ (answered + unanswered). The younger ones are `maturing`, of which `so_far` are answered: a rate that
    counted these would be too high, as an answer is known sooner than the lack of one. `moved`: the deal went forward
    within 7 days; `moves` is the share of those older than 7 days. `came_in` and `talked` are the touches of that kind
    from them, and with them.
    """

    kind: str | None
    out: int
    answered: int
    unanswered: int
    maturing: int
    so_far: int
    answers: Rate
    moved: int
    moves: Rate
    came_in: int
    talked: int


_SUMS = 7  # of each kind


def _sums(database: Database, asked: Asked) -> dict[str, list[int]]:
    """Of our touches, by kind: all; of the older ones answered and not; of the younger answered; moved; of the older
    ones moved and not."""
    ask = spoken.asks(database, asked)
    which = (
        ask.answered | True, ask.matured & ask.answered, ask.matured & ~ask.answered, ~ask.matured & ask.answered,
        ask.moved, ask.moved_matured & ask.moved, ask.moved_matured & ~ask.moved,
    )  # fmt: skip
    found: dict[str, list[int]] = {}
    for place, kind in enumerate(KINDS):
        of_kind = ask.kind == place
        if of_kind.any():
            found[kind] = [int((of_kind & such).sum()) for such in which]
    return found


def outcomes(database: Database, asked: Asked) -> tuple[Outcome, ...]:
    """Each kind that there was in the window, then all of them together; a note is said to nobody, and is left out."""
    ours = _sums(database, asked)
    (said,) = spoken.counts(spoken.spoken(database, asked), [(asked.since, asked.at)])
    found = []
    for kind in KINDS[:-1]:
        theirs, talked = said.get((kind, "in"), 0), said.get((kind, "both"), 0)
        if kind in ours or theirs or talked:
            found.append(_outcome(kind, ours.get(kind, [0] * _SUMS), theirs, talked))
    if found:
        sums = [sum(row[place] for row in ours.values()) for place in range(_SUMS)]
        found.append(_outcome(None, sums, sum(row.came_in for row in found), sum(row.talked for row in found)))
    return tuple(found)


def _outcome(kind: str | None, sums: Sequence[int], came_in: int, talked: int) -> Outcome:
    out, answered, unanswered, so_far, moved, moved_then, stayed = sums
    return Outcome(
        kind, out, answered, unanswered, out - answered - unanswered, so_far, rate(answered, answered + unanswered),
        moved, rate(moved_then, moved_then + stayed), came_in, talked,
    )  # fmt: skip


_OUTCOME_COLUMNS = (
    Column("Kind", "kind", False), Column("Out", "out"), Column("Answered", "answered"),
    Column("Unanswered", "unanswered"), Column("Maturing", "maturing"), Column("Answer rate", "rate"),
    Column("Led on", "moved"), Column("Led-on rate", "moved_rate"), Column("In", "in"), Column("Talks", "both"),
)  # fmt: skip
_OUT = "Touches of ours in the period that went one way: messages that left, calls, voicemails."
_OLDER = f"{_OUT} Of those, older than 14 days"
_OUTCOME_TEXTS: tuple[tuple[str, str, str], ...] = (
    # column, condition over the touch, definition
    ("out", "1 = 1", _OUT),
    (
        "answered",
        "matured AND answered",
        f"{_OLDER}: anybody of that lead wrote or spoke within 14 days after it. A machine's answer is none.",
    ),
    (
        "unanswered",
        "matured AND NOT answered",
        f"{_OLDER}: nobody of that lead wrote or spoke within 14 days after it.",
    ),
    (
        "maturing",
        "NOT matured",
        f"{_OUT} Of those, younger than 14 days. Answered or not, they are in no rate yet: an answer is known sooner "
        "than the lack of one.",
    ),
    (
        "moved",
        "moved",
        f"{_OUT} Of those, the deal went forward (to a later stage, or was won) within 7 days after it.",
    ),
)
_RATE = (
    "Answered ÷ (answered + unanswered): of our one-way touches older than 14 days, those after which they wrote or "
    "spoke within 14 days."
)
_MOVE_RATE = "Of our one-way touches older than 7 days: those after which the deal went forward within 7 days."


def outcomes_table(database: Database, asked: Asked) -> Table:
    """What came of our touches, kind by kind."""
    rows = tuple(_outcome_row(row, asked) for row in outcomes(database, asked))
    return Table(
        "outcomes", "Touches by outcome", _OUTCOME_COLUMNS, rows, 5, empty="No touch took place in this period.",
        note="One answer may answer several touches; those younger than 14 days are maturing." if rows else "",
    )  # fmt: skip


def _outcome_row(row: Outcome, asked: Asked) -> tuple[Cell, ...]:
    given = asked.given(kind=row.kind, code=None if row.kind is None else KINDS.index(row.kind))
    kind = "" if row.kind is None else " AND code = :code"
    asks = queries.asks(narrowed(asked))

    def such(condition: str, amount: str = "1") -> str:
        return f"SELECT lead_id, {amount} FROM ({asks}) AS ask WHERE {condition}{kind} ORDER BY at DESC, lead_id"

    numbers: dict[str, Number] = {
        name: counted(getattr(row, name), text, such(condition), given, unit="touches")
        for name, condition, text in _OUTCOME_TEXTS
    }
    if row.so_far:
        numbers["maturing"] = numbers["maturing"]._replace(note=f"{row.so_far:,} of them answered so far")
    split = (("answered", f"{row.answered:,}"), ("unanswered", f"{row.unanswered:,}"))
    answers = shared(row.answers, _RATE, such("matured", "answered"), given, split)
    moves = shared(row.moves, _MOVE_RATE, such("moved_matured", "moved"), given)
    others = [_said_number(row, asked, direction, given) for direction in ("in", "both")]
    return (
        "All" if row.kind is None else LABELS[row.kind], numbers["out"], numbers["answered"], numbers["unanswered"],
        numbers["maturing"], answers, numbers["moved"], moves, *others,
    )  # fmt: skip


def _said_number(row: Outcome, asked: Asked, direction: str, given: Mapping[str, Any]) -> Number:
    """What came from them in this kind, or was said with them."""
    n, text = (row.came_in, _DIRECTIONS[2][1]) if direction == "in" else (row.talked, _DIRECTIONS[3][1])
    kind = "" if row.kind is None else " AND kind = :kind"
    sql = f"""SELECT lead_id, 1 FROM ({queries.said(narrowed(asked))}) AS spoken
    WHERE direction = '{direction}'{kind} ORDER BY at DESC, lead_id"""
    return counted(n, text, sql, given, unit="touches")
