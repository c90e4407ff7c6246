"""The `:` commands about figures: the dashboard of a period, one table of it, and the report as a file."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from hermes_tui.metrics.sections import BY_KEY, PAGES, SECTIONS
from hermes_tui.screens.command_shape import Line, Run
from storage.errors import UsageError

if TYPE_CHECKING:
    from hermes_tui.metrics.sections import Section
    from hermes_tui.screens.base import HermesScreen

_PERIODS = ("7", "30", "90", "365", "all", "monday", "month")


def _dashboard(here: HermesScreen, rest: str) -> Run:
    from hermes_tui.screens.dashboard.period import Question

    if rest:
        Question(period=rest).asked(here.session)
    return partial(show_dashboard, here, rest)


def _periods(_here: HermesScreen, _rest: str) -> Iterable[str]:
    return _PERIODS


def show_dashboard(here: HermesScreen, period: str = "") -> None:
    """The dashboard, of this period where one is named, else of the one it was left at."""
    from hermes_tui.screens.dashboard.screen import DashboardScreen

    hermes = here.hermes

    def narrow() -> None:
        there = hermes.here
        if period and isinstance(there, DashboardScreen):
            there.set_period(period)

    hermes.action_go("dashboard")
    hermes.call_later(hermes.call_after_refresh, narrow)  # the pages on top of it go first


def _stats(here: HermesScreen, rest: str) -> Run:
    if not rest:
        return partial(show_dashboard, here)
    section = _known(rest)
    return partial(show_section, here, section.key)


def _known(words: str) -> Section:
    """The section of this key or title, or the only one that begins so. Raises UsageError."""
    folded = words.casefold().replace(" ", "_").replace("-", "_")
    names = {section.key: section for section in SECTIONS}
    names |= {section.title.casefold().replace(" ", "_"): section for section in SECTIONS}
    if folded in names:
        return names[folded]
    begun = {section.key: section for name, section in names.items() if name.startswith(folded)}
    if len(begun) == 1:
        return next(iter(begun.values()))
    from storage.filters.fields import nearest

    raise UsageError(f"there are no figures `{words}`; did you mean `{nearest(folded, sorted(BY_KEY))}`?")


def _section_keys(_here: HermesScreen, _rest: str) -> Iterable[str]:
    return [section.key for section in SECTIONS]


def show_section(here: HermesScreen, key: str) -> None:
    """The dashboard's page with this table, the cursor in it."""
    from hermes_tui.screens.dashboard.screen import DashboardScreen

    hermes = here.hermes

    async def turn() -> None:
        there = hermes.here
        if not isinstance(there, DashboardScreen):
            return
        names = [name for name, _ in PAGES]
        by = names.index(BY_KEY[key].page) - names.index(there.page.page)
        if by:
            await there.action_page(by)
        there.page.views[key].focus()

    hermes.action_go("dashboard")
    hermes.call_later(hermes.call_after_refresh, turn)


FIGURE_LINES = (
    Line("dashboard", "[PERIOD]", "The figures, of 30, 90, all, monday, 2026-01-01..2026-03-31", _dashboard, _periods),
    Line("stats", "[TABLE]", "One table of the dashboard: funnel, sources, forecast …", _stats, _section_keys),
)
