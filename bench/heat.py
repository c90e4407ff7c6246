"""Heat: of every lead against the SQL one would write by hand, of those that went cold, and of one lead in a touch."""

from __future__ import annotations

import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from statistics import median
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.leads_file import bench_folder, leads_file
from hermes_tui.actions.touches import log_touch
from hermes_tui.demo import DEMO_NOW
from storage import derived, heat
from storage.database import Database

ROUNDS = 5
WHOLE_LIMIT = 1.5  # × by hand
COLD_SHARE, COLD_LIMIT_MS = 0.005, 50.0
ONE_LIMIT_MS = 0.5

# definitions.md, "Heat score", read off the rows that say so; only the points.
BY_HAND = """
WITH said AS (
    SELECT lead_id, contact_id, at, id, direction, sentiment, kind IN ('email', 'message') AS written
        FROM touch WHERE automatic IS NULL
    UNION ALL
    SELECT lead_id, contact_id, at, id, direction, sentiment, 1 FROM message
        WHERE automatic IS NULL AND (direction = 'in' OR status IN ('SENT', 'DELIVERED', 'READ', 'REPLIED'))
), heard AS (
    SELECT said.lead_id, COUNT(DISTINCT said.contact_id) AS people, SUM(written) AS letters, MAX(said.at) AS last_in_at,
        MAX(COALESCE(said.sentiment, contact.sentiment) = 'positive') AS interested
    FROM said LEFT JOIN contact ON contact.id = said.contact_id WHERE direction <> 'out' GROUP BY said.lead_id
), spoke AS (
    SELECT lead_id, MAX(at) AS last_out_at FROM said WHERE direction = 'out' GROUP BY lead_id
), turn AS (
    SELECT lead_id, direction, at - LAG(CASE WHEN direction = 'out' THEN at END) OVER (
        PARTITION BY lead_id ORDER BY at, id) AS took FROM said WHERE written
), ranked AS (
    SELECT lead_id, took, ROW_NUMBER() OVER (PARTITION BY lead_id ORDER BY took) AS place,
        COUNT(*) OVER (PARTITION BY lead_id) AS n FROM turn WHERE direction <> 'out' AND took IS NOT NULL
), quick AS (
    SELECT lead_id, AVG(took) <= 86400000 AS holds FROM ranked WHERE place IN ((n + 1) / 2, (n + 2) / 2)
    GROUP BY lead_id
), hinted AS (
    SELECT lead_id,
        MAX(state = 'confirmed' AND lower(kind) NOT IN ('click', 'link_click', 'proposal_click')) AS confirmed,
        MAX(state = 'confirmed' AND lower(kind) IN ('pricing', 'proposal_request')) AS priced,
        MAX(state <> 'refused' AND lower(kind) IN ('click', 'link_click', 'proposal_click')) AS clicked
    FROM signal GROUP BY lead_id
), offered AS (
    SELECT DISTINCT lead_id FROM proposal WHERE viewed_at IS NOT NULL OR status = 'VIEWED'
)
UPDATE lead SET heat = h.points FROM (
    SELECT l.id, 20 * COALESCE(people >= 2, 0) + 15 * COALESCE(quick.holds, 0) + 10 * COALESCE(priced, 0)
        + 10 * (COALESCE(clicked, 0) OR offered.lead_id IS NOT NULL) + 10 * COALESCE(letters >= 2, 0)
        - 15 * COALESCE(spoke.last_out_at > heard.last_in_at AND heard.last_in_at + 1209600000 <= :now
            AND (interested OR confirmed), 0) AS points
    FROM lead AS l LEFT JOIN heard ON heard.lead_id = l.id LEFT JOIN spoke ON spoke.lead_id = l.id
        LEFT JOIN quick ON quick.lead_id = l.id LEFT JOIN hinted ON hinted.lead_id = l.id
        LEFT JOIN offered ON offered.lead_id = l.id
) AS h WHERE lead.id = h.id AND lead.heat IS NOT h.points
"""


def main(leads: int = 100_000) -> int:
    """Print each figure beside its limit; 1 where one is above it, or the two do not say the same."""
    with tempfile.TemporaryDirectory(dir=bench_folder(), prefix="heat-") as folder:
        path = Path(folder) / "work.db"
        shutil.copyfile(leads_file(leads), path)
        with closing(Database.open(path)) as database:
            heat.refresh_cold(database, DEMO_NOW)
            return _whole(database, leads) | _cold(database, leads) | _one(database) | _touch(database)


def _whole(database: Database, leads: int) -> int:
    """Every lead: all of them wrong before, and none."""
    connection, asked = database.connection(), {"now": DEMO_NOW}
    failed = 0
    for spoilt in (True, False):
        ours: list[float] = []
        hand: list[float] = []
        for _ in range(ROUNDS):
            by_hand = _timed(connection, spoilt, hand, lambda: connection.execute(BY_HAND, asked))
            found = _timed(connection, spoilt, ours, lambda: derived.rebuild_heat(connection, now=DEMO_NOW))
            failed |= found != by_hand
        ratio = median(ours) / median(hand)
        failed |= ratio > WHOLE_LIMIT
        said = "all wrong before" if spoilt else "all right before"
        print(
            f"{leads:,} leads, {said}: {median(ours) * 1e3:.0f} ms, by hand {median(hand) * 1e3:.0f} ms: "
            f"{ratio:.2f} × (≤ {WHOLE_LIMIT})"
        )
    print("both say the same" if not failed else "above its limit, or not the same")
    return failed


def _timed(connection: sqlite3.Connection, spoilt: bool, times: list[float], work: Callable[[], object]) -> list[int]:
    """Run it, note how long it took, and put everything back; returns the heats that it left."""
    connection.execute("BEGIN")
    if spoilt:
        connection.execute("UPDATE lead SET heat = heat + 100")
    began = perf_counter()
    work()
    times.append(perf_counter() - began)
    found = [row[0] for row in connection.execute("SELECT heat FROM lead ORDER BY id")]
    connection.execute("ROLLBACK")
    return found


def _cold(database: Database, leads: int) -> int:
    """So many went cold overnight, commit included; then nobody."""
    due = "SELECT cold_from FROM lead WHERE cold = 0 AND cold_from IS NOT NULL ORDER BY cold_from LIMIT 1 OFFSET ?"
    now, times, changed = DEMO_NOW, [], 0
    for _ in range(ROUNDS):
        now = database.value(due, (round(leads * COLD_SHARE) - 1,))
        began = perf_counter()
        changed = heat.refresh_cold(database, now)
        times.append((perf_counter() - began) * 1e3)
    print(f"{changed} of {leads:,} leads went cold: {median(times):.1f} ms (≤ {COLD_LIMIT_MS:.0f})")
    times_none = []
    for _ in range(1_000):
        began = perf_counter()
        heat.refresh_cold(database, now)
        times_none.append((perf_counter() - began) * 1e6)
    print(f"nobody did: {median(times_none):.0f} µs")
    return median(times) > COLD_LIMIT_MS


_BUSIEST = "SELECT lead_id FROM message GROUP BY lead_id HAVING COUNT(*) {much} ORDER BY lead_id LIMIT 300"


def _one(database: Database) -> int:
    """The statement for one lead whose heat is wrong, as an action runs it."""
    connection, failed = database.connection(), 0
    sql = heat.LEAD_HEAT.format(leads="= :leads")
    for said, much in (("usual", ">= 1"), ("busy", ">= 12")):
        times = []
        for (lead,) in database.rows(_BUSIEST.format(much=much)):
            connection.execute("BEGIN")
            connection.execute("UPDATE lead SET heat = heat + 1 WHERE id = ?", (lead,))
            began = perf_counter()
            connection.execute(sql, {"leads": str(lead), "now": DEMO_NOW})
            times.append((perf_counter() - began) * 1e3)
            connection.execute("ROLLBACK")
        failed |= median(times) > ONE_LIMIT_MS
        print(f"one lead, {said}: {median(times):.3f} ms, at most {max(times):.2f} (≤ {ONE_LIMIT_MS})")
    scans = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", {"leads": "1", "now": DEMO_NOW})]
    read_whole = [line for line in scans if line.startswith(("SCAN touch", "SCAN message", "SCAN lead", "SCAN picked"))]
    print("it reads no table whole" if not read_whole else f"it reads whole: {read_whole}")
    return failed | bool(read_whole)


def _touch(database: Database) -> int:
    """A logged touch to the end of its commit, with heat in it and without."""
    leads = [row[0] for row in database.rows(_BUSIEST.format(much=">= 1"))]
    with_heat = derived._STATEMENTS
    took: dict[str, list[float]] = {"without heat": [], "with heat": []}
    for number, lead in enumerate(leads):
        said = ("with heat", "without heat")[number % 2]
        derived._STATEMENTS = with_heat if said == "with heat" else tuple(
            each for each in with_heat if each != heat.LEAD_HEAT
        )  # fmt: skip
        began = perf_counter()
        log_touch(database, [lead], "email", DEMO_NOW + number, inbound=True, text="What would it cost per year?")
        took[said].append((perf_counter() - began) * 1e3)
    derived._STATEMENTS = with_heat
    before, after = median(took["without heat"]), median(took["with heat"])
    print(
        f"a touch logged: {after:.2f} ms, without heat {before:.2f}: {after - before:+.2f} ms, {after / before:.2f} ×"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
