"""A rep tags many leads with one key and takes it all back with another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hermes_tui.actions import history
from hermes_tui.actions.leads import add_lead
from hermes_tui.actions.tags import TagChange, parse_change, rename_tag, tag_leads, tag_name
from storage.database import Database
from storage.errors import NotFound, UsageError
from storage.queries import lead as lead_queries
from storage.queries.tags import tag_counts


@pytest.fixture
def leads(database: Database, now: int) -> list[int]:
    """Three leads: crm and old, crm, none."""
    from datetime import date

    tags = ("crm, old", "crm", "")
    return [
        add_lead(database, {"title": f"T{n}", "tags": each}, now, date(2026, 6, 22)).made for n, each in enumerate(tags)
    ]


def tags_of(database: Database, leads: list[int]) -> list[list[str]]:
    return [lead_queries.tags(database, lead) for lead in leads]


@pytest.mark.parametrize(
    ("typed", "added", "removed"),
    [
        ("+new -old", ("new",), ("old",)),
        ("New  +new", ("new",), ()),
        ("hiring, hot lead, -old one", ("hiring", "hot lead"), ("old one",)),
        ('"hot lead" -"old one"', ("hot lead",), ("old one",)),
        ("c++ -c#", ("c++",), ("c#",)),
        ("[/] 漢字", ("[/]", "漢字"), ()),
    ],
)
def test_a_line_of_tags(typed: str, added: tuple[str, ...], removed: tuple[str, ...]) -> None:
    assert parse_change(typed) == TagChange(added, removed)


@pytest.mark.parametrize("typed", ["", " , ", "+ -", "+new -new", "\x00"])
def test_a_line_that_names_no_tag_or_one_twice_is_a_sentence(typed: str) -> None:
    with pytest.raises(UsageError, match="nothing was changed"):
        parse_change(typed)


names = st.text(st.characters(exclude_characters=',"'), min_size=1, max_size=12).map(tag_name)
plain = names.filter(lambda name: name and not name.startswith(("+", "-")) and " " not in name)


@given(st.sets(plain, max_size=4), st.sets(plain, max_size=4))
def test_a_change_is_read_back_as_it_is_written(added: set[str], removed: set[str]) -> None:
    change = TagChange(tuple(sorted(added - removed)), tuple(sorted(removed - added)))
    if change.added or change.removed:
        assert parse_change(str(change)) == change


def test_one_action_says_how_many_really_changed_and_one_undo_takes_it_back(
    database: Database, leads: list[int], now: int
) -> None:
    before = tags_of(database, leads)
    outcome = tag_leads(database, leads, parse_change("+crm -old"), now)
    assert outcome.words == "3 leads: tags +crm -old, 2 of 3 changed"
    assert tags_of(database, leads) == [["crm"], ["crm"], ["crm"]]
    again = tag_leads(database, leads, parse_change("+crm -old"), now)
    assert (again.action_id, again.words) == (0, "3 leads: tagged so already: +crm -old")
    history.undo(database, now)
    assert tags_of(database, leads) == before
    history.redo(database, now)
    assert tags_of(database, leads) == [["crm"], ["crm"], ["crm"]]


def test_a_tag_that_is_worth_points_scores_the_lead_anew(database: Database, leads: list[int], now: int) -> None:
    before = database.value("SELECT score FROM lead WHERE id = ?", (leads[2],))
    tag_leads(database, leads[2:], parse_change("hiring"), now)
    assert database.value("SELECT score FROM lead WHERE id = ?", (leads[2],)) == before + 10
    history.undo(database, now)
    assert database.value("SELECT score FROM lead WHERE id = ?", (leads[2],)) == before


def test_a_lead_that_is_not_there_leaves_all_as_they_were(database: Database, leads: list[int], now: int) -> None:
    with pytest.raises(NotFound, match="no lead #99; nothing was changed"):
        tag_leads(database, [*leads, 99], parse_change("+x"), now)
    assert [tag.name for tag in tag_counts(database)] == ["crm", "old"]


def test_tags_are_counted_the_most_used_first(database: Database, leads: list[int]) -> None:
    assert tag_counts(database) == [("crm", 2), ("old", 1)]


def test_a_renamed_tag_is_the_same_tag(database: Database, leads: list[int], now: int) -> None:
    assert rename_tag(database, "CRM", " Customer  Care ", now).words == "tag crm is now customer care, on 2 leads"
    assert tags_of(database, leads) == [["customer care", "old"], ["customer care"], []]
    history.undo(database, now)
    assert tags_of(database, leads) == [["crm", "old"], ["crm"], []]
    assert rename_tag(database, "crm", "CRM", now).action_id == 0


def test_renamed_to_one_that_is_there_the_two_become_one_until_undone(
    database: Database, leads: list[int], now: int
) -> None:
    tag_leads(database, leads[2:], parse_change("old"), now)
    assert rename_tag(database, "old", "crm", now).words == "tag old is one with crm now, on 2 leads"
    assert tags_of(database, leads) == [["crm"], ["crm"], ["crm"]]
    assert tag_counts(database) == [("crm", 3)]
    history.undo(database, now)
    assert tags_of(database, leads) == [["crm", "old"], ["crm"], ["old"]]


def test_a_tag_nobody_knows_names_the_nearest(database: Database, leads: list[int], now: int) -> None:
    with pytest.raises(NotFound, match="did you mean `crm`"):
        rename_tag(database, "crn", "x", now)
    with pytest.raises(UsageError, match="needs a name"):
        rename_tag(database, "crm", " , ", now)
