"""A rep brings people in with `:import people.vcf`: one line says what would be, one key does it, one undoes it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from hermes_tui.app import HermesApp
from hermes_tui.config import Settings
from hermes_tui.exchange.vcard import CardPerson, cards_text
from hermes_tui.screens.import_paths import paths_from
from hermes_tui.session import Session
from storage.database import Database

ANN = CardPerson("[/] Ann Lee", ("ann@acme.test",), ("+493012345678",), "CTO", "Acme [b]Corp")
NOBODY = "BEGIN:VCARD\r\nEND:VCARD\r\n"


@pytest.fixture
def app(database: Database, monkeypatch: pytest.MonkeyPatch) -> HermesApp:
    """Hermes at an empty file."""
    monkeypatch.setenv("HERMES_NOW", "2026-06-22T09:00:00Z")
    return HermesApp(Session(database, Settings()))


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """Somebody, and a card of nobody."""
    path = tmp_path / "people.vcf"
    path.write_text(cards_text([ANN]) + NOBODY)
    return path


async def until(pilot: Pilot[int], holds: Callable[[], bool]) -> None:
    """Wait for what a thread does."""
    for _ in range(400):
        if holds():
            return
        await pilot.pause(0.02)
    raise AssertionError("it never came")


def said(app: HermesApp) -> str:
    return str(app.here.strip.query_one(".strip-prompt--says", Static).content)


async def asked(pilot: Pilot[int], path: Path, words: str) -> str:
    """`:import FILE`, until the strip says so."""
    app = pilot.app
    assert isinstance(app, HermesApp)
    await pilot.press("colon")
    app.here.strip.query_one(Input).value = f"import {path}"
    await pilot.press("enter")
    await until(pilot, lambda: words in said(app))
    return said(app)


async def test_people_come_in_after_one_question_and_go_with_one_undo(
    app: HermesApp, database: Database, people: Path
) -> None:
    async with app.run_test(size=(120, 30)) as pilot:
        line = await asked(pilot, people, "y import")
        assert "people.vcf: 2 read, 1 filed, 1 rejected" in line
        assert "1 new lead; 1 new contact" in line
        assert database.value("SELECT COUNT(*) FROM contact") == 0
        await pilot.press("y")
        await until(pilot, lambda: "1 filed, 1 rejected" in said(app) and "u undo" in said(app))
        assert database.rows("SELECT name, email FROM contact") == [("[/] Ann Lee", "ann@acme.test")]
        await pilot.press("u")
        await until(pilot, lambda: "Undone" in said(app))
        assert database.value("SELECT COUNT(*) FROM lead") == 0


async def test_n_leaves_everything_as_it_was(app: HermesApp, database: Database, people: Path) -> None:
    async with app.run_test(size=(120, 30)) as pilot:
        await asked(pilot, people, "y import")
        await pilot.press("n")
        await until(pilot, lambda: "Nothing was imported" in said(app))
        assert database.value("SELECT COUNT(*) FROM action") == 0


async def test_a_file_known_already_asks_nothing(app: HermesApp, database: Database, people: Path) -> None:
    async with app.run_test(size=(120, 30)) as pilot:
        await asked(pilot, people, "y import")
        await pilot.press("y")
        await until(pilot, lambda: database.value("SELECT COUNT(*) FROM contact") == 1 and "undo" in said(app))
        assert "1 known, 1 rejected" in await asked(pilot, people, "nothing to import")


def test_the_paths_of_card_files_and_packets_are_completed(people: Path, tmp_path: Path) -> None:
    assert list(paths_from(str(people)[:-3])) == [str(people)]
    for name in ("acme.zip", "acme.json", "acme.md"):
        (tmp_path / name).touch()
    assert list(paths_from(f"{tmp_path}/ac")) == [f"{tmp_path}/acme.json", f"{tmp_path}/acme.zip"]
