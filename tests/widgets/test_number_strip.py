"""Tiles of single numbers: as many side by side as have room, each whole, the cursor among them."""

from __future__ import annotations

from typing import Any

import pytest
from textual.app import App, ComposeResult

from widgets.number_strip import NumberStrip
from widgets.number_view import GridCell, GridColumn, Place

COLUMNS = (GridColumn("", "left"), GridColumn("Now"))
TILES = tuple(
    (GridCell(name), GridCell(text, note, opens=True, change=change))
    for name, text, note, change in (
        ("Sales velocity", "1,234 USD/day", "n 33", ""), ("Win rate", "41 %", "n 120", "37 % before"),
        ("Cycle", "51.8 d", "n 57", "up from 55.0"), ("Won value", "120,400 USD", "n 33", "up from 98,000"),
        ("Open value", "903,100 USD", "n 200", ""), ("Forecast", "320,000 USD", "210–450k", ""),
        ("Stale", "12", "", ""), ("At risk", "7", "", ""),
    )
)  # fmt: skip


class Shown(App[None]):
    """The strip alone."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[Any] = []

    def compose(self) -> ComposeResult:
        yield NumberStrip()

    def on_mount(self) -> None:
        self.strip.show(COLUMNS, TILES)
        self.strip.go_on = lambda _view, direction, _at: self.told.append(direction)

    @property
    def strip(self) -> NumberStrip:
        return self.query_one(NumberStrip)


def lines(strip: NumberStrip) -> list[str]:
    found = [strip.render_line(y) for y in range(strip.size.height)]
    assert {each.cell_length for each in found} == {strip.size.width}
    return [each.text.rstrip() for each in found]


@pytest.mark.parametrize(
    ("width", "across", "height"), [(160, 8, 4), (120, 4, 6), (80, 4, 8), (40, 2, 16), (20, 1, 32)]
)
async def test_the_tiles_share_the_width_and_every_name_and_number_is_read(
    width: int, across: int, height: int
) -> None:
    app = Shown()
    async with app.run_test(size=(width, 40)) as pilot:
        await pilot.pause()
        shown = lines(app.strip)
    assert len(shown) == height
    text = "\n".join(shown)
    for name, cell in TILES:
        assert name.text in text
        assert cell.text in text
    assert sum(tile[0].text in shown[0] for tile in TILES) == across


async def test_the_cursor_goes_along_a_line_and_to_the_next(press: Any) -> None:
    app = Shown()
    async with app.run_test(size=(120, 40)) as pilot:
        app.strip.focus()
        await press(pilot, "l", "l", "l", "j")
        assert app.strip.cursor == Place(7, 1)
        await press(pilot, "l", "j")
        assert app.told == ["right", "down"]
        await press(pilot, "h", "k", "k")
        assert app.strip.cursor == Place(2, 1)
        assert app.told == ["right", "down", "up"]
        lit = [s.text for s in app.strip.render_line(1) if s.style is not None and s.style.reverse]
        assert lit == ["51.8 d"]
        assert app.strip.enter("up", 0)
        assert app.strip.cursor == Place(4, 1)


async def test_fewer_tiles_take_fewer_lines() -> None:
    app = Shown()
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.pause()
        app.strip.show(COLUMNS, TILES[:4])
        await pilot.pause()
        assert app.strip.size.height == 4
        app.strip.show(COLUMNS, (), empty="No leads yet")
        await pilot.pause()
        assert lines(app.strip)[0] == " No leads yet"
