"""Qualification of many leads: all at once, again, where little changed, and of one lead inside its action.

Run: python bench/rescore.py [LEADS]. Beside each time stands its ratio to an UPDATE of every lead's heat in SQL on the
same file (facts.md: 65 ms for 100,000), so that the figures of two machines compare.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

from leads_file import bench_folder, leads_file  # noqa: E402

from hermes_tui.actions.history import undo  # noqa: E402
from hermes_tui.actions.outcome import acting  # noqa: E402
from hermes_tui.actions.rescore import rescore  # noqa: E402
from hermes_tui.actions.rules import adopt  # noqa: E402
from hermes_tui.actions.scores import keep_score  # noqa: E402
from hermes_tui.actions.what_if import what_if  # noqa: E402
from hermes_tui.demo import DEMO_NOW  # noqa: E402
from hermes_tui.scoring.basis import Basis  # noqa: E402
from hermes_tui.scoring.rules import DEFAULT_RULES  # noqa: E402
from hermes_tui.scoring.rules_text import as_text  # noqa: E402
from storage.database import Database  # noqa: E402

FULL_SECONDS, AGAIN_MS, FEW_MS, ONE_MS, SAMPLE_MS = 10.0, 25.0, 50.0, 0.5, 200.0
_MORE_WORDS = "UPDATE lead SET description = COALESCE(description, '') || ' remote' WHERE id = ?"
_UNSCORED = "UPDATE lead SET score = NULL, score_reasons = '[]', score_key = NULL WHERE score_manual = 0"
OTHER = DEFAULT_RULES._replace(remote_points=7)


def timed(work: Callable[[], object]) -> float:
    """Seconds."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def best(work: Callable[[], object], times: int = 5, before: Callable[[], object] | None = None) -> float:
    """The shortest of several runs, in milliseconds."""
    found = []
    for _ in range(times):
        if before is not None:
            before()
        found.append(timed(work) * 1000)
    return min(found)


def forget(database: Database, among: int) -> None:
    """Leave the score of every so manieth lead stale."""
    with database.transaction() as connection:
        connection.execute("UPDATE lead SET score_key = NULL WHERE score_manual = 0 AND id % ? = 0", (among,))


def pure_sql(database: Database) -> float:
    """An UPDATE of every lead's heat, taken back, in milliseconds."""

    class Back(Exception):
        pass

    def work() -> None:
        try:
            with database.transaction() as connection:
                connection.execute("UPDATE lead SET heat = heat + 1")
                raise Back
        except Back:
            pass

    return best(work, 3)


def one_lead(database: Database, times: int = 300) -> float:
    """What keep_score takes inside an action that gave a lead other words, in milliseconds."""
    ids = [row[0] for row in database.rows("SELECT id FROM lead WHERE score_manual = 0 LIMIT ?", (times,))]
    spent = 0.0
    for lead_id in ids:
        with acting(database, "bench", [lead_id], DEMO_NOW) as doing:
            database.connection().execute(_MORE_WORDS, (lead_id,))
            spent += timed(lambda lead_id=lead_id: keep_score(database, lead_id, DEMO_NOW))
            doing.say("bench")
    return spent / len(ids) * 1000


def main(leads: int) -> int:
    with tempfile.TemporaryDirectory(dir=bench_folder()) as folder:
        path = Path(folder) / "work.db"
        shutil.copyfile(leads_file(leads), path)
        database = Database.open(path)
        sql = pure_sql(database)
        with database.transaction() as connection:
            connection.execute(_UNSCORED)
        first = timed(lambda: rescore(database, DEMO_NOW))
        trying = timed(lambda: what_if(database, Basis(OTHER)))
        sample = best(lambda: what_if(database, Basis(OTHER), sample=1_000), 3)
        adopting = timed(lambda: adopt(database, as_text(OTHER), DEMO_NOW))
        back = timed(lambda: undo(database, DEMO_NOW))
        again = best(lambda: rescore(database, DEMO_NOW))
        few = best(lambda: rescore(database, DEMO_NOW), 3, before=lambda: forget(database, 200))
        one = one_lead(database)
        database.close()
    full = FULL_SECONDS * 1000
    rows = (
        ("first rescore", first * 1000, full), ("what other rules would do", trying * 1000, full),
        ("the same of 1,000", sample, SAMPLE_MS), ("adopting them", adopting * 1000, full),
        ("undoing that", back * 1000, full), ("rescore again", again, AGAIN_MS), ("0.5 % changed", few, FEW_MS),
        ("one lead in its action", one, ONE_MS),
    )  # fmt: skip
    print(f"rescore {leads:,} leads; UPDATE of all in SQL {sql:.0f} ms")
    for what, took, limit in rows:
        slow = "" if took <= limit else "SLOW"
        print(f"{what:28} {took:10.2f} ms   {took / sql:8.2f} x   at most {limit:8,.1f} ms   {slow}")
    return int(any(took > limit for _, took, limit in rows))


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
