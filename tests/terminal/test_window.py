"""The window: small ones, one that changes its size, and the terminal as it was when the rep has left."""

from __future__ import annotations

import pytest

from tests.terminal.conftest import HINT, Desk
from tests.terminal.terminal import Terminal

SMALL = [(80, 24), (40, 12)]


def fits(terminal: Terminal) -> bool:
    """A whole screen: the name at the top, a lead under the cursor, something at the bottom."""
    return terminal.line(0).startswith(" Hermes") and "▌" in terminal.text and bool(terminal.last_line)


@pytest.mark.parametrize(("columns", "rows"), SMALL)
def test_a_small_window_shows_the_lead_and_every_verb_works(desk: Desk, columns: int, rows: int) -> None:
    rep = desk.app("triage", "+stale", columns=columns, rows=rows)
    rep.until(fits, "the queue")
    first = next(line for line in rep.lines if "▌" in line)
    rep.send("tc")
    rep.until(lambda screen: "call logged" in screen.text, "what was done")
    rep.until(lambda screen: first not in screen.text and fits(screen), "the next lead")
    for place in ("2", "3", "6", "1"):
        rep.send(place)
        rep.until(lambda screen: screen.line(0).startswith(" Hermes") and bool(screen.last_line), f"place {place}")
    rep.send("s")
    rep.until(lambda screen: "snooze" in screen.text, "the question")
    rep.send("\x1b")
    rep.until_gone("snooze:")
    rep.send("\r")
    rep.until(lambda screen: "▌" in screen.text, "the lead's page")
    rep.send("qQ")
    assert rep.until_ended() == 0


def test_a_window_that_grows_and_shrinks_is_filled_each_time(desk: Desk) -> None:
    rep = desk.app("triage", "+stale")
    rep.until(fits, "the queue")
    for columns, rows in [(80, 24), (40, 12), (200, 60), (120, 40)]:
        before = rep.frames
        rep.resize(columns, rows)
        rep.until(lambda screen: screen.frames > before and fits(screen), f"{columns} × {rows}")  # noqa: B023
        rep.press("j", shows="▌")
    rep.press("k", shows=HINT)


@pytest.mark.parametrize("leave", ["Q", "2Q", "\rQ", "sqQ"])
def test_leaving_gives_the_terminal_back_as_it_was(desk: Desk, leave: str) -> None:
    rep = desk.app()
    assert rep.settings != rep.settings_before
    rep.send(leave)
    assert rep.until_ended() == 0
    assert rep.settings == rep.settings_before
    assert rep.cursor_shown
    out = bytes(rep.output)
    assert out.rfind(b"\x1b[?1049l") > out.rfind(b"\x1b[?1049h") >= 0
    for mode in (b"1000", b"1003", b"2004"):
        assert out.rfind(b"\x1b[?%sl" % mode) > out.rfind(b"\x1b[?%sh" % mode)


def test_what_was_painted_bit_by_bit_is_what_a_whole_painting_shows(desk: Desk) -> None:
    # A pane that painted its changed lines only to their middle went unseen by every test below the terminal.
    rep = desk.app("triage", "+stale")
    rep.until(fits, "the queue")
    for keys in ("j", "j", "tc", "L", "k", "sw", "u", "J", "ta", "q"):
        before = rep.frames
        rep.send(keys)
        rep.until(lambda screen: screen.frames > before, f"a frame after {keys!r}")  # noqa: B023
    rep.until_quiet()
    bit_by_bit = rep.text
    for columns in (121, 120):
        before = rep.frames
        rep.resize(columns, 40)
        rep.until(lambda screen: screen.frames > before and fits(screen), f"{columns} columns")  # noqa: B023
    rep.until_quiet()
    assert rep.text == bit_by_bit
