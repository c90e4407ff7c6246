"""Every section of figures by name, in the order of the dashboard: what reads it, and which tables it is made of."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, cast

from hermes_tui.metrics.asked import Asked
from hermes_tui.metrics.tables import Table

if TYPE_CHECKING:
    from storage.database import Database


class Section(NamedTuple):
    """A section: its page of the dashboard, what it is called, and `module:function` of `(database, asked) -> Table`.

    `reads` are the journaled tables it is made of: it is another only where a row of one of them is, and of `lead`
    only where one of `columns` is. `whole` makes the same table with every row, where the maker's ends sooner.
    """

    key: str
    page: str
    title: str
    maker: str
    reads: frozenset[str]
    whole: str = ""

    def read(self, database: Database, asked: Asked, *, whole: bool = False) -> Table:
        """The figures; `whole`: every row of them, as a file has room for what a screen has not."""
        module, _, name = ((whole and self.whole) or self.maker).partition(":")
        make = cast("Callable[[Database, Asked], Table]", getattr(import_module(f"hermes_tui.metrics.{module}"), name))
        return make(database, asked)


PAGES: tuple[tuple[str, str], ...] = (
    ("overview", "Overview"), ("activity", "Activity"), ("words", "Words"), ("forecast", "Forecast"),
    ("changes", "What changed"),
)  # fmt: skip

# What deals are, wherever they are counted. A change of other columns of a lead (its copies, its text) is none here.
_DEALS = frozenset({"stage_event", "lead.stage_id", "lead.source", "lead.value", "lead.currency", "lead.created_at",
                    "lead.engaged_at"})  # fmt: skip
_SAID = frozenset({"touch", "message", "note"})


def _section(key: str, page: str, title: str, maker: str, *reads: str, deals: bool = True) -> Section:
    return Section(key, page, title, maker, (_DEALS if deals else frozenset()) | frozenset(reads))


SECTIONS: tuple[Section, ...] = (
    _section("kpis", "overview", "At a glance", "headline:kpis", *_SAID, "task", "contact", "lead.snoozed_until",
             "lead.risk_from"),
    _section("funnel", "overview", "Funnel", "funnel:funnel_table"),
    _section("stage_times", "overview", "Days in stage", "stage_times:stage_times_table"),
    _section("weeks", "overview", "Week by week", "weeks:weeks_table"),
    _section("sources", "overview", "Sources", "sources:sources_table"),
    _section("stuck", "overview", "Stuck deals", "stuck:stuck_table", "lead.title", "lead.company")
    ._replace(whole="stuck:every_stuck_deal"),
    _section("activity", "activity", "Touches a day", "activity:activity_table", *_SAID, deals=False),
    _section("outcomes", "activity", "Touches by outcome", "outcomes:outcomes_table", *_SAID, "stage_event",
             deals=False),
    _section("response", "activity", "Response times", "response:response_table", *_SAID, "stage_event",
             deals=False),
    _section("reasons", "words", "Won and lost because", "reasons:reasons_table", "lead.close_reason"),
    _section("objections", "words", "Objections", "objection_figures:objections_table", "objection", "note"),
    _section("templates", "words", "Templates", "template_figures:templates_table", "template", "message",
             deals=False),
    _section("forecast", "forecast", "Forecast", "outlook:forecast_table"),
    _section("velocity", "forecast", "Sales velocity", "velocity:velocity_table"),
    _section("goals", "forecast", "Goals of the month", "goals:goals_table", "goal", *_SAID),
    _section("changes", "changes", "What changed", "changes:changes_table", "lead.deadline_on"),
    _section("standing", "changes", "The pipeline then", "standing:standing_table"),
    _section("deals", "changes", "The deals", "changed_deals:changed_deals_table", "lead.deadline_on", "lead.title",
             "lead.company")._replace(whole="changed_deals:every_changed_deal"),
)  # fmt: skip
BY_KEY: dict[str, Section] = {section.key: section for section in SECTIONS}
