"""Leads of a file are scored as they come in, and what a later file changes of them is scored anew."""

from __future__ import annotations

import json
from typing import Any

import pytest

from hermes_tui.actions.history import redo, undo
from hermes_tui.actions.rescore import rescore
from hermes_tui.actions.rules import adopt, basis_in_force
from hermes_tui.exchange.load import Cancelled, ImportResult, load
from hermes_tui.exchange.mapping import ColumnMap
from hermes_tui.exchange.plan import plan
from hermes_tui.exchange.tables import read_bytes
from hermes_tui.scoring.rules import DEFAULT_RULES
from hermes_tui.scoring.rules_text import as_text
from storage.database import Database

HEAD = "id,title,description,tags,budget_max,currency\n"
GOOD = "a-100001,One,Remote python shop,hiring,9000,USD\n"
POOR = "a-100002,Two,equity only,,,\n"


def bring(database: Database, text: str, now: int, **more: Any) -> ImportResult:
    return load(database, plan(read_bytes(text.encode(), "deals.csv"), ColumnMap()), now=now, **more)


def leads(database: Database) -> list[Any]:
    return database.rows(
        """SELECT lead.score, stage.name, score_reasons FROM lead JOIN stage ON stage.id = stage_id ORDER BY lead.id"""
    )


def test_rows_come_in_scored_and_those_that_reach_the_threshold_qualify(database: Database, now: int) -> None:
    tried = bring(database, HEAD + GOOD + POOR, now, dry_run=True)
    assert tried.qualified == 1
    done = bring(database, HEAD + GOOD + POOR, now)
    assert done.qualified == 1
    assert done.sentence() == "2 rows read: 2 created; 1 qualified"
    found = leads(database)
    assert [row[:2] for row in found] == [(30, "QUALIFIED"), (-20, "NEW")]
    assert json.loads(found[0][2])[0]["reason"] == "hiring or buying tag"
    assert database.rows("SELECT to_stage_id, cause, left_at IS NULL FROM stage_event ORDER BY id") == [
        (1, "import", 0), (1, "import", 1), (2, "rule", 1),
    ]  # fmt: skip
    assert database.value("SELECT label FROM action") == "imported deals.csv: 2 leads, 1 qualified"
    every = rescore(database, now, every=True)
    assert (every.leads, every.changed, every.qualified) == (2, 0, 0)
    undo(database, now)
    assert database.value("SELECT COUNT(*) FROM lead") + database.value("SELECT COUNT(*) FROM stage_event") == 0
    redo(database, now)
    assert leads(database) == found


def test_a_stage_that_the_file_names_stands_and_an_empty_one_names_none(database: Database, now: int) -> None:
    head = "title,description,stage\n"
    said = "remote python budget 9000 USD"
    assert bring(database, f"{head}One,{said},New\nTwo,{said},\nThree,{said},Contacted\n", now).qualified == 1
    assert [row[1] for row in leads(database)] == ["NEW", "QUALIFIED", "CONTACTED"]
    adopt(database, as_text(DEFAULT_RULES._replace(threshold=1)), now)
    assert [row[1] for row in leads(database)] == ["NEW", "QUALIFIED", "CONTACTED"]


def test_a_row_without_a_stage_that_falls_short_may_qualify_later(database: Database, now: int) -> None:
    bring(database, "title,description,stage\nOne,remote,\nTwo,remote,New\n", now)
    assert adopt(database, as_text(DEFAULT_RULES._replace(threshold=5)), now).qualified == 1
    assert [row[1] for row in leads(database)] == ["QUALIFIED", "NEW"]


def test_a_score_that_the_file_gives_is_set_by_hand(database: Database, now: int) -> None:
    assert bring(database, "title,description,score\nOne,remote python budget,77\nTwo,remote,\n", now).qualified == 0
    assert [row[:2] for row in leads(database)] == [(77, "NEW"), (5, "NEW")]
    assert database.rows("SELECT score_manual FROM lead ORDER BY id") == [(1,), (0,)]


def test_a_changed_file_scores_what_it_changes_anew(database: Database, now: int) -> None:
    bring(database, HEAD + GOOD + POOR, now)
    better = 'a-100002,Two,"remote, django",rfp,,\n'
    done = bring(database, HEAD + GOOD + better, now)
    assert (done.updated, done.unchanged, done.qualified) == (1, 1, 1)
    assert [row[:2] for row in leads(database)] == [(30, "QUALIFIED"), (20, "QUALIFIED")]
    assert rescore(database, now).looked_at == 0
    undo(database, now)
    assert [row[:2] for row in leads(database)] == [(30, "QUALIFIED"), (-20, "NEW")]


def test_rows_are_scored_by_the_rules_in_force(database: Database, now: int) -> None:
    adopt(database, as_text(DEFAULT_RULES._replace(remote_points=1, qualify_new=False)), now)
    assert bring(database, HEAD + GOOD, now).qualified == 0
    assert [row[:2] for row in leads(database)] == [(26, "NEW")]
    assert database.rows("SELECT score_key FROM lead") == [(basis_in_force(database).key,)]


def test_an_import_that_is_stopped_while_it_scores_leaves_nothing(database: Database, now: int) -> None:
    phases: list[str] = []

    def progress(_done: int, _total: int, phase: str) -> None:
        phases.append(phase)

    with pytest.raises(Cancelled):
        bring(database, HEAD + GOOD, now, progress=progress, cancelled=lambda: phases[-1] == "scoring")
    assert phases[-1] == "scoring"
    assert database.value("SELECT COUNT(*) FROM lead") == 0
