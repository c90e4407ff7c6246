"""Tags from the shell."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Hermes


@pytest.fixture
def leads(hermes: Hermes, acme: int) -> list[int]:
    """Acme and two more of another source."""
    return [acme, *(int(hermes("add", f"title=T{n}", "source=fair").out) for n in range(2))]


def tags(hermes: Hermes) -> dict[str, int]:
    return {tag["name"]: tag["leads"] for tag in hermes("tag", "list", "--json").json}


def test_tags_go_on_and_off_by_ids_and_by_filter(hermes: Hermes, leads: list[int]) -> None:
    answer = hermes("tag", "add", "hot lead", "crm", leads[0], leads[1])
    assert "2 leads: tags +hot lead +crm, 2 of 2 changed" in answer.err
    assert tags(hermes) == {"crm": 2, "hot lead": 2}
    assert "1 of 2 changed" in hermes("tag", "add", "crm", "--filter", "source:fair").err
    assert hermes("tag", "rm", "hot lead", "--filter", "tag:crm", "--json").json["leads"] == leads[::-1]
    assert tags(hermes) == {"crm": 3}
    hermes("undo")
    assert tags(hermes) == {"crm": 3, "hot lead": 2}
    assert "hot lead" in hermes("tag", "list").out


def test_a_tag_that_is_a_number_is_a_tag_where_it_comes_first(hermes: Hermes, acme: int) -> None:
    hermes("tag", "add", "2026", acme)
    assert tags(hermes) == {"2026": 1}


def test_commas_part_tags_and_a_plus_is_no_part_of_one(hermes: Hermes, acme: int) -> None:
    hermes("tag", "add", "+hot, eu,,second wave", acme)
    assert hermes("show", acme, "--json").json["tags"] == ["eu", "hot", "second wave"]
    assert hermes("tag", "rm", "hot,eu", acme).code == 0
    assert hermes("show", acme, "--json").json["tags"] == ["second wave"]


@pytest.mark.parametrize("words", [("edit", "", "value=1"), ("tag", "add", "hot", "--filter", " ")])
def test_an_empty_filter_is_a_slip_of_the_shell_and_changes_nothing(
    hermes: Hermes, acme: int, words: tuple[str, ...]
) -> None:
    answer = hermes(*words)
    assert answer.code == 2
    assert "An empty filter is all leads" in answer.err
    assert hermes("edit", "sort:created", "value=1").code == 0


def test_renaming_merges_where_the_name_is_taken(hermes: Hermes, leads: list[int]) -> None:
    hermes("tag", "add", "crm", leads[0])
    hermes("tag", "add", "c.r.m", leads[1])
    assert "tag c.r.m is one with crm now, on 1 lead" in hermes("tag", "rename", "c.r.m", "crm").err
    assert tags(hermes) == {"crm": 2}


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["tag", "add", "crm"], 2, "Which leads?"),
        (["tag", "add", " ", "1"], 2, "Which tags?"),
        (["tag", "add", "crm", "99"], 3, "There is no lead #99"),
        (["tag", "add", "crm", "--filter", "source:nowhere"], 3, "No lead matches"),
        (["tag", "rm", "crm", "--filter", "sauce:x"], 2, "source"),
        (["tag", "rename", "nosuch", "x"], 3, "There is no tag `nosuch`"),
    ],
)
def test_what_makes_no_sense_changes_nothing(hermes: Hermes, acme: int, words: list[str], code: int, said: str) -> None:
    answer = hermes(*words)
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err
    assert tags(hermes) == {}
