"""A rep looks at what is new since they were last here: the start line, and the screen behind its key."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from textual.content import Content
from textual.pilot import Pilot

from hermes_tui import app as program
from hermes_tui import keymap
from hermes_tui.app import HermesApp, run_app
from hermes_tui.config import Settings
from hermes_tui.metrics.digest import NEWS, Line, digest
from hermes_tui.screens import digest as screens
from hermes_tui.screens import start_line
from hermes_tui.screens.digest import DigestScreen
from hermes_tui.screens.leads import LeadsScreen
from hermes_tui.screens.start_line import DayWatch, start_words
from hermes_tui.session import Session
from storage.database import Database
from storage.queries.seen import keep_seen, seen_at
from tests.screens.hands import painted, press, says, worked

NOW = 1_782_118_800_000  # Monday 22 June 2026, 09:00 UTC
DAY = 86_400_000
SINCE = NOW - 2 * DAY - 16 * DAY // 24  # Friday 19 June, 17:00
KEYS = (";", "?")


def hermes(database: Database, since: int | None = SINCE, *, greets: bool = False) -> HermesApp:
    session = Session(database, Settings())
    session.since = since
    return HermesApp(session, greets=greets)


def counted(**numbers: tuple[int, int]) -> list[Line]:
    """Lines that count so many now and since; the others nothing."""
    return [Line(key, "", *reversed_of(key, numbers.get(key, (0, 0)))) for key in NEWS]


def reversed_of(key: str, pair: tuple[int, int]) -> tuple[int, str, int, str]:
    return pair[0], f"+{key}", pair[1], f"+{key} since"


# -- the start line --------------------------------------------------------------------------------------


def words(lines: list[Line], since: str = "Fri 19 Jun", room: int = 119) -> str | None:
    found = start_words(lines, since, KEYS, room)
    assert found is None or found.cell_length <= room
    return None if found is None else str(found).strip()


ALL = {"new": (1, 4), "replied": (1, 2), "due": (5, 1), "hot": (3, 1), "at_risk": (9, 1), "stuck": (7, 2)}


@pytest.mark.parametrize(
    ("numbers", "since", "room", "said"),
    [
        (ALL, "Fri 19 Jun", 119,
         "Since Fri 19 Jun: 4 new, 2 replied, 1 hot, 1 at risk, 2 stuck · 5 due now   ; digest   ? help"),
        (ALL, "Fri 19 Jun", 92,
         "Since 19 Jun: 4 new, 2 replied, 1 hot, 1 at risk, 2 stuck · 5 due now   ; digest   ? help"),
        (ALL, "09:12", 119,
         "Since 09:12: 4 new, 2 replied, 1 hot, 1 at risk, 2 stuck · 5 due now   ; digest   ? help"),
        (ALL, "Fri 19 Jun", 79,
         "Since 19 Jun: 4 new, 2 replied, 1 hot, 1 at risk, 2 stuck · 5 due  ;  ? help"),
        (ALL, "", 79, "3 hot, 9 at risk, 7 stuck · 5 due now   ; digest   ? help"),
        ({"new": (1, 4), "at_risk": (9, 0), "due": (5, 1)}, "Fri 19 Jun", 79,
         "Since Fri 19 Jun: 4 new · 5 due now   ; digest   ? help"),
        ({"due": (1_200, 0)}, "Fri 19 Jun", 79, "1,200 due now   ; digest   ? help"),
        ({"hot": (3, 0)}, "Fri 19 Jun", 79, None),
        ({"new": (3, 0)}, "", 79, None),
        (ALL, "Fri 19 Jun", 30, "4 new, 2 replied,…  ;  ? help"),
    ],
)  # fmt: skip
def test_one_line_says_what_is_not_zero_and_fits(
    numbers: dict[str, tuple[int, int]], since: str, room: int, said: str | None
) -> None:
    assert words(counted(**numbers), since, room) == said


@pytest.fixture
def greeted(monkeypatch: pytest.MonkeyPatch) -> Callable[[Pilot[int | None]], Awaitable[None]]:
    """Waits until the start line has come, or what would have brought it is over."""
    told: list[int] = []
    say = start_line._say

    def telling(*about: Any) -> None:
        say(*about)
        told.append(1)

    monkeypatch.setattr(start_line, "_say", telling)

    async def wait(pilot: Pilot[int | None]) -> None:
        deadline = monotonic() + 10
        while not told and monotonic() < deadline:
            await pilot.pause(0.02)
        assert told, "the start line is counted"
        await pilot.pause()

    return wait


Greeted = Callable[[Pilot["int | None"]], Awaitable[None]]


async def test_the_start_says_it_once_and_the_first_key_takes_it_away(demo: Database, greeted: Greeted) -> None:
    from datetime import date

    app = hermes(demo, greets=True)
    lines = digest(demo, NOW, date(2026, 6, 22), SINCE, stale_days=7, keys=NEWS)
    wanted = start_words(lines, "Fri 19 Jun", KEYS, 119)
    assert wanted is not None
    async with app.run_test(size=(120, 40)) as pilot:
        await greeted(pilot)
        assert says(app) == " ".join(str(wanted).split())
        await press(pilot, "j")
        assert "Since" not in says(app)
        await press(pilot, "2", "1")
        assert "Since" not in says(app)


async def test_who_types_at_once_is_told_nothing(demo: Database, greeted: Greeted) -> None:
    app = hermes(demo, greets=True)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "t")
        await greeted(pilot)
        assert says(app).startswith("touch:")
        await press(pilot, "escape")
        assert "Since" not in says(app)


async def test_the_first_time_it_says_how_things_stand(demo: Database, greeted: Greeted) -> None:
    app = hermes(demo, None, greets=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await greeted(pilot)
        assert says(app).endswith("due now ; digest ? help")
        assert "Since" not in says(app)


async def test_an_empty_file_is_told_nothing(database: Database, greeted: Greeted) -> None:
    app = hermes(database, SINCE, greets=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await greeted(pilot)
        assert "digest" not in says(app)


async def test_whoever_leaves_it_open_over_night_was_last_here_at_their_last_key(
    demo: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = hermes(demo)
    async with app.run_test() as pilot:
        await press(pilot, "j")
        watch = DayWatch(app)
        watch.look()
        assert (app.session.since, seen_at(demo)) == (SINCE, None)
        monkeypatch.setenv("HERMES_NOW", "2026-06-23T07:00:00Z")
        app._key_at -= 14 * 3_600
        watch.look()
        last_key = NOW + 22 * 3_600_000 - 14 * 3_600_000
        assert app.session.since is not None
        assert abs(app.session.since - last_key) < 60_000
        assert seen_at(demo) == app.session.since


# -- leaving ---------------------------------------------------------------------------------------------


@pytest.fixture
def path(tmp_path: Path, demo_bytes: bytes) -> Path:
    """A demo file that nobody has open."""
    found = tmp_path / "left.db"
    found.write_bytes(demo_bytes)
    return found


def left(path: Path) -> int | None:
    database = Database.open(path)
    try:
        return seen_at(database)
    finally:
        database.close()


def test_leaving_remembers_when_and_the_next_start_knows_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known: list[int | None] = []
    monkeypatch.setattr(program.HermesApp, "run", lambda app: known.append(app.session.since))
    run_app(path, Settings())
    run_app(path, Settings(), pick=True)
    assert known == [None, NOW]
    assert left(path) == NOW


def test_to_pick_a_lead_is_no_visit(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program.HermesApp, "run", lambda app: 7)
    assert run_app(path, Settings(), pick=True) == 7
    assert left(path) is None


def test_a_locked_file_neither_delays_leaving_nor_fails_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from time import perf_counter

    other = sqlite3.connect(path, isolation_level=None)
    began: list[float] = []

    def run(app: HermesApp) -> None:
        other.execute("BEGIN IMMEDIATE")
        began.append(perf_counter())

    monkeypatch.setattr(program.HermesApp, "run", run)
    run_app(path, Settings())
    assert perf_counter() - began[0] < 1.0
    other.execute("ROLLBACK")
    other.close()
    assert left(path) is None


# -- the screen ------------------------------------------------------------------------------------------


def here(app: HermesApp) -> DigestScreen:
    """The screen, which is on top."""
    assert isinstance(app.screen, DigestScreen)
    return app.screen


def test_no_key_means_two_things_here() -> None:
    taken: dict[str, str] = {}
    for preset in ("", "gmail"):
        changed = keymap.overrides(preset, {})
        for scope in (*DigestScreen.scopes, "everywhere"):
            for command in keymap.in_scope(scope):
                for key in keymap.keys_of(command, changed).split(","):
                    assert taken.setdefault(preset + key, command.id) == command.id


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_one_key_shows_what_waits_and_what_came_since(demo: Database, size: tuple[int, int]) -> None:
    app = hermes(demo)
    async with app.run_test(size=size) as pilot:
        await press(pilot, "semicolon")
        lines = painted(app).split("\n")
        assert lines[1].startswith(" Digest · since Fri 19 Jun 17:00")
        assert lines[3].split()[:4] == ["what", "waits", "now", "since"]
        shown = {row[1].line.key: row[1].line for row in here(app).rows.rows_around(0, 20)}
        new = next(line for line in lines if "New since yesterday" in line)
        assert new.partition("day")[2].split()[:2] == [str(shown["new"].n), str(shown["new"].since)]
        assert all(len(line) <= size[0] for line in lines)
        await press(pilot, "semicolon")
        assert "q goes back" in says(app)
        await press(pilot, "q")
        assert not isinstance(app.screen, DigestScreen)


async def test_enter_opens_the_leads_behind_the_lit_number(demo: Database) -> None:
    app = hermes(demo)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "semicolon")
        rows = [row[1] for row in here(app).rows.rows_around(0, 20)]
        for place in (0, 2, len(rows) - 1):  # of all three kinds: none now, some of both, nothing to say of since
            row = rows[place]
            for key, n, text in (("l", row.line.since, row.line.since_filter), ("h", row.line.n, row.line.filter)):
                here(app).rows.move_to(place)
                await press(pilot, key, "enter")
                leads = app.screen
                assert isinstance(leads, LeadsScreen)
                assert leads.filter_text == (text if n else row.line.filter)
                assert leads.rows.total == (n or row.line.n)
                await press(pilot, "q")
        assert here(app).rows.index == len(rows) - 1


async def test_the_first_time_there_is_only_now(demo: Database) -> None:
    app = hermes(demo, None)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "semicolon")
        assert "from your next visit on" in painted(app)
        await press(pilot, "l")
        assert "Since when is known from your next visit on" in says(app)
        await press(pilot, "enter")
        assert isinstance(app.screen, LeadsScreen)


async def test_many_leads_are_counted_in_a_thread(demo: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screens, "READ_AT_ONCE", 10)
    app = hermes(demo)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "semicolon")
        await worked(app)
        await press(pilot)
        assert here(app).rows.total == 10
        await press(pilot, "semicolon", "q")


async def test_a_change_is_counted_anew_and_what_is_typed_as_a_command_opens_it(demo: Database) -> None:
    app = hermes(demo)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "a", "colon", *"digest", "enter")
        before = {row[1].line.key: row[1].line.n for row in here(app).rows.rows_around(0, 20)}
        await press(pilot, "u")
        after = {row[1].line.key: row[1].line.n for row in here(app).rows.rows_around(0, 20)}
        assert after["owed"] == before["owed"] + 1


def test_the_last_time_is_kept_beside_everything_else(demo: Database) -> None:
    keep_seen(demo, NOW)
    assert isinstance(start_words(counted(due=(1, 0)), "", KEYS, 79), Content)
    assert demo.value("SELECT value FROM setting WHERE key = 'seen_at'") == str(NOW)
