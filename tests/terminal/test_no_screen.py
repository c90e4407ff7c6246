"""Where no screen can be shown: one sentence on stderr, the right exit code, and nothing painted or written."""

from __future__ import annotations

import sqlite3

import pytest

from tests.terminal.conftest import Desk


def sentence(said: str) -> str:
    """The one line that was said."""
    lines = said.strip().splitlines()
    assert len(lines) == 1, said
    assert lines[0].endswith((".", "?"))
    assert "Traceback" not in said
    return lines[0]


@pytest.mark.parametrize("words", [(), ("triage", "+stale"), ("board",), ("pick",), ("demo",)])
def test_without_a_terminal_the_app_says_what_to_run_instead(desk: Desk, words: tuple[str, ...]) -> None:
    before = desk.rows()
    answer = desk.hermes(*words)
    assert answer.returncode == 2
    assert answer.stdout == ""
    assert "needs a terminal" in sentence(answer.stderr)
    assert desk.rows() == before


@pytest.mark.parametrize("words", [(), ("board",), ("pick",)])
def test_a_missing_file_is_said_and_never_shown_as_an_empty_crm(bare_desk: Desk, words: tuple[str, ...]) -> None:
    shown = bare_desk.start(*words)
    assert shown.until_ended() == 1
    assert b"\x1b[?1049h" not in shown.output
    assert str(bare_desk.path) in sentence(shown.output.decode())
    assert not bare_desk.path.exists()


def test_a_file_of_a_newer_hermes_is_left_alone(desk: Desk) -> None:
    connection = sqlite3.connect(desk.path)
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    content = desk.path.read_bytes()
    shown = desk.start()
    assert shown.until_ended() == 5
    assert "newer" in sentence(shown.output.decode())
    assert desk.path.read_bytes() == content


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"these are no leads\n" * 100, "not a Hermes"), (b"SQLite format 3\x00" + bytes(4000), "not a Hermes")],
    ids=["text", "broken"],
)
def test_a_file_of_another_kind_is_said_to_be_one(bare_desk: Desk, content: bytes, says: str) -> None:
    bare_desk.path.write_bytes(content)
    shown = bare_desk.start()
    assert shown.until_ended() == 1
    assert says in sentence(shown.output.decode())
    assert bare_desk.path.read_bytes() == content


def test_a_wrong_filter_is_said_before_the_screen_is_taken(desk: Desk) -> None:
    shown = desk.start("triage", "stge:new")
    assert shown.until_ended() == 2
    assert "stage" in sentence(shown.output.decode())
    assert b"\x1b[?1049h" not in shown.output


def test_a_wrong_settings_file_is_said_with_the_nearest_word(desk: Desk) -> None:
    (desk.folder / "hermes.toml").write_text("stale_day = 3\n")
    shown = desk.start()
    assert shown.until_ended() == 2
    assert "stale_days" in sentence(shown.output.decode())


def test_a_key_for_an_action_that_nobody_knows_is_said_with_the_nearest_one(desk: Desk) -> None:
    (desk.folder / "hermes.toml").write_text('keys = {"verb.tuch" = "T"}\n')
    shown = desk.start()
    code = shown.until_ended()
    (desk.folder / "hermes.log").unlink(missing_ok=True)
    assert code == 2
    assert "verb.touch" in sentence(shown.output.decode())
    assert b"\x1b[?1049h" not in shown.output


def test_an_unknown_theme_falls_back_to_the_usual_one(desk: Desk) -> None:
    (desk.folder / "hermes.toml").write_text('theme = "sunset"\n')
    desk.app().press("j", shows="▌")
