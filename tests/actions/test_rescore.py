"""A rep scores all leads anew."""

from __future__ import annotations

from datetime import date

import pytest

from hermes_tui.actions.history import undo
from hermes_tui.actions.leads import add_lead, edit_lead
from hermes_tui.actions.rescore import rescore
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


def scores(database: Database) -> list[tuple[int, str]]:
    return database.rows("SELECT score, score_reasons FROM lead ORDER BY id")


def forget(database: Database) -> None:
    """As a bulk import leaves them: not scored yet."""
    with database.transaction() as connection:
        connection.execute("UPDATE lead SET score = NULL, score_reasons = '[]' WHERE score_manual = 0")


def test_all_at_once_gives_the_same_numbers_as_one_by_one(database: Database, leads: list[int], now: int) -> None:
    one_by_one = scores(database)
    forget(database)
    done = rescore(database, now)
    assert (done.leads, done.changed, done.unchanged) == (2, 2, 0)
    assert scores(database) == one_by_one
    assert rescore(database, now).changed == 0


def test_a_dry_run_says_what_would_change_and_writes_nothing(database: Database, leads: list[int], now: int) -> None:
    forget(database)
    before = scores(database)
    assert rescore(database, now, dry_run=True) == (2, 2, 0)
    assert scores(database) == before


def test_a_filter_narrows_it_and_one_undo_takes_it_back(database: Database, leads: list[int], now: int) -> None:
    forget(database)
    before = scores(database)
    found = compile_filter(f"id:{leads[0]}", now=now, today=TODAY)
    assert rescore(database, now, where=found.where, params=found.params).changed == 1
    assert scores(database)[0][0] > 0
    assert scores(database)[1:] == before[1:]
    undo(database, now)
    assert scores(database) == before


def test_progress_ends_at_all_of_them(database: Database, leads: list[int], now: int) -> None:
    seen: list[tuple[int, int]] = []
    rescore(database, now, dry_run=True, progress=lambda done, of: seen.append((done, of)))
    assert seen == [(2, 2)]
