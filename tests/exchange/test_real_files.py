"""Files nobody of this project wrote: a vendor's pipeline in three ways of writing dates, and the naughty strings."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest

from hermes_tui.exchange.export import write_csv
from hermes_tui.exchange.load import load
from hermes_tui.exchange.mapping import ColumnMap, from_options
from hermes_tui.exchange.plan import plan
from hermes_tui.exchange.tables import read_bytes, read_file
from storage import derived
from storage.clean import clean
from storage.database import Database

MAPS = [
    "external_id=opportunity_id", "title={account} {product}", "company=account", "source=product", "stage=deal_stage",
    "engaged_at=engage_date", "closed_at=close_date", "value=close_value", "owner=",
]  # fmt: skip
DAYS = """
SELECT AVG((won.at - lead.engaged_at) / 86400000.0) FROM lead JOIN stage_event AS won
    ON won.lead_id = lead.id AND won.to_stage_id = lead.stage_id WHERE lead.stage_id = ?
"""


def in_other_dates(content: bytes, shape: str) -> bytes:
    rows = list(csv.reader(io.StringIO(content.decode())))
    for row in rows[1:]:
        for place in (5, 6):
            row[place] = date.fromisoformat(row[place]).strftime(shape) if row[place] else ""
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


@pytest.mark.parametrize("shape", ["%Y-%m-%d", "%m/%d/%Y", "%d-%m-%y"])
def test_the_pipeline_of_8800_deals_comes_in_whole(database: Database, shared_data: Path, now: int, shape: str) -> None:
    content = (shared_data / "maven" / "sales_pipeline.csv").read_bytes()
    table = read_bytes(in_other_dates(content, shape), "sales_pipeline.csv")
    result = load(database, plan(table, from_options(MAPS)), now=now)
    assert (result.read, result.created, result.leads, len(result.rejected)) == (8800, 8800, 8800, 0)
    stages = database.rows("SELECT stage.name, COUNT(*) FROM lead JOIN stage ON stage.id = stage_id GROUP BY 1")
    assert dict(stages) == {
        "WON": 4238, "LOST": 2473, "CONTACTED": 1589, "NEW": 500,
    }  # fmt: skip
    assert database.value("SELECT SUM(value) FROM lead WHERE stage_id = 11") == 10_005_534_00
    assert database.value(DAYS, (11,)) == pytest.approx(51.782, abs=0.0005)
    assert database.value(DAYS, (12,)) == pytest.approx(41.479, abs=0.0005)
    assert database.value("SELECT COUNT(*) FROM lead WHERE company IS NULL AND title NOT LIKE ' %'") == 1425
    with database.transaction() as connection:
        assert derived.rebuild(connection, "SELECT id FROM lead WHERE id % 40 = 0") == 0
    assert load(database, plan(table, from_options(MAPS)), now=now + 1).unchanged == 8800


def test_the_pipeline_needs_no_mapping_at_all(shared_data: Path) -> None:
    found = plan(read_file(shared_data / "maven" / "sales_pipeline.csv"), ColumnMap())
    assert not found.questions
    assert len(found.deals.keys) == 8800
    assert found.deals.values["title"][0] == "Cancity GTX Plus Basic"


def test_naughty_strings_survive_every_field(database: Database, shared_data: Path, tmp_path: Path, now: int) -> None:
    naughty = [text for text in json.loads((shared_data / "naughty" / "blns.json").read_text()) if clean(text)]
    header = [
        "external_id",
        "title",
        "company",
        "description",
        "custom.Odd",
        "contact.name",
        "contact.role",
        "source",
        "author",
    ]
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(header)
    for number, text in enumerate(naughty):
        writer.writerow([f"N-{number}", *[text.replace("\x00", "")] * 8])
    result = load(database, plan(read_bytes(out.getvalue().encode(), "naughty.csv"), ColumnMap()), now=now)
    assert (result.created, len(result.rejected)) == (len(naughty), 0)
    rows = database.rows(
        """SELECT title, lead.company, custom, name, role, source, author, description
           FROM lead JOIN contact ON lead_id = lead.id ORDER BY lead.id"""
    )
    for text, row in zip(naughty, rows, strict=True):
        line = clean(text)
        assert (*row[:2], json.loads(row[2])["Odd"], *row[3:7]) == (line,) * 7
        assert row[7] == clean(text, multiline=True)
    again = io.StringIO(newline="")
    write_csv(again, database, exact=True)
    other = Database.open(tmp_path / "other.db", create=True)
    back = load(other, plan(read_bytes(again.getvalue().encode(), "back.csv"), ColumnMap()), now=now)
    assert back.created == len(naughty)
    assert other.rows("SELECT title, custom FROM lead ORDER BY id") == database.rows(
        "SELECT title, custom FROM lead ORDER BY id"
    )
    other.close()
