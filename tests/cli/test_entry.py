"""The program as a shell meets it: help, exit codes, pipes, and what it must not load."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hermes_tui.cli.table import COMMANDS
from tests.cli.conftest import ROOT, Hermes


def test_help_names_every_command_and_imports_nothing_of_weight(shell: Hermes) -> None:
    code = "import sys; from hermes_tui.__main__ import main; main(); print(*sorted(sys.modules), file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", code, "--help"], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    for command in COMMANDS:
        assert f"  {command.name}" in done.stdout
    loaded = set(done.stderr.split())
    assert not loaded & {"click", "textual", "peewee", "sqlite3", "platformdirs", "pathlib", "datetime", "json"}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_each_command_has_help_of_its_own(hermes: Hermes, command) -> None:  # type: ignore[no-untyped-def]
    answer = hermes(*command.name.split(), "--help")
    assert answer.code == 0
    assert answer.out.startswith(f"Usage: hermes {command.name}")


@pytest.mark.parametrize("words", [("contact", "--help"), ("help", "contact")])
def test_the_first_word_of_two_lists_what_may_follow(hermes: Hermes, words: tuple[str, ...]) -> None:
    answer = hermes(*words)
    assert answer.code == 0
    for command in ("contact add LEAD", "contact edit CONTACT FIELD=VALUE…", "contact list LEAD"):
        assert command in answer.out


def test_reading_loads_neither_textual_nor_peewee_and_writing_no_textual(shell: Hermes, desk: Path) -> None:
    code = (
        "import sys; from hermes_tui.cli.main import run\n"
        "assert run(['add', 'title=ERP']) == 0\n"
        "assert run(['touch', '1', '--via', 'call']) == 0\n"
        "assert not [name for name in sys.modules if name.split('.')[0] in ('textual', 'rich')]\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=60, check=True)
    code = (
        "import sys; from hermes_tui.cli.main import run\n"
        "for words in (['list', '+stale'], ['show', '1'], ['count'], ['next', '1'], ['log'], ['digest']):\n"
        "    assert run(words) in (0, 3), words\n"
        "heavy = {'textual', 'rich', 'peewee', 'click', 'tomllib', 'platformdirs', 'dataclasses', 'inspect'}\n"
        "assert not heavy & {name.split('.')[0] for name in sys.modules}, heavy & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=60, check=True)


def test_exit_codes_reach_the_shell(shell: Hermes) -> None:
    assert shell("count").code == 1
    assert shell("add", "title=ERP").code == 0
    assert shell("show", "7").code == 3
    assert shell("shwo", "7").code == 2
    assert shell("--version").out.startswith("hermes 0.")


def test_the_clock_can_be_fixed_and_a_wrong_one_is_said(shell: Hermes) -> None:
    made = shell("add", "title=ERP", "--json")
    assert made.code == 0
    assert '"created_at": "2026-06-22T09:00:00Z"' in shell("show", 1, "--json").out
    answer = shell("list", env={"HERMES_NOW": "tomorrow"})
    assert (answer.code, "HERMES_NOW" in answer.err) == (2, True)


def test_a_reader_that_goes_away_ends_it_quietly(demo: None) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "hermes_tui", "list", "--json"], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as reader:
        assert reader.stdout is not None
        assert reader.stderr is not None
        reader.stdout.read(10)
        reader.stdout.close()
        said = reader.stderr.read().decode()
    assert (reader.returncode, said) == (0, "")


def test_ctrl_c_ends_with_130_and_writes_nothing(hermes: Hermes, acme: int) -> None:
    code = f"print(flush=True); from hermes_tui.cli.main import run; raise SystemExit(run(['note', '{acme}']))"
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as waiting:  # fmt: skip
        assert waiting.stdout is not None
        waiting.stdout.readline()
        time.sleep(0.3)
        waiting.send_signal(signal.SIGINT)
        waiting.wait(10)
        assert waiting.stderr is not None
        assert (waiting.returncode, waiting.stderr.read()) == (130, b"")
    assert len(hermes("log", "--json").json) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_output_that_cannot_be_written_is_a_failure_with_a_sentence(shell: Hermes) -> None:
    shell("add", "title=ERP")
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "hermes_tui", "list"], cwd=ROOT, stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert (done.returncode, b"No space left" in done.stderr) == (1, True)
    assert b"Traceback" not in done.stderr


def test_a_locked_file_ends_with_5(shell: Hermes, desk: Path) -> None:
    import sqlite3

    shell("add", "title=ERP")
    holder = sqlite3.connect(desk, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    code = (
        "import sys, storage.database as d\n"
        "d.BUSY_TIMEOUT_MS = 50; d.PRAGMAS = (('busy_timeout', '50', 50), *d.PRAGMAS[1:])\n"
        "from hermes_tui.cli.main import run; sys.exit(run(['touch', '1', '--via', 'call']))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    holder.close()
    assert done.returncode == 5
    assert "Another program" in done.stderr


def test_a_newer_file_ends_with_5_and_is_left_alone(hermes: Hermes, desk: Path) -> None:
    import sqlite3

    hermes("add", "title=ERP")
    with sqlite3.connect(desk) as newer:
        newer.execute("PRAGMA user_version = 999")
    before = desk.read_bytes()
    answer = hermes("add", "title=More")
    assert (answer.code, "newer Hermes" in answer.err) == (5, True)
    assert desk.read_bytes() == before


def test_a_bug_leaves_one_line_and_a_log_without_contact_data(
    hermes: Hermes, acme: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    contact_data = hermes("show", acme).out

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError(contact_data)

    monkeypatch.setattr("hermes_tui.cli.reading.stages", broken)
    answer = hermes("list")
    assert answer.code == 1
    assert answer.err.count("\n") == 1
    assert "Traceback" not in answer.err
    log = (tmp_path / "hermes.log").read_text()
    assert "RuntimeError" in log
    assert "Acme" not in log


def test_global_options_may_stand_before_or_after_the_command(
    hermes: Hermes, acme: int, desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HERMES_DB", str(tmp_path / "other.db"))
    assert hermes("--db", desk, "--json", "count").json == {"count": 1}
    assert hermes("count", f"--db={desk}").out == "1\n"
    assert hermes("count").code == 1


def test_colour_is_for_terminals_only(hermes: Hermes, acme: int) -> None:
    assert "\x1b" not in hermes("list").out + hermes("show", acme).out


def test_a_wrong_settings_file_is_named_and_can_still_be_found(hermes: Hermes, acme: int, tmp_path: Path) -> None:
    (tmp_path / "hermes.toml").write_text("stale_dyas = 3\n")
    answer = hermes("list")
    assert (answer.code, "did you mean `stale_days`?" in answer.err) == (2, True)


def test_a_person_at_a_pseudo_terminal_sees_rows_cut_to_its_width(shell: Hermes) -> None:
    pty = pytest.importorskip("pty")
    import fcntl
    import struct
    import termios

    shell("add", "title=" + "very long title " * 20, "company=Acme")
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    subprocess.run(
        [sys.executable, "-m", "hermes_tui", "list"],
        cwd=ROOT,
        env={**os.environ, "NO_COLOR": "1", "TERM": "xterm"},
        stdout=slave,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    os.close(slave)
    lines = os.read(master, 10_000).decode().splitlines()
    os.close(master)
    assert max(map(len, lines)) <= 80
    assert "…" in lines[1]
