"""What the import screen does in threads, each with its own connection: trying a mapping, importing, taking back."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from textual.message import Message

from hermes_tui.actions.outcome import Outcome
from hermes_tui.exchange.custom_columns import own_fields
from hermes_tui.exchange.load import ImportResult, load
from hermes_tui.exchange.mapping import ColumnMap
from hermes_tui.exchange.plan import Plan, plan
from hermes_tui.exchange.stage_events import EventFile
from hermes_tui.exchange.tables import Table
from hermes_tui.screens.import_beside import Beside, asked_of_both, read_beside
from hermes_tui.session import Session
from storage.errors import HermesError

_TELL_SECONDS = 0.05

Post = Callable[[Message], object]


@dataclass
class Tried(Message):
    """What an import under this mapping would do; `result` is None where `fault` or a question stands against it."""

    plan: Plan | None
    result: ImportResult | None
    fault: str
    events: tuple[EventFile, ...] = ()


@dataclass
class Progressed(Message):
    """So much of the import is done."""

    done: int
    total: int
    phase: str

    def can_replace(self, message: Message) -> bool:
        return isinstance(message, Progressed)


@dataclass
class Imported(Message):
    """The import has ended: with its reckoning, or with a sentence and nothing written."""

    result: ImportResult | None
    fault: str


@dataclass
class TakenBack(Message):
    """The import was undone, or could not be."""

    outcome: Outcome | None
    fault: str


def try_mapping(session: Session, table: Table, mapping: ColumnMap, post: Post, beside: Beside | None = None) -> None:
    """Plan and compare with what is there, writing nothing; posts Tried."""
    planned: Plan | None = None
    try:
        events = () if beside is None else (read_beside(beside, mapping, session),)
        planned = plan(
            table, mapping, zone=session.zone, stages=_stage_names(session), region=session.settings.region,
            own=partial(own_fields, session.database),
        )  # fmt: skip
        planned = asked_of_both(planned, *events) if events else planned
        result = None if planned.questions else _load(session, planned, events, dry_run=True)
        post(Tried(planned, result, "", events))
    except HermesError as error:
        post(Tried(planned, None, str(error)))
    finally:
        session.database.close_thread()


def run_import(
    session: Session, planned: Plan, post: Post, cancelled: Callable[[], bool], events: Sequence[EventFile] = ()
) -> None:
    """Back the file up, import, and post Imported; Progressed on the way."""
    from hermes_tui.config import backup_folder
    from storage import snapshots

    told = 0.0

    def progress(done: int, total: int, phase: str) -> None:
        nonlocal told
        if time.monotonic() - told > _TELL_SECONDS:
            told = time.monotonic()
            post(Progressed(done, total, phase))

    database = session.database
    try:
        post(Progressed(0, 1, "backing up first"))
        snapshots.take(database, backup_folder(session.settings, Path(database.path)), "before-import", session.now())
        post(Imported(_load(session, planned, events, progress=progress, cancelled=cancelled), ""))
    except HermesError as error:
        post(Imported(None, str(error)))
    finally:
        database.close_thread()


def take_back(session: Session, import_id: int, post: Post) -> None:
    """Undo an import whole; posts TakenBack."""
    from hermes_tui.actions.history import undo

    database = session.database
    try:
        action_id = database.value("SELECT id FROM action WHERE import_id = ? AND undone_at IS NULL", (import_id,))
        if action_id is None:
            post(TakenBack(None, "This import was taken back already."))
        else:
            post(TakenBack(undo(database, session.now(), action_id), ""))
    except HermesError as error:
        post(TakenBack(None, str(error)))
    finally:
        database.close_thread()


def _load(
    session: Session,
    planned: Plan,
    events: Sequence[EventFile],
    *,
    dry_run: bool = False,
    progress: Callable[[int, int, str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ImportResult:
    return load(
        session.database, planned, now=session.now(), currency=session.settings.currency, progress=progress,
        cancelled=cancelled, dry_run=dry_run, events=events,
    )  # fmt: skip


def _stage_names(session: Session) -> list[str]:
    from storage.queries.stages import stages

    return [stage.name for stage in stages(session.database)]
