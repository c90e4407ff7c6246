"""A rep works through the day's tasks."""

from __future__ import annotations

from textual.pilot import Pilot

from hermes_tui.app import HermesApp
from hermes_tui.screens.tasks import TasksScreen
from storage.database import Database


async def press(pilot: Pilot[int | None], *keys: str) -> None:
    """Keys as typed, then all settles."""
    await pilot.pause()
    await pilot.press(*keys)
    await pilot.pause()


async def test_a_task_done_gives_way_to_the_next_and_undo_brings_it_back_under_the_cursor(
    app: HermesApp, demo: Database
) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "6", "j")
        tasks = app.screen
        assert isinstance(tasks, TasksScreen)
        first, following = tasks.rows.current_key, tasks.rows.row(2)
        assert following is not None
        await press(pilot, "d", "enter")
        assert demo.value("SELECT status FROM task WHERE id = ?", (first,)) == "DONE"
        assert tasks.rows.current_key == following.id
        await press(pilot, "u")
        assert demo.value("SELECT status FROM task WHERE id = ?", (first,)) != "DONE"
        assert tasks.rows.current_key == first


async def test_no_mark_is_shown_that_no_verb_would_follow(app: HermesApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "6", "space", "v", "j")
        assert isinstance(app.screen, TasksScreen)
        assert app.screen.rows.mark_count == 0
