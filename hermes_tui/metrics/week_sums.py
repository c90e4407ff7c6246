"""Sums by week that figures of many weeks are made of, each lead read once: closings between cuts, deals in play.

What stood at the end of each week is reckoned back from what stands now; no week reads all visits again.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

from hermes_tui.metrics.asked import Asked

if TYPE_CHECKING:
    from storage.database import Database

FOREVER = 2**62


class Closing(NamedTuple):
    """Deals that came to a closed stage, of one kind (won, lost, archived) and currency.

    `n` of them, `valued` with a value that adds up to `value` (minor units), `cycle` the sum of what they took, ms.
    """

    kind: str
    currency: str | None
    n: int
    valued: int
    value: int
    cycle: int


class Reopened(NamedTuple):
    """A deal that stood in a closed stage from `at` until it was moved on at `left_at`."""

    at: int
    left_at: int
    closing: Closing


class Closings(NamedTuple):
    """All closings after the first of `cuts` (moments, ascending): `stood[i]` after cut i up to the next and closed
    still; and those that are no more.
    """

    cuts: Sequence[int]
    stood: Sequence[Sequence[Closing]]
    reopened: Sequence[Reopened]

    def between(self, after: int, until: int, at: int) -> list[Closing]:
        """Those that came there after `after` up to `until`, both cuts, and stood closed at `at`, `until` or later."""
        first, last = bisect_left(self.cuts, after), bisect_left(self.cuts, until)
        found = [closing for part in self.stood[first:last] for closing in part]
        return found + [gone.closing for gone in self.reopened if after < gone.at <= until and gone.left_at > at]


_CYCLE = "CASE WHEN {at} > {began} THEN {at} - {began} ELSE 0 END"
_BEGAN = "COALESCE(lead.engaged_at, lead.created_at)"
# A range of index lead_standing for each stage and cut, which covers them.
_STOOD = f"""
WITH cut (place, since, until) AS (VALUES {{cuts}})
SELECT cut.place, stage.kind, lead.currency, COUNT(*), COUNT(lead.value), COALESCE(SUM(lead.value), 0),
    SUM({_CYCLE.format(at="lead.stage_entered_at", began=_BEGAN)})
FROM stage CROSS JOIN cut CROSS JOIN lead
WHERE stage.kind <> 'open' AND lead.stage_id = stage.id
    AND lead.stage_entered_at > cut.since AND lead.stage_entered_at <= cut.until{{of}}
GROUP BY cut.place, stage.kind, lead.currency
"""
# By index visit_length: there are few.
_REOPENED = f"""
SELECT visit.left_at - visit.length, visit.left_at, stage.kind, lead.currency, 1, lead.value IS NOT NULL,
    COALESCE(lead.value, 0), {_CYCLE.format(at="(visit.left_at - visit.length)", began=_BEGAN)}
FROM stage CROSS JOIN visit JOIN lead ON lead.id = visit.lead_id
WHERE stage.kind <> 'open' AND visit.stage_id = stage.id AND visit.length IS NOT NULL AND visit.left_at > :first{{of}}
"""


def closings_between(database: Database, asked: Asked, cuts: Iterable[int]) -> Closings:
    """Everything that was won, lost or archived after the first cut, in the parts that the cuts make."""
    ordered = sorted({*cuts, FOREVER})
    stood: list[list[Closing]] = [[] for _ in ordered]
    values = ", ".join(f"({place}, {since}, {until})" for place, (since, until) in enumerate(pairwise(ordered)))
    for place, *row in database.rows(_STOOD.format(cuts=values, of=asked.of_leads), asked.given()):
        stood[place].append(Closing(*row))
    given = asked.given(first=ordered[0])
    reopened = [
        Reopened(at, left, Closing(*row))
        for at, left, *row in database.rows(_REOPENED.format(of=asked.of_leads), given)
    ]
    return Closings(ordered, stood, reopened)


def week_of(column: str, ends: Sequence[int]) -> str:
    """SQL for the place of the first of `ends` (moments, ascending) that a moment does not exceed; after all: their
    number. The newest is asked first, as most are there."""
    whens = " ".join(f"WHEN {column} > {end} THEN {place}" for place, end in reversed(list(enumerate(ends, 1))))
    return f"(CASE {whens} ELSE 0 END)"


# -- deals in play: open, at or past QUALIFIED -----------------------------------------------------------------

_PLAYS = "stage.kind = 'open' AND stage.id >= (SELECT id FROM stage WHERE name = 'QUALIFIED')"
_OWN = "COALESCE(lead.currency, :own) = :own"
# Index lead_standing covers it.
_IN_PLAY = f"SELECT COUNT(*) FROM stage CROSS JOIN lead WHERE {_PLAYS} AND lead.stage_id = stage.id AND {_OWN}{{of}}"
# Of all leads the board's totals are kept.
_ALL_IN_PLAY = f"""
SELECT COALESCE(SUM(kept.n), 0) FROM stage CROSS JOIN stage_total AS kept
WHERE {_PLAYS} AND kept.stage_id = stage.id AND kept.currency IN ('', :own)
"""
# Mostly there are none, else they are the fewer.
_OTHERS = "SELECT COUNT(*) FROM stage_total WHERE currency NOT IN ('', :own) AND n > 0"
_NOT_OTHERS = " AND visit.lead_id NOT IN (SELECT lead.id FROM lead WHERE lead.currency <> :own)"
# Not in play is who stands before QUALIFIED, or is closed. So, all by index visit_entered: who is born behind NEW
# comes in, who leaves NEW comes in, who goes back there goes out; each as (week, n).
_NEW = "visit.group_id = (SELECT id FROM stage WHERE name = 'NEW')"
_BORN = """
SELECT {week}, COUNT(*) FROM stage CROSS JOIN visit
WHERE stage.name <> 'NEW' AND visit.group_id = stage.id AND visit.at > :first AND visit.n = 1{of} GROUP BY 1
"""
_LEFT_NEW = f"SELECT {{week}}, COUNT(*) FROM visit WHERE {_NEW} AND visit.outcome_at > :first{{of}} GROUP BY 1"
_BACK_IN_NEW = (
    f"SELECT {{week}}, -COUNT(*) FROM visit WHERE {_NEW} AND visit.at > :first AND visit.n > 1{{of}} GROUP BY 1"
)


def in_play_at(database: Database, asked: Asked, ends: Sequence[int], closings: Closings) -> list[int]:
    """How many leads in the rep's own currency were open at or past QUALIFIED at each of these moments (ascending).

    `closings` are those after the first of them at least.
    """
    has_others = database.value(_OTHERS, {"own": asked.currency})
    of = asked.of("visit.lead_id") + (_NOT_OTHERS if has_others else "")
    given = asked.given(first=ends[0], own=asked.currency)
    came = [0] * (len(ends) + 1)
    for sql, column in ((_BORN, "visit.at"), (_LEFT_NEW, "visit.outcome_at"), (_BACK_IN_NEW, "visit.at")):
        for week, n in database.rows(sql.format(week=week_of(column, ends), of=of), given):
            came[week] += n
    for since, part in zip(closings.cuts, closings.stood, strict=True):
        if since >= ends[0]:
            came[bisect_left(ends, since + 1)] -= sum(
                each.n for each in part if each.currency in (None, asked.currency)
            )
    for gone in closings.reopened:
        if gone.closing.currency in (None, asked.currency):
            came[bisect_left(ends, gone.at)] -= 1
            came[bisect_left(ends, gone.left_at)] += 1
    now = database.value(_IN_PLAY.format(of=asked.of_leads) if asked.where else _ALL_IN_PLAY, given)
    later = list(accumulate(reversed(came[1:])))
    return [now - each for each in reversed(later)]


_PLAYED = f"""
SELECT lead.id, {{amount}} FROM visit JOIN stage ON stage.id = visit.stage_id JOIN lead ON lead.id = visit.lead_id
WHERE {_PLAYS} AND visit.at <= :at AND (visit.left_at IS NULL OR visit.left_at > :at) AND visit.passed = 0
    AND {_OWN}{{of}}
ORDER BY lead.value DESC, lead.id
"""


def in_play(asked: Asked, amount: str) -> str:
    """SQL that lists those that `in_play_at` counts at `asked.at`, each with this amount; takes `:own` too."""
    return _PLAYED.format(amount=amount, of=asked.of_leads)
