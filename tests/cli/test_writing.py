"""A rep records the day from the shell: each command is one action, says what it did, and can be undone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Hermes


def test_a_new_lead_gets_a_short_id_on_stdout_and_words_on_stderr(hermes: Hermes) -> None:
    made = hermes("add", "title=ERP rollout", "company=Acme")
    assert (made.code, made.out) == (0, "1\n")
    assert "Started a new database" in made.err
    assert "added Acme" in made.err


def test_a_call_logged_ends_the_silence_and_undo_brings_it_back(hermes: Hermes, acme: int) -> None:
    assert hermes("list", "--json").json[0]["stale"] is True
    touched = hermes("touch", acme, "--via", "call", "-m", "40 min, liked it", "--json").json
    assert touched["leads"] == [acme]
    after = hermes("show", acme, "--json").json
    assert (after["stale"], after["days_silent"], after["timeline"][0]["text"]) == (False, 0, "40 min, liked it")
    undone = hermes("undo", "--json").json
    assert undone["action_id"] == touched["action_id"]
    assert "call logged" in undone["done"]
    assert hermes("list", "--json").json[0]["stale"] is True


def test_yesterdays_mail_is_logged_for_yesterday(hermes: Hermes, acme: int) -> None:
    hermes("touch", acme, "--via", "email", "--in", "-m", "What would it cost?", "--at", "yesterday 16:00")
    shown = hermes("show", acme, "--json").json
    assert shown["last_touch_at"] == "2026-06-21T16:00:00Z"
    assert shown["next_action"]["action"] == "answer"
    assert shown["owed_since"] == "2026-06-21T16:00:00Z"


def test_an_old_mail_logged_late_does_not_wake_a_snoozed_lead_and_a_new_one_does(hermes: Hermes, acme: int) -> None:
    hermes("touch", acme, "--via", "call", "--at", "yesterday")
    hermes("snooze", acme, "2w")
    hermes("touch", acme, "--via", "email", "--in", "-m", "fine", "--at", "5d")
    assert hermes("show", acme, "--json").json["snoozed_until"] is not None
    hermes("touch", acme, "--via", "email", "--in", "-m", "fine")
    assert hermes("show", acme, "--json").json["snoozed_until"] is None


def test_a_mail_may_be_called_what_its_key_calls_it(hermes: Hermes, acme: int) -> None:
    assert "email logged" in hermes("touch", acme, "--via", "mail").err
    assert hermes("touch", acme, "--via", "E-Mail").code == 0
    assert hermes("touch", acme, "--via", "pigeon").code == 2


def test_a_touch_of_tomorrow_is_refused_and_nothing_is_logged(hermes: Hermes, acme: int) -> None:
    refused = hermes("touch", acme, "--via", "call", "--at", "2026-06-23 10:00")
    assert refused.code == 2
    assert "future" in refused.err
    assert hermes("show", acme, "--json").json["last_touch_at"] is None


def test_a_note_is_read_from_a_pipe_and_tags_an_objection(hermes: Hermes, acme: int) -> None:
    assert hermes("note", acme, "--objection", "timing", stdin="too dear #budget\nsecond line").code == 0
    shown = hermes("show", acme, "--json").json
    assert [objection["kind"] for objection in shown["objections"]] == ["TIMING", "BUDGET"]
    assert shown["timeline"][0]["text"] == "too dear #budget\nsecond line"


def test_several_leads_move_in_one_action(hermes: Hermes, acme: int) -> None:
    other = int(hermes("add", "title=Other").out)
    moved = hermes("stage", acme, f"#{other}", "call", "done", "--json").json
    assert moved["leads"] == [acme, other]
    assert {lead["stage"] for lead in hermes("list", "--json").json} == {"CALL_DONE"}
    hermes("undo")
    assert {lead["stage"] for lead in hermes("list", "--json").json} == {"NEW"}


def test_lost_wants_a_reason_and_reopen_brings_the_lead_back(hermes: Hermes, acme: int) -> None:
    assert hermes("lose", acme).code == 2
    hermes("stage", acme, "negotiating", "--at", "2d")
    assert hermes("lose", acme, "--reason", "price").code == 0
    shown = hermes("show", acme, "--json").json
    assert (shown["stage"], shown["close_reason"]) == ("LOST", "price")
    assert [visit["days"] for visit in shown["stages"]][1] == pytest.approx(2, abs=0.2)
    hermes("reopen", acme)
    assert hermes("show", acme, "--json").json["stage"] == "NEGOTIATING"


@pytest.mark.parametrize(
    ("words", "until"), [(["3d"], "2026-06-25"), (["next", "month"], "2026-07-22"), ([], "2026-06-25")]
)
def test_a_snoozed_lead_is_not_stale_until_it_comes_back(
    hermes: Hermes, acme: int, words: list[str], until: str
) -> None:
    assert hermes("snooze", acme, *words).code == 0
    lead = hermes("list", "--json").json[0]
    assert lead["snoozed_until"] == f"{until}T00:00:00Z"
    assert lead["stale"] is False
    assert hermes("stale").code == 3
    hermes("wake", acme)
    assert hermes("stale").code == 0


def test_the_committee_is_added_and_edited_with_one_champion(hermes: Hermes, acme: int) -> None:
    ann = int(hermes("contact", "add", acme, "--name", "Ann Lee", "--role", "CTO", "--champion").out)
    bob = int(hermes("contact", "add", acme, "--name", "Bob Ray", "--email", "bob@acme.test").out)
    hermes("contact", "edit", bob, "champion=yes", "phone=+1 555 0100")
    people = {person["id"]: person for person in hermes("contact", "list", acme, "--json").json}
    assert (people[ann]["is_primary"], people[bob]["is_primary"]) == (False, True)
    assert people[bob]["phone"] == "+1 555 0100"
    assert "Ann Lee" in hermes("contact", "list", acme).out


def test_a_task_is_planned_listed_and_done(hermes: Hermes, acme: int) -> None:
    task = int(hermes("task", "add", acme, "call", "Ann", "--due", "fri", "--priority", "high").out)
    assert hermes("task", "list", "--json").json == [
        {"id": task, "lead": acme, "title": "call Ann", "kind": "CALL", "priority": "HIGH", "status": "PENDING",
         "due": "2026-06-26", "due_at": None, "contact": None, "done_at": None}
    ]  # fmt: skip
    assert hermes("list", "--json").json[0]["next_task"] == {"title": "call Ann", "due": "2026-06-26"}
    assert hermes("task", "done", task).code == 0
    assert hermes("task", "list", "--json").json == []


def test_edit_sets_and_clears_fields(hermes: Hermes, acme: int) -> None:
    assert hermes("edit", acme, "value=1,500.50", "source=", "tags=price, remote", "stage=won").code == 0
    shown = hermes("show", acme, "--json").json
    assert (shown["value"], shown["source"], shown["tags"], shown["stage"]) == (
        1500.5, None, ["price", "remote"], "WON",
    )  # fmt: skip


def test_undo_says_beforehand_what_it_would_do_and_does_as_many_as_asked(hermes: Hermes, acme: int) -> None:
    hermes("touch", acme, "--via", "call")
    hermes("stage", acme, "qualified")
    assert "Would undo: Acme Corp: → Qualified" in hermes("undo", "-n").err
    assert hermes("show", acme, "--json").json["stage"] == "QUALIFIED"
    done = hermes("undo", "-n", 2, "--json").json
    assert len(done) == 2
    assert hermes("redo").code == 0
    shown = hermes("show", acme, "--json").json
    assert (shown["stage"], shown["days_silent"]) == ("NEW", 0)


def test_when_there_is_nothing_to_undo_it_says_so(hermes: Hermes, acme: int) -> None:
    hermes("undo")
    assert (hermes("undo").code, hermes("undo").err) == (3, "There is nothing to undo.\n")
    assert hermes("undo", "--dry-run").code == 3


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["touch", "99", "--via", "call"], 3, "no lead #99"),
        (["touch", "1", "--via", "pigeon"], 2, "pigeon"),
        (["touch", "1", "--vai", "call"], 2, "did you mean --via?"),
        (["touch"], 2, "wants ID…"),
        (["stage", "1", "negociating"], 2, "did you mean NEGOTIATING?"),
        (["edit", "1", "vaule=3"], 2, "did you mean `value`?"),
        (["edit", "1", "value=lots"], 2, "no amount"),
        (["add", "company=Acme"], 2, "needs a title"),
        (["add", "title"], 2, "field=value"),
        (["snooze", "1", "someday"], 2, "no day"),
        (["show", "x"], 2, "no id"),
        (["lst"], 2, "did you mean `hermes list`?"),
        (["contact", "ad"], 2, "did you mean `hermes contact add`?"),
        (["list", "stael:1"], 2, "no field `stael`"),
        (["list", "--limit", "many"], 2, "whole number"),
        (["undo", "0"], 2, "no number of actions"),
    ],
)
def test_a_slip_is_answered_by_one_sentence_and_the_right_code(
    hermes: Hermes, acme: int, words: list[str], code: int, said: str
) -> None:
    answer = hermes(*words)
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err
    assert answer.err.count("\n") == 1


def test_the_first_write_of_a_day_keeps_a_backup(hermes: Hermes, acme: int, tmp_path: Path) -> None:
    hermes("touch", acme, "--via", "call")
    hermes("touch", acme, "--via", "call")
    assert len(list((tmp_path / "work-backups").glob("*-daily.db"))) == 1


def test_a_backup_folder_that_cannot_be_used_is_said_and_the_call_is_logged(
    hermes: Hermes, acme: int, tmp_path: Path
) -> None:
    (tmp_path / "work-backups").write_text("a file in the way")
    answer = hermes("touch", acme, "--via", "call")
    assert answer.code == 0
    assert "Today's backup could not be made" in answer.err
    assert hermes("show", acme, "--json").json["days_silent"] == 0


def test_words_that_begin_with_a_dash_are_words(hermes: Hermes, acme: int) -> None:
    hermes("note", acme, "-m", "-- thanks")
    hermes("contact", "add", acme, "--name", "-Ann-")
    shown = hermes("show", acme, "--json").json
    assert (shown["timeline"][0]["text"], shown["contacts"][0]["name"]) == ("-- thanks", "-Ann-")
    hermes("snooze", acme, "3d")
    assert hermes("count", "-snoozed").out == "0\n"


def test_what_was_closed_or_done_earlier_is_recorded_when_it_happened(hermes: Hermes, acme: int) -> None:
    assert hermes("archive", acme, "--at", "3d").code == 0
    assert hermes("reopen", acme, "--at", "2d").code == 0
    visits = hermes("show", acme, "--json").json["stages"]
    assert [visit["entered_at"][:10] for visit in visits[-2:]] == ["2026-06-19", "2026-06-20"]
    task = hermes("task", "add", acme, "call Ann").out.strip()
    assert hermes("task", "done", task, "--at", "2099-01-01").code == 2
    assert hermes("task", "done", task, "--at", "yesterday 14:00").code == 0
    assert hermes("show", acme, "--json").json["tasks"][0]["done_at"] == "2026-06-21T14:00:00Z"


def test_a_task_done_twice_keeps_the_moment_it_was_done(hermes: Hermes, acme: int) -> None:
    task = hermes("task", "add", acme, "call Ann").out.strip()
    hermes("task", "done", task, "--at", "yesterday 14:00")
    again = hermes("task", "done", task)
    assert "done already: call Ann" in again.err
    assert "hermes undo" not in again.err
    assert hermes("show", acme, "--json").json["tasks"][0]["done_at"] == "2026-06-21T14:00:00Z"


def test_whether_somebody_is_the_champion_is_yes_or_no(hermes: Hermes, acme: int) -> None:
    ann = hermes("contact", "add", acme, "--name", "Ann Lee", "--champion").out.strip()
    assert hermes("contact", "edit", ann, "champion=perhaps").code == 2
    assert hermes("contact", "list", acme, "--json").json[0]["is_primary"] is True
    for no in ("no", ""):
        assert hermes("contact", "edit", ann, f"champion={no}").code == 0
        assert hermes("contact", "list", acme, "--json").json[0]["is_primary"] is False
        hermes("contact", "edit", ann, "champion=yes")


def test_an_amount_that_no_file_could_hold_is_refused(hermes: Hermes, acme: int) -> None:
    answer = hermes("edit", acme, "value=99999999999999999999")
    assert (answer.code, "more than an amount can be" in answer.err) == (2, True)
    assert hermes("show", acme, "--json").json["value"] == 24_000
