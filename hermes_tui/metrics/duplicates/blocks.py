"""Which leads are worth comparing: those that share a key, and of large crowds the nearest, so that cost grows with N.

No step looks at all pairs. A key that few share gives all pairs of them; one that many share (a customer with a
hundred deals, `info@…`) sorts them by title and compares each with the next few. Near spellings of firms are found
among neighbours of the sorted names, read forwards and backwards: a slip leaves either the beginning or the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from hermes_tui.metrics.duplicates.alike import title_key, whole_key
from hermes_tui.metrics.duplicates.cards import Card
from hermes_tui.metrics.duplicates.spelling import NEAR, firm_percent

CROWD = 20  # leads that share a key and are still compared each with each
NEAREST = 6  # of a crowd, so many neighbours by title
_NEIGHBOURS = 8  # of a sorted name

Place = int  # of a card in the list given
_T = TypeVar("_T")


class Crowd(NamedTuple):
    """So many leads share this key."""

    key: str
    leads: int


def keys_of(card: Card) -> Iterator[str]:
    """Everything that a lead may share with its duplicate, each with what it is in front."""
    if card.link:
        yield f"link:{card.link}"
    if card.number:
        yield f"id:{card.number}"
    if card.author:
        yield f"author:{card.author}"
    for mail in card.mails:
        yield f"mail:{mail}"
    for digits in card.phones:
        yield f"phone:{digits}"
    for site in card.sites:
        yield f"site:{site}"
    for name in card.names:
        yield f"name:{name}"
    if card.firm:
        yield f"firm:{card.firm}"
    if card.words:
        yield title_key(card, True)
        if card.firm:
            yield title_key(card, False)
    if whole := whole_key(card):
        yield whole


class Blocks:
    """The keys of all cards, who has them, and the pairs that come of it."""

    def __init__(self, cards: Sequence[Card]) -> None:
        self._cards = cards
        self._having: dict[str, list[Place]] = {}
        for place, card in enumerate(cards):
            for key in keys_of(card):
                self._having.setdefault(key, []).append(place)
        self.shared = {key: len(places) for key, places in self._having.items() if len(places) > 1}
        self.crowds: list[Crowd] = []

    @property
    def work(self) -> int:
        """About how many pairs there will be, those of near firms left out."""
        sizes = [len(places) for _, places in self._compared()]
        return sum(size * (size - 1) // 2 if size <= CROWD else size * NEAREST for size in sizes)

    def _compared(self) -> Iterator[tuple[str, list[Place]]]:
        """The keys by which leads are compared, and who has each."""
        for key, places in self._having.items():
            if len(places) > 1 and not key.startswith("title:|"):
                yield key, places

    def pairs(self) -> Iterator[tuple[Place, Place]]:
        """Pairs of places, the lower first; a pair comes once for each thing that it shares."""
        for key, places in self._compared():
            yield from self._within(key, places)
        for one, other in self._near_firms():
            both = self._having[f"firm:{one}"] + self._having[f"firm:{other}"]
            yield from self._within(f"firm:{one}", both)

    def _within(self, key: str, places: list[Place]) -> Iterator[tuple[Place, Place]]:
        if len(places) <= CROWD:
            yield from _each_with_each(sorted(places))
            return
        self.crowds.append(Crowd(key, len(places)))
        ordered = sorted(places, key=lambda place: (self._cards[place].words, place))
        yield from _neighbours(ordered, NEAREST)

    def _near_firms(self) -> Iterator[tuple[str, str]]:
        """Spellings that are nearly the same, each pair once."""
        firms = [key.removeprefix("firm:") for key in self._having if key.startswith("firm:")]
        together = {firm: firm.replace(" ", "") for firm in firms}
        seen: set[tuple[str, str]] = set()
        orders: Iterable[list[str]] = (
            sorted(firms, key=lambda firm: together[firm]),
            sorted(firms, key=lambda firm: together[firm][::-1]),
            sorted(firms, key=lambda firm: sorted(firm.split())),
        )
        for ordered in orders:
            for one, other in _neighbours(ordered, _NEIGHBOURS):
                pair = (one, other) if one < other else (other, one)
                if pair not in seen and firm_percent(*pair) >= NEAR:
                    seen.add(pair)
                    yield pair


def _each_with_each(places: Sequence[Place]) -> Iterator[tuple[Place, Place]]:
    for number, one in enumerate(places):
        for other in places[number + 1 :]:
            yield one, other


def _neighbours(ordered: Sequence[_T], reach: int) -> Iterator[tuple[_T, _T]]:
    for number, one in enumerate(ordered):
        for other in ordered[number + 1 : number + 1 + reach]:
            yield one, other
