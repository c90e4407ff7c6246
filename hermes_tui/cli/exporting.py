"""`hermes export`: every lead that the filter leaves, streamed; their people as vCards, tasks as a calendar."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, cast

from hermes_tui.cli.main import NOTHING, OK
from hermes_tui.cli.output import json_safe, safe_text, say
from hermes_tui.cli.session import Session
from hermes_tui.exchange.export import write_csv, write_jsonl
from hermes_tui.formats import count
from storage.errors import HermesError, UsageError
from storage.queries.leads import Leads
from storage.queries.stages import stages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from storage.database import Database


def export(session: Session) -> int:
    """`hermes export [FILTER] --csv/--jsonl/--vcf/--ics`."""
    given = session.given
    if given.flag("--table"):
        from hermes_tui.cli.table_export import export_tables

        return export_tables(session)
    _refuse_alone("--since", "--table", "", given.flag("--since"))
    _refuse_alone("--as-of", "--table", "", given.flag("--as-of"))
    chosen = [form for form in ("--csv", "--jsonl", "--vcf", "--ics") if given.flag(form)]
    if len(chosen) > 1 or (given.flag("--json") and chosen not in ([], ["--jsonl"])):
        raise UsageError(f"{' or '.join(chosen) if len(chosen) > 1 else f'{chosen[0]} or --json'}: which one is meant?")
    form = chosen[0] if chosen else "--jsonl" if given.flag("--json") else "--csv"
    _refuse_alone("--vcard-version", "--vcf", form, given.value("--vcard-version") is not None)
    _refuse_alone("--all", "--ics", form, given.flag("--all"))
    database = session.reading()
    text = " ".join(given.words)
    ids = _ids(session, database, text)
    if form in ("--vcf", "--ics"):
        written, what = _share(session, database, form, ids)
    else:
        written, what = _leads(session, database, form, ids), "lead"
    say(f"{count(written, what)} exported.")
    return NOTHING if text and not written else OK


def _refuse_alone(option: str, belongs: str, form: str, said: bool) -> None:
    if said and form != belongs:
        raise UsageError(f"{option} goes with {belongs}; nothing was exported.")


def _leads(session: Session, database: Database, form: str, ids: list[int] | None) -> int:
    lines = form == "--jsonl"
    with new_file(session.given.value("--into"), json_safe if lines else safe_text) as out:
        if lines:
            return write_jsonl(out, database, ids)
        return write_csv(out, database, ids, exact=session.given.flag("--exact"))


def _share(session: Session, database: Database, form: str, ids: list[int] | None) -> tuple[int, str]:
    """Write the leads' people as vCards, or their tasks as a calendar; how many, and of what.

    Where there are none nothing is written: an empty calendar is none (RFC 5545, 3.6).
    """
    from storage.queries.sharing import people_out, tasks_out

    if form == "--vcf":
        from hermes_tui.exchange.vcard import cards_text
        from hermes_tui.exchange.vcard.contacts import card_person
        from storage.queries.acquaintance import note_texts

        rows = people_out(database, ids)
        notes = note_texts(database, [row.id for row in rows])
        people = [card_person(row, notes.get(row.id, ())) for row in rows]
        text, number, what = cards_text(people, session.given.value("--vcard-version") or "4.0"), len(people), "contact"
    else:
        from hermes_tui.exchange.ics import ics_task, tasks_text

        tasks = [ics_task(row) for row in tasks_out(database, ids, every=session.given.flag("--all"))]
        text, number, what = tasks_text(tasks, session.now) if tasks else "", len(tasks), "task"
    if number:
        with new_file(session.given.value("--into"), safe_text) as out:
            out.write(text)
    return number, what


def _ids(session: Session, database: Database, text: str) -> list[int] | None:
    if not text:
        return None
    compiled = session.compiled(text, stages(database))
    by_id = compiled.sort or (("lead.id", True),)
    return Leads(database, now=session.now, where=compiled.where, params=compiled.params, order=by_id).ids()


class _Gateway:
    """A text stream whose every write passes the gateway."""

    def __init__(self, out: TextIO, gateway: Callable[[str], str]) -> None:
        self._out = out
        self._gateway = gateway

    def write(self, text: str) -> int:
        """Write what the gateway leaves of it."""
        return self._out.write(self._gateway(text))


@contextmanager
def new_file(name: str | None, gateway: Callable[[str], str]) -> Iterator[TextIO]:
    """Stdout, or a new file that is only there once it is whole."""
    if name is None or name == "-":
        yield cast("TextIO", _Gateway(sys.stdout, gateway))
        return
    path = Path(name).expanduser()
    if path.exists():
        raise HermesError(f"{path} exists already and was left as it is; name another file.")
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with os.fdopen(
            os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8", newline=""
        ) as out:
            yield cast("TextIO", _Gateway(out, gateway))
        part.rename(path)
    except OSError as error:
        raise HermesError(f"{path} cannot be written ({error.strerror}); nothing was exported.") from error
    finally:
        part.unlink(missing_ok=True)
