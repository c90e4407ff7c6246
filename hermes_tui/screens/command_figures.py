"""The `:` commands about figures: the dashboard of a period, one table of it, and the report as a file."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from hermes_tui.metrics.sections import BY_KEY, PAGES, SECTIONS
from hermes_tui.screens.command_shape import Line, Run, wanted
from storage.errors import HermesError, UsageError

if TYPE_CHECKING:
    from hermes_tui.metrics.asked import Asked
    from hermes_tui.metrics.sections import Section
    from hermes_tui.screens.base import HermesScreen
    from hermes_tui.screens.dashboard.period import Question

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


def _report(here: HermesScreen, rest: str) -> Run:
    path = _new_file(wanted(rest, "which file to write, such as week.html"))
    asked = _question(here).asked(here.session)
    work = partial(_write_report, here, asked, path)
    return lambda: here.run_worker(work, thread=True, exclusive=True, group="report", exit_on_error=False)


def _question(here: HermesScreen) -> Question:
    """What the dashboard looks at where the rep is there; elsewhere the period it was left at."""
    from hermes_tui.screens.dashboard.looking import Looking
    from hermes_tui.screens.dashboard.period import Question
    from storage.queries.figures_period import kept_period

    return here.question if isinstance(here, Looking) else Question(kept_period(here.session.database))


def _new_file(typed: str) -> Path:
    """The file to write. Raises UsageError where one is there already, or none can be."""
    path = Path(os.path.expanduser(typed))
    try:
        there, folder = os.path.lexists(path), path.parent.is_dir()
    except (OSError, ValueError):
        raise UsageError("that is no name for a file") from None
    if there:
        raise UsageError("that file is there already; name another")
    if not folder:
        raise UsageError(f"there is no folder {path.parent}")
    return path


def _write_report(here: HermesScreen, asked: Asked, path: Path) -> None:
    """In a thread of its own: all figures are read, and those of the period before."""
    from hermes_tui.actions.reporting import report, write_report

    session, database = here.session, here.session.database
    try:
        database.keep_little()
        made = write_report(report(database, asked, session.now(), session.settings.name), path)
    except HermesError as error:
        here.app.call_from_thread(here.hermes.say_error, error)
    else:
        here.app.call_from_thread(here.say, f" The report is in {made}; any browser shows it")
    finally:
        database.close_thread()


def _report_paths(_here: HermesScreen, rest: str) -> Iterable[str]:
    from hermes_tui.screens.import_paths import paths_from

    return [path for path in paths_from(rest) if path.endswith("/")] if rest else ["report.html"]


FIGURE_LINES = (
    Line("dashboard", "[PERIOD]", "The figures, of 30, 90, all, monday, 2026-01-01..2026-03-31", _dashboard, _periods),
    Line("stats", "[TABLE]", "One table of the dashboard: funnel, sources, forecast …", _stats, _section_keys),
    Line("report", "FILE", "Write the figures as a page of HTML that a browser shows", _report, _report_paths),
)
