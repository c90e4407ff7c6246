"""In which order a deal's stage events happened, events of one moment included."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from hermes_tui.exchange.stage_events import EventFile
from hermes_tui.exchange.stage_words import STAGES


class Told(NamedTuple):
    """One event of a deal: the stage it came to, when (UTC ms), and the rows that say so, as (file, row)."""

    stage: str
    at: int
    rows: tuple[tuple[int, int], ...]


class _Direction(NamedTuple):
    """How often the time of a deal's next row is later, and how often earlier."""

    later: int
    earlier: int

    @property
    def sign(self) -> int:
        """1: rows run forwards, −1: backwards, 0: they do not tell."""
        if self.later > 9 * self.earlier:
            return 1
        return -1 if self.earlier > 9 * self.later else 0


def by_deal(files: Sequence[EventFile]) -> dict[str, list[Told]]:
    """Deal id → its events, oldest first.

    Of events of one moment the one further up in the file came first; where the rows of the deal (or, if these do not
    tell, of the whole file) run backwards in time, the one further down; where they run both ways, the one earlier in
    the pipeline. An event that is told twice is one event.
    """
    rows: dict[str, list[tuple[int, int]]] = {}
    for number, each in enumerate(files):
        for row, key in enumerate(each.keys):
            rows.setdefault(key, []).append((number, row))
    runs = [_direction_of_file(each) for each in files]
    return {key: _ordered(places, files, runs) for key, places in rows.items()}


def _direction(moments: Iterable[int]) -> _Direction:
    later = earlier = 0
    for one, next_one in pairwise(moments):
        later += one < next_one
        earlier += one > next_one
    return _Direction(later, earlier)


def _direction_of_file(file: EventFile) -> int:
    """By each deal's own rows; where no deal's tell, by the rows as they follow each other."""
    moments: dict[str, list[int]] = {}
    for key, at in zip(file.keys, file.at, strict=True):
        moments.setdefault(key, []).append(at)
    each = [_direction(found) for found in moments.values() if len(found) > 1]
    together = _Direction(sum(one.later for one in each), sum(one.earlier for one in each))
    return (together if any(together) else _direction(file.at)).sign


_PLACES = {name: number for number, name in enumerate(STAGES)}


def _ordered(places: list[tuple[int, int]], files: Sequence[EventFile], runs: Sequence[int]) -> list[Told]:
    """The events at these (file, row) places."""
    if len(places) == 1:
        ((number, row),) = places
        return [Told(files[number].stages[row], files[number].at[row], ((number, row),))]
    rows: dict[tuple[str, int], list[tuple[int, int]]] = {}
    signs: dict[int, int] = {}
    for number, row in places:
        rows.setdefault((files[number].stages[row], files[number].at[row]), []).append((number, row))
    for number in {number for number, _ in places}:
        own = _direction(files[number].at[row] for each, row in places if each == number)
        signs[number] = own.sign if any(own) else runs[number]

    def order(told: Told) -> tuple[int, int, int, int]:
        number, row = told.rows[0]
        sign = signs[number]
        return told.at, number, sign * row, _PLACES.get(told.stage, len(_PLACES)) if sign == 0 else 0

    return sorted((Told(*key, tuple(found)) for key, found in rows.items()), key=order)
