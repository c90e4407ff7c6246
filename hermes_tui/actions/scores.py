"""Keeping the qualification on the lead row, in the transaction that changed what it reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from hermes_tui.actions.rules import basis_in_force
from hermes_tui.scoring.basis import Basis, Weighed, weigh
from storage import scores
from storage.database import Database
from storage.errors import HermesError
from storage.queries.inquiries import inquiries

Progress = Callable[[int, int], None]
"""called with how many leads are looked at, and of how many"""
Cancelled = Callable[[], bool]

PAGE = 1_000  # leads that are read at once
_AT_A_TIME = 500


class Stopped(HermesError):
    """The rep stopped what was scoring leads; nothing of it was kept."""


class Qualified(NamedTuple):
    """The leads that went from NEW to QUALIFIED by their score, and that in words, '' where none did."""

    lead_ids: tuple[int, ...]
    words: str


NONE_QUALIFIED = Qualified((), "")


def qualified_words(found: Iterable[Qualified]) -> str:
    """Several batches of one action in words."""
    some = [each for each in found if each.lead_ids]
    number = sum(len(each.lead_ids) for each in some)
    return some[0].words if number == 1 else f"{number:,} qualified" if some else ""


# What the rules read of a lead, its tags aside; a score that is released by hand is read anew.
_OWN_WORDS = frozenset({"title", "description", "budget_min", "budget_max", "currency", "score"})


def follows_from(database: Database, fields: Iterable[str]) -> bool:
    """Whether scores may be others after these fields changed: learned weights read what the rules do not."""
    names = set(fields)
    return bool(names) and (not _OWN_WORDS.isdisjoint(names) or basis_in_force(database).reads_columns)


def keep_score(database: Database, lead_id: int, now: int, *, moves: bool = True) -> Qualified:
    """Inside an action: work out anew the score of a lead whose own words changed; one set by hand stays.

    A lead that came in without anybody naming its stage goes on to QUALIFIED when its score reaches the threshold,
    unless `moves` is False: the rep has just said where it stands.
    """
    return keep_scores(database, [lead_id], now, moves=moves)


def keep_scores(
    database: Database, lead_ids: Sequence[int], now: int, *, moves: bool = True,
    progress: Callable[[int], None] | None = None,
) -> Qualified:  # fmt: skip
    """As `keep_score`, of many leads; `progress` is told how many are done."""
    basis = basis_in_force(database)
    gone_on: list[Weighed] = []
    for at in range(0, len(lead_ids), _AT_A_TIME):
        some = lead_ids[at : at + _AT_A_TIME]
        found = list(weigh(inquiries(database, some, columns=basis.reads_columns), basis))
        gone_on += write(database, basis, found, now, moves=moves)
        if progress is not None:
            progress(at + len(some))
    return Qualified(tuple(each.lead_id for each in gone_on), _words(gone_on, basis))


def write(database: Database, basis: Basis, found: Sequence[Weighed], now: int, *, moves: bool = True) -> list[Weighed]:
    """Inside an action: write what differs; returns those that went on to QUALIFIED."""
    connection, key = database.connection(), basis.key
    changed = (each for each in found if each.changes)
    scores.keep(connection, (scores.Kept(each.lead_id, each.score.points, each.reasons, key) for each in changed))
    scores.settle(connection, [each.lead_id for each in found if each.writes and not each.changes], key)
    gone_on = [each for each in found if each.qualifies and moves]
    scores.qualify(connection, [each.lead_id for each in gone_on], now)
    return gone_on


def _words(gone_on: Sequence[Weighed], basis: Basis) -> str:
    if not gone_on:
        return ""
    if len(gone_on) > 1:
        return f"{len(gone_on):,} qualified"
    points = gone_on[0].score.points
    return f"qualified: {points} {'point' if points == 1 else 'points'}, {basis.rules.threshold} needed"
