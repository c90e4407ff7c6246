"""What a command works with: its words, the settings, the clock at this edge, and the database, each when asked for."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING

from hermes_tui import clock, config
from hermes_tui.cli.arguments import Given
from hermes_tui.cli.output import say
from storage.database import Database
from storage.errors import HermesError, UsageError
from storage.heat import refresh_cold
from storage.thresholds import keep_thresholds
from storage.usual_currency import keep_usual_currency

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, tzinfo
    from pathlib import Path

    from hermes_tui.actions.outcome import Outcome
    from storage.filters import Compiled
    from storage.queries.stages import StageRow


class Session:
    """One run of one command."""

    def __init__(self, given: Given) -> None:
        self.given = given
        self._database: Database | None = None
        self._started = False  # whether this run made the file

    # -- the edge ----------------------------------------------------------------------------------------

    @cached_property
    def settings(self) -> config.Settings:
        """The rep's settings. Raises UsageError for a file that is wrong."""
        return config.load()

    @cached_property
    def now(self) -> int:
        """UTC milliseconds; one moment for the whole command."""
        return clock.now_ms()

    @cached_property
    def zone(self) -> tzinfo:
        """The rep's time zone."""
        return clock.local_zone()

    @cached_property
    def today(self) -> date:
        """The rep's own date."""
        return clock.day_of(self.now, self.zone)

    @property
    def json(self) -> bool:
        """Whether data is wanted as JSON."""
        return self.given.flag("--json")

    @cached_property
    def path(self) -> Path:
        """The database file."""
        return config.database_path(self.settings, self.given.value("--db"))

    @property
    def first_run(self) -> bool:
        """Whether Hermes never was used here: nothing names a file, and no backup tells of one that is gone."""
        named = self.given.value("--db") or os.environ.get("HERMES_DB") or self.settings.database
        return not named and not self.backups.exists()

    # -- the file ----------------------------------------------------------------------------------------

    def reading(self) -> Database:
        """The open file. Raises DatabaseMissing where there is none: an empty CRM is never shown in its place."""
        return self._open(create=False)

    def writing(self, *, create: bool = False) -> Database:
        """The open file, about to be changed: the day's backup is taken first.

        With `create` a missing file is made, and said.
        """
        self._started = self._started or (create and not self.path.exists())
        database = self._open(create=create)
        if not self._started:
            self._keep_today(database)
        return database

    def _keep_today(self, database: Database) -> None:
        """The day's backup; a folder that cannot take it must not keep the rep from recording a call."""
        from storage import snapshots

        try:
            snapshots.daily(database, self.backups, self.now)
        except HermesError as error:
            say(f"Today's backup could not be made: {error}")

    def snapshot(self, reason: str) -> None:
        """Keep a backup of the file as it is before something large, unless this run made it."""
        if not self._started:
            from storage import snapshots

            snapshots.take(self._open(create=False), self.backups, reason, self.now)

    @property
    def backups(self) -> Path:
        """Where this database's backups are."""
        return config.backup_folder(self.settings, self.path)

    def _open(self, *, create: bool) -> Database:
        if self._database is None:
            self._database = Database.open(self.path, create=create, before_migration=self._keep_before_migration)
            try:
                keep_thresholds(self._database, self.settings.thresholds)
                keep_usual_currency(self._database, self.settings.currency)
            except HermesError as error:  # a file that can only be read is read
                say(f"Risk and scores are told by the settings that the file had: {error}")
            with suppress(HermesError):  # a file that is locked or can only be read: the next command will do
                refresh_cold(self._database, self.now)
        return self._database

    def _keep_before_migration(self, database: Database) -> None:
        from storage import snapshots

        snapshots.take(database, self.backups, "before-migration", self.now)

    def close(self) -> None:
        """Close the file, if it was opened; one that this run made and wrote nothing into is taken away again."""
        if self._database is None:
            return
        used = not self._started or self._database.value("SELECT 1 FROM action LIMIT 1") is not None
        self._database.close()
        if not used:
            self.path.unlink(missing_ok=True)
            self.path.with_name(f"{self.path.name}-journal").unlink(missing_ok=True)
        elif self._started:
            say(f"Started a new database at {self.path}.")

    # -- what was typed ----------------------------------------------------------------------------------

    def compiled(self, text: str, stages: list[StageRow]) -> Compiled:
        """A filter as SQL. Raises UsageError."""
        from storage.filters import Stage, compile_filter
        from storage.queries.custom_fields import FieldsOf

        return compile_filter(
            text,
            now=self.now,
            today=self.today,
            stale_days=self.settings.stale_days,
            timezone=self.zone,
            stages=[Stage(stage.id, stage.name, stage.label, stage.kind) for stage in stages],
            customs=FieldsOf(self._database) if self._database is not None else None,
        )

    @property
    def at(self) -> int | None:
        """The moment of --at (UTC ms), None for now. Raises UsageError."""
        text = self.given.value("--at")
        if text is None:
            return None
        from hermes_tui.actions.when import parse_moment

        return parse_moment(text, self.now, self.zone)

    def wrote(self, outcome: Outcome, number: int, extra: Mapping[str, object] | None = None) -> int:
        """Say what an action did, or print `{"id": …}`; returns the exit code."""
        from hermes_tui.cli.output import as_json

        if self.json:
            as_json({"id": number, **(extra or {}), "action_id": outcome.action_id or None, "done": outcome.words})
        else:
            say(outcome.words + (". Undo: hermes undo" if outcome.action_id else ""))
        return 0


def as_id(word: str, what: str = "lead") -> int:
    """The id that a word is: `142` or `#142`. Raises UsageError."""
    digits = word.removeprefix("#")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 16):
        raise UsageError(f"`{word}` is no id of a {what}; ids are numbers, such as 142.")
    return int(digits)


def ids_ahead(words: list[str], *, leave: int = 0) -> tuple[list[int], list[str]]:
    """The ids that the words begin with (each once), and the rest, which keeps at least `leave` words.

    Raises UsageError where the first word is no id.
    """
    ids = [as_id(words[0])]
    rest = words[1:]
    while len(rest) > leave and rest[0].removeprefix("#").isdigit():
        ids.append(as_id(rest[0]))
        rest = rest[1:]
    return list(dict.fromkeys(ids)), rest


def all_ids(words: list[str], what: str = "lead") -> list[int]:
    """Every word as an id, each once. Raises UsageError."""
    return list(dict.fromkeys(as_id(word, what) for word in words))


def pairs(words: list[str]) -> dict[str, str]:
    """`field=value` words as a mapping. Raises UsageError for a word without `=` and for a field given twice."""
    found: dict[str, str] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not name:
            raise UsageError(f"`{word}` sets nothing; write field=value, such as title='ERP rollout'.")
        if name in found:
            raise UsageError(f"`{name}` is set twice; which one is meant?")
        found[name] = value
    return found
