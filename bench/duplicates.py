"""Likely duplicates among 10,000 leads, and how the search grows to 40,000: near-linear, no step looks at all pairs.

    python bench/duplicates.py [--leads 10000 40000] [--rounds 3]

Prints a JSON line a size, in processor seconds (median). `growth` is the time over that of the first size, divided by
how many times more leads there are: 1 is linear, 4 would be all pairs. The demo's names are few, so that a larger file
is also a denser one; limit 1.5. `compared` is comparisons a lead.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.leads_file import leads_file
from hermes_tui.metrics.duplicates.pairs import find
from storage.database import Database

LIMIT = 1.5


def searched(leads: int, rounds: int) -> dict[str, float]:
    """Median processor seconds of a search, its pairs and comparisons."""
    database = Database(leads_file(leads))
    seconds = []
    for _ in range(rounds):
        began = time.process_time()
        found = find(database)
        seconds.append(time.process_time() - began)
    database.close()
    return {
        "leads": leads, "seconds": round(statistics.median(seconds), 3), "pairs": len(found.pairs),
        "compared": round(found.compared / leads, 1),
    }  # fmt: skip


def main() -> int:
    """Print the lines; 1 where the limit is broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--leads", type=int, nargs="+", default=[10_000, 40_000])
    parser.add_argument("--rounds", type=int, default=3)
    wanted = parser.parse_args()
    first: dict[str, float] = {}
    broken = False
    for leads in wanted.leads:
        line = searched(leads, wanted.rounds)
        first = first or line
        growth = (line["seconds"] / first["seconds"]) / (line["leads"] / first["leads"])
        broken = broken or growth > LIMIT
        print(json.dumps({**line, "growth": round(growth, 2), "limit": LIMIT}), flush=True)
    return int(broken)


if __name__ == "__main__":
    sys.exit(main())
