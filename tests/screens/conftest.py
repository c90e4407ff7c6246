"""Screens on demo leads with a frozen clock."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hermes_tui.app import HermesApp
from hermes_tui.config import Settings
from hermes_tui.demo import generate
from hermes_tui.session import Session
from storage.database import Database

NOW = 1_782_118_800_000  # 2026-06-22T09:00:00Z


@pytest.fixture(autouse=True)
def _frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HERMES_NOW", "2026-06-22T09:00:00Z")
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")


@pytest.fixture(scope="session")
def demo_bytes(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A demo file of 400 leads, made once a worker."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    generate(path, 400, NOW)
    return path.read_bytes()


@pytest.fixture(scope="session")
def small_demo_bytes(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A demo file of 40 leads, made once a worker."""
    path = tmp_path_factory.mktemp("demo") / "small.db"
    generate(path, 40, NOW)
    return path.read_bytes()


@pytest.fixture
def demo(tmp_path: Path, demo_bytes: bytes) -> Iterator[Database]:
    """A fresh copy of the demo file, open."""
    path = tmp_path / "work.db"
    path.write_bytes(demo_bytes)
    database = Database.open(path)
    yield database
    database.close()


@pytest.fixture
def app(demo: Database) -> HermesApp:
    """Hermes on the demo file, at the queue."""
    return HermesApp(Session(demo, Settings()))
