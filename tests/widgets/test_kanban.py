"""A rep walks a board of columns of any length, by keys and by mouse."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events, on
from textual.app import App, ComposeResult
from textual.content import Content

from widgets.board_layout import GAP, lay_out, scrolled
from widgets.kanban import Kanban, KanbanColumn

Press = Callable[..., Awaitable[None]]

HOSTILE = ["[/]", "[b]漢字[/b]", "👩‍👩‍👧", "\x1b[31mred", "a\tb\nc", ""]


class Card(NamedTuple):
    id: int
    name: str


class Counted:
    def __init__(self, n: int, first: int) -> None:
        self.n, self.first, self.asked = n, first, 0

    def page(self, offset: int, limit: int) -> Sequence[Card]:
        numbers = range(offset, min(offset + limit, self.n))
        self.asked += len(numbers)
        return [Card(self.first + i, f"{HOSTILE[i % len(HOSTILE)]} {i}") for i in numbers]

    def key(self, row: Card) -> int:
        return row.id


def draw(card: Card, width: int) -> Sequence[Content]:
    return [Content.styled(card.name, "bold"), Content(f"#{card.id}")]


def columns(*sizes: int) -> list[KanbanColumn[Card]]:
    """Columns 10, 20, 30 …, their cards numbered from 1,000,000 × place."""
    return [
        KanbanColumn(10 * (place + 1), f"[/] Column {place}", f"{size} · 9k", size, Counted(size, 1_000_000 * place))
        for place, size in enumerate(sizes)
    ]


class BoardApp(App[None]):
    def __init__(self, *sizes: int, folded: Sequence[int] = ()) -> None:
        super().__init__()
        self.shown, self.folded = columns(*sizes), folded
        self.told: list[object] = []

    def compose(self) -> ComposeResult:
        yield Kanban(draw, folded=self.folded, id="board")

    def on_mount(self) -> None:
        self.board.show(self.shown)
        self.board.focus()

    @property
    def board(self) -> Kanban[Card]:
        return self.screen.query_one("#board", Kanban)

    @on(Kanban.CursorMoved)
    @on(Kanban.Opened)
    @on(Kanban.MarksChanged)
    @on(Kanban.CardDropped)
    def keep(self, message: Kanban.CursorMoved | Kanban.Opened | Kanban.MarksChanged | Kanban.CardDropped) -> None:
        assert message.kanban is self.board
        self.told.append(message)

    def dropped(self) -> list[tuple[list[int], int]]:
        return [(each.keys, each.to_column) for each in self.told if isinstance(each, Kanban.CardDropped)]


def board_lines(board: Kanban[Card]) -> list[str]:
    return [board.render_line(y).text for y in range(board.size.height)]


def place_of(board: Kanban[Card], text: str) -> tuple[int, int]:
    """Where a text stands on the board."""
    return next((line.index(text), y) for y, line in enumerate(board_lines(board)) if text in line)


async def drag(pilot: object, start: tuple[int, int], end: tuple[int, int], drop: bool = True) -> None:
    await pilot._post_mouse_events([events.MouseMove], "#board", offset=start)  # type: ignore[attr-defined]
    await pilot.mouse_down("#board", offset=start)  # type: ignore[attr-defined]
    await pilot.hover("#board", offset=end)  # type: ignore[attr-defined]
    if drop:
        await pilot.mouse_up("#board", offset=end)  # type: ignore[attr-defined]
    await pilot.pause()  # type: ignore[attr-defined]


async def test_a_board_of_millions_reads_a_few_pages(press: Press):
    app = BoardApp(*[1_000_000] * 13)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "j", "G", "l", "l", "ctrl+d", "dollar_sign", "0", "g")
        assert (app.board.column, app.board.index) == (10, 0)
        assert sum(column.source.asked for column in app.shown) <= 64 * 40


async def test_keys_walk_columns_that_have_cards_and_each_keeps_its_place(press: Press):
    app = BoardApp(5, 0, 7, 3)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "j", "j", "l")
        assert (app.board.column, app.board.index) == (30, 0)
        await press(pilot, "G", "h")
        assert (app.board.column, app.board.index) == (10, 2)
        await press(pilot, "right", "right", "l")
        assert (app.board.column, app.board.index) == (40, 0)
        await press(pilot, "0")
        assert app.board.column == 10
        await press(pilot, "dollar_sign")
        assert app.board.column == 40


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 12), (10, 4)])
async def test_every_line_is_exactly_as_wide_as_the_board(size: tuple[int, int], press: Press):
    app = BoardApp(30, 0, 20, 40, 0, 9, 9, folded=(70,))
    async with app.run_test(size=size) as pilot:
        for key in ("j", "l", "l", "l", "h"):
            await press(pilot, key)
            board = app.board
            for y in range(board.size.height):
                strip = board.render_line(y)
                assert sum(segment.cell_length for segment in strip) == strip.cell_length == size[0]
                assert "\x1b" not in strip.text


async def test_the_focused_card_is_in_view_after_every_resize():
    app = BoardApp(*[50] * 9)
    async with app.run_test(size=(120, 40)) as pilot:
        app.board.move_to(80, 33)
        for size in ((80, 24), (40, 12), (120, 40)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert any("▌" in line for line in board_lines(app.board)), size
            assert app.board.current_key == 7_000_033


async def test_an_empty_column_is_a_strip_and_a_folded_one_opens_under_the_cursor(press: Press):
    app = BoardApp(3, 0, 4, folded=(30,))
    async with app.run_test(size=(80, 24)) as pilot:
        head = board_lines(app.board)[0]
        assert head.index(" 0 ") > 0
        assert "Column 2" not in head
        await press(pilot, "l")
        assert app.board.column == 30
        assert "Column 2" in board_lines(app.board)[0]
        await press(pilot, "h")
        assert "Column 2" not in board_lines(app.board)[0]


async def test_the_head_shows_title_note_and_a_heavy_rule_under_the_focused_column(press: Press):
    app = BoardApp(3, 4)
    async with app.run_test(size=(80, 24)) as pilot:
        head, rule = board_lines(app.board)[:2]
        assert "[/] Column 0" in head
        assert "3 · 9k" in head
        assert rule.startswith("━")
        await press(pilot, "l")
        assert board_lines(app.board)[1].startswith("─")


async def test_marks_hold_across_columns_and_a_range_stays_in_its_column(press: Press):
    app = BoardApp(9, 9)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "space", "l", "j", "v", "j")
        assert app.board.marks == {0, 1_000_001, 1_000_002}
        assert sum(line.count("●") for line in board_lines(app.board)) == 3
        await press(pilot, "h", "G")
        assert app.board.marks == {0, 1_000_001, 1_000_002}


async def test_showing_again_keeps_every_cursor_by_its_column(press: Press):
    app = BoardApp(9, 9, 9)
    async with app.run_test(size=(120, 24)) as pilot:
        await press(pilot, "j", "j", "l", "j")
        app.told.clear()
        app.board.show(columns(9, 9, 9))
        await pilot.pause()
        assert app.told == []
        assert (app.board.column, app.board.index) == (20, 1)
        app.board.show(columns(9, 1, 9))
        assert (app.board.column, app.board.index) == (20, 0)
        await press(pilot, "h")
        assert app.board.index == 2
        app.board.show(columns(9, 9), focus_column=20, cursor=5)
        assert app.board.current_key == 1_000_005


async def test_reload_keeps_cursor_and_marks(press: Press):
    app = BoardApp(9, 9)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "j", "space")
        app.board.reload()
        assert (app.board.index, app.board.marks) == (2, {1})


async def test_an_empty_board_takes_every_key_calmly(press: Press):
    app = BoardApp()
    async with app.run_test(size=(40, 12)) as pilot:
        await press(pilot, "j", "l", "dollar_sign", "G", "space", "v", "enter", "ctrl+d")
        await pilot.click("#board", offset=(3, 3))
        assert app.board.current is None
        app.board.show(columns(0, 0))
        await press(pilot, "l", "j", "enter")
        assert app.board.column == 10


async def test_enter_and_double_click_open(press: Press):
    app = BoardApp(3, 3)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "enter")
        await pilot.click("#board", offset=place_of(app.board, "#1000001"), times=2)
        assert [each.row.id for each in app.told if isinstance(each, Kanban.Opened)] == [0, 1_000_001]


async def test_a_card_dragged_to_another_column_is_dropped_there():
    app = BoardApp(3, 3, 0)
    async with app.run_test(size=(80, 24)) as pilot:
        start, end = place_of(app.board, "#1 "), place_of(app.board, "#1000001")
        await drag(pilot, start, end, drop=False)
        assert "▼ drop here" in board_lines(app.board)[0]
        await pilot.mouse_up("#board", offset=end)
        await pilot.pause()
        assert app.dropped() == [([1], 20)]
        assert (app.board.column, app.board.index) == (10, 0)


async def test_dragging_a_marked_card_takes_all_marked_ones_along(press: Press):
    app = BoardApp(3, 3)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "space", "space")
        await drag(pilot, place_of(app.board, "#1 "), place_of(app.board, "#1000002"))
        assert app.dropped() == [([0, 1], 20)]


async def test_escape_lets_the_card_go_and_the_same_column_moves_nothing(press: Press):
    app = BoardApp(3, 3)
    async with app.run_test(size=(80, 24)) as pilot:
        start, end = place_of(app.board, "#1 "), place_of(app.board, "#1000002")
        await drag(pilot, start, end, drop=False)
        await press(pilot, "escape")
        await pilot.mouse_up("#board", offset=end)
        await drag(pilot, start, (start[0], start[1] + 3))
        assert app.dropped() == []
        assert "drop here" not in board_lines(app.board)[0]


async def test_a_board_shown_anew_under_a_drag_lets_the_card_go():
    app = BoardApp(3, 3)
    async with app.run_test(size=(80, 24)) as pilot:
        end = place_of(app.board, "#1000002")
        await drag(pilot, place_of(app.board, "#1 "), end, drop=False)
        app.board.show(columns(3))
        await pilot.mouse_up("#board", offset=end)
        await pilot.pause()
        assert app.dropped() == []


async def test_a_dragged_card_pulls_the_board_along_at_its_edge():
    app = BoardApp(*[3] * 9)
    async with app.run_test(size=(80, 24)) as pilot:
        assert board_lines(app.board)[1].endswith("›")
        start = place_of(app.board, "#1 ")
        await drag(pilot, start, (79, 5), drop=False)
        await pilot.hover("#board", offset=(79, 6))
        await pilot.pause()
        assert board_lines(app.board)[1].startswith("‹")


async def test_the_wheel_scrolls_the_column_under_the_mouse_only():
    app = BoardApp(50, 50)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot._post_mouse_events([events.MouseScrollDown], "#board", offset=(40, 8))
        await pilot.pause()
        text = "\n".join(board_lines(app.board))
        assert "#0" in text
        assert "#1000000" not in text
        assert app.board.column == 10


async def test_a_cursor_move_repaints_two_cards_only(press: Press):
    app = BoardApp(50, 50)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "l", "h")  # the first paint is over
        drawn: set[int] = set()
        render = app.board.render_line
        app.board.render_line = lambda y: drawn.add(y) or render(y)  # type: ignore[method-assign]
        await press(pilot, "j")
        assert drawn == {2, 3, 5, 6}


@given(st.lists(st.booleans(), min_size=1, max_size=20), st.integers(3, 300), st.integers(0, 400), st.data())
def test_the_focused_column_is_always_whole_in_view(folded: list[bool], view: int, left: int, data: st.DataObject):
    slots = lay_out(folded, view, (24, 32))
    focused = data.draw(st.integers(0, len(folded) - 1))
    slot = slots[focused]
    at = scrolled(slots, focused, left, view)
    assert 0 <= at <= slot.x
    assert slot.right <= at + view
    assert all(b.x == a.right + GAP for a, b in pairwise(slots))
