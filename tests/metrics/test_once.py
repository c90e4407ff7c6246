"""What sections share is read once, and never given again after something was written."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hermes_tui.actions.history import undo
from hermes_tui.metrics import once as module
from hermes_tui.metrics.asked import Asked
from hermes_tui.metrics.once import forget, once
from storage.database import Database
from tests.conftest import NOW
from tests.metrics.deals_made import a_deal, asked

_READ: list[int] = []


@once
def _leads(database: Database, asked: Asked) -> int:
    _READ.append(asked.at)
    return int(database.value("SELECT COUNT(*) FROM lead"))


@pytest.fixture(autouse=True)
def _nothing_read() -> Iterator[None]:
    _READ.clear()
    yield
    forget()


def test_the_same_question_is_read_once(database: Database) -> None:
    assert [_leads(database, asked()) for _ in range(3)] == [0, 0, 0]
    assert len(_READ) == 1
    _leads(database, asked(30))
    assert len(_READ) == 2, "of another period it is another question"


def test_what_this_program_did_and_undid_is_seen_at_once(database: Database) -> None:
    assert _leads(database, asked()) == 0
    a_deal(database, 3)
    assert _leads(database, asked()) == 1
    undo(database, NOW)
    assert _leads(database, asked()) == 0


def test_what_another_program_did_is_seen_at_once(database: Database) -> None:
    assert _leads(database, asked()) == 0
    other = Database.open(database.path)
    a_deal(other, 3)
    other.close()
    assert _leads(database, asked()) == 1


def test_what_is_taken_back_was_never_remembered(database: Database) -> None:
    connection = database.connection()
    connection.execute("BEGIN")
    connection.execute(
        "INSERT INTO lead (title, stage_entered_at, silent_since, created_at, updated_at) VALUES ('x', 1, 1, 1, 1)"
    )
    assert _leads(database, asked()) == 1
    connection.execute("ROLLBACK")
    assert _leads(database, asked()) == 0


def test_a_day_of_questions_is_not_kept(database: Database) -> None:
    for ago in range(200):
        _leads(database, asked(ago=ago))
    assert len(module._KNOWN[database][1]) <= module._AT_MOST + 1
