"""A letter by the rep's own command: what it is given, and what its end means."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from datetime import UTC
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from hermes_tui.outreach.mail.composing import as_bytes
from hermes_tui.outreach.mail.letter import Letter
from hermes_tui.outreach.ways.faults import SendInDoubt, SendRefused
from hermes_tui.outreach.ways.sendmail import Sendmail

Command = Callable[..., str]


@pytest.fixture
def command(tmp_path: Path) -> Command:
    """Write a command that keeps its words and its letter, and then ends as `ending` (shell) says; returns its path."""

    def write(ending: str = "exit 0", name: str = "post") -> str:
        path = tmp_path / name
        path.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >"$0.words"\ncat >"$0.letter"\n{ending}\n')
        path.chmod(0o700)
        return str(path)

    return write


def words_of(path: str) -> list[str]:
    return Path(f"{path}.words").read_text().splitlines()


def test_the_command_gets_the_letter_and_finds_the_recipient_in_it(command: Command, letter: Letter) -> None:
    path = command()
    assert Sendmail(f"{path} -t -i", UTC).send(letter) == "given to post for ann@acme.example"
    assert words_of(path) == ["-t", "-i"]
    assert Path(f"{path}.letter").read_bytes() == as_bytes(letter, UTC)
    assert message_from_bytes(Path(f"{path}.letter").read_bytes(), policy=policy.default)["To"].addresses


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (" -ti", ["-ti"]),
        (" --read-recipients -a default", ["--read-recipients", "-a", "default"]),
        (" -a 'my account'", ["-a", "my account", "--", "ann@acme.example"]),
        ("", ["--", "ann@acme.example"]),
        (" -f {from} -- {to}", ["-f", "reva@rep.example", "--", "ann@acme.example"]),
        (" -f{from} -t", ["-freva@rep.example", "-t"]),
    ],
)
def test_the_recipient_is_named_where_the_command_does_not_read_it(
    command: Command, letter: Letter, after: str, words: list[str]
) -> None:
    path = command()
    Sendmail(path + after, UTC).send(letter)
    assert words_of(path) == words


def test_no_shell_reads_an_address(command: Command, letter: Letter) -> None:
    path = command()
    Sendmail(f"{path} {{to}}", UTC).send(letter._replace(to_address="`id`$HOME|x@acme.example"))
    assert words_of(path) == ["`id`$HOME|x@acme.example"]


def test_an_address_is_never_taken_for_an_option(command: Command, letter: Letter) -> None:
    path = command()
    sly = letter._replace(to_address="-oQ/tmp@acme.example")
    with pytest.raises(SendRefused, match="for an option") as caught:
        Sendmail(f"{path} {{to}}", UTC).send(sly)
    assert caught.value.stop
    assert not Path(f"{path}.words").exists()
    Sendmail(f"{path} -- {{to}}", UTC).send(sly)
    assert words_of(path) == ["--", "-oQ/tmp@acme.example"]


@pytest.mark.parametrize(
    ("name", "code", "again"), [("post", 1, False), ("post", 67, False), ("post", 68, True), ("msmtp", 75, True)]
)
def test_a_command_that_fails_sent_nothing_and_says_why(
    command: Command, letter: Letter, name: str, code: int, again: bool
) -> None:
    path = command(f'echo "connecting" >&2; printf "no \\033[31msuch user.\\n\\n" >&2; exit {code}', name)
    with pytest.raises(SendRefused) as caught:
        Sendmail(path, UTC).send(letter)
    assert str(caught.value) == f"`{name}` refused the letter with {code}: no such user. Nothing was sent."
    assert caught.value.again is again


@pytest.mark.parametrize(
    ("ending", "how"),
    [
        ("kill -9 $$", "ended by signal 9"),
        ("exit 137", "ended with 137"),
        ("exit 74", "ended with 74"),
        ("exit 75", "ended with 75"),
    ],
)
def test_a_command_that_was_cut_short_leaves_it_in_doubt(
    command: Command, letter: Letter, ending: str, how: str
) -> None:
    with pytest.raises(SendInDoubt, match=f"{how}.*may have gone"):
        Sendmail(command(ending), UTC).send(letter)


def test_a_command_that_never_ends_is_ended_with_its_children(command: Command, letter: Letter) -> None:
    path = command('sleep 60 & echo $! >"$0.child"; wait')
    began = time.monotonic()
    with pytest.raises(SendInDoubt, match="still at it"):
        Sendmail(path, UTC, seconds=0.5).send(letter)
    assert time.monotonic() - began < 5
    assert not _lives(int(Path(f"{path}.child").read_text()))


def _lives(process: int) -> bool:
    for _ in range(50):
        try:
            state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return False
        if state == "Z":
            return False
        time.sleep(0.02)
    return True


def test_a_child_that_lives_on_holds_nobody_up(command: Command, letter: Letter) -> None:
    began = time.monotonic()
    Sendmail(command("sleep 3 & exit 0"), UTC).send(letter)
    assert time.monotonic() - began < 2


def test_a_command_that_is_not_there_stops_the_batch(letter: Letter, tmp_path: Path) -> None:
    for setting in ("", "no-such-sendmail -t", "'open quote", str(tmp_path)):
        with pytest.raises(SendRefused, match="There is no command") as caught:
            Sendmail(setting, UTC).send(letter)
        assert caught.value.stop
        assert not Sendmail(setting, UTC).check()[0].ok


def test_a_command_that_cannot_be_started_is_said(letter: Letter, tmp_path: Path) -> None:
    path = tmp_path / "post"
    path.write_text("#!/no/such/interpreter\n")
    path.chmod(0o700)
    with pytest.raises(SendRefused, match="cannot be run"):
        Sendmail(str(path), UTC).send(letter)


def test_letters_outside_ascii_in_an_address_are_not_given_to_a_command(command: Command, letter: Letter) -> None:
    path = command()
    with pytest.raises(SendRefused, match="outside ASCII"):
        Sendmail(path, UTC).send(letter._replace(to_address="änn@acme.example"))
    assert not Path(f"{path}.words").exists()


def test_the_doctor_finds_the_command_and_runs_nothing(command: Command) -> None:
    path = command()
    [line] = Sendmail(f"{path} -t", UTC).check(connect=True)
    assert line.ok
    assert path in line.said
    assert not Path(f"{path}.words").exists()


def test_nobody_knows_of_a_command_after_a_crash(letter: Letter) -> None:
    assert Sendmail(f"{sys.executable} {os.devnull}", UTC).went(letter) is None
