"""Many leads edited from the shell, shown first with --dry-run."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Hermes


@pytest.fixture
def leads(hermes: Hermes, acme: int) -> list[int]:
    """Acme of reddit, two of a fair, the second of them lost."""
    more = [int(hermes("add", f"title=T{n}", "source=fair", "value=5").out) for n in range(2)]
    hermes("lose", more[1], "--reason", "price")
    return [acme, *more]


def test_a_dry_run_shows_each_lead_and_writes_nothing(hermes: Hermes, leads: list[int]) -> None:
    before = hermes("list", "--json").json
    answer = hermes("edit", *leads, "stage=contacted", "value=24k", "--dry-run")
    assert answer.code == 4
    lines = [" ".join(line.split()) for line in answer.out.splitlines()]
    assert lines[1:] == [
        "1 Acme Corp value 24000 (kept)",
        "1 Acme Corp stage New Contacted",
        "2 T0 value 5 24000",
        "2 T0 stage New Contacted",
        "3 T1 skipped it is lost, reopen it first",
    ]
    assert "Would change 2 leads, keep 0, skip 1; nothing was written." in answer.err
    assert hermes("list", "--json").json == before
    shown = hermes("edit", *leads, "stage=contacted", "--dry-run", "--json").json
    assert (shown["changed"], shown["kept"], shown["skipped"]) == (2, 0, 1)
    assert shown["leads"][0]["fields"] == [{"field": "stage", "was": "New", "becomes": "Contacted", "changes": True}]


def test_what_the_dry_run_showed_is_done_and_undone_as_one(hermes: Hermes, leads: list[int]) -> None:
    before = hermes("list", "--json").json
    answer = hermes("edit", *leads, "stage=contacted")
    assert answer.code == 4
    assert "stage changed on 2 of 3, 1 skipped (it is lost, reopen it first)" in answer.err
    hermes("undo")
    assert hermes("list", "--json").json == before


@pytest.mark.parametrize(
    "words", [["source:fair", "-won", "value=7"], ["--filter", "source:fair", "value=7"], ["value<=5", "value=7"]]
)
def test_leads_are_named_by_a_filter_too(hermes: Hermes, leads: list[int], words: list[str]) -> None:
    assert "value changed on 2 of 2" in hermes("edit", *words).err
    assert hermes("count", "value:7").out == "2\n"


def test_a_field_of_ones_own_is_a_number_where_it_is_one(hermes: Hermes, leads: list[int]) -> None:
    hermes("edit", "--filter", "source:fair", "custom.seats=40", "custom.region=north")
    hermes("edit", leads[1], "custom.Seats=50")
    assert hermes("show", leads[1], "--json").json["custom"] == {"seats": 50, "region": "north"}
    assert hermes("count", "custom.seats>45").out == "1\n"
    hermes("edit", leads[1], "custom.seats=")
    assert hermes("show", leads[1], "--json").json["custom"] == {"region": "north"}
    hermes("undo")
    assert hermes("show", leads[1], "--json").json["custom"] == {"seats": 50, "region": "north"}
    made = hermes("add", "title=X", "custom.seats=7").out.strip()
    assert hermes("show", made, "--json").json["custom"] == {"seats": 7}


def test_tags_are_added_and_taken_away_or_replaced(hermes: Hermes, leads: list[int]) -> None:
    hermes("edit", *leads, "tags=crm, old")
    hermes("edit", *leads[:2], "tags=+new,-old")
    assert [hermes("show", lead, "--json").json["tags"] for lead in leads] == [["crm", "new"]] * 2 + [["crm", "old"]]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["edit", "1"], 2, "What is to be set?"),
        (["edit", "source:fair"], 2, "What is to be set?"),
        (["edit", "value=5"], 2, "Which leads?"),
        (["edit", "1", "--filter", "source:fair", "value=5"], 2, "Say which leads once"),
        (["edit", "source:nowhere", "value=5"], 3, "No lead matches"),
        (["edit", "sauce:fair", "value=5"], 2, "source"),
        (["edit", "source:fair", "vaule=5"], 2, "did you mean `value`"),
        (["edit", "source:fair", "url=https://a.example"], 2, "belongs to one lead only"),
        (["edit", "1", "custom.=5"], 2, "needs a name"),
        (["edit", "99", "value=5"], 3, "There is no lead #99"),
    ],
)
def test_what_makes_no_sense_changes_nothing(
    hermes: Hermes, leads: list[int], words: list[str], code: int, said: str
) -> None:
    before = hermes("list", "--json").json
    answer = hermes(*words)
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err
    assert hermes("list", "--json").json == before
