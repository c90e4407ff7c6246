"""Asked of this very moment as of a past one, what was said and why deals ended reads the same."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hermes_tui.demo import generate
from hermes_tui.metrics.sections import BY_KEY
from hermes_tui.metrics.tables import Number, Table
from storage.database import Database
from tests.metrics.spoken import NOW, asking


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path = tmp_path_factory.mktemp("words") / "demo.db"
    generate(path, 200, NOW)
    database = Database.open(path)
    yield database
    database.close()


def shown(table: Table) -> list[list[str]]:
    return [[f"{cell.shown} {cell.note}" if isinstance(cell, Number) else cell for cell in row] for row in table.rows]


@pytest.mark.parametrize("filter_text", ["", "value>=5000"])
@pytest.mark.parametrize("key", ["activity", "outcomes", "response", "reasons", "objections", "templates"])
def test_the_copies_of_now_and_the_history_agree(demo: Database, key: str, filter_text: str) -> None:
    asked = asking(demo, "90d", filter_text=filter_text)
    now = BY_KEY[key].read(demo, asked)
    assert now.rows
    assert shown(now) == shown(BY_KEY[key].read(demo, asked._replace(is_now=False)))
