"""Tasks from the shell: planned, changed, begun, done, dropped, taken up again, listed."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Hermes


def titles(hermes: Hermes, *words: object) -> list[str]:
    return [task["title"] for task in hermes("task", "list", *words, "--json").json]


def test_a_task_has_a_day_an_hour_a_person_and_a_priority(hermes: Hermes, acme: int) -> None:
    ann = hermes("contact", "add", acme, "--name", "Ann Lee").out.strip()
    bob = hermes("contact", "add", acme, "--name", "Bob Ray").out.strip()
    made = hermes("task", "add", acme, "fri 14:00 call Ann !")
    assert (made.code, made.out) == (0, "1\n")
    hermes("task", "add", acme, "send the deck", "--due", "3 dec", "--contact", bob, "--kind", "proposal")
    first, second = hermes("task", "list", "--json").json
    assert (first["due"], first["due_at"], first["priority"], first["kind"]) == (
        "2026-06-26", "2026-06-26T14:00:00Z", "HIGH", "CALL",
    )  # fmt: skip
    assert first["contact"] == {"id": int(ann), "name": "Ann Lee"}
    assert (second["due"], second["due_at"], second["contact"]["name"]) == ("2026-12-03", None, "Bob Ray")
    shown = hermes("task", "list").out
    assert "2026-06-26 14:00" in shown
    assert "Acme Corp, Ann Lee" in shown


def test_the_list_can_be_narrowed_to_what_presses(hermes: Hermes, acme: int) -> None:
    for line in ("today call", "fri send deck", "tidy up"):
        hermes("task", "add", acme, line)
    hermes("task", "add", "no lead", "--due", "19 jun 2026")
    assert titles(hermes) == ["no lead", "call", "send deck", "tidy up"]
    assert titles(hermes, "--overdue") == ["no lead"]
    assert titles(hermes, "--today") == ["call"]
    assert titles(hermes, "--overdue", "--today") == ["no lead", "call"]
    assert titles(hermes, acme, "--coming", "--someday") == ["send deck", "tidy up"]
    assert "late" in hermes("task", "list", "--overdue").out
    hermes("task", "cancel", 2)
    assert titles(hermes, "--over") == ["send deck"]


def test_a_task_goes_through_every_status_and_undo_brings_each_back(hermes: Hermes, acme: int) -> None:
    hermes("task", "add", acme, "fri call Ann")

    def status() -> str:
        return str(hermes("task", "list", acme, "--json").json[0]["status"])

    for verb, after in (("start", "IN_PROGRESS"), ("done", "DONE"), ("reopen", "PENDING"), ("cancel", "CANCELLED")):
        before = status()
        assert hermes("task", verb, 1).code == 0
        assert status() == after
        hermes("undo")
        assert status() == before
        hermes("redo")
    answer = hermes("task", "start", 1)
    assert (answer.code, status()) == (2, "CANCELLED")
    assert "is dropped; take it up again first" in answer.err


def test_fields_of_a_task_are_set_and_cleared(hermes: Hermes, acme: int) -> None:
    hermes("task", "add", acme, "fri call Ann")
    answer = hermes("task", "edit", 1, "due=mon 9:30", "priority=urgent", "title=call Ann's boss")
    assert "task is now: call Ann's boss on Mon 29 Jun 9:30" in answer.err
    task = hermes("task", "list", "--json").json[0]
    assert (task["due_at"], task["priority"]) == ("2026-06-29T09:30:00Z", "URGENT")
    hermes("task", "edit", 1, "due=", "lead=")
    task = hermes("task", "list", "--json").json[0]
    assert (task["due"], task["due_at"], task["lead"]) == (None, None, None)
    assert "nothing changed" in hermes("task", "edit", 1, "due=").err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["task", "edit", "1"], 2, "wants TASK FIELD=VALUE"),
        (["task", "edit", "1", "due=someday soon"], 2, "no day I know"),
        (["task", "edit", "1", "due=fri 26:00"], 2, "no time of day"),
        (["task", "edit", "1", "contact=Zoe"], 2, "none of the lead's people (nobody)"),
        (["task", "edit", "9", "due=fri"], 3, "There is no task 9"),
        (["task", "start", "9"], 3, "There is no task 9"),
        (["task", "add", "1", "call", "--contact", "77"], 2, "Contact 77 is not one of lead #1"),
        (["task", "add", "1", "call", "--due", "31 feb"], 2, "The calendar has no 31 Feb"),
        (["task", "list", "99"], 3, "There is no lead #99"),
    ],
)
def test_what_makes_no_sense_is_one_sentence_and_changes_nothing(
    hermes: Hermes, acme: int, words: list[str], code: int, said: str
) -> None:
    hermes("task", "add", acme, "fri call Ann")
    before = hermes("task", "list", "--json").json
    answer = hermes(*words)
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err
    assert hermes("task", "list", "--json").json == before
