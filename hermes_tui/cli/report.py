"""`hermes report`: the figures as one page of HTML, on stdout or in a new file."""

from __future__ import annotations

from pathlib import Path

from hermes_tui.cli.figures import asked, nobody_matches
from hermes_tui.cli.main import NOTHING, OK
from hermes_tui.cli.output import data, is_terminal, say
from hermes_tui.cli.session import Session
from storage.errors import UsageError


def report(session: Session) -> int:
    """`hermes report [FILTER…] [--since PERIOD] [--as-of DATE] [--into FILE]`."""
    from hermes_tui.actions import reporting

    given = session.given
    into = given.value("--into")
    if session.json:
        raise UsageError("A report is a page; `hermes stats all --json` prints the same figures as JSON.")
    if into in (None, "-") and is_terminal():
        raise UsageError("A report is a page for a browser: `hermes report > week.html`, or --into week.html.")
    of = asked(session, " ".join(given.words), usual=reporting.USUAL)
    text = reporting.report(session.reading(), of, session.now, session.settings.name)
    if into is None or into == "-":
        data(text.rstrip("\n"))
    else:
        say(f"The report is in {reporting.write_report(text, Path(into))}.")
    if nobody_matches(session.reading(), of):
        say(f"No lead is in the filter `{of.text}`.")
        return NOTHING
    return OK
