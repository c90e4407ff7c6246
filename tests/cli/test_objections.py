"""What stands in the way, from the shell."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Answer, Hermes

KIND_KEYS = [
    "kind", "raised", "resolved", "open", "unresolved_at_close", "rate", "low", "high", "too_early",
    "days_to_resolve", "leads", "win_rate",
]  # fmt: skip


def noted(hermes: Hermes, lead: int, text: str, *more: str) -> int:
    """Note an objection; its id."""
    assert hermes("note", lead, "-m", text, *more).code == 0
    return int(hermes("objection", "list", lead, "--json").json[0]["id"])


def test_an_objection_is_listed_resolved_reopened_and_all_of_it_undone(hermes: Hermes, acme: int) -> None:
    made = noted(hermes, acme, "too dear #budget", "--at", "2026-06-20 09:00")
    assert "#1 Acme Corp" in hermes("objection", "list").out
    done = hermes("objection", "resolve", made, "Paid", "in", "parts", "--at", "2026-06-21 09:00", "--json").json
    assert (done["id"], done["done"]) == (made, "Acme Corp: budget objection resolved: Paid in parts")
    shown = hermes("show", acme, "--json").json["objections"][0]
    assert (shown["state"], shown["resolved_at"], shown["resolution"]) == (
        "resolved",
        "2026-06-21T09:00:00Z",
        "Paid in parts",
    )
    assert hermes("objection", "list").err == "No objection stands in the way.\n"
    assert "Paid in parts" in hermes("objection", "list", "--all").out
    assert "reopened" in hermes("objection", "reopen", f"#{made}").err
    assert hermes("undo", "2").code == 0
    assert hermes("objection", "list", "budget", "--json").json[0]["state"] == "open"


def test_a_tag_set_by_mistake_is_taken_off(hermes: Hermes, acme: int) -> None:
    made = noted(hermes, acme, "all is well", "--objection", "trust")
    assert hermes("objection", "remove", made).err == "Acme Corp: trust objection removed. Undo: hermes undo\n"
    answer = hermes("objection", "list", acme)
    assert (answer.code, answer.out) == (3, "")


def test_a_deal_won_with_it_in_the_way_leaves_it_unresolved(hermes: Hermes, acme: int) -> None:
    noted(hermes, acme, "who are you? #trust")
    hermes("stage", acme, "WON")
    assert "unresolved" in hermes("objection", "list", acme).out
    found = hermes("objection", "stats", "--json").json[4]
    assert (found["kind"], found["open"], found["unresolved_at_close"], found["rate"]) == ("TRUST", 0, 1, 0)
    assert hermes("objection", "list").out == ""


def test_the_figures_have_their_fixed_keys_and_the_stats_have_the_same(hermes: Hermes, demo: None) -> None:
    found = hermes("objection", "stats", "--json").json
    assert [row["kind"] for row in found] == ["BUDGET", "TIMING", "COMPETITION", "INTERNAL", "TRUST", "SCOPE"]
    assert [list(row) for row in found] == [KIND_KEYS] * 6
    assert hermes("stats", "--json").json["objections"] == found
    narrow = hermes("objection", "stats", "--since", "90", "stage:won", "--json").json
    assert all(row["unresolved_at_close"] == row["open"] == 0 for row in narrow)
    assert sum(row["raised"] for row in narrow) < sum(row["raised"] for row in found)


def test_the_table_says_how_sure_it_is(hermes: Hermes, demo: None) -> None:
    table = hermes("objection", "stats").out.splitlines()
    assert table[0].split()[:5] == ["kind", "raised", "resolved", "open", "unresolved"]
    assert "(" in table[1]
    assert any("too early" in line for line in table)
    assert table[-1].startswith("all")


def test_what_answered_it_before_is_told_with_who_when_and_how_it_ended(hermes: Hermes, demo: None) -> None:
    found = hermes("objection", "answers", "budget", "--json").json
    assert {"answer", "times", "won", "lead", "company", "contact", "resolved_at", "outcome"} == set(found[0])
    assert found[0]["outcome"] == "won"
    assert len({row["answer"].casefold() for row in found}) == len(found)
    assert found[0]["answer"] in hermes("objection", "answers", "#budget").out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("objection", "list", "price"), 2, "There is no objection `price`; the kinds are budget, timing"),
        (("objection", "list", "77"), 3, "There is no lead #77"),
        (("objection", "resolve", "77", "so"), 3, "There is no objection 77"),
        (("objection", "resolve", "x"), 2, "no id of a noted objection"),
        (("objection", "answers", "scope"), 3, "Nothing has resolved a scope objection yet"),
        (("objection", "stats", "nobodyiscalledthis"), 3, "by the leads and in the days asked for"),
        (("objection", "stats", "--since", "soon"), 2, "--since wants a number of days"),
        (("objection", "solve", "1"), 2, "did you mean `hermes objection resolve`?"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(
    hermes: Hermes, acme: int, words: tuple[str, ...], code: int, said: str
) -> None:
    answer: Answer = hermes(*words)
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err


def test_a_new_file_says_how_to_begin(hermes: Hermes, acme: int) -> None:
    answer = hermes("objection", "stats")
    assert answer.code == 0
    assert "No objection was raised yet" in answer.err
