"""A rep makes one lead of two, field by field; what hung on either hangs on the one that stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date
from typing import Any

import pytest

from hermes_tui.actions.contacts import add_contact
from hermes_tui.actions.leads import add_lead
from hermes_tui.actions.merging import merge_leads, not_a_duplicate
from hermes_tui.actions.notes import add_note
from hermes_tui.actions.stages import move
from hermes_tui.actions.task_text import plan_from
from hermes_tui.actions.tasks import add_task
from hermes_tui.actions.touches import log_touch
from storage import journal, records
from storage.database import Database
from storage.errors import NotFound, UsageError
from storage.queries.duplicates import said_to_be_two

NOW = 1_782_118_800_000
TODAY = date(2026, 6, 22)
Lead = Callable[..., int]


@pytest.fixture
def lead(database: Database) -> Lead:
    """Adds a lead from typed fields."""

    def add(title: str = "ERP rollout", **given: str) -> int:
        return add_lead(database, {"title": title, **given}, NOW, TODAY).made

    return add


def person(database: Database, lead_id: int, name: str, **given: str) -> int:
    return add_contact(database, lead_id, {"name": name, **given}, NOW, TODAY).made


def one(database: Database, sql: str, *params: Any) -> Any:
    return database.value(sql, params)


def test_the_kept_lead_says_what_it_said_and_takes_what_it_lacks(database: Database, lead: Lead) -> None:
    keep = lead(company="Acme", value="24k", source="reddit")
    drop = lead("ERP roll-out", company="Acme Corp", phone="+49 30 1234567", source="fair", tags="hot")
    merge_leads(database, keep, drop, {"source": "drop"}, NOW)
    row = database.row("SELECT title, company, value, phone, source FROM lead WHERE id = ?", (keep,))
    assert row == ("ERP rollout", "Acme", 2_400_000, "+49 30 1234567", "fair")
    assert one(database, "SELECT COUNT(*) FROM lead_tag WHERE lead_id = ?", keep) == 1
    said = one(database, "SELECT text FROM note WHERE lead_id = ? AND kind = 'SYSTEM'", keep)
    assert "company Acme Corp" in said
    assert "title ERP roll-out" in said


def test_two_descriptions_are_joined_unless_the_rep_chooses_one(database: Database, lead: Lead) -> None:
    keep, drop, third = lead(description="first"), lead(description="second"), lead(description="third")
    merge_leads(database, keep, drop, {}, NOW)
    assert one(database, "SELECT description FROM lead WHERE id = ?", keep) == "first\n\nsecond"
    merge_leads(database, keep, third, {"description": "drop"}, NOW)
    assert one(database, "SELECT description FROM lead WHERE id = ?", keep) == "third"


def test_everything_said_and_planned_comes_along_and_one_undo_brings_it_back(database: Database, lead: Lead) -> None:
    keep, drop = lead(company="Acme"), lead("Pilot", company="Acme Corp")
    ann = person(database, drop, "Ann Lee", email="ann@x.com")
    log_touch(database, [drop], "call", NOW, inbound=True, contact_id=ann, text="hello")
    add_note(database, [drop], "too dear #budget", NOW)
    add_task(database, [drop], plan_from("fri call Ann", TODAY, UTC), NOW)
    before = rows_of(database)
    outcome = merge_leads(database, keep, drop, {}, NOW)
    for table in ("contact", "touch", "note", "objection", "task"):
        assert one(database, f"SELECT COUNT(*) FROM {table} WHERE lead_id = ?", drop) == 0
    assert database.row("SELECT last_touch_at, next_task_on FROM lead WHERE id = ?", (keep,)) == (NOW, "2026-06-26")
    assert outcome.words == "Acme: merged with #2 Acme Corp; 1 person, 1 touch, 1 note, 1 task, 1 objection came along"
    journal.undo(database, NOW)
    assert rows_of(database) == before


def rows_of(database: Database) -> dict[str, list[Any]]:
    names = [row[0] for row in database.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    left = [name for name in names if name not in ("action", "change", "sqlite_sequence") and "_fts" not in name]
    return {name: database.rows(f"SELECT * FROM {name} ORDER BY 1, 2") for name in left}


def test_a_person_in_both_is_one_and_what_was_said_with_either_was_said_with_them(
    database: Database, lead: Lead
) -> None:
    keep, drop = lead(), lead()
    mine = person(database, keep, "Ann", email="ann@x.com")
    theirs = person(database, drop, "Ann Lee", email="ANN@X.com", phone="+49 30 1234567")
    for whose, lead_id in ((mine, keep), (theirs, drop)):
        log_touch(database, [lead_id], "call", NOW, contact_id=whose)
    merge_leads(database, keep, drop, {}, NOW)
    row = database.row("SELECT id, touch_count, phone IS NOT NULL FROM contact WHERE lead_id = ?", (keep,))
    assert row == (mine, 2, 1)


@pytest.mark.parametrize("mine", [True, False], ids=["hers stays", "his comes along"])
def test_the_champion_stays_one(database: Database, lead: Lead, mine: bool) -> None:
    keep, drop = lead(), lead()
    if mine:
        person(database, keep, "Ann", is_primary="yes")
    person(database, drop, "Bob", is_primary="yes")
    merge_leads(database, keep, drop, {}, NOW)
    champions = database.rows("SELECT name FROM contact WHERE lead_id = ? AND is_primary = 1", (keep,))
    assert champions == [("Ann" if mine else "Bob",)]


def test_the_pipelines_pace_counts_one_history_the_kept_one_or_the_chosen(database: Database, lead: Lead) -> None:
    keep, drop = lead(), lead()
    move(database, [keep], "QUALIFIED", NOW + 1_000)
    move(database, [drop], "CALL_DONE", NOW + 2_000)
    visits = "SELECT to_stage_id, at FROM stage_event WHERE lead_id = ? ORDER BY at, id"
    mine, theirs = database.rows(visits, (keep,)), database.rows(visits, (drop,))
    merge_leads(database, keep, drop, {}, NOW + 3_000)
    assert database.rows(visits, (keep,)) == mine
    journal.undo(database, NOW)
    merge_leads(database, keep, drop, {"stage": "drop"}, NOW + 3_000)
    assert database.rows(visits, (keep,)) == theirs
    assert database.row("SELECT stage_id, stage_entered_at FROM lead WHERE id = ?", (keep,)) == (8, NOW + 2_000)


def test_a_source_link_goes_over_though_a_link_belongs_to_one_lead(database: Database, lead: Lead) -> None:
    keep, drop = lead(), lead(source_url="https://x.example/1")
    merge_leads(database, keep, drop, {}, NOW)
    assert one(database, "SELECT source_url FROM lead WHERE id = ?", keep) == "https://x.example/1"


def test_offers_of_one_title_are_numbered_on(database: Database, lead: Lead) -> None:
    keep, drop = lead(), lead()
    with journal.action(database, "proposal", "offers", NOW):
        for lead_id in (keep, drop, drop):
            last = one(database, "SELECT COALESCE(MAX(version), 0) FROM proposal WHERE lead_id = ?", lead_id)
            records.insert(database, "proposal", lead_id=lead_id, title="Offer", version=last + 1, created_at=NOW,
                           updated_at=NOW)  # fmt: skip
    merge_leads(database, keep, drop, {}, NOW)
    assert database.rows("SELECT version FROM proposal WHERE lead_id = ? ORDER BY version", (keep,)) == [
        (1,),
        (2,),
        (3,),
    ]


def test_amounts_in_two_currencies_are_never_mixed(database: Database, lead: Lead) -> None:
    keep, drop = lead(value="5k", currency="EUR"), lead(value="9k", budget="12k", currency="USD")
    merge_leads(database, keep, drop, {}, NOW)
    assert database.row("SELECT value, budget_max, currency FROM lead WHERE id = ?", (keep,)) == (500_000, None, "EUR")
    journal.undo(database, NOW)
    merge_leads(database, keep, drop, {"value": "drop"}, NOW)
    row = database.row("SELECT value, budget_max, currency FROM lead WHERE id = ?", (keep,))
    assert row == (900_000, 1_200_000, "USD")


def test_a_reply_that_either_still_owes_stays_owed(database: Database, lead: Lead) -> None:
    keep, drop = lead(), lead()
    with journal.action(database, "message", "asked", NOW):
        records.insert(database, "message", lead_id=drop, direction="in", status="READ", quote="How much?", at=NOW - 9,
                       created_at=NOW, updated_at=NOW)  # fmt: skip
        records.update(database, "lead", keep, dismissed_at=NOW)
    merge_leads(database, keep, drop, {}, NOW)
    assert one(database, "SELECT owed_quote FROM lead WHERE id = ?", keep) == "How much?"


def test_the_file_that_brought_the_other_lead_finds_the_kept_one(database: Database) -> None:
    from hermes_tui.exchange.load import load
    from hermes_tui.exchange.mapping import ColumnMap
    from hermes_tui.exchange.plan import plan
    from hermes_tui.exchange.tables import read_bytes

    text = b"Deal ID,Company,Deal,Email\nD-1,Acme,ERP,ann@x.com\nD-2,Acme Corp,ERP,ann@x.com\n"
    planned = plan(read_bytes(text, "deals.csv"), ColumnMap())
    load(database, planned, now=NOW)
    merge_leads(database, 1, 2, {}, NOW)
    again = load(database, planned, now=NOW)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 2)
    changed = text.replace(b"ERP,ann@x.com\n", b"ERP,ann@x.com\n", 1).replace(b"Corp,ERP", b"Corp,ERP suite")
    assert load(database, plan(read_bytes(changed, "deals.csv"), ColumnMap()), now=NOW).created == 0
    assert one(database, "SELECT COUNT(*) FROM lead") == 1


def test_what_makes_no_sense_is_one_sentence_and_nothing_happens(database: Database, lead: Lead) -> None:
    keep, drop = lead(), lead()
    before = rows_of(database)
    for choices, words in (
        ({"colour": "drop"}, "no field `colour`"),
        ({"title": "left"}, "title=keep or title=drop"),
        ({"title": "both"}, "a title is one"),
        ({"tags": "drop"}, "need no choice"),
    ):
        with pytest.raises(UsageError, match=words):
            merge_leads(database, keep, drop, choices, NOW)
    with pytest.raises(UsageError, match=f"Lead #{keep} cannot be merged with itself"):
        merge_leads(database, keep, keep, {}, NOW)
    with pytest.raises(NotFound):
        merge_leads(database, keep, 99, {}, NOW)
    with pytest.raises(NotFound):
        merge_leads(database, 99, keep, {}, NOW)
    assert rows_of(database) == before


def test_a_pair_said_to_be_two_is_kept_once_and_follows_a_merge(database: Database, lead: Lead) -> None:
    one_lead, other, third = lead(), lead(), lead()
    not_a_duplicate(database, other, one_lead, NOW)
    assert not_a_duplicate(database, one_lead, other, NOW).action_id == 0
    assert said_to_be_two(database) == {(one_lead, other)}
    merge_leads(database, third, other, {}, NOW)
    assert said_to_be_two(database) == {(one_lead, third)}
    with pytest.raises(UsageError, match="with itself"):
        not_a_duplicate(database, third, third, NOW)
