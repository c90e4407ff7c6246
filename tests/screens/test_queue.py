"""A rep walks the queue."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from hermes_tui.app import HermesApp
from hermes_tui.config import Settings
from hermes_tui.screens.queue import QueueScreen
from hermes_tui.session import Session
from storage import journal
from storage.database import Database
from storage.queries.queue import Section
from widgets.text_pane import TextPane

JOURNAL = ("action", "change", "journal_now", "sqlite_sequence")


def rows_of(database: Database) -> dict[str, list[Any]]:
    """Every row of every table but the journal and what full text keeps for itself."""
    tables = [
        name
        for (name,) in database.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        if name not in JOURNAL and "_fts" not in name
    ]
    return {name: sorted(database.rows(f"SELECT * FROM {name}"), key=repr) for name in tables}


def queue_of(app: HermesApp) -> QueueScreen:
    """The queue in sight."""
    assert isinstance(app.screen, QueueScreen)
    return app.screen


async def keys(pilot: Pilot[int | None], *typed: str) -> None:
    """Type keys one after another without waiting in between, as a fast rep does; then let all settle."""
    for key in typed:
        await pilot.press(key)
    await pilot.pause()


def text_of(app: HermesApp) -> str:
    """What the strip says."""
    return str(queue_of(app).strip._says.content)


async def test_the_queue_opens_on_owed_replies_first_then_tasks_then_silence(app: HermesApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        queue = queue_of(app)
        sections = [queue.rows.row(index).section for index in range(queue.rows.total)]  # type: ignore[union-attr]
        assert sections == sorted(sections)
        assert sections[0] == Section.OWED
        assert queue.rows.total == queue._queue.total()  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("typed", "says", "kind"),
    [
        (("t", "c"), "call logged", "touch"),
        (("t", "C"), "call from them logged", "touch"),
        (("t", "t"), "email logged", "touch"),
        (("t", "l"), "linkedin logged", "touch"),
        (("L",), "→", "stage"),
        (("H",), "→", "stage"),
        (("x", "2"), "→ Lost (timing)", "stage"),
        (("a",), "→ Archived", "stage"),
        (("s", "s"), "snoozed until Thu 25 Jun", "snooze"),
        (("s", "5"), "snoozed until Sat 27 Jun", "snooze"),
        (("s", "w"), "snoozed until Mon 29 Jun", "snooze"),
        (("s", "slash", "f", "r", "i", "enter"), "snoozed until Fri 26 Jun", "snooze"),
        (("i", "h", "i", "enter"), "note added", "note"),
        (("O", "1"), "budget objection noted", "objection"),
        (("f", "3", "d", "space", "c", "a", "l", "l", "enter"), "call on Thu 25 Jun", "task"),
        (("w",), "no answer needed", "dismiss"),
    ],
)
async def test_each_verb_acts_says_so_goes_on_and_can_be_undone(
    app: HermesApp, demo: Database, typed: tuple[str, ...], says: str, kind: str
) -> None:
    before = rows_of(demo)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        queue = queue_of(app)
        first, second = queue.rows.row(0), queue.rows.row(1)
        assert first is not None
        assert second is not None
        await keys(pilot, *typed)
        latest = journal.history(demo, 1)[0]
        assert latest.kind == kind
        assert says in latest.label
        assert says in text_of(app)
        assert queue.rows.current_key == second.id
        await keys(pilot, "u")
        assert "Undone" in text_of(app)
        assert queue.rows.current_key == first.id
    assert rows_of(demo) == before


async def test_a_verb_acts_on_all_marked_as_one_and_one_undo_takes_it_back(app: HermesApp, demo: Database) -> None:
    before = rows_of(demo)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        queue = queue_of(app)
        marked = [queue.rows.row(index).id for index in (0, 1, 2)]  # type: ignore[union-attr]
        await keys(pilot, "space", "space", "space", "t", "m")
        assert "3 leads: meeting logged" in text_of(app)
        assert {
            row[0] for row in demo.rows("SELECT lead_id FROM touch WHERE created_at = ?", (1_782_118_800_000,))
        } == set(marked)
        assert queue.rows.marks == set()
        await keys(pilot, "u")
    assert rows_of(demo) == before


async def test_dot_repeats_the_last_verb_on_the_next_lead(app: HermesApp, demo: Database) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await keys(pilot, "t", "v", "full_stop")
        assert [line.label.split(": ")[1] for line in journal.history(demo, 2)] == ["voicemail logged"] * 2


async def test_undo_reaches_back_across_a_restart(demo: Database) -> None:
    first = HermesApp(Session(demo, Settings()))
    async with first.run_test() as pilot:
        await pilot.pause()
        await keys(pilot, "t", "c")
        handled = journal.history(demo, 1)[0]
    second = HermesApp(Session(demo, Settings()))
    async with second.run_test() as pilot:
        await pilot.pause()
        await keys(pilot, "u")
        assert handled.label in text_of(second)
        await keys(pilot, "ctrl+r")
        assert "Redone" in text_of(second)


async def test_the_progress_counts_down_and_the_end_sums_up(app: HermesApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        queue = queue_of(app)
        total = queue.rows.total
        await keys(pilot, "V", "s", "w")
        assert queue.rows.total == 0
        assert f"{total} leads dealt with" in str(queue.rows.empty)


async def test_a_filter_narrows_the_queue_and_a_wrong_one_says_what_is_near(app: HermesApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        queue = queue_of(app)
        total = queue.rows.total
        await keys(pilot, "slash", *"+owed", "enter")
        assert 0 < queue.rows.total < total
        await keys(pilot, "slash")
        queue.strip._line.value = "stge:new"
        await keys(pilot, "enter")
        assert "stage" in str(queue.strip._wrong.content)
        await keys(pilot, "escape")


async def test_what_another_program_writes_is_seen(app: HermesApp, demo: Database) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        queue = queue_of(app)
        total = queue.rows.total
        other = Database.open(demo.path)
        with other.transaction() as connection:
            connection.execute("UPDATE lead SET is_open = 0 WHERE id = ?", (queue.rows.current_key,))
        other.close()
        app._look()
        await pilot.pause()
        assert queue.rows.total == total - 1


async def test_the_cursor_comes_back_to_the_lead_whose_page_was_seen_last(app: HermesApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        third = queue_of(app).rows.row(2)
        assert third is not None
        await keys(pilot, "enter", "right_square_bracket", "right_square_bracket", "q")
        assert queue_of(app).rows.current_key == third.id


@pytest.mark.parametrize("size", [(80, 24), (40, 12), (200, 60)])
async def test_every_main_screen_stands_at_any_size(app: HermesApp, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        for key in ("2", "3", "6", "1"):
            await keys(pilot, key, "j", "k")
        assert app.screen.region.size == size


async def test_an_empty_file_says_what_to_press(database: Database) -> None:
    app = HermesApp(Session(database, Settings()))
    async with app.run_test() as pilot:
        await pilot.pause(0.1)
        assert "No leads yet" in str(queue_of(app).rows.empty)
        await keys(pilot, "t", "L", "u", "2", "3", "6", "1")
        assert isinstance(app.screen, QueueScreen)


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_the_suggested_action_is_in_sight_without_scrolling(app: HermesApp, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        await pilot.pause(0.3)
        pane = queue_of(app).query_one("#preview", TextPane)
        lines = [pane.render_line(y).text for y in range(pane.size.height)]
        assert any(line.startswith("next  Answer") for line in lines), lines


async def test_snooze_names_all_its_keys_at_80_columns(app: HermesApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await keys(pilot, "s")
        shown = text_of(app).rstrip()
        assert shown.endswith("/ date")
        assert len(shown) < 80


async def test_d_names_the_task_that_is_done_and_without_one_asks_for_the_first(app: HermesApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        queue = queue_of(app)
        rows = [queue.rows.row(index) for index in range(queue.rows.total)]
        with_task = next(index for index, row in enumerate(rows) if row is not None and row.section == Section.DUE)
        without = next(index for index, row in enumerate(rows) if row is not None and row.next_task_on is None)
        queue.rows.move_to(with_task)
        await keys(pilot, "d")
        assert text_of(app).startswith(" done: ")
        assert "then (Enter: none):" in text_of(app)
        await keys(pilot, "escape")
        queue.rows.move_to(without)
        await keys(pilot, "d")
        assert "no task here yet" in text_of(app)
        await keys(pilot, "3", "d", "space", "c", "a", "l", "l", "enter")
        assert "call on Thu 25 Jun" in text_of(app)


async def test_marks_show_their_number_above_the_queue(app: HermesApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        queue = queue_of(app)
        await keys(pilot, "space", "space", "v", "j")
        await pilot.pause()
        assert "4 marked" in str(queue.query_one("#progress", Static).content)
        await keys(pilot, "escape")
        await pilot.pause()
        assert "marked" not in str(queue.query_one("#progress", Static).content)
        assert queue.rows.marks == set()


async def test_a_look_at_a_filter_does_not_forget_how_far_the_walk_had_come(app: HermesApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        queue = queue_of(app)
        await keys(pilot, "a", "a")
        before = str(queue.query_one("#progress", Static).content)
        assert " of " in before
        await keys(pilot, "slash", *"xyzzy", "enter")
        assert "Esc shows the whole queue" in str(queue.rows.empty)
        await keys(pilot, "escape")
        await pilot.pause()
        assert str(queue.query_one("#progress", Static).content) == before
