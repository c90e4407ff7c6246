"""The promise of the queue: fifty stale leads dealt with in one or two keys each, and all of it taken back."""

from __future__ import annotations

import json
import statistics
from itertools import chain, cycle, islice

from tests.terminal.conftest import HINT, Desk
from tests.terminal.terminal import Terminal

LEADS = 50
# What a rep would do to one lead after another; the keys as they are sent.
VERBS = ("tc", "L", "ss", "a", "x1", "tt", "sw", "tl", "O2", "s5", "tm", "L", "x3", "tv", "a", "f3d call\r")
# The head of the queue is far down the pipeline; leads further on may be new, with no stage to go back to.
KEYS = ("H", *VERBS[:4], "H", *VERBS[4:])


def deal_with(terminal: Terminal, keys: str) -> None:
    """A verb, and the words that say it was done: never those of the verb before, which named another lead."""
    before = terminal.last_line
    terminal.send(keys)
    terminal.until(
        lambda screen: screen.last_line.endswith("u undo") and screen.last_line != before, f"what {keys!r} did"
    )


def take_back(terminal: Terminal) -> None:
    """`u`, and what it says."""
    before = terminal.last_line
    terminal.send("u")
    terminal.until(lambda screen: screen.last_line.startswith(" Undone: ") and screen.last_line != before, "an undo")


def test_fifty_stale_leads_take_two_keys_each_and_fifty_undos_leave_the_file_as_it_was(desk: Desk) -> None:
    stale = {lead["id"] for lead in json.loads(desk.hermes("stale", "--json").stdout)}
    assert len(stale) >= LEADS
    before = desk.rows()
    rep = desk.app("triage", "+stale")

    counts = []
    for keys in islice(chain(KEYS, cycle(VERBS)), LEADS):
        deal_with(rep, keys)
        counts.append(len(keys))

    assert len(desk.actions()) == LEADS
    dealt_with = {lead for (lead,) in desk.ask("SELECT DISTINCT lead_id FROM change WHERE lead_id IS NOT NULL")}
    assert len(dealt_with) == LEADS
    assert dealt_with <= stale
    assert statistics.median(counts) <= 2
    assert desk.rows() != before

    for _ in range(LEADS):
        take_back(rep)
    rep.press("u", shows="nothing to undo")
    assert desk.actions() == []
    assert desk.rows() == before
    desk.check()
    rep.press("j", shows=HINT)


def test_keys_typed_faster_than_the_screen_paints_are_all_handled_in_their_order(desk: Desk) -> None:
    before = desk.rows()
    rep = desk.app("triage", "+stale")
    rep.send("tcLssa1x2tti" + "asked twice\r" + "O1Hswtvf3d call\r.")
    rep.until(lambda _: len(desk.actions()) >= 13, "the last of the burst")
    said = [label.partition(": ")[2] for _, label in desk.actions()]
    assert said[0] == "call logged"
    kinds = "touch stage snooze stage stage touch note objection stage snooze touch task task"
    assert [kind for kind, _ in desk.actions()] == kinds.split()
    assert [words for words in said if "logged" in words] == ["call logged", "call logged", "voicemail logged"]
    assert "Archived" in said[3]
    assert "Lost (timing)" in said[4]
    assert ("asked twice",) in desk.ask("SELECT text FROM note ORDER BY id DESC LIMIT 2")
    rep.send("u" * 13)
    rep.until(lambda _: not desk.actions(), "the last undo of the burst")
    assert desk.rows() == before
