"""`hermes rescore`: qualification of many leads at once."""

from __future__ import annotations

import sys
import time

from hermes_tui.cli.main import NOTHING, OK
from hermes_tui.cli.output import as_json, progress, say
from hermes_tui.cli.session import Session


def rescore(session: Session) -> int:
    """`hermes rescore [FILTER…] [--dry-run]`; prints `{leads, changed, unchanged, seconds}` with --json."""
    from hermes_tui.actions.rescore import rescore as score_all
    from storage.queries.stages import stages

    dry_run = session.given.flag("--dry-run")
    database = session.reading() if dry_run else session.writing()
    text = " ".join(session.given.words)
    found = session.compiled(text, stages(database))

    begun = time.perf_counter()
    result = score_all(
        database, session.now, where=found.where, params=found.params, dry_run=dry_run,
        progress=progress if sys.stderr.isatty() else None,
    )  # fmt: skip
    if session.json:
        as_json(
            {
                "leads": result.leads,
                "changed": result.changed,
                "unchanged": result.unchanged,
                "seconds": round(time.perf_counter() - begun, 3),
            }
        )
    else:
        would = "would change" if dry_run else "changed"
        undo = "" if not result.action_id else "; `hermes undo` takes it back"
        say(f"{result.leads:,} leads scored: {result.changed:,} {would}, {result.unchanged:,} stay as they were{undo}.")
    return OK if result.leads else NOTHING
