"""A rep scores all leads anew, and is told before what that would change."""

from __future__ import annotations

from datetime import date

import pytest

from hermes_tui.actions.history import undo
from hermes_tui.actions.leads import add_lead, edit_lead
from hermes_tui.actions.rescore import rescore
from hermes_tui.actions.rules import basis_in_force
from hermes_tui.actions.scores import Stopped
from hermes_tui.actions.stages import move
from hermes_tui.actions.what_if import what_if
from hermes_tui.scoring.basis import Basis
from hermes_tui.scoring.rules import DEFAULT_RULES
from storage.database import Database
from storage.filters import compile_filter

TODAY = date(2026, 6, 22)


@pytest.fixture
def leads(database: Database, now: int) -> list[int]:
    """Three leads: one that qualifies, one with a red flag, one scored by hand."""
    texts = ("Remote, budget 5k USD", "equity only", "Remote")
    ids = [
        add_lead(database, {"title": f"Lead {n}", "description": text, "tags": "hiring"}, now, TODAY).made
        for n, text in enumerate(texts)
    ]
    edit_lead(database, [ids[2]], {"score": "99"}, now, TODAY)
    return ids


def scores(database: Database) -> list[tuple[int, str, int]]:
    return database.rows("SELECT score, score_reasons, score_key FROM lead ORDER BY id")


def stages(database: Database) -> list[int]:
    return [row[0] for row in database.rows("SELECT stage_id FROM lead ORDER BY id")]


def forget(database: Database) -> None:
    """As an older Hermes leaves leads: not scored, and none has gone on from NEW."""
    with database.transaction() as connection:
        connection.execute(
            "UPDATE lead SET score = NULL, score_reasons = '[]', score_key = NULL, stage_id = 1 WHERE score_manual = 0"
        )
        connection.execute("DELETE FROM stage_event WHERE cause = 'rule'")
        connection.execute("UPDATE stage_event SET left_at = NULL")


def test_all_at_once_gives_the_same_numbers_as_one_by_one(database: Database, leads: list[int], now: int) -> None:
    one_by_one, stood = scores(database), stages(database)
    forget(database)
    done = rescore(database, now)
    assert (done.leads, done.changed, done.unchanged, done.qualified, done.manual) == (2, 2, 0, 1, 1)
    assert scores(database) == one_by_one
    assert stages(database) == stood == [2, 1, 2]
    again = rescore(database, now)
    assert (again.leads, again.changed, again.looked_at, again.action_id) == (2, 0, 0, 0)


def test_what_it_would_change_is_said_before_and_nothing_is_written(
    database: Database, leads: list[int], now: int
) -> None:
    forget(database)
    before = scores(database)
    found = what_if(database, basis_in_force(database))
    assert (found.leads, found.of, found.changed, found.qualified, found.manual) == (2, 2, 2, 1, 1)
    first, second = found.rows
    assert (first.lead_id, first.was, first.now_, first.qualifies, first.stage) == (leads[0], None, 25, True, "New")
    assert [reason.text for reason in first.reasons_gained] == ["hiring or buying tag", "budget mentioned", "remote"]
    assert (second.lead_id, second.now_, second.qualifies) == (leads[1], -10, False)
    assert found.after == ((-10, 1), (25, 1))
    assert scores(database) == before


def test_a_filter_narrows_it_and_one_undo_takes_it_back(database: Database, leads: list[int], now: int) -> None:
    forget(database)
    before = scores(database)
    found = compile_filter(f"id:{leads[0]}", now=now, today=TODAY)
    done = rescore(database, now, where=found.where, params=found.params)
    assert (done.leads, done.changed, done.words) == (1, 1, "1 lead scored, 1 changed, 1 qualified")
    assert scores(database)[0][0] > 0
    assert scores(database)[1:] == before[1:]
    undo(database, now)
    assert scores(database) == before
    assert stages(database) == [1, 1, 2]
    assert database.rows("SELECT COUNT(*) FROM stage_event WHERE left_at IS NULL") == [(3,)]


def test_progress_ends_at_all_of_them(database: Database, leads: list[int], now: int) -> None:
    forget(database)
    seen: list[tuple[int, int]] = []
    rescore(database, now, progress=lambda done, of: seen.append((done, of)))
    assert seen == [(2, 2)]


def test_a_rescore_that_is_stopped_leaves_everything_as_it_was(database: Database, leads: list[int], now: int) -> None:
    forget(database)
    before = scores(database)
    with pytest.raises(Stopped, match="nothing was changed"):
        rescore(database, now, cancelled=lambda: True)
    with pytest.raises(Stopped):
        what_if(database, basis_in_force(database), cancelled=lambda: True)
    assert scores(database) == before


def test_scores_that_were_right_are_noted_so_without_an_undo_of_their_own(
    database: Database, leads: list[int], now: int
) -> None:
    with database.transaction() as connection:
        connection.execute("UPDATE lead SET score_key = NULL")
    done = rescore(database, now)
    assert (done.looked_at, done.changed, done.action_id) == (2, 0, 0)
    assert rescore(database, now).looked_at == 0
    assert undo(database, now).words.startswith("Undone: Lead 2: score changed")


def test_what_another_program_changes_meanwhile_is_scored_as_it_then_is(
    database: Database, leads: list[int], now: int
) -> None:
    forget(database)

    def meanwhile(_done: int, _of: int) -> None:
        add_lead(database, {"title": "Came in", "description": "python, remote"}, now, TODAY)
        edit_lead(database, [leads[1]], {"description": "django"}, now, TODAY)
        edit_lead(database, [leads[0]], {"score": "3"}, now, TODAY)

    done = rescore(database, now, progress=meanwhile)
    assert (done.leads, done.manual) == (2, 2)
    assert [row[0] for row in scores(database)] == [3, 15, 99, 10]


def test_a_lead_that_the_rep_placed_stays_where_it_is(database: Database, now: int) -> None:
    named = add_lead(database, {"title": "Named", "stage": "new", "tags": "hiring, remote"}, now, TODAY).made
    back = add_lead(database, {"title": "Back", "tags": "hiring", "description": "budget 5k USD"}, now, TODAY).made
    assert stages(database) == [1, 2]
    move(database, [back], "new", now)
    edit_lead(database, [named, back], {"description": "remote, django, python, budget 9k USD"}, now, TODAY)
    forget_scores = "UPDATE lead SET score = NULL, score_key = NULL"
    with database.transaction() as connection:
        connection.execute(forget_scores)
    assert rescore(database, now).qualified == 0
    assert stages(database) == [1, 1]


def test_other_rules_are_tried_on_a_sample_first(database: Database, now: int) -> None:
    for n in range(30):
        add_lead(database, {"title": f"Lead {n}", "description": "remote" if n % 3 else ""}, now, TODAY)
    basis = Basis(DEFAULT_RULES._replace(remote_points=20))
    some = what_if(database, basis, sample=10)
    assert (some.leads, some.of) == (10, 30)
    assert 0 < some.changed < 10
    whole = what_if(database, basis, most=5)
    assert (whole.leads, whole.changed, whole.up, whole.down, whole.above, whole.qualified) == (30, 20, 20, 0, 20, 20)
    assert len(whole.rows) == 5
    assert whole.before == ((0, 10), (5, 20))
    assert whole.after == ((0, 10), (20, 20))
    assert whole.rows[0].reasons_lost[0].points == 5
    assert what_if(database, Basis(DEFAULT_RULES._replace(threshold=5))).qualified == 20
