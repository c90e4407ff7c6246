"""`hermes dedupe`, `merge` and `unmerge` at a rep's shell."""

from __future__ import annotations

import pytest


@pytest.fixture
def twice(hermes) -> tuple[int, int]:
    """One deal added twice, and another beside."""
    one = hermes("add", "title=ERP rollout", "company=Acme Corp", "email=ann@x.com", "source=fair")
    other = hermes("add", "title=ERP roll-out", "company=ACME Corporation", "email=Ann@x.com", "source=web")
    hermes("add", "title=Help desk", "company=Quark")
    return int(one.out), int(other.out)


def test_the_pair_is_listed_with_its_reasons(hermes, twice) -> None:
    answer = hermes("dedupe")
    assert answer.code == 0
    assert "same e-mail ann@x.com" in answer.out
    (pair,) = hermes("dedupe", "--json").json
    assert pair["leads"] == list(twice)
    assert pair["score"] == 100
    assert {"reason": "same e-mail", "points": 75, "evidence": "ann@x.com"} in pair["reasons"]
    assert hermes("dedupe", "source:web", "--json").json == [pair]
    none = hermes("dedupe", "quark")
    assert (none.code, none.err) == (3, "The filter leaves 1 lead; none has a likely duplicate.\n")


def test_where_there_is_none_the_code_is_3_and_a_wrong_score_is_2(hermes, acme) -> None:
    answer = hermes("dedupe")
    assert (answer.code, answer.out) == (3, "")
    assert "No likely duplicates" in answer.err
    assert hermes("dedupe", "--json").json == []
    assert hermes("dedupe", "--min", "101").code == 2
    assert hermes("dedupe", "--min", "x").code == 2


def test_said_to_be_two_they_are_listed_no_more_until_it_is_undone(hermes, twice) -> None:
    assert hermes("dedupe", "--not", twice[1], twice[0]).code == 0
    assert hermes("dedupe").code == 3
    hermes("undo")
    assert hermes("dedupe").code == 0
    assert hermes("dedupe", "--not", twice[0]).code == 2
    assert hermes("dedupe", "--not", twice[0], twice[0]).code == 2


def test_a_dry_run_shows_both_field_by_field_and_changes_nothing(hermes, twice) -> None:
    answer = hermes("merge", *twice, "source=drop", "--dry-run", "--json")
    fields = {field["field"]: field["choice"] for field in answer.json["fields"]}
    assert fields["source"] == "drop"
    assert fields["title"] == "keep"
    assert "Nothing was merged" in hermes("merge", *twice, "--dry-run").err
    assert hermes("count").out.strip() == "3"


def test_merged_listed_and_parted_again_by_action_or_lead(hermes, twice) -> None:
    one, other = twice
    merged = hermes("merge", one, other, "source=drop", "--json").json
    assert merged["id"] == one
    assert hermes("show", one, "--json").json["source"] == "web"
    (line,) = hermes("dedupe", "--merged", "--json").json
    assert (line["action_id"], line["drop"], line["apart_again"]) == (merged["action_id"], other, False)
    hermes("edit", one, "company=Acme Group")
    answer = hermes("unmerge", other)
    assert answer.code == 0
    assert "is a lead of its own again" in answer.err
    assert hermes("show", other, "--json").json["company"] == "ACME Corporation"
    assert hermes("show", one, "--json").json["company"] == "Acme Group"
    assert hermes("dedupe", "--merged", "--json").json[0]["apart_again"] is True
    assert hermes("unmerge", merged["action_id"]).code == 1
    hermes("undo")
    assert hermes("show", other).code == 3
    assert hermes("unmerge").code == 0


def test_a_number_that_a_merge_and_a_merged_lead_have_is_the_lead_with_a_hash(hermes) -> None:
    for number in range(1, 9):
        hermes("add", f"title=Deal {number}")
    late = hermes("merge", 1, 2, "--json").json["action_id"]
    assert late == 9
    hermes("add", "title=Deal 9")
    hermes("merge", 3, late)
    assert "#9 Deal 9 is a lead" in hermes("unmerge", f"#{late}").err
    assert "#2 Deal 2 is a lead" in hermes("unmerge", late).err
    assert "nothing to un-merge" in hermes("unmerge").err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("merge", 1, 1), 2, "cannot be merged with itself"),
        (("merge", 1, 99), 3, "no lead #99"),
        (("merge", 1), 2, "KEEP DROP"),
        (("merge", 1, 2, "colour=drop"), 2, "no field `colour`"),
        (("merge", 1, 2, "title=left"), 2, "title=keep or title=drop"),
        (("merge", "x", 2), 2, "no id"),
        (("unmerge",), 3, "nothing to un-merge"),
        (("unmerge", 77), 3, "neither a merge nor a merged lead"),
        (("dedupe", "--merged"), 3, "Nothing was merged yet"),
    ],
)
def test_what_makes_no_sense_is_one_sentence(hermes, twice, words, code, said) -> None:
    answer = hermes(*words)
    assert answer.code == code
    assert said in answer.err
    assert answer.err.count("\n") == 1
