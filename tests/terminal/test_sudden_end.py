"""The program is killed while keys rain in: what was said to be done is in the file, and nothing is there by half."""

from __future__ import annotations

from itertools import cycle, islice

import pytest

from tests.terminal.conftest import Desk

BURST = ("tc", "L", "ss", "x1", "tt", "a", "O2", "sw")
KINDS = ("touch", "stage", "snooze", "stage", "touch", "stage", "objection", "snooze")
VERBS = 72


@pytest.mark.parametrize("after", [1, 5, 12])
def test_a_kill_in_the_middle_of_a_burst_keeps_every_finished_verb_and_no_half_one(desk: Desk, after: int) -> None:
    before = desk.rows()
    rep = desk.app("triage", "+stale")
    rep.send("".join(islice(cycle(BURST), VERBS)))
    rep.until(lambda _: len(desk.actions()) >= after, f"verb {after}")
    rep.kill()

    done = desk.actions()
    assert after <= len(done) < VERBS, "the burst was over before the kill"
    desk.check()
    assert [kind for kind, _ in done] == list(islice(cycle(KINDS), len(done)))
    assert desk.hermes("doctor").returncode == 0

    # The file opens as if nothing had been, and what was done can still be taken back.
    again = desk.app("triage", "+stale")
    again.send("u" * len(done))
    again.until(lambda _: not desk.actions(), "the last undo")
    after = desk.rows()
    after["stage_pace"] = before["stage_pace"]  # a measure that each start takes anew
    assert after == before
