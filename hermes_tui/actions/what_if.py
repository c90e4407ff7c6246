"""What other rules, or a rescore by those in force, would change of the pipeline; nothing is written."""

from __future__ import annotations

import heapq
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from hermes_tui.actions.scores import PAGE, Cancelled, Progress, Stopped
from hermes_tui.scoring.basis import Basis, Weighed, weigh
from hermes_tui.scoring.score import Reason, from_rows, turns, turns_in_words
from storage.database import Database
from storage.queries import inquiries as queries
from storage.queries.inquiries import InquiryRow

MOST = 200
_STRIDE = 2_654_435_761  # Knuth's multiplier: a large prime near the golden section of 2**32


class Changed(NamedTuple):
    """A lead that would be scored otherwise; `was` is None where it has no score yet. `qualifies`: it would leave NEW;
    `falls`: its score no longer reaches the threshold."""

    lead_id: int
    company: str | None
    title: str
    stage: str
    was: int | None
    now_: int
    reasons_gained: tuple[Reason, ...]
    reasons_lost: tuple[Reason, ...]
    qualifies: bool
    falls: bool

    @property
    def because(self) -> dict[str, bool]:
        """What becomes of each rule whose reason changes, in words, and whether points come by it."""
        return turns_in_words(turns(self.reasons_gained, self.reasons_lost))


class WhatIf(NamedTuple):
    """What would change.

    All numbers are of `leads`, which the rules score: all `of` them that the filter has, or a sample. `up` and
    `down` count scores, `qualified` the leads that would go on from NEW, `below` those whose score would no longer
    reach the threshold, `above` those whose score newly would. `manual` were scored by hand and stay, of all. `rows`
    are those that change most. `before` and `after`: (score, leads) as it is and as it would be, lowest first.
    """

    leads: int
    of: int
    changed: int
    up: int
    down: int
    qualified: int
    below: int
    above: int
    manual: int
    rows: tuple[Changed, ...]
    before: tuple[tuple[int, int], ...]
    after: tuple[tuple[int, int], ...]
    threshold: int

    @property
    def unchanged(self) -> int:
        """Those whose score and reasons stay as they are."""
        return self.leads - self.changed


def what_if(
    database: Database, basis: Basis, *, where: str = "1", params: dict[str, Any] | None = None,
    sample: int | None = None, most: int = MOST, every: bool = False, progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> WhatIf:  # fmt: skip
    """What scoring by `basis` would change among the leads under a compiled filter.

    Leads that this very basis scored, and whose words are as they were, need not be read (`every`: they are). With
    `sample` only so many leads, evenly spread by id, are read: an answer at once. `progress(done, of)` is told page
    by page, `cancelled()` asked between two: raises Stopped.
    """
    given = params or {}
    standing = queries.standing(database, basis.key, where, given)
    ids, of = _which(database, basis, where, given, sample, every, standing)
    sampled = len(ids) if sample is not None and of > sample else None
    reckoning = _Reckoning(basis, most)
    for at in range(0, len(ids), PAGE):
        if cancelled is not None and cancelled():
            raise Stopped("What the rules would change was not worked out to the end.")
        rows = list(queries.inquiries(database, ids[at : at + PAGE], columns=basis.reads_columns))
        reckoning.take(rows, weigh(rows, basis))
        if progress is not None:
            progress(at + len(rows), len(ids))
    kept = [] if sampled is not None else queries.scores_kept(database, where, given)
    return reckoning.result(database, of, sampled, standing.manual, dict(kept))


def _which(
    database: Database, basis: Basis, where: str, params: dict[str, Any], sample: int | None, every: bool,
    standing: queries.Standing,
) -> tuple[list[int], int]:  # fmt: skip
    """The leads to be read, and of how many the answer is."""
    if sample is not None and standing.scored > sample:
        ids = queries.scored_ids(database, where, params)
        return _spread(ids, sample), len(ids)
    if every:
        return queries.scored_ids(database, where, params), standing.scored
    return queries.stale_ids(database, basis.key, where, params), standing.scored


def _spread(ids: Sequence[int], number: int) -> list[int]:
    """So many of these, one of each stretch, not always at the same place in it: what repeats itself in a file would
    be met always or never."""
    size = len(ids)
    return [ids[(place * size + (place * _STRIDE % 2**32 * size >> 32)) // number] for place in range(number)]


class _Reckoning:
    """Counts what changes, and keeps the rows that change most."""

    def __init__(self, basis: Basis, most: int) -> None:
        self._threshold, self._most = basis.rules.threshold, most
        self._counts: Counter[str] = Counter()
        self._before: Counter[int] = Counter()
        self._after: Counter[int] = Counter()
        self._top: list[tuple[tuple[int, bool, int], InquiryRow, Weighed]] = []

    def take(self, rows: Sequence[InquiryRow], found: Iterable[Weighed]) -> None:
        for row, each in zip(rows, found, strict=True):
            was, becomes = row.score, each.score.points
            if was is not None:
                self._before[was] += 1
            self._after[becomes] += 1
            self._counts["qualified"] += each.qualifies
            if not each.changes and not each.qualifies:
                continue
            reached, reaches = was is not None and was >= self._threshold, becomes >= self._threshold
            self._counts.update(
                changed=each.changes, up=becomes > (was or 0), down=becomes < (was or 0),
                below=reached and not reaches, above=reaches and not reached,
            )  # fmt: skip
            entry = ((abs(becomes - (was or 0)), reached != reaches or each.qualifies, -row.id), row, each)
            if len(self._top) < self._most:
                heapq.heappush(self._top, entry)
            elif self._top and entry[0] > self._top[0][0]:
                heapq.heapreplace(self._top, entry)

    def result(self, database: Database, of: int, sampled: int | None, manual: int, kept: dict[int, int]) -> WhatIf:
        counts = self._counts
        top = sorted(self._top, key=lambda entry: entry[0], reverse=True)
        called = queries.called(database, [row.id for _, row, _ in top])
        before = self._before if sampled is not None else Counter(kept)
        after = self._after if sampled is not None else Counter(kept) - self._before + self._after
        return WhatIf(
            of if sampled is None else sampled, of, counts["changed"], counts["up"], counts["down"],
            counts["qualified"], counts["below"], counts["above"], manual,
            tuple(self._row(row, each, *called[row.id]) for _, row, each in top if row.id in called),
            tuple(sorted(before.items())), tuple(sorted(after.items())), self._threshold,
        )  # fmt: skip

    def _row(self, row: InquiryRow, found: Weighed, company: str | None, stage: str) -> Changed:
        held, becomes = from_rows(json.loads(row.score_reasons)).reasons, found.score
        falls = row.score is not None and row.score >= self._threshold > becomes.points
        return Changed(
            row.id, company, row.title, stage, row.score, becomes.points,
            tuple(reason for reason in becomes.reasons if reason not in held),
            tuple(reason for reason in held if reason not in becomes.reasons), found.qualifies, falls,
        )  # fmt: skip
