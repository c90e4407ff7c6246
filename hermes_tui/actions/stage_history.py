"""Bringing in the stage history of deals that are here already: one action, taken back by one undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING, NamedTuple

from hermes_tui.actions.outcome import Outcome, acting
from hermes_tui.formats import count
from hermes_tui.quiet import no_collection
from storage.database import Database

if TYPE_CHECKING:
    from hermes_tui.exchange.stage_events import EventFile
    from hermes_tui.exchange.stage_reckoning import HistoryResult


class Brought(NamedTuple):
    """What became of the events, and what was done; None for a dry run."""

    result: HistoryResult
    outcome: Outcome | None


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
        pasts = Pasts(database, files)
        result = pasts.reckoned()
        if dry_run:
            return Brought(result, None)
        with acting(database, "import", (), now) as doing:
            leads = pasts.write(now, tell or _unheard)
            named = ", ".join(dict.fromkeys(each.table.name for each in files))
            doing.say(f"imported the stage history of {count(len(leads), 'lead')} from {named}")
        refresh_pace(database.connection())
    return Brought(result, doing.outcome._replace(lead_ids=tuple(leads)))


def _unheard(rows: int, phase: str) -> None:
    """Nobody asked."""
