"""Risk over every lead: the filter's answer against the SQL one would write by hand over the people themselves."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.leads_file import leads_file
from hermes_tui.demo import DEMO_NOW
from storage.database import Database
from storage.filters import compile_filter
from storage.queries.leads import Leads

ROUNDS = 9
LIMIT = 1.2

# definitions.md, "At risk", read off the rows: engaged people counted, champion, buying roles, moods.
BY_HAND = """
SELECT lead.id FROM lead LEFT JOIN (
    SELECT lead_id, SUM(COALESCE(last_in_at >= :engaged, 0)) AS engaged, SUM(buys) AS buyers,
        MAX(CASE WHEN is_primary THEN COALESCE(last_in_at, 0) END) AS champion,
        COUNT(sentiment) AS moods, SUM(COALESCE(sentiment = 'negative', 0)) AS negative
    FROM contact GROUP BY lead_id
) AS people ON people.lead_id = lead.id
WHERE lead.is_open = 1 AND (
    lead.stage_id >= 6 AND COALESCE(engaged, 0) < 2
    OR champion > 0 AND champion <= :silent
    OR champion = 0 AND lead.stage_id >= 6 AND lead.created_at <= :silent
    OR lead.stage_id >= 9 AND COALESCE(people.buyers, 0) = 0
    OR moods > 0 AND negative = moods
    OR COALESCE(moods, 0) = 0 AND (SELECT MIN(touch.sentiment = 'negative') FROM touch
        WHERE touch.lead_id = lead.id AND touch.direction <> 'out' AND touch.sentiment IS NOT NULL)
)
ORDER BY lead.id
"""
DAY_MS = 86_400_000


def main(leads: int = 100_000) -> int:
    """Print the ratio; 1 where it is above its limit or the two do not find the same leads."""
    path = leads_file(leads)
    now = DEMO_NOW
    asked = {"engaged": now - 30 * DAY_MS, "silent": now - 15 * DAY_MS}
    failed = 0
    with closing(sqlite3.connect(path)) as raw, closing(Database.open(path)) as database:
        by_hand: list[float] = []
        for text in ("+risk", "risk:single-threaded", "risk:ghosted", "risk:champion-silent", "risk:no-buyer"):
            ours: list[float] = []
            found: list[int] = []
            for _ in range(ROUNDS):
                began = perf_counter()
                wanted = [row[0] for row in raw.execute(BY_HAND, asked)]
                by_hand.append(perf_counter() - began)
                began = perf_counter()
                compiled = compile_filter(text, now=now, today=datetime.fromtimestamp(now / 1000, UTC).date())
                order = (("lead.id", True),)
                found = Leads(database, now=now, where=compiled.where, params=compiled.params, order=order).ids()
                ours.append(perf_counter() - began)
            ratio = median(ours) / median(by_hand)
            print(f"{text:22} {len(found):7,} leads  {median(ours) * 1e3:6.1f} ms  {ratio:.2f} × by hand (≤ {LIMIT})")
            failed |= ratio > LIMIT or (text == "+risk" and found != wanted)
    return failed


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
