"""A rep asks from the shell what to do next, and says yes or no to it."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Hermes


def asked(hermes: Hermes, lead: int, days: str = "3d") -> None:
    hermes("touch", lead, "--via", "email", "--in", "-m", "What would it cost?", "--at", days)


def test_next_names_the_first_of_the_queue_and_why(hermes: Hermes, acme: int) -> None:
    asked(hermes, acme)
    answer = hermes("next", "--json").json
    assert set(answer) == {"id", "title", "company", "action", "label", "because"}
    assert (answer["id"], answer["action"]) == (acme, "answer")
    assert "What would it cost?" in hermes("next", acme).out
    assert hermes("show", acme, "--json").json["next_action"]["action"] == "answer"


def test_an_empty_queue_says_so(hermes: Hermes) -> None:
    hermes("add", "title=fresh")
    assert hermes("next").code == 3
    assert hermes("next", "--limit", 3, "--json").json == []


def test_the_first_leads_of_the_queue_come_in_its_order(hermes: Hermes, acme: int) -> None:
    other = int(hermes("add", "title=CRM", "company=Borealis", "--at", "2026-06-02 09:00").out)
    asked(hermes, acme)
    assert [item["id"] for item in hermes("next", "--limit", 5, "--json").json] == [acme, other]
    assert len(hermes("next", "--limit", 1, "--json").json) == 1
    assert [line.split(":")[0] for line in hermes("next", "--limit", 5).out.splitlines()] == [
        f"#{acme} Acme Corp", f"#{other} Borealis",
    ]  # fmt: skip


def test_what_is_accepted_is_recorded_and_the_command_that_does_it_is_said(hermes: Hermes, acme: int) -> None:
    asked(hermes, acme)
    said = hermes("next", acme, "--accept")
    assert said.err.splitlines() == [
        "Acme Corp: accepted: Answer the pricing question. Undo: hermes undo",
        f"To do it: `hermes draft {acme} --reply`",
    ]
    assert "accepted: Answer" in hermes("log").out
    answer = hermes("next", acme, "--accept", "--json").json
    assert (answer["id"], answer["verdict"], answer["action"], answer["next"]["action"]) == (
        acme, "accepted", "answer", "answer",
    )  # fmt: skip


def test_what_is_refused_steps_back_and_undo_brings_it_forward(hermes: Hermes, acme: int) -> None:
    asked(hermes, acme)
    said = hermes("next", acme, "--refuse")
    assert "“Answer the pricing question” refused until Mon 29 Jun; next: " in said.err
    assert hermes("next", acme, "--json").json["action"] != "answer"
    hermes("undo")
    assert hermes("next", acme, "--json").json["action"] == "answer"
    answer = hermes("next", acme, "--refuse", "--json").json
    assert (answer["verdict"], answer["action"]) == ("refused", "answer")
    assert answer["next"]["action"] != "answer"


def test_a_lead_of_which_all_was_refused_is_passed_over(hermes: Hermes, acme: int) -> None:
    other = int(hermes("add", "title=CRM", "company=Borealis", "--at", "2026-06-02 09:00").out)
    asked(hermes, acme)
    while hermes("next", acme, "--refuse").code == 0:
        pass
    assert hermes("next", acme).out == f"#{acme} Acme Corp: nothing is asked for now\n"
    assert hermes("next", "--json").json["id"] == other
    while hermes("next", other, "--refuse").code == 0:
        pass
    answer = hermes("next")
    assert (answer.code, answer.err) == (3, "Nothing in the queue asks to be done now.\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--accept",), "Of which lead? Write `hermes next ID --accept`"),
        (("1", "--accept", "--refuse"), "accepted or refused, not both"),
        (("1", "--limit", "3"), "--limit is of the queue"),
    ],
)
def test_what_cannot_be_meant_is_said(hermes: Hermes, acme: int, words: tuple[str, ...], said: str) -> None:
    answer = hermes("next", *words)
    assert answer.code == 2
    assert said in answer.err


def test_nothing_to_accept_is_said_and_nobody_is_not_there(hermes: Hermes) -> None:
    fresh = int(hermes("add", "title=fresh", "stage=contacted").out)
    answer = hermes("next", fresh, "--accept")
    assert (answer.code, "nothing asks to be done now; nothing was recorded" in answer.err) == (2, True)
    assert hermes("next", 99, "--refuse").code == 3


@pytest.mark.parametrize(
    ("stage", "days", "how"),
    [
        ("qualified", "2026-06-02 09:00", "hermes draft {}`"),
        ("contacted", "2026-06-19 09:00", "hermes draft {}`"),
        (
            "responded",
            "2026-06-02 09:00",
            "hermes stage {} NAME`, `hermes lose {} --reason WHY` or `hermes archive {}`",
        ),
        ("followup_2", "2026-06-14 09:00", "hermes touch {} --via call`"),
    ],
)
def test_each_stage_is_told_how(hermes: Hermes, stage: str, days: str, how: str) -> None:
    lead = int(hermes("add", "title=ERP", f"stage={stage}", "--at", days).out)
    assert f"To do it: `{how}".replace("{}", str(lead)) in hermes("next", lead, "--accept").err


def test_a_task_an_objection_and_a_person_are_told_by_their_number(hermes: Hermes, acme: int) -> None:
    task = hermes("task", "add", acme, "today send the deck", "--json").json["id"]
    assert f"`hermes task done {task}`" in hermes("next", acme, "--accept").err
    hermes("task", "done", task)
    hermes("note", acme, "-m", "#budget too much")
    hermes("stage", acme, "responded")
    known = hermes("show", acme, "--json").json["objections"][0]["id"]
    assert f"`hermes objection resolve {known} TEXT`" in hermes("next", acme, "--accept").err
