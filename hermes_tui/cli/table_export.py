"""`hermes export --table`: sections of figures as CSV, one to stdout or a file, several into a folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from hermes_tui.actions.figures import sheet_of
from hermes_tui.cli.exporting import new_file
from hermes_tui.cli.figures import asked, nobody_matches, sections_named
from hermes_tui.cli.main import NOTHING, OK
from hermes_tui.cli.output import as_json, safe_text, say
from hermes_tui.cli.session import Session
from hermes_tui.exchange.sheets import write_sheet
from hermes_tui.formats import count
from storage.errors import HermesError, UsageError

if TYPE_CHECKING:
    from hermes_tui.metrics.asked import Asked
    from hermes_tui.metrics.sections import Section

_OTHER_FORMS = ("--jsonl", "--vcf", "--ics", "--exact", "--vcard-version", "--all")


def export_tables(session: Session) -> int:
    """`hermes export --table SECTION… [FILTER…] [--since] [--as-of] [--into FILE|FOLDER]`."""
    given = session.given
    wrong = [option for option in _OTHER_FORMS if given.flag(option)]
    if wrong:
        raise UsageError(f"{wrong[0]} is for leads, and tables are written as CSV; nothing was exported.")
    sections = sections_named(given.values("--table"))
    of = asked(session, " ".join(given.words))
    into = given.value("--into")
    if session.json:
        from hermes_tui.cli.statistics_json import sections_json

        as_json(sections_json(session.reading(), of, sections))
    elif len(sections) == 1 and not (into and Path(into).expanduser().is_dir()):
        _write(session, of, sections[0], into)
    else:
        _write_each(session, of, sections, into)
    if nobody_matches(session.reading(), of):
        say(f"No lead is in the filter `{of.text}`.")
        return NOTHING
    return OK


def _write(session: Session, of: Asked, section: Section, into: str | None) -> None:
    sheet = sheet_of(section.read(session.reading(), of, whole=True))
    with new_file(into, safe_text) as out:
        rows = write_sheet(out, sheet)
    say(f"{sheet.title}: {count(rows, 'row')} exported.{f' {sheet.note}' if sheet.note else ''}")


def _write_each(session: Session, of: Asked, sections: list[Section], into: str | None) -> None:
    if into is None or into == "-":
        raise UsageError("Several tables are several files: --into FOLDER says where; nothing was exported.")
    folder = Path(into).expanduser()
    taken = [section.key for section in sections if (folder / f"{section.key}.csv").exists()]
    if taken:
        raise HermesError(f"{folder / taken[0]}.csv exists already; nothing was exported. Name another folder.")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise HermesError(f"{folder} cannot be made ({error.strerror}); nothing was exported.") from error
    for section in sections:
        _write(session, of, section, str(folder / f"{section.key}.csv"))
