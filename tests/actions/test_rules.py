"""The rules in force: those that came with Hermes, those a rep adopts, and back again."""

from __future__ import annotations

import json
from datetime import date

import pytest

from hermes_tui.actions.history import redo, undo
from hermes_tui.actions.leads import add_lead, edit_lead
from hermes_tui.actions.rescore import rescore
from hermes_tui.actions.rules import adopt, basis_in_force, in_force, put_in_force
from hermes_tui.actions.scores import Stopped
from hermes_tui.exchange.load import load
from hermes_tui.exchange.mapping import from_options
from hermes_tui.exchange.plan import plan
from hermes_tui.exchange.tables import read_bytes
from hermes_tui.scoring.basis import Basis
from hermes_tui.scoring.learning.weights import Column, Level, RuleWeight, Weights, as_rows, weights_of
from hermes_tui.scoring.rules import DEFAULT_RULES
from hermes_tui.scoring.rules_text import as_text
from storage.database import Database
from storage.errors import UndoRefused, UsageError

TODAY = date(2026, 6, 22)
DEARER = as_text(DEFAULT_RULES._replace(remote_points=20))


@pytest.fixture
def leads(database: Database, now: int) -> list[int]:
    """One remote lead, one that is not, one scored by hand."""
    ids = [
        add_lead(database, {"title": title, "description": text}, now, TODAY).made
        for title, text in (("One", "remote"), ("Two", "on site"), ("Three", "remote"))
    ]
    edit_lead(database, [ids[2]], {"score": "7"}, now, TODAY)
    return ids


def scores(database: Database) -> list[tuple[int, int]]:
    return database.rows("SELECT score, stage_id FROM lead ORDER BY id")


def keys(database: Database) -> set[int]:
    return {row[0] for row in database.rows("SELECT score_key FROM lead WHERE score_manual = 0")}


def test_a_new_file_has_the_rules_that_hermes_comes_with(database: Database) -> None:
    found = in_force(database)
    assert (found.rules, found.at, found.learned, found.use_learned) == (DEFAULT_RULES, None, None, False)
    assert found.text == as_text(DEFAULT_RULES)


def test_rules_and_scores_change_in_one_action_and_one_undo_brings_both_back(
    database: Database, leads: list[int], now: int
) -> None:
    before, key = scores(database), basis_in_force(database).key
    done = adopt(database, DEARER, now)
    assert (done.leads, done.changed, done.qualified, done.manual) == (2, 1, 1, 1)
    assert done.words == "rules: remote points 5 → 20; 2 leads scored, 1 changed, 1 qualified"
    assert scores(database) == [(20, 2), (0, 1), (7, 1)]
    assert in_force(database).text == DEARER
    assert keys(database) == {basis_in_force(database).key} != {key}
    undo(database, now)
    assert in_force(database).at is None
    assert scores(database) == before
    assert keys(database) == {key}
    redo(database, now)
    assert scores(database) == [(20, 2), (0, 1), (7, 1)]
    assert in_force(database).rules.remote_points == 20
    assert rescore(database, now).looked_at == 0


def test_an_empty_text_is_the_rules_that_hermes_comes_with_written_out(database: Database, now: int) -> None:
    adopt(database, DEARER, now)
    adopt(database, " \n", now)
    assert in_force(database).text == as_text(DEFAULT_RULES)


def test_a_text_with_a_fault_leaves_the_old_rules_in_force(database: Database, leads: list[int], now: int) -> None:
    before = scores(database)
    with pytest.raises(UsageError, match="the old rules stay in force"):
        adopt(database, "threshold = -1", now)
    with pytest.raises(Stopped):
        adopt(database, DEARER, now, cancelled=lambda: True)
    assert in_force(database).at is None
    assert scores(database) == before


def test_the_same_text_again_makes_no_new_rules(database: Database, leads: list[int], now: int) -> None:
    adopt(database, DEARER, now)
    again = adopt(database, DEARER, now)
    assert (again.changed, again.action_id) == (0, 0)
    assert again.words.startswith("these rules are in force already")
    assert database.value("SELECT COUNT(*) FROM rule_set") == 1


def test_rules_that_this_hermes_cannot_read_do_not_keep_the_rep_from_working(
    database: Database, leads: list[int], now: int
) -> None:
    adopt(database, DEARER, now)
    with database.transaction() as connection:
        connection.execute("INSERT INTO rule_set (at, key, rules) VALUES (?, 1, 'moon_phase = 3')", (now,))
    found = in_force(database)
    assert found.rules.remote_points == 20
    assert "moon_phase" in found.unread
    assert add_lead(database, {"title": "Next", "description": "remote"}, now, TODAY).made


def test_leads_may_stay_in_new_whatever_their_score(database: Database, leads: list[int], now: int) -> None:
    adopt(database, as_text(DEFAULT_RULES._replace(remote_points=20, qualify_new=False)), now)
    assert scores(database) == [(20, 1), (0, 1), (7, 1)]


def test_many_scores_are_taken_back_and_made_again_at_once(database: Database, now: int) -> None:
    with database.transaction() as connection:
        connection.executemany(
            "INSERT INTO lead (title, description, stage_id, created_at, updated_at, stage_entered_at, silent_since)"
            " VALUES (?, ?, 3, ?, ?, ?, ?)",
            [(f"Lead {n}", "remote" if n % 2 else "", now, now, now, now) for n in range(1_100)],
        )
    rescore(database, now)
    before = database.rows("SELECT score, score_reasons, score_key FROM lead")
    adopt(database, DEARER, now)
    after = database.rows("SELECT score, score_reasons, score_key FROM lead")
    assert {row[0] for row in after} == {0, 20}
    undo(database, now)
    assert database.rows("SELECT score, score_reasons, score_key FROM lead") == before
    redo(database, now)
    assert database.rows("SELECT score, score_reasons, score_key FROM lead") == after
    with database.transaction() as connection:
        connection.execute("UPDATE lead SET score = 1 WHERE id = 700")
    with pytest.raises(UndoRefused, match="the lead's score has changed since"):
        undo(database, now)
    assert in_force(database).rules.remote_points == 20


LEARNED = json.dumps(
    {
        "weights": as_rows(
            Weights(
                (RuleWeight("remote", "", 5, 9, 3, 4),),
                (
                    Column("source", "category", (Level("fair", 20, 8, 10, ("fair",)),)),
                    Column(
                        "custom.seats", "number", (Level("under 10", -2, 1, 9), Level("10 and more", 4, 6, 9, (), 10))
                    ),
                ),
            )
        )
    }
)


def use(database: Database, on: bool, now: int) -> str:
    """Switch what was learned on or off, as the rep does."""
    before = in_force(database)
    basis = Basis(before.rules, weights_of(LEARNED) if on else None)
    adopted = before._replace(basis=basis, learned=LEARNED, use_learned=on, at=now)
    return put_in_force(database, before, adopted, "learn", "as learned" if on else "by the rules").words


def test_learned_weights_read_what_the_rules_do_not_wherever_it_comes_from(database: Database, now: int) -> None:
    text = b"title,description,source,seats\nOne,remote,Fair,40\nTwo,,web,3\n"
    mapping = from_options(["custom.seats=seats"])
    load(database, plan(read_bytes(text, "leads.csv"), mapping), now=now)
    assert scores(database) == [(5, 1), (0, 1)]

    assert use(database, True, now) == "as learned; 2 leads scored, 2 changed, 1 qualified"
    assert scores(database) == [(33, 2), (-2, 1)]
    assert in_force(database).use_learned
    load(database, plan(read_bytes(text.replace(b"One", b"Uno"), "more.csv"), mapping), now=now)
    add_lead(database, {"title": "Three", "source": "fair", "custom.seats": "12"}, now, TODAY)
    assert scores(database)[2:] == [(33, 2), (24, 2)]
    edit_lead(database, [2], {"source": "fair"}, now, TODAY)
    edit_lead(database, [2], {"custom.seats": "11"}, now, TODAY)
    assert scores(database)[1] == (24, 2)
    assert rescore(database, now, every=True).changed == 0

    adopt(database, DEARER, now)  # what was learned stays, but for the rule whose points the rep has just set
    assert scores(database)[0] == (44, 2)
    use(database, False, now)
    assert scores(database)[0] == (20, 2)
    assert (in_force(database).learned, in_force(database).use_learned) == (LEARNED, False)


def test_rules_that_another_program_adopts_meanwhile_are_not_lost_unseen(
    database: Database, leads: list[int], now: int
) -> None:
    other = as_text(DEFAULT_RULES._replace(remote_points=1))
    calls = iter([lambda: adopt(database, other, now)])
    with pytest.raises(Stopped, match="came in force meanwhile"):
        adopt(database, DEARER, now, progress=lambda _done, _of: next(calls, lambda: None)())
    assert in_force(database).rules.remote_points == 1
    assert adopt(database, DEARER, now).changed == 1
