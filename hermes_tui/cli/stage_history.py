"""`hermes import --stage-events FILE`: the stage history of deals, beside them or for those that are here already."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from hermes_tui.cli.output import as_json, safe, say
from hermes_tui.exchange import mapping as mappings
from hermes_tui.exchange.mapping import ColumnMap
from hermes_tui.exchange.stage_events import FIELDS, EventFile, columns_said, read_events
from hermes_tui.exchange.tables import Table
from hermes_tui.formats import count
from storage.errors import UsageError

if TYPE_CHECKING:
    from hermes_tui.cli.session import Session
    from hermes_tui.exchange.stage_reckoning import HistoryResult

SHOWN = 10  # rejected rows said to a person; the JSON has all
OWN = "event."
"""In front of a field in --map: the file of stage events alone is meant."""


class Asked(NamedTuple):
    """The files of stage events that were named, read; the --map words left for the deals; what to keep of them."""

    files: tuple[EventFile, ...]
    maps: list[str]
    mapping: ColumnMap


def asked_events(session: Session, deals: Sequence[object], read: Callable[[str], object]) -> Asked:
    """Read the files of stage events that were asked for; `deals` are the other files, `read` reads one.

    Raises UsageError where they come beside anything but one table of deals, or a column cannot be found.
    """
    given = session.given
    names, words = given.values("--stage-events"), given.values("--map")
    saved = given.value("--mapping")
    base = mappings.load(saved) if saved else None
    if not names:
        return Asked((), words, base or ColumnMap())
    if len(deals) > 1 or not all(isinstance(each, Table) for each in deals):
        raise UsageError("--stage-events goes with one CSV file of deals, or with none; nothing was imported.")
    tables = [_table(name, read(name)) for name in names]
    fields, left = _parted(words, next((each for each in deals if isinstance(each, Table)), None), tables)
    mapping = mappings.from_options(
        (), given.values("--stage-map"), given.values("--date"), (), given.values("--blank"),
        base and replace(base, fields={}),
    )  # fmt: skip
    mapping = replace(mapping, fields={**mapping.events, **fields})
    files = tuple(read_events(table, mapping, now=session.now, zone=session.zone) for table in tables)
    # Of a file that nobody saw a mapping has nothing to say but what every file is told.
    return Asked(files, left, replace(mapping, fields={}, guess=True, events=columns_said(files)))


def _table(name: str, found: object) -> Table:
    if not isinstance(found, Table):
        raise UsageError(f"{name} is no table of stage events; nothing was imported.")
    return found


def _parted(words: Sequence[str], deals: Table | None, events: Sequence[Table]) -> tuple[dict[str, str], list[str]]:
    """--map words as those of the events and those of the deals; `stage` goes to the file that has its column."""
    own: dict[str, str] = {}
    left: list[str] = []
    for word in words:
        field, equals, column = (part.strip() for part in word.partition("="))
        name = field.casefold()
        if name.startswith(OWN) or (deals is None and equals):
            own[name.removeprefix(OWN)] = column
        elif name == "stage":
            there = any(_has(table, column) for table in events)
            here = deals is not None and _has(deals, column)
            if there:
                own[name] = column
            if here or not there:
                left.append(word)
        elif name in FIELDS:
            own[name] = column
        else:
            left.append(word)
    return own, left


def _has(table: Table, column: str) -> bool:
    return column.casefold() in (name.casefold() for name in table.header)


def check_deals(sources: dict[str, Any], name: str, files: Sequence[EventFile]) -> None:
    """Raise UsageError where nothing ties the deals of a file to stage events beside it."""
    if files and "external_id" not in sources:
        raise UsageError(
            f"No column of {name} says which deal the stage events are of; say --map external_id=COLUMN. "
            "Nothing was imported."
        )


def import_history(session: Session, files: Sequence[EventFile]) -> HistoryResult:
    """`hermes import --stage-events FILE` without deals: for those that were imported before."""
    from hermes_tui.actions.stage_history import bring_history

    dry_run = session.given.flag("--dry-run")
    say_events(session, files)
    if not dry_run:
        database = session.writing()
        session.snapshot("before-import")
    else:
        database = session.reading()
    told = bring_history(database, files, session.now, tell=_progress(files), dry_run=dry_run)
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
    if session.json:
        as_json({"import_id": told.import_id, **under_its_key(told.result)})
    else:
        say_history(files, told.result)
        if dry_run:
            say("Nothing was written (dry run).")
        elif told.outcome is not None:
            say(f"{count(told.result.leads, 'history', 'histories')} written. Undo: hermes undo")
        else:
            say("Nothing was written: every event was here already, or rejected.")
    return told.result


def _progress(files: Sequence[EventFile]) -> Callable[[int, str], None] | None:
    """Tells the terminal how far the writing is; None where nobody looks on."""
    if not sys.stderr.isatty():
        return None
    total, done = max(1, sum(len(each.keys) for each in files)), 0

    def tell(rows: int, phase: str) -> None:
        nonlocal done
        done += rows
        sys.stderr.write(f"\r\x1b[K{phase} {min(100, done * 100 // total)} %")
        sys.stderr.flush()

    return tell


# -- in words --------------------------------------------------------------------------------------------


def say_events(session: Session, files: Sequence[EventFile]) -> None:
    """Which column says what, and what the stages mean; raises UsageError where the dates are open."""
    for each in files:
        if not session.json:
            say(f"{each.table.name}: {count(each.read, 'stage event')}")
            for line in _columns(each):
                say(f"  {line}")
        if each.questions:
            raise UsageError(each.questions[0].sentence())


def _columns(each: EventFile) -> Iterator[str]:
    for field, source in each.sources.items():
        yield f"{field} ← {source.said}" + (f" (guessed from its {source.guessed})" if source.guessed else "")
    for word, stage in each.stage_words.items():
        yield f"stage {safe(word)} → {stage or 'not known: say --stage-map NAME=STAGE'}"
    yield from each.table.notes


def say_history(files: Sequence[EventFile], result: HistoryResult) -> None:
    """What was rejected, then the sentence that reckons the events up."""
    for row in result.rejected[:SHOWN]:
        say(f"  {row.file} line {row.line} rejected: {row.reason}")
    if len(result.rejected) > SHOWN:
        say(f"  … and {len(result.rejected) - SHOWN:,} more; --json has all of them")
    for note in result.notes:
        say(f"  {note}")
    say(f"{', '.join(each.table.name for each in files)}: {result.sentence()}.")


def say_unkept(result: HistoryResult | None) -> None:
    """A file of rejected deals has their columns: how the rejected stage events beside them come into one."""
    if result is not None and result.rejected:
        what = count(len(result.rejected), "rejected stage event is", "rejected stage events are")
        say(f"{what} in no file; `hermes import --stage-events FILE --rejects FILE` alone writes one.")


def under_its_key(result: HistoryResult | None) -> dict[str, Any]:
    """The account as `import --json` prints it; nothing where no stage events came."""
    return {} if result is None else {"stage_events": _as_keys(result)}


def _as_keys(result: HistoryResult) -> dict[str, Any]:
    return {
        "read": result.read,
        "filed": result.filed,
        "unchanged": result.unchanged,
        "repeated": result.repeated,
        "rejected": [{"file": row.file, "line": row.line, "reason": row.reason} for row in result.rejected],
        "leads": result.leads,
        "moved": result.moved,
        "closed": result.closed,
        "notes": list(result.notes),
    }
