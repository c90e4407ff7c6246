"""The figures of the dashboard over every lead: each section against SQL by hand on the stored visits, and in all.

Prints one line a section, and what an action that logs a touch makes the dashboard read again. `python -m
bench.figures [LEADS [PERIOD]]`; the machine must be quiet.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, date
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.leads_file import leads_file
from hermes_tui.actions.asking import Reckoning, asked_of
from hermes_tui.demo import DEMO_NOW
from hermes_tui.metrics.sections import SECTIONS
from storage.database import Database

ROUNDS = 5
LIMIT = 1.2
TOTAL_MS = 300  # of 100,000 leads

# What one would write by hand of a section's main figures; each on the stored visits, by the indexes there are.
_WEEK = "(({column} / 86400000 + 3) / 7)"
BY_HAND: Mapping[str, tuple[str, ...]] = {
    "funnel": (
        """SELECT group_id, COUNT(*), SUM(passed), SUM(outcome = 'advanced' AND outcome_at <= :at),
               SUM(outcome = 'dropped' AND outcome_at <= :at)
           FROM visit WHERE group_id IS NOT NULL AND at > :since AND at <= :at
               AND (entered_before IS NULL OR entered_before <= :since) GROUP BY group_id""",
    ),
    "stage_times": (
        """SELECT stage_id, COUNT(*), AVG(length) FROM visit
           WHERE length IS NOT NULL AND left_at > :since AND left_at <= :at GROUP BY stage_id""",
        """SELECT stage_id, length FROM (
               SELECT stage_id, length, ROW_NUMBER() OVER (PARTITION BY stage_id ORDER BY length) AS place,
                   COUNT(*) OVER (PARTITION BY stage_id) AS n
               FROM visit WHERE length IS NOT NULL AND left_at > :since AND left_at <= :at
           ) WHERE place IN ((n + 1) / 2, n / 2 + 1, (3 * n + 1) / 4)""",
        "SELECT stage_id, COUNT(*), MIN(stage_entered_at) FROM lead GROUP BY stage_id",
    ),
    "weeks": (
        f"SELECT {_WEEK.format(column='created_at')}, COUNT(*) FROM lead WHERE created_at > :since GROUP BY 1",
        f"""SELECT {_WEEK.format(column='stage_entered_at')}, stage_id, COUNT(*), SUM(value),
                SUM(stage_entered_at - COALESCE(engaged_at, created_at))
            FROM lead WHERE stage_id >= 11 AND stage_entered_at > :since - 31536000000 GROUP BY 1, 2""",
        f"""SELECT {_WEEK.format(column='at')}, COUNT(*) FROM visit WHERE stage_id BETWEEN 2 AND 10
            AND at > :since GROUP BY 1""",
    ),
    "sources": (
        """SELECT source, COUNT(*), SUM(stage_id = 11 AND stage_entered_at > :since),
               SUM(stage_id = 12 AND stage_entered_at > :since),
               AVG(CASE WHEN stage_id = 11 AND stage_entered_at > :since THEN value END)
           FROM lead GROUP BY source, currency""",
    ),
    "stuck": (
        """SELECT id, stage_id, stage_entered_at, value, currency, title, company FROM lead
           WHERE stage_id <= 10 AND stage_entered_at < :at - 86400000 * 30 ORDER BY stage_entered_at""",
    ),
    "reasons": (
        # Why a deal was won is only in its history.
        """SELECT stage_id, COALESCE(close_reason, (SELECT reason FROM stage_event AS event
                   WHERE event.lead_id = lead.id AND event.at = lead.stage_entered_at
                       AND event.to_stage_id = lead.stage_id)), COUNT(*), SUM(value)
           FROM lead WHERE stage_id IN (11, 12) AND stage_entered_at > :since GROUP BY 1, 2, currency""",
    ),
    "forecast": (
        "SELECT stage_id, currency, COUNT(*), SUM(value) FROM lead WHERE stage_id <= 10 GROUP BY 1, 2",
        """SELECT entry.group_id, SUM(last.stage_id = 11), SUM(last.stage_id = 12)
           FROM visit AS entry JOIN lead AS last ON last.id = entry.lead_id AND last.stage_id IN (11, 12)
           WHERE entry.group_id IS NOT NULL AND entry.entered_before IS NULL GROUP BY 1""",
    ),
    "velocity": (
        """SELECT stage_id, currency, COUNT(*), AVG(value), AVG(stage_entered_at - COALESCE(engaged_at, created_at))
           FROM lead WHERE stage_id IN (11, 12) AND stage_entered_at > :at - 31536000000 GROUP BY 1, 2""",
        "SELECT currency, COUNT(*) FROM lead WHERE stage_id BETWEEN 2 AND 10 GROUP BY 1",
    ),
    "activity": (
        f"SELECT {_WEEK.format(column='at')}, kind, direction, COUNT(*) FROM touch WHERE at > :since GROUP BY 1, 2, 3",
        f"""SELECT {_WEEK.format(column='at')}, direction, COUNT(*) FROM message
            WHERE at > :since AND automatic IS NULL
                AND (direction = 'in' OR status IN ('SENT', 'DELIVERED', 'READ', 'REPLIED')) GROUP BY 1, 2""",
        f"SELECT {_WEEK.format(column='at')}, COUNT(*) FROM note WHERE kind = 'MANUAL' AND at > :since GROUP BY 1",
    ),
    "standing": ("SELECT stage_id, currency, COUNT(*), SUM(value) FROM lead GROUP BY 1, 2",),
}  # fmt: skip


def main(leads: int = 100_000, period: str = "90d") -> int:
    """Print the times; 1 where a section is slower than its limit, or all of the first page slower than theirs."""
    path, failed = leads_file(leads), 0
    by = Reckoning(DEMO_NOW, date(2026, 6, 22), UTC, 7, "USD", {})
    with closing(sqlite3.connect(path)) as raw, closing(Database.open(path)) as database:
        raw.execute("PRAGMA cache_size = -16000")
        asked = asked_of(database, by, period=period, chosen=False)
        ours: dict[str, list[float]] = {}
        theirs: dict[str, list[float]] = {}
        worked: dict[str, list[float]] = {}
        for turn in range(ROUNDS):
            new = asked._replace(at=asked.at - turn)  # what one look at the dashboard works out once is not kept
            for section in SECTIONS:
                began, work = perf_counter(), process_time()
                section.read(database, new)
                ours.setdefault(section.key, []).append(perf_counter() - began)
                worked.setdefault(section.key, []).append(process_time() - work)
                began = perf_counter()
                for sql in BY_HAND.get(section.key, ()):
                    raw.execute(sql, {"at": new.at, "since": new.since}).fetchall()
                theirs.setdefault(section.key, []).append(perf_counter() - began)
        total: dict[str, float] = {}
        for section in SECTIONS:
            work = median(worked[section.key])
            total[section.page] = total.get(section.page, 0) + work
            line = f"{section.page:9} {section.key:12} {work * 1e3:7.1f} ms"
            if section.key in BY_HAND:
                ratio = median(ours[section.key]) / median(theirs[section.key])
                failed |= ratio > LIMIT
                line += f"  {ratio:5.2f} × {median(theirs[section.key]) * 1e3:.1f} ms by hand (≤ {LIMIT})"
            print(line, flush=True)
        everything = sum(total.values()) * 1e3
        print(", ".join(f"{page} {seconds * 1e3:.0f} ms" for page, seconds in total.items()))
        print(f"all {everything:.0f} ms of work (≤ {TOTAL_MS * leads / 100_000:.0f})")
        failed |= everything > TOTAL_MS * leads / 100_000
    return failed


if __name__ == "__main__":
    given = sys.argv[1:]
    sys.exit(main(*(int(each) if place == 0 else each for place, each in enumerate(given))))  # type: ignore[arg-type]
