"""How a letter can fail to leave: for certain, or so that nobody can know."""

from __future__ import annotations

from storage.errors import HermesError


class SendRefused(HermesError):
    """Nothing left. `again`: the same letter may be taken later (greylisting, no network); else it must be changed.

    `stop`: the way itself is at fault (no network, a wrong password, a command that is not there), so that the letters
    behind this one would be refused as well.
    """

    def __init__(self, sentence: str, *, again: bool = False, stop: bool = False) -> None:
        super().__init__(sentence)
        self.again = again
        self.stop = stop


class SendInDoubt(HermesError):
    """The letter was handed over and the answer never came: it may have left. Never to be sent again by itself."""
