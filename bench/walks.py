"""Ways through the program that keys and growth both measure: cursor moves on each main screen, verbs in the queue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from bench_pty import FIRST_LEAD, HERMES, Painted, Watched

OPENED_BY = {"queue": "1", "board": "2", "list": "3", "dashboard": "5"}
CURSOR = "jjjjjjjjjjjjkkkkkkkkkkkk"
"""A rep who goes down a dozen rows and up again: moves within what is in sight, as most are."""
HELD = "G" + "k" * 40
"""A key held down from the last row upwards: every half page the list scrolls."""
COLUMNS = "llllhhhh"
ACROSS = "jjlllljjhhhhjjkkkkkk"
"""On the dashboard from the tiles to a pane, to the one beside and back."""
# What each verb needs before the key that is timed: the strip it opens.
VERBS = (("", "L"), ("t", "c"), ("s", "s"), ("", "a"), ("t", "t"), ("x", "1"), ("s", "w"), ("", "H"))


@contextmanager
def opened(screen: str, env: Mapping[str, str]) -> Iterator[Watched]:
    """Hermes at one of its screens, at rest."""
    program = Watched((*HERMES, "triage"), env)
    try:
        program.first_frame(FIRST_LEAD)
        program.until_quiet(1.0)
        if screen != "queue":
            program.press(OPENED_BY[screen])
            program.until_quiet(0.5)
        yield program
    finally:
        program.close()


def moves(program: Watched, keys: str, times: int) -> list[Painted]:
    """Each key of the walk, `times` times over; the first walk warms and is dropped."""
    found: list[Painted] = []
    for turn in range(times + 1):
        walk = [program.press(key) for key in keys]
        if turn:
            found += walk
    return found


def verbs(program: Watched, times: int) -> list[Painted]:
    """Each verb on the next lead of the queue, `times` times over; only the key that does it is timed."""
    found: list[Painted] = []
    for turn in range(times + 1):
        for opening, doing in VERBS:
            if opening:
                program.press(opening)
            painted = program.press(doing)
            if turn:
                found.append(painted)
    return found
