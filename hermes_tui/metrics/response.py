"""How long an answer takes, theirs and ours, and who still waits for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hermes_tui.formats import age
from hermes_tui.metrics import spoken
from hermes_tui.metrics.activity import narrowed
from hermes_tui.metrics.asked import Asked
from hermes_tui.metrics.tables import DASH, Behind, Cell, Column, How, Number, Table
from hermes_tui.metrics.written import counted
from storage.queries import activity as queries

if TYPE_CHECKING:
    from storage.database import Database

HOUR_MS = 3_600_000


class Response(NamedTuple):
    """Answers of one side: `theirs` to us, or ours to them. Hours, None where there are none.

    `waiting` counts open leads whose last word in the window has no answer yet; `longest` is since when (UTC ms).
    """

    theirs: bool
    n: int
    median: float | None
    mean: float | None
    p75: float | None
    waiting: int
    longest: int | None


def responses(database: Database, asked: Asked) -> tuple[Response, Response]:
    """How fast they answer us, and we them, of what was said in the window."""
    theirs, ours = spoken.turns(database, asked)
    return _response(theirs, True), _response(ours, False)


def _turns(asked: Asked) -> str:
    return queries.turns(narrowed(asked), queries.OPEN_NOW if asked.is_now else queries.OPEN_THEN)


def _response(found: spoken.Turns, theirs: bool) -> Response:
    lengths, n = found.lengths, len(found.lengths)
    waiting, longest = len(found.waiting), int(found.waiting.min()) if len(found.waiting) else None
    if not n:
        return Response(theirs, 0, None, None, None, waiting, longest)
    middle = (int(lengths[(n - 1) // 2]) + int(lengths[n // 2])) / 2
    place = 3 * (n - 1)
    low, high = int(lengths[place // 4]), int(lengths[min(n - 1, place // 4 + 1)])
    p75 = low + (high - low) * (place % 4 / 4)
    return Response(theirs, n, middle / HOUR_MS, int(lengths.sum()) / n / HOUR_MS, p75 / HOUR_MS, waiting, longest)


# -- as a table ------------------------------------------------------------------------------------------

_COLUMNS = (
    Column("Answer", "answer", False), Column("Answers", "n"), Column("Median h", "median_hours"),
    Column("Mean h", "mean_hours"), Column("P75 h", "p75_hours"), Column("Still waiting", "waiting"),
)  # fmt: skip
_WHO = {
    True: "from our last word before it to their first after it (their message or call, or a talk with them)",
    False: "from their last word before it to our first after it (our message or call, or a talk with them)",
}
_LENGTH = "Hours {who}, of what was said in the period and answered since; machines and notes do not count"
_WAITING = {
    True: "Open leads whose last word in the period is ours, and they did not answer since.",
    False: "Open leads whose last word in the period is theirs, and we did not answer since.",
}
_EACH_LENGTH = (
    "SELECT lead_id, length / 3600000.0 FROM ({turns}) AS turn WHERE length IS NOT NULL{side} ORDER BY 2 DESC, 1"
)
_EACH = "SELECT lead_id, 1 FROM ({turns}) AS turn WHERE {such}{side} ORDER BY at, lead_id"


def hours(value: float | None) -> str:
    """Hours to one place, from a hundred on whole; a dash where there are none."""
    if value is None:
        return DASH
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def response_table(database: Database, asked: Asked) -> Table:
    """How fast each side answers."""
    found = responses(database, asked)
    if not any(row.n or row.waiting for row in found):
        return Table("response", "Response times", _COLUMNS, (), 2, empty="Nothing was said in this period.")
    return Table("response", "Response times", _COLUMNS, tuple(_row(row, asked) for row in found), 2)


def _row(row: Response, asked: Asked) -> tuple[Cell, ...]:
    turns, given = _turns(asked), asked.given(ours=int(row.theirs))
    side = " AND ours = :ours"
    lengths = _EACH_LENGTH.format(turns=turns, side=side)
    note = f"n {row.n:,}"
    text = _LENGTH.format(who=_WHO[row.theirs])

    def lasting(value: float | None, how: How, which: str) -> Number:
        return Number(value, hours(value), f"{text}: {which}.", Behind(lengths, given, how, "hours"), note)

    answered = _EACH.format(turns=turns, such="length IS NOT NULL", side=side)
    waits = _EACH.format(turns=turns, such="waits", side=side)
    since = "" if row.longest is None else f"the longest for {age(row.longest, asked.at)}"
    return (
        "They answer us" if row.theirs else "We answer them",
        counted(row.n, f"Answers, each {_WHO[row.theirs]}.", answered, given, unit="messages"),
        lasting(row.median, "median", "the one in the middle"),
        lasting(row.mean, "mean", "their mean"),
        lasting(row.p75, "p75", "three quarters took no longer"),
        counted(row.waiting, _WAITING[row.theirs], waits, given, note=since),
    )
