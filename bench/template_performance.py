"""How templates fare, read by storage/queries/performance.py, as a ratio to hand-written SQL of the same figures.

    python bench/template_performance.py [--messages 100000] [--templates 24] [--rounds 15]

Prints a JSON line a breakdown, times in milliseconds (median), both taking turns in one run. The hand-written SQL is
one statement that has the median too, on raw sqlite3. Limit (issue 4): ≤ 1.2 ×. Both must say the same first.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from hermes_tui.metrics.templates import performance
from storage.database import Database, connect

LIMIT = 1.2
NOW = 1_782_118_800_000  # Monday 22 June 2026, 09:00 UTC
DAY = 86_400_000

# Written as one would at a prompt: people, then counts, then the middle of their times. `{group}` is worked out of a
# person's first message.
HAND = """
WITH said AS (
    SELECT template_id, lead_id, contact_id, CASE WHEN contact_id IS NULL THEN address END AS whom,
        status, at, answered_at, answered_well, {field} AS field
    FROM message
    WHERE template_id IS NOT NULL AND status IN ('SENT', 'DELIVERED', 'READ', 'REPLIED', 'BOUNCED') AND at <= :now
), person AS (
    SELECT template_id, {first} AS "group", COUNT(*) AS usage, SUM(status <> 'BOUNCED') AS went,
        MAX(CASE WHEN status <> 'BOUNCED' THEN at END) AS newest,
        SUM(answered_at IS NOT NULL OR status = 'REPLIED') AS replied, SUM(answered_well) AS good,
        MIN(answered_at - at) AS length
    FROM said GROUP BY template_id, lead_id, contact_id, whom
), middle AS (
    SELECT template_id, "group", AVG(length) AS median FROM (
        SELECT template_id, "group", length,
            ROW_NUMBER() OVER (PARTITION BY template_id, "group" ORDER BY length) AS place,
            COUNT(*) OVER (PARTITION BY template_id, "group") AS n
        FROM person WHERE length IS NOT NULL
    ) WHERE place IN ((n + 1) / 2, (n + 2) / 2) GROUP BY template_id, "group"
)
SELECT person.template_id, person."group", SUM(usage), SUM(went > 0), SUM(went > 0 AND replied > 0),
    SUM(went > 0 AND replied = 0 AND newest > :ripe), SUM(good > 0), middle.median
FROM person LEFT JOIN middle ON middle.template_id = person.template_id AND middle."group" IS person."group"
GROUP BY person.template_id, person."group"
"""
# By → what of a message, and what of a person's first one.
BREAKDOWNS: dict[str | None, tuple[str, str]] = {
    None: ("NULL", "NULL"),
    "channel": ("(1000000000000000 + at) || channel", "SUBSTR(MIN(field), 17)"),
    "stage": ("at * 1000 + stage_id", "MIN(field) % 1000"),
    "month": ("at", "strftime('%Y-%m', MIN(field) / 1000, 'unixepoch')"),
}


def fill(path: Path, messages: int, templates: int) -> None:
    """A file of so many messages from templates, to two people a lead; their answers are on them already."""
    draw = random.Random(4)
    leads = max(1, messages * 2 // 5)
    database = Database.open(path, create=True)
    with database.transaction() as connection:
        connection.executemany(
            "INSERT INTO template (id, name, created_at, updated_at) VALUES (?, ?, 0, 0)",
            [(number, f"Template {number}") for number in range(1, templates + 1)],
        )
        connection.executemany(
            "INSERT INTO lead (id, title, created_at, updated_at, stage_entered_at, silent_since) "
            "VALUES (?, ?, 0, 0, 0, 0)",
            [(number, f"Lead {number}") for number in range(1, leads + 1)],
        )
        connection.executemany(
            "INSERT INTO contact (id, lead_id, name, created_at, updated_at) VALUES (?, ?, ?, 0, 0)",
            [(number, (number + 1) // 2, f"Person {number}") for number in range(1, 2 * leads + 1)],
        )
        connection.executemany(
            "INSERT INTO message (lead_id, contact_id, template_id, channel, direction, status, subject, body, at, "
            "address, created_at, updated_at, answered_at, answered_well, stage_id) "
            "VALUES (?, ?, ?, ?, 'out', ?, 'A subject', ?, ?, ?, 0, 0, ?, ?, ?)",
            [_message(draw, leads, templates) for _ in range(messages)],
        )
    database.close()


def _message(draw: random.Random, leads: int, templates: int) -> tuple[object, ...]:
    lead = draw.randint(1, leads)
    contact = draw.choice((2 * lead - 1, 2 * lead - 1, 2 * lead, None))
    at = NOW - draw.randint(0, 700 * DAY)
    [status] = draw.choices(
        ("SENT", "DELIVERED", "READ", "REPLIED", "BOUNCED", "FAILED", "DRAFT"), (60, 5, 5, 18, 4, 2, 6)
    )
    answered = min(NOW, at + draw.randint(3_600_000, 20 * DAY)) if status == "REPLIED" and draw.random() < 0.9 else None
    return (
        lead, contact, draw.randint(1, templates), draw.choice(("email", "email", "email", "linkedin")), status,
        "Words of a body. " * 12, at, f"person{contact or lead}@x.example", answered,
        int(answered is not None and draw.random() < 0.3), draw.randint(1, 9),
    )  # fmt: skip


def by_hand(raw: sqlite3.Connection, by: str | None) -> list[tuple[object, ...]]:
    """The same figures from one statement."""
    field, first = BREAKDOWNS[by]
    return raw.execute(HAND.format(field=field, first=first), {"now": NOW, "ripe": NOW - 7 * DAY}).fetchall()


def agree(database: Database, raw: sqlite3.Connection, by: str | None) -> bool:
    """Whether both count the same."""
    names = {str(number): name for number, name in raw.execute("SELECT id, name FROM stage")}
    ours = {
        (row.template_id, row.group): (row.usage, row.sent + row.maturing, row.replied, row.maturing, row.positive)
        for row in performance(database, NOW, by=by, zone=UTC) if row.usage
    }  # fmt: skip
    theirs = {
        (row[0], names.get(str(row[1]), row[1]) if by == "stage" else row[1]): tuple(row[2:7])
        for row in by_hand(raw, by)
    }
    return ours == theirs


def seconds(ours: Callable[[], object], bare: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Median seconds of both, taking turns so that a busy machine slows both alike."""
    found: tuple[list[float], list[float]] = ([], [])
    gc.collect()
    gc.disable()
    for _ in range(rounds):
        for read, times in zip((ours, bare), found, strict=True):
            began = time.perf_counter()
            read()
            times.append(time.perf_counter() - began)
    gc.enable()
    return statistics.median(found[0]), statistics.median(found[1])


def main() -> int:
    """Print the lines; exit 1 where the limit is broken or the figures differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--templates", type=int, default=24)
    parser.add_argument("--rounds", type=int, default=15)
    wanted = parser.parse_args()
    broken = False
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mail.db"
        fill(path, wanted.messages, wanted.templates)
        database, raw = Database(path), connect(str(path))
        for by in BREAKDOWNS:
            same = agree(database, raw, by)
            read = partial(performance, database, NOW, by=by, zone=UTC)
            ours, bare = seconds(read, partial(by_hand, raw, by), wanted.rounds)
            line = {
                "by": by or "template", "messages": wanted.messages, "ms": round(ours * 1e3, 1),
                "by_hand_ms": round(bare * 1e3, 1), "ratio": round(ours / bare, 3), "limit": LIMIT, "same": same,
            }  # fmt: skip
            broken = broken or not same or ours / bare > LIMIT
            print(json.dumps(line), flush=True)
        database.close()
        raw.close()
    return int(broken)


if __name__ == "__main__":
    sys.exit(main())
