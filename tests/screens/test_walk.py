"""What stands where the queue was, when it is walked through."""

from __future__ import annotations

from hermes_tui.actions.outcome import Outcome
from hermes_tui.screens.walk import Walk


def test_an_emptied_queue_counts_one_lead_as_one() -> None:
    walk = Walk()
    walk.handled(Outcome(1, (1,), "Acme: call logged", "touch"), [1], now=0)
    assert "1 lead dealt with" in str(walk.summary(0, no_leads=False, filtered=False))
    walk.handled(Outcome(2, (2,), "Beta: call logged", "touch"), [2], now=0)
    assert "2 leads dealt with" in str(walk.summary(0, no_leads=False, filtered=False))
