"""Undo and redo in words, for screen and command line alike."""

from __future__ import annotations

from hermes_tui.actions.outcome import Outcome
from storage import journal
from storage.database import Database


def undo(database: Database, now: int, action_id: int | None = None) -> Outcome:
    """Take back the latest action, or the one named. Raises NothingToUndo, UndoRefused."""
    undone = journal.undo(database, now, action_id)
    said = f"Undone: {undone.label}"
    if undone.kind == "mail" and undone.label.startswith("mail: "):
        said += "; what was read stays read: `hermes mail sync --again` files it anew"
    return Outcome(undone.action_id, undone.lead_ids, said, undone.kind)


def redo(database: Database, now: int) -> Outcome:
    """Do again what was undone last. Raises NothingToUndo, UndoRefused."""
    redone = journal.redo(database, now)
    return Outcome(redone.action_id, redone.lead_ids, f"Redone: {redone.label}", redone.kind)
