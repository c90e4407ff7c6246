"""`hermes rescore`: qualification of many leads at once, and what it would change."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any

from hermes_tui.cli.main import NOTHING, OK
from hermes_tui.cli.output import as_json, progress, say, table
from hermes_tui.cli.session import Session
from hermes_tui.formats import count

if TYPE_CHECKING:
    from hermes_tui.actions.rescore import Rescored
    from hermes_tui.actions.scores import Progress
    from hermes_tui.actions.what_if import Changed, WhatIf
    from hermes_tui.scoring.score import Reason

_SHOWN = 20  # rows, to a person; the JSON has more


def rescore(session: Session) -> int:
    """`hermes rescore [FILTER…] [--dry-run] [--every]`; prints `{leads, changed, unchanged, seconds}` with --json."""
    from hermes_tui.actions.rescore import rescore as score_all
    from hermes_tui.actions.rules import basis_in_force
    from hermes_tui.actions.what_if import what_if
    from storage.queries.stages import stages

    given = session.given
    dry_run, every = given.flag("--dry-run"), given.flag("--every")
    database = session.reading() if dry_run else session.writing()
    asked = session.compiled(" ".join(given.words), stages(database))
    begun = time.perf_counter()
    if dry_run:
        found = what_if(
            database, basis_in_force(database), where=asked.where, params=asked.params, every=every,
            progress=telling(),
        )  # fmt: skip
        say_what_if(session, found, time.perf_counter() - begun)
        return OK if found.leads else NOTHING
    done = score_all(
        database, session.now, where=asked.where, params=asked.params, every=every, progress=telling()
    )  # fmt: skip
    say_rescored(session, done, time.perf_counter() - begun)
    return OK if done.leads else NOTHING


def telling() -> Progress | None:
    """How far a rescore is, where somebody looks."""
    return progress if sys.stderr.isatty() else None


def rescored_json(done: Rescored, seconds: float) -> dict[str, Any]:
    """What a rescore did, as JSON."""
    return {
        "leads": done.leads, "changed": done.changed, "unchanged": done.unchanged, "seconds": round(seconds, 3),
        "qualified": done.qualified, "manual": done.manual, "looked_at": done.looked_at,
        "action_id": done.action_id or None, "done": done.words,
    }  # fmt: skip


def say_rescored(session: Session, done: Rescored, seconds: float) -> None:
    """What a rescore did."""
    if session.json:
        as_json(rescored_json(done, seconds))
        return
    by_hand = f"; {count(done.manual, 'score')} set by hand {'stays' if done.manual == 1 else 'stay'}"
    undo = ". Undo: hermes undo" if done.action_id else "."
    say(f"{done.words}{by_hand if done.manual else ''}{undo}")


# -- what would change -----------------------------------------------------------------------------------


def what_if_json(found: WhatIf, seconds: float) -> dict[str, Any]:
    """What would change, as JSON."""
    return {
        "leads": found.leads, "changed": found.changed, "unchanged": found.unchanged, "seconds": round(seconds, 3),
        "up": found.up, "down": found.down, "qualified": found.qualified, "below": found.below,
        "above": found.above, "manual": found.manual, "threshold": found.threshold,
        "rows": [_row_json(row) for row in found.rows],
    }  # fmt: skip


def say_what_if(session: Session, found: WhatIf, seconds: float, threshold: int | None = None) -> None:
    """What would change, under another `threshold` than that in force; nothing was written."""
    if session.json:
        as_json(what_if_json(found, seconds))
        return
    print_changes(found)
    say(f"{what_if_words(found, threshold)} Nothing was written (dry run).")


def print_changes(found: WhatIf) -> None:
    """The leads that would change most, a line each."""
    if not found.rows:
        return
    rows = found.rows[:_SHOWN]
    table(
        ("id", "lead", "stage", "was", "becomes", "because"),
        [
            (str(row.lead_id), row.company or row.title, row.stage, "–" if row.was is None else str(row.was),
             str(row.now_), _because(row))
            for row in rows
        ],
        right=(0, 3, 4), stretch=(1, 5),
    )  # fmt: skip
    rest = found.changed - len(rows)
    if rest > 0:
        say(f"… and {count(rest, 'lead')} more; --json has the first {len(found.rows):,}")


def what_if_words(found: WhatIf, threshold: int | None = None) -> str:
    """`412 leads scored: 31 would change (12 up, 19 down), 4 would qualify, 2 would fall below 15.`

    Where another `threshold` is in force now: how many would reach the new one, and how many reach that.
    """
    parts = [f"{found.changed:,} would change"]
    if found.changed:
        parts[0] += f" ({found.up:,} up, {found.down:,} down)"
    parts += [f"{found.qualified:,} would qualify"] if found.qualified else []
    if threshold is None or threshold == found.threshold:
        parts += [f"{found.below:,} would fall below {found.threshold}"] if found.below else []
    else:
        parts += [f"{_reach(found.after, found.threshold):,} would reach {found.threshold}"]
        parts += [f"{_reach(found.before, threshold):,} reach {threshold} now"]
    parts += [f"{found.manual:,} set by hand would stay"] if found.manual else []
    return f"{count(found.leads, 'lead')} scored: {', '.join(parts)}."


def _reach(scores: tuple[tuple[int, int], ...], threshold: int) -> int:
    return sum(leads for score, leads in scores if score >= threshold)


def _because(row: Changed) -> str:
    moves = ["qualifies"] if row.qualifies else ["falls below"] if row.falls else []
    return ", ".join([*moves, *row.because]) or "no rule holds"


def _row_json(row: Changed) -> dict[str, Any]:
    return {
        "id": row.lead_id, "company": row.company, "title": row.title, "stage": row.stage, "was": row.was,
        "becomes": row.now_, "qualifies": row.qualifies, "falls": row.falls,
        "gained": [_reason_json(each) for each in row.reasons_gained],
        "lost": [_reason_json(each) for each in row.reasons_lost],
    }  # fmt: skip


def _reason_json(reason: Reason) -> dict[str, Any]:
    return {"reason": reason.text, "points": reason.points, "evidence": reason.evidence}
