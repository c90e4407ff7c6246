"""A rep brings a file of leads in by keys alone, sees what becomes of each row, and can take all of it back."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from hermes_tui.app import HermesApp
from hermes_tui.config import Settings
from hermes_tui.exchange import mapping
from hermes_tui.exchange.tables import read_bytes
from hermes_tui.screens import import_work
from hermes_tui.screens.import_file import ImportScreen, check_path
from hermes_tui.screens.queue import QueueScreen
from hermes_tui.session import Session
from storage import snapshots
from storage.database import Database
from storage.errors import HermesError
from tests.screens.hands import worked

SALES = """Deal,Company,Amount,Stage,Contact,Email,Created,Region
ERP rollout,Acme,"$24,000.00",Proposal,Ann Lee,ann@acme.example,2026-03-04,North
Portal,Dune,"$3,200.00",Lead,Di Dune,di@dune.example,2026-05-01,South
Support,Cobalt,twelve,Lead,Cy Cobalt,cy@cobalt.example,2026-02-01,South
"""


@pytest.fixture
def app(database: Database, monkeypatch: pytest.MonkeyPatch) -> HermesApp:
    """Hermes at an empty file."""
    monkeypatch.setenv("HERMES_NOW", "2026-06-22T09:00:00Z")
    return HermesApp(Session(database, Settings()))


def write(folder: Path, text: str, name: str = "sales.csv") -> Path:
    place = folder / name
    place.write_text(text, "utf-8")
    return place


async def until(pilot: Pilot[int], holds: Callable[[], bool]) -> None:
    """Wait for what a thread does."""
    for _ in range(400):
        if holds():
            return
        await pilot.pause(0.02)
    raise AssertionError("it never came")


async def opened(pilot: Pilot[int], path: Path) -> ImportScreen:
    """`:import FILE`, until the figures stand."""
    app = pilot.app
    assert isinstance(app, HermesApp)
    await pilot.press("colon")
    app.here.strip.query_one(Input).value = f"import {path}"
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(app.screen, ImportScreen))
    screen = app.screen
    assert isinstance(screen, ImportScreen)
    await tried(pilot, screen)
    return screen


async def tried(pilot: Pilot[int], screen: ImportScreen) -> None:
    await until(pilot, lambda: not screen._trying and screen.state == "mapping")
    await pilot.pause()


async def answer(pilot: Pilot[int], screen: ImportScreen, text: str) -> None:
    screen.strip.query_one(Input).value = text
    await pilot.press("enter")
    await tried(pilot, screen)


async def over(pilot: Pilot[int], screen: ImportScreen) -> None:
    await until(pilot, lambda: screen.state == "over")
    await pilot.pause()


def line_of(screen: ImportScreen, name: str) -> int:
    """The place of a line of the mapping."""
    rows = [screen.mapped.row(index) for index in range(screen.mapped.total)]
    return next(index for index, row in enumerate(rows) if row is not None and row[1].name == name)


def head(screen: ImportScreen) -> str:
    return str(screen.query_one("#import-head", Static).content)


def contents(database: Database, leave: tuple[str, ...] = ()) -> dict[str, list[Any]]:
    """Every row of every table but the journal's own when asked."""
    names = [name for (name,) in database.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    return {name: database.rows(f"SELECT * FROM {name}") for name in names if not name.startswith(leave or "?")}


JOURNAL = ("action", "change", "import", "sqlite_sequence", "lead_fts", "contact_fts", "note_fts", "message_fts")


# -- from file to queue ----------------------------------------------------------------------------------


async def test_a_well_named_file_is_in_the_queue_after_three_keys(
    app: HermesApp, database: Database, tmp_path: Path
) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot, write(tmp_path, SALES))
        assert "2 created" in head(screen)
        assert "1 rejected" in head(screen)
        await pilot.press("i")
        await over(pilot, screen)
        assert "3 rows read: 2 created, 1 rejected (line 4:" in head(screen)
        await pilot.press("q")
        await pilot.pause()
        assert isinstance(app.screen, QueueScreen)
        assert app.screen.rows.total == 2
    assert database.rows("SELECT company, value FROM lead ORDER BY company") == [("Acme", 2_400_000), ("Dune", 320_000)]


async def test_enter_on_the_last_line_imports_too(app: HermesApp, database: Database, tmp_path: Path) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, write(tmp_path, SALES))
        await pilot.press("G", "enter")
        await over(pilot, screen)
    assert database.value("SELECT COUNT(*) FROM lead") == 2


async def test_the_figures_promise_what_the_import_then_does(
    app: HermesApp, database: Database, shared_data: Path
) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot, shared_data / "maven" / "sales_pipeline.csv")
        promised = screen.result
        assert promised is not None
        assert (promised.created, promised.rejected) == (8800, ())
        await pilot.press("i")
        await over(pilot, screen)
        done = screen.result
        assert done is not None
        assert done[:5] == promised[:5]
        assert database.value("SELECT COUNT(*) FROM lead") == 8800
        await pilot.press("u")
        await until(pilot, lambda: screen.state == "mapping")
        await tried(pilot, screen)
        assert database.value("SELECT COUNT(*) FROM lead") == 0
        assert screen.result is not None
        assert screen.result.created == 8800


async def test_a_second_import_has_nothing_to_do_and_a_changed_file_says_what_changes(
    app: HermesApp, database: Database, tmp_path: Path
) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot, write(tmp_path, SALES))
        await pilot.press("i")
        await over(pilot, screen)
        await pilot.press("q")
        again = await opened(pilot, tmp_path / "sales.csv")
        assert "2 unchanged" in head(again)
        await pilot.press("i")
        await pilot.pause()
        assert again.state == "mapping"
        await pilot.press("q")
        changed = await opened(pilot, write(tmp_path, SALES.replace("$24,000.00", "$30,000.00"), "changed.csv"))
        assert changed.result is not None
        assert [update.fields for update in changed.result.updates] == [("value",)]
        await pilot.press("r")
        assert changed.shown == "updates"
        await pilot.press("i")
        await over(pilot, changed)
    assert database.value("SELECT value FROM lead WHERE company = 'Acme'") == 3_000_000
    assert database.value("SELECT COUNT(*) FROM lead") == 2


async def test_a_backup_is_made_before(app: HermesApp, database: Database, tmp_path: Path) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot, write(tmp_path, SALES))
        await pilot.press("i")
        await over(pilot, screen)
    made = snapshots.listing(tmp_path / "work-backups")
    assert [(snapshot.reason, snapshot.leads) for snapshot in made] == [("before-import", 0)]


# -- nothing half-done -----------------------------------------------------------------------------------


async def test_escape_in_the_middle_of_writing_leaves_the_file_as_it_was_row_for_row(
    app: HermesApp, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "".join(f"Deal {number},Company {number},{number},Lead,,,,\n" for number in range(3000))
    halfway, pressed = threading.Event(), threading.Event()
    real = import_work.load

    def load(*args: Any, progress: Any = None, **kwargs: Any) -> Any:
        def held(done: int, total: int, phase: str) -> None:
            progress(done, total, phase)
            if done and not halfway.is_set():
                halfway.set()
                assert pressed.wait(10)

        return real(*args, progress=progress and held, **kwargs)

    monkeypatch.setattr(import_work, "load", load)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot, write(tmp_path, SALES + rows))
        before = contents(database)
        await pilot.press("i")
        await until(pilot, halfway.is_set)
        assert "Esc cancels" in head(screen)
        await pilot.press("escape")
        pressed.set()
        await tried(pilot, screen)
        assert contents(database) == before
        assert "3,002 created" in head(screen)
        await pilot.press("i")
        await over(pilot, screen)
    assert database.value("SELECT COUNT(*) FROM lead") == 3002


async def test_undo_takes_the_whole_import_back_and_it_can_be_imported_again(
    app: HermesApp, database: Database, tmp_path: Path
) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot, write(tmp_path, SALES))
        before = contents(database, leave=JOURNAL)
        await pilot.press("i")
        await over(pilot, screen)
        assert contents(database, leave=JOURNAL) != before
        await pilot.press("u")
        await until(pilot, lambda: screen.state == "mapping")
        await tried(pilot, screen)
        assert contents(database, leave=JOURNAL) == before
        assert "2 created" in head(screen)
        await pilot.press("i")
        await over(pilot, screen)
    assert database.value("SELECT COUNT(*) FROM lead") == 2


async def test_an_import_that_meets_a_full_disk_says_so_and_keeps_nothing(
    app: HermesApp, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: Any) -> None:
        raise HermesError("No backup was made: the disk is full.")

    monkeypatch.setattr(snapshots, "take", full)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot, write(tmp_path, SALES))
        before = contents(database)
        await pilot.press("i")
        await tried(pilot, screen)
        assert contents(database) == before


async def test_while_an_import_runs_the_other_keys_sleep(
    app: HermesApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = threading.Event()
    monkeypatch.setattr(snapshots, "take", lambda *_args: go.wait(10))
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot, write(tmp_path, SALES))
        await pilot.press("i", "x", "s", "w", "m", "u", "i", "enter")
        assert screen.state == "running"
        assert not screen.strip.asking
        go.set()
        await over(pilot, screen)


# -- the mapping -----------------------------------------------------------------------------------------


async def test_enter_gives_a_column_another_field_and_says_whose_place_it_took(app: HermesApp, tmp_path: Path) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot, write(tmp_path, SALES))
        screen.mapped.move_to(line_of(screen, "Region"))
        await pilot.press("enter")
        await answer(pilot, screen, "sorce")
        assert screen.strip.asking
        await answer(pilot, screen, "source")
        assert screen.draft.mapping.fields["source"] == "Region"
        screen.mapped.move_to(line_of(screen, "Company"))
        await pilot.press("enter")
        await answer(pilot, screen, "source")
        assert screen.draft.fields_of(1) == ["source"]
        assert screen.draft.fields_of(7) == []
        await pilot.press("u", "u")
        assert screen.draft.mapping.fields.get("company") == "Company"


async def test_x_leaves_a_column_out_and_an_empty_answer_does_too(app: HermesApp, tmp_path: Path) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot, write(tmp_path, SALES))
        screen.mapped.move_to(line_of(screen, "Amount"))
        await pilot.press("x")
        await tried(pilot, screen)
        assert "3 created" in head(screen)
        screen.mapped.move_to(line_of(screen, "Stage"))
        await pilot.press("enter")
        await answer(pilot, screen, "")
        assert "stage" not in screen.draft.mapping.fields


async def test_s_asks_for_one_unknown_stage_word_after_another(
    app: HermesApp, database: Database, tmp_path: Path
) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        strange = SALES.replace("Proposal", "Haggling [/]").replace("Lead,", "Blub,")
        screen = await opened(pilot, write(tmp_path, strange))
        assert "3 rejected" in head(screen)
        await pilot.press("s")
        await answer(pilot, screen, "negotiating")
        assert screen.strip.asking
        await answer(pilot, screen, "nowhere")
        assert screen.strip.asking
        await answer(pilot, screen, "contacted")
        assert not screen.strip.asking
        assert "2 created" in head(screen)
        await pilot.press("i")
        await over(pilot, screen)
    stages = "SELECT company, name FROM lead JOIN stage ON stage.id = stage_id ORDER BY company"
    assert database.rows(stages) == [("Acme", "NEGOTIATING"), ("Dune", "CONTACTED")]


async def test_d_asks_what_an_ambiguous_date_means_and_until_then_nothing_is_imported(
    app: HermesApp, database: Database, tmp_path: Path
) -> None:
    text = (
        SALES.replace("2026-03-04", "03/04/2026")
        .replace("2026-05-01", "05/01/2026")
        .replace("2026-02-01", "02/01/2026")
    )
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot, write(tmp_path, text))
        assert "d says which" in head(screen)
        await pilot.press("i")
        assert screen.strip.asking
        question = screen.plan.questions[0] if screen.plan else None
        assert question is not None
        day_first = 1 + [name for name, _ in question.choices].index("dmy")
        await pilot.press(str(day_first))
        await tried(pilot, screen)
        assert "2 created" in head(screen)
        await pilot.press("i")
        await over(pilot, screen)
    third_of_april = 1_775_174_400_000
    assert database.value("SELECT created_at FROM lead WHERE company = 'Acme'") == third_of_april


async def test_b_names_words_that_say_nothing_and_t_makes_a_title_of_two_columns(
    app: HermesApp, database: Database, tmp_path: Path
) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot, write(tmp_path, SALES))
        await pilot.press("b")
        await answer(pilot, screen, "twelve, n/v")
        assert "3 created" in head(screen)
        await pilot.press("t")
        await answer(pilot, screen, "title={Company}: {Nothing}")
        await pilot.press("t")
        await answer(pilot, screen, "title={Company}: {Deal}")
        await pilot.press("t")
        await answer(pilot, screen, "source==a fair")
        await pilot.press("i")
        await over(pilot, screen)
    assert database.row("SELECT title, source FROM lead WHERE company = 'Dune'") == ("Dune: Portal", "a fair")


async def test_a_file_of_which_nothing_is_recognised_says_so_and_can_be_mapped_by_hand(
    app: HermesApp, database: Database, tmp_path: Path
) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot, write(tmp_path, "qx,qy\nfoo,1\nbar,2\n"))
        assert "could be recognised" in head(screen)
        await pilot.press("enter")
        await answer(pilot, screen, "title")
        assert "2 created" in head(screen)


async def test_fast_changes_end_with_the_figures_of_the_last(app: HermesApp, tmp_path: Path) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot, write(tmp_path, SALES))
        for words in (("twelve",), (), ("twelve", "Lead"), ("twelve",)):
            screen.draft.call_blank(words)
            screen.changed_mapping()
        await tried(pilot, screen)
        assert "3 created" in head(screen)


# -- files written ---------------------------------------------------------------------------------------


async def test_w_writes_the_rejected_rows_to_a_file_that_once_mended_imports(
    app: HermesApp, database: Database, tmp_path: Path
) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot, write(tmp_path, SALES))
        await pilot.press("i")
        await over(pilot, screen)
        await pilot.press("w", "enter")
        await pilot.pause()
        rejected = tmp_path / "sales-rejected.csv"
        assert rejected.stat().st_mode & 0o777 == 0o600
        assert "twelve" in rejected.read_text("utf-8")
        await pilot.press("w")
        assert screen.strip.query_one(Input).value.endswith("sales-rejected-2.csv")
        await pilot.press("escape")
        await pilot.press("q")
        rejected.write_text(rejected.read_text("utf-8").replace("twelve", "12"), "utf-8")
        mended = await opened(pilot, rejected)
        await pilot.press("i")
        await over(pilot, mended)
    assert database.value("SELECT value FROM lead WHERE company = 'Cobalt'") == 1200


async def test_m_saves_a_mapping_that_the_next_file_and_the_command_line_can_use(
    app: HermesApp, tmp_path: Path
) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot, write(tmp_path, SALES.replace("Proposal", "Haggling")))
        await pilot.press("s")
        await answer(pilot, screen, "negotiating")
        screen.mapped.move_to(line_of(screen, "Region"))
        await pilot.press("enter")
        await answer(pilot, screen, "custom.region")
        await pilot.press("m", "enter")
        await pilot.pause()
        saved = mapping.load(tmp_path / "sales.mapping.toml")
        assert saved.fields["custom.region"] == "Region"
        assert saved.stages == {"Haggling": "NEGOTIATING", "Lead": "NEW"}
        await pilot.press("u", "u", "M", "enter")
        await tried(pilot, screen)
        assert screen.draft.mapping.fields["custom.region"] == "Region"
        await pilot.press("M")
        await answer(pilot, screen, str(tmp_path / "none.toml"))
        assert app.is_running


# -- wrong files and hostile ones ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content", [b"", b"\x89PNG\r\n\x1a\n...", b"PK\x03\x04...", b"name\x00,x\n", b"title,company\n", b"<!doctype html>"]
)
async def test_a_wrong_file_is_one_sentence_and_the_rep_stays_where_he_was(
    app: HermesApp, tmp_path: Path, content: bytes
) -> None:
    place = tmp_path / "wrong.csv"
    place.write_bytes(content)
    said: list[str] = []
    async with app.run_test(size=(120, 40)) as pilot:
        here = app.here
        here.say = lambda words: said.append(str(words))  # type: ignore[method-assign]
        await pilot.press("colon")
        here.strip.query_one(Input).value = f"import {place}"
        await pilot.press("enter")
        await worked(app)
        await pilot.pause()
        assert app.screen is here
    assert "wrong.csv" in said[-1]
    assert "othing was imported" in said[-1]


@pytest.mark.parametrize("name", ["[@click=app.quit]x[b] \x1b]52;c;x\x07 \n.csv", "\udcff \u202e.csv"])
async def test_hostile_names_of_files_columns_and_values_are_shown_as_they_are(
    app: HermesApp, database: Database, tmp_path: Path, name: str
) -> None:
    text = '"[/]","[b]Company\x1b[31m","{x}","=1+1"\n"[/] deal","\u202eAcme\x9b","[@click=app.quit]y[/]","=cmd()"\n'
    async with app.run_test(size=(120, 40)) as pilot:
        screen = ImportScreen(app.session, write(tmp_path, text, name))
        await app.push_screen(screen)
        await tried(pilot, screen)
        screen.mapped.move_to(line_of(screen, screen.draft.table.header[0]))
        await pilot.press("enter")
        await answer(pilot, screen, "title")
        for column in range(1, 4):
            screen.mapped.move_to(line_of(screen, screen.draft.table.header[column]))
            await pilot.press("enter")
            await answer(pilot, screen, f"custom.c{column}")
        painted = app.export_screenshot()
        await pilot.press("i")
        await over(pilot, screen)
        await pilot.press("r", "tab", "question_mark", "escape")
        await pilot.press("tab", "w", "escape", "m", "escape")
        assert app.is_running
    painted.encode("utf-8")
    assert "\x1b" not in painted
    assert database.value("SELECT title FROM lead") == "[/] deal"


def test_a_path_that_is_no_ordinary_file_is_refused_without_reading_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path, says in (
        (tmp_path / "pipe", "no ordinary file"),
        (tmp_path, "is a folder"),
        (tmp_path / "none.csv", "There is no file"),
        (Path("/dev/zero"), "no ordinary file"),
    ):
        with pytest.raises(HermesError, match=says):
            check_path(path)


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_a_small_terminal_shows_the_figures_the_mapping_and_a_row(
    app: HermesApp, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        screen = await opened(pilot, write(tmp_path, SALES))
        assert screen.mapped.size.height >= 2
        assert "2 created" in head(screen)


def test_numbers_are_dialled_where_the_settings_say(database: Database) -> None:
    said: list[import_work.Tried] = []
    table = read_bytes(b"Deal,Contact Name,Phone\nERP,Ann,030 1234567\n", "deals.csv")
    import_work.try_mapping(Session(database, Settings(region="DE")), table, mapping.ColumnMap(), said.append)
    assert said[0].plan is not None
    assert said[0].plan.deals.people.phone == ["+49301234567"]
