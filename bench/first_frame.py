"""From the shell to the first frame with leads on it, and the memory held, × a minimal Textual app in the same run.

    python bench/first_frame.py [--rounds 9] [--large]

Limits (issue 2): at 100,000 leads ≤ 1.25 × the minimal app, memory ≤ 1.8 ×; at 1,000,000 (--large) ≤ 1.1 × of 10,000.
"""

from __future__ import annotations

import argparse
import sys
from contextlib import ExitStack

from bench_pty import FIRST_LEAD, HERMES, MINIMAL, Report, Start, median_ratio, start
from leads_file import desk

FRAME_LIMIT, MEMORY_LIMIT, GROWTH_LIMIT = 1.25, 1.8, 1.1
SMALL, USUAL, LARGE = 10_000, 100_000, 1_000_000
SCREENS = ("triage", "board")


def main() -> int:
    """Print a line a measurement; 1 where a limit is broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--large", action="store_true", help="a million leads too; the file takes minutes to make")
    wanted = parser.parse_args()
    sizes = (SMALL, USUAL, LARGE) if wanted.large else (SMALL, USUAL)
    with ExitStack() as stack:
        desks = {leads: stack.enter_context(desk(leads)) for leads in sizes}
        report = Report()
        for screen in SCREENS:
            found, minimal = measure(desks, screen, wanted.rounds)
            tell(report, screen, found, minimal)
    return int(report.broken)


def measure(desks: dict[int, dict[str, str]], screen: str, rounds: int) -> tuple[dict[int, list[Start]], list[Start]]:
    """Starts of Hermes at each size and of the minimal app, taking turns; the first turn warms and is dropped."""
    found: dict[int, list[Start]] = {leads: [] for leads in desks}
    minimal: list[Start] = []
    any_env = next(iter(desks.values()))
    for _ in range(rounds + 1):
        minimal.append(start(MINIMAL, any_env))
        for leads, env in desks.items():
            found[leads].append(start((*HERMES, screen), env, FIRST_LEAD))
    return {leads: starts[1:] for leads, starts in found.items()}, minimal[1:]


def tell(report: Report, screen: str, found: dict[int, list[Start]], minimal: list[Start]) -> None:
    """A line for each size, and how the time grows with the size."""
    frames = {leads: [one.first_frame for one in starts] for leads, starts in found.items()}
    theirs = [one.first_frame for one in minimal]
    for leads, ours in frames.items():
        ratio = median_ratio(ours, theirs)
        busy = median_ratio([one.processor for one in found[leads]], [one.processor for one in minimal])
        what = f"first frame, {screen}, {leads} leads"
        report.line(what, "ratio", ratio, FRAME_LIMIT, processor=busy, ms=1000 * min(ours))
        memory = median_ratio([one.memory for one in found[leads]], [one.memory for one in minimal])
        report.line(f"memory, {screen}, {leads} leads", "ratio", memory, MEMORY_LIMIT, mib=found[leads][0].memory)
    for leads in frames:
        if leads != SMALL:
            growth = median_ratio(frames[leads], frames[SMALL])
            report.line(f"first frame, {screen}, {leads} / {SMALL} leads", "ratio", growth, GROWTH_LIMIT)


if __name__ == "__main__":
    sys.exit(main())
