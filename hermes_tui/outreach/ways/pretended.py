"""The way out of `hermes demo`: mail to made-up people goes nowhere, so that the rest can be tried out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hermes_tui.outreach.finding import Finding
from hermes_tui.outreach.ways.way import Plain

if TYPE_CHECKING:
    from hermes_tui.outreach.mail.letter import Letter

PRETENDED = "pretend"  # no word of the setting `send_by`: only the demo has it


class Pretended(Plain):
    """Says that a letter left, and lets none leave."""

    name = PRETENDED
    hands_over = False

    def send(self, letter: Letter) -> str:
        """Nothing leaves."""
        return "made up: nothing left this machine"

    def went(self, letter: Letter) -> bool | None:
        """Never: it can be sent again without harm."""
        return False

    def check(self, *, connect: bool = False) -> list[Finding]:
        """There is nothing to look at."""
        return []
