"""Words as columns of numbers say of touches, answers and outcomes just what SQL says of the rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date
from pathlib import Path

import pytest

from hermes_tui.actions.asking import Reckoning, asked_of
from hermes_tui.demo import DEMO_NOW, generate
from hermes_tui.metrics import once, spoken
from hermes_tui.metrics.asked import Asked
from storage.database import Database
from storage.queries import activity as queries

PERIODS = {
    "everything": {}, "a quarter": {"period": "90d"}, "one week": {"period": "7d"},
    "some of the leads": {"period": "365d", "filter_text": "value>=5000"},
    "as it was in spring": {"period": "90d", "as_of": "2026-04-30"},
    "a day on which nothing was": {"period": "2020-01-01..2020-01-02"},
}  # fmt: skip


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path = Path(tmp_path_factory.mktemp("spoken")) / "demo.db"
    generate(path, 300, DEMO_NOW)
    database = Database.open(path)
    with database.transaction() as connection:  # ties: all that was said on a day of two was said at one moment
        for table in ("touch", "message"):
            connection.execute(f"UPDATE {table} SET at = at / 172800000 * 172800000")
    yield database
    database.close()


@pytest.fixture(params=PERIODS.values(), ids=PERIODS)
def asked(demo: Database, request: pytest.FixtureRequest) -> Asked:
    by = Reckoning(DEMO_NOW, date(2026, 6, 22), UTC, 7, "USD", {})
    return asked_of(demo, by, **request.param)


@pytest.fixture(params=["packed in one number", "in two, where one is too small"], autouse=True)
def width(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    once.forget()
    if request.param != "packed in one number":
        monkeypatch.setattr(spoken, "_LIMIT", 0)


def test_as_much_was_said(demo: Database, asked: Asked) -> None:
    week = 7 * 86_400_000
    periods = [(asked.at - number * week, asked.at - (number - 1) * week) for number in range(20, 0, -1)]
    periods = [(max(low, asked.since), high) for low, high in periods if high > asked.since]
    found = spoken.counts(spoken.spoken(demo, asked), periods)
    sql = f"SELECT kind, direction, COUNT(*) FROM ({queries.said(asked.of('{lead}'))}) AS spoken GROUP BY 1, 2"
    for (since, at), counts in zip(periods, found, strict=True):
        rows = demo.rows(sql, {**asked.params, "since": since, "at": at})
        assert counts == {(kind, direction): n for kind, direction, n in rows}


def test_the_same_came_of_it(demo: Database, asked: Asked) -> None:
    found = spoken.asks(demo, asked)
    columns = (found.kind, found.answered, found.matured, found.moved, found.moved_matured)
    ours = sorted(zip(*(column.tolist() for column in columns), strict=True))
    rows = demo.rows(
        f"SELECT code, answered, matured, moved, moved_matured FROM ({queries.asks(asked.of('{lead}'))})", asked.given()
    )
    assert ours == sorted(rows)


def test_answers_took_as_long(demo: Database, asked: Asked) -> None:
    theirs, ours = spoken.turns(demo, asked)
    sql = queries.turns(asked.of("{lead}"), queries.OPEN_NOW if asked.is_now else queries.OPEN_THEN)
    rows = demo.rows(f"SELECT ours, length, waits, at FROM ({sql})", asked.given())
    for found, side in ((theirs, 1), (ours, 0)):
        assert found.lengths.tolist() == sorted(row[1] for row in rows if row[0] == side and row[1] is not None)
        assert sorted(found.waiting.tolist()) == sorted(row[3] for row in rows if row[0] == side and row[2])


def test_a_period_from_long_before_there_was_anybody_counts_all_the_same(demo: Database) -> None:
    by = Reckoning(DEMO_NOW, date(2026, 6, 22), UTC, 7, "USD", {})
    long, whole = (asked_of(demo, by, period=period) for period in ("1900-01-01..2026-06-22", "all"))
    assert [len(column) for column in spoken.asks(demo, long)] == [len(column) for column in spoken.asks(demo, whole)]
    assert spoken.spoken(demo, long).at.tolist() == spoken.spoken(demo, whole).at.tolist()
