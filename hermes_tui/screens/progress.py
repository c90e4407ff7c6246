"""How far a thread has come, as one line."""

from __future__ import annotations

from textual.content import Content

from hermes_tui.screens.styles import DIM


def bar(done: int, total: int, phase: str, width: int) -> Content:
    """` ████████░░░░   64%  writing leads`; without a total only the phase can be said."""
    if not total:
        return Content.styled(f" {phase}", "bold")
    share = done / total
    size = max(10, min(60, width - 40))
    full = round(size * share)
    return Content.assemble(
        " ", ("█" * full, "$accent"), ("░" * (size - full), DIM), (f"  {share:4.0%}  ", "bold"), (phase, DIM)
    )
