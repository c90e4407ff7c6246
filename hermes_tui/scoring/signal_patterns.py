"""The phrases of every kind of buying signal as regular expressions, over a sentence of at most 400 characters."""

from __future__ import annotations

from hermes_tui.scoring.phrases import meetings, prices, proposals, referrals, timelines
from hermes_tui.scoring.phrases.pieces import spaced

_KINDS = {
    "pricing": prices, "proposal_request": proposals, "meeting": meetings, "referral": referrals,
    "timeline": timelines,
}  # fmt: skip

PATTERNS: dict[str, tuple[str, ...]] = {kind: tuple(map(spaced, each.SAYS)) for kind, each in _KINDS.items()}
"""Kind → regular expressions over a sentence on one line, in its own case."""

ONLY_SOUNDS: dict[str, str] = {kind: spaced(each.NOT) for kind, each in _KINDS.items()}
"""Kind → what in a sentence says that it speaks of something else."""
