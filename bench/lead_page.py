"""A lead's page with 30 people and 2,000 things that happened × one with three people and little, in the same run.

    python bench/lead_page.py [--rounds 15]

Limits (issue 3): its first frame comes in ≤ 1.2 × the time; a cursor moves on its timeline as in the queue: p50 ≤ 4 ms,
p95 ≤ 8 ms, ≤ 1 KB. Among the people a move also paints what would remain without the next one: p50 ≤ 6 ms.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
from pathlib import Path

from bench_pty import Painted, Report, Watched, median_ratio, percentile
from leads_file import desk
from walks import CURSOR, moves, opened

from hermes_tui.demo import DEMO_NOW
from storage.database import Database

OPEN_LIMIT, HALF_LIMIT, PEOPLE_LIMIT, MOST_LIMIT, BYTES_LIMIT = 1.2, 4.0, 6.0, 8.0, 1024.0
LEADS = 1_000
DAY = 86_400_000
SMALL, LARGE = (3, 24), (30, 2_000)
"""People, and things that happened: the small one is like most of the demo's, with a timeline that fills its pane."""
PANES = {"people": "\t", "timeline": "\t\t"}
HELD = "G" + "k" * 24
"""A key held down from the last row upwards; every half pane it scrolls."""
_ROLES = ("CTO", "Founder", "End user", "Blocker", "Finance", None)
_WORDS = "Dear Sam,\n\nWhat would it cost per year for forty people, and does that include support?\n\nRegards"


def main() -> int:
    """Print a line a measurement; 1 where a limit is broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    wanted = parser.parse_args()
    report = Report()
    with desk(LEADS) as env:
        small, large = add_lead(Path(env["HERMES_DB"]), *SMALL), add_lead(Path(env["HERMES_DB"]), *LARGE)
        with opened("list", env) as program:
            tell_openings(report, program, small, large, wanted.rounds)
        with opened("queue", env) as program:
            report_keys(report, "cursor, queue", moves(program, CURSOR, 5))
        for pane, way in PANES.items():
            with opened("queue", env) as program:
                open_page(program, large)
                for key in way:
                    program.press(key)
                program.until_quiet()
                half = PEOPLE_LIMIT if pane == "people" else HALF_LIMIT
                report_keys(report, f"cursor, {pane} of the large lead", moves(program, CURSOR, 5), half)
                held = moves(program, HELD, 1)[1:]
                report.line(f"held k, {pane} of the large lead", "p50_ms", statistics.median(_ms(held)))
    return int(report.broken)


def tell_openings(report: Report, program: Watched, small: int, large: int, rounds: int) -> None:
    """Both pages opened by turns in one program; the first turn warms and is dropped."""
    found: dict[int, list[Painted]] = {small: [], large: []}
    for _ in range(rounds + 1):
        for lead in found:
            found[lead].append(open_page(program, lead))
            program.until_quiet(0.2)
            program.press("q")
            program.until_quiet(0.2)
    ours, theirs = found[large][1:], found[small][1:]
    work = median_ratio([one.processor for one in ours], [one.processor for one in theirs])
    report.line(
        "opening a lead with 30 people and 2,000 entries / 3 and 24", "ratio", median_ratio(_ms(ours), _ms(theirs)),
        OPEN_LIMIT, processor=work, small_ms=statistics.median(_ms(theirs)), large_ms=statistics.median(_ms(ours)),
    )  # fmt: skip


def open_page(program: Watched, lead: int) -> Painted:
    """`:1001`, and the Enter that opens it, timed to the end of the first frame."""
    for key in f":{lead}":
        program.press(key)
    return program.press_for_frame("\r")


def report_keys(report: Report, what: str, found: list[Painted], half: float = HALF_LIMIT) -> None:
    """p50, p95 and bytes against their limits."""
    report.line(what, "p50_ms", statistics.median(_ms(found)), half)
    report.line(what, "p95_ms", percentile(_ms(found), 0.95), MOST_LIMIT)
    report.line(what, "bytes", statistics.mean(one.size for one in found), BYTES_LIMIT)


def add_lead(path: Path, people: int, happened: int) -> int:
    """A deal with so many people, and calls, mails both ways, notes and moods spread over 250 days."""
    rng = random.Random(people)
    database = Database.open(path)
    with database.transaction() as connection:

        def insert(table: str, **values: object) -> int:
            marks = ", ".join("?" * len(values))
            row = connection.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", [*values.values()])
            return row.lastrowid or 0

        clock = {"created_at": DEMO_NOW, "updated_at": DEMO_NOW}
        begun = {"stage_id": 9, "stage_entered_at": DEMO_NOW - 20 * DAY, "silent_since": DEMO_NOW}
        lead = insert("lead", title=f"Deal of {people}", **begun, **clock)
        known = [
            insert("contact", lead_id=lead, name=f"Person {n} Lee", role=_ROLES[n % 6], is_primary=int(n == 0), **clock)
            for n in range(people)
        ]
        for n in range(happened):
            said = {"lead_id": lead, "contact_id": rng.choice(known), "at": DEMO_NOW - n * 250 * DAY // happened}
            way = rng.choice(("in", "out"))
            if n % 4 == 0:
                insert("touch", kind="call", direction=way, text=_WORDS, created_at=DEMO_NOW, **said)
            elif n % 4 == 1:
                insert(
                    "message",
                    channel="email",
                    direction=way,
                    status="SENT",
                    subject="Offer",
                    body=_WORDS,
                    **said,
                    **clock,
                )
            elif n % 4 == 2:
                insert("note", kind="MANUAL", text=_WORDS, **said, **clock)
            else:
                insert("sentiment_event", sentiment=rng.choice(("positive", "neutral", "negative")), **said)
    database.close()
    return lead


def _ms(found: list[Painted]) -> list[float]:
    return [one.seconds * 1000 for one in found]


if __name__ == "__main__":
    sys.exit(main())
