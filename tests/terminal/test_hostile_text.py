"""A name made to break a terminal stands in every view as text, and no byte of it reaches the terminal as a command."""

from __future__ import annotations

import re
import sqlite3

import pytest

from tests.terminal.conftest import Desk
from tests.terminal.terminal import Terminal

HOSTILE = "[/] <b> \x1b[31m 漢字 \x1b]52;c;aGk=\x07 \x9b31m \u202egnp [@click=app.quit]x[/] {0} %s $PATH"
PALETTE_EDGE = "▔▔▔"
BEFORE_LONG = "2026-05-01T09:00:00Z"
SEQUENCE = re.compile(rb"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)|P[^\x1b]*\x1b\\|.)", re.S)


def unwanted(output: bytes) -> list[bytes]:
    """Sequences in the output that the program has no business to send: of the data, then."""
    bad = [found[0] for found in SEQUENCE.finditer(output) if _of_the_data(found[0])]
    if "\x9b".encode() in output or "\u202e".encode() in output:
        bad.append(b"C1 or bidi")
    return bad


def _of_the_data(sequence: bytes) -> bool:
    # Textual writes colours in full (38;2;r;g;b) and never the clipboard unasked.
    return sequence in (b"\x1b[31m", b"\x1b[32m") or sequence.startswith(b"\x1b]52")


def walk_everywhere(rep: Terminal) -> None:
    """Queue, its questions, board, list, lead page and its panes, tasks, palette, help, form."""
    rep.until_shown("[/] <b>")
    rep.press("t", shows="touch")
    rep.press("c", shows="call logged")
    rep.press("u", shows="Undone")
    for place, sign in (("2", "NEW"), ("3", "newest word first"), ("6", "Tasks"), ("1", "left")):
        rep.press(place, shows=sign)
        if place != "6":
            rep.until_shown("[/] <b>")
    rep.press("\r", shows="[/] <b>")
    for _ in range(5):
        rep.press("\t", shows="[/] <b>")
    rep.press("q", shows="left")
    rep.press("e", shows="currency")
    rep.send("\x1b")
    rep.until_gone("currency")
    rep.press("\x10", shows="Log a call, mail")
    rep.send("gnp")
    rep.until(lambda screen: PALETTE_EDGE in screen.text and "[/] <b>" in screen.line(8), "the lead among the hits")
    rep.send("\x1b")
    rep.until_gone(PALETTE_EDGE)
    rep.send("Q")
    assert rep.until_ended() == 0


@pytest.fixture
def desk_of_one(bare_desk: Desk) -> Desk:
    """One lead, hostile in every field, silent for weeks, its person and its note as well."""
    told = {"HERMES_NOW": BEFORE_LONG}
    added = bare_desk.hermes(
        "add", f"title={HOSTILE}", f"company={HOSTILE}", f"source={HOSTILE}", "value=100", env=told
    )
    assert added.returncode == 0, added.stderr
    assert bare_desk.hermes("contact", "add", 1, "--name", HOSTILE, "--role", HOSTILE, env=told).returncode == 0
    assert bare_desk.hermes("note", 1, "-m", HOSTILE, "--objection", "budget", env=told).returncode == 0
    assert bare_desk.hermes("task", "add", 1, HOSTILE, env=told).returncode == 0
    return bare_desk


def test_a_hostile_name_stands_in_every_view_as_text(desk_of_one: Desk) -> None:
    rep = desk_of_one.app()
    walk_everywhere(rep)
    assert unwanted(bytes(rep.output)) == []
    assert "漢字" in rep.output.decode(errors="replace")


def test_a_file_that_holds_control_characters_cannot_speak_to_the_terminal(desk_of_one: Desk) -> None:
    # Written past the gateway, as another program would.
    connection = sqlite3.connect(desk_of_one.path)
    connection.execute("UPDATE lead SET title = ?1, company = ?1, source = ?1, owed_quote = ?1", (HOSTILE,))
    connection.execute("UPDATE contact SET name = ?1, role = ?1", (HOSTILE,))
    connection.execute("UPDATE note SET text = ?1", (HOSTILE,))
    connection.execute("UPDATE task SET title = ?1", (HOSTILE,))
    connection.execute("UPDATE stage SET label = ?1 WHERE id = 3", (HOSTILE,))
    connection.commit()
    connection.close()
    rep = desk_of_one.app()
    walk_everywhere(rep)
    assert unwanted(bytes(rep.output)) == []
