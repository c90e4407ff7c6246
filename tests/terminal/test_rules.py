"""The rules of scoring in a real terminal: typed, seen, saved, undone, and left by a terminal that was closed."""

from __future__ import annotations

from tests.terminal.conftest import Desk

RULE = '[[words]]\rname = "rollout"\rphrases = ["rollout"]\rpoints = 10\r'
PAGE_DOWN = "\x1b[6~"


def test_a_rule_is_typed_its_change_seen_saved_for_the_shell_too_and_taken_back(desk: Desk) -> None:
    before = desk.ask("SELECT id, score FROM lead ORDER BY id")
    rep = desk.app("board")
    rep.until_shown("▌")
    rep.press("%", shows="Of all")
    rep.press(PAGE_DOWN * 5, shows="# points = 5")
    rep.until_quiet()
    rep.send(RULE)
    rep.until_shown("+10 rollout")
    rep.until_shown("scores would change")
    rep.send("\x13")
    rep.until(lambda screen: "changed" in screen.last_line and "undo" in screen.last_line, "what saving did")
    assert 'phrases = ["rollout"]' in desk.hermes("rules", "show").stdout
    assert desk.ask("SELECT id, score FROM lead ORDER BY id") != before
    rep.press("u", shows="Undone: rules")
    assert desk.ask("SELECT id, score FROM lead ORDER BY id") == before
    rep.press("%", shows="built-in")
    rep.press("x", shows="x#")
    rep.until_shown("Of the last text that was right")
    rep.kill()
    rep = desk.app("board")
    rep.until_shown("▌")
    rep.press("%", shows="typed the last time and not saved")
    rep.send("\x1b\x1b")
    rep.until_shown("▌")
    rep.send("Q")
    assert rep.until_ended() == 0
    desk.check()
