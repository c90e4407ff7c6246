"""How much slower a key becomes when there are a thousand times as many leads: two programs side by side, in turns.

    python bench/growth.py [--times 5] [--large]

Limit (issue 2): 1,000,000 / 1,000 leads (--large) ≤ 1.2; without --large 100,000 / 1,000 is held to the same.
"""

from __future__ import annotations

import argparse
import statistics
import sys

from bench_pty import Report, Watched
from leads_file import desk
from walks import CURSOR, OPENED_BY, VERBS, opened

LIMIT = 1.2
FEW, MANY, LARGE = 1_000, 100_000, 1_000_000


def main() -> int:
    """Print a line a screen; 1 where the limit is broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=5, help="walks of 24 keys on each screen")
    parser.add_argument("--large", action="store_true", help="a million leads; the file takes minutes to make")
    wanted = parser.parse_args()
    many = LARGE if wanted.large else MANY
    report = Report()
    with desk(FEW) as small, desk(many) as large:
        for screen in OPENED_BY:
            with opened(screen, small) as one, opened(screen, large) as other:
                ratio, ms = cursors(one, other, wanted.times)
                report.line(f"cursor, {screen}, {many} / {FEW} leads", "ratio", ratio, LIMIT, few_ms=ms)
        with opened("queue", small) as one, opened("queue", large) as other:
            ratio, ms = deeds(one, other, wanted.times)
            report.line(f"verb, queue, {many} / {FEW} leads", "ratio", ratio, LIMIT, few_ms=ms)
    return int(report.broken)


def cursors(few: Watched, many: Watched, times: int) -> tuple[float, float]:
    """Median of many / median of few, and the latter in ms, over cursor moves that take turns."""
    seconds: tuple[list[float], list[float]] = ([], [])
    for turn in range(times + 1):
        for key in CURSOR:
            for program, found in zip((few, many), seconds, strict=True):
                painted = program.press(key)
                if turn:
                    found.append(painted.seconds)
    return _growth(seconds)


def deeds(few: Watched, many: Watched, times: int) -> tuple[float, float]:
    """The same over verbs; only the key that does it is timed."""
    seconds: tuple[list[float], list[float]] = ([], [])
    for turn in range(times + 1):
        for opening, doing in VERBS:
            for program, found in zip((few, many), seconds, strict=True):
                if opening:
                    program.press(opening)
                painted = program.press(doing)
                if turn:
                    found.append(painted.seconds)
    return _growth(seconds)


def _growth(seconds: tuple[list[float], list[float]]) -> tuple[float, float]:
    few, many = (statistics.median(found) for found in seconds)
    return many / few, few * 1000


if __name__ == "__main__":
    sys.exit(main())
