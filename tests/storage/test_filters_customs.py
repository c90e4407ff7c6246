"""A rep asks for leads by fields of their own, each by its kind."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from storage import journal, records
from storage.database import Database
from storage.errors import UsageError
from storage.filters import compile_filter, complete
from storage.filters.customs import offered
from storage.queries.custom_fields import FieldsOf
from storage.queries.leads import Leads

TODAY = datetime.date(2026, 6, 22)
NOW = 1_782_118_800_000
LEADS = {
    "Acme": {"visits": 40, "seen": "2026-06-20", "plan": "Gold", "note": "likes the big plan", "Deal size (EUR)": 9},
    "Borealis": {"visits": 7.5, "seen": "2026-05-01", "plan": "silver"},
    "Cobalt": {"visits": 100, "seen": "2026-07-03", "zip": "0815", "met": "2026-06-21"},
    "Dune": {},
}


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("customs") / "work.db"
    database = Database.open(path, create=True)
    with journal.action(database, "add", "leads", NOW), database.transaction():
        kinds = {"visits": "number", "seen": "date", "plan": "choice", "note": "text"}
        for place, (name, kind) in enumerate(kinds.items()):
            choices = json.dumps(["silver", "Gold", "bronze"] if kind == "choice" else [])
            records.insert(
                database, "custom_field", name=name, kind=kind, choices=choices, position=place, created_at=NOW
            )
        for title, custom in LEADS.items():
            records.insert(
                database, "lead", title=title, custom=json.dumps(custom), stage_id=1, created_at=1, updated_at=1,
                stage_entered_at=1, silent_since=1,
            )  # fmt: skip
    database.close()
    return path


@pytest.fixture
def database(file: Path) -> Database:
    return Database.open(file)


def found(database: Database, text: str) -> list[str]:
    compiled = compile_filter(text, now=NOW, today=TODAY, customs=FieldsOf(database))
    leads = Leads(database, now=NOW, where=compiled.where, params=compiled.params, order=compiled.sort)
    rows = leads.page(0, 10)
    assert [leads.index_of(row.id) for row in rows] == list(range(len(rows)))
    return [row.title for row in rows]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("custom.visits>5", ["Acme", "Borealis", "Cobalt"]),
        ("custom.visits:7.5", ["Borealis"]),
        ("custom.visits:8..50", ["Acme"]),
        ("custom.Visits>=40 custom.visits<100", ["Acme"]),
        ("-custom.visits>5", ["Dune"]),
        ("custom.visits:none", ["Dune"]),
        ("custom.visits:any,7", ["Acme", "Borealis", "Cobalt"]),
        ("custom.seen.before:7d", ["Borealis"]),
        ("custom.seen:7d", ["Acme"]),
        ("custom.seen:+2w", ["Cobalt"]),
        ("custom.seen:2026-06", ["Acme"]),
        ("custom.seen.after:today", ["Cobalt"]),
        ("custom.seen.on:2026-06-20", ["Acme"]),
        ("custom.seen<2026-06-20", ["Borealis"]),
        ("custom.seen:2026-05-01..2026-06-20", ["Acme", "Borealis"]),
        ("custom.seen:none", ["Dune"]),
        ("custom.plan:gold", ["Acme"]),
        ("custom.plan:gold,SILVER", ["Acme", "Borealis"]),
        ("custom.plan:s*", ["Borealis"]),
        ("custom.note:plan", ["Acme"]),
        ("custom.note:lan", []),
        ("custom.note:likes", ["Acme"]),
        ('custom.note="likes the big plan"', ["Acme"]),
        ("custom.zip:0815", ["Cobalt"]),
        ("custom.met.after:7d", ["Cobalt"]),
        ("custom.deal_size_eur:9", ["Acme"]),
        ("custom.zip:1..900", ["Cobalt"]),
    ],
)
def test_a_field_of_ones_own_is_asked_for_by_its_kind(database: Database, text: str, titles: list[str]) -> None:
    assert found(database, f"{text} sort:title") == titles


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("sort:custom.visits", ["Borealis", "Acme", "Cobalt", "Dune"]),
        ("sort:-custom.visits", ["Cobalt", "Acme", "Borealis", "Dune"]),
        ("sort:custom.seen", ["Borealis", "Acme", "Cobalt", "Dune"]),
        ("sort:custom.plan,title", ["Borealis", "Acme", "Cobalt", "Dune"]),
        ("sort:-custom.plan custom.plan:any", ["Acme", "Borealis"]),
        ("sort:custom.zip,title", ["Cobalt", "Acme", "Borealis", "Dune"]),
    ],
)
def test_leads_are_sorted_by_it_and_those_without_come_last(database: Database, text: str, titles: list[str]) -> None:
    assert found(database, text) == titles


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("custom.vists>5", "There is no field `custom.vists`; did you mean `custom.visits`?"),
        ("sort:custom.vists", "did you mean `custom.visits`?"),
        ("custom.plan:godl", "`custom.plan` has no choice `godl`; did you mean `gold`?"),
        ("custom.plan:diamond", "`custom.plan` has no choice `diamond`; there are "),
        ("custom.plan>gold", "`custom.plan` is a choice; write custom.plan:"),
        ("custom.visits.before:7d", "`custom.visits` is a number; `.before`, `.after` and `.on` ask for a day."),
        ("custom.seen:soonish", "`soonish` is no date"),
        ("custom.visits>many", "`many` is no number for `custom.visits`"),
        ("custom.seen.before:7d,8d", "takes one value"),
        ("custom.seen.before>7d", "written with a colon"),
    ],
)
def test_what_cannot_be_asked_is_one_sentence(database: Database, text: str, said: str) -> None:
    with pytest.raises(UsageError) as refused:
        found(database, text)
    assert said in str(refused.value)


def test_names_and_choices_are_completed(database: Database) -> None:
    own = offered(FieldsOf(database).all())
    assert complete("custom.v", own) == ["custom.visits:"]
    assert complete("+stale -custom.se", own)[0] == "-custom.seen:"
    assert complete("custom.seen.b", own) == ["custom.seen.before:"]
    assert complete("custom.plan:g", own) == ["custom.plan:Gold"]
    assert complete("sort:custom.d", own) == ["sort:custom.Deal_size_EUR"]
    assert complete("sort:-custom.vi", own) == ["sort:-custom.visits"]
