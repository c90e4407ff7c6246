"""Scoring many leads at once with the rules as they are now: the same numbers as one by one, one undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from hermes_tui.actions.outcome import acting
from hermes_tui.scoring.qualification import Inquiry, qualify
from hermes_tui.scoring.score import ledger
from storage.database import Database

_READ = """
SELECT lead.id, lead.title, lead.description, lead.budget_min, lead.budget_max, lead.score, lead.score_reasons,
       (SELECT GROUP_CONCAT(tag.name, char(10)) FROM lead_tag JOIN tag ON tag.id = lead_tag.tag_id
        WHERE lead_tag.lead_id = lead.id)
FROM lead WHERE lead.score_manual = 0 AND ({where})
"""
_PROGRESS_EVERY = 2_000


class Rescored(NamedTuple):
    """How many leads were scored, and how many of them came out differently; `action_id` 0: nothing was written."""

    leads: int
    changed: int
    action_id: int

    @property
    def unchanged(self) -> int:
        """Those whose score and reasons stay as they were."""
        return self.leads - self.changed


def rescore(
    database: Database, now: int, *, where: str = "1", params: dict[str, Any] | None = None, dry_run: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Rescored:  # fmt: skip
    """Qualify every lead under a compiled filter anew; scores set by hand stay. A dry run writes nothing.

    `progress(done, of)` is called now and then.
    """
    with database.transaction() as connection:
        rows = database.rows(_READ.format(where=where), params or {})
        changes = []
        for done, (lead_id, title, text, low, high, score, reasons, tags) in enumerate(rows, 1):
            names = tuple(sorted(tags.split("\n"))) if tags else ()
            found = qualify(Inquiry(title, text or "", names, low, high))
            kept = ledger(found)
            if (score, reasons) != (found.points, kept):
                changes.append((found.points, kept, now, lead_id))
            if progress is not None and (done % _PROGRESS_EVERY == 0 or done == len(rows)):
                progress(done, len(rows))
        if dry_run or not changes:
            return Rescored(len(rows), len(changes), 0)
        with acting(database, "rescore", [], now) as doing:
            connection.executemany("UPDATE lead SET score = ?, score_reasons = ?, updated_at = ? WHERE id = ?", changes)
            doing.say(f"{len(changes):,} of {len(rows):,} leads rescored")
    return Rescored(len(rows), len(changes), doing.outcome.action_id)
