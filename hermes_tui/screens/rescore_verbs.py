"""The verb that scores leads anew: which leads it means, on whichever screen it is pressed."""

from __future__ import annotations

from typing import Any, NamedTuple

from hermes_tui.screens.errands import Errands


class Which(NamedTuple):
    """The leads to score: in words, and as a condition of SQL with its parameters. `ids`: where they were named."""

    words: str
    where: str = "1"
    params: dict[str, Any] = {}  # nobody writes into it
    ids: tuple[int, ...] = ()


class RescoreVerbs(Errands):
    """What LeadVerbs can do about scores."""

    def action_rescore(self) -> None:
        """Score the marked leads by the rules in force, in the list all that it shows, else the one lead."""
        from hermes_tui.screens.rescore import open_rescore, those_here

        which = those_here(self)
        if which is None:
            self.say(" No lead here: c adds one, :import FILE.csv brings many")
        else:
            open_rescore(self, which)
