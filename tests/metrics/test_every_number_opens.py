"""Whatever number a table shows, the leads that open behind it make just that number."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date
from pathlib import Path

import pytest

from hermes_tui.actions.asking import Reckoning, asked_of
from hermes_tui.demo import DEMO_NOW, generate
from hermes_tui.metrics.sections import SECTIONS
from hermes_tui.metrics.tables import Number, behind_rows, made_of
from storage.database import Database

ASKED = {
    "everything": {},
    "a quarter": {"period": "90d"},
    "one week": {"period": "7d"},
    "some of the leads": {"period": "365d", "filter_text": "value>=5000"},
    "as it was in spring": {"period": "90d", "as_of": "2026-04-30"},
    "a day on which nothing was": {"period": "2020-01-01..2020-01-02"},
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path = Path(tmp_path_factory.mktemp("numbers")) / "demo.db"
    generate(path, 400, DEMO_NOW)
    database = Database.open(path)
    yield database
    database.close()


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.key)
def test_the_leads_behind_every_number_make_it(demo: Database, section, asked) -> None:
    by = Reckoning(DEMO_NOW, date(2026, 6, 22), UTC, 7, "USD", {})
    table = section.read(demo, asked_of(demo, by, **asked))
    opened = 0
    for row in table.rows:
        assert len(row) == len(table.columns)
        for cell in row:
            if not isinstance(cell, Number) or cell.behind is None:
                continue
            assert cell.definition, f"{row[0]}: what {cell.shown} is is not said"
            made = made_of([amount for _, amount in behind_rows(demo, cell.behind)], cell.behind.how)
            if cell.value is None:
                assert not made, (row[0], cell)
            else:
                assert made == pytest.approx(cell.value), (row[0], cell.shown)
                opened += 1
    assert opened or not table.rows or "2020" in str(asked) or table.empty
