"""A rep moves cards over the board, by keys and by mouse."""

from __future__ import annotations

from textual import events
from textual.pilot import Pilot
from textual.widgets import Static

from hermes_tui.app import HermesApp
from hermes_tui.config import Settings
from hermes_tui.screens.board import BoardScreen
from hermes_tui.screens.lead.page import LeadScreen
from hermes_tui.session import Session
from storage.database import Database
from tests.screens.hands import press


async def board_of(pilot: Pilot[int | None]) -> BoardScreen:
    """The board, gone to by its key."""
    await press(pilot, "2")
    assert isinstance(pilot.app.screen, BoardScreen)
    return pilot.app.screen


def line_of(board: BoardScreen) -> str:
    """The line above the board."""
    return str(board.query_one("#progress", Static).content)


def said(board: BoardScreen) -> str:
    """What the strip says."""
    return str(board.strip._says.content)


def stage_of(database: Database, lead_id: int) -> int:
    """The stage a lead is in."""
    found: int = database.value("SELECT stage_id FROM lead WHERE id = ?", (lead_id,))
    return found


async def test_a_card_moves_by_key_the_cursor_goes_with_it_and_undo_brings_both_back(
    app: HermesApp, demo: Database
) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        board = await board_of(pilot)
        await press(pilot, "l", "j")
        column, lead = board.kanban.column, board.kanban.current_key
        assert column is not None
        assert lead is not None
        await press(pilot, "L")
        assert stage_of(demo, lead) != column
        assert board.kanban.current_key == lead
        assert board.kanban.column == stage_of(demo, lead)
        await press(pilot, "u")
        assert (board.kanban.column, board.kanban.current_key, stage_of(demo, lead)) == (column, lead, column)


async def test_a_card_dragged_by_the_mouse_is_moved_and_one_undo_takes_it_back(app: HermesApp, demo: Database) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        board = await board_of(pilot)
        first = board.kanban.column
        lead = board.kanban.current_key
        assert lead is not None
        start, end = (10, 3), (40, 8)
        await pilot._post_mouse_events([events.MouseMove], "#board", offset=start)
        await pilot.mouse_down("#board", offset=start)
        await pilot.hover("#board", offset=end)
        await pilot.mouse_up("#board", offset=end)
        await press(pilot)
        assert stage_of(demo, lead) != first
        assert "→ Qualified" in said(board)
        assert board.kanban.current_key == lead
        await press(pilot, "u")
        assert stage_of(demo, lead) == first
        assert board.kanban.current_key == lead


async def test_closed_stages_stand_folded_at_the_end_and_open_where_the_cursor_goes(app: HermesApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        board = await board_of(pilot)
        closed = {stage.id for stage in board.pipeline.values() if stage.kind != "open"}
        assert board.kanban.folded == closed
        await press(pilot, "dollar_sign", "minus")
        assert board.kanban.column == max(closed, key=list(board.pipeline).index)
        assert "stays open" in said(board)
        await press(pilot, "minus")
        assert "folds when you leave it" in said(board)
        await press(pilot, "0", "minus")
        assert board.kanban.column == list(board.pipeline)[1]


async def test_a_filter_puts_the_cursor_on_a_card_that_is_left(app: HermesApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        board = await board_of(pilot)
        await press(pilot, "slash", *"stage:negotiating", "enter")
        assert board.kanban.current_key is not None


async def test_a_filter_that_finds_nothing_says_so_and_which_key_shows_all(app: HermesApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        board = await board_of(pilot)
        await press(pilot, "slash", *"xyzzy", "enter")
        shown = "\n".join(board.kanban.render_line(y).text for y in range(8))
        assert "No lead is like that" in shown
        assert "Esc shows all" in shown


async def test_the_empty_board_of_a_new_file_says_in_full_how_to_begin(database: Database) -> None:
    app = HermesApp(Session(database, Settings()))
    async with app.run_test(size=(80, 24)) as pilot:
        board = await board_of(pilot)
        shown = " ".join(board.kanban.render_line(y).text[:32].strip() for y in range(8))
        assert "c adds one" in shown
        assert ":import FILE.csv brings yours in" in shown


async def test_marks_show_their_number_and_escape_lets_go_of_them_then_of_the_filter(app: HermesApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        board = await board_of(pilot)
        whole = line_of(board)
        await press(pilot, "slash", *"value>1", "enter", "space", "space", "v", "j")
        assert "4 marked" in line_of(board)
        await press(pilot, "t")
        assert "touch 4 leads" in said(board)
        await press(pilot, "escape", "escape")
        assert "marked" not in line_of(board)
        assert board.filter_text == "value>1"
        await press(pilot, "escape")
        assert line_of(board) == whole


async def test_the_lead_page_walks_along_the_column_and_q_is_the_way_back(app: HermesApp) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        board = await board_of(pilot)
        first, column = board.kanban.current_key, board.kanban.column
        await press(pilot, "enter", "right_square_bracket")
        page = app.screen
        assert isinstance(page, LeadScreen)
        assert page.lead_id != first
        assert page.page is not None
        assert page.page.detail.stage_id == column
        await press(pilot, "q")
        assert app.screen is board
