"""How long an answer takes, theirs and ours, and who still waits for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hermes_tui.formats import age
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


# The lengths of each side are put in order once; the rows that its median and its 75th percentile lie at are read.
_RESPONSE = """
WITH turn AS MATERIALIZED ({turns}),
answered AS MATERIALIZED (
    SELECT ours, COUNT(*) AS n, SUM(length) AS total FROM turn WHERE length IS NOT NULL GROUP BY ours
),
placed AS (
    SELECT ours, length, ROW_NUMBER() OVER (PARTITION BY ours ORDER BY length) AS place
    FROM turn WHERE length IS NOT NULL
)
SELECT ours, 'answered', n, total FROM answered
UNION ALL SELECT ours, 'waiting', COUNT(*), MIN(at) FROM turn WHERE waits GROUP BY ours
UNION ALL SELECT placed.ours, 'length', place, length FROM placed JOIN answered ON answered.ours = placed.ours
    WHERE place IN ((n + 1) / 2, n / 2 + 1, (3 * n + 1) / 4, (3 * n + 1) / 4 + 1)
"""


def responses(database: Database, asked: Asked) -> tuple[Response, Response]:
    """How fast they answer us, and we them, of what was said in the window."""
    found: dict[tuple[int, str], dict[int, int]] = {}
    sql = _RESPONSE.format(turns=_turns(asked))
    for ours, what, first, second in database.rows(sql, asked.given()):
        found.setdefault((ours, what), {})[first] = second
    return _response(found, 1), _response(found, 0)


def _turns(asked: Asked) -> str:
    return queries.turns(narrowed(asked), queries.OPEN_NOW if asked.is_now else queries.OPEN_THEN)


def _response(found: dict[tuple[int, str], dict[int, int]], ours: int) -> Response:
    ((n, total),) = found.get((ours, "answered"), {0: 0}).items()
    ((waiting, longest),) = found.get((ours, "waiting"), {0: 0}).items()
    lengths = found.get((ours, "length"), {})
    theirs = bool(ours)  # they answer what we said
    if not n:
        return Response(theirs, 0, None, None, None, waiting, longest or None)
    middle = (lengths[(n + 1) // 2] + lengths[n // 2 + 1]) / 2
    under = 3 * (n - 1) // 4 + 1
    low, high = lengths[under], lengths[min(n, under + 1)]
    p75 = low + (high - low) * (3 * (n - 1) % 4 / 4)
    return Response(theirs, n, middle / HOUR_MS, total / n / HOUR_MS, p75 / HOUR_MS, waiting, longest or None)


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
