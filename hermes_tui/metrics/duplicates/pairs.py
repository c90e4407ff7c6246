"""Finding the likely pairs of a file, and of leads that have just changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from hermes_tui.metrics.duplicates.alike import LIKELY, NOBODY, Shared, compare, points
from hermes_tui.metrics.duplicates.blocks import Blocks, Crowd
from hermes_tui.metrics.duplicates.cards import Card, card, cards
from hermes_tui.quiet import no_collection
from hermes_tui.scoring.score import Reason
from storage.database import Database
from storage.errors import HermesError
from storage.queries import duplicates as queries

Progress = Callable[[int, int], None]  # leads done, leads in all
Asked = Callable[[], bool]

_EVERY = 500  # pairs between two words of progress


class Stopped(HermesError):
    """The rep stopped the search; nothing was changed by it."""


class Pair(NamedTuple):
    """Two leads that are likely one. `chain` is how many leads hang together by pairs, these two among them."""

    score: int
    one: Card
    other: Card
    reasons: tuple[Reason, ...]
    chain: int = 2

    @property
    def ids(self) -> tuple[int, int]:
        """The ids of both, the lower first."""
        return (self.one.id, self.other.id) if self.one.id < self.other.id else (self.other.id, self.one.id)


class Found(NamedTuple):
    """The likely pairs, the likeliest first; of how many leads, after how many comparisons; keys that many share.

    `shared`: how many leads have each key that more than one has.
    """

    pairs: tuple[Pair, ...]
    leads: int
    compared: int
    crowds: tuple[Crowd, ...]
    shared: Shared = NOBODY


def find(
    database: Database, *, least: int = LIKELY, progress: Progress | None = None, stopped: Asked | None = None
) -> Found:
    """The pairs of at least that score which the rep has not said to be two. Raises Stopped when `stopped()` holds."""
    with no_collection():
        everyone = cards(queries.deals(database), queries.people(database))
        return among(everyone, queries.said_to_be_two(database), least=least, progress=progress, stopped=stopped)


def among(
    everyone: Sequence[Card], two: Iterable[tuple[int, int]] = (), *, least: int = LIKELY,
    progress: Progress | None = None, stopped: Asked | None = None,
) -> Found:  # fmt: skip
    """As `find`, of these cards; `two` are the pairs (lower id, higher id) that are no duplicates."""
    blocks = Blocks(everyone)
    known_two = set(two)
    seen: set[int] = set()
    found: list[Pair] = []
    total, work = len(everyone), max(1, blocks.work)
    for turn, (one, other) in enumerate(blocks.pairs()):
        if not turn % _EVERY:
            _report(total * turn // work, total, progress, stopped)
        number = min(one, other) * total + max(one, other)
        if number in seen:
            continue
        seen.add(number)
        first, second = everyone[min(one, other)], everyone[max(one, other)]
        reasons = compare(first, second, blocks.shared)
        score = points(reasons)
        if score >= least and (first.id, second.id) not in known_two:
            found.append(Pair(score, first, second, reasons))
    _report(total, total, progress, stopped)
    found.sort(key=lambda pair: (-pair.score, pair.ids))
    crowds = sorted(blocks.crowds, key=lambda crowd: (-crowd.leads, crowd.key))
    return Found(in_chains(found), total, len(seen), tuple(crowds), blocks.shared)


def again(
    database: Database, pairs: Iterable[Pair], kept: int, gone: int, *, shared: Shared = NOBODY, least: int = LIKELY
) -> tuple[Pair, ...]:
    """The pairs after `gone` was merged into `kept`: those of either are compared anew, the others stay.

    `shared` is that of the search that found them: what many have still tells little.
    """
    pairs = list(pairs)
    others = {lead for pair in pairs if kept in pair.ids or gone in pair.ids for lead in pair.ids} - {kept, gone}
    left = [pair for pair in pairs if kept not in pair.ids and gone not in pair.ids]
    anew = {each.id: each for each in _cards_of(database, [kept, *others])}
    two = queries.said_to_be_two(database)
    if kept in anew:
        for lead in sorted(others & anew.keys()):
            first, second = (anew[kept], anew[lead]) if kept < lead else (anew[lead], anew[kept])
            reasons = compare(first, second, shared)
            if points(reasons) >= least and (first.id, second.id) not in two:
                left.append(Pair(points(reasons), first, second, reasons))
    left.sort(key=lambda pair: (-pair.score, pair.ids))
    return in_chains(left)


def _cards_of(database: Database, lead_ids: Sequence[int]) -> list[Card]:
    people = queries.people(database, lead_ids)
    return [
        card(deal, [person for person in people if person.lead_id == deal.id])
        for deal in queries.deals(database, lead_ids)
    ]


def in_chains(pairs: Sequence[Pair]) -> tuple[Pair, ...]:
    """The pairs, each saying how many leads hang together with it (A~B and B~C: three)."""
    head: dict[int, int] = {}

    def of(lead: int) -> int:
        while head.setdefault(lead, lead) != lead:
            head[lead] = head[head[lead]]
            lead = head[lead]
        return lead

    for pair in pairs:
        head[of(pair.one.id)] = of(pair.other.id)
    size: dict[int, int] = {}
    for lead in list(head):
        size[of(lead)] = size.get(of(lead), 0) + 1
    return tuple(pair._replace(chain=size[of(pair.one.id)]) for pair in pairs)


def _report(done: int, total: int, progress: Progress | None, stopped: Asked | None) -> None:
    if stopped is not None and stopped():
        raise Stopped("The search was stopped; nothing was changed.")
    if progress is not None:
        progress(min(done, total), total)


def still_there(database: Database, pairs: Sequence[Pair]) -> tuple[Pair, ...]:
    """The pairs of which both leads exist and which nobody said to be two."""
    there = {deal.id for deal in queries.deals(database, sorted({lead for pair in pairs for lead in pair.ids}))}
    two = queries.said_to_be_two(database)
    return in_chains([pair for pair in pairs if there.issuperset(pair.ids) and pair.ids not in two])
