"""The file of stage events beside a file of deals, on the import screen: which it is, and how it reads."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from textual import on
from textual.content import Content
from textual.message import Message

from hermes_tui.exchange.mapping import ColumnMap
from hermes_tui.exchange.plan import Plan
from hermes_tui.exchange.stage_events import FIELDS, EventFile, read_events
from hermes_tui.exchange.tables import Table, read_file
from hermes_tui.screens.base import HermesScreen
from hermes_tui.screens.import_draft import Draft
from hermes_tui.screens.import_lines import spoken
from hermes_tui.session import Session
from storage.errors import HermesError, UsageError


@dataclass(frozen=True)
class Beside:
    """A table of stage events, and which of its columns the rep named."""

    table: Table
    fields: Mapping[str, str] = field(default_factory=dict)

    @property
    def typed(self) -> str:
        """How it was asked for."""
        return " ".join([self.table.name, *(f"{name}={column}" for name, column in self.fields.items())])


@dataclass
class BesideRead(Message):
    """A file of stage events was read; of a wrong one `fault` says what is wrong."""

    beside: Beside | None
    fault: str = ""


def read_beside(beside: Beside, mapping: ColumnMap, session: Session) -> EventFile:
    """The events under the words that the rep said of the deals: stages, dates, blanks. Raises UsageError."""
    said = replace(mapping, fields=beside.fields, decimals={})
    return read_events(beside.table, said, now=session.now(), zone=session.zone)


def asked_of_both(plan: Plan, events: EventFile) -> Plan:
    """The plan with what is open in either file: stage words that nobody mapped, dates that can be read two ways.

    Raises UsageError where nothing ties the two together.
    """
    if "external_id" not in plan.sources:
        raise UsageError("No column says which deal the stage events are of: let one fill external_id.")
    return plan._replace(
        questions=(*plan.questions, *events.questions), stage_words={**events.stage_words, **plan.stage_words}
    )


def _read(path: Path, words: Sequence[str], saved: Mapping[str, str], post: Callable[[Message], object]) -> None:
    """In a thread: read the file, and see that its columns are known, also by a saved mapping. Posts BesideRead."""
    try:
        fields = dict(_halves(word) for word in words)
        table = read_file(path)
        fields = {**{name: column for name, column in saved.items() if column in table.header}, **fields}
        read_events(table, ColumnMap(fields), now=2**62)
    except HermesError as error:
        post(BesideRead(None, spoken(str(error))))
    else:
        post(BesideRead(Beside(table, fields)))


def _halves(word: str) -> tuple[str, str]:
    name, sign, column = (part.strip() for part in word.partition("="))
    if not sign or name not in FIELDS:
        raise UsageError(f"{word!r} names no column; write lead=COLUMN, stage=COLUMN or at=COLUMN.")
    return name, column


class BesideDeals(HermesScreen):
    """The key that names the file of stage events; a subclass tries it with the deals."""

    path: Path  # of the deals
    draft: Draft  # their mapping
    beside: Beside | None = None
    events: tuple[EventFile, ...] = ()  # as they were read when the mapping was last tried

    def changed_mapping(self, said: str = "") -> None:
        """What is to be imported is another: show it, try it, and say what was done."""
        raise NotImplementedError

    def action_events(self) -> None:
        """Ask for the file, its columns behind it where their names do not tell; nothing leaves it out again."""
        self.strip.ask_text(
            Content.styled(" stage history file, lead=… stage=… at=… where open", "bold"),
            "" if self.beside is None else self.beside.typed,
            self._take,
        )

    def _take(self, text: str) -> None:
        name, words = _parted(text)
        if not name:
            self.beside = None
            self.changed_mapping("No stage history is imported beside the deals")
            return
        self.say(f" Reading {os.path.basename(name)}…")
        path = self._place(name)
        saved = self.draft.mapping.events
        self.run_worker(partial(_read, path, words, saved, self.post_message), thread=True)

    def _place(self, name: str) -> Path:
        """A bare name is a file beside that of the deals, if there is one."""
        path = Path(os.path.expanduser(name))
        near = self.path.with_name(path.name or "-")
        return near if len(path.parts) == 1 and near.is_file() else path

    @on(BesideRead)
    def _read_it(self, event: BesideRead) -> None:
        if event.beside is None:
            self.say(Content.styled(f" {event.fault}", "$text-error"))
        else:
            self.beside = event.beside
            self.changed_mapping(f"{event.beside.table.name} tells the stage history")


def _parted(text: str) -> tuple[str, list[str]]:
    """`my moves.csv lead=Deal id at=When` as the name and the `field=column` words; columns may have spaces."""
    words: list[str] = []
    name: list[str] = []
    for word in text.split(" "):
        if word.partition("=")[0] in FIELDS and "=" in word:
            words.append(word)
        elif words:
            words[-1] += f" {word}"
        else:
            name.append(word)
    return " ".join(name).strip(), [word.strip() for word in words]
