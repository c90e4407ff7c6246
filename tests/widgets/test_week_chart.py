"""Columns over weeks: each series on its own scale, every week reached by a key, all of it told in words and shapes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult

from widgets.bars import bar, column, share_of
from widgets.number_view import GridCell, GridColumn, Place
from widgets.week_chart import WeekChart

COLUMNS = (GridColumn("Week", "left"), GridColumn("Created"), GridColumn("Won"), GridColumn("Velocity"))


def week(number: int, created: int, won: int, velocity: float | None) -> tuple[GridCell, ...]:
    said = "–" if velocity is None else f"{velocity:,.0f} USD"
    return (
        GridCell(f"w{number}"), GridCell(f"{created}", value=created, opens=True),
        GridCell(f"{won}", value=won, opens=True), GridCell(said, value=velocity, opens=velocity is not None),
    )  # fmt: skip


WEEKS = [week(n, n % 5, n % 2, None if n < 3 else 100.0 * n) for n in range(12)]


class Shown(App[None]):
    """The chart alone."""

    def __init__(self, weeks: Any = tuple(WEEKS)) -> None:
        super().__init__()
        self.weeks = weeks

    def compose(self) -> ComposeResult:
        yield WeekChart()

    def on_mount(self) -> None:
        self.chart.show(COLUMNS, self.weeks, empty="Nothing yet")

    @property
    def chart(self) -> WeekChart:
        return self.query_one(WeekChart)


def lines(chart: WeekChart) -> list[str]:
    found = [chart.render_line(y) for y in range(chart.size.height)]
    assert {each.cell_length for each in found} == {chart.size.width}
    return [each.text.rstrip() for each in found]


@given(share=st.floats(0, 1.5), cells=st.integers(1, 40))
def test_a_bar_is_as_long_as_its_share_to_an_eighth_of_a_cell(share: float, cells: int) -> None:
    eighths = {sign: n for n, sign in enumerate(" ▏▎▍▌▋▊▉█")} | {sign: n for n, sign in enumerate(" ▁▂▃▄▅▆▇")}
    lying, standing = bar(share, cells), column(share, cells)
    wanted = min(1, share) * cells * 8
    for drawn in (lying, standing):
        assert abs(sum(eighths[sign] for sign in drawn) - max(wanted, 1 if share else 0)) <= 0.5 + (wanted < 1)
    assert len(lying) <= cells
    assert len(standing) == cells
    assert bool(lying) == (share > 0)  # what is there at all is seen


def test_nothing_has_no_share() -> None:
    assert [share_of(value, top) for value, top in ((None, 5), (0, 5), (3, 0), (-1, 5), (5, 10))] == [
        None, None, None, None, 0.5,
    ]  # fmt: skip


async def test_each_series_has_its_name_its_greatest_value_and_a_base() -> None:
    app = Shown()
    async with app.run_test(size=(80, 14)):
        shown = lines(app.chart)
    assert shown[0] == " w11   Created 1   Won 1   Velocity 1,100 USD"
    assert shown[1].startswith("▌Created          4┤")
    assert shown[4].startswith("▌                 0┤·  ")
    assert shown[5].startswith(" Won              1┤")
    assert shown[9].startswith(" Velocity 1,100 USD┤")
    assert shown[13].split()[0] == "w0"
    assert shown[13].split()[-1] == "▲w11"
    tall = [line[20:].count("▇") + line[20:].count("█") for line in shown[5:9]]
    assert tall == [18, 18, 18, 18]  # six weeks with one won, three cells each


async def test_keys_go_along_the_weeks_and_between_the_series(press: Any) -> None:
    app = Shown()
    async with app.run_test(size=(80, 14)) as pilot:
        app.chart.focus()
        assert app.chart.cursor == Place(11, 1)  # the newest week
        await press(pilot, "h", "h", "j", "j")
        assert app.chart.cursor == Place(9, 3)
        assert lines(app.chart)[0].startswith(" w9   Created 4   Won 1   Velocity 900 USD")
        assert [s.text for s in app.chart.render_line(0) if s.style is not None and s.style.reverse] == ["900 USD"]
        await press(pilot, "g")
        assert app.chart.cursor == Place(3, 3)  # there is no velocity before
        await press(pilot, "k", "g", "k")
        assert app.chart.cursor == Place(0, 1)
        await press(pilot, "G")
        assert app.chart.cursor == Place(11, 1)


@pytest.mark.parametrize(("width", "height"), [(120, 40), (80, 24), (40, 8), (30, 5)])
async def test_of_more_weeks_than_have_room_the_one_in_hand_is_seen(width: int, height: int, press: Any) -> None:
    app = Shown([week(n, n % 7, n % 2, 10.0 * n) for n in range(104)])
    async with app.run_test(size=(width, height)) as pilot:
        app.chart.focus()
        await pilot.pause()
        assert "▲" in "\n".join(lines(app.chart))
        await press(pilot, "g")
        assert lines(app.chart)[0].startswith(" w0")
        assert "▲w0" in "\n".join(lines(app.chart))


async def test_other_weeks_keep_the_cursor_near_and_none_are_said() -> None:
    app = Shown()
    async with app.run_test(size=(80, 14)) as pilot:
        app.chart.show(COLUMNS, WEEKS[:4])
        await pilot.pause()
        assert app.chart.cursor == Place(3, 1)
        app.chart.show(COLUMNS, (), empty="No weeks in this period")
        await pilot.pause()
        assert lines(app.chart)[0] == " No weeks in this period"


async def test_values_of_none_draw_nothing_and_divide_nothing() -> None:
    app = Shown([week(1, 0, 0, None), week(2, 0, 0, None)])
    async with app.run_test(size=(60, 12)):
        shown = lines(app.chart)
    assert shown[0] == " w2   Created 0   Won 0"
    assert "nan" not in "".join(shown).casefold()


async def test_a_key_repaints_what_it_changes_and_nothing_else(press: Any) -> None:
    app = Shown()
    async with app.run_test(size=(80, 14)) as pilot:
        for key in ("h", "h", "j", "k", "g", "G", "h", "j"):
            await press(pilot, key)
            painted = ["".join(s.text for s in strip) for strip in app.screen._compositor.render_strips()]
            assert [line.rstrip() for line in painted[:14]] == lines(app.chart)
