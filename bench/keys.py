"""From a key to the last byte of what it paints: cursor moves on the main screens and verbs in the queue.

    python bench/keys.py [--times 5] [--large]

Limits (issue 2): a cursor move p50 ≤ 4 ms, p95 ≤ 8 ms and ≤ 1 KB; a verb p95 ≤ 30 ms. `minimal` is how many times
as long as one key of a minimal Textual app in the same run, which says how much of a miss is the machine's.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from contextlib import ExitStack

from bench_pty import MINIMAL, Painted, Report, Watched, percentile
from leads_file import desk
from walks import ACROSS, COLUMNS, CURSOR, HELD, OPENED_BY, moves, opened, verbs

HALF_LIMIT, MOST_LIMIT, BYTES_LIMIT, VERB_LIMIT = 4.0, 8.0, 1024.0, 30.0
SIZES, LARGE = (1_000, 100_000), 1_000_000


def main() -> int:
    """Print a line a measurement; 1 where a limit is broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=5, help="walks of 24 keys on each screen")
    parser.add_argument("--large", action="store_true", help="a million leads too; the file takes minutes to make")
    wanted = parser.parse_args()
    report = Report()
    with ExitStack() as stack:
        desks = {leads: stack.enter_context(desk(leads)) for leads in (*SIZES, *((LARGE,) if wanted.large else ()))}
        for leads, env in desks.items():
            least = minimal_key(env, wanted.times)
            report.line(f"key, minimal app beside {leads} leads", "p50_ms", least)
            for screen in OPENED_BY:
                tell_moves(report, screen, leads, env, wanted.times, least)
            with opened("queue", env) as program:
                tell_verbs(report, leads, verbs(program, wanted.times), least)
    return int(report.broken)


def minimal_key(env: dict[str, str], times: int) -> float:
    """Milliseconds, p50, of the minimal app's one key, its timer as fast as Hermes sets its own."""
    program = Watched(MINIMAL, {**env, "TEXTUAL_FPS": "120"})
    try:
        program.first_frame()
        program.until_quiet()
        return statistics.median(_ms(moves(program, "j" * 24, times)))
    finally:
        program.close()


def tell_moves(report: Report, screen: str, leads: int, env: dict[str, str], times: int, least: float) -> None:
    """A line for the cursor, one for a held key, and one for going from column to column and from pane to pane."""
    with opened(screen, env) as program:
        cursor = moves(program, CURSOR, times)
        report_keys(report, f"cursor, {screen}, {leads} leads", cursor, least)
        size = statistics.mean(one.size for one in cursor)
        report.line(f"bytes a cursor move, {screen}, {leads} leads", "bytes", size, BYTES_LIMIT)
        if screen == "dashboard":  # there a held key soon comes to the end, and paints nothing
            report_keys(report, f"across, {screen}, {leads} leads", moves(program, ACROSS, times), least)
            return
        held = moves(program, HELD, 1)[1:]
        report.line(
            f"held k with its scrolling, {screen}, {leads} leads", "p50_ms", statistics.median(_ms(held)),
            p95_ms=percentile(_ms(held), 0.95), bytes=statistics.mean(one.size for one in held),
        )  # fmt: skip
        if screen == "board":
            report_keys(report, f"column, {screen}, {leads} leads", moves(program, COLUMNS, times), least)


def report_keys(report: Report, what: str, found: list[Painted], least: float) -> None:
    """p50 and p95 against their limits."""
    half = statistics.median(_ms(found))
    report.line(what, "p50_ms", half, HALF_LIMIT, minimal=half / least)
    report.line(what, "p95_ms", percentile(_ms(found), 0.95), MOST_LIMIT)


def tell_verbs(report: Report, leads: int, found: list[Painted], least: float) -> None:
    """p50 for reading, p95 against its limit."""
    half = statistics.median(_ms(found))
    work = statistics.median(one.processor for one in found) * 1000
    report.line(f"verb, queue, {leads} leads", "p50_ms", half, minimal=half / least, processor_ms=work)
    size = statistics.mean(one.size for one in found)
    report.line(f"verb, queue, {leads} leads", "p95_ms", percentile(_ms(found), 0.95), VERB_LIMIT, bytes=size)


def _ms(found: list[Painted]) -> list[float]:
    return [one.seconds * 1000 for one in found]


if __name__ == "__main__":
    sys.exit(main())
