"""Applying a plan to the database: one transaction, one action, one reckoning that accounts for every row."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from itertools import compress
from typing import NamedTuple

from hermes_tui.exchange import comparing, digests, matching, updating
from hermes_tui.exchange.comparing import Comparison, Update
from hermes_tui.exchange.inserting import Written, insert_new
from hermes_tui.exchange.lead_rows import Batch
from hermes_tui.exchange.matching import Matches
from hermes_tui.exchange.people import People
from hermes_tui.exchange.plan import Deals, Plan
from hermes_tui.exchange.tables import Rejected
from hermes_tui.quiet import no_collection
from storage import derived, journal
from storage.bulk import bulk_load
from storage.database import Database
from storage.errors import HermesError, UsageError


class ImportResult(NamedTuple):
    """The reckoning: created + updated + unchanged + duplicates + len(rejected) = read, in rows of the file.

    `leads` and `contacts` count what was made; `updates` say which leads changed, and what of them; `import_id` is
    None where nothing was written. `seconds` is how long the loading took.
    """

    read: int
    created: int
    updated: int
    unchanged: int
    duplicates: int
    rejected: tuple[Rejected, ...]
    leads: int
    contacts: int
    seconds: float
    import_id: int | None
    updates: tuple[Update, ...]
    notes: tuple[str, ...]

    def sentence(self) -> str:
        """`612 rows read: 600 created, 11 unchanged, 1 rejected (line 88: …)`."""
        figures = (
            (self.created, "created"),
            (self.updated, "updated"),
            (self.unchanged, "unchanged"),
            (self.duplicates, "duplicates" if self.duplicates != 1 else "duplicate"),
            (len(self.rejected), "rejected"),
        )
        said = ", ".join(f"{number} {word}" for number, word in figures if number) or "nothing to do"
        first = self.rejected[0] if self.rejected else None
        why = f" (line {first.line}: {first.reason})" if first else ""
        return f"{self.read} {'row' if self.read == 1 else 'rows'} read: {said}{why}"


class Cancelled(HermesError):
    """The rep stopped an import; nothing of it was kept."""


Progress = Callable[[int, int, str], None]


@no_collection()
def load(
    database: Database,
    plan: Plan,
    *,
    now: int,
    currency: str | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    dry_run: bool = False,
) -> ImportResult:
    """Load a plan as one action, undone as one. With `dry_run` the same figures, and nothing is written.

    `currency` is that of amounts which name none. `progress(done, total, phase)` is told as rows are written;
    when `cancelled()` becomes true everything is rolled back and Cancelled is raised. Raises UsageError
    where the plan still has a question.
    """
    began = time.perf_counter()
    if plan.questions:
        raise UsageError(plan.questions[0].sentence())
    marks = digests.of_deals(plan.deals)
    steps = _Steps(len(plan.deals.keys), progress, cancelled)
    # A dry run takes no lock: it can look at a file that another program is writing to, or that nobody may write.
    with nullcontext(database.connection()) if dry_run else database.transaction() as connection:
        matches = matching.find(database, plan.deals)
        steps(0, "comparing")
        found = comparing.compare(database, plan.deals, marks, matches)
        result = _reckoning(plan, matches, found)
        if dry_run or not (result.leads or result.updated):
            return result._replace(seconds=time.perf_counter() - began)
        # Before the action: the journal itself writes down what an import made when it is undone.
        batch = _begin(connection, plan, result, now)._replace(currency=currency)
        with journal.action(database, "import", f"imported {plan.table.name}", now) as recording:
            recording.import_id = batch.import_id
            updating.apply(connection, plan.deals, found, marks, batch)
            written = _insert(connection, plan, matches, found, marks, batch, steps)
            recording.label = _label(plan, result, written)
            result = result._replace(contacts=written.contacts + found.new_people, import_id=batch.import_id)
        steps(0, "committing")
    return result._replace(seconds=time.perf_counter() - began)


class _Steps:
    """Counts what is written, tells the caller, and stops when asked."""

    def __init__(self, deals: int, progress: Progress | None, cancelled: Callable[[], bool] | None) -> None:
        self.done, self.total = 0, max(1, 3 * deals)
        self.progress, self.cancelled = progress, cancelled

    def __call__(self, rows: int, phase: str) -> None:
        self.done = min(self.total, self.done + rows)
        if self.progress:
            self.progress(self.done, self.total, phase)
        if self.cancelled and self.cancelled():
            raise Cancelled("The import was cancelled; nothing of it was kept.")


def _reckoning(plan: Plan, matches: Matches, found: Comparison) -> ImportResult:
    """Every row once: by what becomes of its deal, and as a duplicate where it repeats an earlier row."""
    created = updated = unchanged = duplicates = 0
    refused: list[Rejected] = []
    if matches.known or matches.duplicates or not all(plan.adds):
        for row, (deal, adds) in enumerate(zip(plan.deal_of, plan.adds, strict=True)):
            if deal in found.refused:
                refused.append(_refused(plan, row, found.refused[deal]))
            elif not adds or deal in matches.duplicates:
                duplicates += 1
            elif deal in found.updates:
                updated += 1
            elif deal in matches.known:
                unchanged += 1
            else:
                created += 1
    else:
        created = len(plan.adds)
    leads = len(plan.deals.keys) - len(matches.known) - len(matches.duplicates)
    people = sum(
        1 for deal in plan.deals.people.deal if deal not in matches.known and deal not in matches.duplicates
    ) if matches.known or matches.duplicates else len(plan.deals.people.deal)  # fmt: skip
    return ImportResult(
        plan.read, created, updated, unchanged, duplicates,
        tuple(sorted((*plan.rejected, *refused), key=lambda each: each.line)),
        leads, people + found.new_people, 0.0, None,
        tuple(found.updates.values()), plan.notes,
    )  # fmt: skip


def _refused(plan: Plan, row: int, reason: str) -> Rejected:
    accepted = plan.accepted[row]
    return Rejected(plan.table.name, plan.table.lines[accepted], reason, tuple(plan.table.rows[accepted]))


def _begin(connection: sqlite3.Connection, plan: Plan, result: ImportResult, now: int) -> Batch:
    """Write the import's own row, which all its rows point to."""
    mapping = json.dumps({field: source.said for field, source in plan.sources.items()}, ensure_ascii=False)
    cursor = connection.execute(
        """INSERT INTO import (at, name, sha256, mapping, created, updated, unchanged, duplicates, rejected)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            now, plan.table.name, plan.table.sha256, mapping, result.created, result.updated, result.unchanged,
            result.duplicates, len(result.rejected),
        ),
    )  # fmt: skip
    stages = {name: number for number, name in connection.execute("SELECT id, name FROM stage")}
    return Batch(int(cursor.lastrowid or 0), now, plan.table.name, stages)


def _insert(
    connection: sqlite3.Connection, plan: Plan, matches: Matches, found: Comparison, marks: list[str],
    batch: Batch, steps: _Steps,
) -> Written:  # fmt: skip
    deals = plan.deals
    old = matches.known.keys() | matches.duplicates.keys()
    if len(old) == len(deals.keys):
        return Written(0, 0)
    if old:
        fresh = [deal not in old for deal in range(len(deals.keys))]
        deals, marks = _only(deals, fresh), list(compress(marks, fresh))
    with bulk_load(connection):
        written = insert_new(connection, deals, marks, batch, steps)
        steps(0, "making searchable")
    derived.refresh_pace(connection)
    return written


def _only(deals: Deals, wanted: Sequence[bool]) -> Deals:
    """The deals that are wanted, and their people under their new places."""
    place: dict[int, int] = {}
    for deal, want in enumerate(wanted):
        if want:
            place[deal] = len(place)
    keep = [deal in place for deal in deals.people.deal]
    columns = [list(compress(column, keep)) for column in deals.people]
    columns[0] = [place[deal] for deal in columns[0]]
    return Deals(
        list(compress(deals.keys, wanted)),
        list(compress(deals.lines, wanted)),
        {field: list(compress(values, wanted)) for field, values in deals.values.items()},
        People(*columns),
    )


def _label(plan: Plan, result: ImportResult, written: Written) -> str:
    parts = []
    if written.leads:
        parts.append(f"{written.leads:,} {'lead' if written.leads == 1 else 'leads'}")
    if result.updates:
        parts.append(f"{len(result.updates):,} updated")
    return f"imported {plan.table.name}: {', '.join(parts)}"
