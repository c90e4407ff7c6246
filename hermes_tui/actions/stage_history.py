"""Bringing in the stage history of deals that are here already: one action, taken back by one undo."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING, NamedTuple

from hermes_tui.actions.outcome import Outcome
from hermes_tui.formats import count
from hermes_tui.quiet import no_collection
from storage import journal, records
from storage.database import Database

if TYPE_CHECKING:
    from hermes_tui.exchange.stage_events import EventFile
    from hermes_tui.exchange.stage_reckoning import HistoryResult


class Brought(NamedTuple):
    """What became of the events, and what was done; None where nothing was to be written, or in a dry run."""

    result: HistoryResult
    outcome: Outcome | None = None
    import_id: int | None = None


@no_collection()
def bring_history(
    database: Database,
    files: Sequence[EventFile],
    now: int,
    *,
    tell: Callable[[int, str], None] | None = None,
    dry_run: bool = False,
) -> Brought:
    """File the stage events of leads that are here, found by the ids that other programs gave them.

    `tell(rows, phase)` is told of rows written and may raise to stop; then nothing is kept. With `dry_run` the same
    figures, and nothing is written. Raises UsageError where the dates of a file can be read in two ways.
    """
    from hermes_tui.exchange.stage_pasts import Pasts
    from storage.derived import refresh_pace
    from storage.errors import UsageError

    question = next((question for each in files for question in each.questions), None)
    if question is not None:
        raise UsageError(question.sentence())
    with nullcontext() if dry_run else database.transaction():
        pasts = Pasts(database, files, now)
        result = pasts.reckoned()
        if dry_run or not pasts.change_leads:
            return Brought(result)
        # Before the action, as every import's own row: undoing an import writes it down (storage/replay.py).
        import_id = _note(database, files, result, now)
        named = ", ".join(dict.fromkeys(each.table.name for each in files))
        with journal.action(database, "import", f"imported {named}", now) as recording:
            recording.import_id = import_id
            leads = pasts.write(now, tell or _unheard)
            recording.label = f"imported the stage history of {count(len(leads), 'lead')} from {named}"
        refresh_pace(database.connection())
    return Brought(result, Outcome(recording.action_id, tuple(leads), recording.label, "import"), import_id)


def _note(database: Database, files: Sequence[EventFile], result: HistoryResult, now: int) -> int:
    """The import's own row: the first file's name and mark, and the account of all."""
    first = files[0]
    mapping = json.dumps({field: source.said for field, source in first.sources.items()}, ensure_ascii=False)
    return records.insert(
        database, "import", at=now, name=first.table.name, sha256=first.table.sha256, mapping=mapping,
        updated=result.filed, unchanged=result.unchanged, duplicates=result.repeated, rejected=len(result.rejected),
    )  # fmt: skip


def _unheard(rows: int, phase: str) -> None:
    """Nobody asked."""
