"""Mail at the command line: sync with its reckoning, questions, and one mail from a mail program."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.actions.postbox import DAY, ME, Postbox, bounce, mail

ROOT = Path(__file__).resolve().parents[2]
NOW = 1_782_118_800_000
ANN = "Ann Lee <ann@acme.example>"


@pytest.fixture
def home(desk: Path, hermes: Callable[..., object], tmp_path: Path) -> Postbox:
    """A mailbox in the settings, and a lead with a person, who writes."""
    box = Postbox(tmp_path / "home")
    (tmp_path / "hermes.toml").write_text(f'email = "{ME}"\n[mail]\nhome = "{box.folder}"\n')
    hermes("add", "title=Rollout", "company=Acme", "stage=contacted")
    hermes("contact", "add", 1, "--name", "Ann Lee", "--email", "ann@acme.example")
    box.drop(mail("What would it cost?", ANN, ME, NOW - DAY, "1"))
    box.drop(mail("Hi", "Cleo <cleo@acme.example>", ME, NOW - DAY, "2", "Boats"))
    box.drop(mail("Buy", "shop@shop.example", ME, NOW - DAY, "3"))
    return box


def test_a_sync_ends_with_its_reckoning(home: Postbox, hermes: Callable[..., object]) -> None:
    found = hermes("mail", "sync")
    assert found.code == 0
    assert found.out == ""
    assert "3 read, 1 reply, 0 bounces, 0 auto-replies, 1 not ours, 0 unreadable, 1 to ask about." in found.err
    assert "`hermes mail ask`" in found.err
    second = hermes("mail", "sync", "home", "--json")
    assert {
        name: second.json[name] for name in ("read", "replies", "bounces", "auto_replies", "not_ours")
    } == dict.fromkeys(("read", "replies", "bounces", "auto_replies", "not_ours"), 0)
    assert (second.json["unreadable"], second.json["yours"], second.json["questions"]) == (0, 0, 0)
    assert (second.json["faults"], second.json["stopped"]) == ([], False)
    assert hermes("show", 1, "--json").json["stage"] == "RESPONDED"
    again = hermes("mail", "sync", "--again", "--json").json
    assert (again["read"], again["known"], again["not_ours"]) == (3, 2, 1)


def test_an_undone_sync_says_how_its_mail_comes_back(home: Postbox, hermes: Callable[..., object]) -> None:
    hermes("mail", "sync")
    assert "`hermes mail sync --again` files it anew" in hermes("undo").err
    assert "0 read" in hermes("mail", "sync").err
    assert "3 read, 1 reply" in hermes("mail", "sync", "--again").err


def test_a_dry_run_files_nothing_and_says_the_same(home: Postbox, hermes: Callable[..., object]) -> None:
    dry = hermes("mail", "sync", "--dry-run")
    assert "3 read, 1 reply" in dry.err
    assert "Nothing was filed (dry run)." in dry.err
    assert hermes("show", 1, "--json").json["stage"] == "CONTACTED"
    assert hermes("mail", "ask").code == 3
    assert "3 read, 1 reply" in hermes("mail", "sync").err


def test_what_cannot_be_read_is_named_and_exits_with_4(
    home: Postbox, hermes: Callable[..., object], tmp_path: Path
) -> None:
    home.drop(b"")
    found = hermes("mail", "sync", "--json")
    assert (found.code, found.json["read"], found.json["unreadable"]) == (4, 4, 1)
    assert found.json["faults"][0].startswith("home: ")
    home.folder.rename(tmp_path / "away")
    gone = hermes("mail", "sync")
    assert gone.code == 1
    assert "home: There is no mailbox at" in gone.err


def test_without_a_mailbox_or_with_a_wrong_name_it_says_what_to_do(
    desk: Path, hermes: Callable[..., object], home: Postbox, tmp_path: Path
) -> None:
    assert "There is no mailbox `work` in the settings; there are home." in hermes("mail", "sync", "work").err
    (tmp_path / "hermes.toml").write_text("")
    found = hermes("mail", "sync")
    assert found.code == 2
    assert "hermes config set mail.home" in found.err


def test_questions_are_listed_and_answered(home: Postbox, hermes: Callable[..., object]) -> None:
    hermes("mail", "sync")
    shown = hermes("mail", "ask")
    assert shown.code == 0
    assert shown.out.splitlines() == [
        "1  from Cleo <cleo@acme.example>, 2026-06-21T09:00:00Z: Boats",
        "   Hi",
        "   nobody on file has the address, but acme.example is Acme's",
        "   - Acme (lead 1): acme.example is Acme's",
    ]
    (asked,) = hermes("mail", "ask", "--json").json
    assert (asked["address"], asked["subject"], asked["direction"], asked["message"]) == (
        "cleo@acme.example", "Boats", "in", None,
    )  # fmt: skip
    assert asked["candidates"] == [{"lead": 1, "title": "Acme", "contact": None, "why": "acme.example is Acme's"}]
    wrong = hermes("mail", "answer", asked["id"], "maybe")
    assert (wrong.code, "a lead's number, `new` or `none`" in wrong.err) == (2, True)
    said = hermes("mail", "answer", asked["id"], 1, "--add")
    assert "Acme: the mail from Cleo filed, Cleo added. Undo: hermes undo" in said.err
    hermes("undo")
    assert hermes("mail", "answer", asked["id"], "new", "--json").json["id"] == 2
    hermes("undo")
    assert "not ours" in hermes("mail", "answer", asked["id"], "none").err
    assert hermes("mail", "ask").code == 3


def test_a_mail_program_pipes_one_mail(home: Postbox, hermes: Callable[..., object]) -> None:
    content = mail("What would it cost?", ANN, ME, NOW - DAY, "9")
    filed = hermes("touch", "--from-mail", "-", stdin=content)
    assert filed.code == 0
    assert "Acme: reply from Ann Lee. Undo: hermes undo" in filed.err
    again = hermes("touch", "--from-mail", "-", "--json", stdin=content)
    assert (again.json["kind"], again.json["lead"]) == ("known", 1)
    stranger = mail("Hi", "zed@gmail.com", ME, NOW - DAY, "10")
    nobodys = hermes("touch", "--from-mail", "-", stdin=stranger)
    assert nobodys.code == 3
    assert "Not filed, nobody on file wrote it: a mail of zed@gmail.com. --lead N files it on that lead." in nobodys.err
    news = hermes("touch", "--from-mail", "-", stdin=mail("News", ANN, ME, NOW, "11", "News", List_Id="<n.acme>"))
    assert (news.code, "no answer to you, but of a list, a newsletter or spam: a mail of Ann Lee" in news.err) == (
        3,
        True,
    )
    assert hermes("touch", "--from-mail", "-", "--lead", 1, "--json", stdin=stranger).json["kind"] == "reply"


@pytest.mark.parametrize(
    ("words", "stdin", "code", "sentence"),
    [
        (("touch",), None, 2, "wants ID…"),
        (("touch", 1, "--lead", 1), None, 2, "and a mail piped in"),
        (("touch", 1, 2, "--from-mail", "-"), b"x", 2, "name one lead"),
        (("touch", "--from-mail", "-"), b"", 1, "no head of a mail"),
        (("touch", "--from-mail", "/nowhere/mail"), None, 2, "cannot be read"),
        (("touch", "--from-mail", "-", "--lead", 99), b"From: a@b.example\nMessage-ID: <1@x>\n\nHi", 3, "no lead #99"),
    ],
)
def test_what_is_no_mail_or_no_lead_is_one_sentence(
    home: Postbox,
    hermes: Callable[..., object],
    words: tuple[object, ...],
    stdin: bytes | None,
    code: int,
    sentence: str,
) -> None:
    found = hermes(*words, stdin=stdin)
    assert (found.code, sentence in found.err, found.err.count("\n")) == (code, True, 1)


def test_hostile_words_of_a_mail_do_not_drive_the_terminal(home: Postbox, hermes: Callable[..., object]) -> None:
    name = "=?utf-8?q?Zo=C3=AB_=1B[31m[/]_=E2=80=AE?="
    home.drop(mail("\x1b]52;c;eA==\x07 Hi [/] ?", f"{name} <zoe@acme.example>", ME, NOW - DAY, "20", "[/] \x1b[2J"))
    hermes("mail", "sync")
    shown = hermes("mail", "ask")
    assert "\x1b" not in shown.out + shown.err
    assert "\u202e" not in shown.out + shown.err
    assert "Zoë" in shown.out


def test_a_sync_that_is_killed_again_and_again_loses_nothing_and_files_nothing_twice(
    home: Postbox, hermes: Callable[..., object], desk: Path
) -> None:
    for number in range(100, 500):
        home.drop(mail(f"Question {number}?", ANN, ME, NOW - number * 60_000, str(number)))
    dice = random.Random(7)
    for _ in range(4):
        program = subprocess.Popen(
            [sys.executable, "-m", "hermes_tui", "--db", str(desk), "mail", "sync"], cwd=ROOT,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=dict(os.environ),
        )  # fmt: skip
        try:
            program.wait(dice.uniform(0.4, 1.1))
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait()
    assert hermes("mail", "sync", "--json").json["unreadable"] == 0
    with closing(sqlite3.connect(desk)) as file:
        assert file.execute("SELECT COUNT(*), COUNT(DISTINCT rfc_message_id) FROM message").fetchone() == (401, 401)
        assert file.execute("PRAGMA quick_check").fetchone() == ("ok",)
    assert hermes("mail", "sync", "--json").json["read"] == 0


def test_an_address_that_came_back_is_shown_until_there_is_another(
    home: Postbox, hermes: Callable[..., object]
) -> None:
    back = bounce("ann@acme.example", NOW - DAY, "b1")
    assert hermes("touch", "--from-mail", "-", stdin=back).code == 0
    assert "ann@acme.example (came back)" in hermes("contact", "list", 1).out
    assert hermes("show", 1, "--json").json["contacts"][0]["bounced_at"] == "2026-06-21T09:00:00Z"
    hermes("contact", "edit", 1, "email=ann@new.example")
    assert "came back" not in hermes("contact", "list", 1).out
