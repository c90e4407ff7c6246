"""Templates, messages and mail made to break a terminal stand on every screen of the outreach as text."""

from __future__ import annotations

import json
import sqlite3

import pytest

from tests.terminal.conftest import Desk
from tests.terminal.terminal import Terminal
from tests.terminal.test_hostile_text import BEFORE_LONG, HOSTILE, unwanted

_LONG = "W" * 10_000
_MESSAGE = (
    "INSERT INTO message (lead_id, contact_id, subject, body, address, thread, direction, status, send_at, claimed_at, "
    "failure, way, quote, at, created_at, updated_at) VALUES (1, 1, ?1, ?1 || char(10) || ?2, ?1, ?1, ?3, ?4, ?5, ?6, "
    "?7, ?8, ?1, 1782000000000, 1, 1)"
)
_FAR = 9_000_000_000_000


@pytest.fixture
def desk_of_mail(bare_desk: Desk) -> Desk:
    """One lead whose every template, message and question is hostile, written past the gateway by another program."""
    told = {"HERMES_NOW": BEFORE_LONG}
    bare_desk.hermes("add", "title=ERP", "company=漢字", "email=ann@acme.example", env=told)
    bare_desk.hermes("contact", "add", 1, "--name", "Ann", "--email", "ann@acme.example", env=told)
    bare_desk.hermes("template", "starters", env=told)
    file = sqlite3.connect(bare_desk.path)
    file.execute("UPDATE contact SET name = ?1", (HOSTILE,))
    file.execute(
        "UPDATE template SET name = ?1 || id, subject = ?2, body = ?1 || ' {{ contact.phone }} ' || ?2",
        (HOSTILE, HOSTILE.replace("{0}", "")),
    )
    for direction, *rest in (
        ("out", "DRAFT", None, None, None, None), ("out", "SCHEDULED", _FAR, None, None, None),
        ("out", "SCHEDULED", 1, 1, HOSTILE, "smtp"), ("out", "FAILED", None, None, HOSTILE, "smtp"),
        ("out", "DRAFT", None, None, None, HOSTILE), ("out", "SENT", None, None, None, "smtp"),
        ("in", "READ", None, None, None, None),
    ):  # fmt: skip
        file.execute(_MESSAGE, (HOSTILE, _LONG, direction, *rest))
    file.execute(
        "INSERT INTO mail_question (at, from_name, address, subject, body, words, why, candidates, created_at) "
        "VALUES (1, ?1, ?1, ?1, ?2, ?2, ?1, ?3, 1)", (HOSTILE, _LONG, json.dumps([[1, 1, HOSTILE], [99, 7, HOSTILE]])),
    )  # fmt: skip
    file.commit()
    file.close()
    return bare_desk


def walk(rep: Terminal) -> None:
    """The templates and their versions, the editor and its fields, the mail, a lead's messages, the review."""
    rep.until_shown("漢字")
    rep.press("4", shows="in/out of use")
    rep.press("h", shows="in force")
    rep.send("q")
    rep.until_gone("in force")
    rep.press("\r", shows="insert field")
    rep.press("\x14", shows="Insert a field")
    rep.send("\x1b")
    rep.until_gone("Insert a field")
    rep.until_shown("insert field")
    rep.send("\x1b")
    rep.until_gone("insert field")
    rep.press("&", shows="May have gone out")
    for hint in ("y it went", "drop", "Enter whose", "it was sent", "y send"):
        rep.send("\t")
        rep.until(lambda screen, hint=hint: hint in screen.last_line, hint)
        if hint == "y it went":
            rep.press("\r", shows="j k scroll")
            rep.send("\x1b")
            rep.until_gone("j k scroll")
        elif hint == "Enter whose":
            rep.send("\r")
            rep.until_gone(hint)  # the question itself stands there
            rep.send("\x1b")
        rep.until_shown(hint)
    rep.press("q", shows="漢字")
    rep.press("1", shows="left")
    rep.press("\r", shows="Timeline")
    rep.press("q", shows="left")
    rep.press("R", shows="your own words")
    rep.press("0", shows="Not a word of yours")
    rep.press("p", shows="goes out in")
    rep.send("\x1b")
    rep.until_gone("goes out in")
    rep.until_shown("$EDITOR")


@pytest.mark.parametrize(("columns", "rows"), [(120, 40), (80, 24)])
def test_hostile_words_of_mail_stand_on_every_screen_as_text(desk_of_mail: Desk, columns: int, rows: int) -> None:
    rep = desk_of_mail.app(columns=columns, rows=rows)
    walk(rep)
    rep.send("qQ")
    assert rep.until_ended() == 0
    assert unwanted(bytes(rep.output)) == []
