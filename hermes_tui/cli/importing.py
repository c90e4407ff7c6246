"""`hermes import`: from files to leads and people, every row and card accounted for."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hermes_tui.cli import stage_history
from hermes_tui.cli.brought_in import say_result
from hermes_tui.cli.cards import cards_of, import_cards, say_cards
from hermes_tui.cli.main import OK, SOME_REJECTED
from hermes_tui.cli.output import as_json, safe, say
from hermes_tui.cli.session import Session
from hermes_tui.exchange import mapping as mappings
from hermes_tui.exchange.custom_columns import OwnFields, own_fields
from hermes_tui.exchange.handoff.folder import may_be_packet
from hermes_tui.exchange.load import ImportResult, load
from hermes_tui.exchange.plan import Plan, plan
from hermes_tui.exchange.tables import Rejected, Table, read_bytes, read_file
from hermes_tui.exchange.vcard.files import CardFile
from hermes_tui.formats import count
from storage.clean import clean
from storage.errors import HermesError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hermes_tui.exchange.mapping import ColumnMap
    from hermes_tui.exchange.stage_events import EventFile
    from storage.database import Database

Job = Plan | CardFile


def import_files(session: Session) -> int:
    """`hermes import FILE…`: every file is read and understood before the first row is written."""
    given = session.given
    if any(map(may_be_packet, given.words)):
        from hermes_tui.cli.handoff import import_packets

        return import_packets(session)
    if not given.words and not given.flag("--stage-events"):
        raise UsageError("`hermes import` wants FILE…; `hermes import --help` says more.")
    found = [_read(name) for name in given.words]
    tables = [each for each in found if isinstance(each, Table)]
    _refuse_options(session, found)
    for name in (given.value("--rejects"), given.value("--save-mapping")):
        _refuse_old(name)
    asked = stage_history.asked_events(session, found, _read)
    if not found:
        history = stage_history.import_history(session, asked.files)
        _keep_mapping(given.value("--save-mapping"), asked.mapping)
        _keep_rejects(session, [each.table for each in asked.files], history.rejected)
        return SOME_REJECTED if history.rejected else OK
    mapping = _mapping(session, asked.maps)
    jobs = [_planned(session, each, mapping) if isinstance(each, Table) else each for each in found]
    for job in jobs:
        if not session.json:
            _say_job(job)
        if isinstance(job, Plan) and job.questions:
            raise UsageError(job.questions[0].sentence())
        if isinstance(job, Plan):
            stage_history.check_deals(job.sources, job.table.name, asked.files)
    stage_history.say_events(session, asked.files)
    results = [_run(session, database, job, mapping, asked.files) for database, job in _with_database(session, jobs)]
    for table in tables:
        kept = replace(mappings.complete(mapping, table), events=asked.mapping.events)
        _keep_mapping(given.value("--save-mapping"), kept)
    _keep_rejects(session, tables, results[0].rejected)
    if given.value("--rejects"):
        stage_history.say_unkept(results[0].history)
    if session.json:
        as_json(_reckoning(results))
    refused = any(result.rejected or (result.history and result.history.rejected) for result in results)
    return SOME_REJECTED if refused else OK


def _read(name: str) -> Table | CardFile:
    """A file as what it holds, whatever it is called: vCards or a table. It is read once, for it may be a pipe."""
    if name != "-":
        try:
            content = Path(name).read_bytes()
        except (OSError, ValueError):
            return read_file(name)  # which says in one sentence what is wrong
        called = clean(Path(name).name.encode("utf-8", "replace").decode("utf-8")) or "file"
    elif sys.stdin is None or sys.stdin.isatty():
        raise UsageError("There is nothing on stdin; pipe a CSV file or vCards in, or name a file.")
    else:
        content, called = sys.stdin.buffer.read(), "stdin"
    return cards_of(content, called) or read_bytes(content, called)


_OF_TABLES = ("--map", "--stage-map", "--date", "--decimal", "--blank", "--mapping", "--save-mapping", "--rejects")


def _refuse_options(session: Session, found: Sequence[Table | CardFile]) -> None:
    """Options that would do nothing, or could not be done for each of several files."""
    given = session.given
    events = 0 if found else len(given.values("--stage-events"))
    if max(len(found), events) > 1 and (given.value("--rejects") or given.value("--save-mapping")):
        raise UsageError("--rejects and --save-mapping are for one file at a time; nothing was imported.")
    cards = [each for each in found if isinstance(each, CardFile)]
    if given.flag("--lead") and len(cards) < len(found):
        raise UsageError("--lead is for vCards; rows of a table are leads of their own. Nothing was imported.")
    idle = next((option for option in _OF_TABLES if given.flag(option)), None)
    if cards and idle and len(cards) == len(found):
        raise UsageError(f"{idle} is for tables, and {cards[0].name} holds vCards; nothing was imported.")


def _mapping(session: Session, maps: Sequence[str]) -> ColumnMap:
    given = session.given
    saved = given.value("--mapping")
    return mappings.from_options(
        maps,
        given.values("--stage-map"),
        given.values("--date"),
        given.values("--decimal"),
        given.values("--blank"),
        mappings.load(saved) if saved else None,
    )


def _with_database(session: Session, jobs: Sequence[Job]) -> Iterator[tuple[Database, Job]]:
    """The file to load into: the rep's, kept first; for a dry run where there is none yet, an empty one aside."""
    if not session.given.flag("--dry-run"):
        database = session.writing(create=True)
        session.snapshot("before-import")
        yield from ((database, job) for job in jobs)
    elif session.path.exists():
        yield from ((session.reading(), job) for job in jobs)
    else:
        from tempfile import TemporaryDirectory

        from storage.database import Database

        with TemporaryDirectory(prefix="hermes-dry-run-") as folder:
            database = Database.open(Path(folder) / "dry.db", create=True)
            try:
                yield from ((database, job) for job in jobs)
            finally:
                database.close()


def _planned(session: Session, table: Table, mapping: ColumnMap) -> Plan:
    """What an import of this table would do, by the custom fields that the file to load into has."""

    def own() -> OwnFields:
        return own_fields(session.reading()) if session.path.exists() else OwnFields()

    return plan(table, mapping, zone=session.zone, region=session.settings.region, own=own)


def _run(
    session: Session, database: Database, job: Job, mapping: ColumnMap, events: Sequence[EventFile]
) -> ImportResult:
    if isinstance(job, CardFile):
        return import_cards(session, database, job)
    if job.customs and len(session.given.words) > 1 and not session.given.flag("--dry-run"):
        job = _planned(session, job.table, mapping)  # the files before it may have declared what it fills
    return _load(session, database, job, events)


def _load(session: Session, database: Database, planned: Plan, events: Sequence[EventFile]) -> ImportResult:
    dry_run = session.given.flag("--dry-run")
    result = load(
        database,
        planned,
        now=session.now,
        currency=session.settings.currency,
        progress=_progress if sys.stderr.isatty() else None,
        dry_run=dry_run,
        events=events,
    )
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
    if result.history is not None and not session.json:
        stage_history.say_history(events, result.history)
    if not session.json:
        say_result(
            planned.table.name, result.sentence(), result, dry_run,
            rest="--rejects FILE writes all of them", updated="leads updated",
        )  # fmt: skip
    return result


def _progress(done: int, total: int, phase: str) -> None:
    sys.stderr.write(f"\r\x1b[K{phase} {done * 100 // max(1, total)} %")
    sys.stderr.flush()


# -- in words --------------------------------------------------------------------------------------------


def _say_job(job: Job) -> None:
    if isinstance(job, CardFile):
        say_cards(job)
    else:
        _say_plan(job)


def _say_plan(planned: Plan) -> None:
    """Which column fills which field, and what was assumed."""
    say(f"{planned.table.name}: {count(planned.read, 'row')}")
    for field, source in planned.sources.items():
        why = f" (guessed from its {source.guessed})" if source.guessed else ""
        say(f"  {field} ← {source.said}{why}")
    for name, stage in planned.stage_words.items():
        say(f"  stage {safe(name)} → {stage or 'not known: say --stage-map NAME=STAGE'}")
    for note in planned.notes:
        say(f"  {note}")


def _reckoning(results: Sequence[ImportResult]) -> dict[str, Any]:
    """The keys of interface.md; of several files the sums."""
    return {
        "read": sum(result.read for result in results),
        "created": sum(result.created for result in results),
        "updated": sum(result.updated for result in results),
        "unchanged": sum(result.unchanged for result in results),
        "duplicates": sum(result.duplicates for result in results),
        "rejected": [
            {"file": row.file, "line": row.line, "reason": row.reason} for result in results for row in result.rejected
        ],
        "leads": sum(result.leads for result in results),
        "contacts": sum(result.contacts for result in results),
        "qualified": sum(result.qualified for result in results),
        "seconds": round(sum(result.seconds for result in results), 3),
        "import_id": results[-1].import_id,
        "import_ids": [result.import_id for result in results if result.import_id is not None],
        "updates": [
            {"lead": update.lead_id, "fields": list(update.fields)} for result in results for update in result.updates
        ],
        "notes": [note for result in results for note in result.notes],
        "fields": [
            {"name": each.name, "kind": each.kind, "new": each.new, "choices_added": list(each.added)}
            for result in results
            for each in result.fields
        ],
        "left_empty": [
            {"file": cell.file, "line": cell.line, "field": cell.field, "text": cell.text, "reason": cell.reason}
            for result in results
            for cell in result.left_empty
        ],
        **stage_history.under_its_key(results[-1].history),
    }


# -- files beside ----------------------------------------------------------------------------------------


def _refuse_old(name: str | None) -> None:
    """Say before the import, not after it, that a file to be written is there already."""
    if name is not None and Path(name).expanduser().exists():
        raise HermesError(f"{name} exists already; name another file. Nothing was imported.")


def _keep_mapping(name: str | None, mapping: ColumnMap) -> None:
    if name is not None:
        write_new(Path(name), mappings.dump(mapping))
        say(f"The mapping is in {name}; next time: --mapping {name}")


def _keep_rejects(session: Session, tables: Sequence[Table], refused: Sequence[Rejected]) -> None:
    from io import StringIO

    from hermes_tui.exchange.rejects import write_rejects

    name = session.given.value("--rejects")
    if not refused or not name:
        return
    text = StringIO(newline="")
    write_rejects(text, tables[0], refused)
    write_new(Path(name), text.getvalue())
    rejected = "1 rejected row is" if len(refused) == 1 else f"{len(refused):,} rejected rows are"
    say(f"{rejected} in {name}, to be mended and imported again.")


def write_new(path: Path, text: str) -> None:
    """Write a new file for the owner's eyes only. Raises HermesError where it exists or cannot be written."""
    import os

    try:
        with os.fdopen(os.open(path.expanduser(), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8",
                       newline="") as out:  # fmt: skip
            out.write(text)
    except FileExistsError as error:
        raise HermesError(f"{path} exists already and was left as it is; name another file.") from error
    except OSError as error:
        raise HermesError(f"{path} cannot be written ({error.strerror}); the data itself is safe.") from error
