"""Searching: the lead the rep thinks of comes first, whatever was typed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.database import Database
from storage.search import MAX_WORDS, phrase, search, searchable, snippet


@pytest.fixture
def filled(rep: Any) -> Database:
    acme = rep.lead(title="ERP rollout", company="Acme Corp", description="They wrote to Borealis before.")
    borealis = rep.lead(title="Nordic office", company="Borealis")
    cobalt = rep.lead(title="Renewal", company="Cobalt & Sons")
    rep.add("contact", lead_id=acme, name="Zoë Müller", email="zoe@acme.example", role="CTO")
    rep.add("contact", lead_id=cobalt, name="Ann Lee")
    rep.add("note", lead_id=cobalt, text="Asked what a seat would cost per year, then went silent.")
    rep.add("message", lead_id=borealis, subject="Your Nordic office", body="Shall we talk on Tuesday?")
    found: Database = rep.database
    return found


Find = Callable[[str], list[str | None]]


@pytest.fixture
def find(filled: Database) -> Find:
    return lambda text: [hit.company for hit in search(filled, text)]


def test_a_company_is_found_by_its_beginning_before_those_that_mention_it(find: Find) -> None:
    assert find("borea") == ["Borealis", "Acme Corp"]


def test_people_notes_and_messages_lead_to_their_lead(find: Find) -> None:
    assert find("muller") == ["Acme Corp"]
    assert find("seat cost") == ["Cobalt & Sons"]
    assert find("tuesday") == ["Borealis"]


def test_words_spread_over_a_lead_s_people_and_notes_find_it(find: Find) -> None:
    assert find("ann silent") == ["Cobalt & Sons"]
    assert find("ann tuesday") == []


def test_a_hit_says_where_and_shows_the_words(filled: Database) -> None:
    (hit,) = search(filled, "seat")
    assert (hit.title, hit.where) == ("Renewal", "note")
    assert "a seat would cost" in hit.snippet


def test_a_whole_word_comes_before_a_beginning(rep: Any) -> None:
    for title in ("Acmelike", "Acme", "Acmeish"):
        rep.lead(title=title)
        rep.now += 1
    assert [hit.title for hit in search(rep.database, "acme")] == ["Acme", "Acmeish", "Acmelike"]


@pytest.mark.parametrize(
    ("text", "word", "shown"),
    [
        ("Short words", "word", "Short words"),
        ("first line\nÜBER all", "uber", "first line ÜBER all"),
        ("nothing of it", "zebra", "nothing of it"),
        ("lead " * 30 + "zebra" + " tail" * 30, "zeb", "…lead lead lead lead lead zebra" + " tail" * 9 + "…"),
        ("x" * 300, "x", "x" * 80 + "…"),
        ("x" * 300 + "-zebra", "zebra", "…" + "x" * 25 + "-zebra"),
    ],
)
def test_a_snippet_shows_the_words_around_the_match(text: str, word: str, shown: str) -> None:
    assert snippet([None, text], [word]) == shown


def test_a_lead_is_listed_once_however_often_it_matches(find: Find) -> None:
    assert find("nordic") == ["Borealis"]


def test_the_limit_is_kept(filled: Database) -> None:
    assert len(search(filled, "borealis", 1)) == 1
    assert search(filled, "borealis", 0) == []


def test_nothing_to_search_for_finds_nothing(find: Find) -> None:
    assert find("") == []
    assert find("!!! --") == []


def test_what_was_changed_is_found_under_its_new_name_only(rep: Any) -> None:
    lead = rep.lead(title="Old name")
    rep.edit("lead", lead, title="New name")
    assert [hit.title for hit in search(rep.database, "new")] == ["New name"]
    assert search(rep.database, "old") == []


def match_query(words: str | list[str]) -> str:
    """The FTS5 query of every word, as the filters and the search put it together."""
    return " ".join(phrase(word) for word in searchable(words))


def test_every_word_is_quoted_and_may_go_on() -> None:
    assert match_query('acme "pri !! OR') == '"acme" * """pri" * "OR" *'
    assert match_query("... !") == ""
    assert match_query(["two words", "two words"]) == '"two words" *'
    assert len(match_query(" ".join(f"w{number}" for number in range(99))).split(" * ")) == MAX_WORDS


@given(st.text())
def test_any_text_is_a_valid_query(text: str) -> None:
    import sqlite3

    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE t USING fts5 (a)")
    query = match_query(text)
    if query:
        assert connection.execute("SELECT * FROM t WHERE t MATCH ?", (query,)).fetchall() == []
    connection.close()


def test_naughty_strings_are_found_where_they_were_written(rep: Any, shared_data: Path) -> None:
    strings = json.loads((shared_data / "naughty" / "blns.json").read_text())
    from storage.clean import clean

    titles = {clean(string)[:200] for string in strings if clean(string)}
    connection = rep.database.connection()
    with rep.database.transaction():
        connection.executemany(
            "INSERT INTO lead (title, created_at, updated_at, stage_entered_at, silent_since) VALUES (?, 1, 1, 1, 1)",
            [(title,) for title in titles],
        )
    missed = [title for title in titles if match_query(title) and not search(rep.database, title, 600)]
    assert missed == []
