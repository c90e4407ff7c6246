"""Reading a list again because something was written behind the rep's back: mail came in, another program wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hermes_tui.screens.base import HermesScreen


def read_in_place(here: HermesScreen) -> None:
    """Read it again with the cursor on the lead where it was: the next key must not hit another one."""
    from hermes_tui.screens.listing import Listing

    if not isinstance(here, Listing):
        here.reload()
        return
    lead_id = here.marking().current_key
    here.reload()
    if lead_id is not None:
        here.land_on(lead_id)
