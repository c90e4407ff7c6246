"""What goes out: harmless in a spreadsheet, exact for the way back, and never cut."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from hermes_tui.exchange.export import write_csv, write_jsonl
from hermes_tui.exchange.load import load
from hermes_tui.exchange.mapping import ColumnMap, from_options
from hermes_tui.exchange.plan import plan
from hermes_tui.exchange.rejects import write_rejects
from hermes_tui.exchange.tables import read_bytes
from storage.database import Database

DEALS = (
    "external_id,title,company,value,currency,stage,created_at,closed_at,tags,custom.Region,contact.name,contact.email,"
    "contact2.name,contact2.phone,description,next_task,next_task_on\n"
    'D-1,=1+1,"Acme, Inc",12.34,EUR,WON,2025-01-01,2025-02-01,"a, b",nørth,Ann Lee,ann@acme.com,@Bob,+1 555 01,'
    '"two\nlines",,\n'
    "D-2,-CRM,Dune,,,NEW,2025-03-01,,,,,,,,,call,2025-04-01\n"
)


@pytest.fixture
def filled(database: Database, now: int) -> Database:
    load(database, plan(read_bytes(DEALS.encode()), ColumnMap()), now=now)
    return database


def exported(database: Database, **options: Any) -> str:
    out = io.StringIO(newline="")
    write_csv(out, database, **options)
    return out.getvalue()


def facts(database: Database) -> list[Any]:
    leads = """SELECT title, company, description, source, source_url, external_id, email, phone, value, currency,
        deadline_on, stage_id, custom, created_at, engaged_at, stage_entered_at, next_task_on,
        last_touch_at FROM lead ORDER BY id"""
    people = "SELECT lead_id, name, email, phone, role, channel, is_primary FROM contact ORDER BY id"
    tags = "SELECT lead_id, name FROM lead_tag JOIN tag ON tag.id = tag_id ORDER BY lead_id, name"
    tasks = "SELECT lead_id, title, due_on FROM task ORDER BY id"
    return [database.rows(sql) for sql in (leads, people, tags, tasks)]


def test_a_spreadsheet_runs_nothing_of_it(filled: Database) -> None:
    rows = list(csv.DictReader(io.StringIO(exported(filled))))
    assert [row["title"] for row in rows] == ["'=1+1", "'-CRM"]
    assert rows[0]["contact2.name"] == "'@Bob"
    assert rows[0]["contact2.phone"] == "'+1 555 01"
    assert (rows[0]["value"], rows[0]["tags"], rows[0]["custom.Region"]) == ("12.34", "a, b", "nørth")
    assert (rows[0]["closed_at"], rows[1]["closed_at"]) == ("2025-02-01T00:00:00Z", "")


def test_an_exact_export_comes_back_as_it_was(filled: Database, tmp_path: Path, now: int) -> None:
    text = exported(filled, exact=True)
    other = Database.open(tmp_path / "other.db", create=True)
    result = load(other, plan(read_bytes(text.encode()), ColumnMap()), now=now)
    assert (result.created, len(result.rejected)) == (2, 0)
    assert facts(other) == facts(filled)
    assert exported(other, exact=True) == text
    other.close()


def test_the_leads_asked_for_come_in_the_order_asked(filled: Database) -> None:
    rows = list(csv.DictReader(io.StringIO(exported(filled, lead_ids=[2, 1, 99]))))
    assert [row["id"] for row in rows] == ["2", "1"]


def test_json_lines_hold_everything(filled: Database) -> None:
    out = io.StringIO()
    assert write_jsonl(out, filled) == 2
    first, second = map(json.loads, out.getvalue().splitlines())
    assert (first["value"], first["currency"], first["tags"], first["custom"]) == (
        12.34,
        "EUR",
        ["a", "b"],
        {"Region": "nørth"},
    )
    assert [person["name"] for person in first["contacts"]] == ["Ann Lee", "@Bob"]
    assert first["contacts"][0]["is_primary"] is True
    assert [visit["stage"] for visit in first["stages"]] == ["NEW", "WON"]
    assert second["next_task_on"] == "2025-04-01"


def test_nothing_is_cut(database: Database, now: int) -> None:
    text = "id,Deal\n" + "".join(f"{number:07},Deal {number}\n" for number in range(1203))
    load(database, plan(read_bytes(text.encode()), ColumnMap()), now=now)
    assert len(list(csv.reader(io.StringIO(exported(database))))) == 1204
    assert write_jsonl(io.StringIO(), database) == 1203


def test_rejected_rows_are_mended_and_imported(database: Database, now: int) -> None:
    table = read_bytes(b"id;Deal;Amount\n1;A;5\n2;B;many\n3;C;5;6\n4;D\n", "deals.csv")
    result = load(database, plan(table, ColumnMap()), now=now)
    out = io.StringIO(newline="")
    assert write_rejects(out, table, result.rejected) == 3
    assert out.getvalue().splitlines()[0] == "rejected because;id;Deal;Amount"
    assert "line 3: 'many' in 'Amount' is no amount;2;B;many" in out.getvalue()
    mended = out.getvalue().replace(";many", ";7").replace(";5;6", ";5").replace(";4;D", ";4;D;8")
    again = load(database, plan(read_bytes(mended.encode(), "mend.csv"), from_options()), now=now)
    assert (again.created, len(again.rejected)) == (3, 0)
    assert database.rows("SELECT title, value FROM lead ORDER BY id") == [
        ("A", 500),
        ("B", 700),
        ("C", 500),
        ("D", 800),
    ]
