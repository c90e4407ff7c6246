"""A rep learns from the leads that were won and lost: it is used where it is better, and undone in one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hermes_tui.actions.history import undo
from hermes_tui.actions.learning import learn, use_learned
from hermes_tui.actions.rescore import Stopped, rescore
from hermes_tui.actions.rules import adopt, in_force
from hermes_tui.exchange.load import load
from hermes_tui.exchange.mapping import from_options
from hermes_tui.exchange.plan import plan
from hermes_tui.exchange.tables import read_file
from hermes_tui.metrics.learning import panel
from hermes_tui.scoring.learning.columns import Case
from hermes_tui.scoring.rules import DEFAULT_RULES
from hermes_tui.scoring.rules_text import as_text
from storage.database import Database
from storage.errors import UsageError
from tests.scoring.learning.made_up import telling, telling_nothing

NEW, WON, LOST, CONTACTED, ARCHIVED = 1, 11, 12, 3, 13


def file(database: Database, cases: list[Case], now: int, stage_id: int = 0) -> None:
    """Put these leads on file as they closed, or all in one stage."""
    with database.transaction() as connection:
        for case in cases:
            said = case.inquiry
            own = {name[7:]: value for name, value in said.columns.items() if name.startswith("custom.")}
            stage = stage_id or (WON if case.won else LOST)
            lead_id = connection.execute(
                "INSERT INTO lead (title, description, source, company, custom, stage_id, is_open, created_at,"
                " updated_at, stage_entered_at, silent_since) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (said.title, said.description, said.columns.get("source"), said.columns.get("company"), json.dumps(own),
                 stage, int(stage in (NEW, CONTACTED)), now, now, now + case.lead_id, now),
            ).lastrowid  # fmt: skip
            for tag in said.tags:
                connection.execute("INSERT OR IGNORE INTO tag (name) VALUES (?)", (tag,))
                connection.execute(
                    "INSERT INTO lead_tag (lead_id, tag_id) SELECT ?, id FROM tag WHERE name = ?", (lead_id, tag)
                )


def scores(database: Database) -> list[tuple[int, str]]:
    return database.rows("SELECT score, score_reasons FROM lead ORDER BY id")


@pytest.fixture
def by_rules(database: Database, now: int) -> list[tuple[int, str]]:
    """A file of 400 closed leads that tell much and 30 open ones, scored by the rules."""
    file(database, telling(400, 2), now)
    file(database, telling(30, 3), now, CONTACTED)
    rescore(database, now)
    return scores(database)


def test_it_learns_uses_it_and_scores_every_lead_in_one_action(
    database: Database, by_rules: list[tuple[int, str]], now: int
) -> None:
    taught = learn(database, now)
    assert taught.used
    assert (taught.learned.won + taught.learned.lost, taught.rescored and taught.rescored.leads) == (400, 430)
    assert taught.words.startswith("Learned from ")
    for points, reasons in scores(database):
        assert points == sum(reason["points"] for reason in json.loads(reasons))
    assert any("source: referral" in reasons for _, reasons in scores(database))
    assert in_force(database).use_learned
    assert rescore(database, now).changed == 0
    undo(database, now)
    assert scores(database) == by_rules
    assert panel(database).learned is None


def test_a_dry_run_and_a_stopped_one_keep_nothing(
    database: Database, by_rules: list[tuple[int, str]], now: int
) -> None:
    assert learn(database, now, dry_run=True).used
    with pytest.raises(Stopped):
        learn(database, now, cancelled=lambda: True)
    assert (scores(database), panel(database).learned) == (by_rules, None)


def test_rules_that_come_in_force_while_it_learns_are_not_put_back(
    database: Database, by_rules: list[tuple[int, str]], now: int
) -> None:
    dearer = as_text(DEFAULT_RULES._replace(remote_points=20))
    calls = iter([lambda: adopt(database, dearer, now)])
    with pytest.raises(Stopped, match="came in force meanwhile"):
        learn(database, now, progress=lambda _done, _of, _what: next(calls, lambda: None)())
    assert in_force(database).rules.remote_points == 20
    assert panel(database).learned is None


def test_the_rep_switches_it_off_and_on(database: Database, by_rules: list[tuple[int, str]], now: int) -> None:
    learn(database, now)
    by_learned = scores(database)
    assert use_learned(database, True, now) is None
    assert use_learned(database, False, now) is not None
    assert scores(database) == by_rules
    assert not panel(database).used
    assert use_learned(database, True, now) is not None
    assert scores(database) == by_learned
    undo(database, now)
    assert scores(database) == by_rules


def test_leads_that_are_new_stay_new_until_the_rep_asks(database: Database, now: int) -> None:
    file(database, telling(400, 2), now)
    file(database, telling(30, 3), now, NEW)
    standing = "SELECT id, stage_id FROM lead ORDER BY id"
    before = database.rows(standing)
    taught = learn(database, now)
    over = database.value("SELECT COUNT(*) FROM lead WHERE stage_id = ? AND score >= 15", (NEW,))
    assert taught.rescored is not None
    assert over == taught.rescored.waiting > 0
    assert f"{over} new leads reach the threshold and stay new" in taught.words
    use_learned(database, False, now)
    use_learned(database, True, now)
    assert database.rows(standing) == before
    assert rescore(database, now, every=True).qualified == over


def test_nothing_learned_is_nothing_to_use(database: Database, now: int) -> None:
    with pytest.raises(UsageError, match="Nothing was learned yet"):
        use_learned(database, True, now)


def test_too_few_closed_leads_are_said_and_archived_ones_are_neither(database: Database, now: int) -> None:
    file(database, telling(60, 2), now)
    file(database, telling(60, 4), now, ARCHIVED)
    taught = learn(database, now)
    assert (taught.used, taught.rescored, taught.learned.auc) == (False, None, None)
    assert "20 more are needed" in taught.words
    assert panel(database).learned is None


def test_what_teaches_nothing_is_kept_as_such_and_the_rules_count_again(
    database: Database, by_rules: list[tuple[int, str]], now: int
) -> None:
    learn(database, now)
    with database.transaction() as connection:
        connection.execute("DELETE FROM lead")
    file(database, telling_nothing(300, 1), now)
    taught = learn(database, now)
    assert not taught.used
    assert "Nothing in these columns tells won from lost" in taught.words
    assert not in_force(database).use_learned
    assert panel(database).learned == taught.learned
    with pytest.raises(UsageError, match="Nothing in these columns"):
        use_learned(database, True, now)


def test_the_same_learned_once_more_writes_nothing(
    database: Database, by_rules: list[tuple[int, str]], now: int
) -> None:
    learn(database, now)
    again = learn(database, now + 1000)
    assert (again.used, again.rescored) == (True, None)
    assert database.value("SELECT COUNT(*) FROM rule_set") == 1


def test_of_very_many_only_the_newest_are_learned_from_and_it_is_said(
    database: Database, by_rules: list[tuple[int, str]], now: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hermes_tui.metrics.learning.MOST_CLOSED", 300)
    found = learn(database, now).learned
    assert (found.won + found.lost, found.closed) == (300, 400)
    assert "the newest of 400" in found.words


def test_it_says_when_many_leads_were_closed_since(
    database: Database, by_rules: list[tuple[int, str]], now: int
) -> None:
    learn(database, now)
    file(database, telling(39, 8), now)
    assert (panel(database).closed_since, panel(database).advice) == (39, "")
    file(database, telling(1, 9), now)
    assert panel(database).advice == "40 leads closed since: `hermes learn` learns anew."


def test_a_column_is_left_out_by_name_and_a_name_that_no_column_has_is_refused(
    database: Database, by_rules: list[tuple[int, str]], now: int
) -> None:
    taught = learn(database, now, without=["visits"])
    assert ("custom.visits", "you left it out") in taught.learned.left_out
    assert not any("visits" in reason.text for reason in taught.learned.reasons)
    with pytest.raises(UsageError, match="`vists`"):
        learn(database, now, without=["vists"])


def test_a_vendors_pipeline_that_predicts_nothing_ranks_nothing(
    database: Database, shared_data: Path, now: int
) -> None:
    table = read_file(str(shared_data / "maven" / "sales_pipeline.csv"))
    maps = ["external_id=opportunity_id", "title={account} {product}", "company=account", "source=product",
            "custom.agent=sales_agent", "stage=deal_stage", "engaged_at=engage_date", "closed_at=close_date",
            "value=close_value"]  # fmt: skip
    load(database, plan(table, from_options(maps)), now=now)
    taught = learn(database, now)
    assert (taught.learned.won, taught.learned.lost, taught.used) == (4238, 2473, False)
    assert taught.learned.auc == pytest.approx(0.497, abs=0.02)
    assert taught.learned.reasons == ()
    assert taught.words.startswith("Nothing in these columns tells won from lost")
