"""Scoring many leads at once: the same numbers as one by one, one undo; and what it would change, before it does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from hermes_tui.actions.outcome import Doing, acting
from hermes_tui.actions.rules import basis_in_force
from hermes_tui.actions.scores import PAGE, Cancelled, Progress, Stopped, write
from hermes_tui.formats import count
from hermes_tui.scoring.basis import Basis, Weighed, weigh
from hermes_tui.scoring.score import Score
from storage import scores
from storage.database import Database
from storage.queries import inquiries as queries

__all__ = ["Rescored", "Scoring", "Stopped", "rescore", "write_scores"]


class Rescored(NamedTuple):
    """What a rescore did: `leads` that the rules score, those of them that came out otherwise, those that went on to
    QUALIFIED, those left alone because their score was set by hand. `action_id` 0: there was nothing to undo.
    `looked_at`: those that had to be read, for the others the same rules had scored before. `waiting`: those that reach
    the threshold and were left in NEW, where scoring was to move none.
    """

    leads: int
    changed: int
    qualified: int
    manual: int
    looked_at: int
    action_id: int
    words: str
    waiting: int = 0

    @property
    def unchanged(self) -> int:
        """Those whose score and reasons stay as they were."""
        return self.leads - self.changed


def rescore(
    database: Database, now: int, *, where: str = "1", params: dict[str, Any] | None = None, every: bool = False,
    progress: Progress | None = None, cancelled: Cancelled | None = None,
) -> Rescored:  # fmt: skip
    """Bring the scores under a compiled filter to what the rules in force say; those set by hand stay.

    Read are only leads that other rules scored, or none, or whose words changed since; with `every` all of them. The
    reading takes no lock, so the rep works on meanwhile; the writing is one action. Raises Stopped.
    """
    basis = basis_in_force(database)
    found = Scoring(database, basis, where, params or {}, every)
    found.read(progress, cancelled)
    return write_scores(database, found, "rescore", now)


class Scoring:
    """A rescore under way: read page by page outside any transaction, then written in one.

    What is kept of each lead is only what is to be written. Others may write meanwhile: `catch_up`, under the lock,
    reads again whatever was changed since it was read, and what has come.
    """

    def __init__(
        self, database: Database, basis: Basis, where: str, params: dict[str, Any], every: bool = False
    ) -> None:
        self.database, self.basis, self.where, self.params = database, basis, where, params
        self._since = queries.last_change(database)
        self._read_ids: set[int] = set()
        self._ids = queries.scored_ids(database, where, params) if every else self._stale()
        self.to_write: dict[int, Weighed] = {}

    @property
    def looked_at(self) -> int:
        """How many leads were read."""
        return len(self._read_ids)

    @property
    def changed(self) -> int:
        """How many of them come out otherwise than they are kept."""
        return sum(each.changes for each in self.to_write.values())

    def read(self, progress: Progress | None = None, cancelled: Cancelled | None = None) -> None:
        """Score what is stale. Raises Stopped."""
        for found in pages(self.database, self.basis, self._ids, progress, cancelled):
            self._take(found)

    def catch_up(self) -> None:
        """Under the lock: score what was changed or added since the reading began."""
        changed = queries.changed_since(self.database, self._since) & self._read_ids
        again = changed.union(set(self._stale()) - self._read_ids)
        for lead_id in again:
            self.to_write.pop(lead_id, None)
        for found in pages(self.database, self.basis, sorted(again), None, None):
            self._take(found)

    def _stale(self) -> list[int]:
        return queries.stale_ids(self.database, self.basis.key, self.where, self.params)

    def _take(self, found: Sequence[Weighed]) -> None:
        self._read_ids.update(each.lead_id for each in found)
        for each in found:
            if each.writes or each.qualifies:
                # Its ledger is there as text: of 100,000 leads no other is kept.
                self.to_write[each.lead_id] = each._replace(score=Score(each.score.points, ()))


def pages(
    database: Database, basis: Basis, lead_ids: Sequence[int], progress: Progress | None, cancelled: Cancelled | None
) -> Iterator[list[Weighed]]:
    """Leads scored a page at a time. Raises Stopped between two pages."""
    for at in range(0, len(lead_ids), PAGE):
        if cancelled is not None and cancelled():
            raise Stopped("The rescore was stopped; nothing was changed.")
        some = lead_ids[at : at + PAGE]
        yield list(weigh(queries.inquiries(database, some, columns=basis.reads_columns), basis))
        if progress is not None:
            progress(at + len(some), len(lead_ids))


def write_scores(
    database: Database, found: Scoring, kind: str, now: int, first: Callable[[], str] | None = None, *,
    moves: bool = True,
) -> Rescored:  # fmt: skip
    """Write what a scoring found as one action, after `first`, whose words the label then begins with.

    Unless it `moves` leads, those in NEW that reach the threshold stay there, and are counted.
    """
    with database.transaction():
        if first is None and basis_in_force(database) != found.basis:
            raise Stopped("The rules were changed meanwhile, so that nothing was scored: rescore once more.")
        found.catch_up()
        writing = list(found.to_write.values())
        if first is None and not any(each.changes or each.qualifies for each in writing):
            return _settled(database, found, writing)
        with acting(database, kind, [], now) as doing:
            said = first() if first is not None else ""
            gone_on = write(database, found.basis, writing, now, moves=moves)
            result = _rescored(database, found, len(gone_on), 0)
            if not moves:
                result = result._replace(waiting=sum(each.qualifies for each in writing))
            _label(doing, said, result)
    return result._replace(action_id=doing.outcome.action_id, words=doing.outcome.words)


def _settled(database: Database, found: Scoring, writing: Sequence[Weighed]) -> Rescored:
    """Every score was right: by which rules is noted, which is nobody's action and nothing to undo."""
    scores.settle(database.connection(), [each.lead_id for each in writing], found.basis.key)
    result = _rescored(database, found, 0, 0)
    return result._replace(words=_words(result))


def _rescored(database: Database, found: Scoring, qualified: int, action_id: int) -> Rescored:
    standing = queries.standing(database, found.basis.key, found.where, found.params)
    return Rescored(standing.scored, found.changed, qualified, standing.manual, found.looked_at, action_id, "")


def _words(result: Rescored) -> str:
    said = [f"{count(result.leads, 'lead')} scored", f"{result.changed:,} changed"]
    said += [f"{result.qualified:,} qualified"] if result.qualified else []
    return ", ".join(said)


def _label(doing: Doing, said: str, result: Rescored) -> None:
    doing.say("; ".join(filter(None, (said, _words(result)))))
