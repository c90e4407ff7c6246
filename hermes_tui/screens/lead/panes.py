"""The panes of a lead's page in the order that Tab walks them; a new one is its module and a line here."""

from __future__ import annotations

from typing import Any

from hermes_tui.screens.lead.facts import FactsPane
from hermes_tui.screens.lead.messages import MessagesPane
from hermes_tui.screens.lead.notes import NotesPane
from hermes_tui.screens.lead.objections import ObjectionsPane
from hermes_tui.screens.lead.pane import LeadPane
from hermes_tui.screens.lead.people import PeoplePane
from hermes_tui.screens.lead.proposals import ProposalsPane
from hermes_tui.screens.lead.signals import SignalsPane
from hermes_tui.screens.lead.stages import StagesPane
from hermes_tui.screens.lead.tasks import TasksPane
from hermes_tui.screens.lead.timeline import TimelinePane

PANES: tuple[type[LeadPane[Any]], ...] = (
    FactsPane, PeoplePane, TimelinePane, TasksPane, NotesPane, MessagesPane, ObjectionsPane, SignalsPane, ProposalsPane,
    StagesPane,
)  # fmt: skip
NAMES = tuple(pane.called for pane in PANES)
