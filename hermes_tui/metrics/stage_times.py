"""Days in each stage: how long completed visits lasted, and how long those that stand there now have (definitions.md).

A re-entry is a visit of its own, a skipped stage is none, and what a rep left within two minutes is none either
(storage/visits.py). Completed visits count in the window they ended in.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from hermes_tui.metrics.asked import DAY_MS, Asked
from hermes_tui.metrics.tables import Cell, Column, Table
from hermes_tui.metrics.written import counted, lasted
from storage.queries.stages import stages

if TYPE_CHECKING:
    from storage.database import Database


class Spread(NamedTuple):
    """How long completed visits lasted, in days; None where there are none."""

    n: int
    mean: float | None
    median: float | None
    p75: float | None


class Here(NamedTuple):
    """The leads that stand in a stage and how long they have, in days; None where there are none, or it is closed."""

    n: int
    median: float | None
    oldest: float | None


class StageTimes(NamedTuple):
    """A stage: its completed visits (none of a closed one), and who stands there."""

    stage_id: int
    stage: str
    label: str
    done: Spread
    here: Here


# All by index visit_length, which covers them and has lengths in order: nothing is sorted. The upper quarter is walked
# from its end.
_ENDED = "visit.length IS NOT NULL AND visit.left_at > :since AND visit.left_at <= :at{of}"
_DONE = f"SELECT stage_id, COUNT(*), SUM(length) FROM visit WHERE {_ENDED} GROUP BY stage_id"
_SHORTEST = f"SELECT length FROM visit WHERE stage_id = :stage AND {_ENDED} ORDER BY length LIMIT 2 OFFSET :skip"
_LONGEST = f"SELECT length FROM visit WHERE stage_id = :stage AND {_ENDED} ORDER BY length DESC LIMIT 2 OFFSET :skip"
# A filter is asked once, not again for each stage: then the lengths are gone through here, a stage at a time.
_LENGTHS = f"SELECT stage_id, length FROM visit WHERE {_ENDED} ORDER BY stage_id, length"

# Where leads stand now: by index lead_standing, the oldest of a stage first.
_NOW = "SELECT stage_id, COUNT(*), MIN(stage_entered_at) FROM lead WHERE 1 = 1{of} GROUP BY stage_id"
_NOW_MIDDLE = """
SELECT stage_entered_at FROM lead WHERE stage_id = :stage{of} ORDER BY stage_entered_at LIMIT :take OFFSET :skip
"""
# Where they stood: through all visits, once.
_STOOD = "visit.at <= :at AND (visit.left_at IS NULL OR visit.left_at > :at) AND visit.passed = 0{of}"
_THEN = f"""
SELECT stage_id, n, place, at FROM (
    SELECT stage_id, at, ROW_NUMBER() OVER (PARTITION BY stage_id ORDER BY at) AS place,
        COUNT(*) OVER (PARTITION BY stage_id) AS n
    FROM visit WHERE {_STOOD}
) AS placed WHERE place IN (1, (n + 1) / 2, n / 2 + 1) ORDER BY stage_id, place
"""


def stage_times(database: Database, asked: Asked) -> tuple[StageTimes, ...]:
    """Every stage in pipeline order. The quarter above `p75` took longer: linear between the two nearest."""
    pipeline = stages(database)
    is_open = {stage.id: stage.kind == "open" for stage in pipeline}
    done = _done(database, asked, is_open)
    here = _here_now(database, asked, is_open) if asked.is_now else _here_then(database, asked, is_open)
    return tuple(
        StageTimes(
            stage.id, stage.name, stage.label, done.get(stage.id, Spread(0, None, None, None)),
            here.get(stage.id, Here(0, None, None)),
        )
        for stage in pipeline
    )  # fmt: skip


def _done(database: Database, asked: Asked, is_open: Mapping[int, bool]) -> dict[int, Spread]:
    if asked.where:
        return {stage: spread for stage, spread in _done_of_some(database, asked) if is_open[stage]}
    given, found = asked.given(), {}
    for stage, n, total in database.rows(_DONE.format(of=""), given):
        if is_open[stage]:
            low, high, under, above = _places_of(n)
            shortest = database.rows(_SHORTEST.format(of=""), {**given, "stage": stage, "skip": low - 1})
            longest = database.rows(_LONGEST.format(of=""), {**given, "stage": stage, "skip": n - above})
            found[stage] = _spread(n, total, [shortest[0][0], shortest[high - low][0]],
                                   [longest[above - under][0], longest[0][0]])  # fmt: skip
    return found


def _done_of_some(database: Database, asked: Asked) -> Iterator[tuple[int, Spread]]:
    sql = _LENGTHS.format(of=asked.of("visit.lead_id"))
    with database.faults():
        for stage, rows in groupby(database.connection().execute(sql, asked.given()), key=itemgetter(0)):
            lengths = array("q", (row[1] for row in rows))
            low, high, under, above = (lengths[place - 1] for place in _places_of(len(lengths)))
            yield stage, _spread(len(lengths), sum(lengths), [low, high], [under, above])


def _places_of(n: int) -> tuple[int, int, int, int]:
    """Which of `n` in order, from 1, make the median and the 75th percentile: two each, often the same twice."""
    under = 3 * (n - 1) // 4 + 1
    return (n + 1) // 2, n // 2 + 1, under, min(n, under + 1)


def _spread(n: int, total: int, middle: list[int], upper: list[int]) -> Spread:
    """Of lengths in ms: the two at the median, the two at the 75th percentile."""
    under, above = upper
    part = 3 * (n - 1) % 4 / 4
    return Spread(n, total / n / DAY_MS, sum(middle) / 2 / DAY_MS, (under + (above - under) * part) / DAY_MS)


def _here_now(database: Database, asked: Asked, is_open: Mapping[int, bool]) -> dict[int, Here]:
    found = {}
    for stage, n, oldest in database.rows(_NOW.format(of=asked.of_leads), asked.given()):
        middle: list[int] = []
        if is_open[stage]:
            given = asked.given(stage=stage, take=2 - n % 2, skip=(n - 1) // 2)
            middle = [row[0] for row in database.rows(_NOW_MIDDLE.format(of=asked.of_leads), given)]
        found[stage] = _here(n, asked.at, oldest, middle)
    return found


def _here_then(database: Database, asked: Asked, is_open: Mapping[int, bool]) -> dict[int, Here]:
    placed: dict[int, tuple[int, dict[int, int]]] = {}
    for stage, n, place, at in database.rows(_THEN.format(of=asked.of("visit.lead_id")), asked.given()):
        placed.setdefault(stage, (n, {}))[1][place] = at
    return {
        stage: _here(n, asked.at, at[1], [at[(n + 1) // 2], at[n // 2 + 1]] if is_open[stage] else [])
        for stage, (n, at) in placed.items()
    }


def _here(n: int, at: int, oldest: int, middle: Iterable[int]) -> Here:
    """Clocks that ran backwards make nobody stand there for less than no time."""
    ages = [max(0, at - entered) / DAY_MS for entered in middle]
    if not ages:
        return Here(n, None, None)
    return Here(n, sum(ages) / len(ages), max(0, at - oldest) / DAY_MS)


# -- the table -----------------------------------------------------------------------------------------------

_COLUMNS = (
    Column("Stage", "stage", is_number=False), Column("Visits", "completed_n"), Column("Mean d", "mean_days"),
    Column("Median d", "median_days"), Column("P75 d", "p75_days"), Column("Here", "now"),
    Column("Median d here", "now_median_days"), Column("Oldest d", "now_oldest_days"),
)  # fmt: skip
_MEDIAN = 3  # the column that bars are drawn of

_EACH_VISIT = f"SELECT lead_id, 1 FROM visit WHERE stage_id = :stage AND {_ENDED} ORDER BY left_at DESC"
_EACH_LENGTH = f"""
SELECT lead_id, length / 86400000.0 FROM visit WHERE stage_id = :stage AND {_ENDED} ORDER BY length DESC
"""
_EACH_HERE_NOW = """
SELECT lead.id, {amount} FROM lead WHERE lead.stage_id = :stage{of} ORDER BY lead.stage_entered_at
"""
_EACH_HERE_THEN = f"""
SELECT lead_id, {{amount}} FROM visit WHERE stage_id = :stage AND {_STOOD} ORDER BY visit.at
"""
_AGE = "CASE WHEN {since} < :at THEN (:at - {since}) / 86400000.0 ELSE 0 END"

_VISITS = (
    "Visits to this stage that ended in the period. Coming back is another visit; a skipped stage is none, and what "
    "was left within two minutes is none."
)
_ALL_OF = "Days from entering the stage to leaving it, over the visits that ended in the period"
_HERE = "Leads that stand in this stage."


def stage_times_table(database: Database, asked: Asked) -> Table:
    """Days per stage, done against now, the open stages only."""
    kinds = {stage.id: stage.kind for stage in stages(database)}
    rows = tuple(_row(each, asked) for each in stage_times(database, asked) if kinds[each.stage_id] == "open")
    note = "No visit ended in the period." if all(row[1].value == 0 for row in rows) else ""  # type: ignore[union-attr]
    return Table("stage_times", "Days in stage", _COLUMNS, rows, _MEDIAN, note=note)


def _row(each: StageTimes, asked: Asked) -> tuple[Cell, ...]:
    given: dict[str, Any] = asked.given(stage=each.stage_id)
    of = asked.of("visit.lead_id")
    visits, lengths = _EACH_VISIT.format(of=of), _EACH_LENGTH.format(of=of)
    if asked.is_now:
        who = _EACH_HERE_NOW.format(amount=1, of=asked.of_leads)
        ages = _EACH_HERE_NOW.format(amount=_AGE.format(since="lead.stage_entered_at"), of=asked.of_leads)
    else:
        who = _EACH_HERE_THEN.format(amount=1, of=of)
        ages = _EACH_HERE_THEN.format(amount=_AGE.format(since="visit.at"), of=of)
    n, done, here = f"n {each.done.n:,}", each.done, each.here
    at_hand = f"n {here.n:,}"
    return (
        each.label,
        counted(done.n, _VISITS, visits, given, note=_few(done.n)),
        lasted(done.mean, f"{_ALL_OF}: their mean.", lengths, given, "mean", note=n),
        lasted(done.median, f"{_ALL_OF}: the one in the middle.", lengths, given, "median", note=n),
        lasted(done.p75, f"{_ALL_OF}: three quarters took no longer.", lengths, given, "p75", note=n),
        counted(here.n, _HERE, who, given),
        lasted(here.median, f"{_HERE} Days since they entered it: the one in the middle.", ages, given, "median",
               note=at_hand),
        lasted(here.oldest, f"{_HERE} Days since the first of them entered it.", ages, given, "max", note=at_hand),
    )  # fmt: skip


def _few(n: int) -> str:
    from hermes_tui.metrics.intervals import EARLY_BELOW

    return "too few to go by" if 0 < n < EARLY_BELOW else ""
