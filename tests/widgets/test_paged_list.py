"""A rep walks a list of any length."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple

import pytest
from textual import events, on
from textual.app import App, ComposeResult
from textual.content import Content

from widgets.columns import Column, ColumnLayout
from widgets.paged_list import PagedList

Press = Callable[..., Awaitable[None]]

HOSTILE = [
    "[/]",
    "[b]漢字[/b]",
    "👩‍👩‍👧 family",
    "e\u0301" * 40,
    "\x1b[31mred",
    "a\tb\nc",
    "\u202egnp.exe",
    "",
    "[@click=app.quit]x[/]",
]


class Row(NamedTuple):
    id: int
    name: str


class Counted:
    """A source of `n` rows that remembers how many were ever asked of it."""

    def __init__(self, n: int, shift: int = 0) -> None:
        self.n, self.shift, self.asked = n, shift, 0

    def page(self, offset: int, limit: int) -> Sequence[Row]:
        numbers = range(offset, min(offset + limit, self.n))
        self.asked += len(numbers)
        return [Row(i + self.shift, f"{HOSTILE[i % len(HOSTILE)]} {i}") for i in numbers]

    def key(self, row: Row) -> int:
        return row.id


LAYOUT = ColumnLayout([Column("no", 8, "right", priority=1), Column("name", None, priority=2)])


def draw(row: Row, width: int) -> Sequence[Content]:
    return [LAYOUT.line([Content(str(row.id)), Content(row.name)], width)]


class ListApp(App[None]):
    def __init__(self, source: Counted, total: int | None = None, row_height: int = 1) -> None:
        super().__init__()
        self.source, self.total, self.row_height = source, source.n if total is None else total, row_height
        self.told: list[object] = []

    def compose(self) -> ComposeResult:
        yield PagedList(
            draw,
            header=lambda width: LAYOUT.header(width),
            row_height=self.row_height,
            empty=Content("Nothing [/] here.\nPress c to create"),
            id="list",
        )

    def on_mount(self) -> None:
        self.rows.show(self.source, self.total)
        self.rows.focus()

    @property
    def rows(self) -> PagedList[Row]:
        return self.screen.query_one("#list", PagedList)

    @on(PagedList.CursorMoved)
    @on(PagedList.Opened)
    @on(PagedList.MarksChanged)
    def keep(self, message: PagedList.CursorMoved | PagedList.Opened | PagedList.MarksChanged) -> None:
        assert message.list is self.rows
        self.told.append(message)


def screen_lines(rows: PagedList[Row]) -> list[str]:
    return [rows.render_line(y).text for y in range(rows.size.height)]


async def test_a_million_rows_cost_a_few_pages_wherever_the_cursor_goes(press: Press):
    source = Counted(1_000_000)
    app = ListApp(source)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "j", "j", "G", "k", "ctrl+u", "g", "pagedown")
        assert app.rows.index == 39
        app.rows.move_to(500_000)
        await pilot.pause()
        assert app.rows.current_key == 500_000
        assert source.asked <= 64 * 10


async def test_keys_move_as_the_footer_says(press: Press):
    app = ListApp(Counted(100))
    async with app.run_test(size=(80, 24)) as pilot:
        seen = []
        for key in ("j", "down", "k", "G", "up", "g", "ctrl+d", "ctrl+u", "end", "home", "pagedown", "pageup", "k"):
            await press(pilot, key)
            seen.append(app.rows.index)
        assert seen == [1, 2, 1, 99, 98, 0, 11, 0, 99, 0, 23, 0, 0]


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 12), (7, 3)])
async def test_hostile_names_never_move_a_column(size: tuple[int, int], press: Press):
    app = ListApp(Counted(200))
    async with app.run_test(size=size) as pilot:
        await press(pilot, "j", "j")
        rows = app.rows
        for y in range(rows.size.height):
            strip = rows.render_line(y)
            assert (
                sum(segment.cell_length for segment in strip)
                == strip.cell_length
                == rows.size.width - rows.scrollbar_size_vertical
            )
            assert "\x1b" not in strip.text
            assert "\u202e" not in strip.text


async def test_the_cursor_stays_in_view_when_the_window_shrinks():
    app = ListApp(Counted(1000))
    async with app.run_test(size=(120, 40)) as pilot:
        app.rows.move_to(37)
        for size in ((80, 24), (40, 12), (120, 40)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert any(line.startswith("▌") for line in screen_lines(app.rows)), size
            assert app.rows.index == 37


async def test_marks_and_cursor_survive_a_reload_and_follow_their_rows(press: Press):
    source = Counted(50)
    app = ListApp(source)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "j", "space", "space", "j")
        assert app.rows.marks == {1, 2}
        source.shift, place = 1, app.rows.index  # a row left at the top: every row moved up by one
        app.rows.reload()
        await pilot.pause()
        assert app.rows.index == place
        assert app.rows.marks == {1, 2}
        assert [line[1] for line in screen_lines(app.rows)[1:4]] == ["●", "●", " "]


async def test_a_range_follows_the_cursor_in_both_directions(press: Press):
    app = ListApp(Counted(300))
    async with app.run_test(size=(80, 24)) as pilot:
        app.rows.move_to(100)
        await press(pilot, "v", "j", "j")
        assert app.rows.marks == {100, 101, 102}
        await press(pilot, "k", "k", "k")
        assert app.rows.marks == {99, 100}
        await press(pilot, "G")
        assert app.rows.marks == set(range(100, 300))
        await press(pilot, "g")
        assert app.rows.marks == set(range(101))
        await press(pilot, "v", "G", "v", "k")
        assert app.rows.marks == set(range(101)) | {298, 299}
        await pilot.pause()
        assert [message.count for message in app.told if isinstance(message, PagedList.MarksChanged)][-1] == 103
        app.rows.clear_marks()
        assert app.rows.marks == set()


async def test_a_marked_cursor_row_shows_both_signs(press: Press):
    app = ListApp(Counted(10))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "space", "k")
        assert screen_lines(app.rows)[1].startswith("▌●")


async def test_opening_tells_the_row(press: Press):
    app = ListApp(Counted(10))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "j", "enter")
        assert [message.row.id for message in app.told if isinstance(message, PagedList.Opened)] == [1]
        await pilot.click("#list", offset=(5, 4), times=2)
        assert [message.row.id for message in app.told if isinstance(message, PagedList.Opened)] == [1, 3]


async def test_a_wheel_scrolls_and_the_cursor_waits(press: Press):
    app = ListApp(Counted(1000))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot._post_mouse_events([events.MouseScrollDown], "#list")
        await pilot.pause()
        assert app.rows.index == 0
        assert app.rows.scroll_y > 0
        await press(pilot, "j")
        assert screen_lines(app.rows)[2].startswith("▌")


async def test_an_empty_list_says_what_to_press(press: Press):
    app = ListApp(Counted(0))
    async with app.run_test(size=(40, 12)) as pilot:
        await press(pilot, "j", "enter", "space", "v", "G")
        shown = "\n".join(screen_lines(app.rows))
        assert "Nothing [/] here." in shown
        assert "Press c to create" in shown
        assert app.rows.current is None
        assert app.rows.current_key is None


async def test_a_total_guessed_too_high_never_leaves_the_cursor_on_nothing(press: Press):
    app = ListApp(Counted(70), total=5000)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "G")
        assert app.rows.current_key == 69
        app.rows.set_total(70)
        await pilot.pause()
        assert app.rows.index == 69
        app.rows.set_total(10)
        assert app.rows.index == 9


async def test_a_reload_tells_when_another_row_came_under_the_cursor(press: Press):
    source = Counted(3)
    app = ListApp(source)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "G")
        app.told.clear()
        app.rows.reload()
        await pilot.pause()
        assert app.told == []
        source.n = 2
        app.rows.set_total(2)
        app.rows.reload()
        await pilot.pause()
        assert [(message.index, message.row.id) for message in app.told] == [(1, 1)]


async def test_two_line_rows_page_by_whole_rows(press: Press):
    app = ListApp(Counted(100), row_height=2)
    async with app.run_test(size=(80, 25)) as pilot:
        await press(pilot, "pagedown")
        assert app.rows.index == 12
        assert app.rows.rows_around(1, 2) == [app.rows.row(i) for i in range(4)]


async def test_a_cursor_move_repaints_two_rows_only(press: Press):
    app = ListApp(Counted(100))
    async with app.run_test(size=(80, 24)) as pilot:
        drawn: list[int] = []
        render = app.rows.render_line
        app.rows.render_line = lambda y: drawn.append(y) or render(y)  # type: ignore[method-assign]
        await press(pilot, "j")
        assert sorted(set(drawn)) == [1, 2]
