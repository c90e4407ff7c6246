"""`hermes export`: leads out, every one that the filter leaves, streamed."""

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
from storage.errors import HermesError, UsageError
from storage.queries.leads import Leads
from storage.queries.stages import stages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from storage.database import Database


def export(session: Session) -> int:
    """`hermes export [FILTER] --csv/--jsonl`."""
    given = session.given
    lines = given.flag("--jsonl") or given.flag("--json")
    if given.flag("--csv") and lines:
        raise UsageError("--csv or --jsonl: which one is meant?")
    database = session.reading()
    text = " ".join(given.words)
    ids = _ids(session, database, text)
    with _out(given.value("--into"), json_safe if lines else safe_text) as out:
        if lines:
            written = write_jsonl(out, database, ids)
        else:
            written = write_csv(out, database, ids, exact=given.flag("--exact"))
    say(f"{written:,} {'lead' if written == 1 else 'leads'} exported.")
    return NOTHING if text and not written else OK


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
def _out(name: str | None, gateway: Callable[[str], str]) -> Iterator[TextIO]:
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
