"""The rep as the settings describe them: who writes, and how often a follow-up is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hermes_tui.actions.cadence import Cadence

if TYPE_CHECKING:
    from hermes_tui.config import Settings
    from hermes_tui.outreach.templates.values import Me


def me_of(settings: Settings) -> Me:
    """Who writes."""
    from hermes_tui.outreach.templates.values import Me

    return Me(settings.name, settings.email, settings.firm, settings.phone, settings.signature)


def cadence_of(settings: Settings) -> Cadence:
    """When to write again, and how often at most."""
    return Cadence(tuple(settings.followup_days), settings.followups_at_most)
