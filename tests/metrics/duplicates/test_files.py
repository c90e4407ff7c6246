"""Measured: planted duplicates are found, and a file of many deals of few customers has none."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hermes_tui.demo import generate
from hermes_tui.metrics.duplicates.pairs import Stopped, find
from storage import journal, records
from storage.database import Database

NOW = 1_782_118_800_000
LEADS, PLANTED = 600, 60


def slip(text: str, dice: random.Random) -> str:
    """Two neighbouring letters of the middle changed places."""
    place = dice.randrange(1, max(2, len(text) - 2))
    return text[:place] + text[place : place + 2][::-1] + text[place + 2 :]


def copied(row: dict[str, Any], turn: int, dice: random.Random) -> dict[str, Any]:
    """The lead as somebody types it in again: four ways, in turn."""
    company = row["company"]
    if turn == 0:  # the mail, and another title
        return {"title": "Web inquiry", "company": None, "email": row["email"].upper()}
    if turn == 1:  # the phone written otherwise, the company spelt as registered
        return {"title": "Call back", "company": f"{company} Ltd", "phone": row["phone"].replace(" ", "-")}
    if turn == 2:  # a slip in the company, the same deal
        return {"title": row["title"].upper(), "company": slip(company, dice) if len(company) > 9 else company}
    return {"title": row["title"], "company": company, "website": row["website"]}


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Database, set[tuple[int, int]]]]:
    """A demo file with copies of some of its leads, and which they are."""
    path = tmp_path_factory.mktemp("planted") / "work.db"
    generate(path, LEADS, NOW)
    database = Database.open(path)
    dice = random.Random(3)
    columns = ("id", "title", "company", "email", "phone", "website")
    rows = database.rows(
        f"SELECT {', '.join(columns)} FROM lead "
        "WHERE is_open AND company IS NOT NULL AND email IS NOT NULL AND phone IS NOT NULL"
    )
    truth: set[tuple[int, int]] = set()
    with journal.action(database, "add", "planted", NOW):
        for turn, values in enumerate(dice.sample(rows, PLANTED)):
            row = dict(zip(columns, values, strict=True))
            made = records.insert(
                database, "lead", **copied(row, turn % 4, dice), created_at=NOW, updated_at=NOW, stage_entered_at=NOW,
                silent_since=NOW,
            )  # fmt: skip
            truth.add((row["id"], made))
    yield database, truth
    database.close()


def test_nine_of_ten_planted_duplicates_are_found_and_hardly_anything_else(
    planted: tuple[Database, set[tuple[int, int]]],
) -> None:
    database, truth = planted
    found = {pair.ids for pair in find(database).pairs}
    recall, precision = len(found & truth) / len(truth), len(found & truth) / len(found)
    print(f"recall {recall:.2f}, precision {precision:.2f}, {len(found)} pairs")
    assert recall >= 0.9
    assert precision >= 0.8


def test_a_search_tells_how_far_it_is_and_stops_when_asked(planted: tuple[Database, set[tuple[int, int]]]) -> None:
    database, _ = planted
    told: list[tuple[int, int]] = []
    find(database, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (LEADS + PLANTED, LEADS + PLANTED)
    with pytest.raises(Stopped, match="nothing was changed"):
        find(database, stopped=lambda: True)


@pytest.mark.parametrize("columns", [{}, {"external_id": ""}], ids=["with their ids", "without ids"])
def test_of_8800_deals_of_85_customers_none_is_called_a_duplicate(
    tmp_path: Path, shared_data: Path, columns: dict[str, str]
) -> None:
    from hermes_tui.exchange.load import load
    from hermes_tui.exchange.mapping import from_options
    from hermes_tui.exchange.plan import plan
    from hermes_tui.exchange.tables import read_file

    database = Database.open(tmp_path / "work.db", create=True)
    mapping = from_options([f"{field}={column}" for field, column in columns.items()], [], [], [], [], None)
    load(database, plan(read_file(str(shared_data / "maven" / "sales_pipeline.csv")), mapping), now=NOW)
    found = find(database)
    database.close()
    assert found.leads > 8_000
    print(len(found.pairs), found.compared)
    assert len(found.pairs) <= found.leads // 1_000
    assert found.compared < 20 * found.leads
