"""A rep's desk in a real terminal: a demo file of one's own, a frozen clock, settings and log in a temporary folder."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hermes_tui.demo import generate
from storage.database import Database
from storage.filters import compile_filter
from storage.queries.lead import contacts
from storage.queries.queue import Queue
from tests.terminal.terminal import Terminal

ROOT = Path(__file__).resolve().parents[2]
NOW = "2026-06-22T09:00:00Z"  # a Monday
NOW_MS = 1_782_118_800_000
HINT = "? help"

# What undo itself writes, and how the full-text index lays itself out on disk.
_NOT_COMPARED = re.compile(r"^(action|change|journal_now|sqlite_sequence|.*_fts(_\w+)?)$")


class Desk:
    """One Hermes file, the commands of the shell, and terminals in which the app is open on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "work.db"
        # COLUMNS and LINES would be believed over the window's own size; pytest-xdist sets them.
        foreign = ("HERMES_", "TEXTUAL_", "COLUMNS", "LINES")
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
        self.env = {
            **inherited,
            "HERMES_NOW": NOW,
            "HERMES_DB": str(self.path),
            "HERMES_CONFIG": str(folder / "hermes.toml"),
            "HERMES_LOG": str(folder / "hermes.log"),
            "TEXTUAL_ANIMATIONS": "none",
        }
        self._open: list[Terminal] = []

    @staticmethod
    def command(*words: object) -> list[str]:
        """The finished program with these words."""
        return [sys.executable, "-m", "hermes_tui", *map(str, words)]

    def hermes(self, *words: object, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        """A command in a pipe, as a script runs it."""
        return subprocess.run(
            self.command(*words),
            cwd=ROOT,
            env={**self.env, **(env or {})},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def start(self, *words: object, columns: int = 120, rows: int = 40) -> Terminal:
        """The program in a new terminal; what it paints is not waited for."""
        terminal = Terminal(self.command(*words), cwd=ROOT, env=self.env, columns=columns, rows=rows)
        self._open.append(terminal)
        return terminal

    def app(self, *words: object, columns: int = 120, rows: int = 40) -> Terminal:
        """The app in a new terminal, its first screen there."""
        terminal = self.start(*words, columns=columns, rows=rows)
        terminal.until(lambda screen: bool(screen.last_line) and "Hermes" in screen.lines[0], "the first screen")
        return terminal

    def close(self) -> None:
        """End whatever was left open; a bug of the program fails the test that met it."""
        for terminal in self._open:
            terminal.close()
        log = self.folder / "hermes.log"
        assert not log.exists(), log.read_text()

    # -- the file ----------------------------------------------------------------------------------------

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of the file, read beside the program."""
        connection = sqlite3.connect(self.path)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    def first(self) -> tuple[int, str, str, int]:
        """Of the stale leads in the queue: the first one's id, company and first person, and how many there are."""
        database = Database.open(self.path)
        try:
            stale = compile_filter("+stale", now=NOW_MS, today=date(2026, 6, 22))
            queue = Queue(database, now=NOW_MS, today="2026-06-22", where=stale.where, params=stale.params)
            row = queue.page(0, 1)[0]
            return row.id, row.company or row.title, contacts(database, row.id)[0].name.split()[0], queue.total()
        finally:
            database.close()

    def rows(self) -> dict[str, list[str]]:
        """Every row of every table but the journal's."""
        names = [name for (name,) in self.ask("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        return {
            name: sorted(map(repr, self.ask(f"SELECT * FROM {name}")))
            for name in names
            if not _NOT_COMPARED.match(name)
        }

    def actions(self) -> list[tuple[str, str]]:
        """(kind, label) of what was done and stands, in order."""
        return self.ask("SELECT kind, label FROM action WHERE undone_at IS NULL ORDER BY id")

    def check(self) -> None:
        """SQLite and the full-text index find the file whole, and no action is left half-written."""
        connection = sqlite3.connect(self.path)
        try:
            assert connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
            for (table,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE sql LIKE '%USING fts5%'"
            ).fetchall():
                connection.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)")
            connection.rollback()
        finally:
            connection.close()
        assert self.ask("SELECT action_id FROM journal_now") == [(None,)]
        empty = "SELECT id FROM action WHERE NOT EXISTS (SELECT 1 FROM change WHERE action_id = action.id)"
        assert self.ask(empty) == []
        assert self.ask("SELECT id FROM change WHERE action_id NOT IN (SELECT id FROM action)") == []


@pytest.fixture(scope="session")
def demo_bytes(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A demo file of 1,000 leads, made once a worker."""
    path = tmp_path_factory.mktemp("terminal") / "demo.db"
    generate(path, 1000, NOW_MS)
    return path.read_bytes()


@pytest.fixture
def bare_desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk without a file."""
    found = Desk(tmp_path)
    yield found
    found.close()


@pytest.fixture
def desk(bare_desk: Desk, demo_bytes: bytes) -> Desk:
    """A desk with a fresh copy of the demo file."""
    bare_desk.path.write_bytes(demo_bytes)
    bare_desk.path.chmod(0o600)
    return bare_desk
