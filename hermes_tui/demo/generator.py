"""Writing a believable year of a rep's work into a new file, the same for the same size, moment and seed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from hermes_tui.demo import words_log, words_out
from hermes_tui.demo.account import Account
from hermes_tui.demo.clock import DAY, office
from hermes_tui.demo.deck import Card, dealt
from hermes_tui.demo.endings import Calendar, close
from hermes_tui.demo.filing import file_lead
from hermes_tui.demo.filing_outbox import LEAST_LEADS, file_outbox
from hermes_tui.demo.journey import tell
from hermes_tui.demo.profile import OWN_FIELDS
from hermes_tui.demo.sheets import Sheets
from hermes_tui.demo.tale import Tale
from hermes_tui.demo.wares import TAGS
from hermes_tui.outreach.templates.starters import STARTERS
from storage import derived
from storage.bulk import bulk_load
from storage.database import Database
from storage.errors import UsageError

DEMO_NOW = 1_782_118_800_000  # Monday 22 June 2026, 09:00 UTC
_CHUNK = 2_000
LEADS_OF_GOALS = 400
_WARM = {"WON": 0.95, "LOST": 0.35, "ARCHIVED": 0.3}

Progress = Callable[[int, int], None]


def generate(
    path: Path, leads: int = 400, now: int = DEMO_NOW, seed: int = 7, progress: Progress | None = None
) -> None:
    """Make a new Hermes file at `path` with that many leads, as it would stand at `now` (UTC ms).

    The same (leads, now, seed) give the same rows. `progress(done, leads)` is called every few thousand leads and
    at the end. One transaction: whatever stops it, no file is left behind. Raises UsageError where `path` exists.
    """
    if leads < 0:
        raise UsageError(f"A file cannot hold {leads} leads; nothing was written: give a number from 0 up.")
    if path.exists():
        raise UsageError(f"{path} exists already; it was left as it is: name a file that does not exist yet.")
    database = Database.open(path, create=True)
    try:
        with database.transaction() as connection:
            with bulk_load(connection, now), _indexed_after(connection):
                _fill(connection, leads, now, Random(f"hermes demo {seed}"), progress)
            derived.refresh_pace(connection)
    except BaseException:
        database.close()
        for left in (path, path.with_name(f"{path.name}-journal")):
            left.unlink(missing_ok=True)
        raise
    database.close()


def _fill(connection: sqlite3.Connection, leads: int, now: int, rng: Random, progress: Progress | None) -> None:
    calendar = Calendar.of(now)
    sheets = Sheets()
    _start(sheets, calendar, leads)
    connection.execute("INSERT INTO setting VALUES ('demo', '1')")  # nothing is ever sent to people who are made up
    for number, card in enumerate(dealt(rng, leads), 1):
        tale = Tale(rng, Account(rng, card.stage), warm=rng.random() < _WARM.get(card.stage, 0.65))
        _tell_and_file(sheets, tale, card, calendar)
        if number % _CHUNK == 0:
            sheets.write(connection)
            if progress is not None and number < leads:
                progress(number, leads)
    sheets.write(connection)
    if leads >= LEAST_LEADS:
        file_outbox(connection, calendar.horizon)
    if progress is not None:
        progress(leads, leads)


def _tell_and_file(sheets: Sheets, tale: Tale, card: Card, calendar: Calendar) -> None:
    tell(tale, card)
    file_lead(sheets, tale, card, close(tale, card, calendar), calendar)


@contextmanager
def _indexed_after(connection: sqlite3.Connection) -> Iterator[None]:
    """Take the indexes away and make them when the rows are in: sorting once beats a million random inserts."""
    indexes = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY rowid"
    ).fetchall()
    for name, _ in indexes:
        connection.execute(f"DROP INDEX {name}")
    yield
    for _, sql in indexes:
        connection.execute(sql)


def _start(sheets: Sheets, calendar: Calendar, leads: int) -> None:
    """What every file has: templates, tags, saved views, fields, goals and tasks of the rep's own."""
    begun = office(calendar.horizon - 400 * DAY)
    for starter in STARTERS:
        sheets.template.put(*starter, begun, begun)
    for name in TAGS:
        sheets.tag.put(name)
    for position, (name, words) in enumerate(words_out.VIEWS, 1):
        sheets.view.put(name, words, position)
    for position, (name, kind, choices) in enumerate(OWN_FIELDS, 1):
        sheets.custom_field.put(name, kind, json.dumps(choices, ensure_ascii=False), position, begun)
    for kind, amount, currency in words_log.GOALS:
        wanted = max(1, amount * leads // LEADS_OF_GOALS)  # a goal of 0 is none
        sheets.goal.put(calendar.day(-60)[:7], kind, wanted, currency, begun, begun)
    made = office(calendar.horizon - 2 * DAY)
    for kind, title, priority, days in words_log.OWN_TASKS:
        sheets.task.put(None, None, kind, title, priority, "PENDING", calendar.day(days), None, None, made, made)
