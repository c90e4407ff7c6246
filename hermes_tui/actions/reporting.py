"""The report: every section of figures, as one page of HTML, to print or to write to a file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from hermes_tui.actions.figures import sheet_of, tables_of
from hermes_tui.clock import day_of
from hermes_tui.formats import DAY_MS, count, day_with_year, iso
from hermes_tui.metrics.asked import ALL, Asked
from storage.errors import HermesError

if TYPE_CHECKING:
    from hermes_tui.exchange.report.page import Page
    from storage.database import Database

USUAL = "90d"
"""The period of a report where the rep named none: the dashboard's."""


def report(database: Database, asked: Asked, now: int, who: str = "") -> str:
    """The whole page; `now` (UTC ms) is when it was made, `who` the rep's name where the settings have it."""
    from hermes_tui.exchange.report.page import as_html

    return as_html(report_page(database, asked, now, who))


def report_page(database: Database, asked: Asked, now: int, who: str = "") -> Page:
    """What the page says, as plain values."""
    from hermes_tui.exchange.report.page import Page
    from hermes_tui.metrics.sections import SECTIONS

    lines = [_period(asked), f"Only leads of the filter {asked.text}" if asked.text else ""]
    if asked.before is not None:
        first, last = _days(asked.before)
        lines.append(f"What was before is of {first} to {last}.")
    past = "" if asked.is_now else f"The pipeline as it stood at the end of {_days(asked)[1]}."
    sheets = tuple(sheet_of(table) for table in tables_of(database, asked, SECTIONS))
    made = f"Made by Hermes{f' for {who}' if who else ''} at {iso(now)}; days are those of {asked.zone}."
    return Page("Pipeline report", tuple(lines), past, sheets, made)


def _period(asked: Asked) -> str:
    first, last = _days(asked)
    if asked.since == ALL:
        return f"Everything up to {last}"
    return f"{first} to {last}, {count(round((asked.at - asked.since) / DAY_MS), 'day')}"


def _days(asked: Asked) -> tuple[str, str]:
    """The first and the last day of the window."""
    first = "" if asked.since == ALL else day_with_year(day_of(asked.since + 1, asked.zone))
    return first, day_with_year(day_of(asked.at, asked.zone))


def write_report(text: str, path: Path) -> Path:
    """Write a report to a new file, whole or not at all, readable by its owner only; returns where it is.

    Raises HermesError where a file is there already, or cannot be written.
    """
    place = path.expanduser()
    if place.exists():
        raise HermesError(f"{place} exists already and was left as it is; name another file.")
    part = place.with_name(f".{place.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as out:
            out.write(text)
        part.rename(place)
    except OSError as error:
        raise HermesError(f"{place} cannot be written ({error.strerror}); nothing was written.") from error
    finally:
        part.unlink(missing_ok=True)
    return place
