"""The stage events that come beside a file of deals, or by themselves, from their rows to what is written."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from hermes_tui.exchange import stage_filing
from hermes_tui.exchange.plan import Deals, Plan
from hermes_tui.exchange.stage_events import EventFile
from hermes_tui.exchange.stage_filing import Retold, Tell
from hermes_tui.exchange.stage_owners import owners
from hermes_tui.exchange.stage_reckoning import HistoryResult, reckoned
from storage.database import Database


class Pasts:
    """Stage events, and what they make of leads that are here and of the new deals of a plan, where one comes along."""

    def __init__(
        self,
        database: Database,
        files: Sequence[EventFile],
        now: int,
        plan: Plan | None = None,
        new: Collection[int] = (),
    ) -> None:
        self.database, self.files = database, files
        self.leads: list[Retold] = []
        self.new: list[Retold] = []
        if files:
            self.owned = owners(database, files, plan, new)
            self.new = [] if plan is None else stage_filing.of_deals(plan.deals, self.owned.new, now)
            self.leads = list(stage_filing.of_leads(database, self.owned.leads))

    def told(self, deals: Deals) -> Deals:
        """The deals of the plan, with what the events tell of those that are new."""
        return stage_filing.with_histories(deals, self.new)

    @property
    def change_leads(self) -> bool:
        """Whether a lead that is here gets another history."""
        return any(each.changes for each in self.leads)

    def reckoned(self) -> HistoryResult:
        """The account of every event."""
        refused = self.owned.refused if self.files else ()
        return reckoned(self.files, refused, (*self.new, *self.leads))

    def write(self, now: int, tell: Tell, *, anew: bool = False) -> list[int]:
        """Write the histories of leads that are here, in the action that is open; returns those that changed.

        `anew`: the file of deals has just moved some of them.
        """
        if anew and self.files:
            self.leads = list(stage_filing.of_leads(self.database, self.owned.leads))
        return stage_filing.write(self.database, self.leads, now, tell)
