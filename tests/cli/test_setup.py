"""Setting Hermes up from the shell: settings, views, keys, completion, and opening the app."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from hermes_tui import keymap
from hermes_tui.cli.table import COMMANDS
from tests.cli.conftest import Hermes


def test_a_setting_is_changed_and_comments_stay(hermes: Hermes, tmp_path: Path) -> None:
    file = tmp_path / "hermes.toml"
    file.write_text("# mine\nstale_days = 5 # a week is long\n")
    assert hermes("config", "set", "stale_days", "9").code == 0
    assert hermes("config", "set", "keys.verb.touch", "T").code == 0
    assert "# mine" in file.read_text()
    assert "# a week is long" in file.read_text()
    assert hermes("config", "get", "stale_days").out == "9\n"
    assert hermes("config", "get", "keys.verb.touch").out == "T\n"
    assert hermes("config", "get", "--json").json["snooze_days"] == 3
    assert hermes("config", "path").out == f"{file}\n"


@pytest.mark.parametrize(
    "words",
    [
        ("stale_days", "soon"),
        ("stale_days", "0"),
        ("stael_days", "3"),
        ("currency", "dollars"),
        ("preset", "emacs"),
        ("keys.verb.tuch", "t"),
        ("keys", "t"),
    ],
)
def test_a_wrong_setting_changes_nothing(hermes: Hermes, tmp_path: Path, words: tuple[str, str]) -> None:
    file = tmp_path / "hermes.toml"
    file.write_text("stale_days = 5\n")
    assert hermes("config", "set", *words).code == 2
    assert file.read_text() == "stale_days = 5\n"


def test_a_key_that_now_means_two_things_is_said_and_the_swap_can_go_on(hermes: Hermes) -> None:
    first = hermes("config", "set", "keys.verb.archive", "t")
    assert first.code == 0
    assert "verb.touch and verb.archive" in first.err
    second = hermes("config", "set", "keys.verb.touch", "a")
    assert second.code == 0
    assert " and " not in second.err


def test_the_key_of_an_action_is_told_whether_it_was_changed_or_not(hermes: Hermes) -> None:
    assert hermes("config", "get", "keys.verb.archive").out == "a\n"
    hermes("config", "set", "preset", "gmail")
    assert hermes("config", "get", "keys.verb.archive", "--json").json == {"keys.verb.archive": "e"}
    assert hermes("config", "get", "keys.verb.arcive").code == 2


def test_the_settings_open_in_the_reps_editor(hermes: Hermes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", "")
    monkeypatch.setenv("EDITOR", f"{os.environ.get('SHELL', '/bin/sh')} -c 'echo stale_days = 4 > \"$0\"'")
    assert hermes("config", "edit").code == 0
    assert hermes("config", "get", "stale_days").out == "4\n"
    monkeypatch.setenv("EDITOR", "no-such-editor-here")
    assert hermes("config", "edit").code == 1


def test_a_filter_is_saved_under_a_name_only_if_it_is_one(hermes: Hermes, acme: int) -> None:
    assert hermes("view", "save", "hot", "heat>20", "sort:-heat").code == 0
    assert hermes("view", "list", "--json").json[0]["filter"] == "heat>20 sort:-heat"
    assert hermes("view", "save", "bad", "haet>20").code == 2
    assert hermes("view", "rm", "hot").code == 0
    assert hermes("view", "rm", "hot").code == 3


def test_every_key_of_the_app_is_listed_with_the_reps_own(hermes: Hermes) -> None:
    hermes("config", "set", "preset", "gmail")
    found = {command["id"]: command for command in hermes("keys", "--json").json}
    assert set(found) == set(keymap.BY_ID)
    assert found["verb.archive"]["keys"] == ["e"]
    assert all(command.id in hermes("keys").out for command in keymap.COMMANDS)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_is_told_every_command(hermes: Hermes, shell: str) -> None:
    script = hermes("completion", shell).out
    for command in COMMANDS:
        assert command.name.split()[-1] in script
    assert hermes("completion", "tcsh").code == 2


def test_bash_completes_commands_options_and_filters(hermes: Hermes, tmp_path: Path) -> None:
    script = tmp_path / "completion"
    script.write_text(hermes("completion", "bash").out)
    for words, wanted in (
        (["hermes", "st"], "stale stage stats"),
        (["hermes", "task", "d"], "done"),
        (["hermes", "touch", "1", "--vi"], "--via"),
        (["hermes", "list", "+stu"], "+stuck"),
        (["hermes", "config", "set", "st"], "stale_days"),
        (["hermes", "objection", "answers", "t"], "timing trust"),
        (["hermes", "contact", "mood", "1", "n"], "neutral negative none"),
        (["hermes", "proposal", "status", "1", "acc"], "accepted"),
        (["hermes", "ru"], "rules"),
        (["hermes", "rules", "h"], "history"),
        (["hermes", "signal", "add", "1", "p"], "pricing proposal_request"),
        (["hermes", "rescore", "+ho"], "+hot"),
        (["hermes", "field", "edit", "seats", "--re"], "--rename"),
        (["hermes", "learn", "--no"], "--no-use"),
        (["hermes", "export", "--table", "fu"], "funnel"),
        (["hermes", "stats", "kpis", "--since", "m"], "monday month"),
        (["hermes", "goal", "set", "me"], "meetings"),
        (["hermes", "handoff", "1", f"{tmp_path}/compl"], f"{tmp_path}/completion"),
        (["hermes", "export", "--vcf", "--into", f"{tmp_path}/compl"], f"{tmp_path}/completion"),
    ):
        typed = f"COMP_WORDS=({' '.join(words)}); COMP_CWORD={len(words) - 1}; _hermes; echo ${{COMPREPLY[@]}}"
        done = subprocess.run(["bash", "-c", f"source {script}; {typed}"], capture_output=True, text=True, check=False)
        assert sorted(done.stdout.split()) == sorted(wanted.split()), (words, done.stderr)


def test_help_after_the_choice_of_a_file_is_that_of_all_commands(hermes: Hermes) -> None:
    assert hermes("--json", "--db", "some.db", "--help").out == hermes("--help").out
    assert hermes("--db", "some.db", "triage", "--help").out.startswith("Usage: hermes triage")
    assert hermes("--db", "some.db", "help").out == hermes("--help").out
    assert hermes("--db", "some.db", "help", "rescore").out == hermes("rescore", "--help").out
    assert hermes("--db=some.db", "rules", "--help").out == hermes("help", "rules").out != hermes("--help").out


@pytest.mark.parametrize("command", ["help", "help import", "help signal", "help learn"])
def test_help_stays_within_a_narrow_terminal(hermes: Hermes, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    wide = hermes(*command.split()).out
    monkeypatch.setattr("hermes_tui.cli.help.columns_of_terminal", lambda: 80)
    narrow = hermes(*command.split()).out
    assert max(map(len, narrow.splitlines())) <= 80
    assert narrow.split() == wide.split()


# -- the app ---------------------------------------------------------------------------------------------


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A person at a terminal, and in place of the app what it was asked to show; `chosen` is what is picked."""
    asked: dict[str, Any] = {"chosen": None}

    def run_app(path: Path, settings: object, **wanted: object) -> int | None:
        asked.update(wanted, path=path, there=path.exists())
        return asked["chosen"]

    monkeypatch.setattr("hermes_tui.cli.opening._needs_terminal", lambda: None)
    monkeypatch.setattr("hermes_tui.app.run_app", run_app)
    return asked


def test_hermes_alone_opens_the_queue(hermes: Hermes, app: dict[str, Any], desk: Path) -> None:
    assert hermes().code == 0
    assert (app["start"], app["path"], app["filter"], app["pick"]) == ("queue", desk, "", False)
    assert os.environ["TEXTUAL_FPS"] == "120"


def test_the_board_opens_with_a_filter_and_a_wrong_one_is_said_first(
    hermes: Hermes, acme: int, app: dict[str, Any]
) -> None:
    assert hermes("board", "source:reddit", "-snoozed").code == 0
    assert (app["start"], app["filter"]) == ("board", "source:reddit -snoozed")
    assert hermes("triage", "soruce:reddit").code == 2


def test_a_key_for_no_action_is_said_before_the_screen_is_taken(
    hermes: Hermes, app: dict[str, Any], tmp_path: Path
) -> None:
    (tmp_path / "hermes.toml").write_text('keys = {"verb.tuoch" = "T"}\n')
    answer = hermes()
    assert (answer.code, "start" in app) == (2, False)
    assert "did you mean `verb.touch`?" in answer.err


def test_pick_prints_the_chosen_id(hermes: Hermes, app: dict[str, Any]) -> None:
    app["chosen"] = 142
    assert hermes("pick").out == "142\n"
    assert app["pick"] is True
    app["chosen"] = None
    assert (hermes("pick").code, hermes("pick").out) == (3, "")


def test_the_demo_opens_on_made_up_leads_and_leaves_nothing_behind(hermes: Hermes, app: dict[str, Any]) -> None:
    assert hermes("demo", "--leads", "20").code == 0
    assert app["there"] is True
    assert not app["path"].exists()


def test_the_demo_is_written_to_a_file_on_request(hermes: Hermes, tmp_path: Path) -> None:
    path = tmp_path / "demo.db"
    assert hermes("demo", "--leads", "30", "--into", path).code == 0
    assert hermes("count", "--db", path).out == "30\n"
    assert hermes("demo", "--into", path).code == 2


def test_without_a_terminal_there_is_a_sentence_instead_of_the_app(hermes: Hermes, acme: int) -> None:
    for words in ((), ("board",), ("pick",), ("demo",)):
        answer = hermes(*words)
        assert (answer.code, answer.out) == (2, "")
        assert "needs a terminal" in answer.err


def test_lists_and_tables_of_the_settings_are_set_by_one_line_and_a_wrong_one_changes_nothing(hermes: Hermes) -> None:
    assert hermes("config", "set", "followup_days", "3, 9").code == 0
    assert hermes("config", "set", "aliases", "sam@a.example s@b.example").code == 0
    assert hermes("config", "set", "mail.inbox", "~/Mail/INBOX").code == 0
    found = hermes("config", "get", "--json").json
    assert found["followup_days"] == [3, 9]
    assert found["aliases"] == ["sam@a.example", "s@b.example"]
    assert found["mail"] == {"inbox": "~/Mail/INBOX"}
    for wrong in (("followup_days", "9,3"), ("followup_days", "soon"), ("send_by", "pigeon"), ("mail", "~/Mail")):
        assert hermes("config", "set", *wrong).code == 2
    assert hermes("config", "get", "--json").json == found


def test_what_another_currency_is_worth_is_a_number_above_zero_of_another(hermes: Hermes, tmp_path: Path) -> None:
    assert hermes("config", "set", "rates.EUR", "1.08").code == 0
    assert hermes("config", "get", "rates.EUR").out == "1.08\n"
    for words in (
        ("rates.GBP", "dear"),
        ("rates.GBP", "-1"),
        ("rates.USD", "2"),
        ("rates.pounds", "1.3"),
        ("rates", "2"),
    ):
        assert hermes("config", "set", *words).code == 2, words
    assert hermes("config", "get", "rates").out == "EUR = 1.08\n"
