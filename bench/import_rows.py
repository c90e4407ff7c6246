"""Import of 100,000 rows, searchable at the end, as a ratio to raw executemany of the same final rows.

Run: python bench/import_rows.py [ROWS]. The raw side inserts exactly the rows that the import made, into the same
tables with the same indexes and pragmas, in one transaction; it reads, cleans, joins and indexes no text.
"""

from __future__ import annotations

import gc
import io
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from hermes_tui.exchange.load import load
from hermes_tui.exchange.mapping import ColumnMap
from hermes_tui.exchange.plan import plan
from hermes_tui.exchange.tables import read_bytes
from storage.database import Database, connect

NOW = 1_782_118_800_000
LIMIT = 0.45
TABLES = ("import", "lead", "stage_event", "contact", "import_row")
_NAMES = ("Ann", "Bob", "Cleo", "Dan", "Eva", "Finn", "Gül", "Hugo", "Ida", "Jon")
_STAGES = ("Prospecting", "Engaging", "Proposal", "Won", "Lost")


def csv_of(rows: int) -> bytes:
    """A file as a CRM exports it: an id, a deal, a company, a person, an amount, dates; deterministic."""
    dice = random.Random(1)
    out = io.StringIO()
    out.write("Deal ID,Deal Name,Company,Contact Name,Email,Amount,Stage,Source,Created,Closed\n")
    for number in range(rows):
        name = dice.choice(_NAMES)
        stage = dice.choice(_STAGES)
        closed = f"2025-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}" if stage in ("Won", "Lost") else ""
        out.write(
            f"D{number:07},Rollout {number},Company {number % 5000} & Sons,{name} Lee{number},"
            f'{name.lower()}.{number}@example.com,"${dice.randint(1, 90)},{dice.randint(100, 999)}.00",{stage},'
            f"Source {number % 12},2024-{dice.randint(1, 12):02}-{dice.randint(1, 28):02},{closed}\n"
        )
    return out.getvalue().encode()


def timed(work: Callable[[], object]) -> float:
    """Processor seconds: the disk's and other programs' part is the same for both sides, and noise."""
    gc.collect()
    gc.disable()
    began = time.process_time()
    work()
    gc.enable()
    return time.process_time() - began


def import_once(content: bytes, path: Path) -> float:
    database = Database.open(path, create=True)

    def work() -> None:
        result = load(database, plan(read_bytes(content, "deals.csv"), ColumnMap()), now=NOW)
        assert result.created == result.read, result.sentence()

    seconds = timed(work)
    database.close()
    return seconds


def raw_once(made: Path, path: Path) -> float:
    """Insert the rows of `made` into an empty file with the same tables and indexes, and no triggers."""
    Database.open(path, create=True).close()
    source, target = sqlite3.connect(made), connect(str(path))
    triggers = target.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (name,) in triggers:
        target.execute(f"DROP TRIGGER {name}")
    rows = {table: source.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES}

    def work() -> None:
        target.execute("BEGIN IMMEDIATE")
        for table, found in rows.items():
            if found:
                target.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(found[0]))})", found)
        target.execute("COMMIT")

    seconds = timed(work)
    target.close()
    source.close()
    return seconds


def main(rows: int) -> int:
    content = csv_of(rows)
    ratios = []
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(3):
            made = Path(folder) / f"made{turn}.db"
            ours = import_once(content, made)
            raw = raw_once(made, Path(folder) / f"raw{turn}.db")
            ratios.append(raw / ours)
            print(f"import {ours:.2f} s, raw executemany {raw:.2f} s, ratio {raw / ours:.2f}")
    best = sorted(ratios)[1]
    print(f"import_rows {rows}: {best:.2f} x raw executemany (median of 3; at least {LIMIT})")
    return 0 if best >= LIMIT else 1


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
