"""How a share of something is printed: with what it is of, its interval, and whether that is of too few."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hermes_tui.metrics.intervals import Rate


def rate_words(found: Rate, hits: int) -> str:
    """`30 % (9 of 30; 17 to 48 %)`, and `too early` where that is of too few; a dash where it is of none."""
    if found.rate is None or found.low is None or found.high is None:
        return "–"
    early = ", too early" if found.is_early else ""
    between = f"{100 * found.low:.0f} to {100 * found.high:.0f} %{early}"
    return f"{100 * found.rate:.0f} % ({hits:,} of {found.n:,}; {between})"
