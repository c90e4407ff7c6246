"""How a file is composed: for every 400 leads, how many stand where and what the rep's Monday finds of them."""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum
from random import Random
from typing import NamedTuple


class Ending(IntEnum):
    """What a lead's story leads up to."""

    CLOSED = 0
    OWED = 1  # the buyer asked something and waits
    DUE = 2  # a task is due today or overdue
    STALE = 3  # silent for 7 to 45 days
    OLD = 4  # silent for longer
    PARKED = 5  # silent, with a task in the future
    SNOOZED = 6  # put away until a day to come
    FRESH = 7  # touched within the week


class Card(NamedTuple):
    """One lead to tell: its stage today and its ending."""

    stage: str
    ending: Ending


# Stage: (closed or fresh, owed, due, stale, old, parked, snoozed); the columns add up to 400.
_COUNTS: dict[str, tuple[int, int, int, int, int, int, int]] = {
    "NEW": (31, 0, 0, 3, 0, 0, 1),
    "QUALIFIED": (24, 0, 0, 2, 0, 0, 1),
    "CONTACTED": (37, 0, 1, 4, 0, 0, 3),
    "FOLLOWUP_1": (24, 1, 1, 4, 0, 1, 4),
    "FOLLOWUP_2": (15, 0, 0, 3, 1, 1, 4),
    "RESPONDED": (12, 1, 1, 3, 0, 0, 2),
    "CALL_SCHEDULED": (9, 1, 1, 0, 0, 0, 0),
    "CALL_DONE": (9, 1, 1, 2, 0, 0, 1),
    "PROPOSAL_SENT": (10, 1, 1, 3, 1, 1, 1),
    "NEGOTIATING": (6, 0, 0, 1, 0, 0, 1),
    "WON": (38, 0, 0, 0, 0, 0, 0),
    "LOST": (90, 0, 0, 0, 0, 0, 0),
    "ARCHIVED": (36, 0, 0, 0, 0, 0, 0),
}
_COLUMNS = (Ending.FRESH, Ending.OWED, Ending.DUE, Ending.STALE, Ending.OLD, Ending.PARKED, Ending.SNOOZED)
CLOSED_STAGES = frozenset({"WON", "LOST", "ARCHIVED"})


def _deck() -> list[Card]:
    found = []
    for stage, counts in _COUNTS.items():
        for column, count in zip(_COLUMNS, counts, strict=True):
            found += [Card(stage, Ending.CLOSED if stage in CLOSED_STAGES else column)] * count
    return found


DECK: tuple[Card, ...] = tuple(_deck())


def dealt(rng: Random, leads: int) -> Iterator[Card]:
    """Cards for that many leads: whole decks, each shuffled, so that the shares hold at any size."""
    cards = list(DECK)
    for number in range(leads):
        if number % len(cards) == 0:
            rng.shuffle(cards)
        yield cards[number % len(cards)]
