"""The verbs of a suggestion: `>` takes it up, `<` refuses it; for every screen that shows leads."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from hermes_tui.screens.errands import Errands

if TYPE_CHECKING:
    from hermes_tui.screens.verbs import LeadVerbs


class NextVerbs(Errands):
    """What LeadVerbs can do with the next best action of the lead under the cursor."""

    def action_accept_next(self) -> None:
        """Take up what is suggested: it is recorded, and the keys that do it are asked for at once."""
        if ids := self._errand_leads():
            from hermes_tui.screens.next_deeds import accept

            accept(cast("LeadVerbs", self), ids)

    def action_refuse_next(self) -> None:
        """Not this: it steps back for a week, and what comes in its place is said. The cursor stays."""
        if ids := self._errand_leads():
            from hermes_tui.screens.next_deeds import refuse

            refuse(cast("LeadVerbs", self), ids)
