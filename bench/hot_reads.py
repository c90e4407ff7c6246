"""The pages a rep looks at, read by storage/queries, as a ratio to the same SQL on raw sqlite3 in the same run.

    python bench/hot_reads.py [--leads 10000 100000] [--rounds 150]

Prints a JSON line a read, times in milliseconds (median). Limits (issue 2): queue, board and lead page ≤ 1.2 ×.
`growth` is the time at the last size over that at the first; it is shown for reading, not judged.
"""

from __future__ import annotations

import argparse
import gc
import json
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from hermes_tui.demo import DEMO_NOW, generate
from storage.database import Database, Params, connect
from storage.queries import lead as lead_queries
from storage.queries.leads import Leads, column
from storage.queries.proposals import lead_lines
from storage.queries.queue import Queue
from storage.queries.stages import stages, totals
from storage.queries.tasks import tasks
from storage.queries.timeline import said, timeline

LIMIT = 1.2
PAGE = 64
CARDS = 20
TODAY = "2026-06-22"

Read = Callable[[], object]
# What a lead's page reads of the lead, beside its own row.
PARTS: tuple[Callable[[Database, int], object], ...] = (
    lead_queries.tags, lead_queries.contacts, tasks, lead_queries.notes, lead_queries.objections, lead_lines,
    lead_queries.visits, said, timeline,
)  # fmt: skip


def reads_of(database: Database) -> dict[str, Read]:
    """The pages, each as the screens read it."""
    queue = Queue(database, now=DEMO_NOW, today=TODAY)
    waiting = queue.total()
    leads = Leads(database, now=DEMO_NOW)
    number = leads.total()
    busiest = database.value("SELECT lead_id FROM touch GROUP BY lead_id ORDER BY COUNT(*) DESC, lead_id LIMIT 1")

    def board() -> None:
        totals(database)
        for stage in stages(database):
            column(database, stage.id, now=DEMO_NOW, newest_first=stage.kind != "open").page(0, CARDS)

    def lead() -> None:
        stages(database)
        lead_queries.detail(database, busiest)
        for part in PARTS:
            part(database, busiest)

    return {
        "queue page, first": lambda: Queue(database, now=DEMO_NOW, today=TODAY).page(0, PAGE),
        "queue page, deep": lambda: queue.page(waiting * 3 // 4, PAGE),
        "board page": board,
        "lead page": lead,
        "leads page, first": lambda: leads.page(0, PAGE),
        "leads page, last": lambda: leads.page(number - PAGE, PAGE),
    }


def raw_of(database: Database, read: Read, raw: sqlite3.Connection) -> Read:
    """The same statements with the same values, run by sqlite3 and nothing else."""
    asked: list[tuple[str, Params, bool]] = []
    with ExitStack() as listening:
        for name, many in (("rows", True), ("row", False)):
            listening.enter_context(patch.object(database, name, _overheard(getattr(database, name), asked, many)))
        read()

    def run() -> None:
        for sql, params, many in asked:
            cursor = raw.execute(sql, params)
            if many:
                cursor.fetchall()
            else:
                cursor.fetchone()

    return run


def _overheard(method: Callable[..., Any], asked: list[tuple[str, Params, bool]], many: bool) -> Callable[..., Any]:
    def heard(sql: str, params: Params = ()) -> Any:
        asked.append((sql, params, many))
        return method(sql, params)

    return heard


def seconds(ours: Read, raw: Read, rounds: int) -> tuple[float, float]:
    """Median seconds of both, taking turns so that a busy machine slows both alike."""
    found: tuple[list[float], list[float]] = ([], [])
    gc.collect()
    gc.disable()
    for _ in range(rounds):
        for read, times in zip((ours, raw), found, strict=True):
            began = time.perf_counter()
            read()
            times.append(time.perf_counter() - began)
    gc.enable()
    return statistics.median(found[0]), statistics.median(found[1])


def measure(path: Path, leads: int, rounds: int) -> dict[str, dict[str, object]]:
    """A line a read, of a demo file of so many leads."""
    generate(path, leads=leads)
    Database.open(path).close()
    database, raw = Database(path), connect(str(path))
    lines: dict[str, dict[str, object]] = {}
    for name, read in reads_of(database).items():
        ours, bare = seconds(read, raw_of(database, read, raw), rounds)
        lines[name] = {
            "read": name, "leads": leads, "ms": round(ours * 1e3, 3), "raw_ms": round(bare * 1e3, 3),
            "ratio": round(ours / bare, 3), "limit": LIMIT,
        }  # fmt: skip
    database.close()
    raw.close()
    return lines


def main() -> int:
    """Print the lines; exit 1 where a limit is broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--leads", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=150)
    wanted = parser.parse_args()
    broken = False
    first: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for leads in wanted.leads:
            lines: dict[str, dict[str, Any]] = measure(Path(folder) / f"{leads}.db", leads, wanted.rounds)
            first = first or lines
            for name, line in lines.items():
                growth = round(line["ms"] / first[name]["ms"], 2)
                broken = broken or line["ratio"] > LIMIT
                print(json.dumps({**line, "growth": growth}), flush=True)
    return int(broken)


if __name__ == "__main__":
    sys.exit(main())
