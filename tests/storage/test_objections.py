"""How an objection stands: the words for one and the list of open ones agree."""

from __future__ import annotations

import pytest

from storage.database import Database
from storage.journal import action
from storage.queries.objections import Objections, standing
from storage.records import insert

NOW = 1_782_118_800_000


@pytest.mark.parametrize(
    ("state", "stage", "words"),
    [
        ("open", 6, "open"), ("open", 11, "unresolved"), ("open", 13, "unresolved"),
        ("resolved", 6, "resolved"), ("resolved", 12, "resolved"),
        ("lost_with", 12, "lost with"), ("lost_with", 6, "open"),
    ],
)  # fmt: skip
def test_what_is_called_open_is_in_the_list_of_open_ones_and_nothing_else(
    database: Database, state: str, stage: int, words: str
) -> None:
    with action(database, "add", "", NOW):
        lead = insert(
            database, "lead", title="Deal", stage_id=stage, created_at=NOW, updated_at=NOW, stage_entered_at=NOW,
            silent_since=NOW,
        )  # fmt: skip
        note = insert(database, "note", lead_id=lead, text="#budget", at=NOW, created_at=NOW, updated_at=NOW)
        insert(database, "objection", lead_id=lead, note_id=note, kind="BUDGET", state=state, raised_at=NOW)
    (is_open,) = database.row("SELECT is_open FROM lead WHERE id = ?", (lead,)) or (None,)
    assert standing(state, is_open) == words
    assert Objections(database, only_open=True).total() == (words == "open")
