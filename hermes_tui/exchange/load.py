"""Applying a plan to the database: one transaction, one action, one reckoning that accounts for every row."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from itertools import compress
from typing import NamedTuple

from hermes_tui.exchange import comparing, declaring, digests, matching, scoring, updating
from hermes_tui.exchange.comparing import Comparison, Update
from hermes_tui.exchange.declaring import Declares
from hermes_tui.exchange.inserting import Written, insert_new
from hermes_tui.exchange.lead_rows import Batch
from hermes_tui.exchange.matching import Matches
from hermes_tui.exchange.people import People
from hermes_tui.exchange.plan import Deals, Plan
from hermes_tui.exchange.rows import LeftEmpty
from hermes_tui.exchange.scoring import Scored
from hermes_tui.exchange.stage_events import EventFile
from hermes_tui.exchange.stage_pasts import Pasts
from hermes_tui.exchange.stage_reckoning import HistoryResult
from hermes_tui.exchange.tables import Rejected
from hermes_tui.quiet import no_collection
from hermes_tui.scoring.basis import Basis
from storage import derived, journal
from storage.bulk import bulk_load
from storage.database import Database
from storage.errors import HermesError, UsageError


class ImportResult(NamedTuple):
    """The reckoning: created + updated + unchanged + duplicates + len(rejected) = read, in rows of the file.

    `leads` and `contacts` count what was made; `updates` say which leads changed, and what of them; `import_id` is
    None where nothing was written. `seconds` is how long the loading took. `qualified` counts the leads whose score
    takes them on from NEW (a dry run counts only the new ones).
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
    qualified: int = 0
    fields: tuple[Declares, ...] = ()  # custom fields that the file declares or adds choices to
    left_empty: tuple[LeftEmpty, ...] = ()  # cells that a custom field cannot hold
    history: HistoryResult | None = None  # what became of the stage events that came beside the deals

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
        said += f"; {self.qualified} qualified" if self.qualified else ""
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
    events: Sequence[EventFile] = (),
) -> ImportResult:
    """Load a plan as one action, undone as one. With `dry_run` the same figures, and nothing is written.

    `events` are the stage events of the plan's deals, and of leads that are here: filed in the same action.

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
        basis = scoring.basis_in_force(database)
        known = matches.known.keys() | matches.duplicates.keys()
        pasts = Pasts(database, events, now, plan, [deal for deal in range(len(marks)) if deal not in known])
        new = _new(pasts.told(plan.deals), matches, marks, basis, currency, steps)
        result = result._replace(
            fields=declaring.declared_by(plan.customs),
            left_empty=plan.left_empty,
            qualified=len(new.scored.qualify),
            history=pasts.reckoned() if events else None,
        )
        if dry_run or not (result.leads or result.updated or pasts.change_leads):
            return result._replace(seconds=time.perf_counter() - began)
        # Before the action: the journal itself writes down what an import made when it is undone.
        batch = _begin(connection, plan, result, now)._replace(currency=currency)
        with journal.action(database, "import", f"imported {plan.table.name}", now) as recording:
            recording.import_id = batch.import_id
            declaring.declare(connection, plan.customs, now)
            updating.apply(connection, plan.deals, found, marks, batch)
            qualified = result.qualified + _rescore(database, plan.deals, found, basis, now)
            pasts.write(now, steps, anew=bool(result.updated))
            written = _insert(connection, new, batch, steps)
            contacts = written.contacts + found.new_people
            result = result._replace(contacts=contacts, import_id=batch.import_id, qualified=qualified)
            recording.label = _label(plan, result, written)
        if pasts.change_leads:
            derived.refresh_pace(connection)
        steps(0, "committing")
    return result._replace(seconds=time.perf_counter() - began)


class _Steps:
    """Counts what is written, tells the caller, and stops when asked."""

    def __init__(self, deals: int, progress: Progress | None, cancelled: Callable[[], bool] | None) -> None:
        self.done, self.total = 0, max(1, 4 * deals)
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


class _New(NamedTuple):
    """The deals of which there is no lead yet, their marks and their scores."""

    deals: Deals
    marks: list[str]
    scored: Scored


def _new(deals: Deals, matches: Matches, marks: list[str], basis: Basis, currency: str | None, steps: _Steps) -> _New:
    old = matches.known.keys() | matches.duplicates.keys()
    if old:
        fresh = [deal not in old for deal in range(len(deals.keys))]
        deals, marks = _only(deals, fresh), list(compress(marks, fresh))
    return _New(deals, marks, scoring.score_deals(deals, basis, currency, steps))


def _rescore(database: Database, deals: Deals, found: Comparison, basis: Basis, now: int) -> int:
    """Score what the file changed anew; how many qualify by it. A stage that the file names stands."""
    stages = deals.values.get("stage")
    leads = [each.known.lead_id for each in found.edits.values()]
    unnamed = {each.known.lead_id for deal, each in found.edits.items() if stages is None or stages[deal] is None}
    return scoring.rescore(database, leads, frozenset(unnamed), basis, now) if leads else 0


def _insert(connection: sqlite3.Connection, new: _New, batch: Batch, steps: _Steps) -> Written:
    if not new.deals.keys:
        return Written(0, 0)
    with bulk_load(connection, batch.now):
        written = insert_new(connection, new.deals, new.marks, new.scored, batch, steps)
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
        {place[deal]: told for deal, told in deals.told.items() if deal in place},
    )


def _label(plan: Plan, result: ImportResult, written: Written) -> str:
    parts = []
    if written.leads:
        parts.append(f"{written.leads:,} {'lead' if written.leads == 1 else 'leads'}")
    if result.updates:
        parts.append(f"{len(result.updates):,} updated")
    if result.qualified:
        parts.append(f"{result.qualified:,} qualified")
    return f"imported {plan.table.name}: {', '.join(parts)}"
