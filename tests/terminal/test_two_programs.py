"""The app is open in one window and the shell writes in another: both see everything, neither loses anything."""

from __future__ import annotations

import subprocess

from tests.terminal.conftest import ROOT, Desk
from tests.terminal.test_fifty_leads import deal_with

# The app looks once a second; on a busy machine the look, the read and the paint may come late.
SOON = 4.0


def test_a_call_logged_in_the_shell_is_seen_in_the_open_queue(desk: Desk) -> None:
    rep = desk.app("triage", "+stale")
    lead, company, _, stale = desk.first()
    rep.until_shown(company)
    rep.until_shown(f"{stale} left")
    assert desk.hermes("touch", lead, "--via", "call").returncode == 0
    rep.until(lambda screen: f"{stale - 1} left" in screen.text and company not in screen.text, "the call", SOON)
    rep.press("u", shows=f"Undone: {company}: call logged")
    rep.until_shown(f"{stale} left")


def test_both_write_at_once_and_nothing_is_lost(desk: Desk) -> None:
    keys = ("tm", "tl", "tv", "sw", "x1", "a", "tt", "ss")
    rep = desk.app("triage", "+stale")
    won = [lead for (lead,) in desk.ask("SELECT id FROM lead WHERE NOT is_open ORDER BY id LIMIT 6")]
    touches = len(desk.ask("SELECT id FROM touch"))
    shell = [
        subprocess.Popen(
            desk.command("touch", lead, "--via", "call"), cwd=ROOT, env=desk.env, stderr=subprocess.DEVNULL
        )
        for lead in won
    ]
    for typed in keys:
        deal_with(rep, typed)
    assert [one.wait(30) for one in shell] == [0] * len(won)
    assert len(desk.actions()) == len(won) + len(keys)
    assert len(desk.ask("SELECT id FROM touch")) == touches + len(won) + 4
    desk.check()
