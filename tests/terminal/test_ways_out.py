"""Esc leaves whatever was opened, and the keys that terminals mix up do no harm."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.terminal.conftest import HINT, Desk
from tests.terminal.terminal import Terminal

ESC = "\x1b"
DIALOG = ("╭", "Enter does it", "Log a call, mail")
# What a key opens on every screen with leads, and a word of it.
EVERYWHERE = {
    "t": "touch:", "s": "snooze:", "x": "lost:", "i": "note:", "O": "objection:", "f": "next task", "/": " / +stale",
    ":": " :", "|": "pipe as", "c": "currency", "e": "currency", "?": "Enter does it", "\x10": "Log a call, mail",
}  # fmt: skip


def at_rest(terminal: Terminal) -> bool:
    """No question at the bottom, and neither dialog nor palette over the screen."""
    return terminal.last_line.endswith(HINT) and not any(sign in terminal.text for sign in DIALOG)


def open_and_leave(rep: Terminal, opens: Mapping[str, str]) -> None:
    """Each of the keys opens something that Esc leaves."""
    rep.until(at_rest, "the screen at rest")
    for key, shows in opens.items():
        assert shows not in rep.text
        rep.send(key)
        rep.until(lambda screen: not at_rest(screen) and shows in screen.text, f"what {key!r} opens")  # noqa: B023
        rep.send(ESC)
        rep.until(at_rest, f"the screen after {key!r} and Esc")


def test_esc_leaves_every_question_and_dialog_of_the_queue(desk: Desk) -> None:
    rep = desk.app("triage", "+stale")
    rep.until_shown(desk.first()[1])
    open_and_leave(rep, EVERYWHERE)
    rep.press("j", shows="▌")
    assert desk.actions() == []


@pytest.mark.parametrize(
    ("place", "sign", "opens"),
    [
        ("2", "FOLLOW-UP 1", {"t": "touch:", "x": "lost:", "i": "note:", "O": "objection:", "e": "currency"}),
        ("3", "newest word first", {"S": "sort by:", "\x13": "save view as:", "s": "snooze:", "e": "currency"}),
        ("\r", "Timeline", {"t": "touch:", "p": "person {first}", "f": "next task", "O": "objection:", "|": "pipe as"}),
    ],
    ids=["board", "leads", "lead"],
)
def test_esc_leaves_what_the_other_screens_open(desk: Desk, place: str, sign: str, opens: dict[str, str]) -> None:
    rep = desk.app("triage", "+stale")
    _, company, first, _ = desk.first()
    rep.until_shown(company)
    rep.press(place, shows=sign)
    open_and_leave(rep, {key: shows.format(first=first) for key, shows in opens.items()})
    assert desk.actions() == []


def test_ctrl_h_m_and_i_are_backspace_enter_and_tab_and_harm_nothing(desk: Desk) -> None:
    before = desk.rows()
    rep = desk.app("triage", "+stale")
    rep.until_shown(desk.first()[1])
    for mixed_up in ("\x08", "\x7f", "\t", "\x1b[Z"):
        rep.send(mixed_up)
        rep.send("j")
        rep.until(lambda screen: "▌" in screen.line(5), f"the next row after {mixed_up!r}")
        rep.send("k")
        rep.until(lambda screen: "▌" in screen.line(4), f"the row before after {mixed_up!r}")
    rep.press("\x0d", shows="Timeline")
    rep.press("q", shows="left")
    assert desk.actions() == []
    assert desk.rows() == before


def test_ctrl_c_asks_how_to_leave_or_leaves_but_breaks_nothing(desk: Desk) -> None:
    rep = desk.app("triage", "+stale")
    rep.send("\x03")
    rep.send("j")
    rep.until(lambda screen: "▌" in screen.line(5) or screen.process.poll() is not None, "an answer")
    assert rep.process.poll() in (None, 0, 130)
    desk.check()


@pytest.mark.parametrize("burst", ["\rqQ", "\rq\rqQ", "2Q", "3\rqQ", "6Q", "\r]Q"], ids=repr)
def test_a_page_closed_before_it_has_come_up_is_no_bug(desk: Desk, burst: str) -> None:
    rep = desk.app("triage", "+stale")
    rep.until_shown(desk.first()[1])
    rep.send(burst)
    assert rep.until_ended() == 0
