"""How much slower a key becomes when there are a thousand times as many leads: two programs side by side, in turns.

    python bench/growth.py [--times 5] [--large]

Limit (issue 2): 1,000,000 / 1,000 leads (--large) ≤ 1.2; without --large 100,000 / 1,000 is held to the same.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Sequence

from bench_pty import Painted, Report, Watched
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
                tell(report, f"cursor, {screen}, {many} / {FEW} leads", *in_turns((one, other), CURSOR, wanted.times))
        with opened("queue", small) as one, opened("queue", large) as other:
            tell(report, f"verb, queue, {many} / {FEW} leads", *in_turns((one, other), VERBS, wanted.times))
    return int(report.broken)


def in_turns(
    programs: tuple[Watched, Watched], walk: Sequence[str | tuple[str, str]], times: int
) -> tuple[list[Painted], list[Painted]]:
    """What each key of the walk did in either program; of a verb with two keys only the one that does it counts."""
    found: tuple[list[Painted], list[Painted]] = ([], [])
    for turn in range(times + 1):
        for step in walk:
            opening, doing = step if isinstance(step, tuple) else ("", step)
            for program, painted in zip(programs, found, strict=True):
                if opening:
                    program.press(opening)
                done = program.press(doing)
                if turn:
                    painted.append(done)
    return found


def tell(report: Report, what: str, few: list[Painted], many: list[Painted]) -> None:
    """Median of many / median of few: in time, held to the limit, and in processor time, which is steadier."""
    time, work = ([statistics.median(one[field] for one in side) for side in (few, many)] for field in (0, 1))
    report.line(what, "ratio", time[1] / time[0], LIMIT, processor=work[1] / work[0], few_ms=time[0] * 1000)


if __name__ == "__main__":
    sys.exit(main())
