"""A grid of numbers: the cursor stops at every number, goes on past the edge, and all is read without colour."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import on
from textual.app import App, ComposeResult
from textual.content import Content

from widgets.grid_layout import GAP, MARGIN, Measure, laid
from widgets.number_grid import NumberGrid
from widgets.number_view import GridCell, GridColumn, NumberView, Place

COLUMNS = (GridColumn("Stage", "left"), GridColumn("Entered"), GridColumn("Went on"), GridColumn("Median days"))
STAGES = (("New", 412, 61, 3), ("Qualified", 251, 48, 12), ("Contacted", 120, 30, 22), ("Proposal sent", 36, 64, 9))


def number(text: str, value: float | None = None, note: str = "") -> GridCell:
    return GridCell(text, note, value, opens=True)


ROWS = tuple(
    (GridCell(name), number(f"{n}", n), number(f"{share} %", note=f"n {n}"), number(f"{days}"))
    for name, n, share, days in STAGES
)


class Shown(App[None]):
    """The grid alone; what it tells is kept."""

    def __init__(self, rows: Any = ROWS, **more: Any) -> None:
        super().__init__()
        self.told: list[Any] = []
        self.grid = NumberGrid(COLUMNS, rows, **more)
        self.grid.go_on = self._go_on

    def compose(self) -> ComposeResult:
        yield self.grid

    @on(NumberView.Moved)
    def _moved(self, event: NumberView.Moved) -> None:
        self.told.append(event.view.cursor)

    @on(NumberGrid.Opened)
    def _opened(self, event: NumberView.Opened) -> None:
        assert event.view.cell is not None
        self.told.append(event.view.cell.text)

    def _go_on(self, _view: NumberView, direction: str, at: int) -> None:
        self.told.append((direction, at))


def lines(grid: NumberGrid) -> list[str]:
    found = [grid.render_line(y) for y in range(grid.size.height)]
    assert {strip.cell_length for strip in found} == {grid.size.width}
    return [strip.text.rstrip() for strip in found]


def lit(grid: NumberGrid) -> list[str]:
    """What is painted reversed: the number in hand."""
    return [
        segment.text
        for y in range(grid.size.height)
        for segment in grid.render_line(y)
        if segment.style is not None and segment.style.reverse
    ]


async def test_names_bars_numbers_and_notes_stand_in_columns() -> None:
    app = Shown(bar=1)
    async with app.run_test(size=(80, 12)):
        shown = lines(app.grid)
    assert shown[0].split() == ["Stage", "Entered", "Went", "on", "Median", "days"]
    assert shown[1].startswith("▌New            ███")
    assert shown[1].endswith("412  61 % n 412            3")
    assert shown[4].split() == ["Proposal", "sent", "██▌", "36", "64", "%", "n", "36", "9"]
    assert len(shown) == 5  # as high as it needs to be


async def test_the_cursor_goes_from_number_to_number_and_says_when_it_would_go_on(press: Any) -> None:
    app = Shown()
    async with app.run_test(size=(80, 12)) as pilot:
        app.grid.focus()
        for key in ("j", "l", "l", "l", "enter", "up", "k", "h", "h", "h"):
            await press(pilot, key)
        assert app.told[:4] == [(1, 1), (1, 2), (1, 3), ("right", 2)]
        assert app.told[4] == "12"
        assert app.told[5] == (0, 3)
        assert app.told[6][0] == "up"
        assert app.told[7:] == [(0, 2), (0, 1), ("left", 1)]
        assert lit(app.grid) == ["412"]
        assert lines(app.grid)[1].startswith("▌New")
        app.screen.set_focus(None)
        await pilot.pause()
        assert lit(app.grid) == []


async def test_text_is_passed_over_and_a_column_is_kept_to_on_the_way_down(press: Any) -> None:
    rows = (
        (GridCell("a"), number("1"), number("2"), number("3")),
        (GridCell("no figures of these"), GridCell(""), GridCell(""), GridCell("–")),
        (GridCell("b"), number("4"), GridCell("–"), GridCell("–")),
        (GridCell("c"), number("5"), number("6"), number("7")),
    )
    app = Shown(rows)
    async with app.run_test(size=(80, 12)) as pilot:
        app.grid.focus()
        for key in ("l", "l", "j", "j"):
            await press(pilot, key)
        assert app.told == [(0, 2), (0, 3), (2, 1), (3, 3)]


async def test_columns_without_room_are_scrolled_into_sight_and_names_stay(press: Any) -> None:
    app = Shown(bar=1)
    async with app.run_test(size=(40, 12)) as pilot:
        app.grid.focus()
        await pilot.pause()
        assert lines(app.grid)[0].endswith("›")
        await press(pilot, "l", "l")
        shown = lines(app.grid)
        assert "‹" in shown[0]
        assert "Median days" in shown[0]
        assert [line[1:5] for line in shown[1:3]] == ["New ", "Qual"]
        assert lit(app.grid) == ["3"]
        await press(pilot, "h", "h")
        assert "Entered" in lines(app.grid)[0]


async def test_rows_without_room_are_scrolled_and_the_head_stays(press: Any) -> None:
    app = Shown([(GridCell(f"row {n}"), number(f"{n}"), number("x"), number("y")) for n in range(30)])
    async with app.run_test(size=(80, 24)) as pilot:
        app.grid.styles.height = 8
        app.grid.focus()
        await press(pilot, "G")
        shown = lines(app.grid)
        assert shown[0].startswith(" Stage")
        assert shown[-1].startswith("▌row 29")
        assert shown[1].endswith("▲")
        await press(pilot, "g")
        assert lines(app.grid)[1].startswith("▌row 0")
        assert lines(app.grid)[-1].endswith("▼")
        assert app.told == [(29, 1), (0, 1)]


async def test_other_figures_leave_the_cursor_where_it_was_or_near_it(press: Any) -> None:
    app = Shown()
    async with app.run_test(size=(80, 12)) as pilot:
        app.grid.move_to(3, 2)
        await pilot.pause()
        app.grid.show(COLUMNS, ROWS)
        await pilot.pause()
        assert app.told == [(3, 2)]  # nothing is another: nothing is told
        app.grid.show(COLUMNS, ROWS[:2])
        await pilot.pause()
        assert app.told == [(3, 2), (1, 2)]
        app.grid.show(COLUMNS, (), empty="No deals in this period")
        await pilot.pause()
        assert app.grid.cursor is None
        assert lines(app.grid)[1] == " No deals in this period"
        app.grid.focus()
        await press(pilot, "enter", "l")
        assert app.told[-1][0] == "right"


async def test_what_is_entered_from_beside_begins_at_the_same_height() -> None:
    app = Shown()
    async with app.run_test(size=(80, 12)):
        assert app.grid.enter("right", 3)
        assert app.grid.cursor == Place(2, 1)
        assert app.grid.enter("left", 99)
        assert app.grid.cursor == Place(3, 3)
        assert app.grid.enter("down", 0)
        assert app.grid.cursor == Place(0, 1)
        app.grid.show(COLUMNS, ())
        assert not app.grid.enter("down", 0)


async def test_a_click_takes_a_number_and_a_second_opens_it() -> None:
    app = Shown()
    async with app.run_test(size=(80, 12)) as pilot:
        at = lines(app.grid)[2].index("251")
        await pilot.click(NumberGrid, offset=(at, 2), times=2)
        assert app.told == [(1, 1), "251"]


@pytest.mark.parametrize("text", ["[/]", "[@click=app.quit]x[/]", "\x1b]52;c;x\x07", "a\u202eb", "株式会社三日月"])
async def test_hostile_names_are_shown_as_they_are(text: str) -> None:
    app = Shown([(GridCell(text), number(text, note=text), number("1"), number("2"))])
    async with app.run_test(size=(80, 12)):
        app.grid.focus()
        shown = lines(app.grid)
    assert Content(text).plain[:1] in shown[1] or "␛" in shown[1]
    assert "\x1b" not in shown[1]


@given(
    needs=st.lists(st.builds(Measure, st.integers(1, 30), st.integers(0, 20)), min_size=2, max_size=8),
    width=st.integers(10, 160),
    has_bar=st.booleans(),
    first=st.integers(1, 8),
    data=st.data(),
)
def test_at_any_width_the_column_in_hand_is_seen_and_none_overlap(
    needs: list[Measure], width: int, has_bar: bool, first: int, data: st.DataObject
) -> None:
    show = data.draw(st.integers(1, len(needs) - 1))
    found = laid(needs, width, has_bar=has_bar, first=first, show=show)
    assert found.of(0) is not None
    assert found.of(show) is not None
    for one, other in zip(found.spans, found.spans[1:], strict=False):
        assert one.start + one.width + GAP <= other.start
    assert found.spans[0].start == MARGIN
    for span in found.spans[1:-1]:
        assert span.start + span.width <= width - MARGIN
    if found.bar:  # the bar gives way before anything else does
        assert (found.more_left, found.more_right) == (False, False)
