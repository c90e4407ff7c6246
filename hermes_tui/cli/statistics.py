"""`hermes stats`: sections of figures as tables, as JSON and as CSV."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from hermes_tui.cli.figures import asked, nearest_section, nobody_matches, sections_ahead
from hermes_tui.cli.main import NOTHING, OK
from hermes_tui.cli.output import as_json, say
from hermes_tui.cli.session import Session
from storage.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hermes_tui.metrics.asked import Asked
    from hermes_tui.metrics.sections import Section
    from storage.database import Database

_USUAL = ("kpis", "funnel", "stage_times", "weeks", "sources", "stuck", "templates")
_ROWS = {"weeks": 8, "stuck": 11}  # of a section that was not asked for by name
_COMPARED = ("kpis",)  # the only table with room for what was before


def stats(session: Session) -> int:
    """`hermes stats [SECTION…] [FILTER…] [--since PERIOD] [--as-of DATE] [--csv] [--define]`."""
    chosen, filter_text = sections_ahead(session.given.words)
    if session.given.flag("--csv") and (session.json or len(chosen) != 1):
        raise UsageError(
            "--csv prints one section, such as `hermes stats sources --csv`; `hermes export --table all --into FOLDER` "
            "writes each as a file."
        )
    of = asked(session, filter_text)
    database = session.reading()
    if session.json:
        from hermes_tui.cli.statistics_json import sections_json, stats_json

        as_json(sections_json(database, of, chosen) if chosen else stats_json(database, of))
    elif session.given.flag("--csv"):
        _as_csv(database, of, chosen[0])
    else:
        _print(session, database, of, chosen)
    if nobody_matches(database, of):
        near = next(filter(None, map(nearest_section, filter_text.split())), None)
        hint = f" Is the section `{near}` meant? Sections come first." if near else ""
        say(f"No lead is in the filter `{of.text}`.{hint}")
        return NOTHING
    return OK


def _as_csv(database: Database, of: Asked, section: Section) -> None:
    from hermes_tui.actions.figures import sheet_of
    from hermes_tui.cli.exporting import new_file
    from hermes_tui.cli.output import safe_text
    from hermes_tui.exchange.sheets import write_sheet

    sheet = sheet_of(section.read(database, of, whole=True))
    with new_file(None, safe_text) as out:
        write_sheet(out, sheet)
    if sheet.note:
        say(sheet.note)


def _print(session: Session, database: Database, of: Asked, chosen: Sequence[Section]) -> None:
    from hermes_tui.actions.figures import tables_of
    from hermes_tui.cli.figure_tables import print_definitions, print_table
    from hermes_tui.metrics.sections import BY_KEY

    sections = chosen or [BY_KEY[key] for key in _USUAL]
    for place, table in enumerate(tables_of(database, of, sections, compare=_COMPARED, whole=bool(chosen))):
        if place:
            sys.stdout.write("\n")
        print_table(table, at_most=None if chosen else _ROWS.get(table.key))
        if session.given.flag("--define"):
            print_definitions(table)


def window_days(text: str | None) -> int | None:
    """The days of a --since that takes nothing else, None for all. Raises UsageError."""
    if text is None or text.casefold() == "all":
        return None
    match = re.fullmatch(r"([1-9]\d{0,4}) ?d?(ays?)?", text.casefold())
    if match is None:
        raise UsageError(f"--since wants a number of days or `all`, not `{text}`.")
    return int(match[1])
